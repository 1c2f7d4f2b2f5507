// The reading half of the log on RocksDB. Every record that is returned has been checked: block
// checksum, format, place, and for read_all the hash chain.
#include <algorithm>
#include <array>
#include <utility>

#include "engine/log/log_errors.h"
#include "engine/log/rocksdb_log.h"

namespace lockstep::log {

namespace {

using Events = std::vector<events::StoredEvent>;

/// Positions of a stream's events after a version, none beyond `last`.
Result<std::vector<Position>> stream_positions(const LogDatabase& database, const StreamId& stream,
                                               Version after, std::size_t at_most, Position last) {
  std::vector<Position> out;
  const auto prefix = stream_prefix(stream);
  const std::unique_ptr<rocksdb::Iterator> it(
      database.db().NewIterator(rocksdb::ReadOptions{}, database.family(Family::stream)));
  auto version = after;
  for (it->Seek(stream_key(stream, Version{after.value + 1})); it->Valid() && out.size() < at_most;
       it->Next()) {
    const auto key = parse_stream_key(view(it->key()));
    if (!key || key->prefix != prefix) break;
    const auto position = parse_position_key(view(it->value()));
    if (!position) return damaged("An entry of the stream index is not whole.");
    if (*position > last) break;
    if (key->version.value != ++version.value)
      return damaged_at(*position, "the stream index has a gap before this event");
    out.push_back(*position);
  }
  if (!it->status().ok()) return read_failed(it->status(), last);
  return out;
}

/// A page of the log is read through a buffer of about its own size.
rocksdb::ReadOptions page_options(const ReadLimits& limits, std::uint64_t available) {
  constexpr std::size_t kTypicalRecord = 768;
  constexpr std::size_t kLargestBuffer = 2U << 20U;
  constexpr std::size_t kSmallPage = 256U << 10U;
  rocksdb::ReadOptions options;
  const auto records = std::min<std::uint64_t>(limits.max_events, available);
  const auto bytes = std::min(records * kTypicalRecord, limits.max_bytes);
  if (bytes < kSmallPage) return options;
  options.readahead_size = std::min(bytes, kLargestBuffer);
  options.fill_cache = false;
  return options;
}

Result<ChainReader> begin_chain(rocksdb::Iterator& it, Position after) {
  if (after.value == 0) {
    it.Seek(position_key(Position{1}));
    return ChainReader();
  }
  it.Seek(position_key(after));
  if (!it.Valid() || parse_position_key(view(it.key())) != after)
    return it.status().ok() ? damaged_at(after, "the record is missing")
                            : read_failed(it.status(), after);
  ChainReader reader(after, view(it.value()));
  it.Next();
  return reader;
}

Position position_of(const rocksdb::Iterator& it) {
  return parse_position_key(view(it.key())).value_or(Position{});
}

}  // namespace

Result<std::optional<std::string>> LogDatabase::get(Family from, const std::string& key,
                                                    Position near) const {
  std::string value;
  const auto status = db().Get(rocksdb::ReadOptions{}, family(from), key, &value);
  if (status.IsNotFound()) return std::optional<std::string>{};
  if (!status.ok()) return read_failed(status, near);
  return std::optional<std::string>{std::move(value)};
}

Result<Events> RocksdbEventLog::read_all(Position after, ReadLimits limits) {
  Events out;
  const auto last = head().position;
  if (after >= last || limits.max_events == 0) return out;
  const auto bound = position_key(next(last));
  const rocksdb::Slice bound_slice(bound);
  auto options = page_options(limits, last.value - after.value);
  options.iterate_upper_bound = &bound_slice;
  const std::unique_ptr<rocksdb::Iterator> it(
      database_->db().NewIterator(options, database_->family(Family::log)));
  LOCKSTEP_TRY(auto reader, begin_chain(*it, after));
  out.reserve(std::min<std::uint64_t>(limits.max_events, last.value - after.value));
  std::size_t bytes = 0;
  for (; it->Valid(); it->Next()) {
    bytes += it->value().size();
    if (out.size() == limits.max_events || (bytes > limits.max_bytes && !out.empty())) return out;
    LOCKSTEP_TRY(auto event, reader.read(position_of(*it), view(it->value()), *keys_));
    out.push_back(std::move(event));
  }
  if (!it->status().ok()) return read_failed(it->status(), next(reader.head().position));
  if (reader.head().position < last)
    return damaged_at(next(reader.head().position), "the record is missing");
  return out;
}

Result<Events> RocksdbEventLog::read_stream(const StreamId& stream, Version after,
                                            ReadLimits limits) {
  Events out;
  LOCKSTEP_TRY(auto positions,
               stream_positions(*database_, stream, after, limits.max_events, head().position));
  std::size_t bytes = 0;
  for (const auto position : positions) {
    LOCKSTEP_TRY(auto record, database_->get(Family::log, position_key(position), position));
    if (!record) return damaged_at(position, "the record is missing");
    bytes += record->size();
    if (bytes > limits.max_bytes && !out.empty()) return out;
    LOCKSTEP_TRY(auto event, read_record(*record, position, *keys_));
    if (event.stream != stream || event.version.value != after.value + out.size() + 1)
      return damaged_at(position, "the record belongs to another stream or version");
    out.push_back(std::move(event));
  }
  return out;
}

Head RocksdbEventLog::head() const {
  const base::MutexLock lock(head_mutex_);
  return head_;
}

bool RocksdbEventLog::wait_for_more(Position after, std::chrono::milliseconds at_most) {
  base::MutexLock lock(head_mutex_);
  return more_.wait_for(lock, at_most,
                        [&]() LOCKSTEP_REQUIRES(head_mutex_) { return head_.position > after; });
}

Result<std::optional<Snapshot>> RocksdbEventLog::load_snapshot(const StreamId& stream) {
  LOCKSTEP_TRY(auto bytes,
               database_->get(Family::snapshot, stream_prefix(stream), head().position));
  if (!bytes) return std::optional<Snapshot>{};
  return open_snapshot(stream, *bytes, *keys_);
}

}  // namespace lockstep::log
