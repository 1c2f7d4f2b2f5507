// What a request takes of somebody's allowance, and what they are told when it is used up.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// Headers that tell how much is left. 429 with Retry-After when nothing is; an empty key, and a
/// limit that is off, always have some.
Answered<std::vector<std::pair<std::string, std::string>>> take_allowance(Api& api,
                                                                          KeyedLimit& limit,
                                                                          const std::string& key);
/// The same 429, but takes nothing: for what is known to cost something only afterwards.
Answered<void> check_allowance(Api& api, KeyedLimit& limit, const std::string& key);

}  // namespace lockstep::http
