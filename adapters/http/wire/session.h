// The life of one connection: read a request, have it served, send the answer, again; in the end
// take what the client still sends. Each of these has one deadline as a whole, so that a byte now
// and then does not prolong it. What concerns no particular kind of stream is here; reading and
// writing are in session_on.cc.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "adapters/http/wire/io_post.h"
#include "adapters/http/wire/request_reader.h"
#include "adapters/http/wire/room.h"
#include "adapters/http/wire/server.h"
#include "adapters/http/wire/stream_line.h"
#include "adapters/http/wire/stream_threads.h"

namespace boost::asio::ssl {
class context;
}  // namespace boost::asio::ssl

namespace lockstep::http::wire {

/// What the sessions of one server have in common. Outlives them.
struct Shared {
  const Options& options;
  RequestLimits limits;
  std::vector<std::pair<std::string, std::string>> headers;  ///< Of every answer.
  Room& room;
  std::shared_ptr<IoPost> post;
  StreamThreads& streams;
  const Callbacks& callbacks;
};

/// Thread of the sockets. Lives as long as something is under way on its connection.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Session(Shared& shared, std::string client);
  virtual ~Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Once, when it is in the room.
  virtual void begin() = 0;
  [[nodiscard]] const std::string& client() const { return client_; }
  [[nodiscard]] Time deadline() const { return deadline_; }
  void run_out_of_time();
  /// Another one needs its place: answers 503 where something was asked and that can be said at
  /// once, and closes.
  void give_way();
  /// The server stops: closes, unless an answer is under way.
  void stop();

  Seat seat;

 protected:
  enum class Phase : std::uint8_t {
    shaking_hands,
    idle,  ///< Nothing of a request has come.
    reading,
    judging,  ///< Whether its body may come is being found out.
    serving,
    writing,
    streaming,
    lingering,  ///< All is said; what still comes is taken, so that it does not undo the answer.
    over
  };

  virtual boost::asio::ip::tcp::socket& socket() = 0;
  [[nodiscard]] virtual bool is_plain() const = 0;
  virtual void write_piece(std::string piece) = 0;
  virtual void say_end() = 0;

  void enter(Phase phase, std::chrono::milliseconds patience);
  void begin_request();
  /// True: the request is whole, or refused.
  bool read_what_came();
  /// True: its time is over, and it is refused for that.
  bool is_out_of_time();
  [[nodiscard]] std::size_t next_read() const;
  /// True: wake_ is called when it is known whether the body may come; refused, it may not.
  bool begin_to_judge();
  void ask();
  void compose_answer();
  void forget_sent();
  /// False: nothing follows the head that was sent.
  bool begin_stream();
  void piece_was_written(bool good);
  void end_stream();
  void begin_to_linger();
  void close();
  [[nodiscard]] bool is_over() const { return phase_ == Phase::over; }

  Shared& shared_;
  boost::beast::flat_buffer in_;
  std::string out_;
  std::optional<RequestReader> reader_;
  bool is_last_ = false;        ///< The connection ends with the present answer.
  std::function<void()> wake_;  ///< Whoever waits for the answer, or to be judged, goes on by it.
  std::shared_ptr<StreamLine> line_;

 private:
  void answer(std::size_t number, Answer answer);
  void judged(std::size_t number, std::optional<Problem> refusal);
  [[nodiscard]] Reply reply_to_present_request();

  std::string client_;
  Phase phase_ = Phase::shaking_hands;
  Time deadline_;
  std::chrono::milliseconds left_to_read_{};  ///< While it is judged.
  bool out_of_time_ = false;
  std::size_t requests_ = 0;  ///< So far; also the number of the present one.
  bool head_only_ = false;
  Answer answer_;
};

/// `tls` may be null: plain text. It outlives the session.
std::shared_ptr<Session> make_session(Shared& shared, boost::asio::ip::tcp::socket socket,
                                      std::string client, boost::asio::ssl::context* tls);

}  // namespace lockstep::http::wire
