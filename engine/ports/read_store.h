// Questions to the read model, by group. Answers are exact.
#pragma once
#include <chrono>
#include <memory>

#include "engine/ports/accounts_reader.h"
#include "engine/ports/across_reader.h"
#include "engine/ports/disclosed_reader.h"
#include "engine/ports/drift_reader.h"
#include "engine/ports/owners_reader.h"
#include "engine/ports/password_resets_reader.h"
#include "engine/ports/roster_reader.h"
#include "engine/ports/scores_reader.h"
#include "engine/ports/work_reader.h"
#include "events/result.h"
#include "projections/groups.h"

namespace lockstep::ports {

using projections::GroupSet;

class Readers {
 public:
  Readers() = default;
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;
  virtual ~Readers() = default;

  virtual RosterReader& roster() = 0;
  virtual ScoresReader& scores() = 0;
  virtual WorkReader& work() = 0;
  virtual DriftReader& drift() = 0;
  virtual DisclosedReader& disclosures() = 0;
  virtual OwnersReader& owners() = 0;
  virtual PasswordResetsReader& password_resets() = 0;
  virtual AccountsReader& accounts() = 0;
  virtual AcrossReader& across() = 0;
};

/// Every answer is of one moment. One thread; a store has few of them, so it is not for keeping.
class Snapshot : public Readers {
 public:
  /// The last event that all that was asked for reflects: the lowest of the groups' positions.
  [[nodiscard]] virtual Position position() const = 0;
};

/// Any thread. Every question by itself; what belongs together is asked of a snapshot.
class ReadStore : public Readers {
 public:
  virtual Result<std::unique_ptr<Snapshot>> snapshot() = 0;
  /// The last event that the rows of all of `groups` reflect.
  virtual Position position(GroupSet groups) = 0;
  /// Blocks until all of `groups` have been folded to the end of the log once since their tables
  /// were made, or the time is up; true when it is so. Before, answers lack what has happened.
  virtual bool wait_until_whole(GroupSet groups, std::chrono::milliseconds at_most) = 0;
  /// Blocks until position(groups) >= `wanted` or the time is up; true when it is so.
  virtual bool wait_for(GroupSet groups, Position wanted, std::chrono::milliseconds at_most) = 0;
};

}  // namespace lockstep::ports
