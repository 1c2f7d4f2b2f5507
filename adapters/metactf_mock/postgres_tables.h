// The tables of the Postgres store and what is asked of them. The names of columns are those of the
// records in store.h, so that JSON of the one is a row of the other.
#pragma once

namespace lockstep::metactf_mock {

/// Held by the session: one mock per database. One that has just been killed may still be going.
inline constexpr const char* kClaim = R"sql(
  SET lock_timeout = '3s'; SELECT pg_advisory_lock(7310648257116022); SET lock_timeout = '10s')sql";

inline constexpr const char* kMakeTables = R"sql(
  CREATE SCHEMA IF NOT EXISTS metactf_mock;
  CREATE TABLE IF NOT EXISTS metactf_mock.origin (body text NOT NULL);
  CREATE TABLE IF NOT EXISTS metactf_mock.sequences (name text PRIMARY KEY, taken bigint NOT NULL);
  CREATE TABLE IF NOT EXISTS metactf_mock.users (
    syned_user_id text COLLATE "C" PRIMARY KEY, metactf_user_id bigint NOT NULL,
    metactf_username text NOT NULL, role text NOT NULL, status text NOT NULL,
    last_login bigint, syned_coach_user_id text);
  CREATE TABLE IF NOT EXISTS metactf_mock.teams (
    syned_team_id text COLLATE "C" PRIMARY KEY, metactf_team_id bigint NOT NULL,
    metactf_coach_id bigint NOT NULL, syned_coach_user_id text NOT NULL,
    team_name text NOT NULL, division text NOT NULL, affiliation text NOT NULL);
  CREATE TABLE IF NOT EXISTS metactf_mock.assignments (
    syned_user_id text COLLATE "C" PRIMARY KEY, syned_team_id text COLLATE "C" NOT NULL);
  CREATE INDEX IF NOT EXISTS assignments_by_team ON metactf_mock.assignments (syned_team_id);
  CREATE TABLE IF NOT EXISTS metactf_mock.persons (
    syned_user_id text COLLATE "C" PRIMARY KEY, body json NOT NULL);
  ALTER TABLE metactf_mock.origin ENABLE ROW LEVEL SECURITY;
  ALTER TABLE metactf_mock.sequences ENABLE ROW LEVEL SECURITY;
  ALTER TABLE metactf_mock.users ENABLE ROW LEVEL SECURITY;
  ALTER TABLE metactf_mock.teams ENABLE ROW LEVEL SECURITY;
  ALTER TABLE metactf_mock.assignments ENABLE ROW LEVEL SECURITY;
  ALTER TABLE metactf_mock.persons ENABLE ROW LEVEL SECURITY)sql";

inline constexpr const char* kOrigin = "SELECT body FROM metactf_mock.origin";

inline constexpr const char* kForgetEverything = R"sql(
  TRUNCATE metactf_mock.origin, metactf_mock.sequences, metactf_mock.users, metactf_mock.teams,
           metactf_mock.assignments, metactf_mock.persons)sql";

/// $1 which, $2 the number before its first, $3 how many.
inline constexpr const char* kTakeNumbers = R"sql(
  INSERT INTO metactf_mock.sequences AS s VALUES ($1, $2::bigint + $3::bigint)
  ON CONFLICT (name) DO UPDATE SET taken = s.taken + $3::bigint
  RETURNING taken - $3::bigint + 1)sql";

inline constexpr const char* kPutUsers = R"sql(
  INSERT INTO metactf_mock.users
  SELECT * FROM json_populate_recordset(null::metactf_mock.users, $1)
  ON CONFLICT (syned_user_id) DO UPDATE SET
    metactf_user_id = EXCLUDED.metactf_user_id, metactf_username = EXCLUDED.metactf_username,
    role = EXCLUDED.role, status = EXCLUDED.status, last_login = EXCLUDED.last_login,
    syned_coach_user_id = EXCLUDED.syned_coach_user_id)sql";
inline constexpr const char* kPutTeams = R"sql(
  INSERT INTO metactf_mock.teams
  SELECT * FROM json_populate_recordset(null::metactf_mock.teams, $1)
  ON CONFLICT (syned_team_id) DO UPDATE SET
    metactf_team_id = EXCLUDED.metactf_team_id, metactf_coach_id = EXCLUDED.metactf_coach_id,
    syned_coach_user_id = EXCLUDED.syned_coach_user_id, team_name = EXCLUDED.team_name,
    division = EXCLUDED.division, affiliation = EXCLUDED.affiliation)sql";
inline constexpr const char* kPutAssignments = R"sql(
  INSERT INTO metactf_mock.assignments
  SELECT * FROM json_populate_recordset(null::metactf_mock.assignments, $1)
  ON CONFLICT (syned_user_id) DO UPDATE SET syned_team_id = EXCLUDED.syned_team_id)sql";
inline constexpr const char* kPutPersons = R"sql(
  INSERT INTO metactf_mock.persons
  SELECT value->>'syned_user_id', value FROM json_array_elements($1)
  ON CONFLICT (syned_user_id) DO UPDATE SET body = EXCLUDED.body)sql";

inline constexpr const char* kUser =
    "SELECT row_to_json(t) FROM metactf_mock.users t WHERE syned_user_id = $1";
inline constexpr const char* kUsers =
    "SELECT row_to_json(t) FROM metactf_mock.users t ORDER BY syned_user_id";
inline constexpr const char* kTeam =
    "SELECT row_to_json(t) FROM metactf_mock.teams t WHERE syned_team_id = $1";
inline constexpr const char* kTeams =
    "SELECT row_to_json(t) FROM metactf_mock.teams t ORDER BY syned_team_id";
inline constexpr const char* kTeamOf =
    "SELECT syned_team_id FROM metactf_mock.assignments WHERE syned_user_id = $1";
inline constexpr const char* kMembers =
    "SELECT syned_user_id FROM metactf_mock.assignments WHERE syned_team_id = $1 ORDER BY 1";
inline constexpr const char* kAssignments =
    "SELECT syned_user_id, syned_team_id FROM metactf_mock.assignments ORDER BY 1";
inline constexpr const char* kCounts =
    "SELECT (SELECT count(*) FROM metactf_mock.users), (SELECT count(*) FROM metactf_mock.teams), "
    "(SELECT count(*) FROM metactf_mock.assignments)";
inline constexpr const char* kPerson =
    "SELECT body FROM metactf_mock.persons WHERE syned_user_id = $1";
inline constexpr const char* kFlashStart = R"sql(
  SELECT entry->>'start' FROM metactf_mock.persons, json_array_elements(body->'flash') AS entry
  WHERE entry->>'name' = $1 LIMIT 1)sql";

}  // namespace lockstep::metactf_mock
