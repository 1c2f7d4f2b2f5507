// A log line is one JSON object, whatever is in it.
#include "adapters/cli/json_logger.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <thread>

#include <boost/json.hpp>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "events/time.h"
#include "tests/support/temp_dir.h"

namespace lockstep::cli {
namespace {

using ports::Level;

struct FixedClock final : ports::Clock {
  [[nodiscard]] Timestamp now() const override { return Timestamp{1'714'979'289'010}; }
};

class JsonLoggerTest : public testing::Test {
 protected:
  /// Everything that was logged so far.
  std::string text() {
    logger_->drain();
    std::ifstream in{file_};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  std::vector<boost::json::object> lines() {
    std::vector<boost::json::object> found;
    std::istringstream in(text());
    for (std::string line; std::getline(in, line);)
      found.push_back(boost::json::parse(line).as_object());
    return found;
  }
  JsonLogger& logger_of(Level lowest) {
    logger_.emplace(clock_, lowest, descriptor_);
    return *logger_;
  }
  ~JsonLoggerTest() override {
    logger_.reset();
    close(descriptor_);
  }
  FixedClock clock_;
  testing_support::TempDir dir_;
  std::filesystem::path file_ = dir_.path() / "lines";
  int descriptor_ = open(file_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  std::optional<JsonLogger> logger_;
};

TEST_F(JsonLoggerTest, WritesTimeLevelEventAndFieldsInOneLine) {
  auto& logger = logger_of(Level::info);
  logger.log(Level::warning, "entity_stopped",
             {{"competitor_id", CompetitorId{"c-1"}}, {"attempt", 3}, {"passing", true}});
  EXPECT_EQ(text(),
            R"({"time":"2024-05-06T07:08:09.010Z","level":"warning","event":"entity_stopped",)"
            R"("competitor_id":"c-1","attempt":3,"passing":true})"
            "\n");
}

TEST_F(JsonLoggerTest, LeavesOutWhatIsBelowItsLevel) {
  auto& logger = logger_of(Level::warning);
  logger.log(Level::debug, "a", {});
  logger.log(Level::info, "b", {});
  logger.log(Level::error, "c", {});
  ASSERT_EQ(lines().size(), 1U);
  EXPECT_EQ(lines()[0].at("event").as_string(), "c");
}

TEST_F(JsonLoggerTest, EscapesQuotesLineBreaksAndBraces) {
  auto& logger = logger_of(Level::info);
  const std::string nasty = "a\"b\\c\nd\te{} {0} %v \x01";
  logger.log(Level::info, "x", {{"text", nasty}});
  ASSERT_EQ(lines().size(), 1U);
  EXPECT_EQ(lines()[0].at("text").as_string(), nasty);
}

TEST_F(JsonLoggerTest, ReplacesWhatIsNotUtf8AndCutsWhatIsTooLong) {
  auto& logger = logger_of(Level::info);
  logger.log(Level::info, "x",
             {{"broken", std::string("a\xFF\xC3")}, {"long", std::string(5000, 'y')}});
  ASSERT_EQ(lines().size(), 1U);
  EXPECT_EQ(lines()[0].at("broken").as_string(), "a\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_LT(lines()[0].at("long").as_string().size(), 1100U);
}

TEST_F(JsonLoggerTest, DoesNotLetAFieldPretendToBeTheLevel) {
  auto& logger = logger_of(Level::info);
  logger.log(Level::error, "x", {{"level", "debug"}});
  EXPECT_EQ(lines()[0].at("level").as_string(), "error");
  EXPECT_EQ(lines()[0].at("field_level").as_string(), "debug");
}

TEST_F(JsonLoggerTest, KeepsLinesOfManyThreadsApart) {
  auto& logger = logger_of(Level::info);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) logger.log(Level::info, "x", {{"i", i}});
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lines().size(), 2000U);
}

TEST_F(JsonLoggerTest, OutlivesAFileThatRefuses) {
  const int unwritable = open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  {
    JsonLogger logger(clock_, Level::info, unwritable);
    EXPECT_NO_THROW(logger.log(Level::info, "x", {}));
    logger.drain();
    EXPECT_EQ(logger.lost(), 1U);
  }
  close(unwritable);
}

TEST(Rfc3339, IsUtcWithMilliseconds) {
  EXPECT_EQ(rfc3339(Timestamp{0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339(Timestamp{951'782'400'999}), "2000-02-29T00:00:00.999Z");
  EXPECT_EQ(rfc3339(Timestamp{-1}), "1969-12-31T23:59:59.999Z");
}

TEST(LevelFromName, KnowsTheFourAndFallsBackToInfo) {
  EXPECT_EQ(level_from_name("debug"), Level::debug);
  EXPECT_EQ(level_from_name("error"), Level::error);
  EXPECT_EQ(level_from_name("loud"), Level::info);
}

}  // namespace
}  // namespace lockstep::cli
