// What a person sees: progress bars, tables, a little colour. Plain text when nobody is looking.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::cli {

struct Terminal {
  bool interactive = false;  ///< A person is looking: lines may be redrawn.
  bool colour = false;       ///< Interactive, and NO_COLOR is not set.
  std::size_t columns = 80;
};

/// What `stream` (stdout, stderr) is connected to.
Terminal terminal_of(std::FILE* stream);

enum class Colour : std::uint8_t { plain, bold, dim, red, green, yellow };
/// `text` in a colour, or as it is when the terminal has none.
std::string paint(const Terminal& terminal, Colour colour, std::string_view text);

/// How many columns UTF-8 text takes: wide characters count two, combining ones none.
std::size_t display_width(std::string_view text);
/// Without control characters, which could move the cursor or change colours.
std::string printable(std::string_view text);

/// One line that shows how far something has got. On a terminal it is redrawn; elsewhere a line is
/// printed for every tenth of the way.
class ProgressBar {
 public:
  /// `total` 0 = not known: only the count is shown. `out` must outlive the bar.
  ProgressBar(std::ostream& out, const Terminal& terminal, std::string label, std::uint64_t total);
  void update(std::uint64_t done);
  /// The end, whatever update() said last. Nothing is drawn after it.
  void finish();

 private:
  void draw(std::uint64_t done);

  std::ostream& out_;
  Terminal terminal_;
  std::string label_;
  std::uint64_t total_;
  std::uint64_t done_ = 0;
  std::string shown_;
  std::uint64_t next_plain_ = 1;
  bool finished_ = false;
};

enum class Align : std::uint8_t { left, right };

/// A table with aligned columns.
class Table {
 public:
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  struct Cell {
    std::string text;
    Colour colour = Colour::plain;
  };
  explicit Table(std::vector<Column> columns);
  /// Missing cells are empty, further ones are dropped.
  void add(std::vector<Cell> row);
  void print(std::ostream& out, const Terminal& terminal) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths() const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace lockstep::cli
