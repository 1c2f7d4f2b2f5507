#include "tests/support/damage.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace lockstep::testing_support {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kMostAtOnce = 9000;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void flip(std::string& bytes, std::size_t at, std::mt19937& random) {
  bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << (random() % 8)));
}
void cut(std::string& bytes, std::size_t at, std::mt19937& /*random*/) {
  bytes.resize(at);
}
void zero(std::string& bytes, std::size_t at, std::mt19937& random) {
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at),
              std::min<std::size_t>(random() % kMostAtOnce + 1, bytes.size() - at), '\0');
}
void grow(std::string& bytes, std::size_t at, std::mt19937& random) {
  bytes.insert(at, std::string(random() % kMostAtOnce + 1, 'x'));
}
void append(std::string& bytes, std::size_t /*at*/, std::mt19937& random) {
  bytes.append(std::string(random() % kMostAtOnce + 1, 'x'));
}
void move_a_page(std::string& bytes, std::size_t at, std::mt19937& random) {
  const auto pages = std::max<std::size_t>(bytes.size() / kPage, 1);
  bytes.replace(at / kPage * kPage, kPage, bytes.substr(random() % pages * kPage, kPage));
}

struct Change {
  const char* what;
  void (*make)(std::string& bytes, std::size_t at, std::mt19937& random);
};
constexpr std::array kChanges{Change{"a bit flipped", flip}, Change{"cut", cut},
                              Change{"zeroed", zero},        Change{"grown", grow},
                              Change{"longer", append},      Change{"a page moved", move_a_page}};

}  // namespace

std::vector<fs::path> files_in(const fs::path& directory) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    if (entry.is_regular_file()) out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

std::string damage(const fs::path& directory, std::mt19937& random) {
  const auto files = files_in(directory);
  const auto& file = files[random() % files.size()];
  const auto name = fs::relative(file, directory).string();
  auto bytes = bytes_of(file);
  if (bytes.empty() || random() % 8 == 0) {
    fs::remove(file);
    return name + " removed";
  }
  const auto at = random() % bytes.size();
  const auto& change = kChanges.at(random() % kChanges.size());
  change.make(bytes, at, random);
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  return name + ' ' + change.what + " at " + std::to_string(at);
}

void overwrite(const fs::path& file, std::size_t from) {
  const auto size = fs::file_size(file);
  if (size <= from) return;
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(static_cast<std::streamoff>(from));
  out << std::string(size - from, 'x');
}

}  // namespace lockstep::testing_support
