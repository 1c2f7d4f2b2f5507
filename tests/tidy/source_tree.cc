#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace lockstep::tidy {

namespace {

namespace fs = std::filesystem;

/// Or files: in a worktree .git is one.
const std::set<std::string> kForeignFolders{"build", ".git", "node_modules", ".cache", "dist"};

SourceFile read(const fs::path& root, const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {fs::relative(path, root).generic_string(), {std::istreambuf_iterator<char>(file), {}}};
}

std::vector<SourceFile> read_repository() {
  const fs::path root = SOURCE_DIR;
  std::vector<SourceFile> out;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::end(entry); ++entry) {
    const bool foreign = kForeignFolders.contains(entry->path().filename().string()) ||
                         entry->path() == root / "data";  // Where `lockstep serve` writes.
    if (foreign) {
      if (entry->is_directory()) entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) continue;
    auto file = read(root, entry->path());
    const bool binary = file.text.find('\0') != std::string::npos;
    if (!binary) out.push_back(std::move(file));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return out;
}

/// Walks over C++ text and knows when it is inside of a comment or a literal.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : in_(text), out_(text) {}

  std::string run() {
    while (at_ < in_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    if (looking_at("//")) return blank_until("\n", 0);
    if (looking_at("/*")) return blank_until("*/", 2);
    if (looking_at("R\"") && !after_word()) return blank_raw_string();
    if (in_[at_] == '"') return blank_quoted('"');
    // An apostrophe after a digit or a letter separates thousands.
    if (in_[at_] == '\'' && !after_word()) return blank_quoted('\'');
    ++at_;
  }
  [[nodiscard]] bool looking_at(std::string_view word) const {
    return in_.substr(at_, word.size()) == word;
  }
  [[nodiscard]] bool after_word() const {
    return at_ > 0 &&
           (std::isalnum(static_cast<unsigned char>(in_[at_ - 1])) != 0 || in_[at_ - 1] == '_');
  }
  void blank_to(std::size_t end) {
    for (; at_ < std::min(end, in_.size()); ++at_)
      if (in_[at_] != '\n') out_[at_] = ' ';
  }
  void blank_until(std::string_view end, std::size_t included) {
    const auto found = in_.find(end, at_ + 2);
    blank_to(found == std::string_view::npos ? in_.size() : found + included);
  }
  void blank_raw_string() {
    const auto open = in_.find('(', at_);
    const auto end = ")" + std::string(in_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const auto found = in_.find(end, open);
    blank_to(found == std::string_view::npos ? in_.size() : found + end.size());
  }
  void blank_quoted(char quote) {
    auto end = at_ + 1;
    while (end < in_.size() && in_[end] != quote && in_[end] != '\n')
      end += in_[end] == '\\' ? 2U : 1U;
    blank_to(end + 1);
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

const std::vector<SourceFile>& repository() {
  static const std::vector<SourceFile> kFiles = read_repository();
  return kFiles;
}

std::vector<SourceFile> code_files() {
  std::vector<SourceFile> out;
  for (const auto& file : repository())
    if (file.path.ends_with(".h") || file.path.ends_with(".cc")) out.push_back(file);
  return out;
}

std::string without_comments_and_literals(std::string_view text) {
  return Blanker(text).run();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

std::vector<std::string> own_includes(std::string_view text) {
  static const std::regex kOwn(R"re(^\s*#\s*include\s*"([^"]+)".*)re");
  std::vector<std::string> out;
  std::smatch match;
  for (const auto& line : lines_of(text))
    if (std::regex_match(line, match, kOwn)) out.push_back(match[1]);
  return out;
}

bool is_in(std::string_view path, std::string_view folder) {
  return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

std::string listed(const std::vector<std::string>& problems) {
  std::string out;
  for (const auto& problem : problems) out += "\n  " + problem;
  return out;
}

}  // namespace lockstep::tidy
