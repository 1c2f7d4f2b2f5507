// A server that says exactly the bytes a test gives it, and keeps what it was asked. For answers
// that no well-behaved HTTP library would give.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace lockstep::metactf_test {

/// Sends bytes; false when the other side has gone.
using Send = std::function<bool(const std::string& bytes)>;

class RawServer {
 public:
  /// `answer` is called once per request, with its whole text; the connection is closed after it.
  explicit RawServer(std::function<void(const std::string& request, const Send& send)> answer);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::string origin() const;    ///< `http://127.0.0.1:port`
  [[nodiscard]] std::string base_url() const;  ///< With the vendor's base path.
  [[nodiscard]] std::vector<std::string> requests() const;
  /// For an answer that waits: true when the test is over, false when the time is up.
  bool over_within(std::chrono::milliseconds time);

 private:
  void serve();
  void serve_one(int socket);

  std::function<void(const std::string&, const Send&)> answer_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
  std::vector<std::string> requests_;
  std::thread thread_;
};

/// Listens and accepts nobody, its queue being full: connecting to it does not end.
class FullServer {
 public:
  FullServer();
  ~FullServer();
  FullServer(const FullServer&) = delete;
  FullServer& operator=(const FullServer&) = delete;
  [[nodiscard]] std::string base_url() const;

 private:
  int listener_ = -1;
  int port_ = 0;
  std::vector<int> waiting_;
};

/// A whole answer with this status and body; `headers` are complete lines, each with its line end.
std::string http_answer(int status, const std::string& body, const std::string& headers = "");

/// What a server on this port says to these bytes until it closes the connection.
std::string answer_to(int port, const std::string& bytes);

}  // namespace lockstep::metactf_test
