#include "adapters/http_client/connection.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace lockstep::http_client {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;
using TlsStream = asio::ssl::stream<tcp::socket>;
using Addresses = std::vector<tcp::endpoint>;

constexpr std::size_t kRead = 16U << 10U;

/// What an operation ends with. Shared with it: a search for an address may outlive who waits.
template <class T>
struct Ending {
  std::optional<error_code> why;
  T value{};
};

}  // namespace

struct Connection::Impl {
  explicit Impl(const Options& given) : options(given) {}

  /// Runs what was begun until `done`. False: its time is over before.
  template <class Done>
  bool run(Time deadline, Done done);
  /// The same for an operation on the stream, which ends with the stream: it is closed where the
  /// time is over.
  template <class Start>
  error_code wait_for(Time deadline, Start start);

  std::optional<Addresses> find(Time deadline);
  bool connect(const tcp::endpoint& address, Time deadline);
  bool use_tls();
  Opened shake_hands(Time deadline);
  tcp::socket& socket();
  void close();

  const Options& options;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> stays{io.get_executor()};
  std::atomic<bool> cancelled{false};
  tcp::resolver resolver{io};
  std::optional<asio::ssl::context> tls;
  std::variant<tcp::socket, TlsStream> stream{std::in_place_type<tcp::socket>, io};
};

template <class Done>
bool Connection::Impl::run(Time deadline, Done done) {
  while (!done()) {
    if (cancelled || steady_clock::now() >= deadline) return false;
    io.run_one_until(deadline);
  }
  return true;
}

template <class Start>
error_code Connection::Impl::wait_for(Time deadline, Start start) {
  std::optional<error_code> ended;
  start([&ended](const error_code& why, auto&&...) { ended = why; });
  const bool in_time = run(deadline, [&ended] { return ended.has_value(); });
  if (in_time) return *ended;
  close();
  while (!ended) io.run_one();  // Closed, it ends at once.
  return asio::error::timed_out;
}

std::optional<Addresses> Connection::Impl::find(Time deadline) {
  const auto ending = std::make_shared<Ending<Addresses>>();
  resolver.async_resolve(options.server.host, std::to_string(options.server.port),
                         tcp::resolver::numeric_service,
                         [ending](const error_code& why, const tcp::resolver::results_type& all) {
                           for (const auto& entry : all) ending->value.push_back(entry.endpoint());
                           ending->why = why;
                         });
  if (run(deadline, [&] { return ending->why.has_value(); }) && !*ending->why) return ending->value;
  resolver.cancel();
  return std::nullopt;
}

bool Connection::Impl::connect(const tcp::endpoint& address, Time deadline) {
  stream.emplace<tcp::socket>(io);
  const auto failed =
      wait_for(deadline, [&](auto ended) { socket().async_connect(address, std::move(ended)); });
  error_code ignored;
  if (!failed) socket().set_option(tcp::no_delay(true), ignored);
  return !failed;
}

// False: whom to trust cannot be read.
bool Connection::Impl::use_tls() {
  tls.emplace(asio::ssl::context::tls_client);
  error_code failed;
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  if (options.ca_file.empty())
    tls->set_default_verify_paths(failed);
  else
    tls->load_verify_file(options.ca_file.string(), failed);
  auto connected = std::move(std::get<tcp::socket>(stream));
  auto& secure = stream.emplace<TlsStream>(std::move(connected), *tls);
  if (!options.verify_tls) return true;
  secure.set_verify_mode(asio::ssl::verify_peer);
  secure.set_verify_callback(asio::ssl::host_name_verification(options.server.host));
  return !failed;
}

Connection::Opened Connection::Impl::shake_hands(Time deadline) {
  if (!use_tls()) return Opened::untrusted;
  auto& secure = std::get<TlsStream>(stream);
  error_code is_name;
  asio::ip::make_address(options.server.host, is_name);
  auto host = options.server.host;
  // As SSL_set_tlsext_host_name, a macro of old casts.
  if (is_name)
    SSL_ctrl(secure.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
             host.data());
  const auto failed = wait_for(deadline, [&](auto ended) {
    secure.async_handshake(asio::ssl::stream_base::client, std::move(ended));
  });
  if (!failed) return Opened::open;
  const bool refused = SSL_get_verify_result(secure.native_handle()) != X509_V_OK;
  return refused ? Opened::untrusted : Opened::unreachable;
}

tcp::socket& Connection::Impl::socket() {
  if (auto* secure = std::get_if<TlsStream>(&stream)) return secure->next_layer();
  return std::get<tcp::socket>(stream);
}

void Connection::Impl::close() {
  error_code ignored;
  socket().close(ignored);
}

Connection::Connection(const Options& options) : impl_(std::make_unique<Impl>(options)) {}

Connection::~Connection() = default;

Connection::Opened Connection::open(Time deadline) {
  close();
  const auto addresses = impl_->find(deadline);
  if (!addresses) return Opened::unreachable;
  bool connected = false;
  for (auto left = addresses->size(); left > 0 && !connected; --left) {
    // The last one may take all the time there is; one that says nothing leaves some to the next.
    const auto now = steady_clock::now();
    const auto share = (deadline - now) / static_cast<std::int64_t>(left);
    connected = impl_->connect((*addresses)[addresses->size() - left], now + share);
  }
  const auto opened = !connected                     ? Opened::unreachable
                      : impl_->options.server.secure ? impl_->shake_hands(deadline)
                                                     : Opened::open;
  if (opened != Opened::open) close();
  return opened;
}

bool Connection::is_usable() {
  if (!impl_->socket().is_open()) return false;
  char byte = 0;
  const auto came = ::recv(impl_->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return came < 0 && (errno == EAGAIN || errno == EINTR);
}

bool Connection::write(std::string_view bytes, Time deadline) {
  const auto all = asio::buffer(bytes.data(), bytes.size());
  return !impl_->wait_for(deadline, [&](auto ended) {
    std::visit([&](auto& stream) { asio::async_write(stream, all, std::move(ended)); },
               impl_->stream);
  });
}

Connection::Came Connection::read(std::string& out, Time deadline) {
  std::array<char, kRead> piece{};
  std::size_t size = 0;
  const auto failed = impl_->wait_for(deadline, [&](auto ended) {
    auto read = [ended = std::move(ended), &size](const error_code& why, std::size_t came) mutable {
      size = came;
      ended(why);
    };
    std::visit([&](auto& stream) { stream.async_read_some(asio::buffer(piece), std::move(read)); },
               impl_->stream);
  });
  if (failed == asio::error::eof) return Came::end;
  if (failed) return Came::failed;
  out.append(piece.data(), size);
  return Came::some;
}

void Connection::close() {
  impl_->close();
}

void Connection::cancel() noexcept {
  impl_->cancelled = true;
  try {
    asio::post(impl_->io, [] {});
  } catch (const std::exception&) {
    // Out of memory: what is under way ends at its deadline.
  }
}

bool Connection::is_cancelled() const {
  return impl_->cancelled;
}

}  // namespace lockstep::http_client
