// An admin's word about one account that was found at the vendor.
#pragma once
#include "engine/process/accounts.h"
#include "engine/usecases/use_case.h"

namespace lockstep::usecases {

inline OneCommand decide_account(const events::FoundAccount& found,
                                 events::AccountDecision decision) {
  return {found.id, process::accounts::command_for(found, decision, {found.metactf_user_id})};
}

}  // namespace lockstep::usecases
