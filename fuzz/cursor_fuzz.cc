// Cursors: those that a list has answered name their item again, and no other text names one that
// is not written in exactly this way.
#include <array>
#include <string>

#include "adapters/http/api/cursor.h"
#include "base/text.h"
#include "base/url.h"
#include "fuzz/api.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http::Query;

constexpr std::array<std::string_view, 3> kAllowed{"cursor", "limit", "q"};
constexpr std::size_t kMaxItem = 500;

/// A coach's, or an admin's, at an address.
http::Call call_of(std::uint8_t kind, const http::Request& request, Query query) {
  const bool by_coach = kind % 2U == 0U;
  return {no_api(),
          request,
          {},
          kind % 4U < 2U ? "/api/teams" : "/api/competitors",
          {by_coach ? "coach" : "admin", "a"},
          std::move(query),
          "",
          {},
          "",
          {},
          {}};
}

Query query_of(std::string_view cursor) {
  return Query::parse("q=x&cursor=" + base::percent_encoded(cursor), kAllowed).value();
}

void run(Input input) {
  const auto kind = input.byte();
  const auto text = input.rest();
  const http::Request request;

  const auto asked = call_of(kind, request, query_of(text));
  const auto item = http::item_of_cursor(asked);
  if (item) {
    require(item.value().has_value(), "a cursor that is none, and not refused");
    require(http::cursor_for(asked, *item.value()) == text, "written again it is another cursor");
  } else {
    require(item.error().status == 400, "refused as something else");
  }

  if (text.empty() || text.size() > kMaxItem || base::has_control(text)) return;
  const auto cursor = http::cursor_for(asked, text);
  const auto again = http::item_of_cursor(call_of(kind, request, query_of(cursor)));
  require(again && again.value() == text, "a cursor that its own list does not know");
  // Of another caller, or another list, the sum is another one: by chance one in four billion is
  // the same, so what is found here is looked at twice.
  const auto other_kind = static_cast<std::uint8_t>(kind ^ 1U);
  const auto other = call_of(other_kind, request, query_of(cursor));
  require(!http::item_of_cursor(other) || http::cursor_for(other, text) == cursor,
          "a cursor of another list");
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
