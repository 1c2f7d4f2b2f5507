// A server on a free loopback port with the engine in memory behind it. What is sent and answered
// speaks of ids by words (tests/support/test_id.h).
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "adapters/http/api/server.h"
#include "adapters/prometheus/prometheus_metrics.h"
#include "tests/contract/http/engine_in_memory.h"
#include "tests/contract/http/raw_client.h"
#include "tests/support/memory_operations.h"
#include "tests/support/test_id.h"

namespace lockstep::http {

using testing_support::test_id;

class FixedClock final : public ports::Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return {kNow.value + ahead_ms}; }
  std::atomic<std::int64_t> ahead_ms{0};  ///< Moves only when a test moves it.
};

class CountingIds final : public ports::IdSource {
 public:
  std::string next() override { return "id-" + std::to_string(++last_); }

 private:
  std::atomic<int> last_{0};
};

/// Keeps every line as text.
class LinesLogger final : public ports::Logger {
 public:
  void log(ports::Level level, std::string_view event,
           std::initializer_list<ports::Field> fields) override;
  [[nodiscard]] std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

inline constexpr std::string_view kServiceKey = "a-service-key-for-tests";
inline constexpr std::string_view kAdmin = "dev:admin:root";
inline constexpr std::string_view kAda = "dev:coach:ada";
inline constexpr std::string_view kBob = "dev:coach:bob";

class HttpTest : public testing::Test {
 protected:
  HttpTest();
  [[nodiscard]] Dependencies dependencies();
  /// Anew, with other options; port 0 and dev_auth are set.
  void start(ServerOptions options);
  /// Anew, and the read model shows nothing of what comes until engine_.thaw(); whoever waits for
  /// it soon gives up.
  void start_behind();
  [[nodiscard]] int port() const { return server_->port(); }

  /// `token` empty = no Authorization header.
  Reply call(std::string_view method, std::string_view target, std::string_view token = kAdmin,
             std::string_view body = "", HeaderList headers = {}) const;
  Reply get(std::string_view target, std::string_view token = kAdmin) const {
    return call("GET", target, token);
  }
  Reply put(std::string_view target, std::string_view body, std::string_view token = kAdmin) const {
    return call("PUT", target, token, body);
  }

  /// Coaches ada and bob; competitors ann and art (ada's), ben (bob's), all ready to be onboarded;
  /// teams apes (ada's) and bees (bob's).
  void seed() const;

  /// Ann's coach and then Ann get their accounts, as the vendor would have it.
  void onboard_ann();
  /// The vendor's answer to the newest intent of `type` in `stream` (`coach-ada`), as the engine
  /// tells it.
  void settle(const std::string& stream, std::string_view type,
              const std::function<AnyCommand(CallId)>& outcome);

  EngineInMemory engine_;
  testing_support::MemoryOperations operations_;
  prometheus::PrometheusMetrics metrics_;
  LinesLogger logger_;
  FixedClock clock_;
  CountingIds ids_;
  std::optional<rate::GateReport> gate_{rate::GateReport{}};
  ports::HealthReport health_{true, {{"log", true, "The log takes appends."}}};
  std::atomic<std::int64_t> steady_seconds_{1000};  ///< What limits and cool-downs see.
  std::unique_ptr<Server> server_;
};

inline constexpr std::string_view kCoachBody =
    R"({"email":"ada.coach@example.org","firstName":"Adamaria","lastName":"Lovelaceson",)"
    R"("schoolName":"Hill School","region":"north","division":"high_school"})";
std::string competitor_body(std::string_view coach, std::string_view first_name);
std::string team_body(std::string_view coach, std::string_view name);

}  // namespace lockstep::http
