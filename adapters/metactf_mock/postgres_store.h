// MockStore in Postgres, in the schema `metactf_mock`: outlives the process. One mock at a time
// uses a database; it says so when another one has it.
#pragma once
#include <memory>
#include <string>

#include "adapters/metactf_mock/store.h"

namespace lockstep::metactf_mock {

/// Connects and makes the tables that are missing. Errc::unavailable when the database is not
/// there, Errc::conflict when another mock uses it. Later a lost database is StoreFailed, and the
/// next call connects anew.
Result<std::unique_ptr<MockStore>> open_postgres_store(const std::string& url);

}  // namespace lockstep::metactf_mock
