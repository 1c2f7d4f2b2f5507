// Structured log lines without personal data: an event name and fields that are ids, numbers, flags
// or short fixed words. Sealed<T> does not convert to a field, and nothing else may carry a name.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "events/ids.h"

namespace lockstep::ports {

enum class Level : std::uint8_t { debug, info, warning, error };

struct Field {
  std::string_view key;
  std::variant<std::int64_t, bool, std::string> value;

  Field(std::string_view k, bool v) : key(k), value(v) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Field(std::string_view k, T v)
      : key(k), value(static_cast<std::int64_t>(v)) {}
  Field(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
  Field(std::string_view k, std::string_view v) : key(k), value(std::string(v)) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string(v)) {}
  template <class Tag>
  Field(std::string_view k, const Id<Tag>& v) : key(k), value(v.value) {}
  template <class Tag, class Int>
  Field(std::string_view k, Number<Tag, Int> v)
      : key(k), value(static_cast<std::int64_t>(v.value)) {}
};

/// Any thread.
class Logger {
 public:
  Logger() = default;
  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;
  virtual ~Logger() = default;
  /// `event` is a stable snake_case name.
  virtual void log(Level level, std::string_view event, std::initializer_list<Field> fields) = 0;
  /// Lines since the start that could not be written.
  [[nodiscard]] virtual std::uint64_t lost() const { return 0; }
};

/// For tests and tools.
class NullLogger final : public Logger {
 public:
  void log(Level /*level*/, std::string_view /*event*/,
           std::initializer_list<Field> /*fields*/) override {}
};

}  // namespace lockstep::ports
