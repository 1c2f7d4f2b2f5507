// What was sent to the vendor about whom, when and on whose command, folded from the log alone:
// the intents hold the exact payloads, the outcomes what became of them. Look-ups and polls name an
// id that the vendor already has and leave no intent, so they are not in it.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include "events/envelope.h"
#include "events/result.h"
#include "events/vendor_types.h"

namespace lockstep::usecases {

enum class DisclosureState : std::uint8_t { open, confirmed, failed };
BOOST_DESCRIBE_ENUM(DisclosureState, open, confirmed, failed)

/// Whether the payload has left the house.
enum class Sent : std::uint8_t {
  yes,
  id_only,  ///< The vendor had the user already, or the look-up failed: it named the id, and
            ///< nothing else was sent.
  no,       ///< It was not even tried.
  possibly  ///< Open, or failed: no answer proves that nothing arrived.
};
BOOST_DESCRIBE_ENUM(Sent, yes, id_only, no, possibly)

/// One intent to tell the vendor something, and what became of it. Personal.
struct Disclosure {
  StreamId subject;
  Version version{};  ///< Of the intent in the subject's stream.
  Position position{};
  CallId call_id;
  std::string_view call;  ///< The vendor call's name, as the metrics have it.
  Timestamp requested_at{};
  events::Principal asked_by;  ///< The person, when the log tells; else what the intent says.
  std::string correlation_id;
  std::optional<boost::json::object> payload;  ///< None: the subject has been erased.
  DisclosureState state = DisclosureState::open;
  Sent sent = Sent::possibly;
  std::optional<Timestamp> settled_at = {};
  std::optional<events::CallFailure> failure = {};
};

class Disclosures {
 public:
  /// Events in the order of the log, of one stream or of all. Errc::corrupt: cannot be decoded.
  Result<void> add(const events::StoredEvent& stored);
  /// In the order of their intents.
  [[nodiscard]] const std::vector<Disclosure>& all() const { return all_; }

 private:
  using Purpose = std::pair<std::string, std::string_view>;  ///< Stream, and what for.
  [[nodiscard]] std::optional<events::Principal> person_behind(
      const events::StoredEvent& stored) const;
  [[nodiscard]] events::Principal asker_of(const events::StoredEvent& stored,
                                           const Purpose& purpose) const;
  template <class E>
  void change(const events::StoredEvent& stored, const E& event);

  std::vector<Disclosure> all_;
  std::map<std::string, std::size_t> open_;         ///< By call id.
  std::map<std::string, events::Principal> asked_;  ///< By correlation.
  std::map<Purpose, events::Principal> wished_;
};

}  // namespace lockstep::usecases
