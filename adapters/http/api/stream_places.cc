#include "adapters/http/api/stream_places.h"

namespace lockstep::http {

namespace {

std::size_t count_of(const std::map<std::string, std::size_t>& counts, const std::string& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

void take_one(std::map<std::string, std::size_t>& counts, const std::string& key) {
  const auto found = counts.find(key);
  if (--found->second == 0) counts.erase(found);
}

}  // namespace

std::string_view StreamPlaces::full_for(const std::string& caller,
                                        const std::string& address) const {
  if (count_of(by_caller_, caller) >= limits_.max_per_caller) return "caller";
  const auto each = limits_.max_per_address;
  if (each > 0 && count_of(by_address_, address) >= each) return "address";
  return open_ >= limits_.max_open ? "all" : "";
}

StreamPlaces::Taken StreamPlaces::take(const std::string& caller, const std::string& address) {
  const base::MutexLock lock{mutex_};
  const auto full = full_for(caller, address);
  if (!full.empty()) {
    metrics_.count("lockstep_http_streams_refused_total", {{"limit", full}}, 1);
    return {nullptr, full};
  }
  ++open_;
  ++by_caller_[caller];
  ++by_address_[address];
  tell();
  return {std::make_shared<Place>(*this, caller, address), ""};
}

std::size_t StreamPlaces::open_of(const std::string& caller) {
  const base::MutexLock lock{mutex_};
  return count_of(by_caller_, caller);
}

void StreamPlaces::give_back(const std::string& caller, const std::string& address) {
  const base::MutexLock lock{mutex_};
  --open_;
  take_one(by_caller_, caller);
  take_one(by_address_, address);
  tell();
}

void StreamPlaces::tell() const {
  metrics_.gauge("lockstep_http_streams", {}, static_cast<double>(open_));
}

}  // namespace lockstep::http
