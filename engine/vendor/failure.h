// What an answer that is none means: for the operation that got it, and for people.
#pragma once
#include <string>
#include <string_view>

#include "engine/vendor/calls.h"

namespace lockstep::vendor {

/// For people: what went wrong and what to do about it. Never holds personal data.
events::CallFailure to_failure(const ports::VendorError& error);

/// What another user there has of ours.
struct Clash {
  std::string_view code;
  std::string_view members;  ///< For people.
};

/// A refusal that a look-up did not explain. It lasts: said again, it is refused and disclosed
/// again.
events::CallFailure to_clash(const ports::VendorError& error, const Clash& clash);

/// It was sent several times, and nobody is there by it. Only looked for from now on.
events::CallFailure sent_in_vain();

/// The error that the answer is; one that does not fit the question is one as well.
ports::VendorError error_of(const VendorAnswer& answer);

/// In place of an answer to a call that is not made: see engine/effects/withheld_call.h.
ports::VendorError withheld_call();

/// In place of an answer to a call that was taken back while it waited.
ports::VendorError recalled_call();

/// It stayed in the house: taken back, or held before an address that is not the vendor's.
bool not_sent(const ports::VendorError& error);

/// The vendor may have carried the call out, or not.
bool unknown_outcome(const ports::VendorError& error);

/// Nor does an answer that makes no sense tell; where there is a call that looks, it is made.
bool needs_look_up(const ports::VendorError& error);

/// What has written nothing itself, and stands in for nobody who may have.
template <class Operation>
void note_writes(const Operation& op, events::CallFailure& failure) {
  if (op.writes == 0 && !op.may_have_written) failure.nothing_written = true;
}

}  // namespace lockstep::vendor
