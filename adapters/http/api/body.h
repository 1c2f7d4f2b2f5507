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
#include "base/text.h"
#include "events/vendor_types.h"

namespace lockstep::http {

/// What a text member must look like.
struct TextRule {
  std::size_t min;  ///< Characters of what is kept.
  std::size_t max;
  bool (*well_formed)(std::string_view);               ///< Of what is kept. Null = any text.
  std::string_view expectation;                        ///< For people: "must be ...".
  std::string (*kept)(std::string_view) = base::tidy;  ///< The form in which it is kept.
};
extern const TextRule kNameRule;
extern const TextRule kTeamNameRule;
extern const TextRule kPlainTextRule;
extern const TextRule kEmailRule;
extern const TextRule kUsernameRule;
extern const TextRule kDateRule;
extern const TextRule kIdRule;

/// The members of a body as changes: an absent member changes nothing, null clears what may be
/// absent.
class Fields {
 public:
  explicit Fields(const boost::json::object& body) : body_(body) {}

  /// Null is a problem. Absent ones are remembered, see lacks_required().
  void required(std::string_view name, std::optional<std::string>& change, const TextRule& rule);
  void required(std::string_view name, std::optional<events::Division>& change);
  void optional(std::string_view name, std::optional<std::optional<std::string>>& change,
                const TextRule& rule);
  void optional(std::string_view name, std::optional<std::optional<events::Division>>& change);
  void flag(std::string_view name, std::optional<bool>& change);
  void add(std::string_view name, std::string detail);
  /// A member is absent without which there cannot be a new thing.
  [[nodiscard]] bool lacks_required() const { return !lacking_.empty(); }
  /// Makes problems of them.
  void refuse_lacking();
  /// 422 with everything that was found, unknown members included.
  Answered<void> finish();

 private:
  /// Null when it is absent; notes the name as known.
  const boost::json::value* look_up(std::string_view name);
  std::optional<std::string> text(std::string_view name, const boost::json::value& value,
                                  const TextRule& rule);
  std::optional<events::Division> division(std::string_view name, const boost::json::value& value);

  const boost::json::object& body_;
  std::vector<std::string_view> known_;
  std::vector<FieldProblem> lacking_;
  std::vector<FieldProblem> problems_;
};

}  // namespace lockstep::http
