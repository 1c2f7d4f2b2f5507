// See log_fixture.h.
#include "tests/contract/log/log_fixture.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace lockstep::log::testing {

namespace fs = std::filesystem;

StreamId competitor(const std::string& id) {
  return {"competitor", id};
}

AppendRequest request(const std::string& id, std::uint64_t expected, std::size_t count,
                      const std::string& personal) {
  static std::uint64_t commands = 0;
  AppendRequest out;
  out.stream = competitor(id);
  out.expected = Version{expected};
  out.command_id = CommandId{"command-" + std::to_string(++commands)};
  out.who = events::Principal{"coach", "coach-1"};
  out.correlation_id = "correlation-" + std::to_string(commands);
  out.now = Timestamp{1'700'000'000'000};
  for (std::size_t i = 0; i < count; ++i)
    out.events.push_back({"competitor.facts_recorded.v1",
                          R"({"number":)" + std::to_string(expected + i + 1) + "}",
                          i == 0 ? personal : ""});
  return out;
}

Result<Appended> append_one(EventLog& log, const AppendRequest& request) {
  auto answers = log.append(std::span(&request, 1));
  return std::move(answers.at(0));
}

void fill(EventLog& log, std::uint64_t count) {
  constexpr std::size_t kStreams = 10;
  std::array<std::uint64_t, kStreams> versions{};
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto stream = i % kStreams;
    must(append_one(log, request("fill-" + std::to_string(stream), versions.at(stream)++, 1,
                                 i % 3 == 0 ? R"({"name":")" + kSecret + "\"}" : "")));
  }
}

std::vector<events::StoredEvent> read_everything(EventLog& log) {
  std::vector<events::StoredEvent> all;
  for (Position after;; after = all.back().position) {
    auto page = must(log.read_all(after, {100, 1U << 20U}));
    if (page.empty()) return all;
    std::move(page.begin(), page.end(), std::back_inserter(all));
  }
}

std::string file_bytes(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
}

std::vector<std::string> files_containing(const fs::path& directory, const std::string& text) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    if (entry.is_regular_file() && file_bytes(entry.path()).find(text) != std::string::npos)
      out.push_back(entry.path().string());
  return out;
}

std::vector<fs::path> database_files(const fs::path& directory, const std::string& ending) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(directory))
    if (entry.path().extension() == ending && entry.file_size() > 0) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace lockstep::log::testing
