// See event_stream.h.
#include "adapters/metactf_mock/event_stream.h"

#include <charconv>
#include <memory>
#include <string>

#include "adapters/metactf_mock/fault_server.h"

namespace lockstep::metactf_mock {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kHeartbeat{15};
/// How often it is looked whether the other side is still there.
constexpr std::chrono::milliseconds kGlance{500};

std::uint64_t begin_after(const httplib::Request& request, std::uint64_t newest) {
  const auto text = request.get_header_value("Last-Event-ID");
  std::uint64_t id = newest;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc{} || stop != text.data() + text.size()) return newest;
  // Of an earlier process, which counted further: everything here is new.
  return id > newest ? 0 : id;
}

std::string text_of(const Happenings::Part& part) {
  std::string out;
  if (part.missed > 0)
    out += "event: missed\ndata: {\"count\":" + std::to_string(part.missed) + "}\n\n";
  for (const auto& item : part.items)
    out += "id: " + std::to_string(item.id) + "\nevent: " + std::string(item.type) +
           "\ndata: " + item.data + "\n\n";
  return out;
}

/// Where one stream is. One thread.
struct Reader {
  Happenings& happenings;
  std::uint64_t after;
  Clock::time_point last_written = Clock::now();

  /// False when it is over.
  bool write_more(httplib::DataSink& sink) {
    const auto part = happenings.take(after, kGlance);
    if (part.ended) return false;
    auto text = text_of(part);
    if (text.empty() && Clock::now() - last_written >= kHeartbeat) text = ": still here\n\n";
    if (text.empty()) return sink.is_writable();
    if (!part.items.empty()) after = part.items.back().id;
    last_written = Clock::now();
    return sink.write(text.data(), text.size());
  }
};

}  // namespace

void EventStreams::open(const httplib::Request& request, httplib::Response& response) {
  if (open_.fetch_add(1) >= kMaxEventStreams) {
    --open_;
    return write_answer(refusal(503, "too many event streams are open"), response);
  }
  const auto reader =
      std::make_shared<Reader>(Reader{happenings_, begin_after(request, happenings_.newest())});
  response.set_header("Cache-Control", "no-store");
  response.set_chunked_content_provider(
      "text/event-stream",
      [reader](std::size_t, httplib::DataSink& sink) { return reader->write_more(sink); },
      [this](bool) { --open_; });
}

}  // namespace lockstep::metactf_mock
