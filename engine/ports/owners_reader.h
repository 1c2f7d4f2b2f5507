// Whose things are.
#pragma once
#include <cstddef>
#include <vector>

#include "events/ids.h"
#include "events/result.h"
#include "projections/owners/rows.h"

namespace lockstep::ports {

/// Whose things are, from one transaction.
struct Owners {
  std::vector<projections::OwnerRow> rows;
  Position position{};
};

inline constexpr std::size_t kMaxOwners = 500;

/// Errc::unavailable when the store cannot be read.
class OwnersReader {
 public:
  OwnersReader() = default;
  OwnersReader(const OwnersReader&) = delete;
  OwnersReader& operator=(const OwnersReader&) = delete;
  virtual ~OwnersReader() = default;

  /// Of those of these streams that have one; at most kMaxOwners streams.
  virtual Result<Owners> owners_of(const std::vector<StreamId>& streams) = 0;
  /// Of everything that is this coach's.
  virtual Result<Owners> owned_by(const CoachId& coach) = 0;
};

}  // namespace lockstep::ports
