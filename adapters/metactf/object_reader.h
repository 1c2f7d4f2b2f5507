// Reads one JSON object of the vendor's by the words of the contract: required, nullable, absent.
// Keeps count of the members it was not asked for, and remembers the first thing that was wrong.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace lockstep::metactf {

class ObjectReader {
 public:
  /// `where` is the place of the object in its document, for messages: `flash_ctfs[2].` or empty.
  /// `problem` is shared by all readers of a document; once set it stays.
  ObjectReader(const boost::json::value& value, std::string where, std::string& problem);

  // Required. On a problem they answer something empty.
  std::int64_t integer(std::string_view name);
  bool boolean(std::string_view name);
  std::string text(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  std::map<std::string, std::int64_t> integers(std::string_view name);
  const boost::json::array& array(std::string_view name);

  // Null or absent is nothing; anything else of the wrong kind is a problem.
  std::optional<std::int64_t> optional_integer(std::string_view name);
  std::optional<std::string> optional_text(std::string_view name);

  /// Members that nobody asked for so far.
  [[nodiscard]] std::int64_t unknown_fields() const;
  [[nodiscard]] const boost::json::object& object() const { return *object_; }
  [[nodiscard]] std::string place(std::string_view name, std::size_t index) const;

 private:
  const boost::json::value* find(std::string_view name);
  const boost::json::value* require(std::string_view name);
  void complain(std::string_view name, std::string_view what);

  const boost::json::object* object_;
  std::string where_;
  std::string& problem_;
  std::size_t asked_for_ = 0;
};

}  // namespace lockstep::metactf
