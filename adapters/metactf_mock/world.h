// All that the mock vendor is at a moment: its records, its dataset and how it behaves.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "adapters/metactf_mock/behaviour.h"
#include "adapters/metactf_mock/happenings.h"
#include "adapters/metactf_mock/store.h"
#include "base/mutex.h"

namespace lockstep::metactf_mock {

/// How often something was made under one id, so that a test can say "exactly once".
struct MakingCount {
  std::int64_t posts = 0;    ///< Well-formed and allowed requests, repetitions included.
  std::int64_t created = 0;  ///< Records that came of them.
};

struct World {
  /// Held while a call is executed, shared where it only reads (see reply.cc).
  base::SharedMutex mutex;
  std::unique_ptr<MockStore> store LOCKSTEP_GUARDED_BY(mutex);
  Behaviour behaviour LOCKSTEP_GUARDED_BY(mutex);
  std::string token LOCKSTEP_GUARDED_BY(mutex);  ///< Empty: any.
  /// Where `from-postgres` reads.
  std::string database_url LOCKSTEP_GUARDED_BY(mutex);
  Origin origin LOCKSTEP_GUARDED_BY(mutex);  ///< What the store was filled with.
  /// Unix seconds, of the call that may change something.
  std::int64_t now LOCKSTEP_GUARDED_BY(mutex) = 0;
  std::map<std::string, MakingCount> users_made LOCKSTEP_GUARDED_BY(mutex);
  std::map<std::string, MakingCount> teams_made LOCKSTEP_GUARDED_BY(mutex);
  /// What the call under way has changed; told once that is kept.
  std::vector<std::pair<std::string_view, boost::json::object>> changes LOCKSTEP_GUARDED_BY(mutex);
  Happenings happenings;  ///< With a mutex of its own.

  /// `ids` may hold ids, counts and names of settings, nothing else.
  void changed(std::string_view what, boost::json::object ids) LOCKSTEP_REQUIRES(mutex) {
    changes.emplace_back(what, std::move(ids));
  }
};

/// Whether scores are made up from seed and id (made_up.h).
bool is_made_up(const Origin& origin);

/// Adds to the happenings, with the time.
void tell(World& world, std::string_view what, boost::json::object ids)
    LOCKSTEP_REQUIRES(world.mutex);

/// Runs `work` as one transaction of the store and tells its changes when it is kept. Throws
/// StoreFailed.
void transact(World& world, const std::function<void()>& work) LOCKSTEP_REQUIRES(world.mutex);

/// Forgets everything and begins anew with what `wanted` names. When that fails (not_found: no such
/// dataset; invalid: a size; unavailable: the dashboard's database) nothing has changed. Throws
/// StoreFailed.
Result<void> load(World& world, Origin wanted) LOCKSTEP_REQUIRES(world.mutex);
/// Keeps what the store has if that began as `wanted` did, wherever its times were put; else
/// load(). True when it was kept.
Result<bool> load_or_keep(World& world, Origin wanted) LOCKSTEP_REQUIRES(world.mutex);

enum class Feeds : std::uint8_t { odl, all };
/// Scores and the like of somebody, in the dataset or made up. Null when there is nothing. With
/// Feeds::odl the Flash CTFs may be missing.
std::shared_ptr<const VendorPerson> known_person(World& world, const std::string& syned_user_id,
                                                 std::string_view role, Feeds feeds = Feeds::all)
    LOCKSTEP_REQUIRES_SHARED(world.mutex);

}  // namespace lockstep::metactf_mock
