#include "engine/vendor/ensure_user.h"

#include "engine/vendor/failure.h"

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

bool is_untold(const EnsureUser& op) {
  return op.writes == 0 && !op.may_have_written;
}

NextStep user_outcome(const EnsureUser& op, std::variant<Account, events::CallFailure> outcome) {
  if (auto* failure = std::get_if<events::CallFailure>(&outcome)) note_writes(op, *failure);
  const auto& id = op.payload.syned_user_id;
  if (op.payload.role == "coach")
    return report(id, domain::CoachCommand{
                          domain::RecordCoachAccountOutcome{op.call_id, std::move(outcome)}});
  return report(id, domain::CompetitorCommand{
                        domain::RecordOnboardingOutcome{op.call_id, std::move(outcome)}});
}

}  // namespace

NextStep EnsureUser::start() {
  looking = true;
  if (recalled && is_untold(*this)) return user_outcome(*this, to_failure(recalled_call()));
  return VendorCall{GetUser{payload.syned_user_id}};
}

NextStep EnsureUser::on(const VendorAnswer& answer) {
  if (const auto* user = std::get_if<ports::VendorUser>(&answer)) {
    auto account = account_of(*user);
    account.created = writes > 0 || may_have_written;
    if (looking && account.created) account.maker_unknown = true;
    return user_outcome(*this, std::move(account));
  }
  const auto error = error_of(answer);
  if (not_sent(error)) {
    if (!looking) --writes;
    return user_outcome(*this, to_failure(error));
  }
  const bool absent = looking && error.code == VendorErrc::not_found;
  if (absent && recalled) return user_outcome(*this, to_failure(recalled_call()));
  if (absent && writes < kMaxWritesPerOperation) {
    looking = false;
    ++writes;
    return VendorCall{CreateUser{payload}};
  }
  if (looking)
    return user_outcome(*this, to_failure(absent && write_failed ? *write_failed : error));
  // A conflict says that the user is there, an unknown outcome that they may be: look.
  if (!needs_look_up(error) && error.code != VendorErrc::conflict)
    return user_outcome(*this, to_failure(error));
  write_failed = error;
  return start();
}

bool EnsureUser::recall() {
  recalled = true;
  return !looking || is_untold(*this);
}

}  // namespace lockstep::vendor
