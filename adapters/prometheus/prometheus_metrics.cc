#include "adapters/prometheus/prometheus_metrics.h"

#include <exception>
#include <map>
#include <sstream>
#include <unordered_map>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "base/mutex.h"

namespace lockstep::prometheus {

namespace {

namespace core = ::prometheus;

constexpr std::string_view kDropped = "lockstep_metrics_dropped_total";

core::Labels labels_of(ports::Labels labels) {
  core::Labels out;
  for (const auto& [name, value] : labels) out[std::string(name)] = std::string(value);
  return out;
}

// Name and labels as one key. In a buffer of the thread, so that the hot path allocates nothing.
const std::string& key_of(std::string_view name, ports::Labels labels) {
  thread_local std::string key;
  key.assign(name);
  for (const auto& [label, value] : labels) {
    key.push_back('\x1f');
    key.append(label);
    key.push_back('\x1e');
    key.append(value);
  }
  return key;
}

core::Histogram::BucketBoundaries buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
}

core::Counter& add(core::Family<core::Counter>& family, const core::Labels& labels) {
  return family.Add(labels);
}
core::Gauge& add(core::Family<core::Gauge>& family, const core::Labels& labels) {
  return family.Add(labels);
}
core::Histogram& add(core::Family<core::Histogram>& family, const core::Labels& labels) {
  return family.Add(labels, buckets());
}

auto builder(core::Counter* /*kind*/) {
  return core::BuildCounter();
}
auto builder(core::Gauge* /*kind*/) {
  return core::BuildGauge();
}
auto builder(core::Histogram* /*kind*/) {
  return core::BuildHistogram();
}

// Every series of one kind, found by key without building anything.
template <class Metric>
class SeriesOfKind {
 public:
  explicit SeriesOfKind(core::Registry& registry) : registry_(registry) {}

  // Null when it must not exist.
  Metric* find_or_make(std::string_view name, ports::Labels labels) {
    const auto& key = key_of(name, labels);
    {
      const base::ReadLock lock{mutex_};
      const auto found = series_.find(key);
      if (found != series_.end()) return found->second;
    }
    const base::WriteLock lock{mutex_};
    const auto found = series_.find(key);
    if (found != series_.end()) return found->second;
    auto* made = make(name, labels);
    // Dropped ones are not remembered: their number is what must stay bounded.
    if (made != nullptr) series_.emplace(key, made);
    return made;
  }

 private:
  struct Named {
    core::Family<Metric>* family = nullptr;
    std::size_t series = 0;
  };

  Metric* make(std::string_view name, ports::Labels labels) LOCKSTEP_REQUIRES(mutex_) {
    auto& named = families_[std::string(name)];
    if (named.series >= PrometheusMetrics::kMaxSeries) return nullptr;
    try {
      if (named.family == nullptr) {
        Metric* kind = nullptr;
        named.family = &builder(kind)
                            .Name(std::string(name))
                            .Help(std::string(help_text(name)))
                            .Register(registry_);
      }
      auto& made = add(*named.family, labels_of(labels));
      ++named.series;
      return &made;
    } catch (const std::exception&) {
      return nullptr;  // An invalid name, or one that is of another kind already.
    }
  }

  core::Registry& registry_;
  base::SharedMutex mutex_;
  std::unordered_map<std::string, Metric*> series_ LOCKSTEP_GUARDED_BY(mutex_);
  std::map<std::string, Named> families_ LOCKSTEP_GUARDED_BY(mutex_);
};

}  // namespace

struct PrometheusMetrics::Impl {
  core::Registry registry;
  SeriesOfKind<core::Counter> counters{registry};
  SeriesOfKind<core::Gauge> gauges{registry};
  SeriesOfKind<core::Histogram> histograms{registry};

  void dropped() {
    if (auto* counter = counters.find_or_make(kDropped, {})) counter->Increment();
  }
};

PrometheusMetrics::PrometheusMetrics() : impl_(std::make_unique<Impl>()) {
  impl_->counters.find_or_make(kDropped, {});
}

PrometheusMetrics::~PrometheusMetrics() = default;

void PrometheusMetrics::count(std::string_view name, ports::Labels labels, double by) {
  auto* counter = impl_->counters.find_or_make(name, labels);
  if (counter == nullptr) return impl_->dropped();
  counter->Increment(by);
}

void PrometheusMetrics::gauge(std::string_view name, ports::Labels labels, double value) {
  auto* gauge = impl_->gauges.find_or_make(name, labels);
  if (gauge == nullptr) return impl_->dropped();
  gauge->Set(value);
}

void PrometheusMetrics::observe(std::string_view name, ports::Labels labels, double seconds) {
  auto* histogram = impl_->histograms.find_or_make(name, labels);
  if (histogram == nullptr) return impl_->dropped();
  histogram->Observe(seconds);
}

std::string PrometheusMetrics::exposition() {
  std::ostringstream out;
  core::TextSerializer{}.Serialize(out, impl_->registry.Collect());
  return out.str();
}

}  // namespace lockstep::prometheus
