// The files of the repository as the tidy tests read them.
#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::tidy {

struct SourceFile {
  std::string path;  ///< From the root of the repository, with `/`.
  std::string text;
};

/// Every text file of the repository that belongs to it: nothing built, downloaded or of git's.
const std::vector<SourceFile>& repository();
/// The .h and .cc files among them.
std::vector<SourceFile> code_files();

/// The same text with comments, string and character literals blanked out; line ends stay.
std::string without_comments_and_literals(std::string_view text);
std::vector<std::string> lines_of(std::string_view text);
/// The files of ours that the text includes, as it names them.
std::vector<std::string> own_includes(std::string_view text);
/// `path` is `folder` itself or below it.
bool is_in(std::string_view path, std::string_view folder);

/// For messages: one problem a line.
std::string listed(const std::vector<std::string>& problems);

}  // namespace lockstep::tidy
