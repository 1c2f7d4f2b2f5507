// The events of one coach, competitor or team as the log holds them, and what of them went to the
// vendor.
//
// A coach sees what happened since it is his, as with `?asOf=` and in the stream of events.
#include <algorithm>
#include <span>

#include "adapters/http/access.h"
#include "adapters/http/handlers.h"
#include "adapters/http/text.h"
#include "adapters/http/views.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kDefaultLimit = 100;
constexpr std::size_t kMaxLimit = 500;

Answered<Version> version_after(const Call& call) {
  LOCKSTEP_TRY(auto cursor, call.query.text("cursor"));
  if (!cursor) return Version{0};
  const auto number = number_in(*cursor);
  if (!number)
    return Problem{400,
                   {Errc::invalid, "invalid-parameter",
                    "`cursor` must be one that this list has answered.", ""}};
  return Version{*number};
}

// The stream's next events that the caller may see.
Result<std::vector<events::StoredEvent>> page_of(Call& call, const StreamId& stream, Version after,
                                                 std::size_t limit) {
  LOCKSTEP_TRY(const auto since, visible_since(call, stream));
  std::vector<events::StoredEvent> out;
  while (since && out.empty()) {
    LOCKSTEP_TRY(out, call.api.ports.log.read_stream(stream, after, {.max_events = limit}));
    if (out.empty()) break;
    after = out.back().version;
    std::erase_if(out, [&](const auto& stored) { return stored.position < *since; });
  }
  return out;
}

Answered<Answer> history(Call& call, const StreamId& stream) {
  LOCKSTEP_TRY(const auto after, version_after(call));
  LOCKSTEP_TRY(const auto limit, call.query.limit(kDefaultLimit, kMaxLimit));
  auto& log = call.api.ports.log;
  const auto at = log.head().position;
  LOCKSTEP_TRY(auto found, page_of(call, stream, after, limit));
  boost::json::array items;
  for (const auto& stored : found) {
    LOCKSTEP_TRY(auto event, view(stored, call.who.role));
    items.push_back(std::move(event));
  }
  // A page may be short because of its bytes, so only looking tells whether there is more.
  std::optional<std::string> next;
  if (!found.empty()) {
    const auto last = found.back().version;
    LOCKSTEP_TRY(auto more, log.read_stream(stream, last, {.max_events = 1}));
    if (!more.empty()) next = std::to_string(last.value);
  }
  boost::json::object body{{"items", std::move(items)}};
  body["next"] = next ? boost::json::value(*next) : boost::json::value();
  return state_answer(body, at);
}

// The whole stream: only its end tells what became of an intent.
Result<usecases::Disclosures> disclosures_of(log::EventReader& log, const StreamId& stream) {
  usecases::Disclosures out;
  for (Version after{};;) {
    LOCKSTEP_TRY(auto page, log.read_stream(stream, after, {}));
    if (page.empty()) return out;
    for (const auto& stored : page) {
      LOCKSTEP_TRY(out.add(stored));
    }
    after = page.back().version;
  }
}

Answered<Answer> disclosures(Call& call, const StreamId& stream) {
  LOCKSTEP_TRY(const auto after, version_after(call));
  LOCKSTEP_TRY(const auto limit, call.query.limit(kDefaultLimit, kMaxLimit));
  const auto at = call.api.ports.log.head().position;
  LOCKSTEP_TRY(const auto since, visible_since(call, stream));
  LOCKSTEP_TRY(const auto found, disclosures_of(call.api.ports.log, stream));
  const auto first_seen =
      since ? std::ranges::lower_bound(found.all(), *since, {}, &usecases::Disclosure::position)
            : found.all().end();
  const std::span all{first_seen, found.all().end()};
  boost::json::array items;
  std::optional<std::string> next;
  auto it = std::ranges::upper_bound(all, after, {}, &usecases::Disclosure::version);
  for (; it != all.end() && items.size() < limit; ++it) items.push_back(view(*it));
  if (it != all.end()) next = std::to_string(std::prev(it)->version.value);
  return page_answer(std::move(items), next, static_cast<std::int64_t>(all.size()), at);
}

}  // namespace

Answered<Answer> coach_history(Call& call) {
  LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}, Freshness::as_is));
  return history(call, {"coach", row.id.value});
}

Answered<Answer> competitor_history(Call& call) {
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}, Freshness::as_is));
  return history(call, {"competitor", row.id.value});
}

Answered<Answer> team_history(Call& call) {
  LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}, Freshness::as_is));
  return history(call, {"team", row.id.value});
}

Answered<Answer> coach_disclosures(Call& call) {
  LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}, Freshness::as_is));
  return disclosures(call, {"coach", row.id.value});
}

Answered<Answer> competitor_disclosures(Call& call) {
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}, Freshness::as_is));
  return disclosures(call, {"competitor", row.id.value});
}

}  // namespace lockstep::http
