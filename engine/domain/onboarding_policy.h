// What the owner decides about onboarding.
#pragma once
#include <cstdint>

#include <boost/describe.hpp>

namespace lockstep {

/// Which of a competitor's two addresses is disclosed first.
enum class EmailPreference : std::uint8_t { personal, school };
BOOST_DESCRIBE_ENUM(EmailPreference, personal, school)

namespace domain {

struct OnboardingPolicy {
  EmailPreference email_preference = EmailPreference::personal;
  /// Coaches may say whether profile and compliance of their competitors are complete.
  bool coaches_set_completeness = false;
};

}  // namespace domain
}  // namespace lockstep
