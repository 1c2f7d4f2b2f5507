// How many event streams may be open: in all, per caller and per address. Each holds a thread and a
// connection for an hour.
#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/http/api/server_options.h"
#include "base/mutex.h"
#include "engine/ports/metrics.h"

namespace lockstep::http {

/// Any thread. Must outlive its places.
class StreamPlaces {
 public:
  StreamPlaces(const EventStreamOptions& limits, ports::Metrics& metrics)
      : limits_(limits), metrics_(metrics) {}

  class Place;
  struct Taken {
    std::shared_ptr<Place> place;  ///< Given back when the last of them goes. Null: none is free.
    std::string_view full;         ///< Then the limit: `all`, `caller` or `address`.
  };
  /// `address` may be empty: it is unknown, and all of those share one limit.
  Taken take(const std::string& caller, const std::string& address);

 private:
  using Counts = std::map<std::string, std::size_t>;
  [[nodiscard]] std::string_view full_for(const std::string& caller,
                                          const std::string& address) const
      LOCKSTEP_REQUIRES(mutex_);
  [[nodiscard]] std::size_t open_of(const std::string& caller) LOCKSTEP_EXCLUDES(mutex_);
  void give_back(const std::string& caller, const std::string& address) LOCKSTEP_EXCLUDES(mutex_);
  void tell() const LOCKSTEP_REQUIRES(mutex_);

  EventStreamOptions limits_;
  ports::Metrics& metrics_;
  base::Mutex mutex_;
  std::size_t open_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
  Counts by_caller_ LOCKSTEP_GUARDED_BY(mutex_);
  Counts by_address_ LOCKSTEP_GUARDED_BY(mutex_);
};

class StreamPlaces::Place {
 public:
  Place(StreamPlaces& all, std::string caller, std::string address)
      : all_(all), caller_(std::move(caller)), address_(std::move(address)) {}
  ~Place() { all_.give_back(caller_, address_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  /// How many the caller has open, this one included.
  [[nodiscard]] std::size_t open_of_caller() const { return all_.open_of(caller_); }

 private:
  StreamPlaces& all_;
  std::string caller_;
  std::string address_;
};

}  // namespace lockstep::http
