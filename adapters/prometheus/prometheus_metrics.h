// ports::Metrics over prometheus-cpp's core: its counters and its text format, not its web server.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "engine/ports/metrics.h"

namespace lockstep::prometheus {

/// What a metric means, for `# HELP`. The table stands in help_texts.cc.
std::string_view help_text(std::string_view name);

/// Any thread. A name used as another kind than before, an invalid name, and label combinations
/// beyond kMaxSeries per name are dropped and counted in `lockstep_metrics_dropped_total`.
class PrometheusMetrics final : public ports::Metrics {
 public:
  static constexpr std::size_t kMaxSeries = 1000;

  PrometheusMetrics();
  ~PrometheusMetrics() override;
  void count(std::string_view name, ports::Labels labels, double by) override;
  void gauge(std::string_view name, ports::Labels labels, double value) override;
  void observe(std::string_view name, ports::Labels labels, double seconds) override;
  std::string exposition() override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::prometheus
