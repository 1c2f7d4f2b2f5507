// An HTTP request and its answer as the routes see them: no types of the library that reads and
// writes them.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/problem.h"

namespace lockstep::http {

struct Request {
  std::string method;
  std::string path;   ///< As sent: percent-encoding is not undone, because ids never need it.
  std::string query;  ///< As sent, without the `?`.
  /// Names in lower case; the values of several lines of one name with a comma and a blank between.
  std::map<std::string, std::string> headers;
  std::string body;
  std::string client;  ///< See client_address.h; empty = unknown.
  /// Set by the transport when it could not accept the request as it came.
  std::optional<Problem> refusal;

  [[nodiscard]] std::optional<std::string> header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    if (found == headers.end()) return std::nullopt;
    return found->second;
  }
};

/// The far end of an answer that goes on. One thread.
class StreamSink {
 public:
  enum class Written : std::uint8_t { taken, too_slow, gone, stopping };

  StreamSink() = default;
  StreamSink(const StreamSink&) = delete;
  StreamSink& operator=(const StreamSink&) = delete;
  virtual ~StreamSink() = default;
  /// Each 64 KiB of `piece` has the write timeout for itself. After anything but `taken` there is
  /// no more to be written.
  virtual Written write(std::string_view piece) = 0;
  /// `taken` while somebody listens: does not wait.
  virtual Written look() = 0;
};

/// Writes what follows the head of an answer, for as long as it likes, and has to look at the sink
/// now and then. Runs in a thread of its own. Does not throw. Destroyed without a call when the
/// head could not be sent.
using StreamBody = std::function<void(StreamSink&)>;

struct Answer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  /// With or without a body to call: the length is not known, and the connection's end is the
  /// answer's. Takes the place of `body`.
  std::optional<StreamBody> stream = {};
};

}  // namespace lockstep::http
