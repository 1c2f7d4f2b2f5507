// How it goes: counts and sums, health, the gate to the vendor.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/shown.h"

namespace lockstep::http::answers {

struct CompetitorCounts {
  std::int64_t total;
  std::map<std::string, std::int64_t> by_status;
  std::int64_t on_team;
  std::int64_t waiting_for_coach;
};
BOOST_DESCRIBE_STRUCT(CompetitorCounts, (), (total, by_status, on_team, waiting_for_coach))

struct TeamCounts {
  std::int64_t total;
  std::int64_t on_platform;
};
BOOST_DESCRIBE_STRUCT(TeamCounts, (), (total, on_platform))

struct MemberCounts {
  std::int64_t synced;
  std::int64_t pending;
  std::int64_t error;
};
BOOST_DESCRIBE_STRUCT(MemberCounts, (), (synced, pending, error))

struct ScoreSums {
  std::int64_t odl_solves;
  std::int64_t flash_solves;
  std::int64_t challenges_completed;
  std::int64_t total_score;
};
BOOST_DESCRIBE_STRUCT(ScoreSums, (), (odl_solves, flash_solves, challenges_completed, total_score))

struct ErrorCounts {
  std::int64_t onboarding;
  std::int64_t sync;
};
BOOST_DESCRIBE_STRUCT(ErrorCounts, (), (onboarding, sync))

struct LastSync {
  std::optional<Timestamp> newest;
  std::optional<Timestamp> oldest;
  std::int64_t never = 0;
  bool operational = true;  ///< No fact: it comes from the operations store, too.
};
BOOST_DESCRIBE_STRUCT(LastSync, (), (newest, oldest, never, operational))

struct Summary {
  Position position;
  CompetitorCounts competitors;
  TeamCounts teams{};
  MemberCounts members{};
  ScoreSums scores{};
  ErrorCounts errors{};
  LastSync last_sync;
};
BOOST_DESCRIBE_STRUCT(Summary, (),
                      (position, competitors, teams, members, scores, errors, last_sync))

struct Alive {
  bool alive = true;
};
BOOST_DESCRIBE_STRUCT(Alive, (), (alive))

struct Ready {
  bool ready;
};
BOOST_DESCRIBE_STRUCT(Ready, (), (ready))

struct HealthCheck {
  std::string name;
  bool ok;
  std::string detail;
};
BOOST_DESCRIBE_STRUCT(HealthCheck, (), (name, ok, detail))

struct Health {
  bool ready;
  std::vector<HealthCheck> checks;
};
BOOST_DESCRIBE_STRUCT(Health, (), (ready, checks))

struct Rate {
  double calls_per_second;
  double max_calls_per_second;
  std::optional<double> ceiling;
  double paused_for_seconds;
};
BOOST_DESCRIBE_STRUCT(Rate, (),
                      (calls_per_second, max_calls_per_second, ceiling, paused_for_seconds))

struct Concurrency {
  std::size_t limit;
  std::size_t max;
  std::size_t in_flight;
  std::size_t backing_off;
};
BOOST_DESCRIBE_STRUCT(Concurrency, (), (limit, max, in_flight, backing_off))

struct Breaker {
  std::string state;
  std::string reason;
  double reopens_in_seconds;
  std::string remedy;
};
BOOST_DESCRIBE_STRUCT(Breaker, (), (state, reason, reopens_in_seconds, remedy))

struct Lane {
  std::string name;
  std::size_t waiting;
  std::size_t in_flight;
  std::int64_t sent;
  double longest_wait_seconds;
};
BOOST_DESCRIBE_STRUCT(Lane, (), (name, waiting, in_flight, sent, longest_wait_seconds))

struct CallCounts {
  std::int64_t total;
  std::int64_t answered;
  std::int64_t rate_limited;
  std::int64_t failed;
};
BOOST_DESCRIBE_STRUCT(CallCounts, (), (total, answered, rate_limited, failed))

struct Calls {
  CallCounts last_minute;
  CallCounts last_hour;
  CallCounts since_start;
};
BOOST_DESCRIBE_STRUCT(Calls, (), (last_minute, last_hour, since_start))

/// Where the vendor is not called there is nothing but `enabled`.
struct Usage {
  bool enabled = false;
  LeftOut<Rate> rate = {};
  LeftOut<Concurrency> concurrency = {};
  LeftOut<Breaker> breaker = {};
  LeftOut<double> retry_budget = {};
  LeftOut<std::vector<Lane>> lanes = {};
  LeftOut<Calls> calls = {};
};
BOOST_DESCRIBE_STRUCT(Usage, (), (enabled, rate, concurrency, breaker, retry_budget, lanes, calls))

/// The description of the API: see OpenAPI 3.1.
struct Document {};
BOOST_DESCRIBE_STRUCT(Document, (), ())

}  // namespace lockstep::http::answers
