// Nobody reads what the engine says about itself: it serves and stops all the same.
#include <array>
#include <csignal>
#include <fstream>
#include <iterator>

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

constexpr int kRequests = 2'000;

/// One that nobody had a moment ago.
int free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof any;
  auto* address = reinterpret_cast<sockaddr*>(&any);
  bind(probe, address, size);
  getsockname(probe, address, &size);
  close(probe);
  return ntohs(any.sin_port);
}

/// An engine that says everything it can, to descriptors of the test's choice.
class TalkativeEngine {
 public:
  TalkativeEngine(const std::filesystem::path& data, int out, int err) {
    pid_ = start_lockstep(
        {"serve", "--data-dir", data.string(), "--listen", "127.0.0.1:" + std::to_string(port_),
         "--dev-auth", "--log-level", "debug", "--http-address-requests-per-second", "0"},
        {{"GAME_PLATFORM_API_TOKEN", "t"}, {"GAME_PLATFORM_API_BASE_URL", "http://127.0.0.1:1/x"}},
        out, err);
  }
  ~TalkativeEngine() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    wait_for_exit(pid_);
  }
  TalkativeEngine(const TalkativeEngine&) = delete;
  TalkativeEngine& operator=(const TalkativeEngine&) = delete;

  bool serves() const {
    return eventually(60, [&] { return ApiClient{port_}.get("/livez").status == 200; });
  }
  /// Each is a line of its log.
  void expect_answers(int requests) const {
    ApiClient client{port_};
    for (int i = 0; i < requests; ++i) ASSERT_EQ(client.get("/livez").status, 200) << i;
    EXPECT_EQ(client.put("/api/coaches/kim", coach_body()).status, 200);
  }
  std::string metrics() const { return ApiClient{port_}.get("/metrics").body; }
  int stop() {
    kill(pid_, SIGTERM);
    const auto code = wait_for_exit(pid_);
    pid_ = 0;
    return code;
  }

 private:
  int port_ = free_port();
  pid_t pid_ = 0;
};

class UnreadLines : public testing::Test {
 protected:
  testing_support::TempDir dir_;
  std::filesystem::path data_ = dir_.path() / "data";
};

bool counts_lost_lines(const std::string& metrics) {
  const std::string name = "\nlockstep_log_lines_lost_total ";
  const auto at = metrics.find(name);
  return at != std::string::npos && std::stod(metrics.substr(at + name.size())) > 0;
}

TEST_F(UnreadLines, OfAPipeThatIsFullHoldNothingUp) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC), 0);
  // As little as a pipe can hold, so that the engine's queue fills, too.
  fcntl(pipe[1], F_SETPIPE_SZ, 4096);
  TalkativeEngine engine{data_, pipe[1], pipe[1]};
  ASSERT_TRUE(engine.serves());
  for (int i = 0; i < 10 && !counts_lost_lines(engine.metrics()); ++i)
    engine.expect_answers(kRequests);
  EXPECT_TRUE(counts_lost_lines(engine.metrics()));
  EXPECT_EQ(engine.stop(), 0);
  close(pipe[0]);
  close(pipe[1]);
}

TEST_F(UnreadLines, OfAnErrorAtTheStartHoldNothingUp) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC), 0);
  fcntl(pipe[1], F_SETPIPE_SZ, 4096);
  const std::string full(4096, 'x');
  ASSERT_EQ(write(pipe[1], full.data(), full.size()), 4096);
  const auto pid = start_lockstep({"serve", "--data-dir", data_.string()}, {}, pipe[1], pipe[1]);
  EXPECT_EQ(wait_for_exit(pid), 2) << "there is no token";
  close(pipe[0]);
  close(pipe[1]);
}

TEST_F(UnreadLines, OfAPipeWhoseReaderIsGoneEndNothing) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(pipe2(pipe.data(), O_CLOEXEC), 0);
  close(pipe[0]);
  TalkativeEngine engine{data_, pipe[1], pipe[1]};
  close(pipe[1]);
  ASSERT_TRUE(engine.serves());
  engine.expect_answers(100);
  EXPECT_TRUE(counts_lost_lines(engine.metrics()));
  EXPECT_EQ(engine.stop(), 0);
}

TEST_F(UnreadLines, OfAnEngineWithoutStandardErrorReachNoFileOfItsOwn) {
  TalkativeEngine engine{data_, -1, -1};
  ASSERT_TRUE(engine.serves());
  engine.expect_answers(100);
  EXPECT_EQ(engine.stop(), 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator{data_}) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(bytes.find("\"event\":\"serving\""), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace lockstep::integration
