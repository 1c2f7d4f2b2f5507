#include "adapters/http/api/limits.h"

#include <algorithm>
#include <cmath>

namespace lockstep::http {

namespace {

using rate::Nanos;

Nanos interval_of(const Allowance& allowance) {
  return Nanos{static_cast<Nanos::rep>(1e9 / allowance.per_second())};
}

}  // namespace

rate::Gcra& KeyedLimit::entry_of(const std::string& key) {
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->taken;
  }
  if (entries_.size() >= max_keys_) {
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  const auto tolerance = interval_of(allowance_) * (allowance_.burst - 1);
  entries_.push_front({key, rate::Gcra{allowance_.per_second(), tolerance}});
  by_key_.emplace(entries_.front().key, entries_.begin());
  return entries_.front().taken;
}

KeyedLimit::Verdict KeyedLimit::ask(const std::string& key, Nanos now, bool takes) {
  using std::chrono::ceil;
  using std::chrono::seconds;
  const base::MutexLock lock{mutex_};
  auto& taken = entry_of(key);
  Verdict out;
  const auto wait = taken.wait(now);
  out.allowed = wait == Nanos{0};
  out.wait = ceil<seconds>(wait);
  if (out.allowed && takes) taken.take(now);
  const auto owed = taken.owed(now);
  const auto interval = interval_of(allowance_);
  out.left = std::max<std::int64_t>(0, (interval * allowance_.burst - owed) / interval);
  out.full = ceil<seconds>(owed);
  return out;
}

std::vector<std::pair<std::string, std::string>> KeyedLimit::headers(const Verdict& verdict) const {
  const auto quoted = "\"" + std::string(name_) + "\"";
  const auto window = std::ceil(static_cast<double>(allowance_.burst) / allowance_.per_second());
  return {{"RateLimit-Policy", quoted + ";q=" + std::to_string(allowance_.burst) +
                                   ";w=" + std::to_string(static_cast<std::int64_t>(window))},
          {"RateLimit", quoted + ";r=" + std::to_string(verdict.left) +
                            ";t=" + std::to_string(verdict.full.count())}};
}

}  // namespace lockstep::http
