// See memory_store.h.
#include "adapters/metactf_mock/memory_store.h"

#include <map>
#include <set>

namespace lockstep::metactf_mock {

namespace {

template <class Map>
auto copy_of(const Map& map, const std::string& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

template <class Map>
auto values_of(const Map& map) {
  std::vector<typename Map::mapped_type> out;
  out.reserve(map.size());
  for (const auto& [key, value] : map) out.push_back(value);
  return out;
}

class MemoryStore final : public MockStore {
 public:
  [[nodiscard]] std::string_view mode() const override { return "memory"; }
  [[nodiscard]] bool reads_at_once() const override { return true; }
  void transact(const std::function<void()>& work) override { work(); }

  std::optional<Origin> origin() override { return origin_; }
  void begin_anew(const Origin& origin) override {
    origin_ = origin;
    taken_.clear();
    users_.clear();
    teams_.clear();
    team_of_.clear();
    members_.clear();
    persons_.clear();
    flash_starts_.clear();
  }
  std::int64_t next(Sequence sequence, std::int64_t count) override {
    auto& taken = taken_[sequence];
    const auto first = before_first(sequence) + taken + 1;
    taken += count;
    return first;
  }

  void put(const Records& records) override {
    for (const auto& user : records.users) users_[user.syned_user_id] = user;
    for (const auto& team : records.teams) teams_[team.syned_team_id] = team;
    for (const auto& assignment : records.assignments) {
      unassign(assignment.syned_user_id);
      team_of_[assignment.syned_user_id] = assignment.syned_team_id;
      members_[assignment.syned_team_id].insert(assignment.syned_user_id);
    }
    for (const auto& person : records.persons) {
      persons_[person.syned_user_id] = std::make_shared<const VendorPerson>(person);
      for (const auto& entry : person.flash) flash_starts_[entry.name] = entry.start;
    }
  }

  std::optional<UserRecord> user(const std::string& id) override { return copy_of(users_, id); }
  std::vector<UserRecord> users() override { return values_of(users_); }
  std::optional<TeamRecord> team(const std::string& id) override { return copy_of(teams_, id); }
  std::vector<TeamRecord> teams() override { return values_of(teams_); }
  void erase_team(const std::string& id) override { teams_.erase(id); }

  void unassign(const std::string& user_id) override {
    const auto present = team_of_.find(user_id);
    if (present == team_of_.end()) return;
    members_[present->second].erase(user_id);
    team_of_.erase(present);
  }
  std::optional<std::string> team_of(const std::string& user_id) override {
    return copy_of(team_of_, user_id);
  }
  std::vector<std::string> members(const std::string& team_id) override {
    const auto found = members_.find(team_id);
    if (found == members_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }
  std::vector<AssignmentRecord> assignments() override {
    std::vector<AssignmentRecord> out;
    for (const auto& [user, team] : team_of_) out.push_back({user, team});
    return out;
  }
  Counts counts() override { return {size_of(users_), size_of(teams_), size_of(team_of_)}; }

  std::shared_ptr<const VendorPerson> person(const std::string& user_id) override {
    return copy_of(persons_, user_id).value_or(nullptr);
  }
  std::optional<std::int64_t> flash_start(const std::string& name) override {
    return copy_of(flash_starts_, name);
  }

 private:
  static std::int64_t size_of(const auto& map) { return static_cast<std::int64_t>(map.size()); }

  std::optional<Origin> origin_;
  std::map<Sequence, std::int64_t> taken_;
  std::map<std::string, UserRecord> users_;
  std::map<std::string, TeamRecord> teams_;
  std::map<std::string, std::string> team_of_;
  std::map<std::string, std::set<std::string>> members_;
  std::map<std::string, std::shared_ptr<const VendorPerson>> persons_;
  std::map<std::string, std::int64_t> flash_starts_;
};

}  // namespace

std::unique_ptr<MockStore> make_memory_store() {
  return std::make_unique<MemoryStore>();
}

}  // namespace lockstep::metactf_mock
