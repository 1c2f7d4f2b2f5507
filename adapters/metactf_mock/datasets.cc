// The list of datasets, and what is personal in them.
#include <algorithm>
#include <array>
#include <set>

#include "adapters/metactf_mock/dataset.h"
#include "base/ascii.h"

namespace lockstep::metactf_mock {

namespace {

struct Fixture {
  const Dataset& (*get)();
  std::string_view help;
};
constexpr std::array kFixtures{
    Fixture{baseline, "2 coaches, 3 teams, 12 competitors, and their scores once they are there"},
    Fixture{flash_timeline,
            "baseline's people; Flash CTFs that run, are finished, and that nobody solved"},
    Fixture{
        sync_errors,
        "baseline's people; five of them fail in one way each: 500, 503, 404, incomplete, denied"},
    Fixture{pending_approvals,
            "baseline's people; a coach and a competitor wait for approval, one was denied"},
};

void add_name(std::set<std::string>& out, const std::string& first, const std::string& last) {
  out.insert(first);
  out.insert(last);
  out.insert(first + " " + last);
  out.insert(base::lower(first) + "." + base::lower(last));
}

}  // namespace

std::vector<DatasetHelp> dataset_list() {
  std::vector<DatasetHelp> out;
  for (const auto& fixture : kFixtures) out.push_back({fixture.get().name, fixture.help});
  out.push_back({kLargeDataset, "a vendor in mid-season, of any size and by seed, made up"});
  out.push_back({kFromPostgresDataset,
                 "the ids of a dashboard's database (DATABASE_URL) with made-up scores"});
  return out;
}

const Dataset* find_dataset(std::string_view name) {
  for (const auto& fixture : kFixtures)
    if (fixture.get().name == name) return &fixture.get();
  return nullptr;
}

std::vector<std::string> personal_strings(const Dataset& dataset) {
  std::set<std::string> out;
  for (const auto& coach : dataset.coaches) {
    add_name(out, coach.first_name, coach.last_name);
    out.insert(coach.email);
  }
  for (const auto& person : dataset.competitors) {
    add_name(out, person.first_name, person.last_name);
    for (const auto& text : {person.email_personal, person.email_school, person.preferred_username})
      if (text) out.insert(*text);
  }
  return {out.begin(), out.end()};
}

}  // namespace lockstep::metactf_mock
