#include "adapters/cli/control_socket.h"

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace lockstep::cli {

namespace {

constexpr int kSliceMillis = 200;
constexpr int kPatienceMillis = 1'000;  // Whoever asks sends the line at once.
constexpr std::size_t kMaxLine = 64U << 10U;
constexpr std::size_t kChunk = 4096;

/// Closed when this goes out of scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::optional<sockaddr_un> address_of(const std::filesystem::path& file) {
  sockaddr_un out{};
  out.sun_family = AF_UNIX;
  const auto text = file.string();
  if (text.size() >= sizeof out.sun_path) return std::nullopt;
  std::memcpy(static_cast<char*>(out.sun_path), text.c_str(), text.size() + 1);
  return out;
}

const sockaddr* as_sockaddr(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);  // NOLINT: how the interface is.
}

bool wait_readable(int descriptor, int millis) {
  pollfd wanted{descriptor, POLLIN, 0};
  return ::poll(&wanted, 1, millis) > 0;
}

/// Lines that come in on a connection.
class Lines {
 public:
  explicit Lines(int connection) : connection_(connection) {}

  /// None: the end, nothing within `millis`, or no object of JSON on a line.
  std::optional<boost::json::object> next(int millis) {
    for (;;) {
      if (const auto end = pending_.find('\n'); end != std::string::npos) {
        const auto line = pending_.substr(0, end);
        pending_.erase(0, end + 1);
        boost::system::error_code failed;
        auto parsed = boost::json::parse(line, failed);
        if (failed || !parsed.is_object()) return std::nullopt;
        return std::move(parsed.get_object());
      }
      char chunk[kChunk];
      if (pending_.size() > kMaxLine || !wait_readable(connection_, millis)) return std::nullopt;
      const auto got = ::recv(connection_, chunk, sizeof chunk, 0);
      if (got <= 0) return std::nullopt;
      pending_.append(chunk, static_cast<std::size_t>(got));
    }
  }

 private:
  int connection_;
  std::string pending_;
};

bool send_line(int connection, const boost::json::object& object) {
  const auto line = boost::json::serialize(object) + "\n";
  const auto sent = ::send(connection, line.data(), line.size(), MSG_NOSIGNAL);
  return sent == static_cast<ssize_t>(line.size());
}

Error no_engine() {
  return {Errc::unavailable, "engine-not-running", "No engine runs on this data directory.",
          "Start `lockstep serve` there; a group of another version is made anew by itself."};
}

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::start(const std::filesystem::path& directory,
                                                            Answerer answer) {
  const auto file = directory / kControlSocket;
  const auto failed = [&file](const char* why) {
    return Error{Errc::unavailable, "control-socket-failed",
                 "The socket for commands cannot be made: " + file.string() + " (" + why + ").",
                 "Move away what lies there, or choose a data directory with a shorter path, on a "
                 "file system with sockets."};
  };
  const auto address = address_of(file);
  if (!address) return failed("its name is too long");
  Descriptor listener{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  ::unlink(file.c_str());  // Of a process that was killed: the directory is ours alone.
  // Before bind(): it is never there with another mode.
  if (listener.get() < 0 || ::fchmod(listener.get(), 0600) != 0 ||
      ::bind(listener.get(), as_sockaddr(*address), sizeof *address) != 0 ||
      ::listen(listener.get(), 4) != 0)
    return failed(std::strerror(errno));
  return std::unique_ptr<ControlServer>(
      new ControlServer(listener.release(), file, std::move(answer)));
}

ControlServer::ControlServer(int listener, std::filesystem::path file, Answerer answer)
    : listener_(listener),
      file_(std::move(file)),
      answer_(std::move(answer)),
      thread_([this] { run(); }) {}

ControlServer::~ControlServer() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
  ::unlink(file_.c_str());
}

void ControlServer::run() {
  while (!stopping_) {
    if (!wait_readable(listener_, kSliceMillis)) continue;
    const Descriptor connection{::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)};
    if (connection.get() >= 0) serve(connection.get());
  }
}

void ControlServer::serve(int connection) {
  const auto question = Lines{connection}.next(kPatienceMillis);
  const Say say = [connection](const boost::json::object& line) {
    return send_line(connection, line);
  };
  if (question)
    answer_(*question, say, stopping_);
  else
    say({{"error", "not-understood"}, {"detail", "One line with an object of JSON is expected."}});
}

Result<boost::json::object> ask_engine(
    const std::filesystem::path& directory, const boost::json::object& question,
    const std::function<void(const boost::json::object&)>& heard) {
  const auto address = address_of(directory / kControlSocket);
  const Descriptor connection{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!address || connection.get() < 0 ||
      ::connect(connection.get(), as_sockaddr(*address), sizeof *address) != 0 ||
      !send_line(connection.get(), question))
    return no_engine();
  for (Lines lines{connection.get()};;) {
    auto line = lines.next(-1);
    if (!line)
      return Error{Errc::unavailable, "engine-stopped", "The engine has stopped meanwhile.",
                   "Start it again: it goes on where it was."};
    if (line->contains("done") || line->contains("error")) return *std::move(line);
    heard(*line);
  }
}

}  // namespace lockstep::cli
