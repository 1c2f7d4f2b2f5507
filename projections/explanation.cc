#include "projections/explanation.h"

#include <algorithm>

#include "events/coach_account.h"
#include "events/codec.h"
#include "projections/disclosed/disclosed.h"
#include "projections/vendor_work/work_kind.h"

namespace lockstep::projections {

namespace {

using Facts = std::vector<ExplainedFact>;

/// A fact that follows from one value of a column.
template <class T>
struct Case {
  T value;
  std::string_view code;
  std::string_view text;
  std::string_view remedy = "";
};

void say(Facts& facts, std::string_view code, std::string text, std::string_view remedy = "",
         std::optional<Timestamp> at = std::nullopt) {
  facts.push_back({std::string(code), std::move(text), std::string(remedy), at});
}

template <class T, std::size_t N>
void say_case(Facts& facts, const Case<T> (&cases)[N], T value) {
  const auto* found = std::ranges::find(cases, value, &Case<T>::value);
  if (found != std::end(cases)) say(facts, found->code, std::string(found->text), found->remedy);
}

// The conditions of product.md section 1, one row each.
constexpr Case<events::CompetitorStatus> kStatus[]{
    {events::CompetitorStatus::pending, "status-pending",
     "Pending, because the profile is not complete."},
    {events::CompetitorStatus::profile, "status-profile",
     "The profile is complete; compliance is not, and that decides the status."},
    {events::CompetitorStatus::compliance, "status-compliance",
     "Profile and compliance are complete; the game platform does not have the competitor yet."},
    {events::CompetitorStatus::complete, "status-complete",
     "Profile and compliance are complete, and the game platform has the competitor."}};

void explain_status(Facts& facts, const CompetitorRow& row) {
  say_case(facts, kStatus, row.status);
  if (!row.is_active)
    say(facts, "inactive",
        "The competitor is marked inactive, so nothing is sent to the game platform or fetched "
        "from it.",
        "Make the competitor active again.");
}

bool has_text(const std::optional<std::string>& text) {
  return text && !text->empty();
}

void explain_eligibility(Facts& facts, const CompetitorRow& row) {
  if (row.game_platform_id) return;
  const auto before = facts.size();
  if (!row.profile_complete)
    say(facts, "missing-profile", "To be added to the game platform the profile is missing.",
        "Complete the profile.");
  if (!row.compliance_complete)
    say(facts, "missing-compliance", "To be added to the game platform compliance is missing.",
        "Complete compliance.");
  if (!has_text(row.email_personal) && !has_text(row.email_school))
    say(facts, "missing-email", "To be added to the game platform an e-mail address is missing.",
        "Record a personal or a school e-mail address.");
  if (facts.size() == before && row.is_active)
    say(facts, "eligible", "Nothing is missing to be added to the game platform.");
}

constexpr Case<OnboardingState> kOnboarding[]{
    {OnboardingState::none, "onboarding-not-asked", "Nobody has asked to add the competitor yet.",
     "Add the competitor to the game platform."},
    {OnboardingState::wanted, "onboarding-wanted",
     "To be added; the coach's account is looked at first."},
    {OnboardingState::parked, "waiting-for-coach",
     "Waiting for the coach's account to be approved; goes on by itself then."},
    {OnboardingState::calling, "onboarding-under-way",
     "The game platform is being asked to add the competitor."},
    {OnboardingState::done, "onboarded", "The game platform has the competitor."}};

void explain_onboarding(Facts& facts, const CompetitorRow& row) {
  say_case(facts, kOnboarding, row.onboarding);
  const auto say_why = [&](std::string_view code) {
    say(facts, code, row.game_platform_sync_error.value_or(""),
        row.game_platform_sync_remedy.value_or(""));
  };
  if (row.onboarding == OnboardingState::failed) say_why("onboarding-failed");
  if (row.onboarding == OnboardingState::held) say_why("account-held");
  if (row.onboarding == OnboardingState::rejected) say_why("account-rejected");
}

constexpr Case<CoachAccount> kCoachAccount[]{
    {CoachAccount::none, "coach-account-none", "The coach has no account on the game platform.",
     "Ensure the coach's account."},
    {CoachAccount::calling, "coach-account-under-way", "The coach's account is being made."}};

void explain_coach(Facts& facts, const CompetitorPicture& picture) {
  if (picture.competitor.game_platform_id) return;
  if (!picture.coach)
    return say(facts, "coach-unknown", "The coach's facts are not recorded.",
               "Record the coach's facts.");
  const auto& coach = *picture.coach;
  const bool made = coach.account == CoachAccount::done || coach.account == CoachAccount::gone;
  if (!made && (!coach.school_name || !coach.region))
    say(facts, "coach-incomplete", "The game platform needs the coach's school and region.",
        "Complete the coach's school name and region.");
  say_case(facts, kCoachAccount, coach.account);
  const auto say_why = [&](std::string_view code) {
    say(facts, code, coach.game_platform_sync_error.value_or(""),
        coach.game_platform_sync_remedy.value_or(""));
  };
  if (coach.account == CoachAccount::failed) say_why("coach-account-failed");
  if (coach.account == CoachAccount::held) say_why("coach-account-held");
  if (coach.account == CoachAccount::rejected) say_why("coach-account-rejected");
  if (coach.account == CoachAccount::gone) say_why("coach-account-gone");
  if (coach.account != CoachAccount::done) return;
  const bool waits = !events::may_have_competitors(coach.metactf_user_status);
  say(facts, waits ? "coach-not-approved" : "coach-may-have-competitors",
      "Of the coach the game platform said last: " + coach.metactf_user_status.value_or("nothing") +
          ".",
      waits ? "Ask the game platform to approve the coach." : "", coach.game_platform_synced_at);
}

void explain_platform(Facts& facts, const CompetitorRow& row) {
  if (!row.game_platform_id) return;
  say(facts, "platform-status",
      "The game platform said last: " + row.metactf_user_status.value_or("nothing") + ".",
      row.metactf_user_status == "denied" ? "Ask MetaCTF support why it was denied." : "",
      row.game_platform_synced_at);
  if (!row.last_login_at && row.metactf_user_status == "user_created")
    say(facts, "welcome-mail-not-followed", "There was no login yet.",
        "Ask the competitor to follow the welcome mail.");
}

constexpr Case<std::string_view> kOtherwise[]{
    {"email", "platform-has-other-email", "The game platform still has another e-mail address.",
     "Ask MetaCTF support to change it: there is no call for it."},
    {"metactfUserId", "platform-answers-about-other-account",
     "The game platform answers about another account than the one that is recorded.",
     "An admin has to ask MetaCTF support whose account the id names there."},
    {"coachId", "platform-has-other-coach", "The game platform still has another coach.",
     "Ask MetaCTF support to change it: there is no call for it."}};

void explain_differences(Facts& facts, const std::optional<DisclosedRow>& disclosed) {
  if (!disclosed) return;
  for (const auto& field : field_names(*disclosed))
    say_case(facts, kOtherwise, std::string_view(field));
}

std::string known_place(const CompetitorRow& row) {
  return row.remote_team_id ? " Last known there: team " + row.remote_team_id->value + "."
                            : " Last known there: no team.";
}

void explain_wanted_team(Facts& facts, const CompetitorPicture& picture) {
  const auto& row = picture.competitor;
  const auto wanted = "Is to be on team " + row.team_id->value + ".";
  const auto sync = picture.membership ? picture.membership->sync : MembershipSync::pending;
  if (sync == MembershipSync::synced)
    return say(facts, "team-synced", wanted + " So it is there.", "",
               picture.membership->game_platform_synced_at);
  if (sync == MembershipSync::error)
    return say(
        facts, "team-failed",
        wanted + known_place(row) + " " + picture.membership->game_platform_sync_error.value_or(""),
        picture.membership->game_platform_sync_remedy.value_or(""));
  if (!row.game_platform_id)
    return say(facts, "team-waits-for-onboarding",
               wanted + " The game platform has to have the competitor first.");
  if (picture.team && picture.team->remote != RemoteTeam::done &&
      picture.team->remote != RemoteTeam::unknown)
    return say(facts, "team-waits-for-team", wanted + " The team is not on the game platform yet.");
  say(facts, "team-under-way", wanted + known_place(row));
}

bool explain_removal(Facts& facts, const DriftRemovalRow& removal) {
  const auto there = "Is to be on no team, and is on team " + removal.remote_team_id.value +
                     " on the game platform. ";
  if (removal.state == RemovalState::held)
    say(facts, "removal-held", there + "An admin has to decide whether to take them off there.",
        "An admin has to approve or reject the removal.", removal.changed_at);
  else if (removal.state == RemovalState::rejected)
    say(facts, "removal-rejected", there + "An admin has decided that they stay on it there.",
        "To take them off all the same, put them on a team and take them off again.",
        removal.changed_at);
  else
    return false;
  return true;
}

void explain_team(Facts& facts, const CompetitorPicture& picture) {
  const auto& row = picture.competitor;
  if (row.team_id) return explain_wanted_team(facts, picture);
  if (picture.removal && explain_removal(facts, *picture.removal)) return;
  if (!row.remote_team_id) return say(facts, "team-none", "Is to be on no team, and is on none.");
  say(facts, "team-leaving",
      "Is to be on no team." + known_place(row) + " " +
          (row.onboarding == OnboardingState::done && row.game_platform_sync_error
               ? *row.game_platform_sync_error
               : ""),
      row.onboarding == OnboardingState::done ? row.game_platform_sync_remedy.value_or("") : "");
}

std::string_view remedy_of(std::optional<events::SyncResult> result) {
  if (result == events::SyncResult::missing_remote)
    return "If it lasts, the account is gone there: ask MetaCTF support.";
  if (result == events::SyncResult::not_approved)
    return "Ask the game platform to approve the competitor.";
  return "Nothing to do: it is polled again by itself.";
}

void explain_feed(Facts& facts, std::string_view feed, std::optional<events::SyncResult> result,
                  const std::optional<std::string>& error, std::optional<Timestamp> synced_at) {
  const auto name = std::string(feed);
  const auto came_to = std::string(result ? events::enum_name(*result) : "");
  if (error)
    return say(facts, "scores-" + name + "-failed",
               "The last poll of " + name + " failed (" + came_to + "): " + *error,
               remedy_of(result), synced_at);
  if (result)
    say(facts, "scores-" + name, "The last poll of " + name + ": " + came_to + ".", "", synced_at);
}

constexpr std::string_view kAskMetactf =
    "Nothing to do: it is asked for again by itself. If it lasts, ask MetaCTF support.";

void explain_odd(Facts& facts, const std::string& feed, std::int64_t set_aside,
                 const std::optional<std::string>& why, std::int64_t stored) {
  if (set_aside > 0)
    say(facts, "scores-" + feed + "-set-aside",
        "Of the newest answers of " + feed + " " + std::to_string(set_aside) +
            " parts could not be read and are set aside, the first: " + why.value_or("") +
            ". They are kept as they came; the rest is stored.",
        kAskMetactf);
  if (stored > 0)
    say(facts, "scores-" + feed + "-odd",
        "Of what is stored of " + feed + " " + std::to_string(stored) +
            " have members that could not be read: these are empty.",
        kAskMetactf);
}

void explain_scores(Facts& facts, const CompetitorPicture& picture) {
  if (!picture.competitor.game_platform_id) return;
  if (!picture.sync) return say(facts, "scores-never-polled", "Scores were never polled yet.");
  const auto& sync = *picture.sync;
  explain_feed(facts, "odl", sync.odl_result, sync.odl_error, sync.last_odl_synced_at);
  explain_feed(facts, "flash-ctf", sync.flash_result, sync.flash_error,
               sync.last_flash_ctf_synced_at);
  explain_odd(facts, "odl", sync.odl_set_aside, sync.odl_set_aside_why, sync.odl_odd_stored);
  explain_odd(facts, "flash-ctf", sync.flash_set_aside, sync.flash_set_aside_why,
              sync.flash_odd_stored);
  if (sync.odd_times > 0)
    say(facts, "scores-odd-times",
        std::to_string(sync.odd_times) +
            " solves have a time that cannot be right. They are stored as they came, and polls do "
            "not go by it.");
  if (sync.needs_totals_refresh)
    say(facts, "totals-outdated", "Totals are older than the newest solve; they are fetched anew.");
}

// One that is open is work.
void explain_password_reset(Facts& facts, const std::optional<PasswordResetRow>& reset) {
  if (!reset) return;
  if (reset->state == PasswordResetState::sent)
    say(facts, "password-reset-sent", "The game platform took the request to reset the password.",
        "", reset->at);
  if (reset->state == PasswordResetState::failed)
    say(facts, "password-reset-failed",
        "The newest request to reset the password failed: " +
            reset->game_platform_sync_error.value_or(""),
        reset->game_platform_sync_remedy.value_or(""), reset->at);
}

constexpr Case<WorkKind> kWork[]{
    {WorkKind::call_coach_account, "next-coach-account", "The coach's account is asked for."},
    {WorkKind::call_onboarding, "next-onboarding", "The competitor is being added."},
    {WorkKind::call_assignment, "next-assignment", "The team is being changed there."},
    {WorkKind::call_password_reset, "next-password-reset",
     "The mail to reset the password is asked for."},
    {WorkKind::retry_coach_account, "next-coach-account-retry",
     "The coach's account is tried again."},
    {WorkKind::retry_onboarding, "next-onboarding-retry", "Adding the competitor is tried again."},
    {WorkKind::retry_assignment, "next-assignment-retry", "Changing the team is tried again."},
    {WorkKind::check_coach_status, "next-coach-check", "The coach's approval is looked up."},
    {WorkKind::poll_odl, "next-odl-poll", "The ODL scores are polled."},
    {WorkKind::poll_totals, "next-totals-poll", "The totals are fetched."},
    {WorkKind::poll_flash, "next-flash-ctf-poll", "The Flash CTF progress is polled."}};

void explain_work(Facts& facts, const std::vector<OpenWorkRow>& work,
                  const WorkIntervals& intervals, Timestamp now) {
  for (const auto& row : work) {
    const auto before = facts.size();
    say_case(facts, kWork, row.kind);
    if (facts.size() > before)
      facts.back().at = due_at({row.not_before, row.last_at}, row.kind, intervals, now);
  }
}

bool waits(const CompetitorPicture& picture) {
  return !picture.work.empty() ||
         (!picture.competitor.game_platform_id && !picture.coach_work.empty());
}

}  // namespace

std::vector<ExplainedFact> explain(const CompetitorPicture& picture, const WorkIntervals& intervals,
                                   Timestamp now) {
  Facts facts;
  explain_status(facts, picture.competitor);
  explain_eligibility(facts, picture.competitor);
  explain_onboarding(facts, picture.competitor);
  explain_coach(facts, picture);
  explain_platform(facts, picture.competitor);
  explain_differences(facts, picture.disclosed);
  explain_team(facts, picture);
  explain_scores(facts, picture);
  explain_password_reset(facts, picture.password_reset);
  if (!picture.not_called_because.empty() && waits(picture))
    say(facts, "vendor-not-called",
        "What waits for the game platform is held back, because calls to it do not succeed.",
        picture.not_called_because);
  if (!picture.competitor.game_platform_id) explain_work(facts, picture.coach_work, intervals, now);
  explain_work(facts, picture.work, intervals, now);
  return facts;
}

}  // namespace lockstep::projections
