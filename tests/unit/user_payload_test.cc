// What is disclosed about a competitor: which address, which username, whose school.
#include "engine/domain/user_payload.h"

#include <set>

#include <gtest/gtest.h>

namespace lockstep::domain {
namespace {

using Text = std::optional<std::string>;

events::CompetitorPerson person(const std::string& first, const std::string& last,
                                const Text& preferred = {}) {
  return {first, last, "ada@home.test", "ada@school.test", preferred};
}

struct UsernameCase {
  std::string first;
  std::string last;
  Text preferred;
  std::string email;
  std::string username;
};
const UsernameCase kUsernames[] = {
    {"Ada", "Quillon", {}, "x@y.test", "ada.quillon"},
    {"Ada", "Quillon", "Adders", "x@y.test", "Adders"},  // Preferred keeps its capitals.
    {"Ada", "Quillon", "Ädda Q.", "x@y.test", "addaq"},  // What machines may not take is spelled.
    {"Ada", "Quillon", ".ada.", "x@y.test", "ada"},
    {"Ada", "Quillon", "Аda", "x@y.test", "ada.quillon"},  // Cyrillic: too little is left of it.
    {"Ada", "Quillon", std::string(40, 'p'), "x@y.test", std::string(32, 'p')},
    {"Ada", "Quillon", "", "x@y.test", "ada.quillon"},  // An empty wish is none.
    {"Mary Ann", "O'Neil-Smith", {}, "x@y.test", "maryann.oneil-smith"},
    {"R2_D2", "Jr.", {}, "x@y.test", "r2_d2.jr"},
    {"José", "Núñez", {}, "x@y.test", "jose.nunez"},
    {"Jose\u0301", "Nu\u0301n\u0303ez", {}, "x@y.test", "jose.nunez"},  // NFD
    {"Zoë", "Ünal", {}, "x@y.test", "zoe.unal"},
    {"Łukasz", "Strauß", {}, "x@y.test", "lukasz.strauss"},
    {"Bjørn", "Ægir", {}, "x@y.test", "bjorn.aegir"},
    {"İpek", "Işık", {}, "x@y.test", "ipek.isik"},
    {"Siobhán", "O’Neil", {}, "x@y.test", "siobhan.oneil"},
    {"Ａｄａ", "Ｑ", {}, "x@y.test", "ada.q"},
    {"J.", ".R", {}, "x@y.test", "j.r"},
    {"明", "李", {}, "ming.li@y.test", "ming.li"},
    {"明", "李", {}, "Ming+Li@y.test", "mingli"},
    {"Ω", "Ж", {}, "no-at-sign", "no-at-sign"},
    {"A", "B", {}, "x@y.test", "a.b"},          // Exactly 3.
    {"A", "", {}, "long@y.test", "long"},       // "a" is too short.
    {"...", "...", {}, "dots@y.test", "dots"},  // Dots alone are no name.
    {"-", "_", {}, "abc@y.test", "abc"},
    {"明", "李", {}, "ab@y.test", "competitor-id-1"},
    {"明", "李", {}, "...@y.test", "competitor-id-1"},
    {"明", "李", {}, "", "competitor-id-1"},
    {"", "", {}, "", "competitor-id-1"},
    {std::string(30, 'a'), "bcdef", {}, "x@y.test", std::string(30, 'a') + ".b"},
    {std::string(31, 'a'), "bcdef", {}, "x@y.test", std::string(31, 'a')},  // No dot at the end.
    {"明", "李", {}, std::string(40, 'c') + "@y.test", std::string(32, 'c')},
};

TEST(Username, IsPreferredElseNamesElseEmailElseId) {
  for (const auto& row : kUsernames)
    EXPECT_EQ(username_for(person(row.first, row.last, row.preferred), row.email, {"id-1"}),
              row.username);
}

TEST(Username, OfNamesHasOnlyAllowedCharactersAndLength) {
  for (const auto& row : kUsernames) {
    const auto name = username_for(person(row.first, row.last), row.email, {"id-1"});
    EXPECT_GE(name.size(), 3U);
    EXPECT_LE(name.size(), 32U);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-"), std::string::npos)
        << name;
  }
}

TEST(Username, OnesThatAreTakenGetANumberAndTwoOfThemAtMost) {
  for (const auto& row : kUsernames) {
    std::set<std::string> tried;
    for (std::int64_t taken = 0; taken < 6; ++taken) {
      const auto name = username_for(person(row.first, row.last), row.email, {"id-1"}, taken);
      EXPECT_LE(name.size(), 32U);
      if (taken > 0) {
        EXPECT_EQ(name.find(".2"), std::string::npos) << name;
      }
      tried.insert(name);
    }
    EXPECT_EQ(tried.size(), 3U);
  }
  EXPECT_EQ(username_for(person("Ada", "Quillon"), "", {"id-1"}, 1), "ada.quillon2");
  EXPECT_EQ(username_for(person("Ada", "Quillon", "adaq"), "", {"id-1"}, 1), "adaq");
}

TEST(Username, OfALongIdIsItsEnd) {
  const CompetitorId id{"018f3c1e-0000-7000-8000-0123456789ab"};
  EXPECT_EQ(username_for(person("明", "李"), "", id), "competitor-0700080000123456789ab");
}

TEST(DisclosedEmail, IsThePreferredOneElseTheOther) {
  auto both = person("Ada", "Quillon");
  EXPECT_EQ(disclosed_email(both, EmailPreference::personal), "ada@home.test");
  EXPECT_EQ(disclosed_email(both, EmailPreference::school), "ada@school.test");
  for (const Text& none : {Text{}, Text{""}}) {
    both = person("Ada", "Quillon");
    both.email_personal = none;
    EXPECT_EQ(disclosed_email(both, EmailPreference::personal), "ada@school.test");
    EXPECT_EQ(disclosed_email(both, EmailPreference::school), "ada@school.test");
    both = person("Ada", "Quillon");
    both.email_school = none;
    EXPECT_EQ(disclosed_email(both, EmailPreference::school), "ada@home.test");
    both.email_personal = none;
    EXPECT_EQ(disclosed_email(both, EmailPreference::personal), std::nullopt);
    EXPECT_EQ(disclosed_email(both, EmailPreference::school), std::nullopt);
  }
}

Competitor::State competitor() {
  Competitor::State out;
  out.id = {"id-1"};
  out.coach_id = {"coach-kim"};
  out.person = Sealed<events::CompetitorPerson>{person("Ada", "Quillon")};
  out.coach_school = Sealed<std::optional<std::string>>{"Hill School"};
  out.coach_region = "north";
  return out;
}

TEST(CompetitorPayload, NamesTheUserAndTheirCoach) {
  const events::UserPayload expected{"Ada",         "Quillon", "ada@home.test",
                                     "user",        "id-1",    "ada.quillon",
                                     "Hill School", "north",   "coach-kim"};
  EXPECT_EQ(competitor_payload(competitor(), EmailPreference::personal), expected);
}

TEST(CompetitorPayload, TakesTheCompetitorsOwnSchoolAndRegionFirst) {
  auto state = competitor();
  state.syned_school_id = "school-9";
  auto payload = competitor_payload(state, EmailPreference::personal);
  EXPECT_EQ(payload.syned_school_id, "school-9");
  EXPECT_EQ(payload.syned_region_id, "north");
  state.syned_region_id = "region-9";
  payload = competitor_payload(state, EmailPreference::personal);
  EXPECT_EQ(payload.syned_region_id, "region-9");
}

TEST(CompetitorPayload, LeavesOutWhatNobodyHas) {
  auto state = competitor();
  state.coach_school = {};
  state.coach_region.reset();
  const auto payload = competitor_payload(state, EmailPreference::school);
  EXPECT_EQ(payload.syned_school_id, std::nullopt);
  EXPECT_EQ(payload.syned_region_id, std::nullopt);
  EXPECT_EQ(payload.email, "ada@school.test");
}

}  // namespace
}  // namespace lockstep::domain
