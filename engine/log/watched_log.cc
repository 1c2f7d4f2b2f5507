#include "engine/log/watched_log.h"

namespace lockstep::log {

std::vector<Result<Appended>> WatchedLog::append(std::span<const AppendRequest> batch) {
  auto answers = log_->append(batch);
  for (const auto& answer : answers)
    if (!answer) note(answer.error());
  return answers;
}

void WatchedLog::note(const Error& error) {
  if (error.code == Errc::corrupt && !met_.exchange(true)) tell_(error);
}

}  // namespace lockstep::log
