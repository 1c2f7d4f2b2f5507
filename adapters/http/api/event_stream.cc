// Server-Sent Events (WHATWG HTML, 9.2): what happens, to those whom it concerns, as it happens. An
// event's id is its position in the log, so a client goes on where it was, also at another process.
//
// The log is read by position up to where the read model is, so that whoever is told of an event
// finds it in the states, and whose it is can be decided by what is so now. Nothing is kept for a
// client: whoever reads too slowly is cut off and comes back with the last id received.
#include <algorithm>
#include <utility>

#include "adapters/http/api/event_scope.h"
#include "adapters/http/api/handlers.h"
#include "adapters/http/api/views.h"
#include "adapters/http/text.h"

namespace lockstep::http {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// Who is told of an event may look at what it changed.
constexpr auto kShown =
    ports::GroupSet::of<projections::Owners, projections::Roster, projections::Scores>();
// How long a stream is deaf to everything but news: its client leaving, the server stopping.
constexpr milliseconds kSlice{200};
// All replays of a caller together take one part of so many of a processor.
constexpr int kShareOfProcessor = 5;
constexpr log::ReadLimits kPage{.max_events = 256, .max_bytes = 256U << 10U};
constexpr std::size_t kWriteBytes = 32U << 10U;
constexpr std::string_view kOpening = "retry: 3000\n";
constexpr std::string_view kRetryAfterSeconds = "30";

// An event of its own and not only an id, so that scripts which connect again by themselves see it.
std::string position_text(Position at) {
  const auto number = std::to_string(at.value);
  return "id: " + number + "\nevent: position\ndata: {\"position\":" + number + "}\n\n";
}

Result<std::string> event_text(const events::StoredEvent& stored, std::string_view reader_role) {
  LOCKSTEP_TRY(const auto shown, view(stored, reader_role));
  auto event = json_of(shown);
  event["stream"] = stored.stream.text();
  return "id: " + std::to_string(stored.position.value) + "\nevent: " + stored.type +
         "\ndata: " + boost::json::serialize(event) + "\n\n";
}

std::string_view why(StreamSink::Written written) {
  switch (written) {
    case StreamSink::Written::taken:
      return "";
    case StreamSink::Written::too_slow:
      return "too_slow";
    case StreamSink::Written::gone:
      return "client_left";
    case StreamSink::Written::stopping:
      return "server_stops";
  }
  return "failed";
}

/// One client's stream. One thread.
class EventStream {
 public:
  EventStream(const Call& call, Position after, std::shared_ptr<StreamPlaces::Place> place)
      : api_(call.api),
        role_(call.who.role),
        correlation_id_(call.correlation_id),
        until_(call.signed_in_until),
        place_(std::move(place)),
        scope_(call.api.ports.reads.owners(), call.who),
        after_(after) {}

  void run(StreamSink& sink) noexcept;

 private:
  // Of these a text is why it ends; empty = it goes on.
  std::string_view go_on(StreamSink& sink);
  std::string_view step(StreamSink& sink);
  [[nodiscard]] std::string_view over() const;
  std::string_view send_page(StreamSink& sink);
  std::string_view rest(StreamSink& sink, nanoseconds worked);
  std::string_view beat_if_due(StreamSink& sink);
  std::string_view write(StreamSink& sink, std::string_view text);
  void count_event();
  void report(std::string_view reason) const;

  Api& api_;
  std::string role_;
  std::string correlation_id_;
  std::optional<Timestamp> until_;
  std::shared_ptr<StreamPlaces::Place> place_;
  EventScope scope_;
  Position after_;  ///< Everything up to here was sent, or is not the caller's.
  nanoseconds ends_at_{};
  nanoseconds beat_at_{};
  std::int64_t sent_ = 0;
};

void EventStream::run(StreamSink& sink) noexcept {
  std::string_view reason = "failed";
  try {
    reason = go_on(sink);
  } catch (const std::exception&) {
    // What it says may quote an event, so it goes nowhere.
    reason = "failed";
  }
  report(reason);
  place_.reset();
}

std::string_view EventStream::go_on(StreamSink& sink) {
  ends_at_ = api_.ports.steady() + api_.options.streams.max_life;
  auto reason = write(sink, std::string(kOpening) + position_text(after_));
  while (reason.empty()) reason = step(sink);
  return reason;
}

std::string_view EventStream::step(StreamSink& sink) {
  if (const auto gone = why(sink.look()); !gone.empty()) return gone;
  if (const auto reason = over(); !reason.empty()) {
    write(sink, position_text(after_));  // So that the next one need not look through it again.
    return reason;
  }
  if (api_.ports.reads.wait_for(kShown, Position{after_.value + 1}, kSlice)) {
    const auto begun = api_.ports.steady();
    if (const auto failed = send_page(sink); !failed.empty()) return failed;
    if (const auto gone = rest(sink, api_.ports.steady() - begun); !gone.empty()) return gone;
  }
  return beat_if_due(sink);
}

std::string_view EventStream::beat_if_due(StreamSink& sink) {
  return api_.ports.steady() >= beat_at_ ? write(sink, position_text(after_)) : "";
}

// Whoever reads what was shares the machine with everybody; what is new is told at once.
std::string_view EventStream::rest(StreamSink& sink, nanoseconds worked) {
  if (after_ >= api_.ports.reads.position(kShown)) return "";
  const auto streams = static_cast<std::int64_t>(place_->open_of_caller());
  auto left = worked * (kShareOfProcessor * streams - 1);
  while (left > nanoseconds{0} && over().empty()) {
    const auto slice = std::min<nanoseconds>(left, kSlice);
    api_.ports.rest(slice);
    left -= slice;
    if (const auto gone = why(sink.look()); !gone.empty()) return gone;
    if (const auto gone = beat_if_due(sink); !gone.empty()) return gone;
  }
  return "";
}

std::string_view EventStream::over() const {
  if (until_ && api_.ports.clock.now() >= *until_) return "token_expired";
  return api_.ports.steady() >= ends_at_ ? "max_life" : "";
}

std::string_view EventStream::send_page(StreamSink& sink) {
  const auto readable = api_.ports.reads.position(kShown);
  auto page = api_.ports.log.read_all(after_, kPage);
  if (!page) return "failed";
  std::erase_if(page.value(), [&](const auto& stored) { return stored.position > readable; });
  // Nothing: the read model has just begun anew. The client finds out when that is done.
  if (page.value().empty() || !scope_.look_up(page.value())) return "failed";
  std::string text;
  for (const auto& stored : page.value()) {
    if (scope_.sees(stored)) {
      auto event = event_text(stored, role_);
      if (!event) return "failed";
      text += event.value();
      count_event();
    }
    after_ = stored.position;
    if (text.size() < kWriteBytes) continue;
    if (const auto failed = write(sink, std::exchange(text, {})); !failed.empty()) return failed;
  }
  return text.empty() ? "" : write(sink, text);
}

std::string_view EventStream::write(StreamSink& sink, std::string_view text) {
  beat_at_ = api_.ports.steady() + api_.options.streams.heartbeat;
  return why(sink.write(text));
}

void EventStream::count_event() {
  ++sent_;
  api_.ports.metrics.count("lockstep_http_stream_events_total", {}, 1);
}

void EventStream::report(std::string_view reason) const {
  auto& ports = api_.ports;
  ports.metrics.count("lockstep_http_streams_ended_total", {{"reason", reason}}, 1);
  const auto level = reason == "failed" ? ports::Level::warning : ports::Level::info;
  ports.logger.log(
      level, "http_stream_ended",
      {{"reason", reason}, {"role", role_}, {"events", sent_}, {"request_id", correlation_id_}});
}

Answered<Position> start_of(const Call& call) {
  const auto head = call.api.ports.log.head().position;
  LOCKSTEP_TRY(auto after, call.query.position("after"));
  // The header is the newer one: a browser that comes back asks for the same address again.
  if (const auto id = call.request.header("last-event-id")) {
    const auto number = number_in(*id);
    if (!number)
      return Problem{400,
                     {Errc::invalid, "last-event-id-invalid",
                      "`Last-Event-ID` must be the id of an event of this stream.", ""}};
    after = Position{*number};
  }
  if (after && *after > head)
    return Problem{
        400,
        {Errc::invalid, "position-unknown", "This position is beyond the end of the log.",
         "Read the states anew, then stream without an id."}};
  return after.value_or(head);
}

Answered<std::shared_ptr<StreamPlaces::Place>> place_for(const Call& call) {
  auto taken = call.api.streams.take(call.who.text(), call.client);
  if (taken.place) return std::move(taken.place);
  Problem problem{taken.full == "all" ? 503 : 429,
                  {Errc::busy, "too-many-streams", "As many event streams are open as may be.",
                   "Close one that is not needed, or try again later."}};
  problem.headers.emplace_back("Retry-After", kRetryAfterSeconds);
  return problem;
}

}  // namespace

Answered<Answer> stream_events(Call& call) {
  LOCKSTEP_TRY(const auto after, start_of(call));
  Answer answer{200, "", "text/event-stream", {}};
  answer.headers = {{"Cache-Control", "no-store, no-transform"}, {"X-Accel-Buffering", "no"}};
  answer.stream.emplace();
  if (call.request.method == "HEAD") return answer;
  LOCKSTEP_TRY(auto place, place_for(call));
  const auto stream = std::make_shared<EventStream>(call, after, std::move(place));
  answer.stream = [stream](StreamSink& sink) { stream->run(sink); };
  return answer;
}

}  // namespace lockstep::http
