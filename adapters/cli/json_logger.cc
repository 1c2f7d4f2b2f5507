#include "adapters/cli/json_logger.h"

#include <array>
#include <chrono>
#include <exception>
#include <ostream>

#include <boost/json.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "engine/overloaded.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kMaxFieldBytes = 1024;  ///< A line stays a line, whatever it is about.
constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warning", "error"};

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The length of the UTF-8 character at the front of `text`; 0 when there is none.
std::size_t valid_length(std::string_view text) {
  const auto length = sequence_length(static_cast<unsigned char>(text.front()));
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if (!is_continuation(text[i])) return 0;
  return length;
}

/// Valid UTF-8 of bounded length: JSON has no other text, and a reader would drop the whole line.
std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto length = valid_length(text);
    if (out.size() + length > kMaxFieldBytes) return out + "…";
    if (length == 0)
      out += "\xEF\xBF\xBD";
    else
      out += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

boost::json::value value_of(const ports::Field& field) {
  return std::visit(
      Overloaded{[](std::int64_t number) { return boost::json::value(number); },
                 [](bool flag) { return boost::json::value(flag); },
                 [](const std::string& text) { return boost::json::value(clean(text)); }},
      field.value);
}

std::string line_of(Timestamp now, ports::Level level, std::string_view event,
                    std::initializer_list<ports::Field> fields) {
  boost::json::object line;
  line["time"] = rfc3339(now);
  line["level"] = kLevelNames.at(static_cast<std::size_t>(level));
  line["event"] = clean(event);
  for (const auto& field : fields) {
    auto key = clean(field.key);
    // Time, level and event are always what they say.
    if (key == "time" || key == "level" || key == "event") key = "field_" + key;
    line[key] = value_of(field);
  }
  return boost::json::serialize(line);
}

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink) {
  sink->set_pattern("%v");
  auto out = std::make_shared<spdlog::logger>("lockstep", std::move(sink));
  out->set_level(spdlog::level::trace);  // We filter ourselves, before a line is made.
  out->flush_on(spdlog::level::trace);
  // The default handler prints the failure to the very place that failed.
  out->set_error_handler([](const std::string& /*message*/) {});
  return out;
}

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  const auto digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

}  // namespace

JsonLogger::JsonLogger(const ports::Clock& clock, ports::Level lowest)
    : clock_(clock),
      lowest_(lowest),
      sink_(make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>())) {}

JsonLogger::JsonLogger(const ports::Clock& clock, ports::Level lowest, std::ostream& out)
    : clock_(clock),
      lowest_(lowest),
      sink_(make_logger(std::make_shared<spdlog::sinks::ostream_sink_mt>(out))) {}

void JsonLogger::log(ports::Level level, std::string_view event,
                     std::initializer_list<ports::Field> fields) {
  if (level < lowest_) return;
  try {
    const auto line = line_of(clock_.now(), level, event, fields);
    // A string view is not taken as a format: braces stay braces.
    sink_->log(spdlog::level::info, spdlog::string_view_t(line));
  } catch (const std::exception&) {
    // Out of memory, or the sink is gone: losing the line is better than losing the engine.
    return;
  }
}

ports::Level level_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i)
    if (kLevelNames.at(i) == name) return static_cast<ports::Level>(i);
  return ports::Level::info;
}

std::string rfc3339(Timestamp time) {
  using std::chrono::sys_time;
  const sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{time.value}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss<std::chrono::milliseconds> clock{at - day};
  std::string out;
  append_padded(out, static_cast<int>(date.year()), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append_padded(out, clock.hours().count(), 2);
  out += ':';
  append_padded(out, clock.minutes().count(), 2);
  out += ':';
  append_padded(out, clock.seconds().count(), 2);
  out += '.';
  append_padded(out, clock.subseconds().count(), 3);
  return out + 'Z';
}

}  // namespace lockstep::cli
