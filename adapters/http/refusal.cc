#include "adapters/http/refusal.h"

#include <array>
#include <string>

#include <sys/socket.h>

#include "adapters/http/message.h"
#include "adapters/http/security_headers.h"

namespace lockstep::http {

namespace {

// Where there is no httplib.
std::string as_text(const Answer& answer) {
  std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " Service Unavailable\r\n";
  for (const auto& [name, value] : answer.headers) out += name + ": " + value + "\r\n";
  for (const auto& [name, value] : security_headers(false))
    out += std::string(name) + ": " + std::string(value) + "\r\n";
  return out + "Content-Type: " + answer.content_type +
         "\r\nConnection: close\r\nContent-Length: " + std::to_string(answer.body.size()) +
         "\r\n\r\n" + answer.body;
}

}  // namespace

void say_too_many(int socket) {
  const auto text =
      as_text(problem_answer(Error{Errc::busy, "too-many-connections",
                                   "Too many connections are open.", "Try again in a moment."}));
  ::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(socket, SHUT_WR);
  // What has come already would turn the close into a reset that destroys the answer.
  std::array<char, 4096> ignored{};
  while (::recv(socket, ignored.data(), ignored.size(), MSG_DONTWAIT) > 0) continue;
}

}  // namespace lockstep::http
