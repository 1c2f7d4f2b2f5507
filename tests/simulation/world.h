// The whole engine in one thread and virtual time, with a vendor in memory: log, actors, embedded
// read store. What happens is decided by the seed alone.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "actors/sim/simulated_system.h"
#include "adapters/read_store/sqlite_read_store.h"
#include "engine/log/memory_event_log.h"
#include "tests/support/fake_vendor.h"
#include "tests/support/memory_operations.h"
#include "tests/support/virtual_time.h"

namespace lockstep::simulation {

class World {
 public:
  using MakeApi = std::function<std::unique_ptr<ports::MetactfApi>(ports::Clock&)>;
  /// With the fake vendor in memory, or with one that the caller brings.
  explicit World(std::uint64_t seed, MakeApi make_api = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Gives a command and runs everything that follows from it until nothing moves.
  Result<CommandReply> give(const std::string& id, AnyCommand command,
                            const std::string& command_id = "");
  /// Lets time pass in steps, so that every timer gets its turn.
  void pass(std::chrono::seconds time,
            std::chrono::milliseconds step = std::chrono::milliseconds{100});
  /// As pass(), from timer to timer: exact, and fast when nothing happens.
  void leap(std::chrono::milliseconds time);
  /// Sends a command and waits for nothing, not even for its answer.
  void post(const std::string& id, AnyCommand command);
  /// Ends the actors and starts them anew on the same log, as after a crash.
  void restart();

  Result<CommandReply> put_coach(const std::string& id);
  Result<CommandReply> put_team(const std::string& id, const std::string& coach);
  Result<CommandReply> put_competitor(const std::string& id, const std::string& coach);
  Result<CommandReply> onboard(const std::string& id);
  /// As the HTTP route does it: ask the competitor for the team, then the team for the place.
  void join(const std::string& competitor, const std::string& team);
  void leave(const std::string& competitor, const std::string& team);

  [[nodiscard]] projections::CompetitorRow competitor(const std::string& id);
  [[nodiscard]] std::size_t count(std::string_view event_type);
  /// Of a competitor's scores.
  [[nodiscard]] std::optional<ports::Poll> poll(const std::string& id, const std::string& kind);

  actors::Settings settings;   ///< A change holds from the next restart() on.
  actors::sim::Chance chance;  ///< Likewise.
  testing_support::VirtualClock clock;
  testing_support::CountingIds ids;
  testing_support::FakeVendor vendor;
  std::unique_ptr<log::EventLog> log;
  testing_support::MemoryOperations operations;  ///< Survives a restart.
  std::unique_ptr<read_store::SqliteReadStore> reads;
  std::unique_ptr<actors::sim::SimulatedSystem> system;

 private:
  void start();
  CommandRequest request_of(const std::string& id, AnyCommand command,
                            const std::string& command_id);
  MakeApi make_api_;
  ports::NullLogger logger_;
  ports::NullMetrics metrics_;
  std::uint64_t commands_ = 0;
};

}  // namespace lockstep::simulation
