// Text forms of values. Times are written as UTC and read back as numbers, both exact to the
// millisecond: `extract(epoch ...)` is numeric since Postgres 14.
#include "adapters/postgres/pg_values.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace lockstep::postgres {

namespace {

using projections::ColumnType;
using projections::Value;

constexpr std::int64_t kMillisPerDay = 86'400'000;

// Howard Hinnant's civil_from_days: std::chrono's years end at 32767, and the vendor may send any.
std::string date_of(std::int64_t days) {
  days += 719'468;
  const auto era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = days - era * 146'097;
  const auto year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto shifted = (5 * day_of_year + 2) / 153;
  const auto day = day_of_year - (153 * shifted + 2) / 5 + 1;
  const auto month = shifted < 10 ? shifted + 3 : shifted - 9;
  const auto year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04lld-%02lld-%02lld", static_cast<long long>(year),
                static_cast<long long>(month), static_cast<long long>(day));
  return text.data();
}

std::string moment(std::int64_t millis) {
  auto days = millis / kMillisPerDay;
  auto rest = millis % kMillisPerDay;
  if (rest < 0) {
    rest += kMillisPerDay;
    --days;
  }
  std::array<char, 64> time{};
  std::snprintf(time.data(), time.size(), " %02lld:%02lld:%02lld.%03lld+00",
                static_cast<long long>(rest / 3'600'000),
                static_cast<long long>(rest / 60'000 % 60),
                static_cast<long long>(rest / 1000 % 60), static_cast<long long>(rest % 1000));
  return date_of(days) + time.data();
}

void append_quoted(const std::string& text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string type_name(ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::integer:
      return "bigint";
    case ColumnType::text:
      return "text";
    case ColumnType::json:
      return "jsonb";
    case ColumnType::millis:
    case ColumnType::seconds:
      return "timestamptz";
  }
  return "text";
}

std::optional<std::string> to_text(const Value& value, ColumnType type) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "t" : "f";
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* json = std::get_if<projections::JsonText>(&value)) return json->text;
  const auto* number = std::get_if<std::int64_t>(&value);
  if (number == nullptr) return std::nullopt;
  if (type == ColumnType::millis) return moment(*number);
  if (type == ColumnType::seconds) return moment(*number * 1000);
  return std::to_string(*number);
}

std::string to_array(const std::vector<projections::Values>& rows, std::size_t column,
                     ColumnType type) {
  std::string out = "{";
  for (const auto& row : rows) {
    if (out.size() > 1) out += ',';
    const auto text = to_text(row[column], type);
    if (text)
      append_quoted(*text, out);
    else
      out += "NULL";
  }
  return out + '}';
}

std::string select_expression(const projections::Column& column) {
  const std::string name(column.name);
  if (column.type == ColumnType::millis) return "(extract(epoch FROM " + name + ")*1000)::bigint";
  if (column.type == ColumnType::seconds) return "extract(epoch FROM " + name + ")::bigint";
  return name;
}

Value from_text(std::optional<std::string> text, ColumnType type) {
  if (!text) return std::monostate{};
  switch (type) {
    case ColumnType::boolean:
      return *text == "t";
    case ColumnType::text:
      return std::move(*text);
    case ColumnType::json: {
      boost::system::error_code failed;
      const auto value = boost::json::parse(*text, failed);
      return projections::JsonText{failed ? std::move(*text) : projections::canonical_json(value)};
    }
    case ColumnType::integer:
    case ColumnType::millis:
    case ColumnType::seconds:
      return static_cast<std::int64_t>(std::strtoll(text->c_str(), nullptr, 10));
  }
  return std::monostate{};
}

}  // namespace lockstep::postgres
