// Mapping of row members to columns. Types are decided here; names come from rows.h.
#include "projections/row_codec.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include <boost/describe.hpp>

namespace lockstep::projections {

namespace {

template <class Row>
using Members = boost::describe::describe_members<Row, boost::describe::mod_public>;

// A timestamptz column ends in the year 294276 and we begin with year 1: the vendor may send
// anything, and a time beyond either end must not stop the export.
constexpr std::int64_t kFirstSecond = -62'135'596'800;
constexpr std::int64_t kLastSecond = 9'000'000'000'000;

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

template <class Row>
TableSchema schema_of() {
  TableSchema out{Row::kTable, {}, Row::kKeyColumns, Row::kExported == Exported::yes};
  boost::mp11::mp_for_each<Members<Row>>([&](auto member) {
    using Codec = CodecOf<decltype(std::declval<Row>().*member.pointer)>;
    out.columns.push_back({member.name, Codec::kType, Codec::kNullable});
  });
  return out;
}

template <class Row>
Values values_of(const Row& row, std::size_t count) {
  Values out;
  out.reserve(count);
  boost::mp11::mp_for_each<Members<Row>>([&](auto member) {
    using Codec = CodecOf<decltype(row.*member.pointer)>;
    if (out.size() < count) out.push_back(Codec::write(row.*member.pointer));
  });
  return out;
}

template <class Row>
std::optional<AnyRow> row_of(const Values& values) {
  Row row{};
  std::size_t next = 0;
  bool good = values.size() == boost::mp11::mp_size<Members<Row>>::value;
  boost::mp11::mp_for_each<Members<Row>>([&](auto member) {
    using Codec = CodecOf<decltype(row.*member.pointer)>;
    good = good && Codec::read(values[next++], row.*member.pointer);
  });
  if (!good) return std::nullopt;
  return AnyRow{std::move(row)};
}

}  // namespace

const std::vector<TableSchema>& tables() {
  static const auto kTables = [] {
    std::vector<TableSchema> out;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, AnyRow>>(
        [&](auto row) { out.push_back(schema_of<typename decltype(row)::type>()); });
    return out;
  }();
  return kTables;
}

Values to_values(const AnyRow& row) {
  const auto count = tables()[row.index()].columns.size();
  return std::visit([&](const auto& r) { return values_of(r, count); }, row);
}

Values key_values(const AnyRow& row) {
  const auto count = tables()[row.index()].key_columns;
  return std::visit([&](const auto& r) { return values_of(r, count); }, row);
}

std::string key_text(const AnyRow& row) {
  auto out = std::to_string(row.index());
  for (const auto& value : key_values(row)) {
    const auto* text = std::get_if<std::string>(&value);
    const auto* number = std::get_if<std::int64_t>(&value);
    out += '|';
    if (text != nullptr) out += std::to_string(text->size()) + ':' + *text;
    if (number != nullptr) out += std::to_string(*number);
  }
  return out;
}

std::optional<AnyRow> from_values(std::size_t table, const Values& values) {
  return boost::mp11::mp_with_index<std::variant_size_v<AnyRow>>(table, [&](auto index) {
    return row_of<std::variant_alternative_t<decltype(index)::value, AnyRow>>(values);
  });
}

}  // namespace lockstep::projections
