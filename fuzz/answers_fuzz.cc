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

template <class T>
void check_problem(const Parsed<T>& answer) {
  if (answer) return;
  const auto& text = answer.error().text;
  static constexpr std::string_view kSigns = "abcdefghijklmnopqrstuvwxyz_0123456789[]. JSON";
  require(!text.empty() && text.size() < 120, "a complaint that may repeat what was answered");
  require(text.find_first_not_of(kSigns) == std::string::npos, "a complaint with a value in it");
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
  if (!has_fraction(encoded.body))
    require(std::get<Event>(again.value()) == event, "from the log it is another one");
}

void check_solves(const std::vector<events::Solve>& solves) {
  for (const auto& solve : solves) {
    require(solve.raw.is_object(), "a solve that was not kept");
    const auto& raw = solve.raw.get_object();
    require(raw.at("challenge_id").to_number<std::int64_t>() == solve.challenge_id &&
                std::string_view(raw.at("challenge_title").get_string()) == solve.challenge_title,
            "a solve that was not kept as it came");
  }
}

void read_user(const std::string& body) {
  const auto user = metactf::read_user(body);
  check_problem(user);
  if (!user) return;
  check_id(user.value().syned_user_id);
  require(user.value().unknown_fields >= 0, "fewer than no unknown fields");
  require(user.value().raw.is_null() || user.value().unknown_fields > 0,
          "kept whole without a reason");
}

void read_team(const std::string& body) {
  const auto team = metactf::read_team(body);
  check_problem(team);
  if (!team) return;
  check_id(team.value().syned_team_id);
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
  for (const auto& assignment : all.value().assignments) {
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
  events::ScoresOdlRecorded event;
  event.new_solves = scores.value().solves;
  event.totals = scores.value().totals;
  event.last_accessed_at = scores.value().last_accessed_at;
  event.unknown_fields = scores.value().unknown_fields;
  check_stored(event);
}

void read_flash_progress(const std::string& body) {
  const auto progress = metactf::read_flash_progress(body);
  check_problem(progress);
  if (!progress) return;
  require(progress.value().unknown_fields >= 0, "fewer than no unknown fields");
  check_solves(progress.value().solves);
  events::ScoresFlashRecorded event;
  event.changed_events = progress.value().events;
  event.new_solves = progress.value().solves;
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
