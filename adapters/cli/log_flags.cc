#include "adapters/cli/log_flags.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

#include <boost/mp11.hpp>

#include "adapters/cli/settings.h"
#include "events/any_event.h"

namespace lockstep::cli {

namespace {

Result<std::uint64_t> positive(std::string_view flag, std::string_view text) {
  std::uint64_t out = 0;
  const auto* const last = text.data() + text.size();
  const auto [end, failed] = std::from_chars(text.data(), last, out);
  if (failed == std::errc{} && end == last && out > 0) return out;
  return Error{Errc::invalid, "log-flag-invalid",
               std::string(flag) + " must be a whole number of 1 to " +
                   std::to_string(std::numeric_limits<std::uint64_t>::max()) + ".",
               "Leave it out for all."};
}

std::vector<std::string> event_types() {
  std::vector<std::string> out;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, events::AllEvents>>(
      [&]<class E>(boost::mp11::mp_identity<E>) { out.emplace_back(E::kType); });
  return out;
}

Result<std::string> event_type(const std::string& text) {
  const auto known = event_types();
  if (std::ranges::find(known, text) != known.end()) return text;
  return Error{Errc::invalid, "log-flag-invalid",
               "--type must be the type of an event, and there is none of this name.",
               "The nearest is `" + nearest_name(text, known) +
                   "`; `lockstep log stats` lists those that are in the log."};
}

}  // namespace

Result<LogFilter> log_filter(const LogFilterFlags& flags) {
  LogFilter out;
  if (flags.from) {
    LOCKSTEP_TRY(const auto from, positive("--from", *flags.from));
    out.after = Position{from - 1};
  }
  if (flags.limit) {
    LOCKSTEP_TRY(out.limit, positive("--limit", *flags.limit));
  }
  if (flags.type) {
    LOCKSTEP_TRY(out.type, event_type(*flags.type));
  }
  return out;
}

}  // namespace lockstep::cli
