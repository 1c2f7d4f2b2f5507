#include "adapters/read_store/plain_text.h"

#include <sqlite3.h>

#include "base/plain_letters.h"

namespace lockstep::read_store {

namespace {

void sql_plain(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  const auto plain =
      base::plain_letters(bytes == nullptr ? std::string_view{} : std::string_view(bytes, size));
  auto* copy = static_cast<char*>(sqlite3_malloc64(plain.size() + 1));
  if (copy == nullptr) return sqlite3_result_error_nomem(context);
  plain.copy(copy, plain.size());
  sqlite3_result_text64(context, copy, plain.size(), sqlite3_free, SQLITE_UTF8);
}

}  // namespace

std::string like_pattern(std::string_view text) {
  std::string out = "%";
  for (const char c : base::plain_letters(text)) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + '%';
}

void add_plain_function(sqlite3* database) {
  sqlite3_create_function(database, "plain", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                          sql_plain, nullptr, nullptr);
}

}  // namespace lockstep::read_store
