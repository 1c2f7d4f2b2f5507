// Files of SQLite whose pages are sealed: the database and its write-ahead log hold no readable
// byte of a row, and a changed byte is an error and not another row.
#pragma once
#include <memory>
#include <string>

#include "engine/log/crypto.h"

struct sqlite3;

namespace lockstep::sqlite {

/// A VFS of SQLite of its own, for the files of one key. Connections are opened with its name(),
/// and end before it does.
///
/// Each page is sealed where it lies (AES-256-GCM under a key of its own, derived from this one),
/// bound to its place: a page of another place, or a frame of the log under another header, does
/// not open. A page of the database that holds what is no longer in the log beside it does not
/// open either: the log was cut off. What does not open is SQLITE_IOERR_DATA. A page that was put
/// back as it was at an earlier time does open, and a log that is gone is not missed.
/// Other files than these two are refused, so nothing can reach the disk unsealed: journals and
/// temporary tables stay in memory.
class SealedFiles {
 public:
  explicit SealedFiles(const log::Key& key);
  ~SealedFiles();
  SealedFiles(const SealedFiles&) = delete;
  SealedFiles& operator=(const SealedFiles&) = delete;

  [[nodiscard]] const char* name() const;
  /// Before anything is written to a new file: leaves room in each page for what sealing adds.
  static void prepare_new(sqlite3* database);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::sqlite
