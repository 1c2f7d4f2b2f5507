// The log, and who is told when it is met damaged: whoever asks for what is damaged is the first to
// know, and is no operator.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/log/event_log.h"

namespace lockstep::log {

/// Passes everything on. Any thread, as of the log itself.
class WatchedLog final : public EventLog {
 public:
  /// Told of the first damage alone; any thread.
  using Tell = std::function<void(const Error&)>;
  WatchedLog(std::unique_ptr<EventLog> log, Tell tell)
      : log_(std::move(log)), tell_(std::move(tell)) {}

  std::vector<Result<Appended>> append(std::span<const AppendRequest> batch) override;
  Result<std::optional<Appended>> find_command(const CommandId& id,
                                               const std::string& fingerprint) override {
    return noted(log_->find_command(id, fingerprint));
  }
  Result<std::vector<events::StoredEvent>> read_stream(const StreamId& stream, Version after,
                                                       ReadLimits limits) override {
    return noted(log_->read_stream(stream, after, limits));
  }
  Result<std::vector<events::StoredEvent>> read_all(Position after, ReadLimits limits) override {
    return noted(log_->read_all(after, limits));
  }
  [[nodiscard]] Head head() const override { return log_->head(); }
  bool wait_for_more(Position after, std::chrono::milliseconds at_most) override {
    return log_->wait_for_more(after, at_most);
  }
  Result<std::optional<Snapshot>> load_snapshot(const StreamId& stream) override {
    return noted(log_->load_snapshot(stream));
  }
  Result<void> save_snapshot(const StreamId& stream, const Snapshot& snapshot) override {
    return noted(log_->save_snapshot(stream, snapshot));
  }
  Result<Head> verify(const std::function<bool(Position)>& go_on) override {
    return noted(log_->verify(go_on));
  }
  [[nodiscard]] bool healthy() const override { return log_->healthy(); }
  [[nodiscard]] Result<void> may_write() const override { return log_->may_write(); }

 private:
  void note(const Error& error);
  template <class T>
  Result<T> noted(Result<T> ended) {
    if (!ended) note(ended.error());
    return ended;
  }

  const std::unique_ptr<EventLog> log_;
  const Tell tell_;
  std::atomic<bool> met_{false};
};

}  // namespace lockstep::log
