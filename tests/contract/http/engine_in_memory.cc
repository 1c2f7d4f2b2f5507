#include "tests/contract/http/engine_in_memory.h"

#include <algorithm>

#include "engine/deciders.h"
#include "engine/domain/id_space.h"
#include "engine/facts_revision.h"
#include "engine/process/reactions.h"
#include "events/any_event.h"
#include "events/codec.h"
#include "projections/all_projections.h"
#include "projections/tables/row_key.h"

namespace lockstep::http {

namespace {

template <class Id>
const std::string& text_of(const Id& id) {
  return id.value;
}
const std::string& text_of(const std::string& id) {
  return id;
}

template <class Row>
ports::Page<Row> page_of(std::vector<Row> rows, const std::optional<std::string>& after,
                         std::size_t limit) {
  ports::Page<Row> page;
  page.total = static_cast<std::int64_t>(rows.size());
  if (after) std::erase_if(rows, [&](const Row& row) { return text_of(row.id) <= *after; });
  const bool more = rows.size() > limit;
  if (more) rows.resize(limit);
  if (more) page.next = text_of(rows.back().id);
  page.rows = std::move(rows);
  return page;
}

}  // namespace

template <class D>
Result<CommandReply> EngineInMemory::run(const CommandRequest& request,
                                         const typename D::Command& command) {
  if (request.remember) {
    LOCKSTEP_TRY(auto known, log_.find_command(request.command_id, request.fingerprint));
    if (known) return CommandReply{known->version, known->position, known->count > 0, known->note};
  }
  const StreamId stream{std::string(D::kCategory), request.id};
  LOCKSTEP_TRY(auto stored, log_.read_stream(stream, {}, {.max_events = 100000}));
  typename D::State state;
  for (const auto& event : stored) {
    LOCKSTEP_TRY(auto any, events::decode(event));
    std::visit(
        [&]<class E>(const E& e) {
          if constexpr (std::constructible_from<typename D::Event, E>)
            state = D::evolve(std::move(state), e);
        },
        any);
  }
  const Version version{stored.size()};
  if (request.if_revision && *request.if_revision != facts_revision_for<D>(state, command))
    return version_changed();
  LOCKSTEP_TRY(auto decided, D::decide(state, command, {kNow, request.command_id.value}));
  log::AppendRequest append{.stream = stream,
                            .expected = version,
                            .excludes = domain::excluded_by(stream),
                            .events = {},
                            .command_id = request.command_id,
                            .fingerprint = request.fingerprint,
                            .remember = request.remember,
                            .who = request.who,
                            .origin = request.origin,
                            .trace = request.trace,
                            .through = request.through,
                            .correlation_id = request.correlation_id,
                            .now = kNow,
                            .note = facts_revision<D>(fold<D>(state, decided))};
  for (const auto& event : decided) {
    const auto encoded = std::visit([](const auto& e) { return events::encode(e); }, event);
    append.events.push_back(
        {std::string(events::type_of(event)), boost::json::serialize(encoded.body),
         encoded.personal.empty() ? "" : boost::json::serialize(encoded.personal)});
  }
  if (append.events.empty() && !append.remember)
    return CommandReply{version, stored.empty() ? Position{} : stored.back().position, false,
                        facts_revision<D>(state)};
  auto answers = log_.append({&append, 1});
  LOCKSTEP_TRY(auto appended, std::move(answers.front()));
  return CommandReply{appended.version, appended.position, appended.count > 0, appended.note};
}

EngineInMemory::~EngineInMemory() {
  release();
  for (auto& thread : submitted_) thread.join();
}

void EngineInMemory::submit(CommandRequest request, OnReply on_reply) {
  const std::lock_guard lock{mutex_};
  submitted_.emplace_back([this, request = std::move(request), on_reply = std::move(on_reply)] {
    on_reply(execute(request, {}));
  });
}

Result<CommandReply> EngineInMemory::execute(CommandRequest request,
                                             std::chrono::milliseconds /*at_most*/) {
  std::unique_lock lock{mutex_};
  ++waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !held_; });
  --waiting_;
  commands_.push_back(request);
  if (refusal_) return *refusal_;
  auto reply = with_decider(request.command, [&]<Decider D>(std::type_identity<D>, const auto& c) {
    return run<D>(request, c);
  });
  if (!frozen_) project();
  changed_.notify_all();
  return reply;
}

void EngineInMemory::project() {
  const auto found = log_.read_all(projected_, {.max_events = 100000});
  for (const auto& stored : found.value()) {
    projections::project_all(rows_, stored, events::decode(stored).value());
    projected_ = stored.position;
  }
}

void EngineInMemory::react_to_everything() {
  for (;;) {
    const auto found = log_.read_all(reacted_, {.max_events = 1});
    if (found.value().empty()) return;
    const auto& stored = found.value().front();
    reacted_ = stored.position;
    int n = 0;
    for (const auto& reaction : process::react(events::decode(stored).value())) {
      CommandRequest request;
      request.id = reaction.id;
      request.command = reaction.command;
      request.command_id = CommandId{"reaction-" + std::to_string(stored.position.value) + "-" +
                                     std::to_string(n++)};
      request.who = {"system", "process"};
      request.correlation_id = stored.correlation_id;
      auto reply = execute(request, {});
      if (reply || !reaction.if_refused) continue;
      const auto answer = reaction.if_refused(reply.error());
      request.id = answer.id;
      request.command = answer.command;
      request.command_id.value += "-refused";
      (void)execute(request, {});
    }
  }
}

void EngineInMemory::freeze() {
  const std::lock_guard lock{mutex_};
  frozen_ = true;
}
void EngineInMemory::stall() {
  const std::lock_guard lock{mutex_};
  frozen_ = true;
  stalled_ = true;
}
void EngineInMemory::thaw() {
  const std::lock_guard lock{mutex_};
  frozen_ = false;
  stalled_ = false;
  project();
  changed_.notify_all();
}
void EngineInMemory::refuse_all(std::optional<Error> error) {
  const std::lock_guard lock{mutex_};
  refusal_ = std::move(error);
}
void EngineInMemory::hold() {
  const std::lock_guard lock{mutex_};
  held_ = true;
}
void EngineInMemory::release() {
  const std::lock_guard lock{mutex_};
  held_ = false;
  changed_.notify_all();
}
int EngineInMemory::wait_until_held(int commands) {
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, std::chrono::seconds(20), [&] { return waiting_ >= commands; });
  return waiting_;
}
std::vector<CommandRequest> EngineInMemory::commands() const {
  const std::lock_guard lock{mutex_};
  return commands_;
}

namespace {

/// Of a moment that nothing here moves on while it is looked at.
class Now final : public ports::Snapshot {
 public:
  Now(EngineInMemory& engine, Position at) : engine_(engine), at_(at) {}
  [[nodiscard]] Position position() const override { return at_; }
  ports::RosterReader& roster() override { return engine_; }
  ports::ScoresReader& scores() override { return engine_; }
  ports::WorkReader& work() override { return engine_; }
  ports::DriftReader& drift() override { return engine_; }
  ports::DisclosedReader& disclosures() override { return engine_; }
  ports::OwnersReader& owners() override { return engine_; }
  ports::PasswordResetsReader& password_resets() override { return engine_; }
  ports::AccountsReader& accounts() override { return engine_; }
  ports::AcrossReader& across() override { return engine_; }

 private:
  EngineInMemory& engine_;
  Position at_;
};

}  // namespace

Result<std::unique_ptr<ports::Snapshot>> EngineInMemory::snapshot() {
  return std::unique_ptr<ports::Snapshot>(new Now{*this, position(ports::GroupSet::all())});
}

Position EngineInMemory::position(ports::GroupSet /*groups*/) {
  const std::lock_guard lock{mutex_};
  return projected_;
}

bool EngineInMemory::wait_for(ports::GroupSet /*groups*/, Position wanted,
                              std::chrono::milliseconds at_most) {
  std::unique_lock lock{mutex_};
  // The shortest lag there is: the model is behind until somebody waits for it.
  if (frozen_ && refusal_ && refusal_->code == Errc::unavailable) return projected_ >= wanted;
  return changed_.wait_for(lock, at_most, [&] {
    if (!stalled_) project();
    return projected_ >= wanted;
  });
}

template <class Row, class Key>
Result<std::optional<Row>> EngineInMemory::row(const Key& id) {
  const std::lock_guard lock{mutex_};
  return rows_.get(projections::keyed<Row>(id));
}

Result<std::optional<projections::CoachRow>> EngineInMemory::coach(const CoachId& id) {
  return row<projections::CoachRow>(id);
}
Result<std::optional<projections::CompetitorRow>> EngineInMemory::competitor(
    const CompetitorId& id) {
  return row<projections::CompetitorRow>(id);
}
Result<std::optional<projections::TeamRow>> EngineInMemory::team(const TeamId& id) {
  return row<projections::TeamRow>(id);
}
Result<std::optional<projections::MembershipRow>> EngineInMemory::membership(
    const CompetitorId& id) {
  return row<projections::MembershipRow>(id);
}
Result<std::optional<projections::SyncStateRow>> EngineInMemory::sync_state(
    const CompetitorId& id) {
  return row<projections::SyncStateRow>(id);
}
Result<std::map<CompetitorId, projections::SyncStateRow>> EngineInMemory::sync_states(
    const std::vector<CompetitorId>& ids) {
  std::map<CompetitorId, projections::SyncStateRow> out;
  for (const auto& id : ids) {
    LOCKSTEP_TRY(const auto found, sync_state(id));
    if (found) out.emplace(id, *found);
  }
  return out;
}
Result<std::optional<projections::PasswordResetRow>> EngineInMemory::password_reset(
    const CompetitorId& id) {
  return row<projections::PasswordResetRow>(id);
}
Result<std::optional<projections::FoundAccountRow>> EngineInMemory::found_account(
    const std::string& id) {
  return row<projections::FoundAccountRow>(id);
}
Result<ports::Page<projections::FoundAccountRow>> EngineInMemory::found_accounts(
    const ports::FoundAccountsQuery& query) {
  const std::lock_guard lock{mutex_};
  auto rows = rows_.all<projections::FoundAccountRow>();
  std::erase_if(rows, [&](const auto& row) { return query.state && row.state != *query.state; });
  return page_of(std::move(rows), query.after, query.limit);
}
Result<std::optional<projections::StatsRow>> EngineInMemory::stats(const CompetitorId& id) {
  return row<projections::StatsRow>(id);
}

Result<ports::Page<projections::CompetitorRow>> EngineInMemory::competitors(
    const ports::CompetitorQuery& query) {
  const std::lock_guard lock{mutex_};
  auto rows = rows_.all<projections::CompetitorRow>();
  std::erase_if(rows, [&](const auto& row) {
    return (query.coach_id && row.coach_id != *query.coach_id) ||
           (query.status && events::enum_name(row.status) != *query.status) ||
           (query.text && row.first_name.find(*query.text) == std::string::npos &&
            row.last_name.find(*query.text) == std::string::npos);
  });
  return page_of(std::move(rows), query.after, query.limit);
}

Result<ports::Page<projections::TeamRow>> EngineInMemory::teams(const ports::TeamQuery& query) {
  const std::lock_guard lock{mutex_};
  auto rows = rows_.all<projections::TeamRow>();
  std::erase_if(rows,
                [&](const auto& row) { return query.coach_id && row.coach_id != *query.coach_id; });
  return page_of(std::move(rows), query.after, query.limit);
}

Result<std::map<TeamId, std::vector<ports::MemberView>>> EngineInMemory::members_of(
    const std::vector<TeamId>& ids) {
  const std::lock_guard lock{mutex_};
  std::map<TeamId, std::vector<ports::MemberView>> out;
  for (const auto& membership : rows_.all<projections::MembershipRow>())
    if (std::ranges::find(ids, membership.team_id) != ids.end())
      out[membership.team_id].push_back(
          {*rows_.get(projections::keyed<projections::CompetitorRow>(membership.competitor_id)),
           membership});
  return out;
}

Result<std::vector<projections::FlashEventRow>> EngineInMemory::flash_events(
    const CompetitorId& /*id*/) {
  return std::vector<projections::FlashEventRow>{};
}
Result<std::vector<projections::SolveRow>> EngineInMemory::recent_solves(const CompetitorId& /*id*/,
                                                                         std::size_t /*limit*/) {
  return std::vector<projections::SolveRow>{};
}

Result<std::vector<CompetitorId>> EngineInMemory::on_platform(
    const std::optional<CoachId>& coach_id) {
  const std::lock_guard lock{mutex_};
  std::vector<CompetitorId> out;
  for (const auto& row : rows_.all<projections::CompetitorRow>())
    if (row.game_platform_id && (!coach_id || row.coach_id == *coach_id)) out.push_back(row.id);
  return out;
}

Result<ports::Summary> EngineInMemory::summary(const std::optional<CoachId>& coach_id) {
  const std::lock_guard lock{mutex_};
  ports::Summary out;
  for (const auto& row : rows_.all<projections::CompetitorRow>()) {
    if (coach_id && row.coach_id != *coach_id) continue;
    ++out.competitors;
    ++out.competitors_by_status[std::string(events::enum_name(row.status))];
  }
  for (const auto& row : rows_.all<projections::TeamRow>())
    if (!coach_id || row.coach_id == *coach_id) ++out.teams;
  out.position = projected_;
  return out;
}

Result<ports::Owners> EngineInMemory::owners_of(const std::vector<StreamId>& streams) {
  const std::lock_guard lock{mutex_};
  ports::Owners out{{}, projected_};
  for (const auto& stream : streams)
    if (auto row = rows_.get(projections::keyed<projections::OwnerRow>(stream.text())))
      out.rows.push_back(*std::move(row));
  return out;
}
Result<ports::Owners> EngineInMemory::owned_by(const CoachId& coach) {
  const std::lock_guard lock{mutex_};
  ports::Owners out{rows_.all<projections::OwnerRow>(), projected_};
  std::erase_if(out.rows, [&](const auto& row) { return row.coach_id != coach; });
  return out;
}

Result<std::optional<projections::AssignmentRow>> EngineInMemory::assignment(
    const CompetitorId& id) {
  return row<projections::AssignmentRow>(id);
}
// Nothing behind HTTP compares anything.
Result<ports::DriftRoster> EngineInMemory::drift_roster() {
  return ports::DriftRoster{};
}
Result<std::optional<projections::DisclosedRow>> EngineInMemory::disclosed(const StreamId& stream) {
  return row<projections::DisclosedRow>(stream.text());
}
Result<std::optional<projections::DriftRunRow>> EngineInMemory::drift_run(const CallId& id) {
  return row<projections::DriftRunRow>(id);
}
Result<std::optional<projections::DriftRunRow>> EngineInMemory::newest_drift_run() {
  const std::lock_guard lock{mutex_};
  std::optional<projections::DriftRunRow> out;
  for (const auto& run : rows_.all<projections::DriftRunRow>())
    if (!out || run.requested_position > out->requested_position) out = run;
  return out;
}
Result<std::optional<projections::DriftRemovalRow>> EngineInMemory::drift_removal(
    const CompetitorId& competitor) {
  return row<projections::DriftRemovalRow>(competitor);
}
Result<std::vector<projections::DriftRemovalRow>> EngineInMemory::drift_removals(
    const std::optional<CallId>& run) {
  const std::lock_guard lock{mutex_};
  auto rows = rows_.all<projections::DriftRemovalRow>();
  std::erase_if(rows, [&](const auto& row) {
    return run ? row.run_id != *run : row.state != projections::RemovalState::held;
  });
  return rows;
}

Result<std::vector<projections::OpenWorkRow>> EngineInMemory::open_work_of(const StreamId& stream) {
  const std::lock_guard lock{mutex_};
  auto rows = rows_.all<projections::OpenWorkRow>();
  std::erase_if(rows, [&](const auto& row) { return row.subject != stream.text(); });
  return rows;
}

Result<ports::OpenWork> EngineInMemory::open_work() {
  const std::lock_guard lock{mutex_};
  return ports::OpenWork{rows_.all<projections::OpenWorkRow>(),
                         rows_.all<projections::AssignmentRow>(), projected_};
}

}  // namespace lockstep::http
