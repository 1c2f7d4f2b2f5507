// What the mock does wrong on purpose. Every request draws its fate from one seeded sequence, so
// that the same requests in the same order meet the same faults.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "adapters/metactf_mock/call.h"
#include "base/mutex.h"
#include "events/result.h"

namespace lockstep::metactf_mock {

/// POST /__admin/faults (product.md section 6). Named as the members of the JSON are.
struct Faults {
  std::optional<double> rateLimitPerSecond;  ///< Hidden; one second's worth may come at once.
  std::optional<std::int64_t> retryAfter;    ///< Seconds, sent with every 429; absent = no header.
  std::optional<double> errorRate;
  std::optional<std::int64_t> status;  ///< Of those errors; 500 when absent.
  std::optional<std::int64_t> latencyMs;
  std::optional<double> timeoutRate;    ///< No answer at all, before or after executing.
  std::optional<double> cutRate;        ///< Connection closed without an answer, before or after.
  std::optional<double> malformedRate;  ///< Executed; the answer is no JSON.
  std::optional<double> truncateRate;  ///< Executed; the connection ends in the middle of the body.
  std::optional<double> htmlRate;      ///< A page of HTML with `status`, as a proxy answers.
  std::optional<double> refusedInSuccessRate;  ///< 200 with `{"success": false}`.
  std::optional<double> anyAnswerRate;         ///< One of the wrong answers that are told below.
  std::optional<bool> wrongBase;      ///< No route is there, not even the index: FastAPI's own 404.
  std::optional<bool> unknownFields;  ///< Every object has a member more.
  std::optional<bool> unknownEnums;   ///< Statuses, categories, divisions nobody has heard of.
  std::optional<double> oddMemberRate;   ///< Of all members: null, absent, or of another kind.
  std::optional<double> badRowRate;      ///< Of all items of lists: nothing can be made of them.
  std::optional<double> absurdTimeRate;  ///< Of all times and counts: negative, 0, 2^62, …
  std::optional<bool> anyCaseIds;        ///< Our ids come back in upper case, by the dice.
  std::optional<bool> byteOrderMark;     ///< Before every body.
  std::optional<std::int64_t> clockAheadSeconds;  ///< Of the Date header.
  std::optional<bool> noDate;                     ///< No Date header.
  std::optional<std::string> onlyPath;  ///< Only paths that begin with it, e.g. `/scores`.
  std::optional<std::uint64_t> seed;
  bool operator==(const Faults&) const = default;
};
BOOST_DESCRIBE_STRUCT(Faults, (),
                      (rateLimitPerSecond, retryAfter, errorRate, status, latencyMs, timeoutRate,
                       cutRate, malformedRate, truncateRate, htmlRate, refusedInSuccessRate,
                       anyAnswerRate, wrongBase, unknownFields, unknownEnums, oddMemberRate,
                       badRowRate, absurdTimeRate, anyCaseIds, byteOrderMark, clockAheadSeconds,
                       noDate, onlyPath, seed))

struct FaultHelp {
  std::string_view name;
  std::string_view help;
};
/// One per member of Faults, in order.
std::span<const FaultHelp> fault_list();

/// Errc::invalid for an unknown member, a wrong type, or a rate that is not in [0, 1].
Result<Faults> parse_faults(const std::string& body);
/// Only what is set.
boost::json::object faults_json(const Faults& faults);

enum class Fate : std::uint8_t {
  answer,
  rate_limited,
  error,
  withhold,
  cut,
  malformed,
  truncate,
  html,
  refused_in_success,
  no_route
};

/// What of an answer is not as the contract says (oddities.h).
struct Oddities {
  double members = 0;
  double rows = 0;
  double times = 0;
  bool any_case_ids = false;
  std::uint64_t seed = 0;
  [[nodiscard]] bool any() const { return members > 0 || rows > 0 || times > 0 || any_case_ids; }
};

/// What will happen to one request.
struct FaultPlan {
  Fate fate = Fate::answer;
  bool execute = true;  ///< Whether the vendor does what was asked before things go wrong.
  int status = 0;       ///< Of an error, or of a page of HTML.
  std::optional<std::int64_t> retry_after;
  std::chrono::milliseconds latency{0};
  bool unknown_fields = false;
  bool unknown_enums = false;
  Oddities odd = {};
  bool byte_order_mark = false;
  std::int64_t clock_ahead_seconds = 0;
  bool no_date = false;
};

/// Any thread.
class FaultPlanner {
 public:
  explicit FaultPlanner(std::uint64_t seed) : default_seed_(seed), random_(seed) {}
  void set(const Faults& faults);
  [[nodiscard]] Faults faults() const;
  FaultPlan plan(const std::string& path, std::chrono::steady_clock::time_point now);

 private:
  bool over_the_limit(std::chrono::steady_clock::time_point now) LOCKSTEP_REQUIRES(mutex_);
  Fate draw_fate() LOCKSTEP_REQUIRES(mutex_);
  void draw_any_answer(FaultPlan& out) LOCKSTEP_REQUIRES(mutex_);

  mutable base::Mutex mutex_;
  const std::uint64_t default_seed_;
  Faults faults_ LOCKSTEP_GUARDED_BY(mutex_);
  std::mt19937_64 random_ LOCKSTEP_GUARDED_BY(mutex_);
  double tokens_ LOCKSTEP_GUARDED_BY(mutex_) = 0;
  std::optional<std::chrono::steady_clock::time_point> filled_at_ LOCKSTEP_GUARDED_BY(mutex_);
};

/// Puts members and values into an answer that the contract does not know.
void add_unknown(boost::json::value& body, const FaultPlan& plan);

}  // namespace lockstep::metactf_mock
