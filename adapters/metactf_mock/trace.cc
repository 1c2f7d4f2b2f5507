// See trace.h.
#include "adapters/metactf_mock/trace.h"

#include <array>
#include <string_view>
#include <utility>

namespace lockstep::metactf_mock {

namespace {

constexpr std::size_t kMaxEntries = 10'000;
constexpr std::array<std::string_view, 3> kTracedParameters{"syned_user_id", "syned_team_id",
                                                            "after_time_unix"};

std::string traced_query(const Call& call) {
  std::string out;
  for (const auto name : kTracedParameters) {
    const auto found = call.query.find(std::string(name));
    if (found == call.query.end()) continue;
    if (!out.empty()) out += '&';
    out += std::string(name) + "=" + found->second;
  }
  return out;
}

std::string user_of(const Call& call) {
  const auto found = call.query.find("syned_user_id");
  if (found != call.query.end()) return found->second;
  if (call.body.empty()) return "";
  boost::system::error_code failed;
  const auto body = boost::json::parse(call.body, failed);
  if (failed || !body.is_object()) return "";
  const auto* id = body.get_object().if_contains("syned_user_id");
  return id != nullptr && id->is_string() ? std::string(std::string_view(id->get_string())) : "";
}

}  // namespace

boost::json::object entry_json(const TraceEntry& entry) {
  return {{"at", entry.at_ms},
          {"method", entry.method},
          {"path", entry.path},
          {"query", entry.query},
          {"status", entry.status},
          {"synedUserId", entry.syned_user_id},
          {"durationMs", entry.duration_ms}};
}

TraceEntry trace_of(const Call& call, std::int64_t at_ms) {
  return {at_ms, call.method, call.path, traced_query(call), 0, user_of(call), 0};
}

void Trace::add(TraceEntry entry) {
  const base::MutexLock lock{mutex_};
  ++total_;
  entries_.push_back(std::move(entry));
  if (entries_.size() > kMaxEntries) entries_.pop_front();
}

void Trace::clear() {
  const base::MutexLock lock{mutex_};
  entries_.clear();
  total_ = 0;
}

boost::json::array Trace::to_json() const {
  const base::MutexLock lock{mutex_};
  boost::json::array out;
  out.reserve(entries_.size());
  for (const auto& entry : entries_) out.push_back(entry_json(entry));
  return out;
}

std::uint64_t Trace::total() const {
  const base::MutexLock lock{mutex_};
  return total_;
}

}  // namespace lockstep::metactf_mock
