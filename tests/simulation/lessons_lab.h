// A simulated world in which every call to the vendor is seen, and may be answered wrongly or
// hidden, call by call.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/usecases/freshness.h"
#include "tests/simulation/world.h"

namespace lockstep::simulation {

struct Call {
  std::string name{};
  std::string subject{};  ///< The user's id, or the team's where no user is named.
  bool writes = false;
  std::optional<VendorTime> after{};
  std::optional<events::UserPayload> user{};
  std::optional<events::TeamPayload> team{};
  Timestamp at{};
};

/// Sees every call; an error from `before` keeps it from the vendor, one from `after` hides that it
/// was carried out.
struct Watch {
  using Wrong = std::function<std::optional<ports::VendorErrc>(const Call&)>;
  ports::Clock* clock = nullptr;
  std::vector<Call> calls{};
  Wrong before{};
  Wrong after{};

  [[nodiscard]] std::vector<Call> named(const std::string& name, const std::string& subject) const {
    std::vector<Call> out;
    for (const auto& call : calls)
      if (call.name == name && call.subject == subject) out.push_back(call);
    return out;
  }
};

class WatchedApi final : public ports::MetactfApi {
 public:
  WatchedApi(Watch& watch, std::unique_ptr<ports::MetactfApi> inner)
      : watch_(watch), inner_(std::move(inner)) {}

  ports::VendorResult<void> ping() override { return inner_->ping(); }
  ports::VendorResult<ports::VendorUser> get_user(const std::string& id) override {
    return through<ports::VendorUser>({.name = "get_user", .subject = id},
                                      [&] { return inner_->get_user(id); });
  }
  ports::VendorResult<ports::VendorUser> create_user(const events::UserPayload& p) override {
    return through<ports::VendorUser>(
        {.name = "create_user", .subject = p.syned_user_id, .writes = true, .user = p},
        [&] { return inner_->create_user(p); });
  }
  ports::VendorResult<ports::VendorTeam> create_team(const events::TeamPayload& p) override {
    return through<ports::VendorTeam>(
        {.name = "create_team", .subject = p.syned_team_id, .writes = true, .team = p},
        [&] { return inner_->create_team(p); });
  }
  ports::VendorResult<void> delete_team(const std::string& id) override {
    return through<void>({.name = "delete_team", .subject = id, .writes = true},
                         [&] { return inner_->delete_team(id); });
  }
  ports::VendorResult<ports::VendorAssignment> assign_team(const std::string& team,
                                                           const std::string& user) override {
    return through<ports::VendorAssignment>(
        {.name = "assign_team", .subject = user, .writes = true},
        [&] { return inner_->assign_team(team, user); });
  }
  ports::VendorResult<ports::VendorAssignment> delete_assignment(const std::string& user) override {
    return through<ports::VendorAssignment>(
        {.name = "delete_assignment", .subject = user, .writes = true},
        [&] { return inner_->delete_assignment(user); });
  }
  ports::VendorResult<ports::VendorAssignments> get_team_assignments(
      const std::optional<std::string>& team) override {
    return through<ports::VendorAssignments>(
        {.name = "get_team_assignments", .subject = team.value_or("")},
        [&] { return inner_->get_team_assignments(team); });
  }
  ports::VendorResult<ports::OdlScores> get_odl_scores(const std::string& user,
                                                       std::optional<VendorTime> after) override {
    return through<ports::OdlScores>({.name = "get_odl_scores", .subject = user, .after = after},
                                     [&] { return inner_->get_odl_scores(user, after); });
  }
  ports::VendorResult<ports::FlashProgress> get_flash_ctf_progress(
      const std::string& user) override {
    return through<ports::FlashProgress>({.name = "get_flash_ctf_progress", .subject = user},
                                         [&] { return inner_->get_flash_ctf_progress(user); });
  }
  ports::VendorResult<void> send_password_reset_email(const std::string& id) override {
    return inner_->send_password_reset_email(id);
  }
  void cancel() noexcept override { inner_->cancel(); }

 private:
  template <class T>
  ports::VendorResult<T> through(Call call, const std::function<ports::VendorResult<T>()>& inner) {
    call.at = watch_.clock->now();
    watch_.calls.push_back(call);
    const auto wrong = [](ports::VendorErrc code) {
      ports::VendorError error{code, 0, "Made up.", std::nullopt};
      if (code == ports::VendorErrc::rate_limited) error.retry_after = std::chrono::seconds{3};
      return error;
    };
    if (const auto code = watch_.before ? watch_.before(call) : std::nullopt) return wrong(*code);
    auto answer = inner();
    if (const auto code = watch_.after ? watch_.after(call) : std::nullopt) return wrong(*code);
    return answer;
  }

  Watch& watch_;
  std::unique_ptr<ports::MetactfApi> inner_;
};

inline std::string kid(int i) {
  return "kid" + std::to_string(i);
}

/// A world whose calls are seen. Polls come every minute.
struct Lab {
  Watch watch;
  ports::NullLogger logger;
  ports::NullMetrics metrics;
  actors::Settings settings;
  std::string fatal;
  World world;

  explicit Lab(std::uint64_t seed) : world(seed) {
    watch.clock = &world.clock;
    settings.vendor.rate = {100, 100};
    settings.snapshot_every = 20;
    settings.plan.intervals.poll = std::chrono::seconds{60};
    start();
  }
  /// Ends what runs and starts it on the same log, as after a crash.
  void start() {
    world.system.reset();
    world.system = std::make_unique<actors::sim::SimulatedSystem>(actors::Environment{
        .log = *world.log,
        .snapshots = *world.log,
        .writable_log = *world.log,
        .reads = *world.reads,
        .sinks = {world.reads.get()},
        .operations = world.operations,
        .clock = world.clock,
        .ids = world.ids,
        .logger = logger,
        .metrics = metrics,
        .make_api = [this] { return std::make_unique<WatchedApi>(watch, world.vendor.client()); },
        .on_fatal = [this](const std::string& why) { fatal = why; },
        .settings = settings});
    world.system->run_until_idle();
  }
  void has_kids(int count) {
    ASSERT_TRUE(world.put_coach("carl"));
    ASSERT_TRUE(world.put_team("red", "carl"));
    ASSERT_TRUE(world.put_team("blue", "carl"));
    for (int i = 0; i < count; ++i) ASSERT_TRUE(world.put_competitor(kid(i), "carl"));
  }
  void has_onboarded(int count) {
    has_kids(count);
    for (int i = 0; i < count; ++i) ASSERT_TRUE(world.onboard(kid(i)));
    world.pass(std::chrono::seconds{10});
    for (int i = 0; i < count; ++i)
      ASSERT_EQ(world.competitor(kid(i)).status, events::CompetitorStatus::complete);
  }
  usecases::ScoreFreshness freshness() {
    const auto competitors = world.reads->roster().on_platform(std::nullopt).value();
    return usecases::freshness_of(competitors,
                                  world.reads->scores().sync_states(competitors).value(),
                                  world.operations.all_polls().value());
  }
  ports::Summary summary() { return world.reads->across().summary(std::nullopt).value(); }
  std::int64_t stored(const std::string& id) {
    const auto stats = world.reads->scores().stats({id}).value();
    return stats ? stats->odl_solves_stored + stats->flash_solves_stored : 0;
  }
};

}  // namespace lockstep::simulation
