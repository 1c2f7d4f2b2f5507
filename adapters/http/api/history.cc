// The events of one coach, competitor (with the scores) or team as the log holds them, and what of
// them went to the vendor.
//
// Coaches see what happened since it is theirs, as with `?asOf=` and in the stream of events.
#include <algorithm>
#include <iterator>
#include <ranges>
#include <span>

#include "adapters/http/api/access.h"
#include "adapters/http/api/cursor.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/views.h"
#include "adapters/http/text.h"
#include "engine/log/whole_stream.h"

namespace lockstep::http {

namespace {

constexpr std::size_t kDefaultLimit = 100;
constexpr std::size_t kMaxLimit = 500;

// One number a stream: up to which version it has been shown.
Answered<std::vector<Version>> versions_after(const Call& call, std::size_t streams) {
  LOCKSTEP_TRY(const auto item, item_of_cursor(call));
  if (!item) return std::vector<Version>(streams);
  std::vector<Version> out;
  for (const auto part : std::views::split(std::string_view{*item}, '.')) {
    const auto number = number_in({part.begin(), part.end()});
    if (!number) return no_such_cursor();
    out.push_back(Version{*number});
  }
  if (out.size() != streams) return no_such_cursor();
  return out;
}

std::string item_of(const std::vector<Version>& after) {
  std::string out;
  for (const auto version : after) out += (out.empty() ? "" : ".") + std::to_string(version.value);
  return out;
}

struct StreamPage {
  std::vector<events::StoredEvent> events;
  bool more = false;
};

// The stream's next events that the caller may see.
Result<StreamPage> page_of(Call& call, const StreamId& stream, Version after, std::size_t limit) {
  auto& log = call.api.ports.log;
  LOCKSTEP_TRY(const auto since, visible_since(call, stream));
  StreamPage out;
  while (since && out.events.empty()) {
    LOCKSTEP_TRY(out.events, log.read_stream(stream, after, {.max_events = limit}));
    if (out.events.empty()) break;
    after = out.events.back().version;
    std::erase_if(out.events, [&](const auto& stored) { return stored.position < *since; });
  }
  // A page may be short because of its bytes, so only looking tells whether there is more.
  if (out.events.empty()) return out;
  LOCKSTEP_TRY(const auto next, log.read_stream(stream, after, {.max_events = 1}));
  out.more = !next.empty();
  return out;
}

// What happened in the streams, in order. `after` moves on to what is shown.
Result<StreamPage> merged_page(Call& call, const std::vector<StreamId>& streams,
                               std::vector<Version>& after, std::size_t limit) {
  StreamPage out;
  std::optional<Position> known_to;  // Beyond, one of them may have something in between.
  for (std::size_t i = 0; i < streams.size(); ++i) {
    LOCKSTEP_TRY(auto page, page_of(call, streams[i], after[i], limit));
    if (page.more) {
      const auto last = page.events.back().position;
      known_to = known_to ? std::min(*known_to, last) : last;
    }
    std::ranges::move(page.events, std::back_inserter(out.events));
  }
  std::ranges::sort(out.events, {}, &events::StoredEvent::position);
  const auto complete =
      known_to ? std::ranges::upper_bound(out.events, *known_to, {}, &events::StoredEvent::position)
               : out.events.end();
  const auto shown = std::min<std::size_t>(
      limit, static_cast<std::size_t>(std::distance(out.events.begin(), complete)));
  out.more = known_to.has_value() || shown < out.events.size();
  out.events.resize(shown);
  for (const auto& stored : out.events)
    after[static_cast<std::size_t>(std::distance(
        streams.begin(), std::ranges::find(streams, stored.stream)))] = stored.version;
  return out;
}

Answered<Answer> history(Call& call, const std::vector<StreamId>& streams) {
  LOCKSTEP_TRY(auto after, versions_after(call, streams.size()));
  LOCKSTEP_TRY(const auto limit, call.query.limit(kDefaultLimit, kMaxLimit));
  const auto at = call.api.ports.log.head().position;
  LOCKSTEP_TRY(const auto page, merged_page(call, streams, after, limit));
  answers::History body{{}, std::nullopt};
  for (const auto& stored : page.events) {
    LOCKSTEP_TRY(auto event, view(stored, call.who.role));
    body.items.push_back(std::move(event));
  }
  if (page.more) body.next = cursor_for(call, item_of(after));
  return state_answer(body, at);
}

// The whole stream: only its end tells what became of an intent.
Result<usecases::Disclosures> disclosures_of(log::EventReader& log, const StreamId& stream) {
  usecases::Disclosures out;
  LOCKSTEP_TRY(log::read_whole_stream(log, stream, {}, [&](const auto& stored) -> Result<bool> {
    LOCKSTEP_TRY(out.add(stored));
    return true;
  }));
  return out;
}

Answered<Answer> disclosures(Call& call, const StreamId& stream) {
  LOCKSTEP_TRY(const auto versions, versions_after(call, 1));
  const auto after = versions.front();
  LOCKSTEP_TRY(const auto limit, call.query.limit(kDefaultLimit, kMaxLimit));
  const auto at = call.api.ports.log.head().position;
  LOCKSTEP_TRY(const auto since, visible_since(call, stream));
  LOCKSTEP_TRY(const auto found, disclosures_of(call.api.ports.log, stream));
  const auto first_seen =
      since ? std::ranges::lower_bound(found.all(), *since, {}, &usecases::Disclosure::position)
            : found.all().end();
  const std::span all{first_seen, found.all().end()};
  answers::Disclosures body{{}, std::nullopt, static_cast<std::int64_t>(all.size())};
  auto it = std::ranges::upper_bound(all, after, {}, &usecases::Disclosure::version);
  for (; it != all.end() && body.items.size() < limit; ++it) body.items.push_back(view(*it));
  if (it != all.end()) body.next = cursor_for(call, std::to_string(std::prev(it)->version.value));
  return state_answer(body, at);
}

}  // namespace

Answered<Answer> coach_history(Call& call) {
  LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}));
  return history(call, {{"coach", row.id.value}});
}

Answered<Answer> competitor_history(Call& call) {
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}));
  return history(call, {{"competitor", row.id.value}, {"scores", row.id.value}});
}

Answered<Answer> team_history(Call& call) {
  LOCKSTEP_TRY(auto row, visible_team(call, {call.ids.front()}));
  return history(call, {{"team", row.id.value}});
}

Answered<Answer> coach_disclosures(Call& call) {
  LOCKSTEP_TRY(auto row, visible_coach(call, {call.ids.front()}));
  return disclosures(call, {"coach", row.id.value});
}

Answered<Answer> competitor_disclosures(Call& call) {
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}));
  return disclosures(call, {"competitor", row.id.value});
}

}  // namespace lockstep::http
