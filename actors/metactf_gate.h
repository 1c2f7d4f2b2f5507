// The one gate to the vendor: every call passes here, repetitions included. The rules are
// rate::Gate (rate, lanes, fairness, Retry-After, retry budget, circuit breaker); this makes the
// calls through its workers and watches the clock. It repeats reads that failed in passing and
// whatever provably was not carried out; a write of unknown outcome goes back to its operation,
// which looks before it repeats.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <boost/describe.hpp>

#include "actors/environment.h"
#include "actors/messages.h"
#include "engine/rate/gate.h"

namespace lockstep::actors {

struct GateState {
  const char* name = "metactf_gate";
  struct Waiting {
    vendor::VendorCall call;
    effects::WorkKey key;
    caf::typed_response_promise<GateAnswer> promise;
    bool under_way = false;  ///< It is being made.
  };
  std::optional<rate::Gate> gate;
  std::map<std::uint64_t, Waiting> waiting;  ///< By ticket. Not those that were taken back.
  std::uint64_t next_ticket = 0;
  std::vector<WorkerActor> idle;
  /// When it was said last of a call, by its name and subject, that it is let alone.
  std::map<std::pair<std::string, std::string>, rate::Nanos> withheld;
  rate::BreakerState breaker{};  ///< As last logged.
  /// What a restart should know, as it is put into the operations store. By name, as JSON.
  struct Noted {
    double per_second{};
    std::optional<double> ceiling;  ///< See rate::LearnedRate::ceiling().
    std::int64_t paused_until{};    ///< Milliseconds since 1970: as Timestamp.
  };
  std::optional<Noted> noted;
  rate::Nanos noted_at{};
  caf::actor_clock::time_point next_wake{};  ///< One tick is on its way, never more.
};

BOOST_DESCRIBE_STRUCT(GateState::Noted, (), (per_second, ceiling, paused_until))

/// `workers` are at least as many as the limits of the environment's settings allow at once.
GateActor::behavior_type metactf_gate(GateActor::stateful_pointer<GateState> self,
                                      const Environment* env, std::vector<WorkerActor> workers);

}  // namespace lockstep::actors
