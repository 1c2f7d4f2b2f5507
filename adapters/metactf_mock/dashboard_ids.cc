// See dashboard_ids.h. What a dashboard's tables look like is the integration document's section 6;
// all but `competitors.id` may be missing.
#include "adapters/metactf_mock/dashboard_ids.h"

#include <map>
#include <set>

#include "adapters/libpq/pg_connection.h"
#include "adapters/metactf_mock/made_up.h"
#include "base/uuid.h"

namespace lockstep::metactf_mock {

namespace {

using libpq::PgConnection;
using libpq::PgRows;
using libpq::PgTransaction;

constexpr const char* kColumns = R"sql(
  SELECT table_name, column_name FROM information_schema.columns
  WHERE table_schema = 'public'
    AND table_name IN ('competitors', 'teams', 'coaches', 'profiles', 'team_memberships'))sql";

/// In the form in which the engine will ask for it, whatever the column's type.
std::string id_in(const PgRows& rows, int row, int column) {
  return base::with_normal_uuid(rows.text(row, column).value_or(""));
}

class Dashboard {
 public:
  Dashboard(PgConnection& connection, std::uint64_t seed) : connection_(connection), seed_(seed) {}

  Result<Records> read() {
    LOCKSTEP_TRY(const auto columns, connection_.query(kColumns));
    for (int row = 0; row < columns.size(); ++row)
      columns_[columns.text(row, 0).value_or("")].insert(columns.text(row, 1).value_or(""));
    if (!has("competitors", "id"))
      return Error{Errc::not_found, "dashboard-without-competitors",
                   "the dashboard's database has no table competitors", "check DATABASE_URL"};
    LOCKSTEP_TRY(read_competitors());
    LOCKSTEP_TRY(read_teams());
    LOCKSTEP_TRY(read_assignments());
    for (const auto* table : {"coaches", "profiles"}) {
      LOCKSTEP_TRY(read_coaches(table));
    }
    add_coaches();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool has(const std::string& table, const std::string& column) const {
    const auto found = columns_.find(table);
    return found != columns_.end() && found->second.contains(column);
  }
  /// `column` as text; null when there is no such column.
  [[nodiscard]] std::string text(const std::string& table, const std::string& column) const {
    return has(table, column) ? column + "::text" : "NULL";
  }
  /// Those on the platform; everybody, when the table does not say who is.
  Result<PgRows> on_platform(const std::string& table, const std::string& selected) {
    auto sql = "SELECT " + selected + " FROM public." + table;
    if (has(table, "game_platform_id")) sql += " WHERE game_platform_id IS NOT NULL";
    return connection_.query(sql + " ORDER BY 1");
  }

  Result<void> read_competitors() {
    LOCKSTEP_TRY(const auto rows,
                 on_platform("competitors", "id::text, " + text("competitors", "coach_id")));
    for (int row = 0; row < rows.size(); ++row) {
      UserRecord user;
      user.syned_user_id = id_in(rows, row, 0);
      user.metactf_username = "player-" + std::to_string(row + 1);
      user.role = "user";
      const auto head = made_up_head(seed_, user.syned_user_id);
      user.status = head.status;
      user.last_login = head.last_login;
      if (rows.text(row, 1)) user.syned_coach_user_id = id_in(rows, row, 1);
      if (user.syned_coach_user_id) coaches_.insert(*user.syned_coach_user_id);
      competitors_.insert(user.syned_user_id);
      out_.users.push_back(std::move(user));
    }
    return boost::outcome_v2::success();
  }

  Result<void> read_teams() {
    if (!has("teams", "id") || !has("teams", "coach_id")) return boost::outcome_v2::success();
    LOCKSTEP_TRY(const auto rows,
                 on_platform("teams", "id::text, coach_id::text, " + text("teams", "division")));
    for (int row = 0; row < rows.size(); ++row) {
      TeamRecord team;
      team.syned_team_id = id_in(rows, row, 0);
      team.syned_coach_user_id = id_in(rows, row, 1);
      team.team_name = "Team " + std::to_string(row + 1);
      team.division = rows.text(row, 2).value_or("high_school");
      team.affiliation = "School";
      coaches_.insert(team.syned_coach_user_id);
      teams_.insert(team.syned_team_id);
      out_.teams.push_back(std::move(team));
    }
    return boost::outcome_v2::success();
  }

  Result<void> read_assignments() {
    const bool table =
        has("team_memberships", "competitor_id") && has("team_memberships", "team_id");
    if (!table && !has("competitors", "team_id")) return boost::outcome_v2::success();
    LOCKSTEP_TRY(
        const auto rows,
        connection_.query(table ? "SELECT competitor_id::text, team_id::text FROM "
                                  "public.team_memberships WHERE team_id IS NOT NULL ORDER BY 1, 2"
                                : "SELECT id::text, team_id::text FROM public.competitors WHERE "
                                  "team_id IS NOT NULL ORDER BY 1"));
    std::map<std::string, std::string> team_of;  // The last one counts: nobody is on two.
    for (int row = 0; row < rows.size(); ++row) team_of[id_in(rows, row, 0)] = id_in(rows, row, 1);
    for (const auto& [user, team] : team_of)
      if (competitors_.contains(user) && teams_.contains(team))
        out_.assignments.push_back({user, team});
    return boost::outcome_v2::success();
  }

  /// Coaches without competitors or teams are known by their table alone.
  Result<void> read_coaches(const std::string& table) {
    if (!has(table, "id") || !has(table, "game_platform_id")) return boost::outcome_v2::success();
    LOCKSTEP_TRY(const auto rows, on_platform(table, "id::text"));
    for (int row = 0; row < rows.size(); ++row) {
      auto id = id_in(rows, row, 0);
      if (!competitors_.contains(id)) coaches_.insert(std::move(id));
    }
    return boost::outcome_v2::success();
  }

  void add_coaches() {
    for (const auto& id : coaches_) {
      UserRecord coach;
      coach.syned_user_id = id;
      coach.metactf_username = "coach-" + std::to_string(out_.users.size() + 1);
      coach.role = "coach";
      coach.status = "approved";
      out_.users.push_back(std::move(coach));
    }
  }

  PgConnection& connection_;
  std::uint64_t seed_;
  std::map<std::string, std::set<std::string>> columns_;
  std::set<std::string> coaches_;
  std::set<std::string> competitors_;
  std::set<std::string> teams_;
  Records out_;
};

}  // namespace

Result<Records> read_dashboard(const std::string& url, std::uint64_t seed) {
  if (url.empty())
    return Error{Errc::invalid, "dashboard-url-missing",
                 "the dataset from-postgres needs the URL of a dashboard's database",
                 "set DATABASE_URL"};
  LOCKSTEP_TRY(const auto connection, PgConnection::connect(url));
  LOCKSTEP_TRY(const auto transaction, PgTransaction::begin(*connection, "READ ONLY"));
  return Dashboard{*connection, seed}.read();
}

}  // namespace lockstep::metactf_mock
