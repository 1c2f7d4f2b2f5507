// Questions about coaches, competitors, teams and who is on which.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/roster/rows.h"

namespace lockstep::ports {

template <class Row>
struct Page {
  std::vector<Row> rows;
  std::optional<std::string> next;  ///< Pass it as `after` for what follows; none: that is all.
  std::int64_t total{};             ///< Rows that match, over all pages.
};

struct CompetitorQuery {
  std::optional<CoachId> coach_id;
  std::optional<std::string> status;
  std::optional<std::string> text;   ///< Part of a name, case-insensitive.
  std::optional<std::string> after;  ///< Rows are in the order of their ids.
  std::size_t limit = 100;           ///< 1 to 500
};
struct TeamQuery {
  std::optional<CoachId> coach_id;
  std::optional<std::string> after;  ///< Rows are in the order of their ids.
  std::size_t limit = 100;
};

/// A member of a team as the roster page shows them.
struct MemberView {
  projections::CompetitorRow competitor;
  projections::MembershipRow membership;
};

/// Errc::unavailable when the store cannot be read.
class RosterReader {
 public:
  RosterReader() = default;
  RosterReader(const RosterReader&) = delete;
  RosterReader& operator=(const RosterReader&) = delete;
  virtual ~RosterReader() = default;

  virtual Result<std::optional<projections::CoachRow>> coach(const CoachId& id) = 0;
  virtual Result<std::optional<projections::CompetitorRow>> competitor(const CompetitorId& id) = 0;
  virtual Result<Page<projections::CompetitorRow>> competitors(const CompetitorQuery& query) = 0;
  virtual Result<std::optional<projections::TeamRow>> team(const TeamId& id) = 0;
  virtual Result<Page<projections::TeamRow>> teams(const TeamQuery& query) = 0;
  /// Of those of these teams that have any, by team; at most 500 teams.
  virtual Result<std::map<TeamId, std::vector<MemberView>>> members_of(
      const std::vector<TeamId>& ids) = 0;
  virtual Result<std::optional<projections::MembershipRow>> membership(const CompetitorId& id) = 0;
  /// Whom the vendor has, by id: of one coach, or all.
  virtual Result<std::vector<CompetitorId>> on_platform(const std::optional<CoachId>& coach_id) = 0;

  Result<std::vector<MemberView>> members(const TeamId& id) {
    LOCKSTEP_TRY(auto found, members_of({id}));
    return std::move(found[id]);
  }
};

}  // namespace lockstep::ports
