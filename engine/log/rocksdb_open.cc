// Opening the log on RocksDB: who holds it, do keys, log and watermark belong together, is the tail
// whole, is anything missing that somebody remembers. When in doubt it refuses.
#include <algorithm>
#include <system_error>
#include <utility>

#include "engine/log/database_names.h"
#include "engine/log/found_directory.h"
#include "engine/log/log_errors.h"
#include "engine/log/master_key.h"
#include "engine/log/rocksdb_forgetting.h"
#include "engine/log/rocksdb_key_store.h"
#include "engine/log/rocksdb_log.h"

namespace lockstep::log {

namespace {

/// Records at the end whose chain is checked at every start; verify() checks all.
constexpr std::uint64_t kTailRecords = 256;

Error log_missing(const LogOptions& options) {
  return Error{Errc::unavailable, "log-missing",
               "There is no event log in " + options.directory.string() + ".",
               "Look at the configured data directory."};
}

Error log_gone(const LogOptions& options, const std::string& what_is_left) {
  return Error{
      Errc::corrupt, "log-gone",
      "There is no event log in " + options.directory.string() + ", but " + what_is_left + ".",
      "Bring back the log, or name an empty directory to begin a new one: "
      "docs/runbook.md, \"The log is gone\"."};
}

Error directory_shared(const LogOptions& options, const std::string& why) {
  return Error{Errc::invalid, "data-directory-shared",
               options.directory.string() + " is no place for a data directory: " + why + ".",
               "Name a directory that is not there yet, in this one or elsewhere: it is made. One "
               "that is Lockstep's alone must belong to the user that runs it, with mode 0700."};
}

Error watermark_missing(const Head& head) {
  return Error{
      Errc::corrupt, "watermark-missing",
      "The log reaches position " + std::to_string(head.position.value) +
          ", but the file watermark, which says how far it must reach, is missing: whether "
          "the log is whole is not known.",
      "Bring back the file watermark that belongs to this log: docs/runbook.md, \"The log is "
      "behind a witness\"."};
}

std::filesystem::path master_key_path(const LogOptions& options) {
  return options.master_key_file.empty() ? options.directory / "master.key"
                                         : options.master_key_file;
}

/// Files with content, without the one that says which of them count.
Result<bool> is_rest_of_a_database(const std::filesystem::path& directory) {
  LOCKSTEP_TRY(expect_directory(directory));
  if (file_exists(directory / "CURRENT")) return false;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(directory, failed), end; !failed && it != end;
       it.increment(failed))
    if (is_database_content(it->path().filename().string())) return true;
  return false;
}

Result<void> check_format(std::string_view identity) {
  const auto format = identity.empty() ? 0 : static_cast<std::uint8_t>(identity.front());
  if (format == 0) return damaged("The identity of the log is not whole.");
  if (format < kFormat)
    return Error{Errc::corrupt, "log-format-old",
                 "The data directory was made by an earlier version: its log has format " +
                     std::to_string(format) + ", and only " + std::to_string(kFormat) + " is read.",
                 "Start with an empty data directory: docs/runbook.md, \"The data directory is of "
                 "an earlier version\"."};
  if (format > kFormat)
    return Error{Errc::corrupt, "log-format-unknown",
                 "The log was written in a format that this build does not know.",
                 "Use the build that wrote it, or a newer one."};
  return boost::outcome_v2::success();
}

/// One attempt at opening, step by step.
class Opening {
 public:
  /// With `accept` the watermark's content is not held against the log.
  Opening(const LogOptions& options, const DiskSeams& seams, bool accept = false)
      : options_(options),
        seams_(seams),
        accept_(accept),
        found_(options.directory, options.made_beside) {}

  Result<OpenedLog> run() {
    auto opened = open();
    if (!opened && writable() && !log_was_there_) leave_as_found();
    return opened;
  }

 private:
  Result<OpenedLog> open() {
    LOCKSTEP_TRY(enter_directory());
    // Whoever writes has the key before the event. So whoever reads beside a running engine looks
    // at the events first: those that are seen have their keys.
    LOCKSTEP_TRY(writable() ? open_keys() : open_database());
    LOCKSTEP_TRY(writable() ? open_database() : open_keys());
    LOCKSTEP_TRY(check_identity());
    LOCKSTEP_TRY(check_tail());
    LOCKSTEP_TRY(accept_ ? accept_keys() : check_keys());
    LOCKSTEP_TRY(check_witnesses());
    if (!options_.read_only) {
      LOCKSTEP_TRY(parts_.watermark,
                   Watermark::open(watermark_file(),
                                   {parts_.keys->log_id(), parts_.head, parts_.keys->revision()}));
    }
    parts_.min_free_bytes = options_.min_free_bytes;
    parts_.free_bytes = seams_.free_bytes ? seams_.free_bytes : [directory = options_.directory] {
      return free_bytes_of(directory);
    };
    opened_.keys = parts_.keys;
    opened_.log = std::make_unique<RocksdbEventLog>(std::move(parts_));
    return std::move(opened_);
  }

  // Nobody has appended to it yet. The master key opens nothing but what goes with it, and a key
  // that cannot be opened any more is worse than one too many.
  void leave_as_found() {
    if (options_.let_go) options_.let_go();
    parts_.watermark.reset();
    parts_.database.reset();
    opened_.keys.reset();
    parts_.keys.reset();
    if (!found_.restore() || !opened_.created_master_key) return;
    std::error_code ignored;
    std::filesystem::remove(opened_.master_key_file, ignored);
  }

  [[nodiscard]] std::filesystem::path watermark_file() const {
    return options_.directory / "watermark";
  }
  [[nodiscard]] bool writable() const { return !options_.read_only; }

  /// The mark is read before the databases are opened: beside a running engine it would be ahead
  /// of them otherwise.
  Result<void> enter_directory() {
    const bool may_create = options_.create && writable() && !accept_;
    if (!file_exists(options_.directory) && !may_create) return log_missing(options_);
    if (writable()) {
      LOCKSTEP_TRY(make_private_directory(options_.directory));
      LOCKSTEP_TRY(parts_.holder, Holder::take(options_.directory));
      found_.is_held();
    }
    log_was_there_ = file_exists(watermark_file());
    if (!accept_) {
      LOCKSTEP_TRY(mark_, Watermark::read(watermark_file()));
    }
    opened_.created = !mark_ && !file_exists(options_.directory / "log" / "CURRENT");
    log_was_there_ = log_was_there_ || !opened_.created;
    if (opened_.created && !may_create) return log_missing(options_);
    if (opened_.created) {
      LOCKSTEP_TRY(refuse_where_a_log_was());
      if (const auto why = found_.why_shared(); writable() && !why.empty())
        return directory_shared(options_, why);
    }
    return writable() ? take_from_others(options_.directory) : boost::outcome_v2::success();
  }

  // What is there although a first start makes it later is what is left of another log.
  Result<void> refuse_where_a_log_was() const {
    // A first start makes the key store before the master key.
    const bool key_alone = options_.master_key_file.empty() &&
                           file_exists(master_key_path(options_)) &&
                           !file_exists(options_.directory / "keys");
    if (key_alone) return log_gone(options_, "a master key");
    for (const auto* database : {"log", "keys"}) {
      LOCKSTEP_TRY(const bool rest, is_rest_of_a_database(options_.directory / database));
      if (rest) return log_gone(options_, std::string("a part of ") + database + "/");
    }
    std::error_code failed;
    for (std::filesystem::directory_iterator it(options_.directory, failed), end;
         !failed && it != end; it.increment(failed)) {
      const auto name = it->path().filename().string();
      for (const auto& beginning : options_.made_beside)
        if (name.starts_with(beginning)) return log_gone(options_, name);
    }
    return boost::outcome_v2::success();
  }

  /// Keys come before the log, at creation as at every append: no event without its key.
  Result<void> open_keys() {
    const bool may_create = opened_.created && writable();
    LOCKSTEP_TRY(
        auto store,
        RocksdbKeyStore::open(
            {options_.directory / "keys", {}, may_create, options_.read_only, seams_.files}));
    LOCKSTEP_TRY(const bool in_use, Keyring::in_use(*store));
    if (!in_use && !may_create)
      return keys_lost("keys-missing", "The key store of this log is empty.");
    opened_.master_key_file = master_key_path(options_);
    LOCKSTEP_TRY(auto master, load_master_key(opened_.master_key_file, !in_use));
    opened_.created_master_key = master.created;
    LogId new_id{};
    const auto random = random_bytes(new_id.size());
    std::copy(random.begin(), random.end(), new_id.begin());
    LOCKSTEP_TRY(parts_.keys, Keyring::open(std::move(store), master.key, new_id));
    // The first write is its identity; subjects get keys when the log has its own.
    if (opened_.created && parts_.keys->revision() > 1) return log_gone(options_, "keys of people");
    if (mark_ && mark_->log_id != parts_.keys->log_id())
      return keys_lost("keys-of-another-log", "The watermark and the keys are of different logs.");
    if (mark_ && parts_.keys->revision() < mark_->key_revision)
      return keys_lost(
          "keys-behind",
          "The watermark file has seen keys that the key store does not have: keys/ is an "
          "older copy, or the log is one as well, beside a newer watermark.");
    return boost::outcome_v2::success();
  }

  Result<void> open_database() {
    DatabaseSettings settings{options_.directory / "log",
                              {kFamilyNames.begin(), kFamilyNames.end()},
                              !mark_ && writable() && !accept_,
                              options_.read_only,
                              seams_.files};
    if (options_.now)
      settings.forgets.emplace(kFamilyNames[static_cast<std::size_t>(Family::dedupe)],
                               forget_idle_answers(options_.now));
    auto database = Database::open(settings);
    if (!database) {
      auto error = std::move(database).error();
      if (mark_)
        error.detail +=
            " It should reach position " + std::to_string(mark_->head.position.value) + ".";
      return error;
    }
    parts_.database = std::make_unique<LogDatabase>(std::move(database).value());
    return boost::outcome_v2::success();
  }

  Result<void> check_identity() {
    LOCKSTEP_TRY(auto bytes, parts_.database->get(Family::meta, std::string(kIdentityKey), {}));
    if (!bytes && !mark_ && writable() && !accept_) return write_identity();
    if (!bytes && mark_)
      return facts_lost("log-behind-witness",
                        "The log is empty, but the watermark file has seen position " +
                            std::to_string(mark_->head.position.value) + ".");
    if (!bytes) return damaged("The log does not know its identity.");
    LOCKSTEP_TRY(check_format(*bytes));
    if (decode_identity(*bytes) != parts_.keys->log_id())
      return keys_lost("keys-of-another-log", "The log and the keys belong to different logs.");
    return boost::outcome_v2::success();
  }

  /// A log that was last written by an earlier build has no mark.
  Result<void> check_keys() {
    LOCKSTEP_TRY(auto bytes, parts_.database->get(Family::meta, std::string(kMarkKey), {}));
    if (!bytes) return boost::outcome_v2::success();
    const auto mark = decode_mark(*bytes);
    if (!mark) return damaged("The mark of the log is not whole.");
    if (parts_.keys->revision() < mark->key_revision)
      return keys_lost(
          "keys-behind",
          "The log has seen keys that the key store does not have: keys/ is an older copy.");
    return boost::outcome_v2::success();
  }

  Result<void> accept_keys() {
    return put_meta(kMarkKey,
                    encode_mark({parts_.keys->log_id(), parts_.head, parts_.keys->revision()}));
  }

  Result<void> write_identity() {
    return put_meta(kIdentityKey, encode_identity(parts_.keys->log_id()));
  }

  Result<void> put_meta(std::string_view key, const std::string& value) {
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto status = parts_.database->db().Put(options, parts_.database->family(Family::meta),
                                                  rocksdb::Slice(key), value);
    if (!status.ok()) return log_stopped(status.ToString());
    return boost::outcome_v2::success();
  }

  /// The stored head is the last record, and the last records follow from each other.
  Result<void> check_tail() {
    LOCKSTEP_TRY(auto bytes, parts_.database->get(Family::meta, std::string(kHeadKey), {}));
    const auto head = bytes ? decode_head(*bytes) : Head{};
    if (!head) return damaged("The head of the log is not whole.");
    const std::unique_ptr<rocksdb::Iterator> it(parts_.database->db().NewIterator(
        rocksdb::ReadOptions{}, parts_.database->family(Family::log)));
    const auto all = head->position.value;
    const Position before{all > kTailRecords ? all - kTailRecords : 0};
    it->Seek(position_key(before));
    ChainReader reader;
    if (before.value > 0 && it->Valid()) {
      reader = ChainReader(before, view(it->value()));
      it->Next();
    }
    for (; it->Valid(); it->Next()) {
      const auto at = parse_position_key(view(it->key()));
      LOCKSTEP_TRY(reader.check(at.value_or(Position{}), view(it->value())));
    }
    if (!it->status().ok()) return read_failed(it->status(), next(reader.head().position));
    if (reader.head() != *head)
      return damaged_at(head->position, "the last record is not the stored head of the log");
    parts_.head = *head;
    return boost::outcome_v2::success();
  }

  Result<void> check_witnesses() {
    if (!mark_ && !accept_ && parts_.head.position.value > 0) return watermark_missing(parts_.head);
    if (mark_) {
      LOCKSTEP_TRY(check_witness({"the watermark file", mark_->head.position, mark_->head.hash}));
    }
    if (!options_.witnesses) return boost::outcome_v2::success();
    LOCKSTEP_TRY(const auto witnesses, options_.witnesses(*parts_.keys));
    for (const auto& witness : witnesses) {
      LOCKSTEP_TRY(check_witness(witness));
    }
    return boost::outcome_v2::success();
  }

  Result<void> check_witness(const Witness& witness) {
    const auto at = std::to_string(witness.position.value);
    if (witness.position > parts_.head.position)
      return facts_lost("log-behind-witness",
                        "The log ends at position " + std::to_string(parts_.head.position.value) +
                            ", but " + witness.name + " has seen position " + at + ".");
    if (witness.position.value == 0) return boost::outcome_v2::success();
    LOCKSTEP_TRY(auto record, parts_.database->get(Family::log, position_key(witness.position),
                                                   witness.position));
    if (!record) return damaged_at(witness.position, "the record is missing");
    if (sha256(*record) != witness.hash)
      return facts_lost("log-differs-from-witness", "Position " + at + ": the log holds another " +
                                                        "event than " + witness.name +
                                                        " has seen.");
    return boost::outcome_v2::success();
  }

  const LogOptions& options_;
  const DiskSeams& seams_;
  const bool accept_;
  LogParts parts_;
  OpenedLog opened_;
  std::optional<Mark> mark_;
  bool log_was_there_ = false;  ///< Or something that says so.
  FoundDirectory found_;
};

}  // namespace

RocksdbEventLog::RocksdbEventLog(LogParts parts)
    : holder_(std::move(parts.holder)),
      database_(std::move(parts.database)),
      keys_(std::move(parts.keys)),
      watermark_(std::move(parts.watermark)),
      min_free_bytes_(parts.min_free_bytes),
      free_bytes_(std::move(parts.free_bytes)),
      head_(parts.head) {}

Result<OpenedLog> open_rocksdb_event_log(const LogOptions& options) {
  return open_rocksdb_event_log(options, DiskSeams{});
}

Result<OpenedLog> open_rocksdb_event_log(const LogOptions& options, const DiskSeams& seams) {
  return Opening(options, seams).run();
}

Result<Head> accept_rocksdb_event_log(const LogOptions& options) {
  const DiskSeams seams;
  LOCKSTEP_TRY(auto opened, Opening(options, seams, true).run());
  return opened.log->head();
}

}  // namespace lockstep::log
