#include "adapters/http/wire/refusal.h"

#include <array>
#include <chrono>

#include <sys/socket.h>

#include "adapters/http/message.h"
#include "adapters/http/wire/answer_text.h"

namespace lockstep::http::wire {

void say_too_many(int socket, const std::vector<std::pair<std::string, std::string>>& headers) {
  const auto answer =
      problem_answer(Error{Errc::busy, "too-many-connections", "Too many connections are open.",
                           "Try again in a moment."});
  const auto date = http_date(std::chrono::system_clock::now());
  const auto text = answer_text(answer, {.is_last = true, .date = date, .headers = &headers});
  ::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(socket, SHUT_WR);
  // What has come already would turn the close into a reset that destroys the answer.
  std::array<char, 4096> ignored{};
  while (::recv(socket, ignored.data(), ignored.size(), MSG_DONTWAIT) > 0) continue;
}

}  // namespace lockstep::http::wire
