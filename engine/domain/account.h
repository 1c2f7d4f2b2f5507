// What coach, competitor and team share: an account at the vendor, and a call that may be open,
// failed, or due again.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "engine/decider.h"
#include "engine/retry_policy.h"
#include "events/ids.h"
#include "events/sealed.h"
#include "events/taken_back.h"
#include "events/vendor_types.h"

namespace lockstep::domain {

/// A user the vendor has, as found or made by the call that made sure of it.
struct Account {
  MetactfUserId metactf_user_id;
  Sealed<std::string> metactf_username;
  std::optional<std::string> metactf_user_status;  ///< Verbatim.
  std::optional<VendorTime> last_login_at;
  bool created = false;
  Sealed<boost::json::value> vendor_raw = {};  ///< See VendorUser::raw.
  std::optional<bool> maker_unknown = {};      ///< See the events that record it.
  bool operator==(const Account&) const = default;
};

/// One slot for calls of a kind: at most one is open, and a failed one knows when to come back.
struct OpenCall {
  std::optional<CallId> call_id;               ///< Set while a call is open.
  std::int64_t attempts = 0;                   ///< Since the last success.
  std::optional<events::CallFailure> failure;  ///< Of the last attempt; cleared by success.
  std::optional<Timestamp> retry_at;
  bool outdated = false;  ///< The facts have changed since the open call was made from them.
  bool operator==(const OpenCall&) const = default;

  void opened(const CallId& id, std::int64_t attempt) {
    call_id = id;
    attempts = attempt;
    retry_at.reset();
    outdated = false;
  }
  void failed(const events::CallFailure& why, std::optional<Timestamp> again_at) {
    call_id.reset();
    failure = why;
    retry_at = again_at;
    outdated = false;
  }
  /// The last attempt failed, and one of them may have changed something there all the same: not
  /// when the only one was taken back before it went out.
  [[nodiscard]] bool may_have_acted() const {
    return failure && !events::was_taken_back(*failure, attempts);
  }
  void facts_changed() { outdated = call_id.has_value(); }
  void succeeded() { *this = OpenCall{}; }
  /// When to try again after this failure of the open call; none: not unasked.
  [[nodiscard]] std::optional<Timestamp> again_at(const events::CallFailure& why,
                                                  const Context& context) const {
    // It carried facts that are corrected by now: the new ones deserve a call of their own.
    if (outdated && !why.passing) return context.now;
    return next_retry(why, attempts, context.now, context.seed);
  }
  /// A timer's retry counts only when its time has come; a person's always does.
  [[nodiscard]] bool may_try(bool by_timer, Timestamp now) const {
    if (call_id) return false;
    return !by_timer || (retry_at && retry_is_due(*retry_at, now));
  }
};
BOOST_DESCRIBE_STRUCT(OpenCall, (), (call_id, attempts, failure, retry_at, outdated))

/// The id of the call that this command opens. Pure: the seed is unique to the command.
inline CallId call_id_for(const Context& context, std::string_view purpose) {
  return CallId{context.seed + "." + std::string(purpose)};
}

}  // namespace lockstep::domain
