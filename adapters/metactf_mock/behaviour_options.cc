// See behaviour_options.h.
#include "adapters/metactf_mock/behaviour_options.h"

#include <algorithm>
#include <charconv>

namespace lockstep::metactf_mock {

namespace {

constexpr std::int64_t kMaxLateSeconds = 366LL * 24 * 3600;

template <auto Member>
std::int64_t get(const Behaviour& behaviour) {
  return static_cast<std::int64_t>(behaviour.*Member);
}

template <auto Member>
void set(Behaviour& behaviour, std::int64_t value) {
  using Value = std::remove_reference_t<decltype(behaviour.*Member)>;
  behaviour.*Member = static_cast<Value>(value);
}

template <auto Member>
BehaviourOption option(std::string_view name, std::string_view flag,
                       std::vector<std::string_view> values, std::string_view help) {
  return {name, flag, std::move(values), help, get<Member>, set<Member>};
}

std::vector<BehaviourOption> make_options() {
  return {
      option<&Behaviour::on_repeat>(
          "onRepeat", "--on-repeat", {"same", "update", "conflict", "second-record"},
          "A second POST of a user or team with the same id: the same record again; the record "
          "takes the new values; 409; another record under the same id."),
      option<&Behaviour::on_reassign>("onReassign", "--on-reassign", {"move", "conflict"},
                                      "Assigning a user who is on another team: a move; 409."),
      option<&Behaviour::on_absent_assignment>("onAbsentAssignment", "--on-absent-assignment",
                                               {"not-found", "ok"},
                                               "Taking a user off who is on no team: 404; 200."),
      option<&Behaviour::after_time_inclusive>(
          "afterTimeInclusive", "--after-time-inclusive", {"false", "true"},
          "Whether a solve at after_time_unix itself is part of the answer."),
      option<&Behaviour::totals_filtered>(
          "totalsFiltered", "--totals-filtered", {"false", "true"},
          "Whether totals count only the solves that after_time_unix lets through."),
      option<&Behaviour::omit_status_on_create>(
          "omitStatusOnCreate", "--omit-status-on-create", {"false", "true"},
          "Whether POST /users answers without metactf_user_status."),
      option<&Behaviour::unique_usernames>(
          "uniqueUsernames", "--unique-usernames", {"false", "true"},
          "Whether a new user with the username of another one is a 409."),
      option<&Behaviour::offers_password_reset>(
          "offersPasswordReset", "--offers-password-reset", {"false", "true"},
          "Whether the call that mails a password reset is there; else it is 404."),
      option<&Behaviour::late_seconds>(
          "lateSeconds", "--late-seconds", {},
          "A solve becomes visible only so many seconds after its time, by the mock's clock."),
  };
}

std::string text_of(const boost::json::value& value) {
  if (value.is_string()) return std::string(std::string_view(value.get_string()));
  return boost::json::serialize(value);
}

Error bad(std::string detail) {
  return {Errc::invalid, "mock-behaviour-invalid", std::move(detail), "GET /__admin/behaviour"};
}

const BehaviourOption* find(std::string_view name) {
  for (const auto& option : behaviour_options())
    if (option.name == name) return &option;
  return nullptr;
}

}  // namespace

std::string BehaviourOption::choices() const {
  if (values.empty()) return "seconds";
  std::string out;
  for (const auto value : values) out += (out.empty() ? "" : "|") + std::string(value);
  return out;
}

std::string BehaviourOption::shown(const Behaviour& behaviour) const {
  const auto number = get(behaviour);
  return values.empty() ? std::to_string(number)
                        : std::string(values.at(static_cast<std::size_t>(number)));
}

std::span<const BehaviourOption> behaviour_options() {
  static const auto kOptions = make_options();
  return kOptions;
}

Result<void> set_option(Behaviour& behaviour, const BehaviourOption& option,
                        std::string_view text) {
  const auto wrong = bad(std::string(option.name) + " is " + option.choices());
  std::int64_t number = 0;
  if (option.values.empty()) {
    const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || stop != text.data() + text.size()) return wrong;
    if (number < 0 || number > kMaxLateSeconds) return wrong;
  } else {
    const auto found = std::ranges::find(option.values, text);
    if (found == option.values.end()) return wrong;
    number = found - option.values.begin();
  }
  option.set(behaviour, number);
  return boost::outcome_v2::success();
}

boost::json::object behaviour_json(const Behaviour& behaviour) {
  boost::json::object out;
  for (const auto& option : behaviour_options()) {
    const bool yes_no = !option.values.empty() && option.values.front() == "false";
    if (yes_no)
      out[option.name] = option.get(behaviour) == 1;
    else if (option.values.empty())
      out[option.name] = option.get(behaviour);
    else
      out[option.name] = option.shown(behaviour);
  }
  return out;
}

Result<Behaviour> changed_behaviour(Behaviour before, const std::string& body) {
  boost::system::error_code failed;
  const auto value = boost::json::parse(body, failed);
  if (failed || !value.is_object()) return bad("the body is not a JSON object");
  for (const auto& [name, item] : value.get_object()) {
    const auto* option = find(name);
    if (option == nullptr) return bad("there is a member that no behaviour has");
    LOCKSTEP_TRY(set_option(before, *option, text_of(item)));
  }
  return before;
}

}  // namespace lockstep::metactf_mock
