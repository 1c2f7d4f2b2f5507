// The newest password resets.
#pragma once
#include <optional>

#include "events/ids.h"
#include "events/result.h"
#include "projections/password_resets/rows.h"

namespace lockstep::ports {

/// Errc::unavailable when the store cannot be read.
class PasswordResetsReader {
 public:
  PasswordResetsReader() = default;
  PasswordResetsReader(const PasswordResetsReader&) = delete;
  PasswordResetsReader& operator=(const PasswordResetsReader&) = delete;
  virtual ~PasswordResetsReader() = default;

  virtual Result<std::optional<projections::PasswordResetRow>> password_reset(
      const CompetitorId& id) = 0;
};

}  // namespace lockstep::ports
