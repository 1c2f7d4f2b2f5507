#include "adapters/cli/csv.h"

namespace lockstep::cli {

namespace {

constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";

std::string csv_field(const std::string& text) {
  std::string out = text;
  if (!out.empty() && kFormulaStarts.find(out.front()) != std::string_view::npos)
    out.insert(0, 1, '\'');
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string csv_line(const std::vector<std::string>& fields) {
  std::string out;
  for (std::size_t i = 0; i < fields.size(); ++i) out += (i > 0 ? "," : "") + csv_field(fields[i]);
  return out + "\r\n";
}

}  // namespace lockstep::cli
