#include "engine/vendor/ensure_user.h"

#include "engine/vendor/failure.h"
#include "engine/vendor/user.h"

namespace lockstep::vendor {

using domain::Account;
using ports::VendorErrc;
using ports::VendorError;

namespace {

Account account_of(const ports::VendorUser& user) {
  return {.metactf_user_id = user.metactf_user_id,
          .metactf_username = Sealed<std::string>{user.metactf_username},
          .metactf_user_status = user.metactf_user_status,
          .last_login_at = user.last_login_at,
          .vendor_raw = user.raw.is_null() ? Sealed<boost::json::value>{} : Sealed{user.raw}};
}

// The user is there, but what would be recorded of the account is not.
const VendorError kWithoutNumber{VendorErrc::malformed, 0,
                                 "The game platform's number of the user cannot be read.",
                                 std::nullopt};

bool is_untold(const EnsureUser& op) {
  return op.writes == 0 && !op.may_have_written;
}

NextStep user_outcome(const EnsureUser& op, std::variant<Account, events::CallFailure> outcome) {
  bool nothing_made = false;
  if (auto* failure = std::get_if<events::CallFailure>(&outcome)) {
    note_writes(op, *failure);
    nothing_made = op.writes > 0 && !op.perhaps_made && !op.may_have_written;
  }
  const auto& id = op.payload.syned_user_id;
  if (op.payload.role == "coach")
    return report(id, domain::CoachCommand{domain::RecordCoachAccountOutcome{
                          op.call_id, std::move(outcome), nothing_made}});
  return report(id, domain::CompetitorCommand{domain::RecordOnboardingOutcome{
                        op.call_id, std::move(outcome), nothing_made}});
}

RecordFirst begin_creation(const EnsureUser& op) {
  const auto& id = op.payload.syned_user_id;
  if (op.payload.role == "coach")
    return {{id, domain::CoachCommand{domain::BeginCoachCreation{op.call_id}}}};
  return {{id, domain::CompetitorCommand{domain::BeginCreation{op.call_id}}}};
}

// It says no, and the user may be there all the same: a repeat is answered 409, and by some 400.
bool is_refusal(const VendorError& error) {
  return error.code == VendorErrc::conflict ||
         (error.code == VendorErrc::rejected && error.http_status == 400);
}

// What another one has of ours: what the vendor names, else what can be.
Clash clash_of(const VendorError& refusal, const events::UserPayload& payload) {
  const auto [username, email] = refusal.taken;
  if (!payload.preferred_username || (email && !username))
    return {email ? events::kVendorEmailTaken : events::kVendorConflict, "e-mail address"};
  if (username && !email) return {events::kVendorUsernameTaken, "username"};
  return {events::kVendorConflict, "username or e-mail address"};
}

}  // namespace

NextStep EnsureUser::start() {
  looking = true;
  if (recalled && is_untold(*this)) return user_outcome(*this, to_failure(recalled_call()));
  return VendorCall{GetUser{payload.syned_user_id}};
}

NextStep EnsureUser::recorded() {
  if (recalled) return user_outcome(*this, to_failure(recalled_call()));
  begun = true;
  looking = false;
  ++writes;
  return VendorCall{CreateUser{payload}};
}

NextStep EnsureUser::on_look_up_failed(const VendorError& error) {
  const bool absent = error.code == VendorErrc::not_found;
  if (absent && recalled) return user_outcome(*this, to_failure(recalled_call()));
  if (absent && look_only) return user_outcome(*this, sent_in_vain());
  // Refused, and not there: something else that we said is another's. Said again it is refused
  // again, and disclosed again.
  if (absent && write_failed && is_refusal(*write_failed))
    return user_outcome(*this, to_clash(*write_failed, clash_of(*write_failed, payload)));
  // Nobody knows how often a process that died has sent it: this call sends it no more.
  if (absent && !may_have_written && writes < kMaxWritesPerOperation)
    return begun ? recorded() : NextStep{begin_creation(*this)};
  // Whether the refusal was one of a repeat is not known then.
  if (!absent && write_failed) perhaps_made = true;
  return user_outcome(*this, to_failure(absent && write_failed ? *write_failed : error));
}

NextStep EnsureUser::on(const VendorAnswer& answer) {
  const auto* user = std::get_if<ports::VendorUser>(&answer);
  if (user != nullptr && tells_number(*user)) {
    auto account = account_of(*user);
    account.created = writes > 0 || may_have_written;
    if (looking && account.created) account.maker_unknown = true;
    return user_outcome(*this, std::move(account));
  }
  const auto error = user != nullptr ? kWithoutNumber : error_of(answer);
  if (not_sent(error)) {
    if (!looking) --writes;
    return user_outcome(*this, to_failure(error));
  }
  if (looking) return on_look_up_failed(error);
  if (needs_look_up(error) || error.code == VendorErrc::foreign) perhaps_made = true;
  // A refusal may say that the user is there, an unknown outcome that they may be: look.
  if (!needs_look_up(error) && !is_refusal(error)) return user_outcome(*this, to_failure(error));
  write_failed = error;
  return start();
}

bool EnsureUser::recall() {
  recalled = true;
  return !looking || is_untold(*this);
}

}  // namespace lockstep::vendor
