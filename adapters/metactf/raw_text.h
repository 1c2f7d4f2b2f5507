// The text of parts of a JSON document: what came, where our parser would make another number of
// it. Of valid JSON alone: of anything else the answer is unspecified, and nothing is read beyond
// its end.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::metactf {

/// The value of the member, the last one of that name; none when there is none.
std::optional<std::string_view> member_text(std::string_view object, std::string_view name);
/// The items of a list.
std::vector<std::string_view> item_texts(std::string_view array);
/// The object as it is, without the members of that name.
std::string without_member(std::string_view object, std::string_view name);

/// Every number in it is the same when we have parsed and written it. False of more digits than
/// every store keeps (15, but whole numbers of 64 bits), of numbers beyond all limits, and of -0.
bool keeps_its_numbers(std::string_view json);

}  // namespace lockstep::metactf
