// One season of three coaches who do what comes to their minds, with a vendor that fails in every
// way it can and an engine that is restarted in between: all by one seed.
#pragma once
#include <array>
#include <random>
#include <string>

#include "tests/simulation/chaos_watch.h"

namespace lockstep::simulation {

/// How the vendor answers while the season lasts.
enum class Answers {
  faulty,  ///< Rightly, and in some of the ways in which it can fail: which, changes.
  any      ///< One in eight rightly, all others in any of the wrong ways there are.
};

class Chaos {
 public:
  explicit Chaos(std::uint64_t seed, Answers answers = Answers::faulty);

  /// So many random things.
  void play(int steps);
  /// The faults are over; what a person has to put right is put right as its remedy says, and the
  /// rest has the time that its backoff and a reconciliation take.
  void settle();
  /// What differs between what is desired and what the vendor has and is in no named state, and
  /// whatever else is not as it has to be in the end. Empty: all is well.
  std::vector<std::string> complaints();

  MockWorld mock;
  World& world = mock.world;
  ChaosWatch watch;

 private:
  friend class Verdict;
  static constexpr int kCoaches = 3;
  static constexpr int kKids = 15;
  static constexpr int kTeams = 5;

  int roll(int n) { return std::uniform_int_distribution<int>(0, n - 1)(dice_); }
  bool one_in(int n) { return roll(n) == 0; }
  std::string coach() { return "coach" + std::to_string(roll(kCoaches)); }
  std::string kid() { return "kid" + std::to_string(roll(kKids)); }
  /// Mostly a team of the kid's coach, so that it gets full.
  std::string team_for(const std::string& kid);
  /// Deleted teams come back under new ids.
  std::string name_of(const std::string& team);

  [[nodiscard]] bool calls_open();
  void begin();
  void command();
  /// Facts as they should be, but for a whim now and then.
  void put_coach(const std::string& id, bool whims = true);
  void put_team(const std::string& id, bool whims = true);
  void put_kid(const std::string& id, bool whims = true);
  void whim(domain::RecordCompetitorFacts& facts);
  void let_time_pass();
  void change_faults();
  void change_the_vendor();
  void send(const std::string& id, AnyCommand command, std::string what);

  std::mt19937_64 dice_;
  const Answers answers_;
  int given_ = 0;                            ///< Commands whose answer was waited for.
  std::map<std::string, int> team_numbers_;  ///< How often this one was deleted.
};

}  // namespace lockstep::simulation
