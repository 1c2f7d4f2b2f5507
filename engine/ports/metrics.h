// What the engine counts. Names are fixed here, in one table, so that dashboards can rely on them:
// `lockstep_<noun>_<unit or total>`. Labels hold fixed words, never ids or personal data.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace lockstep::ports {

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Any thread. Unknown names are created on first use; the same name is always the same kind.
class Metrics {
 public:
  Metrics() = default;
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  virtual ~Metrics() = default;
  /// Counters end in `_total`.
  virtual void count(std::string_view name, Labels labels, double by) = 0;
  virtual void gauge(std::string_view name, Labels labels, double value) = 0;
  /// Durations in seconds; names end in `_seconds`.
  virtual void observe(std::string_view name, Labels labels, double seconds) = 0;
  /// Prometheus text exposition format 0.0.4.
  virtual std::string exposition() = 0;
};

class NullMetrics final : public Metrics {
 public:
  void count(std::string_view /*name*/, Labels /*labels*/, double /*by*/) override {}
  void gauge(std::string_view /*name*/, Labels /*labels*/, double /*value*/) override {}
  void observe(std::string_view /*name*/, Labels /*labels*/, double /*seconds*/) override {}
  std::string exposition() override { return {}; }
};

}  // namespace lockstep::ports
