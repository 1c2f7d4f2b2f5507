// The vendor's answers: what is complained of names fields alone, and what is taken can be written
// into the log and read from there.
#include <algorithm>
#include <string>

#include "adapters/metactf/answers.h"
#include "base/uuid.h"
#include "events/any_event.h"
#include "fuzz/input.h"
#include "fuzz/json.h"

namespace lockstep::fuzz {
namespace {

namespace json = boost::json;
using events::AnyEvent;
using metactf::Parsed;

void check_id(const std::string& id) {
  require(base::with_normal_uuid(id) == id, "an id of ours that is not in our form");
}

void check_words(const std::string& text) {
  static constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz_0123456789[]. JSON";
  require(!text.empty() && text.size() < 120, "a complaint that may repeat what was answered");
  require(text.find_first_not_of(kSigns) == std::string::npos, "a complaint with a value in it");
}

template <class T>
void check_problem(const Parsed<T>& answer) {
  if (!answer) check_words(answer.error().text);
}

void check_odd(const events::OddMembers& odd) {
  require(!odd || !odd->empty(), "something odd that is nothing");
  if (!odd) return;
  for (const auto& name : *odd) check_words(name);
}

void check_set_aside(const events::SetAside& aside) {
  require(aside.count >= static_cast<std::int64_t>(aside.parts.size()), "more than there are");
  for (const auto& part : aside.parts) {
    check_words(part.place);
    check_words(part.why);
  }
}

/// Stores it as the log does and reads it.
template <class Event>
void check_stored(const Event& event) {
  const auto encoded = events::encode(event);
  events::StoredEvent stored;
  stored.type = Event::kType;
  stored.body = json::serialize(encoded.body);
  stored.personal = encoded.personal.empty() ? "" : json::serialize(encoded.personal);
  const auto again = events::decode(stored);
  require(again.has_value(), "what the vendor sent cannot be read from the log");
  if (!has_fraction(encoded.body) && !has_fraction(encoded.personal))
    require(std::get<Event>(again.value()) == event, "from the log it is another one");
}

void check_solves(const std::vector<events::Solve>& solves) {
  for (const auto& solve : solves) {
    check_odd(solve.odd);
    require(solve.raw.is_object() || solve.raw_text, "a solve that was not kept");
    if (!solve.raw.is_object()) continue;
    const auto& raw = solve.raw.get_object();
    require(raw.at("challenge_id").to_number<std::int64_t>() == solve.challenge_id,
            "a solve that was not kept as it came");
    require(events::is_odd(solve.odd, "challenge_title") ||
                std::string_view(raw.at("challenge_title").get_string()) == solve.challenge_title,
            "a title that was not kept as it came");
  }
}

void read_user(const std::string& body) {
  const auto user = metactf::read_user(body);
  check_problem(user);
  if (!user) return;
  check_id(user.value().syned_user_id);
  require(user.value().unknown_fields >= 0, "fewer than no unknown fields");
  check_odd(user.value().odd);
  require(user.value().raw.is_null() || user.value().unknown_fields > 0 || user.value().odd,
          "kept whole without a reason");
  events::CoachAccountRecorded event;
  event.vendor_raw = Sealed<json::value>{user.value().raw};
  check_stored(event);
}

void read_team(const std::string& body) {
  const auto team = metactf::read_team(body);
  check_problem(team);
  if (!team) return;
  check_id(team.value().syned_team_id);
  check_odd(team.value().odd);
  require(team.value().unknown_fields >= 0, "fewer than no unknown fields");
}

void read_assignments(const std::string& body) {
  const auto one = metactf::read_assignment(body);
  check_problem(one);
  if (one) require(one.value().unknown_fields >= 0, "fewer than no unknown fields");
  const auto all = metactf::read_assignments(body);
  check_problem(all);
  if (!all) return;
  require(all.value().unknown_fields >= 0, "fewer than no unknown fields");
  if (all.value().set_aside > 0) check_words(all.value().set_aside_why);
  for (const auto& assignment : all.value().assignments) {
    require(!assignment.odd, "a row that cannot be read");
    check_id(assignment.syned_user_id);
    check_id(assignment.syned_team_id.value_or(""));
  }
}

void read_odl_scores(const std::string& body) {
  const auto scores = metactf::read_odl_scores(body);
  check_problem(scores);
  if (!scores) return;
  require(scores.value().unknown_fields >= 0, "fewer than no unknown fields");
  check_solves(scores.value().solves);
  check_set_aside(scores.value().set_aside);
  events::ScoresOdlRecorded event;
  event.new_solves = scores.value().solves;
  event.totals = scores.value().totals;
  event.last_accessed_at = scores.value().last_accessed_at;
  event.unknown_fields = scores.value().unknown_fields;
  event.set_aside = scores.value().set_aside;
  check_stored(event);
}

void read_flash_progress(const std::string& body) {
  const auto progress = metactf::read_flash_progress(body);
  check_problem(progress);
  if (!progress) return;
  require(progress.value().unknown_fields >= 0, "fewer than no unknown fields");
  check_solves(progress.value().solves);
  check_set_aside(progress.value().set_aside);
  events::ScoresFlashRecorded event;
  event.changed_events = progress.value().events;
  event.new_solves = progress.value().solves;
  event.set_aside = progress.value().set_aside;
  check_stored(event);
}

void run(Input input) {
  const std::string body{input.rest()};
  check_problem(metactf::read_anything(body));
  read_user(body);
  read_team(body);
  read_assignments(body);
  read_odl_scores(body);
  read_flash_progress(body);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
