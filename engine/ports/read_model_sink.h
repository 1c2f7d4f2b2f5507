// Where the projection runner writes: the embedded read store or Postgres. One contract suite.
#pragma once
#include <functional>
#include <string_view>

#include "events/envelope.h"
#include "events/result.h"
#include "projections/row_access.h"

namespace lockstep::ports {

/// How far a sink has got, stored beside its rows. Also a witness of the log (position and hash).
struct Checkpoint {
  Position position{};
  events::Hash hash{};
  bool operator==(const Checkpoint&) const = default;
};

/// One thread (the runner's). Every error is Errc::unavailable (try again) or Errc::corrupt (needs
/// a person, or a rebuild).
class ReadModelSink {
 public:
  ReadModelSink() = default;
  ReadModelSink(const ReadModelSink&) = delete;
  ReadModelSink& operator=(const ReadModelSink&) = delete;
  virtual ~ReadModelSink() = default;

  [[nodiscard]] virtual std::string_view name()
      const = 0;  ///< For metrics: `embedded`, `postgres`.
  /// Connects if need be. Position 0 for a new sink.
  virtual Result<Checkpoint> checkpoint() = 0;
  /// Runs `fold` over the rows and commits its changes together with `next`, or nothing at all.
  /// Refuses (Errc::corrupt) when the stored checkpoint is not `from`.
  virtual Result<void> transact(const Checkpoint& from, const Checkpoint& next,
                                const std::function<void(projections::RowAccess&)>& fold) = 0;
  /// Drops every row and the checkpoint: the next run starts at position 0.
  virtual Result<void> reset() = 0;
};

}  // namespace lockstep::ports
