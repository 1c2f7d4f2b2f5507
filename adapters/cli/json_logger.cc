#include "adapters/cli/json_logger.h"

#include <array>
#include <exception>

#include <boost/json.hpp>

#include "base/text.h"
#include "engine/overloaded.h"
#include "events/time.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kMaxFieldBytes = 1024;  ///< A line stays a line, whatever it is about.
constexpr std::array<std::string_view, 4> kLevelNames{"debug", "info", "warning", "error"};

/// Valid UTF-8 of bounded length: JSON has no other text, and a reader would drop the whole line.
std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::string character;
    base::append_character(character, base::take_character(text));
    if (out.size() + character.size() > kMaxFieldBytes) return out + "…";
    out += character;
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

}  // namespace

JsonLogger::JsonLogger(const ports::Clock& clock, ports::Level lowest, int descriptor)
    : clock_(clock), lowest_(lowest), lines_(descriptor) {}

void JsonLogger::log(ports::Level level, std::string_view event,
                     std::initializer_list<ports::Field> fields) {
  if (level < lowest_) return;
  try {
    tell_of_losses();
    lines_.put(line_of(clock_.now(), level, event, fields));
  } catch (const std::exception&) {
    // Out of memory: losing the line is better than losing the engine.
    return;
  }
}

// Not while lines are being lost: it would push out others.
void JsonLogger::tell_of_losses() {
  const auto all = lost();
  if (all == told_lost_ || !lines_.works()) return;
  const auto before = told_lost_.exchange(all);
  if (all > before)
    lines_.put(
        line_of(clock_.now(), ports::Level::warning, "log_lines_lost", {{"lines", all - before}}));
}

std::uint64_t JsonLogger::lost() const {
  return lines_.lost();
}

void JsonLogger::drain() const {
  lines_.drain();
}

ports::Level level_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i)
    if (kLevelNames.at(i) == name) return static_cast<ports::Level>(i);
  return ports::Level::info;
}

}  // namespace lockstep::cli
