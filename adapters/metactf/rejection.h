// What the vendor says is wrong with a request (the contract's 422), without what it may repeat of
// the request: only words that are known beforehand.
#pragma once
#include <string>

#include "engine/ports/metactf_api.h"

namespace lockstep::metactf {

/// Up to five faults as `body.email (value_error), …`; `?` for each part that is no field of the
/// contract and no common kind of error. Empty: the body tells none.
std::string faults_in(const std::string& body);

/// Which of our values the body of a conflict (409) names, which another user has then: by the word
/// alone, whatever the sentence says of it.
ports::TakenValues taken_in(const std::string& body);

}  // namespace lockstep::metactf
