// Calls 2, 3 and 11: users.
#include <algorithm>

#include "adapters/metactf_mock/body_check.h"
#include "adapters/metactf_mock/vendor_calls.h"
#include "base/ascii.h"

namespace lockstep::metactf_mock {

namespace {

boost::json::object user_json(const UserRecord& user) {
  boost::json::object out{{"metactf_user_id", user.metactf_user_id},
                          {"metactf_username", user.metactf_username},
                          {"syned_user_id", user.syned_user_id},
                          {"metactf_user_status", user.status},
                          {"last_login_unix_timestamp", nullptr}};
  if (user.last_login) out["last_login_unix_timestamp"] = *user.last_login;
  return out;
}

std::string username(const std::optional<std::string>& preferred, const std::string& email) {
  if (preferred && !preferred->empty()) return *preferred;
  return email.substr(0, email.find('@'));
}

/// What the published contract does not say: a coach needs school and region, a user their coach.
void check_role_rules(BodyCheck& body, const std::string& role,
                      const std::optional<std::string>& coach_id) {
  const auto school = body.optional_text("syned_school_id");
  const auto region = body.optional_text("syned_region_id");
  const auto empty = [](const std::optional<std::string>& text) { return !text || text->empty(); };
  if (role == "coach" && empty(school)) body.missing("syned_school_id");
  if (role == "coach" && empty(region)) body.missing("syned_region_id");
  if (role == "user" && empty(coach_id)) body.missing("syned_coach_user_id");
}

std::optional<Answer> coach_refusal(World& world, const UserRecord& user)
    LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  if (user.role != "user") return std::nullopt;
  const auto coach = world.store->user(user.syned_coach_user_id.value_or(""));
  if (!coach || coach->role != "coach") return refusal(404, "Coach not found");
  if (!may_take_part(*coach)) return refusal(403, "Coach is not approved");
  return std::nullopt;
}

Answer created(const World& world, const UserRecord& user) LOCKSTEP_REQUIRES_SHARED(world.mutex) {
  auto body = user_json(user);
  if (world.behaviour.omit_status_on_create) body.erase("metactf_user_status");
  return {201, std::move(body)};
}

/// What the vendor adds to a user who is new to it.
void number(World& world, UserRecord& user) LOCKSTEP_REQUIRES(world.mutex) {
  user.metactf_user_id = world.store->next(Sequence::user);
  user.status = "user_created";
  if (const auto person = known_person(world, user.syned_user_id, user.role)) {
    user.status = person->status;
    user.last_login = person->last_login;
  }
}

bool is_taken(World& world, const UserRecord& user) LOCKSTEP_REQUIRES(world.mutex) {
  return std::ranges::any_of(world.store->users(), [&](const UserRecord& other) {
    return other.syned_user_id != user.syned_user_id &&
           base::same_word(other.metactf_username, user.metactf_username);
  });
}

Answer add_user(World& world, UserRecord user) LOCKSTEP_REQUIRES(world.mutex) {
  auto& made = world.users_made[user.syned_user_id];
  ++made.posts;
  const auto existing = world.store->user(user.syned_user_id);
  const auto on_repeat = world.behaviour.on_repeat;
  if (existing && on_repeat == OnRepeat::conflict) return refusal(409, "User already exists");
  if (existing && on_repeat == OnRepeat::same) return created(world, *existing);
  if (world.behaviour.unique_usernames && is_taken(world, user))
    return refusal(409, "Username already exists");
  if (existing && on_repeat == OnRepeat::update) {
    user.metactf_user_id = existing->metactf_user_id;
    user.status = existing->status;
    user.last_login = existing->last_login;
  } else {
    number(world, user);
    ++made.created;
    world.changed("user_created", {{"synedUserId", user.syned_user_id},
                                   {"metactfUserId", user.metactf_user_id},
                                   {"role", user.role}});
  }
  world.store->put_user(user);
  return created(world, user);
}

}  // namespace

Answer get_user(World& world, const Call& call) {
  std::optional<Answer> rejection;
  const auto id = required_query(call, "syned_user_id", rejection);
  if (rejection) return *rejection;
  const auto user = world.store->user(id);
  if (!user) return refusal(404, "User not found");
  return {201, user_json(*user)};  // Even the look-up answers 201.
}

Answer create_user(World& world, const Call& call) {
  BodyCheck body{call.body};
  body.text("first_name");
  body.text("last_name");
  const auto email = body.email("email");
  UserRecord user;
  user.role = body.one_of("role", {"coach", "user"});
  user.syned_user_id = body.text("syned_user_id");
  user.metactf_username = username(body.optional_text("preferred_username"), email);
  user.syned_coach_user_id = body.optional_text("syned_coach_user_id");
  check_role_rules(body, user.role, user.syned_coach_user_id);
  if (!body.ok()) return body.rejection();
  if (auto refused = coach_refusal(world, user)) return *refused;
  return add_user(world, std::move(user));
}

Answer send_password_reset_email(World& world, const Call& call) {
  if (!world.behaviour.offers_password_reset) return refusal(404, "Not Found");
  BodyCheck body{call.body};
  const auto id = body.text("syned_user_id");
  if (!body.ok()) return body.rejection();
  if (!world.store->user(id)) return refusal(404, "User not found");
  return {200, boost::json::object{{"message", "Password reset email sent"}}};
}

}  // namespace lockstep::metactf_mock
