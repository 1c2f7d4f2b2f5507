// Conditional requests (RFC 9110, 13). An ETag is `"<revision>.<digest>"`: how often facts were
// recorded, and a digest of all that is shown. If-Match compares the revision alone, so that a poll
// or the vendor's word makes no open form fail; If-None-Match of a read compares the whole. The
// revision travels with the command, so that nobody can come between the comparison and the change.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// What a client requires of what it changes.
class Precondition {
 public:
  /// 400 for headers that cannot be read; 428 when there is none and the deployment asks for one.
  static Answered<Precondition> of(const Call& call);

  /// The revision of what is there now (none: nothing) is what the client requires. Errc::stale the
  /// first time that it is not, because the read model may be behind; afterwards 412.
  Answered<void> check(std::optional<std::int64_t> present);
  /// What the command is to require: `present` (none: that there is nothing), when it was checked.
  /// Nothing for `If-Match: *`: what exists is decided by its owner.
  [[nodiscard]] std::optional<std::int64_t> expected(std::optional<std::int64_t> present) const {
    const bool names_one = create_only_ || !revisions_.empty();
    return names_one ? std::optional{present.value_or(0)} : std::nullopt;
  }

 private:
  [[nodiscard]] bool holds(std::optional<std::int64_t> present) const;

  std::vector<std::int64_t> revisions_;  ///< If-Match lists these.
  bool match_any_ = false;               ///< If-Match: *
  bool create_only_ = false;             ///< If-None-Match: *
  bool looked_again_ = false;
};

/// 412: the facts are not those that the request requires.
Problem precondition_failed();
/// 400 when one is given: for changes that have no single revision.
Answered<void> refuse_precondition(const Call& call);

template <class Row>
std::optional<std::int64_t> revision_of(const std::optional<Row>& row) {
  return row ? std::optional{row->facts_revision} : std::nullopt;
}

/// The answer to a change, with the ETag that the next change may require.
Answer with_etag(Answer answer, std::int64_t revision);
/// 200 with an ETag of the revision and of all that the answer shows, or 304 when If-None-Match
/// names it.
Answer tagged_answer(const Call& call, Answer answer, std::int64_t revision);

}  // namespace lockstep::http
