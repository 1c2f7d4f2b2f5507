#include "adapters/cli/terminal.h"

#include <algorithm>
#include <cstdlib>
#include <ostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kBarWidth = 24;
constexpr std::size_t kGap = 2;

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::plain:
      return "";
    case Colour::bold:
      return "\x1b[1m";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::red:
      return "\x1b[31m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
  }
  return "";
}

std::string padded(const std::string& text, std::size_t shown_width, std::size_t width,
                   Align align) {
  const std::string blank(width > shown_width ? width - shown_width : 0, ' ');
  return align == Align::right ? blank + text : text + blank;
}

std::string without_trailing_blanks(std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace

Terminal terminal_of(std::FILE* stream) {
  Terminal out;
  const int descriptor = fileno(stream);
  out.interactive = descriptor >= 0 && isatty(descriptor) == 1;
  // Read once at the start, before there are other threads.
  const char* no_colour = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe)
  out.colour = out.interactive && (no_colour == nullptr || *no_colour == '\0');
  winsize size{};
  if (out.interactive && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    out.columns = size.ws_col;
  return out;
}

std::string paint(const Terminal& terminal, Colour colour, std::string_view text) {
  if (!terminal.colour || colour == Colour::plain) return std::string(text);
  return std::string(code_of(colour)) + std::string(text) + "\x1b[0m";
}

std::size_t display_width(std::string_view text) {
  return base::width_of(text);
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto before = text;
    const auto c = base::take_character(text);
    const bool moves = base::is_control(c) || base::is_bidi_control(c);
    out += moves || c == base::kReplacementCharacter
               ? "?"
               : before.substr(0, before.size() - text.size());
  }
  return out;
}

ProgressBar::ProgressBar(std::ostream& out, const Terminal& terminal, std::string label,
                         std::uint64_t total)
    : out_(out), terminal_(terminal), label_(std::move(label)), total_(total) {}

void ProgressBar::update(std::uint64_t done) {
  if (finished_) return;
  done_ = total_ == 0 ? done : std::min(done, total_);
  if (!terminal_.interactive && done_ < next_plain_) return;
  draw(done_);
}

void ProgressBar::draw(std::uint64_t done) {
  std::string line = label_ + " ";
  if (total_ > 0) {
    const auto share = static_cast<double>(done) / static_cast<double>(total_);
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
    line += "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '.') + "] " +
            std::to_string(static_cast<int>(share * 100)) + " %  " + std::to_string(done) + "/" +
            std::to_string(total_);
  } else {
    line += std::to_string(done);
  }
  if (line == shown_) return;
  if (terminal_.interactive) {
    out_ << '\r' << line;
    if (shown_.size() > line.size()) out_ << std::string(shown_.size() - line.size(), ' ');
  } else {
    out_ << line << '\n';
    const auto step = total_ > 0 ? std::max<std::uint64_t>(1, total_ / 10) : done;
    next_plain_ = std::max(done + step, next_plain_ + 1);
    if (total_ > 0) next_plain_ = std::min(next_plain_, std::max(total_, done + 1));
  }
  out_ << std::flush;
  shown_ = line;
}

void ProgressBar::finish() {
  if (finished_) return;
  draw(done_);
  if (terminal_.interactive) out_ << '\n' << std::flush;
  finished_ = true;
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add(std::vector<Cell> row) {
  row.resize(columns_.size());
  for (auto& cell : row) cell.text = printable(cell.text);
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    auto widest = display_width(columns_[i].title);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[i].text));
    out.push_back(widest);
  }
  return out;
}

void Table::print(std::ostream& out, const Terminal& terminal) const {
  const auto width = widths();
  const auto line = [&](const auto& cell_of) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Cell cell = cell_of(i);
      if (i > 0) text += std::string(kGap, ' ');
      text += padded(paint(terminal, cell.colour, cell.text), display_width(cell.text), width[i],
                     columns_[i].align);
    }
    out << without_trailing_blanks(text) << '\n';
  };
  line([&](std::size_t i) { return Cell{columns_[i].title, Colour::bold}; });
  line([&](std::size_t i) { return Cell{std::string(width[i], '-'), Colour::dim}; });
  for (const auto& row : rows_) line([&](std::size_t i) { return row[i]; });
}

}  // namespace lockstep::cli
