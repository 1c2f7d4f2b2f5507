// Ids are UUIDs; tests speak of people and teams by short words. Each word is one UUID for ever,
// and the order of words is that of their ids.
#pragma once
#include <string>
#include <string_view>

namespace lockstep::testing_support {

/// The UUID of a word of 1 to 14 signs: `ada` is 61646100-0000-8000-8000-000000000000.
std::string test_id(std::string_view word);

/// Of what is sent: a word in the place of an id of ours (in a path, in `coachId` or
/// `competitorId`, in a development token of a coach) becomes its id.
std::string with_ids(std::string_view text);
/// Of what came back: ids of words become their words.
std::string with_words(std::string_view text);

}  // namespace lockstep::testing_support
