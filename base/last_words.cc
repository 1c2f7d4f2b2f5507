#include "base/last_words.h"

#include <poll.h>
#include <unistd.h>

namespace lockstep::base {

void say_if_somebody_reads(std::string_view line) noexcept {
  pollfd err{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  if (::poll(&err, 1, 0) != 1 || (err.revents & POLLOUT) == 0) return;
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace lockstep::base
