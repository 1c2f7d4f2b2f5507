// Reads one JSON object of the vendor's by the words of the contract: required, nullable, absent.
// Without some members nothing can be made of the object: that is its problem. Any other one that
// is not as the contract says costs itself alone: it reads as empty, and is named in odd().
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "events/vendor_types.h"

namespace lockstep::metactf {

/// A member that is not as the contract says: `total_points`, `is null`. No values in it.
struct OddMember {
  std::string name;
  std::string why;
};

class ObjectReader {
 public:
  /// `problem` is the first thing for which nothing can be made of the object; once set it stays.
  ObjectReader(const boost::json::value& value, std::string& problem);

  // Needed: without it the object cannot be taken.
  std::int64_t integer(std::string_view name);
  std::string text(std::string_view name);
  const boost::json::array& array(std::string_view name);
  /// Null or absent is nothing; of another kind it is a problem.
  std::optional<std::string> text_or_problem(std::string_view name);

  // In the contract required. Odd, it is empty.
  std::int64_t wanted_integer(std::string_view name);
  bool wanted_boolean(std::string_view name);
  std::string wanted_text(std::string_view name);
  std::vector<std::string> wanted_texts(std::string_view name);
  const boost::json::array& wanted_array(std::string_view name);
  /// Of a map with odd items: the others.
  std::map<std::string, std::int64_t> wanted_integers(std::string_view name);

  // Null or absent is nothing, and not odd.
  std::optional<std::int64_t> optional_integer(std::string_view name);
  std::optional<std::string> optional_text(std::string_view name);

  [[nodiscard]] const std::vector<OddMember>& odd() const { return odd_; }
  /// Their names; none when there are none.
  [[nodiscard]] events::OddMembers odd_names() const;
  /// Members that nobody asked for so far.
  [[nodiscard]] std::int64_t unknown_fields() const;
  [[nodiscard]] const boost::json::object& object() const { return *object_; }

 private:
  const boost::json::value* find(std::string_view name);
  void complain(std::string_view name, std::string_view what);
  void note(std::string_view name, std::string_view what);
  template <class T>
  T needed(std::string_view name, std::string_view kind);
  template <class T>
  T wanted(std::string_view name, std::string_view kind);
  template <class T>
  std::optional<T> optional(std::string_view name, std::string_view kind);

  const boost::json::object* object_;
  std::string& problem_;
  std::vector<OddMember> odd_;
  std::size_t asked_for_ = 0;
};

}  // namespace lockstep::metactf
