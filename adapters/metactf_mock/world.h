// All that the mock vendor is at a moment: its records, its dataset and how it behaves.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "adapters/metactf_mock/behaviour.h"
#include "adapters/metactf_mock/happenings.h"
#include "adapters/metactf_mock/store.h"

namespace lockstep::metactf_mock {

/// How often something was made under one id, so that a test can say "exactly once".
struct MakingCount {
  std::int64_t posts = 0;    ///< Well-formed and allowed requests, repetitions included.
  std::int64_t created = 0;  ///< Records that came of them.
};

struct World {
  /// Held while a call is executed, shared where it only reads (see reply.cc). Guards everything
  /// but `happenings`.
  std::shared_mutex mutex;
  std::unique_ptr<MockStore> store;
  Behaviour behaviour;
  std::string token;         ///< Empty: any.
  std::string database_url;  ///< Where `from-postgres` reads.
  Origin origin;             ///< What the store was filled with.
  std::int64_t now = 0;      ///< Unix seconds, of the call that may change something.
  std::map<std::string, MakingCount> users_made;
  std::map<std::string, MakingCount> teams_made;
  /// What the call under way has changed; told once that is kept.
  std::vector<std::pair<std::string_view, boost::json::object>> changes;
  Happenings happenings;

  /// `ids` may hold ids, counts and names of settings, nothing else.
  void changed(std::string_view what, boost::json::object ids) {
    changes.emplace_back(what, std::move(ids));
  }
};

/// Whether scores are made up from seed and id (made_up.h).
bool is_made_up(const Origin& origin);

/// Adds to the happenings, with the time.
void tell(World& world, std::string_view what, boost::json::object ids);

/// Runs `work` as one transaction of the store and tells its changes when it is kept. Throws
/// StoreFailed. The caller holds the mutex.
void transact(World& world, const std::function<void()>& work);

/// Forgets everything and begins anew with what `wanted` names. When that fails (not_found: no such
/// dataset; invalid: a size; unavailable: the dashboard's database) nothing has changed. The
/// caller holds the mutex, if anybody else is there yet. Throws StoreFailed.
Result<void> load(World& world, Origin wanted);
/// Keeps what the store has if that began as `wanted` did, wherever its times were put; else
/// load(). True when it was kept.
Result<bool> load_or_keep(World& world, Origin wanted);

enum class Feeds : std::uint8_t { odl, all };
/// Scores and the like of somebody, in the dataset or made up. Null when there is nothing. With
/// Feeds::odl the Flash CTFs may be missing.
std::shared_ptr<const VendorPerson> known_person(World& world, const std::string& syned_user_id,
                                                 std::string_view role, Feeds feeds = Feeds::all);

}  // namespace lockstep::metactf_mock
