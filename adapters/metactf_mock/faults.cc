// See faults.h.
#include "adapters/metactf_mock/faults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <boost/mp11.hpp>

namespace lockstep::metactf_mock {

namespace {

using Members = boost::describe::describe_members<Faults, boost::describe::mod_public>;

constexpr std::int64_t kMaxLatencyMs = 60'000;
constexpr std::int64_t kMaxAheadSeconds = 1'000'000'000;

Error bad_faults(const std::string& why) {
  return Error{Errc::invalid, "faults-invalid", why, ""};
}

template <class T>
bool read_number(const boost::json::value& in, std::optional<T>& out) {
  boost::system::error_code failed;
  out = in.to_number<T>(failed);
  return !failed;
}
bool read(const boost::json::value& in, std::optional<double>& out) {
  return read_number(in, out);
}
bool read(const boost::json::value& in, std::optional<std::int64_t>& out) {
  return read_number(in, out);
}
bool read(const boost::json::value& in, std::optional<std::uint64_t>& out) {
  return read_number(in, out);
}
bool read(const boost::json::value& in, std::optional<bool>& out) {
  if (in.is_bool()) out = in.get_bool();
  return in.is_bool();
}
bool read(const boost::json::value& in, std::optional<std::string>& out) {
  if (in.is_string()) out = std::string(std::string_view(in.get_string()));
  return in.is_string();
}

bool is_rate(const std::optional<double>& rate) {
  return !rate || (*rate >= 0 && *rate <= 1);
}

bool in_range(const std::optional<std::int64_t>& value, std::int64_t low, std::int64_t high) {
  return !value || (*value >= low && *value <= high);
}

Result<Faults> checked(Faults faults) {
  for (const auto& rate :
       {faults.errorRate, faults.timeoutRate, faults.cutRate, faults.malformedRate,
        faults.truncateRate, faults.htmlRate, faults.refusedInSuccessRate, faults.anyAnswerRate,
        faults.oddMemberRate, faults.badRowRate, faults.absurdTimeRate})
    if (!is_rate(rate)) return bad_faults("a rate is a number from 0 to 1");
  if (faults.rateLimitPerSecond && !(*faults.rateLimitPerSecond > 0))
    return bad_faults("rateLimitPerSecond is more than 0");
  if (!in_range(faults.status, 400, 599)) return bad_faults("status is from 400 to 599");
  if (!in_range(faults.retryAfter, 0, 86'400)) return bad_faults("retryAfter is from 0 to 86400");
  if (!in_range(faults.latencyMs, 0, kMaxLatencyMs))
    return bad_faults("latencyMs is from 0 to 60000");
  if (!in_range(faults.clockAheadSeconds, -kMaxAheadSeconds, kMaxAheadSeconds))
    return bad_faults("clockAheadSeconds is from -1000000000 to 1000000000");
  return faults;
}

void add_unknown_to(boost::json::object& object, const FaultPlan& plan) {
  for (auto& member : object)
    // The one map of the contract: a member more would be a category more.
    if (member.key() != "category_points") add_unknown(member.value(), plan);
  if (plan.unknown_enums) {
    if (object.contains("metactf_user_status")) object["metactf_user_status"] = "awaiting_guardian";
    if (object.contains("challenge_category")) object["challenge_category"] = "quantum";
    if (object.contains("division")) object["division"] = "elementary_school";
  }
  if (plan.unknown_fields) object["field_from_the_future"] = "surprise";
}

}  // namespace

Result<Faults> parse_faults(const std::string& body) {
  boost::system::error_code failed;
  const auto value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return bad_faults("the body is not a JSON object");
  Faults out;
  std::string problem;
  std::size_t known = 0;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    const auto* found = value.get_object().if_contains(member.name);
    if (found == nullptr) return;
    ++known;
    if (!read(*found, out.*member.pointer))
      problem = std::string(member.name) + " has a wrong type";
  });
  if (known != value.get_object().size()) problem = "there is a member that no fault has";
  if (!problem.empty()) return bad_faults(problem);
  return checked(out);
}

boost::json::object faults_json(const Faults& faults) {
  boost::json::object out;
  boost::mp11::mp_for_each<Members>([&](auto member) {
    const auto& value = faults.*member.pointer;
    if (value) out[member.name] = *value;
  });
  return out;
}

void FaultPlanner::set(const Faults& faults) {
  const base::MutexLock lock{mutex_};
  faults_ = faults;
  random_.seed(faults.seed.value_or(default_seed_));
  filled_at_.reset();
}

Faults FaultPlanner::faults() const {
  const base::MutexLock lock{mutex_};
  return faults_;
}

bool FaultPlanner::over_the_limit(std::chrono::steady_clock::time_point now) {
  if (!faults_.rateLimitPerSecond) return false;
  const auto rate = *faults_.rateLimitPerSecond;
  const auto capacity = std::max(1.0, rate);
  if (!filled_at_) tokens_ = capacity;
  // Requests come from many threads, each with the time it began: an earlier one adds nothing.
  const auto begin = filled_at_.value_or(now);
  const auto passed = std::chrono::duration<double>(std::max(now, begin) - begin).count();
  tokens_ = std::min(capacity, tokens_ + passed * rate);
  filled_at_ = std::max(now, begin);
  if (tokens_ < 1) return true;
  tokens_ -= 1;
  return false;
}

Fate FaultPlanner::draw_fate() {
  // Always the same number of draws, so that switching one fault on does not shift the others.
  Fate out = Fate::answer;
  const std::pair<std::optional<double>, Fate> risks[] = {{faults_.errorRate, Fate::error},
                                                          {faults_.timeoutRate, Fate::withhold},
                                                          {faults_.cutRate, Fate::cut},
                                                          {faults_.malformedRate, Fate::malformed},
                                                          {faults_.truncateRate, Fate::truncate}};
  for (const auto& [rate, fate] : risks) {
    const auto drawn = std::uniform_real_distribution<double>{0, 1}(random_);
    if (out == Fate::answer && rate && drawn < *rate) out = fate;
  }
  // These came later: drawn only where they are set, so that older seeds mean what they meant.
  const std::pair<std::optional<double>, Fate> later[] = {
      {faults_.htmlRate, Fate::html}, {faults_.refusedInSuccessRate, Fate::refused_in_success}};
  for (const auto& [rate, fate] : later) {
    if (!rate) continue;
    const auto drawn = std::uniform_real_distribution<double>{0, 1}(random_);
    if (out == Fate::answer && drawn < *rate) out = fate;
  }
  return out;
}

void FaultPlanner::draw_any_answer(FaultPlan& out) {
  if (!faults_.anyAnswerRate) return;
  const bool is_wrong =
      std::uniform_real_distribution<double>{0, 1}(random_) < *faults_.anyAnswerRate;
  const auto which = random_() % 7;
  if (!is_wrong || out.fate != Fate::answer) return;
  constexpr std::array kPages{401, 403, 404, 407};
  constexpr std::array kErrors{409, 400, 500};
  if (which == 0) {
    out.fate = Fate::html;
    out.status = kPages.at(random_() % kPages.size());
  } else if (which == 1) {
    out.fate = Fate::no_route;
  } else if (which == 2) {
    out.fate = Fate::cut;
  } else if (which == 3) {
    out.odd = {.members = 0.2, .rows = 0.2, .seed = random_()};
  } else {
    out.fate = Fate::error;
    out.status = kErrors.at(which - 4);
  }
}

FaultPlan FaultPlanner::plan(const std::string& path, std::chrono::steady_clock::time_point now) {
  const base::MutexLock lock{mutex_};
  FaultPlan out;
  if (faults_.onlyPath && !path.starts_with(*faults_.onlyPath)) return out;
  out.latency = std::chrono::milliseconds{faults_.latencyMs.value_or(0)};
  out.unknown_fields = faults_.unknownFields.value_or(false);
  out.unknown_enums = faults_.unknownEnums.value_or(false);
  out.fate = draw_fate();
  const int otherwise = out.fate == Fate::html ? 403 : 500;
  out.status = static_cast<int>(faults_.status.value_or(otherwise));
  const bool executed_first = (random_() & 1U) != 0;
  if (over_the_limit(now)) out.fate = Fate::rate_limited;
  out.odd = {faults_.oddMemberRate.value_or(0), faults_.badRowRate.value_or(0),
             faults_.absurdTimeRate.value_or(0), faults_.anyCaseIds.value_or(false)};
  if (out.odd.any()) out.odd.seed = random_();  // Only then: older seeds mean what they meant.
  out.byte_order_mark = faults_.byteOrderMark.value_or(false);
  out.clock_ahead_seconds = faults_.clockAheadSeconds.value_or(0);
  out.no_date = faults_.noDate.value_or(false);
  draw_any_answer(out);
  if (faults_.wrongBase.value_or(false)) out.fate = Fate::no_route;
  if (out.fate == Fate::rate_limited || (out.fate == Fate::error && out.status == 429))
    out.retry_after = faults_.retryAfter;
  // A refusal comes before anything is done; a failure can come before or after.
  const bool refused = out.fate == Fate::rate_limited ||
                       (out.fate == Fate::error && out.status < 500) || out.fate == Fate::html ||
                       out.fate == Fate::refused_in_success || out.fate == Fate::no_route;
  const bool may_be_late =
      out.fate == Fate::error || out.fate == Fate::withhold || out.fate == Fate::cut;
  out.execute = !refused && (!may_be_late || executed_first);
  return out;
}

void add_unknown(boost::json::value& body, const FaultPlan& plan) {
  if (!plan.unknown_fields && !plan.unknown_enums) return;
  if (body.is_array())
    for (auto& item : body.get_array()) add_unknown(item, plan);
  if (body.is_object()) add_unknown_to(body.get_object(), plan);
}

}  // namespace lockstep::metactf_mock
