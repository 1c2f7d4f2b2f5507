// The event log on disk, as everybody else sees it: how to open one.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/log/event_log.h"
#include "engine/log/keyring.h"

namespace lockstep::log {

struct LogOptions {
  std::filesystem::path directory;        ///< Holds log/, keys/, watermark, holder.
  std::filesystem::path master_key_file;  ///< Empty = directory/"master.key".
  /// Besides the watermark file. Asked while this process has the directory and its keys are open,
  /// so it may open what lies beside the log.
  std::function<Result<std::vector<Witness>>(const Keyring&)> witnesses;
  /// Called after `witnesses` when a first start is refused all the same: closes what they opened
  /// in the directory, which is then left as it was found.
  std::function<void()> let_go = {};
  /// How the names begin of what others make in the directory, when it has a log: where one lies
  /// without a log, the log is gone and no new one is begun.
  std::vector<std::string> made_beside = {};
  /// Below this much free space nothing is written any more, so that the disk is never full.
  std::uint64_t min_free_bytes = 256ULL << 20U;
  /// Works beside a running engine and never writes; sees the log as it was when it was opened.
  bool read_only = false;
  bool create = true;  ///< False: a missing directory is an error.
  /// By it answers that changed nothing are forgotten some days later; any thread. Empty: they are
  /// kept.
  std::function<Timestamp()> now = {};
};

struct OpenedLog {
  std::unique_ptr<EventLog> log;
  bool created = false;             ///< There was no log in the directory.
  bool created_master_key = false;  ///< Somebody should be told to back it up.
  std::filesystem::path master_key_file;
  std::shared_ptr<Keyring> keys;  ///< For erasing subjects.
};

/// Opens, recovers and checks the log: docs/log-format.md, "What is checked at the start". Refuses
/// with Errc::corrupt when acknowledged events are missing or changed, and with `log-held` when
/// another process has the directory. A first start that is refused leaves nothing behind. All
/// files are readable by their owner alone.
Result<OpenedLog> open_rocksdb_event_log(const LogOptions& options);

/// A person's decision, after a loss that cannot be healed: what is there now is all there is.
/// Forgets what the watermark remembers, and nothing else: the log itself must still be whole, and
/// other witnesses still refuse. Returns the head that the watermark holds now.
Result<Head> accept_rocksdb_event_log(const LogOptions& options);

}  // namespace lockstep::log
