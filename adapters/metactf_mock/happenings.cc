// See happenings.h.
#include "adapters/metactf_mock/happenings.h"

#include <algorithm>

namespace lockstep::metactf_mock {

namespace {

constexpr std::size_t kKept = 10'000;
constexpr std::size_t kAtOnce = 256;

}  // namespace

void Happenings::add(std::string_view type, const boost::json::object& data) {
  auto text = boost::json::serialize(data);
  const base::MutexLock lock{mutex_};
  kept_.push_back({++newest_, type, std::move(text)});
  if (kept_.size() > kKept) kept_.pop_front();
  changed_.notify_all();
}

std::uint64_t Happenings::newest() const {
  const base::MutexLock lock{mutex_};
  return newest_;
}

Happenings::Part Happenings::take(std::uint64_t after, std::chrono::milliseconds wait) {
  base::MutexLock lock{mutex_};
  changed_.wait_for(lock, wait,
                    [&]() LOCKSTEP_REQUIRES(mutex_) { return ended_ || newest_ > after; });
  Part out;
  out.ended = ended_;
  if (ended_ || newest_ <= after) return out;
  const auto oldest = kept_.front().id;
  const auto from = std::max(after + 1, oldest);
  out.missed = from - (after + 1);
  const auto begin = kept_.begin() + static_cast<std::ptrdiff_t>(from - oldest);
  const auto count = std::min<std::ptrdiff_t>(kept_.end() - begin, kAtOnce);
  out.items.assign(begin, begin + count);
  return out;
}

void Happenings::end() {
  const base::MutexLock lock{mutex_};
  ended_ = true;
  changed_.notify_all();
}

}  // namespace lockstep::metactf_mock
