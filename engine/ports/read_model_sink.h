// Where the projection runner writes: the embedded read store or Postgres. One contract suite.
#pragma once
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "events/envelope.h"
#include "events/result.h"
#include "projections/rows.h"

namespace lockstep::ports {

/// How far a group's rows have got, stored beside them. Also a witness of the log (position and
/// hash).
struct Checkpoint {
  Position position{};
  events::Hash hash{};
  bool operator==(const Checkpoint&) const = default;
};

/// One set of a group's tables: those that are read, or those that are made anew beside them.
struct Lane {
  std::size_t group{};  ///< Its place in projections::AllGroups.
  bool beside = false;
  bool operator==(const Lane&) const = default;
};
struct LaneState {
  Lane lane;
  Checkpoint at;
};

/// One thread (the runner's). Every error is Errc::unavailable (try again) or Errc::corrupt (needs
/// a person, or a rebuild).
class ReadModelSink {
 public:
  /// Brings the rows of one lane up to date.
  using Fold = std::function<void(const Lane& lane, const projections::RowAccess& rows)>;

  ReadModelSink() = default;
  ReadModelSink(const ReadModelSink&) = delete;
  ReadModelSink& operator=(const ReadModelSink&) = delete;
  virtual ~ReadModelSink() = default;

  [[nodiscard]] virtual std::string_view name()
      const = 0;  ///< For metrics: `embedded`, `postgres`.
  /// Connects if need be. The groups that this sink has, in order, then what is made anew beside
  /// them: a group whose rows are of another version has both. Position 0 for a new one.
  virtual Result<std::vector<LaneState>> lanes() = 0;
  /// Runs `fold` for each of `lanes` and commits all their changes together with `next`, or nothing
  /// at all. Refuses (Errc::corrupt) when the stored checkpoint of one is not `from`.
  virtual Result<void> transact(const std::vector<Lane>& lanes, const Checkpoint& from,
                                const Checkpoint& next, const Fold& fold) = 0;
  /// From now on the group is made anew beside what is read, from position 0.
  virtual Result<void> begin_beside(std::size_t group) = 0;
  /// `lane` has caught up: it gets its indexes, and one beside takes the other's place, in one
  /// transaction. Refuses (Errc::corrupt) when it is behind what is read: rows never go back.
  virtual Result<void> finish(const Lane& lane) = 0;
};

}  // namespace lockstep::ports
