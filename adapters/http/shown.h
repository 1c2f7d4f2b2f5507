// What clients are shown, described once. An answer is a struct with BOOST_DESCRIBE_STRUCT: its
// JSON (json_of) and its schema in the description of the API (schema_of) both come from its
// members. A member is always there, and null where its optional is empty; only a LeftOut may be
// absent.
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "events/codec.h"
#include "events/ids.h"
#include "events/time.h"

namespace lockstep::http {

/// A member's name as clients see it: `first_name` is `firstName`. An underscore at the end says
/// nothing: it is there where the word is C++'s own.
class JsonName {
 public:
  constexpr explicit JsonName(std::string_view member) {
    bool raised = false;
    for (const char c : member) {
      if (c != '_') text_[size_++] = raised ? upper(c) : c;
      raised = c == '_';
    }
  }
  /// As it stands.
  constexpr static JsonName kept(std::string_view member) {
    JsonName out{""};
    for (const char c : member) out.text_[out.size_++] = c;
    return out;
  }
  [[nodiscard]] constexpr std::string_view text() const { return {text_.data(), size_}; }

 private:
  constexpr static char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }

  std::array<char, 48> text_{};  ///< A longer one does not compile.
  std::size_t size_ = 0;
};

/// A member that may be absent.
template <class T>
struct LeftOut {
  std::optional<T> value = {};
};

/// Texts of a form that the description names.
struct Email {
  Email(std::string email) : text(std::move(email)) {}  // NOLINT(google-explicit-constructor)
  std::string text;
};
struct Date {
  Date(std::string date) : text(std::move(date)) {}  // NOLINT(google-explicit-constructor)
  std::string text;                                  ///< YYYY-MM-DD
};

/// The schemas that others refer to, by name: components/schemas.
using Schemas = std::map<std::string, boost::json::object>;
/// A schema; afterwards `schemas` has all that it refers to.
using SchemaOf = boost::json::object (*)(Schemas& schemas);

/// How one type is shown: `json` of a value, `schema` of the type. Specialised for every type that
/// a member may have; another one does not compile.
template <class T>
struct Shown;

/// Of a described struct it is an object.
template <class T>
auto json_of(const T& value) {
  return Shown<T>::json(value);
}
/// See SchemaOf. A struct and an enum are referred to by their names.
template <class T>
boost::json::object schema_of(Schemas& schemas) {
  return Shown<T>::schema(schemas);
}

/// Under which name a type is described, where that is not its own.
template <class T>
inline constexpr std::string_view kSchemaName{};

/// The same, or null.
boost::json::object or_null(boost::json::object schema);
/// Refers to the schema of this name; what it says is made if `schemas` has none yet. An empty name
/// is the type's own, without its namespaces.
boost::json::object named_schema(Schemas& schemas, std::string_view name,
                                 const std::type_info& type, SchemaOf make);

template <>
struct Shown<std::string> {
  static boost::json::value json(const std::string& v) { return boost::json::value_from(v); }
  static boost::json::object schema(Schemas&) { return {{"type", "string"}}; }
};
template <>
struct Shown<bool> {
  static boost::json::value json(bool v) { return v; }
  static boost::json::object schema(Schemas&) { return {{"type", "boolean"}}; }
};
template <std::integral T>
struct Shown<T> {
  static boost::json::value json(T v) { return v; }
  static boost::json::object schema(Schemas&) { return {{"type", "integer"}}; }
};
template <>
struct Shown<double> {
  static boost::json::value json(double v) { return v; }
  static boost::json::object schema(Schemas&) { return {{"type", "number"}}; }
};
/// Anything goes.
template <>
struct Shown<boost::json::object> {
  static boost::json::object json(const boost::json::object& v) { return v; }
  static boost::json::object schema(Schemas&) { return {{"type", "object"}}; }
};

template <>
struct Shown<Email> {
  static boost::json::value json(const Email& v) { return json_of(v.text); }
  static boost::json::object schema(Schemas&) { return {{"type", "string"}, {"format", "email"}}; }
};
template <>
struct Shown<Date> {
  static boost::json::value json(const Date& v) { return json_of(v.text); }
  static boost::json::object schema(Schemas&) { return {{"type", "string"}, {"format", "date"}}; }
};
template <class T>
concept Time = std::same_as<T, Timestamp> || std::same_as<T, VendorTime>;
template <Time T>
struct Shown<T> {
  static boost::json::value json(T v) { return json_of(rfc3339(v)); }
  static boost::json::object schema(Schemas&) {
    return {{"type", "string"}, {"format", "date-time"}};
  }
};
/// Of things of ours: a UUID.
template <class T>
concept OwnId =
    std::same_as<T, CoachId> || std::same_as<T, CompetitorId> || std::same_as<T, TeamId>;
template <OwnId T>
struct Shown<T> {
  static boost::json::value json(const T& v) { return json_of(v.value); }
  static boost::json::object schema(Schemas&) {
    // As base::normal_uuid() has it: the nil UUID names nothing.
    constexpr std::string_view kUuid =
        "^(?!0{8}(-0{4}){3}-0{12}$)[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
    return {{"type", "string"}, {"format", "uuid"}, {"pattern", kUuid}};
  }
};
/// Numbers in order, of events.
template <class T>
concept Ordinal = std::same_as<T, Position> || std::same_as<T, Version>;
template <Ordinal T>
struct Shown<T> : Shown<typename T::Underlying> {
  static boost::json::value json(T v) { return v.value; }
};

template <class T>
struct Shown<std::optional<T>> {
  static boost::json::value json(const std::optional<T>& v) {
    return v ? boost::json::value(json_of(*v)) : boost::json::value();
  }
  static boost::json::object schema(Schemas& schemas) { return or_null(schema_of<T>(schemas)); }
};
template <class T>
struct Shown<std::vector<T>> {
  static boost::json::value json(const std::vector<T>& v) {
    boost::json::array out;
    out.reserve(v.size());
    for (const auto& item : v) out.push_back(json_of(item));
    return out;
  }
  static boost::json::object schema(Schemas& schemas) {
    return {{"type", "array"}, {"items", schema_of<T>(schemas)}};
  }
};
template <class T>
struct Shown<std::map<std::string, T>> {
  static boost::json::value json(const std::map<std::string, T>& v) {
    boost::json::object out;
    for (const auto& [key, item] : v) out[key] = json_of(item);
    return out;
  }
  static boost::json::object schema(Schemas& schemas) {
    return {{"type", "object"}, {"additionalProperties", schema_of<T>(schemas)}};
  }
};

template <events::DescribedEnum E>
struct Shown<E> {
  static boost::json::value json(E v) { return boost::json::value(events::enum_name(v)); }
  static boost::json::object schema(Schemas& schemas) {
    return named_schema(schemas, kSchemaName<E>, typeid(E), [](Schemas&) -> boost::json::object {
      boost::json::array names;
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
          [&](auto one) { names.emplace_back(one.name); });
      return {{"type", "string"}, {"enum", std::move(names)}};
    });
  }
};

/// The schema of an object, member by member.
class ObjectSchema {
 public:
  explicit ObjectSchema(Schemas& schemas) : schemas_(schemas) {}

  void add(std::string_view name, boost::json::object schema, bool required);
  template <class T>
  void add(std::string_view name, const T* /*kind*/) {
    add(name, schema_of<T>(schemas_), true);
  }
  template <class T>
  void add(std::string_view name, const LeftOut<T>* /*kind*/) {
    add(name, schema_of<T>(schemas_), false);
  }
  /// Whoever has no members may have any.
  boost::json::object done() &&;

 private:
  Schemas& schemas_;
  boost::json::object properties_;
  boost::json::array required_;
};

/// A struct that shows something in the vendor's own words has `kVendorsWords`: its members' names
/// are theirs as they stand.
template <class T>
concept InVendorsWords = T::kVendorsWords;

template <class T, class Field>
inline constexpr JsonName kJsonName = InVendorsWords<T> ? JsonName::kept(Field::name)
                                                        : JsonName{Field::name};

template <events::DescribedStruct T>
struct Shown<T> {
  static boost::json::object json(const T& v) {
    boost::json::object out;
    boost::mp11::mp_for_each<events::Fields<T>>(
        [&](auto field) { put(out, kJsonName<T, decltype(field)>.text(), v.*field.pointer); });
    return out;
  }
  static boost::json::object schema(Schemas& schemas) {
    return named_schema(schemas, kSchemaName<T>, typeid(T), [](Schemas& all) {
      ObjectSchema out{all};
      boost::mp11::mp_for_each<events::Fields<T>>([&](auto field) {
        using Member = std::remove_cvref_t<decltype(std::declval<T>().*field.pointer)>;
        out.add(kJsonName<T, decltype(field)>.text(), static_cast<const Member*>(nullptr));
      });
      return std::move(out).done();
    });
  }

 private:
  template <class Member>
  static void put(boost::json::object& out, std::string_view name, const Member& member) {
    out[name] = json_of(member);
  }
  template <class Member>
  static void put(boost::json::object& out, std::string_view name, const LeftOut<Member>& member) {
    if (member.value) out[name] = json_of(*member.value);
  }
};

}  // namespace lockstep::http
