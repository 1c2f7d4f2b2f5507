// What the owner decides about onboarding.
#pragma once
#include <cstdint>

#include <boost/describe.hpp>

namespace lockstep {

/// Which of a competitor's two addresses is disclosed first.
enum class EmailPreference : std::uint8_t { personal, school };
BOOST_DESCRIBE_ENUM(EmailPreference, personal, school)

/// What becomes of an account that the vendor has under an id of ours and nobody of ours made.
enum class FoundAccounts : std::uint8_t {
  hold,  ///< An admin decides whose it is. Nothing is sent about it meanwhile.
  adopt  ///< It is taken as that of who has the id.
};
BOOST_DESCRIBE_ENUM(FoundAccounts, hold, adopt)

namespace domain {

struct OnboardingPolicy {
  EmailPreference email_preference = EmailPreference::personal;
  /// Coaches may say whether profile and compliance of their competitors are complete.
  bool coaches_set_completeness = false;
  FoundAccounts found_account = FoundAccounts::hold;
};

}  // namespace domain
}  // namespace lockstep
