// What SQLite is called in this store.
#pragma once
#include "adapters/sqlite/sqlite_connection.h"

namespace lockstep::read_store {

using sqlite::SqliteConnection;
using sqlite::SqliteTransaction;

inline constexpr sqlite::StoreName kStoreName{
    "read-store", "The embedded read store",
    "Restart lockstep: the file is deleted and folded again from the log."};

}  // namespace lockstep::read_store
