// See dataset_people.h. Names are made up and long on purpose: they occur nowhere else.
#include "adapters/metactf_mock/dataset_people.h"

namespace lockstep::metactf_mock {

namespace {

using events::Division;

constexpr auto kNorthCoach = "c0a10000-0000-4000-8000-000000000001";
constexpr auto kSouthCoach = "c0a10000-0000-4000-8000-000000000002";
constexpr auto kHighSchoolTeam = "7ea30000-0000-4000-8000-000000000001";
constexpr auto kMiddleSchoolTeam = "7ea30000-0000-4000-8000-000000000002";
constexpr auto kCollegeTeam = "7ea30000-0000-4000-8000-000000000003";
constexpr auto kCompetitorPrefix = "50c00000-0000-4000-8000-0000000000";

CompetitorFacts person(const char* number, const char* coach_id, const char* first,
                       const char* last, Division division) {
  CompetitorFacts out;
  out.id = std::string(kCompetitorPrefix) + number;
  out.coach_id = coach_id;
  out.first_name = first;
  out.last_name = last;
  out.division = division;
  out.compliance_date = "2026-09-14";
  return out;
}

CompetitorFacts without_compliance(CompetitorFacts facts) {
  facts.compliance_complete = false;
  facts.compliance_date.reset();
  return facts;
}

CompetitorFacts without_profile(CompetitorFacts facts) {
  facts.profile_complete = false;
  return without_compliance(std::move(facts));
}

CompetitorFacts mail(CompetitorFacts facts, const char* personal, const char* school) {
  if (personal != nullptr) facts.email_personal = personal;
  if (school != nullptr) facts.email_school = school;
  return facts;
}

CompetitorFacts on_team(CompetitorFacts facts, const char* team_id) {
  facts.team_id = team_id;
  return facts;
}

CompetitorFacts known_as(CompetitorFacts facts, const char* username) {
  facts.preferred_username = username;
  return facts;
}

CompetitorFacts at_school(CompetitorFacts facts, const char* school_id, const char* region_id) {
  facts.syned_school_id = school_id;
  facts.syned_region_id = region_id;
  return facts;
}

std::vector<CoachFacts> coaches() {
  return {{kNorthCoach, "Theodosia", "Quillfeather", "theodosia.quillfeather@example.org",
           "Lakeside Consolidated School", "Great Lakes", Division::high_school},
          {kSouthCoach, "Ignatius", "Brambleworth", "ignatius.brambleworth@example.org",
           "Bayou Technical College", "Gulf Coast", Division::college}};
}

std::vector<TeamFacts> teams() {
  return {{kHighSchoolTeam, kNorthCoach, "Packet Pirates", Division::high_school, std::nullopt},
          {kMiddleSchoolTeam, kNorthCoach, "Byte Badgers", Division::middle_school,
           "Lakeside Junior Academy"},
          {kCollegeTeam, kSouthCoach, "Null Pelicans", Division::college, std::nullopt}};
}

std::vector<CompetitorFacts> northern_competitors() {
  const auto high = [](const char* number, const char* first, const char* last) {
    return person(number, kNorthCoach, first, last, Division::high_school);
  };
  const auto middle = [](const char* number, const char* first, const char* last) {
    return person(number, kNorthCoach, first, last, Division::middle_school);
  };
  return {
      on_team(mail(high("01", "Wilhelmina", "Okonkwo-Baptiste"), "wilhelmina.ob@example.org",
                   "w.okonkwo-baptiste@lakeside.example.org"),
              kHighSchoolTeam),
      on_team(
          known_as(mail(high("02", "Zephyrine", "Castellanos"), "zephyrine.c@example.org", nullptr),
                   "zephcastle"),
          kHighSchoolTeam),
      on_team(mail(high("03", "Barnabas", "Thistlewood"), nullptr,
                   "b.thistlewood@lakeside.example.org"),
              kHighSchoolTeam),
      on_team(without_compliance(
                  mail(high("04", "Oluwaseun", "Fitzgibbon"), "oluwaseun.f@example.org", nullptr)),
              kHighSchoolTeam),
      on_team(at_school(mail(middle("05", "Saoirse", "Vandermeer"), "saoirse.v@example.org",
                             "s.vandermeer@lakeside.example.org"),
                        "LJA-0042", "GL-MI"),
              kMiddleSchoolTeam),
      on_team(mail(middle("06", "Casimir", "Featherstone"), "casimir.f@example.org", nullptr),
              kMiddleSchoolTeam),
      mail(middle("07", "Xiomara", "Petrosyan"), "xiomara.p@example.org", nullptr),
      without_profile(mail(middle("08", "Leopold", "Nakagawa"), "leopold.n@example.org", nullptr)),
  };
}

std::vector<CompetitorFacts> southern_competitors() {
  const auto college = [](const char* number, const char* first, const char* last) {
    return person(number, kSouthCoach, first, last, Division::college);
  };
  return {
      on_team(known_as(mail(college("09", "Anneliese", "Oyelaran"), "anneliese.o@example.org",
                            "a.oyelaran@bayou.example.org"),
                       "annelies3"),
              kCollegeTeam),
      on_team(mail(college("10", "Evander", "Szymanski"), "evander.s@example.org", nullptr),
              kCollegeTeam),
      mail(college("11", "Philippa", "Kjeldsen"), "philippa.k@example.org", nullptr),
      without_compliance(
          mail(college("12", "Torvald", "Mbeki-Lindqvist"), "torvald.ml@example.org", nullptr)),
  };
}

}  // namespace

Dataset baseline_people(std::string_view name) {
  Dataset out;
  out.name = name;
  out.coaches = coaches();
  out.teams = teams();
  out.competitors = northern_competitors();
  for (auto& competitor : southern_competitors()) out.competitors.push_back(std::move(competitor));
  return out;
}

}  // namespace lockstep::metactf_mock
