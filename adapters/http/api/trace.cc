#include "adapters/http/api/trace.h"

#include <algorithm>

namespace lockstep::http {

namespace {

// `vv-tttttttttttttttttttttttttttttttt-pppppppppppppppp-ff`
constexpr std::size_t kSize = 55;
constexpr std::size_t kTraceAt = 3;
constexpr std::size_t kTraceSize = 32;
constexpr std::size_t kParentAt = 36;
constexpr std::size_t kParentSize = 16;
constexpr std::size_t kFlagsAt = 53;

bool is_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}
bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

std::string trace_of(std::string_view header) {
  if (header.size() < kSize) return {};
  const auto version = header.substr(0, 2);
  // A later version may tell more, behind another dash.
  if (header.size() > kSize && (version == "00" || header[kSize] != '-')) return {};
  const auto trace = header.substr(kTraceAt, kTraceSize);
  const auto parent = header.substr(kParentAt, kParentSize);
  for (const auto dash : {kTraceAt, kParentAt, kFlagsAt})
    if (header[dash - 1] != '-') return {};
  for (const auto part : {version, trace, parent, header.substr(kFlagsAt, 2)})
    if (!is_hex(part)) return {};
  if (version == "ff" || is_zero(trace) || is_zero(parent)) return {};
  return std::string(header.substr(0, kSize));
}

}  // namespace lockstep::http
