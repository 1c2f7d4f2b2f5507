// Events (and snapshots) to JSON and back, by description of their members. Members of type
// Sealed<T> go into a second object, which the log encrypts; everything else is plain.
// Unknown keys are skipped and a missing optional stays empty, so old and new builds can read each
// other's log. Anything else missing or of the wrong kind means that the record is damaged.
#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "base/finite_json.h"
#include "events/ids.h"
#include "events/result.h"
#include "events/sealed.h"

namespace lockstep::events {

template <class E>
using Fields = boost::describe::describe_members<E, boost::describe::mod_public>;

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
inline constexpr bool kIsSealed = false;
template <class T>
inline constexpr bool kIsSealed<Sealed<T>> = true;

/// How one type is written and read. Specialised for every kind of type an event may hold.
template <class T>
struct JsonCodec;

template <class T>
boost::json::value to_json(const T& value) {
  return JsonCodec<T>::write(value);
}
/// False when `in` is not a T; `out` is then unspecified.
template <class T>
[[nodiscard]] bool from_json(const boost::json::value& in, T& out) {
  return JsonCodec<T>::read(in, out);
}

/// The name of an enumerator, as it is stored. Stored enums never rename an enumerator.
template <DescribedEnum T>
std::string_view enum_name(T value) {
  const char* name = boost::describe::enum_to_string(value, "");
  return name;
}
template <DescribedEnum T>
std::optional<T> enum_from_name(std::string_view name) {
  T out{};
  if (boost::describe::enum_from_string(std::string(name).c_str(), out)) return out;
  return std::nullopt;
}

template <>
struct JsonCodec<std::string> {
  static boost::json::value write(const std::string& v) { return boost::json::value(v); }
  static bool read(const boost::json::value& in, std::string& out) {
    if (!in.is_string()) return false;
    out.assign(in.get_string().data(), in.get_string().size());
    return true;
  }
};
template <>
struct JsonCodec<bool> {
  static boost::json::value write(bool v) { return v; }
  static bool read(const boost::json::value& in, bool& out) {
    if (!in.is_bool()) return false;
    out = in.get_bool();
    return true;
  }
};
template <std::integral T>
requires(!std::same_as<T, bool>) struct JsonCodec<T> {
  static boost::json::value write(T v) { return v; }
  static bool read(const boost::json::value& in, T& out) {
    boost::system::error_code failed;
    out = in.to_number<T>(failed);
    return !failed && !in.is_double();
  }
};
template <>
struct JsonCodec<boost::json::value> {
  static boost::json::value write(const boost::json::value& v) { return v; }
  static bool read(const boost::json::value& in, boost::json::value& out) {
    out = in;
    return base::is_finite(in);  // Else nobody could read what is written of it.
  }
};
template <class Tag>
struct JsonCodec<Id<Tag>> {
  static boost::json::value write(const Id<Tag>& v) { return boost::json::value(v.value); }
  static bool read(const boost::json::value& in, Id<Tag>& out) { return from_json(in, out.value); }
};
template <class Tag, class Int>
struct JsonCodec<Number<Tag, Int>> {
  static boost::json::value write(Number<Tag, Int> v) { return v.value; }
  static bool read(const boost::json::value& in, Number<Tag, Int>& out) {
    return from_json(in, out.value);
  }
};
template <class T>
struct JsonCodec<std::optional<T>> {
  static boost::json::value write(const std::optional<T>& v) {
    return v ? to_json(*v) : boost::json::value{};
  }
  static bool read(const boost::json::value& in, std::optional<T>& out) {
    if (in.is_null()) return out.reset(), true;
    return from_json(in, out.emplace());
  }
};
template <class T>
struct JsonCodec<std::vector<T>> {
  static boost::json::value write(const std::vector<T>& v) {
    boost::json::array out;
    out.reserve(v.size());
    for (const auto& item : v) out.push_back(to_json(item));
    return out;
  }
  static bool read(const boost::json::value& in, std::vector<T>& out) {
    if (!in.is_array()) return false;
    out.clear();
    out.reserve(in.get_array().size());
    for (const auto& item : in.get_array())
      if (!from_json(item, out.emplace_back())) return false;
    return true;
  }
};
template <class T>
struct JsonCodec<std::set<T>> {
  static boost::json::value write(const std::set<T>& v) {
    return to_json(std::vector<T>(v.begin(), v.end()));
  }
  static bool read(const boost::json::value& in, std::set<T>& out) {
    std::vector<T> items;
    if (!from_json(in, items)) return false;
    out = std::set<T>(items.begin(), items.end());
    return true;
  }
};
template <class T>
struct JsonCodec<std::map<std::string, T>> {
  static boost::json::value write(const std::map<std::string, T>& v) {
    boost::json::object out;
    for (const auto& [key, item] : v) out[key] = to_json(item);
    return out;
  }
  static bool read(const boost::json::value& in, std::map<std::string, T>& out) {
    if (!in.is_object()) return false;
    out.clear();
    for (const auto& item : in.get_object())
      if (!from_json(item.value(), out[std::string(item.key())])) return false;
    return true;
  }
};
template <DescribedEnum T>
struct JsonCodec<T> {
  static boost::json::value write(T v) { return boost::json::string(enum_name(v)); }
  static bool read(const boost::json::value& in, T& out) {
    if (!in.is_string()) return false;
    const auto found = enum_from_name<T>(std::string_view(in.get_string()));
    if (found) out = *found;
    return found.has_value();
  }
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

/// Reads one member of a described struct from `in`; false when it is damaged.
template <class Value>
bool read_member(const boost::json::object& in, std::string_view name, Value& out) {
  const auto* found = in.if_contains(name);
  if (found == nullptr) return kIsOptional<Value>;
  return from_json(*found, out);
}

template <DescribedStruct T>
struct JsonCodec<T> {
  static boost::json::value write(const T& v) {
    boost::json::object out;
    boost::mp11::mp_for_each<Fields<T>>([&](auto field) {
      using Value = std::remove_cvref_t<decltype(v.*field.pointer)>;
      static_assert(!kIsSealed<Value>, "Sealed fields stand at the top of an event only");
      out[field.name] = to_json(v.*field.pointer);
    });
    return out;
  }
  static bool read(const boost::json::value& in, T& out) {
    if (!in.is_object()) return false;
    bool good = true;
    boost::mp11::mp_for_each<Fields<T>>([&](auto field) {
      good = good && read_member(in.get_object(), field.name, out.*field.pointer);
    });
    return good;
  }
};

/// An event as the log stores it: what anyone may read, and what only key holders may.
struct Encoded {
  boost::json::object body;
  boost::json::object personal;  ///< Empty when the event holds no personal data.
};

template <class E>
Encoded encode(const E& event) {
  Encoded out;
  boost::mp11::mp_for_each<Fields<E>>([&](auto field) {
    const auto& value = event.*field.pointer;
    if constexpr (kIsSealed<std::remove_cvref_t<decltype(value)>>) {
      if (value.readable()) out.personal[field.name] = to_json(value.reveal());
    } else {
      out.body[field.name] = to_json(value);
    }
  });
  return out;
}

/// `personal` is empty when the subject was erased: its fields then read as not readable.
template <class E>
Result<E> decode(const boost::json::object& body, const boost::json::object& personal) {
  E event{};
  const char* bad = nullptr;
  boost::mp11::mp_for_each<Fields<E>>([&](auto field) {
    auto& member = event.*field.pointer;
    using Value = std::remove_reference_t<decltype(member)>;
    if constexpr (kIsSealed<Value>) {
      const auto* found = personal.if_contains(field.name);
      if (found == nullptr) return;
      typename Value::Inner inner{};
      if (!from_json(*found, inner)) bad = field.name;
      member = Value{std::move(inner)};
    } else if (!read_member(body, field.name, member)) {
      bad = field.name;
    }
  });
  if (bad != nullptr)
    return Error{Errc::corrupt, "event-damaged", std::string(E::kType) + ": bad field " + bad, ""};
  return event;
}

template <class Variant>
std::string_view type_of(const Variant& event) {
  return std::visit([]<class E>(const E&) { return E::kType; }, event);
}

/// Decodes by stored type name, to what can be made of each of the variant's types. An unknown type
/// is an error: the set is closed.
template <class Variant, class Out = Variant>
Result<Out> decode_as(std::string_view type, const boost::json::object& body,
                      const boost::json::object& personal) {
  Result<Out> out =
      Error{Errc::corrupt, "event-unknown", "unknown event type " + std::string(type), ""};
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>>(
      [&](auto tag) {
        using E = typename decltype(tag)::type;
        if (E::kType != type) return;
        auto event = decode<E>(body, personal);
        if (event)
          out = Out{std::move(event).value()};
        else
          out = event.error();
      });
  return out;
}

}  // namespace lockstep::events
