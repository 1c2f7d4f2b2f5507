// Reconciliations, what they found, and the removals that wait for an admin.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/api/answers/failures.h"
#include "adapters/http/shown.h"

namespace lockstep::http::answers {

struct DriftCounts {
  std::map<std::string, std::int64_t> by_class;
  std::map<std::string, std::int64_t> by_action;
  std::int64_t skipped;
};
BOOST_DESCRIBE_STRUCT(DriftCounts, (), (by_class, by_action, skipped))

struct DriftFinding {
  std::string class_;
  std::string action;
  std::optional<std::string> syned_user_id;
  std::optional<TeamId> team_id;
  std::optional<std::string> platform_team_id;
  std::vector<std::string> fields;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(DriftFinding, (),
                      (class_, action, syned_user_id, team_id, platform_team_id, fields, remedy))

struct DriftRemoval {
  CompetitorId competitor_id;
  std::string run_id;
  std::string platform_team_id;
  std::string state;
  Timestamp changed_at;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(DriftRemoval, (),
                      (competitor_id, run_id, platform_team_id, state, changed_at, remedy))

struct DriftRun {
  std::string id;
  bool dry_run;
  std::string state;
  Timestamp requested_at;
  std::optional<Timestamp> recorded_at;
  std::int64_t known_assignments;
  std::int64_t listed_assignments;
  DriftCounts counts;
  std::vector<DriftFinding> findings;
  std::int64_t findings_left_out;
  std::optional<Failure> inconclusive;
  std::int64_t rows_set_aside;  ///< Of the vendor's list.
  /// Why nobody was compared for not being there; null: the list was whole.
  std::optional<std::string> set_aside_why;
  LeftOut<std::vector<DriftRemoval>> removals = {};  ///< Not of the newest run in Drift.
};
BOOST_DESCRIBE_STRUCT(DriftRun, (),
                      (id, dry_run, state, requested_at, recorded_at, known_assignments,
                       listed_assignments, counts, findings, findings_left_out, inconclusive,
                       rows_set_aside, set_aside_why, removals))

struct Drift {
  std::optional<DriftRun> newest_run;
  std::vector<DriftRemoval> held_removals;
};
BOOST_DESCRIBE_STRUCT(Drift, (), (newest_run, held_removals))

}  // namespace lockstep::http::answers
