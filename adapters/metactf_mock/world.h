// All that the mock vendor is at a moment: its records, its dataset and how it behaves.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/metactf_mock/behaviour.h"
#include "adapters/metactf_mock/store.h"

namespace lockstep::metactf_mock {

/// How often something was made under one id, so that a test can say "exactly once".
struct MakingCount {
  std::int64_t posts = 0;    ///< Well-formed and allowed requests, repetitions included.
  std::int64_t created = 0;  ///< Records that came of them.
};

struct World {
  std::mutex mutex;  ///< Held while a call is executed. Guards everything below.
  std::unique_ptr<MockStore> store;
  Behaviour behaviour;
  std::string token;  ///< Empty: any.
  std::string dataset_name;
  std::int64_t shift = 0;  ///< Added to every time of a dataset, in seconds.
  std::map<std::string, MakingCount> users_made;
  std::map<std::string, MakingCount> teams_made;
};

/// Forgets everything and begins with the vendor's half of `dataset`. The caller holds the mutex,
/// if anybody else is there yet.
void load(World& world, const Dataset& dataset);

}  // namespace lockstep::metactf_mock
