// How a command reaches the engine that runs on a data directory: a Unix socket `control` in it,
// for its owner alone (mode 0600). One line of JSON asks, lines of JSON answer until the last one,
// which has `done` or `error`.
#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include <boost/json.hpp>

#include "events/result.h"

namespace lockstep::cli {

/// Its name in the data directory.
inline constexpr const char* kControlSocket = "control";

/// Answers are handed to it; false: nobody listens any more.
using Say = std::function<bool(const boost::json::object& line)>;

/// One asks at a time; others wait for their turn.
class ControlServer {
 public:
  /// `answer` runs on the server's thread and looks at `stopping` now and then.
  using Answerer = std::function<void(const boost::json::object& question, const Say& say,
                                      const std::atomic<bool>& stopping)>;
  static Result<std::unique_ptr<ControlServer>> start(const std::filesystem::path& directory,
                                                      Answerer answer);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

 private:
  ControlServer(int listener, std::filesystem::path file, Answerer answer);
  void run();
  void serve(int connection);

  int listener_;
  std::filesystem::path file_;
  Answerer answer_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// Asks the engine that runs on `directory`; every line of the answer goes to `heard`, until the
/// last one, which is returned. Errc::unavailable when no engine runs there.
Result<boost::json::object> ask_engine(
    const std::filesystem::path& directory, const boost::json::object& question,
    const std::function<void(const boost::json::object&)>& heard);

}  // namespace lockstep::cli
