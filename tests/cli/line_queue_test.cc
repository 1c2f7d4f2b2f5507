// A log line waits for nobody: not for a reader that is slow, nor for one that is gone.
#include "adapters/cli/line_queue.h"

#include <array>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/cli/json_logger.h"
#include "adapters/cli/system_clock.h"

namespace lockstep::cli {
namespace {

constexpr std::size_t kMostLines = 64;
constexpr int kManyLines = 10'000;
const std::string kLine(100, 'x');

/// A pipe that holds little.
class SmallPipe {
 public:
  SmallPipe() {
    std::signal(SIGPIPE, SIG_IGN);
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    fcntl(write_end(), F_SETPIPE_SZ, 4096);
  }
  ~SmallPipe() {
    stop_reading();
    close(write_end());
  }
  SmallPipe(const SmallPipe&) = delete;
  SmallPipe& operator=(const SmallPipe&) = delete;

  [[nodiscard]] int write_end() const { return ends_[1]; }
  void stop_reading() {
    if (ends_[0] >= 0) close(ends_[0]);
    ends_[0] = -1;
  }
  /// Waits for one line, its end left out.
  std::string read_line() {
    std::string out;
    for (char c = 0; read(ends_[0], &c, 1) == 1 && c != '\n';) out += c;
    return out;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(LineQueue, KeepsTheOrderOfLinesThatAreRead) {
  SmallPipe pipe;
  LineQueue lines{pipe.write_end(), kMostLines};
  for (int i = 0; i < kManyLines; ++i) {
    lines.put(std::to_string(i));
    ASSERT_EQ(pipe.read_line(), std::to_string(i));
  }
  EXPECT_TRUE(lines.drain());
  EXPECT_TRUE(lines.works());
  EXPECT_EQ(lines.lost(), 0U);
}

TEST(LineQueue, LosesTheOldestAndCountsThemWhenNobodyReads) {
  SmallPipe pipe;
  LineQueue lines{pipe.write_end(), kMostLines};
  for (int i = 0; i < kManyLines; ++i) lines.put(kLine);
  EXPECT_GT(lines.lost(), kManyLines / 2U);
  EXPECT_FALSE(lines.drain());
  lines.put("the newest");
  const auto lost = lines.lost();
  while (pipe.read_line() != "the newest") {
  }
  EXPECT_TRUE(lines.drain());
  EXPECT_EQ(lines.lost(), lost) << "nothing is lost once it is read";
}

TEST(LineQueue, EndsWhileAWriteIsStuck) {
  SmallPipe pipe;
  {
    LineQueue lines{pipe.write_end(), kMostLines};
    for (int i = 0; i < kManyLines; ++i) lines.put(kLine);
  }
  EXPECT_EQ(pipe.read_line(), kLine);
}

TEST(LineQueue, CountsWhatAReaderThatIsGoneDoesNotGet) {
  SmallPipe pipe;
  pipe.stop_reading();
  LineQueue lines{pipe.write_end(), kMostLines};
  for (int i = 0; i < 3; ++i) lines.put(kLine);
  EXPECT_TRUE(lines.drain());
  EXPECT_EQ(lines.lost(), 3U);
  EXPECT_FALSE(lines.works());
}

TEST(LineQueue, AJsonLoggerTellsHowManyLinesAreMissing) {
  SmallPipe pipe;
  const SystemClock clock;
  JsonLogger logger{clock, ports::Level::info, pipe.write_end()};
  while (logger.lost() == 0) logger.log(ports::Level::info, "unread", {{"text", kLine}});
  const auto lost = logger.lost();
  logger.log(ports::Level::info, "newest", {});
  while (pipe.read_line().find("\"newest\"") == std::string::npos) {
  }
  logger.drain();
  logger.log(ports::Level::info, "later", {});
  const auto told = pipe.read_line();
  EXPECT_NE(told.find("\"log_lines_lost\""), std::string::npos) << told;
  EXPECT_NE(told.find("\"lines\":" + std::to_string(logger.lost())), std::string::npos) << told;
  EXPECT_GE(logger.lost(), lost);
  EXPECT_NE(pipe.read_line().find("\"later\""), std::string::npos);
}

}  // namespace
}  // namespace lockstep::cli
