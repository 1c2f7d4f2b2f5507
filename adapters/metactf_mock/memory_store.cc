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
  MemoryStore() { clear(); }

  [[nodiscard]] std::string_view mode() const override { return "memory"; }

  void clear() override {
    sequences_ = {{Sequence::user, 1000}, {Sequence::team, 200}, {Sequence::solve, 900000}};
    users_.clear();
    teams_.clear();
    team_of_.clear();
    members_.clear();
    persons_.clear();
  }

  std::int64_t next(Sequence sequence) override { return ++sequences_[sequence]; }

  void put_user(const UserRecord& user) override { users_[user.syned_user_id] = user; }
  std::optional<UserRecord> user(const std::string& id) override { return copy_of(users_, id); }
  std::vector<UserRecord> users() override { return values_of(users_); }

  void put_team(const TeamRecord& team) override { teams_[team.syned_team_id] = team; }
  std::optional<TeamRecord> team(const std::string& id) override { return copy_of(teams_, id); }
  void erase_team(const std::string& id) override { teams_.erase(id); }
  std::vector<TeamRecord> teams() override { return values_of(teams_); }

  void assign(const std::string& user_id, const std::optional<std::string>& team_id) override {
    const auto before = team_of_.find(user_id);
    if (before != team_of_.end()) {
      members_[before->second].erase(user_id);
      team_of_.erase(before);
    }
    if (!team_id) return;
    team_of_[user_id] = *team_id;
    members_[*team_id].insert(user_id);
  }
  std::optional<std::string> team_of(const std::string& user_id) override {
    return copy_of(team_of_, user_id);
  }
  std::vector<std::string> members(const std::string& team_id) override {
    const auto found = members_.find(team_id);
    if (found == members_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }
  std::vector<std::pair<std::string, std::string>> assignments() override {
    return {team_of_.begin(), team_of_.end()};
  }

  void put_person(VendorPerson person) override {
    auto shared = std::make_shared<const VendorPerson>(std::move(person));
    persons_[shared->syned_user_id] = shared;
  }
  std::shared_ptr<const VendorPerson> person(const std::string& user_id) override {
    return copy_of(persons_, user_id).value_or(nullptr);
  }

 private:
  std::map<Sequence, std::int64_t> sequences_;
  std::map<std::string, UserRecord> users_;
  std::map<std::string, TeamRecord> teams_;
  std::map<std::string, std::string> team_of_;
  std::map<std::string, std::set<std::string>> members_;
  std::map<std::string, std::shared_ptr<const VendorPerson>> persons_;
};

}  // namespace

std::unique_ptr<MockStore> make_memory_store() {
  return std::make_unique<MemoryStore>();
}

}  // namespace lockstep::metactf_mock
