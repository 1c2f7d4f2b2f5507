// Conditional requests (RFC 9110, 13): a strong ETag from the stream's version, If-Match for
// changes, If-None-Match for creations and reads. The version travels with the command, so that
// nobody can come between the comparison and the change.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/api.h"
#include "engine/log/event_log.h"

namespace lockstep::http {

/// What a client requires of what it changes.
class Precondition {
 public:
  /// 400 for headers that cannot be read; 428 when there is none and the deployment asks for one.
  static Answered<Precondition> of(const Call& call);

  /// The version of what is there now (none: nothing) is what the client requires. Errc::stale the
  /// first time that it is not, because the read model may be behind; afterwards 412.
  Answered<void> check(std::optional<Version> present);
  /// What the command is to require: `present` (none: that there is nothing), when it was checked.
  [[nodiscard]] std::optional<Version> expected(std::optional<Version> present) const {
    return given() ? std::optional{present.value_or(Version{0})} : std::nullopt;
  }
  [[nodiscard]] bool given() const { return match_any_ || create_only_ || !versions_.empty(); }

 private:
  [[nodiscard]] bool holds(std::optional<Version> present) const;

  std::vector<Version> versions_;  ///< If-Match lists these.
  bool match_any_ = false;         ///< If-Match: *
  bool create_only_ = false;       ///< If-None-Match: *
  bool looked_again_ = false;
};

/// 400 when one is given: for changes that have no single version.
Answered<void> refuse_precondition(const Call& call);

template <class Row>
std::optional<Version> version_of(const std::optional<Row>& row) {
  return row ? std::optional{row->version} : std::nullopt;
}

/// Of the stream as the log has it now.
Result<Version> version_in_log(log::EventLog& log, const StreamId& stream);

/// 200 with an ETag, or 304 when If-None-Match names it. `variant` tells states of one version
/// apart.
Answer tagged_answer(const Call& call, Answer answer, Version version,
                     const std::string& variant = "");

}  // namespace lockstep::http
