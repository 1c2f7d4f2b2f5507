// Folding by the C library's tables, in a locale of our own, whatever the process runs in.
#include "adapters/read_store/text_fold.h"

#include <array>
#include <climits>
#include <clocale>
#include <cwchar>
#include <cwctype>

#include <locale.h>  // newlocale, towlower_l: POSIX, not in <clocale>
#include <sqlite3.h>

namespace lockstep::read_store {

namespace {

locale_t utf8_locale() {
  static const locale_t kLocale = newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
  return kLocale;
}

void sql_fold(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  const auto folded = fold(bytes == nullptr ? std::string_view{} : std::string_view(bytes, size));
  auto* copy = static_cast<char*>(sqlite3_malloc64(folded.size() + 1));
  if (copy == nullptr) return sqlite3_result_error_nomem(context);
  folded.copy(copy, folded.size());
  sqlite3_result_text64(context, copy, folded.size(), sqlite3_free, SQLITE_UTF8);
}

}  // namespace

std::string fold(std::string_view text) {
  if (utf8_locale() == locale_t{}) return std::string(text);
  const locale_t before = uselocale(utf8_locale());
  std::string out;
  out.reserve(text.size());
  std::mbstate_t reading{};
  while (!text.empty()) {
    wchar_t wide = 0;
    const auto length = std::mbrtowc(&wide, text.data(), text.size(), &reading);
    if (length == 0 || length > text.size()) {  // NUL, or not UTF-8.
      reading = {};
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    std::array<char, MB_LEN_MAX> bytes{};
    std::mbstate_t writing{};
    const auto lower = static_cast<wchar_t>(std::towlower(static_cast<wint_t>(wide)));
    const auto written = std::wcrtomb(bytes.data(), lower, &writing);
    out.append(bytes.data(), written <= bytes.size() ? written : 0);
    text.remove_prefix(length);
  }
  uselocale(before);
  return out;
}

std::string like_pattern(std::string_view text) {
  std::string out = "%";
  for (const char c : fold(text)) {
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
