#include "tests/support/fake_vendor.h"

#include <functional>

namespace lockstep::testing_support {

using ports::VendorErrc;
using ports::VendorError;
using ports::VendorResult;

namespace {

VendorError error(VendorErrc code, int status) {
  return {code, status, "made up", std::nullopt};
}

}  // namespace

class FakeVendorClient final : public ports::MetactfApi {
 public:
  explicit FakeVendorClient(FakeVendor& vendor) : v_(vendor) {}

  VendorResult<void> ping() override { return boost::outcome_v2::success(); }

  VendorResult<ports::VendorUser> get_user(const std::string& id) override {
    return call<ports::VendorUser>([&]() -> VendorResult<ports::VendorUser> {
      const auto found = v_.users_.find(id);
      if (found == v_.users_.end()) return error(VendorErrc::not_found, 404);
      return found->second;
    });
  }

  VendorResult<ports::VendorUser> create_user(const events::UserPayload& payload) override {
    return call<ports::VendorUser>([&]() -> VendorResult<ports::VendorUser> {
      const auto& id = payload.syned_user_id;
      if (v_.users_.contains(id)) {
        if (v_.behaviour.second_create_conflicts) return error(VendorErrc::conflict, 409);
        ++v_.creations_[id];  // A blind repetition: this vendor would make the user twice.
        return v_.users_[id];
      }
      ++v_.creations_[id];
      const auto status = v_.behaviour.status.find(id);
      v_.users_[id] = {MetactfUserId{v_.next_id_++}, payload.preferred_username.value_or("u"), id,
                       status == v_.behaviour.status.end() ? "user_created" : status->second,
                       std::nullopt};
      return v_.users_[id];
    });
  }

  VendorResult<ports::VendorTeam> create_team(const events::TeamPayload& payload) override {
    return call<ports::VendorTeam>([&]() -> VendorResult<ports::VendorTeam> {
      if (!v_.users_.contains(payload.syned_coach_user_id))
        return error(VendorErrc::not_found, 404);
      const auto& id = payload.syned_team_id;
      if (v_.teams_.contains(id)) {
        if (v_.behaviour.second_create_conflicts) return error(VendorErrc::conflict, 409);
        return v_.teams_[id];
      }
      ++v_.creations_[id];
      v_.teams_[id] = {MetactfTeamId{v_.next_id_++}, "coach", id};
      return v_.teams_[id];
    });
  }

  VendorResult<void> delete_team(const std::string& id) override {
    return call<void>([&]() -> VendorResult<void> {
      if (!v_.teams_.contains(id)) return error(VendorErrc::not_found, 404);
      for (const auto& [user, team] : v_.assignments_)
        if (team == id) return error(VendorErrc::conflict, 409);
      v_.teams_.erase(id);
      return boost::outcome_v2::success();
    });
  }

  VendorResult<ports::VendorAssignment> assign_team(const std::string& team,
                                                    const std::string& user) override {
    return call<ports::VendorAssignment>([&]() -> VendorResult<ports::VendorAssignment> {
      if (!v_.teams_.contains(team) || !v_.users_.contains(user))
        return error(VendorErrc::not_found, 404);
      const auto present = v_.assignments_.find(user);
      if (v_.behaviour.moving_conflicts && present != v_.assignments_.end() &&
          present->second != team)
        return error(VendorErrc::conflict, 409);
      v_.assignments_[user] = team;
      return ports::VendorAssignment{user, team};
    });
  }

  VendorResult<ports::VendorAssignment> delete_assignment(const std::string& user) override {
    return call<ports::VendorAssignment>([&]() -> VendorResult<ports::VendorAssignment> {
      if (v_.assignments_.erase(user) == 0) return error(VendorErrc::not_found, 404);
      return ports::VendorAssignment{user, std::nullopt};
    });
  }

  VendorResult<ports::VendorAssignments> get_team_assignments(
      const std::optional<std::string>& team) override {
    return call<ports::VendorAssignments>([&]() -> VendorResult<ports::VendorAssignments> {
      ports::VendorAssignments out;
      for (const auto& [user, on] : v_.assignments_)
        if (!team || on == *team) out.assignments.push_back({user, on});
      out.total_count = static_cast<std::int64_t>(out.assignments.size());
      return out;
    });
  }

  VendorResult<ports::OdlScores> get_odl_scores(const std::string& user,
                                                std::optional<VendorTime> after) override {
    return call<ports::OdlScores>([&]() -> VendorResult<ports::OdlScores> {
      if (!v_.users_.contains(user)) return error(VendorErrc::not_found, 404);
      auto scores = v_.odl_[user];
      scores.metactf_user_id = v_.users_[user].metactf_user_id;
      if (after)
        std::erase_if(scores.solves, [&](const events::Solve& s) { return s.solved_at <= *after; });
      return scores;
    });
  }

  VendorResult<ports::FlashProgress> get_flash_ctf_progress(const std::string& user) override {
    return call<ports::FlashProgress>([&]() -> VendorResult<ports::FlashProgress> {
      if (!v_.flash_.contains(user)) return error(VendorErrc::not_found, 404);
      return v_.flash_[user];
    });
  }

  VendorResult<void> send_password_reset_email(const std::string& user) override {
    return call<void>([&]() -> VendorResult<void> {
      if (!v_.behaviour.offers_password_reset || !v_.users_.contains(user))
        return error(VendorErrc::not_found, 404);
      ++v_.password_resets_;
      return boost::outcome_v2::success();
    });
  }

  void cancel() noexcept override {}  // Nothing here waits.

 private:
  bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(v_.dice_) < p; }

  template <class T>
  VendorResult<T> call(const std::function<VendorResult<T>()>& execute) {
    const std::lock_guard lock{v_.mutex_};
    ++v_.calls_;
    if (chance(v_.faults_.refused)) return error(VendorErrc::connection, 0);
    if (chance(v_.faults_.rate_limited)) {
      auto limited = error(VendorErrc::rate_limited, 429);
      limited.retry_after = std::chrono::seconds{1};
      return limited;
    }
    if (chance(v_.faults_.timeout_before)) return error(VendorErrc::timeout, 0);
    const bool fails = chance(v_.faults_.server_error);
    if (fails && chance(0.5)) return error(VendorErrc::server, 500);
    auto answer = execute();
    if (fails) return error(VendorErrc::server, 500);
    if (chance(v_.faults_.timeout_after)) return error(VendorErrc::timeout, 0);
    return answer;
  }

  FakeVendor& v_;
};

std::unique_ptr<ports::MetactfApi> FakeVendor::client() {
  return std::make_unique<FakeVendorClient>(*this);
}
void FakeVendor::set_faults(const Faults& faults) {
  const std::lock_guard lock{mutex_};
  faults_ = faults;
}
void FakeVendor::set_status(const std::string& user, const std::string& status) {
  const std::lock_guard lock{mutex_};
  users_[user].metactf_user_status = status;
}
void FakeVendor::put_account(const std::string& user, std::int64_t metactf_user_id,
                             const std::string& username, boost::json::value raw) {
  const std::lock_guard lock{mutex_};
  users_[user] = {
      MetactfUserId{metactf_user_id}, username, user, "approved", std::nullopt, std::move(raw)};
}
void FakeVendor::set_odl(const std::string& user, ports::OdlScores scores) {
  const std::lock_guard lock{mutex_};
  odl_[user] = std::move(scores);
}
void FakeVendor::set_flash(const std::string& user, ports::FlashProgress progress) {
  const std::lock_guard lock{mutex_};
  flash_[user] = std::move(progress);
}
std::map<std::string, std::string> FakeVendor::assignments() {
  const std::lock_guard lock{mutex_};
  return assignments_;
}
std::vector<std::string> FakeVendor::users() {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> out;
  for (const auto& [id, user] : users_) out.push_back(id);
  return out;
}
std::vector<std::string> FakeVendor::teams() {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> out;
  for (const auto& [id, team] : teams_) out.push_back(id);
  return out;
}
int FakeVendor::creations(const std::string& id) {
  const std::lock_guard lock{mutex_};
  return creations_[id];
}
std::size_t FakeVendor::calls() {
  const std::lock_guard lock{mutex_};
  return calls_;
}
int FakeVendor::password_resets() {
  const std::lock_guard lock{mutex_};
  return password_resets_;
}

}  // namespace lockstep::testing_support
