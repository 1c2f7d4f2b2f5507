// See records.h.
#include "engine/log/records.h"

#include <set>
#include <utility>

#include "base/check.h"
#include "engine/log/log_errors.h"

namespace lockstep::log {

namespace {

Result<Keyring::Keys> keys_of(std::span<const AppendRequest> batch, const AppendPlan& plan,
                              Keyring& keys) {
  std::set<std::string> subjects;
  for (const auto index : plan.accepted) {
    const auto& request = batch[index];
    for (const auto& event : request.events)
      if (!event.personal.empty()) subjects.insert(request.stream.text());
    if (!request.origin.empty() && !request.events.empty()) subjects.insert(request.who.subject());
  }
  if (subjects.empty()) return Keyring::Keys{};
  return keys.keys_for_writing(subjects);
}

/// What every part that is going to be sealed needs of it, fetched at once.
Randomness randomness_for(std::span<const AppendRequest> batch, const AppendPlan& plan) {
  std::size_t parts = 0;
  for (const auto index : plan.accepted)
    for (const auto& event : batch[index].events)
      parts += (event.personal.empty() ? 0U : 1U) + (batch[index].origin.empty() ? 0U : 1U);
  return Randomness(parts * kSealRandomness);
}

/// What a batch is sealed with.
struct Seals {
  Keyring::Keys keys;
  Randomness random;

  std::string seal(const std::string& subject, std::string_view plain, SealedIn where,
                   const StreamId& stream, Version version) {
    return seal_part(keys.find(subject)->second, plain, seal_context(where, stream, version),
                     random);
  }
};

void add_records(const AppendRequest& request, Seals& seals, RecordBatch& out) {
  auto version = request.expected;
  for (const auto& event : request.events) {
    ++version.value;
    // Most events have neither, and a name for the key would be made for nothing.
    std::string sealed;
    if (!event.personal.empty())
      sealed = seals.seal(request.stream.text(), event.personal, SealedIn::event, request.stream,
                          version);
    std::string origin;
    if (!request.origin.empty())
      origin = seals.seal(request.who.subject(), request.origin, SealedIn::origin, request.stream,
                          version);
    RecordView record;
    record.position = Position{out.head.position.value + 1};
    record.version = version;
    record.recorded_at = request.now;
    record.previous = out.head.hash;
    record.category = request.stream.category;
    record.stream_id = request.stream.id;
    record.type = event.type;
    record.correlation_id = request.correlation_id;
    record.causation_id = request.command_id.value;
    record.who_role = request.who.role;
    record.who_id = request.who.id;
    record.body = event.body;
    record.sealed = sealed;
    record.origin = origin;
    record.trace = request.trace;
    record.organisation = request.organisation;
    record.through = request.through;
    auto bytes = encode_record(record);
    out.head = Head{record.position, sha256(bytes)};
    out.records.push_back({record.position, stream_key(request.stream, version), std::move(bytes)});
  }
}

Result<void> check_record(const std::optional<RecordView>& record, Position at) {
  if (!record) return damaged_at(at, "the record is not whole or has an unknown format");
  if (record->position != at) return damaged_at(at, "the record there belongs to another position");
  return boost::outcome_v2::success();
}

Result<events::StoredEvent> to_event(const RecordView& record, const events::Hash& hash,
                                     Keyring& keys) {
  events::StoredEvent event;
  event.position = record.position;
  event.stream = StreamId{std::string(record.category), std::string(record.stream_id)};
  event.version = record.version;
  event.type = record.type;
  event.recorded_at = record.recorded_at;
  event.correlation_id = record.correlation_id;
  event.causation_id = record.causation_id;
  event.who = events::Principal{std::string(record.who_role), std::string(record.who_id)};
  event.hash = hash;
  event.body = record.body;
  event.trace = record.trace;
  event.organisation = record.organisation;
  event.through = record.through;
  const auto unseal = [&](const std::string& subject, std::string_view sealed,
                          SealedIn where) -> Result<std::string> {
    auto plain = keys.unseal(subject, sealed, seal_context(where, event.stream, record.version));
    if (plain) return plain;
    auto error = std::move(plain).error();
    error.detail = "Position " + std::to_string(record.position.value) + ": " + error.detail;
    return error;
  };
  if (!record.sealed.empty()) {
    LOCKSTEP_TRY(event.personal, unseal(event.stream.text(), record.sealed, SealedIn::event));
  }
  if (!record.origin.empty()) {
    LOCKSTEP_TRY(event.origin, unseal(event.who.subject(), record.origin, SealedIn::origin));
  }
  return event;
}

}  // namespace

Result<RecordBatch> make_records(std::span<const AppendRequest> batch, const AppendPlan& plan,
                                 Head head, Keyring& keys) {
  LOCKSTEP_TRY(auto subject_keys, keys_of(batch, plan, keys));
  Seals seals{std::move(subject_keys), randomness_for(batch, plan)};
  RecordBatch out{{}, head};
  for (const auto index : plan.accepted) {
    add_records(batch[index], seals, out);
    base::check(plan.answers[index].value().position == out.head.position,
                "what is answered is where the events are");
  }
  base::check(out.head.position.value == head.position.value + out.records.size(),
              "positions follow the log's head without a gap");
  return out;
}

Result<events::StoredEvent> read_record(std::string_view bytes, Position at, Keyring& keys) {
  const auto record = decode_record(bytes);
  LOCKSTEP_TRY(check_record(record, at));
  return to_event(*record, sha256(bytes), keys);
}

Result<std::string> seal_snapshot(const StreamId& stream, const Snapshot& snapshot, Keyring& keys) {
  LOCKSTEP_TRY(auto sealed,
               keys.seal_if_live(stream.text(), snapshot.personal,
                                 seal_context(SealedIn::snapshot, stream, snapshot.version)));
  return encode_snapshot({snapshot.version, snapshot.schema, snapshot.body, sealed});
}

Result<std::optional<Snapshot>> open_snapshot(const StreamId& stream, std::string_view bytes,
                                              Keyring& keys) {
  const auto stored = decode_snapshot(bytes);
  if (!stored) return std::optional<Snapshot>{};
  LOCKSTEP_TRY(auto personal,
               keys.unseal(stream.text(), stored->sealed,
                           seal_context(SealedIn::snapshot, stream, stored->version)));
  return std::optional<Snapshot>{Snapshot{stored->version, std::string(stored->schema),
                                          std::string(stored->body), std::move(personal)}};
}

Result<void> ChainReader::advance(Position at, std::string_view bytes,
                                  const std::optional<RecordView>& record) {
  const Position expected{head_.position.value + 1};
  if (at != expected) return damaged_at(expected, "the record is missing");
  LOCKSTEP_TRY(check_record(record, at));
  if (record->previous != head_.hash)
    return damaged_at(at, "the record does not follow from the one before it (hash chain)");
  head_ = Head{at, sha256(bytes)};
  return boost::outcome_v2::success();
}

Result<void> ChainReader::check(Position at, std::string_view bytes) {
  return advance(at, bytes, decode_record(bytes));
}

Result<events::StoredEvent> ChainReader::read(Position at, std::string_view bytes, Keyring& keys) {
  const auto record = decode_record(bytes);
  LOCKSTEP_TRY(advance(at, bytes, record));
  return to_event(*record, head_.hash, keys);
}

}  // namespace lockstep::log
