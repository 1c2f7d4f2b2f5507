// A client that sends exactly the bytes it is told to, so that tests can be rude.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace lockstep::http {

struct Reply {
  int status = 0;                              ///< 0: the connection ended without an answer.
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;

  /// Null when the body is not JSON.
  [[nodiscard]] boost::json::value json() const;
  /// Of a problem: its `type` without the prefix.
  [[nodiscard]] std::string problem() const;
  [[nodiscard]] std::string header(const std::string& lower_case_name) const;
};

using HeaderList = std::vector<std::pair<std::string, std::string>>;

/// One connection. Reads wait at most 20 seconds.
class RawConnection {
 public:
  /// `receive_buffer`: what the kernel takes for a reader who does not read; 0 = as it likes.
  explicit RawConnection(int port, int receive_buffer = 0);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// False when the other side does not take it.
  bool send(std::string_view bytes);
  /// The next answer, framed by Content-Length.
  Reply receive(bool has_body = true);
  /// Everything up to the next `mark`, which goes with it. None when the connection ends before.
  std::optional<std::string> receive_until(std::string_view mark);
  /// True when the other side has closed; waits for it.
  bool closed();

 private:
  bool fill();

  int socket_;
  std::string buffer_;
};

std::string request_text(std::string_view method, std::string_view target,
                         const HeaderList& headers, std::string_view body);
/// One request on a connection of its own.
Reply exchange(int port, std::string_view method, std::string_view target,
               const HeaderList& headers = {}, std::string_view body = "");

}  // namespace lockstep::http
