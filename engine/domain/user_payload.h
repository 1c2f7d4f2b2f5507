// What is disclosed about a competitor at onboarding (product.md section 1, "Payload").
#pragma once
#include <optional>
#include <string>

#include "engine/domain/competitor.h"

namespace lockstep::domain {

/// The address that `preference` picks, else the other one; none when there is neither.
std::optional<std::string> disclosed_email(const events::CompetitorPerson& person,
                                           EmailPreference preference);

/// Of those that are made up, so many are tried after the first, each with a number: every try is
/// a disclosure.
inline constexpr std::int64_t kMostFurtherUsernames = 2;

/// Preferred, else first.last in [a-z0-9._-] with 3 to 32 characters, else the local part of the
/// e-mail address, else `competitor-<id>`. What is not preferred gets a number once others have
/// `taken` it.
std::string username_for(const events::CompetitorPerson& person, const std::string& email,
                         const CompetitorId& id, std::int64_t taken = 0);

/// Needs disclosed_email() to be there.
events::UserPayload competitor_payload(const Competitor::State& state, EmailPreference preference);

}  // namespace lockstep::domain
