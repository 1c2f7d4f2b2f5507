// The parameters of a query string: each known to its route, each at most once.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/problem.h"
#include "events/ids.h"

namespace lockstep::http {

class Query {
 public:
  Query() = default;
  /// 400 for anything that is not in `allowed`, stands twice, or is not well encoded.
  static Answered<Query> parse(std::string_view text, std::span<const std::string_view> allowed);

  /// 1 to 512 bytes, without control characters; else 400. An empty one is a mistake, e.g. a
  /// variable that was not set, and must not ask for everything.
  [[nodiscard]] Answered<std::optional<std::string>> text(const std::string& name) const;
  /// The same of what a person types to search for; an empty one is none.
  [[nodiscard]] Answered<std::optional<std::string>> search(const std::string& name) const;
  /// 400 unless it is 1 to `max`.
  [[nodiscard]] Answered<std::size_t> limit(std::size_t by_default, std::size_t max) const;
  /// `true` or `false`; absent = false; else 400.
  [[nodiscard]] Answered<bool> flag(const std::string& name) const;
  [[nodiscard]] Answered<std::optional<Position>> position(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& name) const { return parameters_.contains(name); }
  /// What it says of the list that is asked for, as one text: all but where in it, and when.
  [[nodiscard]] std::string filters() const;

 private:
  std::map<std::string, std::string> parameters_;
};

}  // namespace lockstep::http
