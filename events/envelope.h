// What stands around every stored event: where it is, who caused it, what it followed from.
#pragma once
#include <string>

#include <boost/describe.hpp>

#include "base/sha256.h"
#include "events/ids.h"

namespace lockstep::events {

/// Who asked. Ids and roles only, no names.
struct Principal {
  std::string role;  ///< `coach`, `admin`, `service`, `system`
  std::string id;
  bool operator==(const Principal&) const = default;
  [[nodiscard]] std::string text() const { return role + ":" + id; }
  /// As the subject of personal data. A coach's is that of the coach's stream.
  [[nodiscard]] std::string subject() const { return role + "-" + id; }
};
BOOST_DESCRIBE_STRUCT(Principal, (), (role, id))

using base::Hash;

/// An event as read back from the log. `personal` is JSON text, empty when the event holds no
/// personal data or when its subject's key has been erased.
struct StoredEvent {
  Position position{};
  StreamId stream;
  Version version{};
  std::string type;
  Timestamp recorded_at{};
  std::string correlation_id;  ///< Shared by everything that followed from one request.
  std::string causation_id;    ///< The command that caused this event.
  Principal who;
  /// The network address that `who` asked from: personal data of theirs, stored under their key.
  /// Empty when nobody asked from outside, or when that key has been erased.
  std::string origin;
  /// The request outside that this belongs to, as W3C `traceparent` text. Empty when none was told.
  std::string trace;
  /// The tenant organisation whose event this is. Empty: there is one tenant.
  std::string organisation;
  /// The service that asked on behalf of `who`, as text. Empty: they asked themselves.
  std::string through;
  Hash hash{};           ///< SHA-256 of this record, which contains the previous one's: the chain.
  std::string body;      ///< JSON object.
  std::string personal;  ///< JSON object or empty.
};

}  // namespace lockstep::events
