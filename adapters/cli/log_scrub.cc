#include "adapters/cli/log_scrub.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "engine/log/log_errors.h"
#include "events/time.h"

namespace lockstep::cli {

namespace {

const std::string kKind = "log-scrub";

std::string counts_of(const Scrubbed& scrubbed) {
  return boost::json::serialize(
      boost::json::object{{"position", scrubbed.position.value}, {"problem", scrubbed.problem}});
}

// What another build wrote may be anything: then it counts as never done.
std::optional<Scrubbed> scrubbed_of(const ports::QuietRun& run) {
  boost::system::error_code failed;
  const auto counts = boost::json::parse(run.counts, failed);
  if (failed || !counts.is_object()) return std::nullopt;
  const auto* position = counts.get_object().if_contains("position");
  const auto* problem = counts.get_object().if_contains("problem");
  if (position == nullptr || problem == nullptr || !problem->is_string()) return std::nullopt;
  const auto at = position->to_number<std::uint64_t>(failed);
  if (failed) return std::nullopt;
  return Scrubbed{run.started, run.ended, Position{at}, std::string(problem->get_string())};
}

std::optional<Scrubbed> last_noted(ports::Operations& operations) {
  const auto runs = operations.runs(kKind, 1);
  if (!runs || runs.value().empty()) return std::nullopt;
  return scrubbed_of(runs.value().front());
}

}  // namespace

LogScrub::LogScrub(Ports ports, ScrubTimes times)
    : ports_(std::move(ports)), times_(times), last_(last_noted(ports_.operations)) {
  if (times_.interval.count() > 0) thread_ = std::thread([this] { run(); });
}

LogScrub::~LogScrub() {
  {
    const base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  stops_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool LogScrub::wait(std::chrono::milliseconds time) {
  base::MutexLock lock(mutex_);
  return !stops_.wait_for(lock, time, [this]() LOCKSTEP_REQUIRES(mutex_) { return stopping_; });
}

std::chrono::milliseconds LogScrub::due_in() const {
  const auto before = last();
  if (!before) return {};
  const std::chrono::milliseconds age{ports_.clock.now().value - before->ended.value};
  // Of the future: the clock has been put back.
  return age.count() < 0 ? std::chrono::milliseconds{} : times_.interval - age;
}

bool LogScrub::damage_is_new() {
  return ports_.damage_met() && !looked_for_damage_;
}

void LogScrub::run() {
  const auto before = last();
  // Whoever starts again after damage has done something about it.
  if (before && !before->problem.empty()) scrub();
  for (;;) {
    const auto time = due_in();
    if (time.count() <= 0 || damage_is_new()) scrub();
    if (!wait(std::clamp(time, times_.pause, times_.longest_wait))) return;
  }
}

void LogScrub::scrub() {
  Scrubbed out;
  out.started = ports_.clock.now();
  const auto head = ports_.verify([&](Position at) {
    out.position = at;
    return wait(times_.pause);
  });
  if (!head && head.error().type == log::verify_stopped().type) return;
  out.ended = ports_.clock.now();
  if (head) out.position = head.value().position;
  if (!head) {
    out.problem = head.error().type;
    ports_.logger.log(ports::Level::error, "log_scrub_failed",
                      {{"type", out.problem}, {"detail", head.error().detail}});
  } else {
    ports_.logger.log(ports::Level::info, "log_scrubbed", {{"position", out.position}});
  }
  looked_for_damage_ = ports_.damage_met();  // Also what this one has met itself.
  remember(out);
}

void LogScrub::remember(const Scrubbed& scrubbed) {
  ports_.operations.note(
      ports::QuietRun{kKind, scrubbed.started, scrubbed.ended, counts_of(scrubbed)});
  const base::MutexLock lock(mutex_);
  last_ = scrubbed;
}

std::optional<Scrubbed> LogScrub::last() const {
  const base::MutexLock lock(mutex_);
  return last_;
}

ports::HealthCheck LogScrub::check() const {
  const auto found = last();
  if (times_.interval.count() <= 0) return {"log-scrub", true, "Is off."};
  if (!found) return {"log-scrub", true, "The log has not been read through yet."};
  const auto when = rfc3339(found->ended);
  if (!found->problem.empty())
    return {"log-scrub", false,
            "Read through at " + when + ": " + found->problem +
                ". Run lockstep verify: it names the position and what to do."};
  return {"log-scrub", true,
          "Read through at " + when + ", up to position " + std::to_string(found->position.value) +
              ": all of it is whole."};
}

void LogScrub::measure(ports::Metrics& metrics) const {
  const auto found = last();
  if (!found) return;
  const auto age = static_cast<double>(ports_.clock.now().value - found->ended.value) / 1000;
  metrics.gauge("lockstep_log_scrub_age_seconds", {}, std::max(age, 0.0));
  metrics.gauge("lockstep_log_scrub_ok", {}, found->problem.empty() ? 1 : 0);
}

}  // namespace lockstep::cli
