// A refusal is looked into: what it may be about, and what it proves of who is found later.
#include <gtest/gtest.h>

#include "engine/effects/operations.h"
#include "tests/support/vendor_talk.h"

namespace lockstep::vendor {
namespace {

using domain::Account;
using events::CallFailure;
using ports::VendorErrc;

const VendorAnswer kUnknown = error(VendorErrc::not_found);
const VendorAnswer kConflict = error(VendorErrc::conflict);
VendorAnswer bad_request() {
  return ports::VendorError{VendorErrc::rejected, 400, "No.", {}};
}

EnsureUser ensure(const std::string& role = "user") {
  auto payload = kUser;
  payload.role = role;
  if (role == "user") payload.preferred_username = "ada.q";
  return {.call_id = kCall, .payload = payload};
}
domain::RecordOnboardingOutcome outcome(const std::vector<VendorAnswer>& answers,
                                        EnsureUser operation = ensure()) {
  return reported<domain::RecordOnboardingOutcome, domain::CompetitorCommand>(operation, answers);
}
CallFailure failure(const std::vector<VendorAnswer>& answers) {
  return std::get<CallFailure>(outcome(answers).outcome);
}

// Today's data would go out again and again, to be refused again and again.
TEST(RefusedUser, WhoIsNotThereIsALastingConflictAndIsSentOnce) {
  for (const auto& refusal : {kConflict, bad_request()}) {
    EXPECT_EQ(talk(ensure(), {kUnknown, refusal, kUnknown}),
              (Names{"get_user", "create_user", "get_user", "report"}));
    const auto why = failure({kUnknown, refusal, kUnknown});
    EXPECT_EQ(why.code, events::kVendorConflict);
    EXPECT_FALSE(why.passing);
    EXPECT_NE(why.message.find("username or e-mail address"), std::string::npos);
    EXPECT_NE(why.remedy.find("username or e-mail address"), std::string::npos);
  }
}

TEST(RefusedUser, WhatTheVendorNamesIsNamed) {
  struct Row {
    ports::TakenValues taken;
    std::string_view code;
    std::string_view members;
  };
  for (const auto& [taken, code, members] : {
           Row{{.username = true}, events::kVendorUsernameTaken, "the same username;"},
           Row{{.email = true}, events::kVendorEmailTaken, "the same e-mail address;"},
           Row{{.username = true, .email = true}, events::kVendorConflict, "username or e-mail"},
       }) {
    ports::VendorError refusal{VendorErrc::conflict, 409, "no", {}, {}, taken};
    const auto why = failure({kUnknown, refusal, kUnknown});
    EXPECT_EQ(why.code, code);
    EXPECT_NE((why.message + ";").find(members), std::string::npos) << why.message;
  }
}

TEST(RefusedUser, WhoIsThereAfterARefusalWasMadeByUs) {
  for (const auto& refusal : {kConflict, bad_request()}) {
    const auto made = outcome({kUnknown, refusal, user()});
    EXPECT_TRUE(std::get<Account>(made.outcome).created);
    EXPECT_EQ(std::get<Account>(made.outcome).maker_unknown, true);
  }
}

TEST(RefusedUser, ACoachHasNoUsernameThatCouldClash) {
  const auto outcomes = end_of(ensure("coach"), {kUnknown, kConflict, kUnknown});
  const auto& command = std::get<domain::CoachCommand>(outcomes.back().command);
  const auto& why =
      std::get<CallFailure>(std::get<domain::RecordCoachAccountOutcome>(command).outcome);
  EXPECT_EQ(why.message.find("username"), std::string::npos);
  EXPECT_NE(why.message.find("e-mail address"), std::string::npos);
}

TEST(RefusedUser, NothingIsMadeOfWhatWasRefused) {
  EXPECT_TRUE(outcome({kUnknown, kConflict, kUnknown}).nothing_made);
  EXPECT_TRUE(outcome({kUnknown, error(VendorErrc::rejected)}).nothing_made);
  EXPECT_TRUE(outcome({kUnknown, error(VendorErrc::forbidden)}).nothing_made);
  EXPECT_TRUE(outcome({kUnknown, error(VendorErrc::connection)}).nothing_made);
}

TEST(RefusedUser, ButPerhapsOfWhatWasNotHeardOf) {
  const auto lost = error(VendorErrc::timeout);
  EXPECT_FALSE(outcome({kUnknown, lost, kUnknown, lost, kUnknown}).nothing_made);
  EXPECT_FALSE(outcome({kUnknown, lost, kUnknown, error(VendorErrc::rejected)}).nothing_made);
  EXPECT_FALSE(outcome({kUnknown, lost, lost}).nothing_made);
  EXPECT_FALSE(outcome({kUnknown, kConflict, lost}).nothing_made)
      << "it may say that they are ours";
  EXPECT_FALSE(outcome({kUnknown, error(VendorErrc::foreign)}).nothing_made);
  auto again = ensure();
  again.may_have_written = true;
  EXPECT_FALSE(outcome({kUnknown, error(VendorErrc::rejected)}, again).nothing_made);
}

TEST(RefusedUser, WhatWasOnlyLookedUpIsNotSaidToBeRefused) {
  EXPECT_FALSE(outcome({error(VendorErrc::timeout)}).nothing_made) << "nothing_written says it";
}

TEST(BegunCreation, IsRecordedOnceAndNotAgainWhenTheLogHasIt) {
  auto again = ensure();
  again.may_have_written = true;
  again.start();
  EXPECT_EQ(name(again.on(kUnknown)), "report") << "the call of a dead process sends no more";
  auto operation = ensure();
  operation.start();
  EXPECT_EQ(name(operation.on(kUnknown)), "record first");
  EXPECT_EQ(name(operation.recorded()), "create_user");
  operation.on(error(VendorErrc::timeout));
  EXPECT_EQ(name(operation.on(kUnknown)), "create_user") << "the second write of the same call";
}

TEST(OdlPoll, OfAnotherAccountIsNobodysScores) {
  PollOdl poll{.call_id = kCall,
               .competitor_id = {"ada"},
               .after = {},
               .forbidden = {},
               .recorded = MetactfUserId{7}};
  ports::OdlScores scores;
  scores.metactf_user_id = MetactfUserId{8};
  const auto outcomes = end_of(poll, {scores});
  ASSERT_EQ(outcomes.size(), 2U);
  const auto& seen = std::get<domain::CompetitorCommand>(outcomes[0].command);
  EXPECT_EQ(std::get<domain::RecordSeenAccount>(seen).metactf_user_id, MetactfUserId{8});
  const auto& result = std::get<domain::ScoresCommand>(outcomes[1].command);
  EXPECT_EQ(std::get<domain::RecordSyncFailure>(result).failure.code, events::kAccountDiffers);
}

TEST(OdlPoll, SaysWhenItIsTheRecordedAccountAgain) {
  PollOdl poll{.call_id = kCall,
               .competitor_id = {"ada"},
               .after = {},
               .forbidden = {},
               .recorded = MetactfUserId{7}};
  ports::OdlScores scores;
  scores.metactf_user_id = MetactfUserId{7};
  EXPECT_EQ(end_of(poll, {scores}).size(), 1U) << "most polls have nothing to say of it";
  poll.differs = true;
  EXPECT_EQ(end_of(poll, {scores}).size(), 2U);
}

// docs/vendor.md, "How often it is sent".
TEST(SentUser, WhoMayHaveBeenSentByADeadProcessIsNotSentByTheSameCall) {
  auto again = ensure();
  again.may_have_written = true;
  EXPECT_EQ(talk(again, {kUnknown}), (Names{"get_user", "report"}));
  const auto why = std::get<CallFailure>(outcome({kUnknown}, again).outcome);
  EXPECT_TRUE(why.passing) << "another call does it";
  EXPECT_EQ(why.nothing_written, std::nullopt) << "nobody knows";
}

TEST(SentUser, WhoIsOnlyLookedForIsNotSent) {
  auto looking = ensure();
  looking.look_only = true;
  EXPECT_EQ(talk(looking, {kUnknown}), (Names{"get_user", "report"}));
  EXPECT_EQ(talk(looking, {user()}), (Names{"get_user", "report"}));
  const auto why = std::get<CallFailure>(outcome({kUnknown}, looking).outcome);
  EXPECT_EQ(why.code, events::kVendorSentInVain);
  EXPECT_EQ(why.nothing_written, true);
  EXPECT_TRUE(why.passing) << "it is looked for again";
  EXPECT_EQ(why.remedy.find("Nothing to do"), std::string::npos);
}

}  // namespace
}  // namespace lockstep::vendor
