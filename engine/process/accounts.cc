#include "engine/process/accounts.h"

namespace lockstep::process::accounts {

using events::AccountDecision;
using events::AccountHolder;

AnyCommand command_for(const events::FoundAccount& found, AccountDecision decision,
                       const domain::AccountInQuestion& question) {
  const bool adopt = decision == AccountDecision::adopt;
  if (found.holder == AccountHolder::coach) {
    if (adopt) return domain::CoachCommand{domain::AdoptCoachAccount{question}};
    return domain::CoachCommand{domain::RejectCoachAccount{question}};
  }
  if (adopt) return domain::CompetitorCommand{domain::AdoptAccount{question}};
  return domain::CompetitorCommand{domain::RejectAccount{question}};
}

std::vector<Reaction> react(const events::PlatformAccountsDecided& e) {
  std::vector<Reaction> out;
  for (const auto& found : e.found)
    out.push_back({found.id, command_for(found, e.decision, {found.metactf_user_id, e.same}), {}});
  return out;
}

}  // namespace lockstep::process::accounts
