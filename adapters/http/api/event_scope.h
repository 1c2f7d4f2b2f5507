// Which events somebody may see as they happen: admins and services all, coaches those of their own
// account, and of a competitor or team what happened since it is theirs, for as long as it is.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "engine/ports/owners_reader.h"
#include "events/envelope.h"

namespace lockstep::http {

/// One thread. Asks the read model as seldom as it may: at first for all that is the coach's, then
/// of each page about those alone that may be.
class EventScope {
 public:
  EventScope(ports::OwnersReader& owners, const events::Principal& who);

  /// Before sees() is asked about events of this page: learns what is the coach's now. `page` is
  /// what follows the last one without a gap, and the read model has passed all of it.
  /// Errc::unavailable when it cannot be told whose they are.
  Result<void> look_up(const std::vector<events::StoredEvent>& page);
  [[nodiscard]] bool sees(const events::StoredEvent& stored) const;

 private:
  [[nodiscard]] bool may_be_owned(const events::StoredEvent& stored) const;

  ports::OwnersReader& owners_;
  bool all_;
  StreamId own_;
  std::string quoted_id_;  ///< As it stands in the body of facts that make something the coach's.
  std::map<std::string, Position> since_;  ///< By stream: what is owned at the last look at each.
  bool looked_ = false;
};

}  // namespace lockstep::http
