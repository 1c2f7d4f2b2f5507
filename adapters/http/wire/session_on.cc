// Sessions on both kinds of stream, plain and TLS: everything that waits for the other side. These
// coroutines are all there are, but for the one that accepts. g++ 12 compiles some uses of co_await
// to double frees, so each stands alone in a statement, with its arguments named before
// (tests/tidy/coroutines_test.cc).
#include <array>
#include <type_traits>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "adapters/http/wire/session.h"

namespace lockstep::http::wire {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t kLingerBytes = 16U << 20U;
// Of a client that listens to a stream and has nothing to say.
constexpr std::size_t kNoiseBytes = 64U << 10U;

template <class Stream>
class SessionOn final : public Session {
 public:
  template <class... Args>
  SessionOn(Shared& shared, std::string client, Args&&... stream)
      : Session(shared, std::move(client)), stream_(std::forward<Args>(stream)...) {}

  void begin() override;

 private:
  static constexpr bool kIsPlain = std::is_same_v<Stream, tcp::socket>;

  tcp::socket& socket() override;
  [[nodiscard]] bool is_plain() const override { return kIsPlain; }
  void write_piece(std::string piece) override;
  void say_end() override;

  asio::awaitable<void> run(std::shared_ptr<Session> self);
  asio::awaitable<bool> shake_hands();
  asio::awaitable<bool> read_request();
  asio::awaitable<void> wait_for_answer();
  asio::awaitable<bool> send_answer();
  asio::awaitable<void> listen_while_streaming();
  asio::awaitable<void> linger();

  Stream stream_;
};

template <class Stream>
tcp::socket& SessionOn<Stream>::socket() {
  if constexpr (kIsPlain)
    return stream_;
  else
    return stream_.next_layer();
}

template <class Stream>
void SessionOn<Stream>::begin() {
  auto self = shared_from_this();
  asio::co_spawn(socket().get_executor(), run(self),
                 [this, self](const std::exception_ptr&) { close(); });
}

template <class Stream>
asio::awaitable<void> SessionOn<Stream>::run(std::shared_ptr<Session> self) {
  const auto kept = std::move(self);
  bool goes_on = co_await shake_hands();
  while (goes_on) {
    const bool asked = co_await read_request();
    if (!asked) co_return;
    ask();
    co_await wait_for_answer();
    goes_on = co_await send_answer();
  }
  if (is_over()) co_return;
  co_await listen_while_streaming();
  co_await linger();
}

template <class Stream>
asio::awaitable<bool> SessionOn<Stream>::shake_hands() {
  if constexpr (!kIsPlain) {
    error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    co_await stream_.async_handshake(asio::ssl::stream_base::server, token);
    if (failed) close();
  }
  co_return !is_over();
}

// False: it is gone, or was closed.
template <class Stream>
asio::awaitable<bool> SessionOn<Stream>::read_request() {
  error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  begin_request();
  while (!read_what_came()) {
    if (reader_->take_continue()) {
      const bool waits = begin_to_judge();
      if (waits) {
        co_await wait_for_answer();
      }
      if (is_over()) co_return false;
      if (reader_->state() == RequestReader::State::refused) co_return true;
      const auto text = asio::buffer(kContinue);
      co_await asio::async_write(stream_, text, token);
      if (is_out_of_time()) co_return true;
      if (failed) co_return false;
    }
    const auto place = in_.prepare(next_read());
    const std::size_t got = co_await stream_.async_read_some(place, token);
    in_.commit(got);
    if (is_out_of_time()) co_return true;
    if (failed) co_return false;
  }
  co_return !is_over();
}

// Or for the judgement of a head. An ordinary function, which begins nothing itself: see the top.
template <class Stream>
asio::awaitable<void> SessionOn<Stream>::wait_for_answer() {
  const auto keep = [this](auto handler) {
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    wake_ = [kept] { (*kept)(); };
    if (is_over()) asio::post(socket().get_executor(), std::exchange(wake_, nullptr));
  };
  asio::use_awaitable_t<> token;
  return asio::async_initiate<asio::use_awaitable_t<>, void()>(keep, token);
}

// False: nothing more is read.
template <class Stream>
asio::awaitable<bool> SessionOn<Stream>::send_answer() {
  if (is_over()) co_return false;
  compose_answer();
  error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  const auto text = asio::buffer(out_);
  co_await asio::async_write(stream_, text, token);
  forget_sent();
  if (failed) close();
  co_return !is_last_ && !is_over();
}

// Returns when the stream has ended and the client knows, or the client is gone.
template <class Stream>
asio::awaitable<void> SessionOn<Stream>::listen_while_streaming() {
  if (!begin_stream()) co_return;
  error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  std::array<char, 1024> noise{};
  const auto place = asio::buffer(noise);
  for (std::size_t came = 0; came < kNoiseBytes && !failed;) {
    const std::size_t got = co_await stream_.async_read_some(place, token);
    came += got;
  }
  close();
}

template <class Stream>
void SessionOn<Stream>::write_piece(std::string piece) {
  if (is_over()) return;
  out_ = std::move(piece);
  enter(Phase::streaming, shared_.options.stream_write_timeout);
  asio::async_write(stream_, asio::buffer(out_),
                    [this, self = shared_from_this()](error_code failed, std::size_t) {
                      piece_was_written(!failed);
                    });
}

template <class Stream>
void SessionOn<Stream>::say_end() {
  error_code ignored;
  if constexpr (kIsPlain)
    stream_.shutdown(tcp::socket::shutdown_send, ignored);
  else
    stream_.async_shutdown([this, self = shared_from_this()](error_code) {
      error_code too;
      socket().shutdown(tcp::socket::shutdown_send, too);
    });
}

// Closing on unread bytes would reset the connection and destroy the answer.
template <class Stream>
asio::awaitable<void> SessionOn<Stream>::linger() {
  if (is_over()) co_return;
  error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  begin_to_linger();
  if (is_over()) co_return;
  if constexpr (!kIsPlain) {
    co_await stream_.async_shutdown(token);
  }
  error_code ended;
  socket().shutdown(tcp::socket::shutdown_send, ended);
  failed = ended;
  // From TLS too as it comes: nobody will read it.
  const auto place = in_.prepare(next_read());
  for (std::size_t came = 0; came < kLingerBytes && !failed;) {
    const std::size_t got = co_await socket().async_read_some(place, token);
    came += got;
  }
  close();
}

}  // namespace

std::shared_ptr<Session> make_session(Shared& shared, tcp::socket socket, std::string client,
                                      asio::ssl::context* tls) {
  if (tls == nullptr)
    return std::make_shared<SessionOn<tcp::socket>>(shared, std::move(client), std::move(socket));
  return std::make_shared<SessionOn<TlsStream>>(shared, std::move(client), std::move(socket), *tls);
}

}  // namespace lockstep::http::wire
