// The metrics port over prometheus-cpp.
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "adapters/prometheus/prometheus_metrics.h"

namespace lockstep::prometheus {
namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(PrometheusMetrics, ExposeCountersGaugesAndHistograms) {
  PrometheusMetrics metrics;
  metrics.count("lockstep_events_appended_total", {{"type", "a"}}, 2);
  metrics.count("lockstep_events_appended_total", {{"type", "a"}}, 3);
  metrics.gauge("lockstep_log_position", {}, 7);
  metrics.observe("lockstep_commit_seconds", {}, 0.003);
  const auto text = metrics.exposition();
  EXPECT_TRUE(has(text, "lockstep_events_appended_total{type=\"a\"} 5"));
  EXPECT_TRUE(has(text, "# TYPE lockstep_events_appended_total counter"));
  EXPECT_TRUE(has(text, "lockstep_log_position 7"));
  EXPECT_TRUE(has(text, "lockstep_commit_seconds_bucket{le=\"0.0025\"} 0"));
  EXPECT_TRUE(has(text, "lockstep_commit_seconds_bucket{le=\"0.005\"} 1"));
  EXPECT_TRUE(has(text, "# HELP lockstep_log_position Position of the last event in the log."));
}

TEST(PrometheusMetrics, DropAndCountWhatHasNoPlace) {
  PrometheusMetrics metrics;
  metrics.count("lockstep_thing_total", {}, 1);
  metrics.gauge("lockstep_thing_total", {}, 1);
  metrics.count("not a name", {}, 1);
  metrics.count("lockstep_other_total", {{"bad label", "x"}}, 1);
  const auto text = metrics.exposition();
  EXPECT_TRUE(has(text, "lockstep_metrics_dropped_total 3"));
  EXPECT_TRUE(has(text, "lockstep_thing_total 1"));
}

TEST(PrometheusMetrics, KeepTheNumberOfSeriesBounded) {
  PrometheusMetrics metrics;
  for (std::size_t i = 0; i < PrometheusMetrics::kMaxSeries + 10; ++i)
    metrics.count("lockstep_many_total", {{"n", std::to_string(i)}}, 1);
  EXPECT_TRUE(has(metrics.exposition(), "lockstep_metrics_dropped_total 10"));
}

TEST(PrometheusMetrics, LoseNothingBetweenThreads) {
  PrometheusMetrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        metrics.count("lockstep_shared_total", {{"n", std::to_string(i % 50)}}, 1);
        if (i % 500 == 0) (void)metrics.exposition();
      }
    });
  for (auto& thread : threads) thread.join();
  const auto text = metrics.exposition();
  EXPECT_TRUE(has(text, "lockstep_shared_total{n=\"0\"} 160"));
  EXPECT_TRUE(has(text, "lockstep_shared_total{n=\"49\"} 160"));
}

}  // namespace
}  // namespace lockstep::prometheus
