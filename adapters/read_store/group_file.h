// The bookkeeping of the file: which groups' tables are in it, of which version, up to where; and
// how they come, go and take each other's place.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "adapters/read_store/connection.h"
#include "engine/ports/read_model_sink.h"

namespace lockstep::read_store {

/// One thread: the writer's. Every change is a transaction of its own, but for remember().
class GroupFile {
 public:
  explicit GroupFile(SqliteConnection& writer) : writer_(writer) {}

  /// Errc::corrupt when the file is of another layout.
  Result<void> check();
  /// In an empty file.
  Result<void> create();
  /// Tables as this build wants them: those of a group with other columns begin anew, beside those
  /// of another version new ones are made, whatever is nobody's goes.
  Result<void> prepare();

  Result<std::vector<ports::LaneState>> lanes();
  /// What is read of it has been folded to the end of the log once.
  Result<bool> whole(std::size_t group);
  Result<ports::Checkpoint> checkpoint(const ports::Lane& lane);
  /// Within the caller's transaction.
  Result<void> remember(const ports::Lane& lane, const ports::Checkpoint& at);

  Result<void> begin_beside(std::size_t group);
  /// It has caught up: it gets its indexes, and is whole from here on.
  Result<void> complete(const ports::Lane& lane);
  /// What was made beside is what is read.
  Result<void> swap(std::size_t group);

 private:
  Result<void> prepare_group(std::size_t group);
  Result<void> make(const ports::Lane& lane);
  Result<void> drop(const ports::Lane& lane);
  Result<std::optional<std::string>> stored(const ports::Lane& lane, const char* column);
  Result<bool> has(const char* type, const std::string& name);

  SqliteConnection& writer_;
};

}  // namespace lockstep::read_store
