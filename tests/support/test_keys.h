// A keyring for whatever lies beside a log, where a test has no log.
#pragma once
#include <memory>

#include "engine/log/keyring.h"

namespace lockstep::testing_support {

/// The same one for the whole process: what is closed opens again.
inline const log::Keyring& test_keys() {
  static const auto keys = log::Keyring::open(std::make_unique<log::MemoryKeyStore>(),
                                              log::Key::random(), log::LogId{'t', 'e', 's', 't'})
                               .value();
  return *keys;
}

}  // namespace lockstep::testing_support
