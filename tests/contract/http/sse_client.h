// A client of the event stream, which reads when it is told to.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "tests/contract/http/raw_client.h"
#include "tests/support/test_id.h"

namespace lockstep::http {

struct SseEvent {
  std::string id;
  std::string name;
  std::string data;

  [[nodiscard]] boost::json::value json() const { return boost::json::parse(data); }
  [[nodiscard]] std::uint64_t position() const { return std::stoull(id); }
};

class SseClient {
 public:
  /// Asks, and reads the answer's head.
  SseClient(int port, std::string_view token, std::string_view query = "", HeaderList headers = {},
            int receive_buffer = 0)
      : connection_(port, receive_buffer) {
    headers.emplace_back("Authorization", "Bearer " + std::string(token));
    connection_.send(request_text("GET", "/api/events/stream" + std::string(query), headers, ""));
    head = connection_.receive();
  }

  /// The next event, positions included. None when the stream has ended (or after 20 seconds).
  std::optional<SseEvent> next() {
    const auto sent = connection_.receive_until("\n\n");
    if (!sent) return std::nullopt;
    const auto block = testing_support::with_words(*sent);
    raw += block + "\n\n";
    SseEvent out;
    for (std::string_view rest = block; !rest.empty();) {
      const auto line = rest.substr(0, rest.find('\n'));
      if (line.starts_with("id: ")) out.id = line.substr(4);
      if (line.starts_with("event: ")) out.name = line.substr(7);
      if (line.starts_with("data: ")) out.data = line.substr(6);
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return out;
  }
  /// The same, but no positions.
  std::optional<SseEvent> next_event() {
    for (;;) {
      auto event = next();
      if (!event || event->name != "position") return event;
    }
  }
  bool closed() { return connection_.closed(); }

  Reply head;
  std::string raw;  ///< Everything that was read so far, with words for ids.

 private:
  RawConnection connection_;
};

}  // namespace lockstep::http
