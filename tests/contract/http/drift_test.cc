// Reconciliations over HTTP: who may, what they show, and what is refused.
#include "events/codec.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

using events::DriftAction;
using events::DriftClass;

std::string text(const boost::json::value& value, const char* pointer) {
  boost::system::error_code failed;
  const auto* found = value.find_pointer(pointer, failed);
  if (found == nullptr) return "<absent>";
  return found->is_string() ? std::string(found->get_string()) : boost::json::serialize(*found);
}

class DriftRoutes : public HttpTest {
 protected:
  DriftRoutes() { seed(); }

  Reply start_run(std::string_view body = "{}") const {
    return call("POST", "/api/admin/drift", kAdmin, body);
  }
  std::string started(std::string_view body = "{}") const {
    return text(start_run(body).json(), "/id");
  }
  Reply decide(const std::string& run, std::string_view how, std::string_view body = "{}") const {
    return call("POST", "/api/admin/drift/" + run + "/" + std::string(how), kAdmin, body);
  }
  /// What the effect pump would say: ann and art are there and should not be.
  void record(const std::string& run, events::DriftPlan plan) {
    give({std::string(events::kReconciliationId),
          domain::PlatformCommand{domain::RecordReconciliation{{run}, std::move(plan)}}});
  }
  static events::DriftPlan two_held() {
    events::DriftPlan plan;
    plan.known_assignments = 4;
    plan.listed_assignments = 6;
    plan.counts.extra = plan.counts.hold = 2;
    for (const auto* who : {"ann", "art"})
      plan.findings.push_back(
          {DriftClass::extra, DriftAction::hold, test_id(who), {}, TeamId{test_id("apes")}, 2});
    return plan;
  }
  /// Both are known at the vendor, asked for a team and on it: two changes each.
  void onboard_both() {
    for (const auto* who : {"ann", "art"}) {
      put("/api/teams/apes/members/" + std::string(who), "");
      ASSERT_EQ(engine_.assignment({test_id(who)}).value()->team_changes, 2);
    }
  }

 private:
  void give(std::pair<std::string, AnyCommand> command) {
    CommandRequest request;
    request.id = std::move(command.first);
    request.command = std::move(command.second);
    request.command_id = {"test-" + std::to_string(++given_)};
    request.who = {"system", "test"};
    ASSERT_TRUE(engine_.execute(std::move(request), {}));
  }
  int given_ = 0;
};

TEST_F(DriftRoutes, StartARunAndShowIt) {
  const auto reply = start_run(R"({"dryRun":true})");
  EXPECT_EQ(reply.status, 202);
  EXPECT_NE(reply.header("lockstep-position"), "");
  const auto id = text(reply.json(), "/id");
  const auto run = get("/api/admin/drift/" + id);
  EXPECT_EQ(run.status, 200);
  EXPECT_EQ(text(run.json(), "/state"), "under_way");
  EXPECT_EQ(text(run.json(), "/dryRun"), "true");
  EXPECT_EQ(text(get("/api/admin/drift").json(), "/newestRun/id"), id);
}

TEST_F(DriftRoutes, ShowNothingBeforeThereIsSomething) {
  EXPECT_EQ(get("/api/admin/drift").body, R"({"newestRun":null,"heldRemovals":[]})");
  EXPECT_EQ(get("/api/admin/drift/nothing").status, 404);
  EXPECT_EQ(decide("nothing", "approve").status, 404);
}

TEST_F(DriftRoutes, RefuseASecondRunAndTakeTheSameOneTwice) {
  const HeaderList key{{"Idempotency-Key", "one"}};
  const auto first = call("POST", "/api/admin/drift", kAdmin, "{}", key);
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(call("POST", "/api/admin/drift", kAdmin, "{}", key).body, first.body);
  const auto second = start_run();
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(second.problem(), "reconciliation-under-way");
  EXPECT_EQ(start_run(R"({"dryRun":1})").problem(), "invalid-body");
  EXPECT_EQ(start_run(R"({"dry":true})").problem(), "invalid-body");
}

TEST_F(DriftRoutes, ShowFindingsAndHeldRemovalsWithRemedies) {
  const auto id = started();
  record(id, two_held());
  const auto shown = get("/api/admin/drift").json();
  EXPECT_EQ(text(shown, "/newestRun/state"), "recorded");
  EXPECT_EQ(text(shown, "/newestRun/counts/byAction/hold"), "2");
  EXPECT_EQ(text(shown, "/newestRun/findings/0/class"), "extra");
  EXPECT_EQ(text(shown, "/newestRun/findings/0/synedUserId"), "ann");
  EXPECT_EQ(text(shown, "/heldRemovals/1/competitorId"), "art");
  EXPECT_EQ(text(shown, "/heldRemovals/1/state"), "held");
  EXPECT_NE(text(shown, "/heldRemovals/1/remedy"), "<absent>");
}

TEST_F(DriftRoutes, CountWhatAnAdminHasToDecide) {
  const auto shown = [&](const std::string& line) {
    return get("/metrics").body.find("\n" + line + "\n") != std::string::npos;
  };
  EXPECT_TRUE(shown("lockstep_drift_held_removals 0"));
  record(started(), two_held());
  EXPECT_TRUE(shown("lockstep_drift_held_removals 2"));
  EXPECT_TRUE(shown("lockstep_drift_inconclusive 0"));
  events::DriftPlan no_evidence;
  no_evidence.inconclusive = events::CallFailure{"vendor-list-empty", 200, "", "", true};
  record(started(), no_evidence);
  EXPECT_TRUE(shown("lockstep_drift_inconclusive 1"));
}

TEST_F(DriftRoutes, NameTheFieldsThatOnlyTheVendorCanChange) {
  const auto run = started();
  events::DriftPlan plan;
  plan.counts.unremediable = plan.counts.report = 2;
  plan.findings = {
      {DriftClass::unremediable, DriftAction::report, test_id("ann"), {}, {}, 0, {{"email"}}},
      {DriftClass::unremediable,
       DriftAction::report,
       "",
       TeamId{test_id("apes")},
       {},
       0,
       {{"name", "division"}}}};
  record(run, plan);
  const auto shown = get("/api/admin/drift").json().at("newestRun");
  EXPECT_EQ(text(shown, "/counts/byClass/unremediable"), "2");
  EXPECT_EQ(text(shown, "/findings/0/class"), "unremediable");
  EXPECT_EQ(text(shown, "/findings/0/synedUserId"), "ann");
  EXPECT_EQ(text(shown, "/findings/0/fields"), R"(["email"])");
  EXPECT_EQ(text(shown, "/findings/1/synedUserId"), "null");
  EXPECT_EQ(text(shown, "/findings/1/teamId"), "apes");
  EXPECT_EQ(text(shown, "/findings/1/fields"), R"(["name","division"])");
  EXPECT_NE(text(shown, "/findings/1/remedy").find("MetaCTF support"), std::string::npos);
}

TEST_F(DriftRoutes, SayWhyARunIsNoEvidence) {
  const auto id = started();
  events::DriftPlan plan;
  plan.inconclusive =
      events::CallFailure{"vendor-list-empty", 200, "The list is empty.", "Look at it.", true};
  record(id, plan);
  const auto run = get("/api/admin/drift/" + id).json();
  EXPECT_EQ(text(run, "/state"), "inconclusive");
  EXPECT_EQ(text(run, "/inconclusive/code"), "vendor-list-empty");
  EXPECT_EQ(text(run, "/inconclusive/remedy"), "Look at it.");
}

TEST_F(DriftRoutes, ApproveOneAndRejectTheOther) {
  onboard_both();
  const auto id = started();
  record(id, two_held());
  for (const auto* decision : {"approve", "reject"})
    EXPECT_EQ(decide(id, decision, R"({"competitorId":null})").status, 422) << "that is not all";
  EXPECT_EQ(decide(id, "approve", R"({"competitorId":"ann"})").status, 202);
  EXPECT_EQ(decide(id, "reject", R"({"competitorId":"art"})").status, 202);
  const auto run = get("/api/admin/drift/" + id).json();
  EXPECT_EQ(text(run, "/removals/0/state"), "approved");
  EXPECT_EQ(text(run, "/removals/1/state"), "rejected");
  EXPECT_EQ(get("/api/admin/drift").json().at("heldRemovals").as_array().size(), 0U);
  EXPECT_EQ(decide(id, "reject", R"({"competitorId":"ann"})").problem(), "removal-decided");
  EXPECT_EQ(decide(id, "approve", R"({"competitorId":"ben"})").problem(), "removal-unknown");
  EXPECT_EQ(text(decide(id, "approve").json(), "/changed"), "false");
}

TEST_F(DriftRoutes, RefuseAStalePlan) {
  onboard_both();
  const auto older = started();
  record(older, two_held());
  put("/api/teams/apes/members/art", "");
  call("DELETE", "/api/teams/apes/members/art");
  engine_.react_to_everything();
  EXPECT_EQ(decide(older, "approve", R"({"competitorId":"art"})").problem(), "drift-plan-stale");
  EXPECT_EQ(decide(older, "approve").status, 409) << "approved as it was shown, or not at all";
  const auto newer = started();
  record(newer, {});
  const auto late = decide(older, "approve", R"({"competitorId":"ann"})");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.problem(), "drift-plan-stale");
  EXPECT_EQ(text(get("/api/admin/drift/" + older).json(), "/removals/0/state"), "superseded");
}

TEST_F(DriftRoutes, RefuseToApproveADryRun) {
  onboard_both();
  const auto id = started(R"({"dryRun":true})");
  record(id, two_held());
  EXPECT_EQ(decide(id, "approve").problem(), "drift-plan-stale");
  EXPECT_EQ(get("/api/admin/drift").json().at("heldRemovals").as_array().size(), 0U);
}

TEST_F(DriftRoutes, AreForAdminsAndServicesAlone) {
  const auto id = started();
  for (const auto& [method, path] : std::vector<std::pair<std::string, std::string>>{
           {"GET", "/api/admin/drift"},
           {"GET", "/api/admin/drift/" + id},
           {"POST", "/api/admin/drift"},
           {"POST", "/api/admin/drift/" + id + "/approve"},
           {"POST", "/api/admin/drift/" + id + "/reject"}}) {
    EXPECT_EQ(call(method, path, kAda).status, 403) << method << path;
    EXPECT_EQ(call(method, path, "").status, 401) << method << path;
  }
  EXPECT_EQ(get("/api/admin/drift", kServiceKey).status, 200);
}

TEST_F(DriftRoutes, NameNobody) {
  const auto id = started();
  record(id, two_held());
  for (const auto* path : {"/api/admin/drift", "/api/admin/drift/"}) {
    const auto body =
        get(std::string(path) + (std::string_view(path).ends_with('/') ? id : "")).body;
    EXPECT_EQ(body.find("example.org"), std::string::npos);
    EXPECT_EQ(body.find("Name"), std::string::npos);
  }
}

}  // namespace
}  // namespace lockstep::http
