// When open work is due: the one rule for who does it and for who explains it.
#include "projections/vendor_work/work_due.h"

#include <gtest/gtest.h>

namespace lockstep::projections {
namespace {

using enum WorkKind;

constexpr std::int64_t kNow = 10'000'000;
const WorkIntervals kIntervals{.poll = std::chrono::milliseconds{1'000},
                               .coach_check = std::chrono::milliseconds{200},
                               .reconcile = std::chrono::milliseconds{3'000}};
constexpr std::int64_t kCap = 15 * 60'000;

struct Row {
  const char* rule;
  WorkKind kind;
  std::optional<std::int64_t> not_before;
  std::optional<std::int64_t> last_at;
  std::optional<std::int64_t> due;  ///< None: as soon as there is a place.
};
class WorkDue : public testing::TestWithParam<Row> {};

std::optional<Timestamp> at(std::optional<std::int64_t> ms) {
  return ms ? std::optional(Timestamp{*ms}) : std::nullopt;
}

TEST_P(WorkDue, IsAt) {
  const auto& row = GetParam();
  EXPECT_EQ(due_at({at(row.not_before), at(row.last_at)}, row.kind, kIntervals, Timestamp{kNow}),
            at(row.due))
      << row.rule;
}

const Row kRows[] = {
    {"what was never heard of is due", poll_odl, {}, {}, {}},
    {"what is no retry and no poll is due", call_onboarding, {}, kNow, {}},
    {"a poll comes again after its interval", poll_odl, {}, kNow - 1, kNow + 999},
    {"so do totals", poll_totals, {}, kNow - 1, kNow + 999},
    {"and Flash CTF", poll_flash, {}, kNow - 5'000, kNow - 4'000},
    {"a coach is looked up after its own", check_coach_status, {}, kNow, kNow + 200},
    {"a run comes after its own", reconcile, {}, kNow, kNow + 3'000},
    {"a retry has its time", retry_onboarding, kNow + 7, {}, kNow + 7},
    {"also of a poll", poll_odl, kNow + 7, kNow - 9'000, kNow + 7},
    {"also as late as any retry", retry_onboarding, kNow + kCap, {}, kNow + kCap},
    {"one that is later was planned by a clock put back",
     retry_onboarding,
     kNow + kCap + 1,
     {},
     {}},
    {"an answer from the future was heard now", poll_odl, {}, kNow + 5'000'000, kNow + 1'000},
};
INSTANTIATE_TEST_SUITE_P(Table, WorkDue, testing::ValuesIn(kRows));

}  // namespace
}  // namespace lockstep::projections
