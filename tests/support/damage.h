// What bad disks, bad memory and clumsy people do to a file.
#pragma once
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace lockstep::testing_support {

/// The regular files below it, in order.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& directory);

/// One change to one of them, another one for each state of `random`; what it was, in words.
std::string damage(const std::filesystem::path& directory, std::mt19937& random);

/// Overwrites where it lies, without making the file anew, all from `from` on that is there.
void overwrite(const std::filesystem::path& file, std::size_t from);

}  // namespace lockstep::testing_support
