// Whoever meets damage in the log has an operator told, once, and is answered all the same.
#include "engine/log/watched_log.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/log/log_errors.h"

namespace lockstep::log {
namespace {

/// All that is asked of it ends with this error.
class FailingLog final : public EventLog {
 public:
  explicit FailingLog(Error error) : error_(std::move(error)) {}
  std::vector<Result<Appended>> append(std::span<const AppendRequest> batch) override {
    return std::vector<Result<Appended>>(batch.size(), error_);
  }
  Result<std::optional<Appended>> find_command(const CommandId& /*id*/,
                                               const std::string& /*fingerprint*/) override {
    return error_;
  }
  Result<std::vector<events::StoredEvent>> read_stream(const StreamId& /*stream*/,
                                                       Version /*after*/,
                                                       ReadLimits /*limits*/) override {
    return error_;
  }
  Result<std::vector<events::StoredEvent>> read_all(Position /*after*/,
                                                    ReadLimits /*limits*/) override {
    return error_;
  }
  [[nodiscard]] Head head() const override { return {}; }
  bool wait_for_more(Position /*after*/, std::chrono::milliseconds /*at_most*/) override {
    return false;
  }
  Result<std::optional<Snapshot>> load_snapshot(const StreamId& /*stream*/) override {
    return error_;
  }
  Result<void> save_snapshot(const StreamId& /*stream*/, const Snapshot& /*snapshot*/) override {
    return error_;
  }
  Result<Head> verify(const std::function<bool(Position)>& /*go_on*/) override { return error_; }
  [[nodiscard]] bool healthy() const override { return true; }
  [[nodiscard]] Result<void> may_write() const override { return error_; }

 private:
  const Error error_;
};

const std::vector<std::function<void(EventLog&)>> kAsked{
    [](EventLog& log) { log.append(std::vector<AppendRequest>(1)); },
    [](EventLog& log) { (void)log.find_command({"c"}, ""); },
    [](EventLog& log) {
      (void)log.read_stream({"coach", "a"}, {}, {});
    },
    [](EventLog& log) { (void)log.read_all({}, {}); },
    [](EventLog& log) {
      (void)log.load_snapshot({"coach", "a"});
    },
    [](EventLog& log) {
      (void)log.save_snapshot({"coach", "a"}, {});
    },
    [](EventLog& log) { (void)log.verify([](Position) { return true; }); }};

TEST(WatchedLog, TellsOfDamageHoweverItIsMet) {
  for (std::size_t i = 0; i < kAsked.size(); ++i) {
    std::vector<std::string> told;
    WatchedLog log{std::make_unique<FailingLog>(damaged("Position 9: another one.")),
                   [&](const Error& error) { told.push_back(error.type); }};
    kAsked[i](log);
    kAsked[i](log);
    EXPECT_EQ(told, std::vector<std::string>{"log-damaged"}) << i << ", once";
  }
}

TEST(WatchedLog, TellsOfNothingElse) {
  int told = 0;
  WatchedLog log{std::make_unique<FailingLog>(Error{Errc::unavailable, "disk-nearly-full", "", ""}),
                 [&](const Error&) { ++told; }};
  for (const auto& ask : kAsked) ask(log);
  EXPECT_EQ(told, 0);
}

}  // namespace
}  // namespace lockstep::log
