#include "adapters/read_store/text_fold.h"

#include <sqlite3.h>

#include "base/text.h"

namespace lockstep::read_store {

namespace {

void sql_fold(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  const auto folded =
      base::folded(bytes == nullptr ? std::string_view{} : std::string_view(bytes, size));
  auto* copy = static_cast<char*>(sqlite3_malloc64(folded.size() + 1));
  if (copy == nullptr) return sqlite3_result_error_nomem(context);
  folded.copy(copy, folded.size());
  sqlite3_result_text64(context, copy, folded.size(), sqlite3_free, SQLITE_UTF8);
}

}  // namespace

std::string like_pattern(std::string_view text) {
  std::string out = "%";
  for (const char c : base::folded(text)) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + '%';
}

void add_fold_function(sqlite3* database) {
  sqlite3_create_function(database, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                          sql_fold, nullptr, nullptr);
}

}  // namespace lockstep::read_store
