// Case folding for searches in names. SQLite's own LIKE folds ASCII only: "Émile" must be found by
// "é".
#pragma once
#include <string>
#include <string_view>

struct sqlite3;

namespace lockstep::read_store {

/// Lower case of UTF-8 text; what is not UTF-8 stays as it is.
std::string fold(std::string_view text);

/// `%text%` for LIKE ... ESCAPE '\', folded: what the user typed is never a pattern.
std::string like_pattern(std::string_view text);

/// Makes fold() an SQL function of the same name.
void add_fold_function(sqlite3* database);

}  // namespace lockstep::read_store
