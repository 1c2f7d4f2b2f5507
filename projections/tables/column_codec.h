// How a row's member becomes a column's value and back. Private to this folder and row_codec.h.
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include <boost/json.hpp>

#include "events/codec.h"
#include "events/ids.h"
#include "projections/tables/values.h"

namespace lockstep::projections {

// A timestamptz column ends in the year 294276 and we begin with year 1: the vendor may send
// anything, and a time beyond either end must not stop the export.
inline constexpr std::int64_t kFirstSecond = -62'135'596'800;
inline constexpr std::int64_t kLastSecond = 9'000'000'000'000;

// A cast that is one only where the types differ.
template <class To, class From>
To as(From value) {
  if constexpr (std::is_same_v<To, From>)
    return value;
  else
    return static_cast<To>(value);
}

template <class T>
struct ColumnCodec;

template <>
struct ColumnCodec<std::string> {
  static constexpr auto kType = ColumnType::text;
  static constexpr bool kNullable = false;
  static Value write(const std::string& v) { return clean_text(v); }
  static bool read(const Value& in, std::string& out) {
    const auto* text = std::get_if<std::string>(&in);
    if (text != nullptr) out = *text;
    return text != nullptr;
  }
};
template <class Tag>
struct ColumnCodec<Id<Tag>> {
  static constexpr auto kType = ColumnType::text;
  static constexpr bool kNullable = false;
  static Value write(const Id<Tag>& v) { return clean_text(v.value); }
  static bool read(const Value& in, Id<Tag>& out) {
    return ColumnCodec<std::string>::read(in, out.value);
  }
};
template <>
struct ColumnCodec<bool> {
  static constexpr auto kType = ColumnType::boolean;
  static constexpr bool kNullable = false;
  static Value write(bool v) { return v; }
  static bool read(const Value& in, bool& out) {
    const auto* flag = std::get_if<bool>(&in);
    if (flag != nullptr) out = *flag;
    return flag != nullptr;
  }
};
template <>
struct ColumnCodec<std::int64_t> {
  static constexpr auto kType = ColumnType::integer;
  static constexpr bool kNullable = false;
  static Value write(std::int64_t v) { return v; }
  static bool read(const Value& in, std::int64_t& out) {
    const auto* number = std::get_if<std::int64_t>(&in);
    if (number != nullptr) out = *number;
    return number != nullptr;
  }
};
template <class Tag, class Int>
struct ColumnCodec<Number<Tag, Int>> {
  using Strong = Number<Tag, Int>;
  static constexpr auto kType = std::is_same_v<Strong, Timestamp>    ? ColumnType::millis
                                : std::is_same_v<Strong, VendorTime> ? ColumnType::seconds
                                                                     : ColumnType::integer;
  static constexpr bool kNullable = false;
  static Value write(Strong v) {
    auto number = as<std::int64_t>(v.value);
    if constexpr (kType == ColumnType::millis)
      number = std::clamp(number, kFirstSecond * 1000, kLastSecond * 1000);
    if constexpr (kType == ColumnType::seconds)
      number = std::clamp(number, kFirstSecond, kLastSecond);
    return number;
  }
  static bool read(const Value& in, Strong& out) {
    std::int64_t number{};
    if (!ColumnCodec<std::int64_t>::read(in, number)) return false;
    out.value = as<Int>(number);
    return true;
  }
};
template <>
struct ColumnCodec<boost::json::value> {
  static constexpr auto kType = ColumnType::json;
  static constexpr bool kNullable = true;
  static Value write(const boost::json::value& v) {
    if (v.is_null()) return std::monostate{};
    return JsonText{canonical_json(v)};
  }
  static bool read(const Value& in, boost::json::value& out) {
    out = nullptr;
    if (std::holds_alternative<std::monostate>(in)) return true;
    const auto* json = std::get_if<JsonText>(&in);
    if (json == nullptr) return false;
    boost::system::error_code failed;
    out = boost::json::parse(json->text, failed);
    return !failed;
  }
};
/// A state is stored by its name.
template <events::DescribedEnum T>
struct ColumnCodec<T> {
  static constexpr auto kType = ColumnType::text;
  static constexpr bool kNullable = false;
  static Value write(T v) { return std::string(events::enum_name(v)); }
  static bool read(const Value& in, T& out) {
    const auto* text = std::get_if<std::string>(&in);
    const auto found = text == nullptr ? std::nullopt : events::enum_from_name<T>(*text);
    if (found) out = *found;
    return found.has_value();
  }
};
template <class T>
struct ColumnCodec<std::optional<T>> {
  static constexpr auto kType = ColumnCodec<T>::kType;
  static constexpr bool kNullable = true;
  static Value write(const std::optional<T>& v) {
    if (!v) return std::monostate{};
    return ColumnCodec<T>::write(*v);
  }
  static bool read(const Value& in, std::optional<T>& out) {
    if (std::holds_alternative<std::monostate>(in)) return out.reset(), true;
    return ColumnCodec<T>::read(in, out.emplace());
  }
};

template <class Member>
using CodecOf = ColumnCodec<std::remove_cvref_t<Member>>;

}  // namespace lockstep::projections
