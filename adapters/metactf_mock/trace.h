// What was asked of the mock lately. No bodies, no headers, and of queries only what is no personal
// data: ids and times.
#pragma once
#include <cstdint>
#include <deque>
#include <string>

#include <boost/json.hpp>

#include "adapters/metactf_mock/call.h"
#include "base/mutex.h"

namespace lockstep::metactf_mock {

struct TraceEntry {
  std::int64_t at_ms{};  ///< Unix time.
  std::string method;
  std::string path;
  std::string query;
  int status = 0;  ///< 0 = no answer was given.
  std::string syned_user_id;
  double duration_ms{};
};

boost::json::object entry_json(const TraceEntry& entry);

/// Begins an entry: everything but status and duration.
TraceEntry trace_of(const Call& call, std::int64_t at_ms);

/// Any thread. Keeps the newest 10,000.
class Trace {
 public:
  void add(TraceEntry entry);
  void clear();
  [[nodiscard]] boost::json::array to_json() const;  ///< Oldest first.
  [[nodiscard]] std::uint64_t total() const;         ///< Since clear(), forgotten ones included.

 private:
  mutable base::Mutex mutex_;
  std::deque<TraceEntry> entries_ LOCKSTEP_GUARDED_BY(mutex_);
  std::uint64_t total_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
};

}  // namespace lockstep::metactf_mock
