// What a person sees, with and without a terminal.
#include "adapters/cli/terminal.h"

#include <sstream>

#include <gtest/gtest.h>

namespace lockstep::cli {
namespace {

const Terminal kPipe{};
const Terminal kScreen{.interactive = true, .colour = true, .columns = 80};

TEST(TerminalOf, AFileIsNotInteractiveAndHasNoColour) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  const auto terminal = terminal_of(file);
  EXPECT_FALSE(terminal.interactive);
  EXPECT_FALSE(terminal.colour);
  EXPECT_EQ(std::fclose(file), 0);
}

TEST(Paint, AddsColourOnlyWhereThereIsSome) {
  EXPECT_EQ(paint(kPipe, Colour::red, "no"), "no");
  EXPECT_EQ(paint(kScreen, Colour::red, "yes"), "\x1b[31myes\x1b[0m");
  EXPECT_EQ(paint(kScreen, Colour::plain, "yes"), "yes");
}

TEST(DisplayWidth, CountsColumnsAndNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("Zoë"), 3U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // e and a combining accent
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("\xE6"), 1U);  // cut in the middle of a character
}

TEST(Printable, TakesTheSequencesOutThatWouldMoveTheCursor) {
  EXPECT_EQ(printable("a\x1b[2Jb\nc"), "a?[2Jb?c");
  EXPECT_EQ(printable("Zoë 東"), "Zoë 東");
}

TEST(ProgressBar, IsRedrawnOnATerminal) {
  std::ostringstream out;
  ProgressBar bar(out, kScreen, "sync", 4);
  bar.update(1);
  bar.update(4);
  bar.finish();
  EXPECT_EQ(out.str(),
            "\rsync [######..................] 25 %  1/4"
            "\rsync [########################] 100 %  4/4\n");
}

TEST(ProgressBar, PrintsAtMostALineForEveryTenthElsewhere) {
  std::ostringstream out;
  ProgressBar bar(out, kPipe, "sync", 1000);
  for (std::uint64_t i = 1; i <= 1000; ++i) bar.update(i);
  bar.finish();
  bar.update(1000);
  const auto text = out.str();
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_GE(lines, 10);
  EXPECT_LE(lines, 12);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_TRUE(text.ends_with("100 %  1000/1000\n")) << text;
}

TEST(ProgressBar, CountsWhenTheEndIsNotKnownMoreAndMoreSeldom) {
  std::ostringstream out;
  ProgressBar bar(out, kPipe, "events", 0);
  for (std::uint64_t i = 1; i <= 1000; ++i) bar.update(i);
  bar.finish();
  const auto text = out.str();
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 12);
  EXPECT_TRUE(text.ends_with("events 1000\n")) << text;
}

TEST(Table, AlignsItsColumnsWhateverTheLetters) {
  Table table({{"name"}, {"points", Align::right}, {"status"}});
  table.add({{"Zoë"}, {"5"}, {"complete"}});
  table.add({{"東京"}, {"1200"}});
  std::ostringstream out;
  table.print(out, kPipe);
  EXPECT_EQ(out.str(),
            "name  points  status\n"
            "----  ------  --------\n"
            "Zoë        5  complete\n"
            "東京    1200\n");
}

TEST(Table, ColoursACellWithoutMovingTheOthers) {
  Table table({{"a"}, {"b"}});
  table.add({{"x", Colour::green}, {"y"}});
  std::ostringstream out;
  table.print(out, kScreen);
  EXPECT_NE(out.str().find("\x1b[32mx\x1b[0m  y\n"), std::string::npos) << out.str();
}

}  // namespace
}  // namespace lockstep::cli
