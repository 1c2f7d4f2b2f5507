// Searches in names, whatever their case and accents: SQLite's own LIKE folds ASCII only, and
// "Émile" must be found by "é" and by "e".
#pragma once
#include <string>
#include <string_view>

struct sqlite3;

namespace lockstep::read_store {

/// `%text%` for LIKE ... ESCAPE '\', in plain letters: what the user typed is never a pattern.
std::string like_pattern(std::string_view text);

/// Makes base::plain_letters() the SQL function `plain`.
void add_plain_function(sqlite3* database);

}  // namespace lockstep::read_store
