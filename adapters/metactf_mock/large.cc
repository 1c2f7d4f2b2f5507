// See large.h.
#include "adapters/metactf_mock/large.h"

#include <array>
#include <cstdio>

#include "adapters/metactf_mock/dice.h"
#include "adapters/metactf_mock/made_up.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::array<const char*, 3> kDivisions{"high_school", "middle_school", "college"};
constexpr std::int64_t kTeamSize = 6;

/// UUID text that says what it is: kind, seed, number.
std::string id_of(const char* kind, std::uint64_t seed, std::int64_t number) {
  std::array<char, 37> out{};
  std::snprintf(out.data(), out.size(), "%.4s%04x-%04x-4000-8000-%012llx", kind,
                static_cast<unsigned>(seed & 0xffffU), static_cast<unsigned>(seed >> 16U & 0xffffU),
                static_cast<unsigned long long>(number));
  return out.data();
}

class Population {
 public:
  Population(std::int64_t size, std::uint64_t seed)
      : left_(size), seed_(seed), dice_(seed, "large") {}

  Records run() {
    while (left_ > 0) add_coach();
    return std::move(out_);
  }

 private:
  void add_coach() {
    const auto number = ++coaches_;
    UserRecord coach;
    coach.syned_user_id = id_of("c0ac", seed_, number);
    coach.metactf_username = "coach-" + std::to_string(number);
    coach.role = "coach";
    coach.status = "approved";
    coach.last_login = kDatasetAnchor - dice_.below(20LL * 24 * 3600);
    const auto id = out_.users.emplace_back(std::move(coach)).syned_user_id;
    add_competitors(id);
  }

  void add_competitors(const std::string& coach) {
    const auto main = dice_.below(100) < 60 ? 0U : dice_.percent(60) ? 1U : 2U;
    std::array<std::string, 3> team{};
    std::array<std::int64_t, 3> room{};
    for (auto i = 20 + dice_.below(11); i > 0 && left_ > 0; --i) {
      const auto division = dice_.percent(85) ? main : (main + 1) % 3;
      const auto [id, may_play] = add_competitor(coach);
      if (!may_play || dice_.percent(12)) continue;
      if (room[division]-- == 0) {
        team[division] = add_team(coach, division);
        room[division] = kTeamSize - 1 - dice_.below(3);
      }
      out_.assignments.push_back({id, team[division]});
    }
  }

  std::pair<std::string, bool> add_competitor(const std::string& coach) {
    --left_;
    const auto number = ++competitors_;
    UserRecord user;
    user.syned_user_id = id_of("50c0", seed_, number);
    user.metactf_username = "player-" + std::to_string(number);
    user.role = "user";
    user.syned_coach_user_id = coach;
    const auto head = made_up_head(seed_, user.syned_user_id);
    user.status = head.status;
    user.last_login = head.last_login;
    const bool may_play = user.status == "approved" || user.status == "user_created";
    return {out_.users.emplace_back(std::move(user)).syned_user_id, may_play};
  }

  std::string add_team(const std::string& coach, std::size_t division) {
    TeamRecord team;
    team.syned_team_id = id_of("7ea3", seed_, ++teams_);
    team.syned_coach_user_id = coach;
    team.team_name = "Team " + std::to_string(teams_);
    team.division = kDivisions.at(division);
    team.affiliation = "School " + std::to_string(coaches_);
    return out_.teams.emplace_back(std::move(team)).syned_team_id;
  }

  Records out_;
  std::int64_t left_;
  std::uint64_t seed_;
  Dice dice_;
  std::int64_t coaches_ = 0;
  std::int64_t competitors_ = 0;
  std::int64_t teams_ = 0;
};

}  // namespace

Records large_records(std::int64_t size, std::uint64_t seed) {
  return Population{size, seed}.run();
}

}  // namespace lockstep::metactf_mock
