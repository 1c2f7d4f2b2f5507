// What the actors say to each other. Local messages only: nothing here crosses a process.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <caf/all.hpp>

#include "engine/any_command.h"
#include "engine/effects/work_key.h"
#include "engine/log/append_request.h"
#include "engine/log/event_reader.h"
#include "engine/log/snapshots.h"
#include "engine/rate/gate.h"
#include "engine/vendor/calls.h"

namespace lockstep::actors {

/// To the log writer: make this durable.
struct Append {
  log::AppendRequest request;
};
struct AppendAnswer {
  std::variant<log::Appended, Error> value;
};

/// To the log writer: tell `who` about every commit.
struct Subscribe {
  caf::actor who;
};
/// A hint that there is more to read; the log is the truth.
struct Committed {
  Position head{};
};

/// To a log reader: everything there is of one stream.
struct Load {
  StreamId stream;
  std::string snapshot_schema;  ///< Snapshots of another schema are of no use. Empty: all are.
};
struct Loaded {
  std::optional<log::Snapshot> snapshot;
  std::vector<events::StoredEvent> events;  ///< After the snapshot, if there is one.
  Position head{};                          ///< Of the log when this was read.
  std::optional<Error> error;
};
/// To a log reader: has this command been answered before?
struct FindCommand {
  CommandId id;
  std::string fingerprint;
};
struct FoundCommand {
  std::variant<std::optional<log::Appended>, Error> value;
};
struct SaveSnapshot {
  StreamId stream;
  log::Snapshot snapshot;
};

/// To the router, and from it to the entity.
struct Execute {
  CommandRequest request;
};
using Reply = std::variant<CommandReply, Error>;

/// To an entity: end when everything queued before this is done.
struct Passivate {};
/// To oneself: go on with what there is to do.
struct Tick {};

using rate::Lane;

/// To the gate: one call, when its turn has come.
struct GateCall {
  vendor::VendorCall call;
  Lane lane{};
  std::string tenant;    ///< Whose call it is, for fairness: a coach's id or empty.
  effects::WorkKey key;  ///< What it is for: of each at most one call waits.
};
/// To the gate: this call is not to be made, unless it is under way. Its answer is
/// vendor::recalled_call().
struct TakeBack {
  effects::WorkKey key;
};
/// To the gate: limits that hold from now on, and workers to keep them.
struct SetLimits;
/// To the gate: how do you stand?
struct AskReport {};
/// To a worker.
struct Perform {
  vendor::VendorCall call;
  std::string subject;  ///< What it is about: a stream.
};
struct GateAnswer {
  vendor::VendorAnswer answer;
};

}  // namespace lockstep::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Append)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::AppendAnswer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Subscribe)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Load)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Loaded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::FindCommand)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::FoundCommand)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::SaveSnapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Execute)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Reply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Passivate)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::GateCall)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::TakeBack)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::Perform)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::GateAnswer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::SetLimits)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::actors::AskReport)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(lockstep::rate::GateReport)

namespace lockstep::actors {

using LogWriterActor = caf::typed_actor<caf::replies_to<Append>::with<AppendAnswer>,
                                        caf::reacts_to<Subscribe>, caf::reacts_to<Tick>>;
using LogReaderActor = caf::typed_actor<caf::replies_to<Load>::with<Loaded>,
                                        caf::replies_to<FindCommand>::with<FoundCommand>,
                                        caf::reacts_to<SaveSnapshot>>;
using EntityActor =
    caf::typed_actor<caf::replies_to<Execute>::with<Reply>, caf::reacts_to<Passivate>>;
using RouterActor = caf::typed_actor<caf::replies_to<Execute>::with<Reply>, caf::reacts_to<Tick>>;
using WorkerActor = caf::typed_actor<caf::replies_to<Perform>::with<GateAnswer>>;
using GateActor =
    caf::typed_actor<caf::replies_to<GateCall>::with<GateAnswer>,
                     caf::replies_to<AskReport>::with<rate::GateReport>, caf::reacts_to<TakeBack>,
                     caf::reacts_to<SetLimits>, caf::reacts_to<Tick>>;

struct SetLimits {
  rate::GateLimits limits;
  std::vector<WorkerActor> more_workers;
};

}  // namespace lockstep::actors
