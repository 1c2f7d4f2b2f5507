// The gate in virtual time: rate, Retry-After, lanes, and what it repeats.
#include <deque>

#include <caf/scheduler/test_coordinator.hpp>
#include <gtest/gtest.h>

#include "actors/metactf_gate.h"
#include "actors/metactf_worker.h"
#include "tests/actors/stage.h"
#include "tests/support/fake_vendor.h"
#include "tests/support/in_memory.h"

namespace lockstep::actors {
namespace {

using namespace std::chrono_literals;
using ports::VendorErrc;
using ports::VendorError;

/// Answers what a test tells it to, and remembers when it was asked for whom.
class Script {
 public:
  std::deque<VendorError> failures;  ///< For the next calls, in order; then all is well.
  std::vector<std::pair<std::int64_t, std::string>> asked;
  std::function<std::int64_t()> now;

  std::optional<VendorError> next(const std::string& what) {
    asked.emplace_back(now(), what);
    if (failures.empty()) return std::nullopt;
    auto failure = failures.front();
    failures.pop_front();
    return failure;
  }
};

/// Only get_user and create_user are scripted; the rest is the fake vendor's.
class ScriptedApi final : public ports::MetactfApi {
 public:
  ScriptedApi(Script& script, std::unique_ptr<ports::MetactfApi> rest)
      : script_(script), rest_(std::move(rest)) {}
  ports::VendorResult<void> ping() override { return rest_->ping(); }
  ports::VendorResult<ports::VendorUser> get_user(const std::string& id) override {
    if (auto failure = script_.next(id)) return *failure;
    return ports::VendorUser{MetactfUserId{1}, "", id, std::nullopt, std::nullopt};
  }
  ports::VendorResult<ports::VendorUser> create_user(const events::UserPayload& p) override {
    if (auto failure = script_.next("create " + p.syned_user_id)) return *failure;
    return ports::VendorUser{MetactfUserId{1}, "", p.syned_user_id, std::nullopt, std::nullopt};
  }
  ports::VendorResult<ports::VendorTeam> create_team(const events::TeamPayload& p) override {
    return rest_->create_team(p);
  }
  ports::VendorResult<void> delete_team(const std::string& id) override {
    return rest_->delete_team(id);
  }
  ports::VendorResult<ports::VendorAssignment> assign_team(const std::string& team,
                                                           const std::string& user) override {
    return rest_->assign_team(team, user);
  }
  ports::VendorResult<ports::VendorAssignment> delete_assignment(const std::string& user) override {
    return rest_->delete_assignment(user);
  }
  ports::VendorResult<ports::VendorAssignments> get_team_assignments(
      const std::optional<std::string>& team) override {
    return rest_->get_team_assignments(team);
  }
  ports::VendorResult<ports::OdlScores> get_odl_scores(const std::string& user,
                                                       std::optional<VendorTime> after) override {
    return rest_->get_odl_scores(user, after);
  }
  ports::VendorResult<ports::FlashProgress> get_flash_ctf_progress(
      const std::string& user) override {
    return rest_->get_flash_ctf_progress(user);
  }
  ports::VendorResult<void> send_password_reset_email(const std::string& user) override {
    return rest_->send_password_reset_email(user);
  }
  void cancel() noexcept override { rest_->cancel(); }

 private:
  Script& script_;
  std::unique_ptr<ports::MetactfApi> rest_;
};

class Gate : public testing::Test {
 protected:
  static caf::actor_system_config& testing_config(caf::actor_system_config& config) {
    config.set("scheduler.policy", caf::atom("testing"));
    return config;
  }
  Gate() {
    env_.settings.vendor = {.rate = {10, 10}, .max_concurrency = 1};
    script_.now = [this] { return memory_.clock.now().value; };
    start();
  }
  ~Gate() override { stop(); }
  void start() {
    const auto worker = system_.spawn(metactf_worker, &env_, api_.get());
    gate_ = system_.spawn(metactf_gate, &env_, std::vector<WorkerActor>{worker});
  }
  void stop() {
    caf::anon_send_exit(gate_, caf::exit_reason::user_shutdown);
    gate_ = nullptr;
    do scheduler_.run();
    while (scheduler_.trigger_timeout());
  }
  void restart() {
    stop();
    start();
  }
  void call(vendor::VendorCall what, Lane lane, std::string subject = "") {
    system_.spawn([this, what = std::move(what), lane,
                   subject = std::move(subject)](caf::event_based_actor* self) {
      self->request(gate_, caf::infinite,
                    GateCall{what, lane, "", {subject, projections::WorkKind::call_onboarding}})
          .then(
              [this](const GateAnswer& answer) {
                const auto* error = std::get_if<VendorError>(&answer.answer);
                outcomes_.push_back(error == nullptr ? "ok"
                                                     : std::string(events::enum_name(error->code)));
              },
              [this](const caf::error&) { outcomes_.emplace_back("broken"); });
    });
  }
  void take_back(const std::string& subject) {
    caf::anon_send(gate_, TakeBack{{subject, projections::WorkKind::call_onboarding}});
  }
  void pass(std::chrono::milliseconds time) {
    scheduler_.run();
    for (auto passed = 0ms; passed < time; passed += 10ms) {
      memory_.clock.advance(10);
      scheduler_.advance_time(10ms);
      scheduler_.run();
    }
  }
  std::vector<std::string> asked() const {
    std::vector<std::string> out;
    for (const auto& [at, what] : script_.asked) out.push_back(what);
    return out;
  }

  Environment environment() {
    auto out = memory_.environment(metrics_);
    out.make_api = [this] { return std::make_unique<ScriptedApi>(script_, vendor_.client()); };
    return out;
  }

  testing_support::InMemory memory_;
  testing_support::Gauges metrics_;
  testing_support::FakeVendor vendor_{1};
  Script script_;
  Environment env_ = environment();
  std::unique_ptr<ports::MetactfApi> api_ = env_.make_api();
  caf::actor_system_config config_;
  caf::actor_system system_{testing_config(config_)};
  caf::scheduler::test_coordinator& scheduler_ =
      dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
  GateActor gate_;
  std::vector<std::string> outcomes_;
};

vendor::VendorCall read(const std::string& id) {
  return vendor::GetUser{id};
}
vendor::VendorCall write(const std::string& id) {
  events::UserPayload payload;
  payload.syned_user_id = id;
  return vendor::CreateUser{payload};
}
VendorError failure(VendorErrc code, std::optional<std::chrono::milliseconds> after = {}) {
  return {code, 0, "", after};
}

TEST_F(Gate, NeverPassesMoreThanTheRate) {
  for (int i = 0; i < 50; ++i) call(read(std::to_string(i)), Lane::sweep);
  pass(3000ms);
  EXPECT_LE(script_.asked.size(), 31U);
  EXPECT_GE(script_.asked.size(), 27U);
}

TEST_F(Gate, AsksForOneWakeUpHoweverMuchWaits) {
  script_.failures.assign(2, failure(VendorErrc::server));
  for (int i = 0; i < 300; ++i) call(read(std::to_string(i)), Lane::sla_poll);
  pass(5000ms);
  EXPECT_GT(script_.asked.size(), 40U);
  EXPECT_LT(script_.asked.size(), 60U) << "most of them still wait";
  // Each tick that has become superfluous would go on for ever beside the others.
  EXPECT_LE(scheduler_.clock().schedule().size(), 3U);
}

// The rate starts at 10 a second here and the vendor objects once.
TEST_F(Gate, ARestartGoesOnWithWhatWasLearned) {
  script_.failures.assign(1, failure(VendorErrc::rate_limited, 500ms));
  for (int i = 0; i < 5; ++i) call(read(std::to_string(i)), Lane::sweep);
  pass(5000ms);
  const auto noted = memory_.operations.limits().value();
  ASSERT_TRUE(noted);
  EXPECT_EQ(noted->json.find(R"("ceiling":null)"), std::string::npos) << noted->json;

  restart();
  script_.asked.clear();
  for (int i = 0; i < 100; ++i) call(read(std::to_string(i)), Lane::sweep);
  pass(1000ms);
  EXPECT_GE(script_.asked.size(), 2U);
  EXPECT_LE(script_.asked.size(), 7U) << "as if nothing had been learned";
}

TEST_F(Gate, ARestartHeedsTheRetryAfterOfBefore) {
  script_.failures.assign(1, failure(VendorErrc::rate_limited, 20'000ms));
  call(read("a"), Lane::interactive_write);
  pass(500ms);
  ASSERT_EQ(script_.asked.size(), 1U);

  restart();
  script_.asked.clear();
  call(read("b"), Lane::interactive_write);
  pass(15'000ms);
  EXPECT_TRUE(script_.asked.empty()) << "called while nobody may";
  pass(6'000ms);
  EXPECT_EQ(script_.asked.size(), 1U);
}

TEST_F(Gate, WhatWasLearnedLongAgoOrCannotBeReadCountsForNothing) {
  for (const auto& limits :
       {ports::LearnedLimits{Timestamp{1}, R"({"per_second":0.1,"ceiling":0.1,"paused_until":9})"},
        ports::LearnedLimits{memory_.clock.now(), "no JSON"},
        ports::LearnedLimits{memory_.clock.now(), R"({"per_second":"fast"})"}}) {
    memory_.operations.note(limits);
    restart();
    script_.asked.clear();
    for (int i = 0; i < 20; ++i) call(read(std::to_string(i)), Lane::sweep);
    pass(1000ms);
    EXPECT_GE(script_.asked.size(), 9U) << limits.json;
    pass(5000ms);
  }
}

TEST_F(Gate, NeverUndershootsRetryAfterForAnybody) {
  script_.failures = {failure(VendorErrc::rate_limited, 2500ms)};
  call(read("a"), Lane::sweep);
  pass(50ms);
  for (int i = 0; i < 5; ++i) call(read("b"), Lane::interactive_write);
  pass(8000ms);
  ASSERT_GE(script_.asked.size(), 7U);
  EXPECT_GE(script_.asked[1].first - script_.asked[0].first, 2500);
  EXPECT_EQ(outcomes_.size(), 6U);
}

TEST_F(Gate, RepeatsReadsThatFailedInPassing) {
  script_.failures = {failure(VendorErrc::timeout), failure(VendorErrc::unreadable)};
  call(read("a"), Lane::sla_poll);
  pass(30'000ms);
  EXPECT_EQ(asked(), (std::vector<std::string>{"a", "a", "a"}));
  EXPECT_EQ(outcomes_, std::vector<std::string>{"ok"});
}

TEST_F(Gate, GivesUpAReadAfterThreeAttempts) {
  script_.failures.assign(5, failure(VendorErrc::server));
  call(read("a"), Lane::sla_poll);
  pass(60'000ms);
  EXPECT_EQ(script_.asked.size(), 3U);
  EXPECT_EQ(outcomes_, std::vector<std::string>{"server"});
  const auto noted = memory_.operations.attempts(std::nullopt, 9).value();
  ASSERT_EQ(noted.size(), 3U) << "each attempt is kept, for whoever looks for what was slow";
  EXPECT_EQ(noted.front().kind, "get_user");
  EXPECT_EQ(noted.front().result, "server");
}

TEST_F(Gate, WritesAreLookedUpBeforeTheyAreRepeatedSoTheGateDoesNotRepeatThem) {
  script_.failures = {failure(VendorErrc::timeout)};
  call(write("a"), Lane::interactive_write);
  pass(30'000ms);
  EXPECT_EQ(asked(), std::vector<std::string>{"create a"});
  EXPECT_EQ(outcomes_, std::vector<std::string>{"timeout"});
}

TEST_F(Gate, RepeatsAWriteThatWasNeverCarriedOut) {
  script_.failures = {failure(VendorErrc::connection), failure(VendorErrc::rate_limited, 100ms)};
  call(write("a"), Lane::interactive_write);
  pass(30'000ms);
  EXPECT_EQ(asked().size(), 3U);
  EXPECT_EQ(outcomes_, std::vector<std::string>{"ok"});
}

TEST_F(Gate, ASchemaErrorIsNeverRetried) {
  script_.failures = {failure(VendorErrc::malformed)};
  call(read("a"), Lane::sla_poll);
  pass(30'000ms);
  EXPECT_EQ(asked().size(), 1U);
  EXPECT_EQ(outcomes_, std::vector<std::string>{"malformed"});
}

TEST_F(Gate, CountsWhatIsOddAndTellsHowTheClocksDiffer) {
  events::UserPayload ada;
  ada.syned_user_id = "ada";
  ASSERT_TRUE(vendor_.client()->create_user(ada));
  ports::OdlScores scores;
  scores.set_aside.count = 3;
  vendor_.set_odl("ada", scores);
  call(vendor::GetOdlScores{"ada", {}}, Lane::sla_poll);
  pass(1s);
  EXPECT_EQ(metrics_.values["lockstep_vendor_odd_parts_total"], 3);
  EXPECT_EQ(metrics_.values["lockstep_vendor_undated_answers_total"], 1);
  scores.answered_at = VendorTime{memory_.clock.now().value / 1000 + 90};
  vendor_.set_odl("ada", scores);
  call(vendor::GetOdlScores{"ada", {}}, Lane::sla_poll);
  pass(1s);
  EXPECT_NEAR(metrics_.values["lockstep_vendor_clock_ahead_seconds"], 90, 3);
  EXPECT_EQ(metrics_.values["lockstep_vendor_undated_answers_total"], 1);
  EXPECT_EQ(outcomes_, (std::vector<std::string>{"ok", "ok"}));
}

TEST_F(Gate, AWrongAddressStopsTheCallsAtOnceAndRepeatsNone) {
  script_.failures = {failure(VendorErrc::wrong_address)};
  call(write("ada"), Lane::interactive_write);
  pass(50ms);
  call(write("bob"), Lane::interactive_write);
  pass(5'000ms);
  EXPECT_EQ(asked(), std::vector<std::string>{"create ada"}) << "bob waits";
  pass(30'000ms);
  EXPECT_EQ(asked(), (std::vector<std::string>{"create ada", "create bob"}));
}

TEST_F(Gate, SomebodyElsesAnswersOpenTheBreaker) {
  script_.failures.assign(5, failure(VendorErrc::foreign));
  for (int i = 0; i < 8; ++i)
    call(read(std::to_string(i)), Lane::sla_poll, "competitor-" + std::to_string(i));
  pass(5'000ms);
  EXPECT_EQ(asked().size(), 5U) << "each was asked once, then the breaker opened";
}

TEST_F(Gate, CallsThatAreNotMadeKeepNobodyElseFromTheVendor) {
  for (int i = 0; i < 10; ++i) {
    script_.failures = {failure(VendorErrc::withheld)};
    call(read("withheld"), Lane::sla_poll, "competitor-" + std::to_string(i));
    pass(200ms);
  }
  EXPECT_EQ(outcomes_, std::vector<std::string>(10, "withheld"));
  EXPECT_EQ(metrics_.values["lockstep_vendor_calls_withheld"], 10);
  call(read("other"), Lane::sla_poll, "competitor-other");
  pass(200ms);
  EXPECT_EQ(asked().back(), "other");
  EXPECT_EQ(outcomes_.back(), "ok");
  call(read("withheld"), Lane::sla_poll, "competitor-3");
  pass(200ms);
  EXPECT_EQ(metrics_.values["lockstep_vendor_calls_withheld"], 9) << "it was made";
  memory_.clock.advance(3'600'000);
  scheduler_.advance_time(std::chrono::hours{1});
  call(read("other"), Lane::sla_poll, "competitor-other");
  pass(200ms);
  EXPECT_EQ(metrics_.values["lockstep_vendor_calls_withheld"], 0) << "nobody asked for them again";
}

TEST_F(Gate, ACallThatWaitsMayBeTakenBackAndOneUnderWayMayNot) {
  script_.failures = {failure(VendorErrc::rate_limited, 5'000ms)};
  call(read("first"), Lane::interactive_write, "competitor-first");
  pass(50ms);
  call(write("ada"), Lane::interactive_write, "competitor-ada");
  call(write("bob"), Lane::interactive_write, "competitor-bob");
  pass(50ms);
  take_back("competitor-ada");
  pass(50ms);
  EXPECT_EQ(outcomes_, std::vector<std::string>{"recalled"}) << "at once, while nobody may call";
  pass(10'000ms);
  take_back("competitor-bob");
  pass(50ms);
  EXPECT_EQ(asked(), (std::vector<std::string>{"first", "first", "create bob"}));
  EXPECT_EQ(outcomes_, (std::vector<std::string>{"recalled", "ok", "ok"}));
  call(write("ada"), Lane::interactive_write, "competitor-ada");
  pass(1'000ms);
  EXPECT_EQ(asked().back(), "create ada") << "the next one is another call";
}

TEST_F(Gate, LanesGoInOrderOfImportance) {
  call(read("first"), Lane::sweep);
  pass(20ms);
  call(read("sweep"), Lane::sweep);
  call(read("poll"), Lane::sla_poll);
  call(read("write"), Lane::interactive_write);
  pass(2000ms);
  EXPECT_EQ(asked(), (std::vector<std::string>{"first", "write", "poll", "sweep"}));
}

}  // namespace
}  // namespace lockstep::actors
