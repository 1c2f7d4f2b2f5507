// What every program of tests begins with. A test that takes longer than LONGEST_TEST_SECONDS ends
// the program and is named: ctest only knows which program hung. Without that variable none does.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

namespace {

std::string running;  // Written before the alarm is set, read when it rings.

void end_and_name(int /*signal*/) {
  (void)!::write(STDERR_FILENO, running.data(), running.size());
  ::abort();
}

class NamesWhatHangs : public testing::EmptyTestEventListener {
 public:
  explicit NamesWhatHangs(unsigned seconds) : seconds_(seconds) {}

 private:
  void OnTestStart(const testing::TestInfo& test) override {
    running = std::string{"\nstill running: "} + test.test_suite_name() + "." + test.name() + "\n";
    ::alarm(seconds_);
  }
  void OnTestEnd(const testing::TestInfo& /*test*/) override { ::alarm(0); }

  const unsigned seconds_;
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const char* longest = std::getenv("LONGEST_TEST_SECONDS")) {
    ::signal(SIGALRM, end_and_name);
    testing::UnitTest::GetInstance()->listeners().Append(
        new NamesWhatHangs{static_cast<unsigned>(std::stoul(longest))});  // Which deletes it.
  }
  return RUN_ALL_TESTS();
}
