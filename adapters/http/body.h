// A request's JSON object, read strictly: every member must be known and of its kind. What is wrong
// is collected, and no value (nor the name of an unknown member) is ever quoted.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "adapters/http/problem.h"
#include "events/vendor_types.h"

namespace lockstep::http {

/// 400 for malformed or too deeply nested JSON, for anything but an object, and for a member that
/// stands in it twice (the last one winning would drop a fact). An empty text is an empty object.
Answered<boost::json::object> parse_body(std::string_view text);

/// The same for every way to write the same content: members sorted, no spaces.
std::string canonical(const boost::json::value& value);

/// What a text member must look like.
struct TextRule {
  std::size_t min;
  std::size_t max;
  bool (*well_formed)(std::string_view);  ///< Null = any text.
  std::string_view expectation;           ///< For people: "must be ...".
};
extern const TextRule kNameRule;
extern const TextRule kTeamNameRule;
extern const TextRule kPlainTextRule;
extern const TextRule kEmailRule;
extern const TextRule kUsernameRule;
extern const TextRule kDateRule;
extern const TextRule kIdRule;

/// Members over present values: an absent member keeps the value, null clears it where it may.
class Fields {
 public:
  explicit Fields(const boost::json::object& body) : body_(body) {}

  /// `value` empty and the member absent: a problem, and so is null.
  void required(std::string_view name, std::string& value, const TextRule& rule);
  void required(std::string_view name, std::optional<events::Division>& value);
  void optional(std::string_view name, std::optional<std::string>& value, const TextRule& rule);
  void optional(std::string_view name, std::optional<events::Division>& value);
  void flag(std::string_view name, bool& value);
  void add(std::string_view name, std::string detail);
  /// 422 with everything that was found, unknown members included.
  Answered<void> finish();

 private:
  /// Null when it is absent; notes the name as known.
  const boost::json::value* look_up(std::string_view name);
  std::optional<std::string> text(std::string_view name, const boost::json::value& value,
                                  const TextRule& rule);
  void division(std::string_view name, const boost::json::value& value,
                std::optional<events::Division>& out);

  const boost::json::object& body_;
  std::vector<std::string_view> known_;
  std::vector<FieldProblem> problems_;
};

}  // namespace lockstep::http
