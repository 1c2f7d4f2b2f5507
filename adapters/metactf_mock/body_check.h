// Validates what came with a request as FastAPI does: everything that is wrong, in one 422.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "adapters/metactf_mock/call.h"

namespace lockstep::metactf_mock {

class BodyCheck {
 public:
  /// The body must be a JSON object. Members that nobody asks for are ignored, as FastAPI does.
  explicit BodyCheck(const std::string& body);

  // Required, at least one character. On an error they answer an empty text.
  std::string text(std::string_view name);
  std::string email(std::string_view name);
  std::string one_of(std::string_view name, std::initializer_list<std::string_view> allowed);
  /// Null or absent is nothing.
  std::optional<std::string> optional_text(std::string_view name);
  /// A rule between members says that this one must be there.
  void missing(std::string_view name);

  [[nodiscard]] bool ok() const { return errors_.empty(); }
  /// 422 with all that was wrong; only when not ok().
  [[nodiscard]] Answer rejection() const;

 private:
  void complain(std::string_view name, std::string_view type, std::string_view message);

  boost::json::object object_;
  boost::json::array errors_;
  bool unreadable_ = false;  ///< No object at all: nothing in it is missing.
};

/// A required query parameter; fills `rejection` with a 422 when it is missing or empty.
std::string required_query(const Call& call, const std::string& name,
                           std::optional<Answer>& rejection);
/// An optional integer query parameter; fills `rejection` with a 422 when it is no integer.
std::optional<std::int64_t> integer_query(const Call& call, const std::string& name,
                                          std::optional<Answer>& rejection);

}  // namespace lockstep::metactf_mock
