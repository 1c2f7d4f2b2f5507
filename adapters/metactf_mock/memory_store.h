// MockStore in maps. Gone when the process ends.
#pragma once
#include <memory>

#include "adapters/metactf_mock/store.h"

namespace lockstep::metactf_mock {

std::unique_ptr<MockStore> make_memory_store();

}  // namespace lockstep::metactf_mock
