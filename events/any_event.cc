#include "events/any_event.h"

namespace lockstep::events {

namespace {

Result<boost::json::object> parse_object(const std::string& text) {
  if (text.empty()) return boost::json::object{};
  boost::json::parse_options options;
  options.max_depth = 64;  // The deepest answer of the vendor (32), and the event around it.
  boost::system::error_code failed;
  auto value = boost::json::parse(text, failed, {}, options);
  if (failed || !value.is_object())
    return Error{Errc::corrupt, "event-damaged", "an event's body is not a JSON object", ""};
  return std::move(value.get_object());
}

}  // namespace

AnyEvent::AnyEvent() = default;
AnyEvent::AnyEvent(const AnyEvent& other) = default;
AnyEvent::AnyEvent(AnyEvent&& other) noexcept = default;
AnyEvent& AnyEvent::operator=(const AnyEvent& other) = default;
AnyEvent& AnyEvent::operator=(AnyEvent&& other) noexcept = default;
AnyEvent::~AnyEvent() = default;

Result<AnyEvent> decode(const StoredEvent& stored) {
  LOCKSTEP_TRY(auto body, parse_object(stored.body));
  LOCKSTEP_TRY(auto personal, parse_object(stored.personal));
  return decode_as<AllEvents, AnyEvent>(stored.type, body, personal);
}

}  // namespace lockstep::events
