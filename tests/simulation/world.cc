#include "tests/simulation/world.h"

#include <algorithm>
#include <stdexcept>

#include "events/any_event.h"

namespace lockstep::simulation {

using namespace domain;  // NOLINT(google-build-using-namespace): the commands are the vocabulary
                         // here

World::World(std::uint64_t seed, MakeApi make_api)
    : vendor(seed), log(std::make_unique<log::MemoryEventLog>()), make_api_(std::move(make_api)) {
  auto opened = read_store::SqliteReadStore::open_temporary();
  if (!opened) throw std::runtime_error("no read store");
  reads = std::move(opened).value();
  settings.vendor.rate = {100, 100};
  settings.snapshot_every = 20;
  start();
}

World::~World() {
  system.reset();
}

void World::start() {
  const actors::Environment environment{
      .log = *log,
      .snapshots = *log,
      .writable_log = *log,
      .reads = *reads,
      .sinks = {reads.get()},
      .operations = operations,
      .clock = clock,
      .ids = ids,
      .logger = logger_,
      .metrics = metrics_,
      .make_api = [this] { return make_api_ ? make_api_(clock) : vendor.client(); },
      .on_fatal = [](const std::string& why) { throw std::runtime_error(why); },
      .settings = settings};
  system = std::make_unique<actors::sim::SimulatedSystem>(environment, chance);
  system->run_until_idle();
}

void World::leap(std::chrono::milliseconds time) {
  using std::chrono::milliseconds;
  while (time.count() > 0) {
    const auto timer = std::chrono::ceil<milliseconds>(system->next_timer().value_or(time));
    const auto step = std::clamp(timer, milliseconds{1}, time);
    clock.advance(step.count());
    system->advance(step);
    time -= step;
  }
}

void World::restart() {
  system.reset();
  start();
}

CommandRequest World::request_of(const std::string& id, AnyCommand command,
                                 const std::string& command_id) {
  CommandRequest request;
  request.id = id;
  request.command = std::move(command);
  request.command_id = {command_id.empty() ? "test-" + std::to_string(++commands_) : command_id};
  request.remember = !command_id.empty();
  request.who = {"admin", "test"};
  request.correlation_id = request.command_id.value;
  return request;
}

Result<CommandReply> World::give(const std::string& id, AnyCommand command,
                                 const std::string& command_id) {
  auto reply =
      system->execute(request_of(id, std::move(command), command_id), std::chrono::hours{1});
  system->run_until_idle();
  return reply;
}

void World::post(const std::string& id, AnyCommand command) {
  system->post(request_of(id, std::move(command), ""));
}

void World::pass(std::chrono::seconds time, std::chrono::milliseconds step) {
  for (std::chrono::milliseconds passed{0}; passed < time; passed += step) {
    clock.advance(step.count());
    system->advance(step);
  }
}

Result<CommandReply> World::put_coach(const std::string& id) {
  return give(id, CoachCommand{RecordCoachFacts{
                      {id},
                      {.first_name = "Coach", .last_name = id, .email = id + "@example.org"},
                      "Hill School",
                      "north",
                      events::Division::high_school}});
}

Result<CommandReply> World::put_team(const std::string& id, const std::string& coach) {
  return give(id, TeamCommand{ChangeTeamFacts{.team_id = {id},
                                              .coach_id = CoachId{coach},
                                              .name = "Team " + id,
                                              .division = events::Division::high_school}});
}

Result<CommandReply> World::put_competitor(const std::string& id, const std::string& coach) {
  RecordCompetitorFacts facts;
  facts.competitor_id = {id};
  facts.coach_id = {coach};
  facts.person.first_name = "Kid";
  facts.person.last_name = id;
  facts.person.email_personal = id + "@example.org";
  facts.division = events::Division::high_school;
  facts.profile_complete = facts.compliance_complete = true;
  return give(id, CompetitorCommand{facts});
}

Result<CommandReply> World::onboard(const std::string& id) {
  return give(id, CompetitorCommand{OnboardCompetitor{}});
}

void World::join(const std::string& competitor, const std::string& team) {
  (void)give(competitor, CompetitorCommand{RequestTeam{{team}}});
}

void World::leave(const std::string& competitor, const std::string& team) {
  (void)give(team, TeamCommand{
                       RemoveTeamMember{{competitor}, std::nullopt, events::RemovalReason::asked}});
}

projections::CompetitorRow World::competitor(const std::string& id) {
  const auto row = reads->roster().competitor({id});
  return row && row.value() ? *row.value() : projections::CompetitorRow{};
}

std::optional<ports::Poll> World::poll(const std::string& id, const std::string& kind) {
  return operations.poll_of("scores-" + id, kind).value();
}
std::size_t World::count(std::string_view event_type) {
  std::size_t out = 0;
  Position after{};
  while (true) {
    const auto batch = log->read_all(after, {});
    if (!batch || batch.value().empty()) return out;
    for (const auto& event : batch.value()) out += event.type == event_type ? 1U : 0U;
    after = batch.value().back().position;
  }
}

}  // namespace lockstep::simulation
