// Searches in names, whatever their case: SQLite's own LIKE folds ASCII only, and "Émile" must be
// found by "é".
#pragma once
#include <string>
#include <string_view>

struct sqlite3;

namespace lockstep::read_store {

/// `%text%` for LIKE ... ESCAPE '\', folded: what the user typed is never a pattern.
std::string like_pattern(std::string_view text);

/// Makes base::folded() the SQL function `fold`.
void add_fold_function(sqlite3* database);

}  // namespace lockstep::read_store
