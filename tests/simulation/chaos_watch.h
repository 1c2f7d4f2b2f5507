// Looks at the log event by event and at the vendor call by call, and notes whatever must never be
// so: somebody on two teams, a team of 7, an object written more than twice for one desired value.
#pragma once
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/any_command.h"
#include "engine/domain/coach.h"
#include "engine/domain/competitor.h"
#include "engine/domain/team.h"
#include "tests/simulation/mock_world.h"
#include "tests/simulation/refusals.h"

namespace lockstep::simulation {

/// Field and value.
using Told = std::set<std::pair<std::string, std::string>>;

class ChaosWatch {
 public:
  /// Takes over `mock.on_call`.
  explicit ChaosWatch(MockWorld& mock);

  /// Folds what has been appended since.
  void follow();
  /// After everything that followed from the commands has been done: rosters and rows, too.
  void look_around();
  /// Somebody else changed what the vendor has of this user: what was written before is void.
  void changed_behind_our_back(const std::string& user) {
    meant_[user] = ++wanted_["user " + user];  // Of the intent that is open by now,
    ++wanted_["user " + user];                 // and of the next one.
    misplaced_.insert(user);
  }
  /// The vendor said by a fault that it has this, or has it no more: no call of the contract tells
  /// better.
  [[nodiscard]] bool lied_about(const std::string& id) const { return lies_.contains(id); }
  [[nodiscard]] bool unclear_about(const std::string& id) const { return unclear_.contains(id); }
  /// One of several calls made it, nobody knows which, and one of them said this.
  [[nodiscard]] bool may_have_been_told(const std::string& id, const std::string& field,
                                        const std::string& said) const {
    const auto told = told_.find(id);
    const auto unheard = told_unheard_.find(id);
    if (unheard != told_unheard_.end() && unheard->second.contains({field, said})) return true;
    return maker_unknown_.contains(id) && told != told_.end() &&
           told->second.contains({field, said});
  }
  /// The answer to this command was a no that holds.
  void refused(const std::string& command_id);
  /// A line of the story, for whoever has to find out what went wrong.
  void note(std::string line);

  [[nodiscard]] const std::vector<std::string>& violations() const { return violations_; }
  [[nodiscard]] std::string story() const;
  [[nodiscard]] std::size_t calls() const { return calls_; }
  [[nodiscard]] std::size_t writes_taken() const { return writes_taken_; }
  [[nodiscard]] std::size_t refusals() const { return refusals_.count(); }
  /// How often somebody else made seven of those on a team there.
  [[nodiscard]] std::size_t sevens_there() const { return sevens_there_; }

  // The entities as the log has them.
  std::map<std::string, domain::Coach::State> coaches;
  std::map<std::string, domain::Competitor::State> competitors;
  std::map<std::string, domain::Team::State> teams;
  std::map<std::string, std::string> emails_there;  ///< By user: what the vendor took last.
  std::vector<SeenCall> unscheduled;  ///< Calls that are no poll and no look, since clear().

 private:
  void fold(const events::StoredEvent& stored);
  void fold(const std::string& id, const domain::Coach::Event& event);
  void fold(const std::string& id, const domain::Competitor::Event& event);
  void fold(const std::string& id, const domain::Team::Event& event);
  void on_call(const SeenCall& call);
  void lied(const SeenCall& call);
  void count(const std::string& object, std::int64_t version);
  void count_sends(const SeenCall& call);
  void count_members(const std::string& team);
  void violated(std::string what);

  MockWorld& mock_;
  Position position_{};
  std::map<std::string, std::int64_t> wanted_;  ///< By object: how many values were desired so far.
  std::map<std::string, std::int64_t> meant_;   ///< By competitor: which the open intent is of.
  std::map<std::pair<std::string, std::int64_t>, int> writes_;
  std::set<std::string> lies_;  ///< Users and teams.
  std::set<std::string> unclear_;
  std::set<std::string> maker_unknown_;
  std::set<std::string> misplaced_;   ///< By others, since the last call about the user's team.
  std::map<std::string, Told> told_;  ///< By intents.
  /// Likewise, by calls whose answer does not say whether they were carried out.
  std::map<std::string, Told> told_unheard_;
  struct Sent {
    std::string body;
    int times = 0;
    int asked_before = 0;
  };
  std::map<std::string, Sent> sent_;  ///< By user: what went out last, and how often.
  std::map<std::string, int> asked_;  ///< By user: how often somebody had it sent once more.
  Refusals refusals_;
  std::vector<std::string> violations_;
  std::deque<std::string> story_;
  std::size_t calls_ = 0;
  std::size_t writes_taken_ = 0;
  std::size_t sevens_there_ = 0;
};

}  // namespace lockstep::simulation
