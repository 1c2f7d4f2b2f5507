// The engine behind the ports that HTTP uses, in one object and one thread's time: the real rules,
// the real log port in memory, the real projections. What it lacks is actors and a vendor.
#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/log/memory_event_log.h"
#include "engine/ports/command_gateway.h"
#include "engine/ports/read_store.h"
#include "tests/support/memory_rows.h"

namespace lockstep::http {

inline constexpr Timestamp kNow{1'767'323'045'678};  // 2026-01-02T03:04:05.678Z

class EngineInMemory final : public ports::CommandGateway,
                             public ports::ReadStore,
                             public ports::RosterReader,
                             public ports::ScoresReader,
                             public ports::WorkReader,
                             public ports::DriftReader,
                             public ports::DisclosedReader,
                             public ports::OwnersReader,
                             public ports::PasswordResetsReader,
                             public ports::AccountsReader,
                             public ports::AcrossReader {
 public:
  ~EngineInMemory() override;
  void submit(CommandRequest request, OnReply on_reply) override;
  Result<CommandReply> execute(CommandRequest request, std::chrono::milliseconds at_most) override;

  log::MemoryEventLog& log() { return log_; }
  /// What the engine's processes do: every event's reactions, until none changes anything.
  void react_to_everything();
  /// The read model shows nothing new until thaw(), or until somebody waits for it.
  void freeze();
  /// Nor then: whoever waits, waits.
  void stall();
  void thaw();
  /// Every command is refused like this until none.
  void refuse_all(std::optional<Error> error);
  /// Commands wait until release().
  void hold();
  void release();
  /// That so many wait, for 20 s at most. How many do.
  int wait_until_held(int commands = 1);
  [[nodiscard]] std::vector<CommandRequest> commands() const;

  Result<std::unique_ptr<ports::Snapshot>> snapshot() override;
  Position position(ports::GroupSet groups) override;
  bool wait_until_whole(ports::GroupSet groups, std::chrono::milliseconds /*at_most*/) override {
    return whole_ || groups == ports::GroupSet{};
  }
  /// As while the tables are made anew.
  void set_whole(bool whole) { whole_ = whole; }
  bool wait_for(ports::GroupSet groups, Position wanted,
                std::chrono::milliseconds at_most) override;
  ports::RosterReader& roster() override { return *this; }
  ports::ScoresReader& scores() override { return *this; }
  ports::WorkReader& work() override { return *this; }
  ports::DriftReader& drift() override { return *this; }
  ports::DisclosedReader& disclosures() override { return *this; }
  ports::OwnersReader& owners() override { return *this; }
  ports::PasswordResetsReader& password_resets() override { return *this; }
  ports::AccountsReader& accounts() override { return *this; }
  ports::AcrossReader& across() override { return *this; }
  Result<std::optional<projections::CoachRow>> coach(const CoachId& id) override;
  Result<std::optional<projections::CompetitorRow>> competitor(const CompetitorId& id) override;
  Result<ports::Page<projections::CompetitorRow>> competitors(
      const ports::CompetitorQuery& query) override;
  Result<std::optional<projections::TeamRow>> team(const TeamId& id) override;
  Result<ports::Page<projections::TeamRow>> teams(const ports::TeamQuery& query) override;
  Result<std::map<TeamId, std::vector<ports::MemberView>>> members_of(
      const std::vector<TeamId>& ids) override;
  Result<std::optional<projections::MembershipRow>> membership(const CompetitorId& id) override;
  Result<std::optional<projections::SyncStateRow>> sync_state(const CompetitorId& id) override;
  Result<std::map<CompetitorId, projections::SyncStateRow>> sync_states(
      const std::vector<CompetitorId>& ids) override;
  Result<std::optional<projections::PasswordResetRow>> password_reset(
      const CompetitorId& id) override;
  Result<std::optional<projections::FoundAccountRow>> found_account(const std::string& id) override;
  Result<ports::Page<projections::FoundAccountRow>> found_accounts(
      const ports::FoundAccountsQuery& query) override;
  Result<std::optional<projections::StatsRow>> stats(const CompetitorId& id) override;
  Result<std::vector<projections::FlashEventRow>> flash_events(const CompetitorId& id) override;
  Result<std::vector<projections::SolveRow>> recent_solves(const CompetitorId& id,
                                                           std::size_t limit) override;
  Result<std::vector<CompetitorId>> on_platform(const std::optional<CoachId>& coach_id) override;
  Result<ports::Summary> summary(const std::optional<CoachId>& coach_id) override;
  Result<ports::Owners> owners_of(const std::vector<StreamId>& streams) override;
  Result<ports::Owners> owned_by(const CoachId& coach) override;
  Result<std::optional<projections::AssignmentRow>> assignment(const CompetitorId& id) override;
  Result<ports::DriftRoster> drift_roster() override;
  Result<std::optional<projections::DisclosedRow>> disclosed(const StreamId& stream) override;
  Result<std::optional<projections::DriftRunRow>> drift_run(const CallId& id) override;
  Result<std::optional<projections::DriftRunRow>> newest_drift_run() override;
  Result<std::optional<projections::DriftRemovalRow>> drift_removal(
      const CompetitorId& competitor) override;
  Result<std::vector<projections::DriftRemovalRow>> drift_removals(
      const std::optional<CallId>& run) override;
  Result<ports::OpenWork> open_work() override;
  Result<std::vector<projections::OpenWorkRow>> open_work_of(const StreamId& stream) override;

 private:
  template <class D>
  Result<CommandReply> run(const CommandRequest& request, const typename D::Command& command);
  void project();
  template <class Row, class Key>
  Result<std::optional<Row>> row(const Key& id);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  log::MemoryEventLog log_;
  testing_support::MemoryRows rows_;
  Position projected_{};
  Position reacted_{};
  bool frozen_ = false;
  std::atomic<bool> whole_{true};
  bool stalled_ = false;
  bool held_ = false;
  int waiting_ = 0;
  std::vector<std::thread> submitted_;
  std::optional<Error> refusal_;
  std::vector<CommandRequest> commands_;
};

}  // namespace lockstep::http
