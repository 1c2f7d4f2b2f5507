// The whole engine with the real client against the real mock, without sockets and in virtual time:
// what both do over HTTP, as fast as it can be computed and the same for the same seed.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/metactf_mock/in_process.h"
#include "tests/simulation/world.h"

namespace lockstep::simulation {

class MockWorld {
 public:
  MockWorld(std::uint64_t seed, const metactf_mock::Behaviour& behaviour);

  /// POST /__admin/<route>; throws when it is refused.
  boost::json::value admin(const std::string& route, const boost::json::object& body);
  void set_faults(const boost::json::object& faults) { admin("faults", faults); }
  /// `count` solves for somebody the vendor knows, ending now.
  void solve(const std::string& user, std::int64_t count, const std::string& feed);

  /// Behind the engine's back: the vendor has him on this team, or on none.
  void move_there(const std::string& user, const std::optional<std::string>& team);
  /// The vendor's list, by user.
  [[nodiscard]] std::map<std::string, std::string> assignments();

  /// What GET /__admin/state says.
  [[nodiscard]] boost::json::object state();
  /// What the vendor has about somebody.
  [[nodiscard]] metactf_mock::VendorPerson person(const std::string& user);
  /// Requests that the mock has seen, oldest first.
  [[nodiscard]] boost::json::array requests() { return mock_->trace().to_json(); }

 private:
  std::unique_ptr<metactf_mock::InProcessMock> mock_;

 public:
  World world;  ///< Ends before the mock does.
};

}  // namespace lockstep::simulation
