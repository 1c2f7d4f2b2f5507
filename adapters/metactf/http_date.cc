// See http_date.h.
#include "adapters/metactf/http_date.h"

#include <array>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>
#include <string>

namespace lockstep::metactf {

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  static constexpr std::array kForms{"%a, %d %b %Y %H:%M:%S", "%A, %d-%b-%y %H:%M:%S",
                                     "%a %b %d %H:%M:%S %Y"};
  for (const auto* form : kForms) {
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    std::tm parts{};
    in >> std::get_time(&parts, form);
    if (!in.fail()) return std::chrono::sys_seconds{std::chrono::seconds{timegm(&parts)}};
  }
  return std::nullopt;
}

}  // namespace lockstep::metactf
