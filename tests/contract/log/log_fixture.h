// What the tests of the event log share: requests in one line, logs that clean up after themselves,
// and files that can be read and damaged.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/log/memory_event_log.h"
#include "engine/log/rocksdb_event_log.h"
#include "tests/support/temp_dir.h"

namespace lockstep::log::testing {

/// The value, or a failed test that says why there is none.
template <class T>
T must(Result<T> result) {
  if (!result)
    throw std::runtime_error(result.error().type + ": " + result.error().detail + " / " +
                             result.error().remedy);
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

inline const std::string kSecret = "Ada Lovelace <ada@example.org>";

/// `count` events for competitor-`id`, the first of them with personal data when `personal` is set.
AppendRequest request(const std::string& id, std::uint64_t expected, std::size_t count = 1,
                      const std::string& personal = "");
Result<Appended> append_one(EventLog& log, const AppendRequest& request);
/// `count` acknowledged appends of one event each, over ten streams, some of it personal.
void fill(EventLog& log, std::uint64_t count);
std::vector<events::StoredEvent> read_everything(EventLog& log);
StreamId competitor(const std::string& id);

struct MemoryHarness {
  MemoryEventLog memory;
  EventLog& log() { return memory; }
  Keyring& keys() { return memory.keys(); }
};

struct RocksdbHarness {
  testing_support::TempDir dir;
  OpenedLog opened;
  RocksdbHarness() : opened(must(open_rocksdb_event_log(options()))) {}
  EventLog& log() { return *opened.log; }
  Keyring& keys() { return *opened.keys; }
  [[nodiscard]] LogOptions options() const {
    LogOptions out;
    out.directory = dir.path() / "data";
    return out;
  }
  /// As after a restart.
  void reopen() {
    opened = OpenedLog{};
    opened = must(open_rocksdb_event_log(options()));
  }
};

std::string file_bytes(const std::filesystem::path& file);
void write_bytes(const std::filesystem::path& file, const std::string& bytes);
/// Every file below `directory` that contains `text`.
std::vector<std::string> files_containing(const std::filesystem::path& directory,
                                          const std::string& text);
/// The files of a database with this ending, oldest first, none of them empty.
std::vector<std::filesystem::path> database_files(const std::filesystem::path& directory,
                                                  const std::string& ending);

}  // namespace lockstep::log::testing
