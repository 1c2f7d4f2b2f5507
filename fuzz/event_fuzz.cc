// Stored events: what can be read is the same when it is written and read again, and without its
// personal part only that is lost. An input: the type, the body and the personal part, a line each.
#include <string>

#include "events/any_event.h"
#include "fuzz/input.h"
#include "fuzz/json.h"

namespace lockstep::fuzz {
namespace {

namespace json = boost::json;
using events::AnyEvent;
using events::StoredEvent;

events::Encoded encoded(const AnyEvent& event) {
  return std::visit([](const auto& one) { return events::encode(one); }, event);
}

StoredEvent stored(const AnyEvent& event) {
  const auto parts = encoded(event);
  StoredEvent out;
  out.type = events::type_of(event);
  out.body = json::serialize(parts.body);
  out.personal = parts.personal.empty() ? "" : json::serialize(parts.personal);
  return out;
}

void run(Input input) {
  StoredEvent given;
  given.type = input.line();
  given.body = input.line();
  given.personal = input.line();
  const auto event = events::decode(given);
  if (!event) {
    require(event.error().code == Errc::corrupt, "damaged as something else");
    return;
  }
  require(events::type_of(event.value()) == given.type, "an event of another type");

  const auto text = stored(event.value());
  const auto again = events::decode(text);
  require(again.has_value(), "written again it cannot be read");
  const auto parts = encoded(event.value());
  if (!has_fraction(parts.body) && !has_fraction(parts.personal)) {
    require(again.value() == event.value(), "written again it is another one");
    const auto third = stored(again.value());
    require(third.body == text.body && third.personal == text.personal,
            "written again it is another text");
  }

  auto erased = given;
  erased.personal.clear();
  const auto left = events::decode(erased);
  require(left.has_value(), "erased it cannot be read");
  require(encoded(left.value()).personal.empty(), "erased, and something personal is left");
  require(encoded(left.value()).body == parts.body, "erased, and something else is lost");
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
