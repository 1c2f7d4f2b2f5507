// Keys of other servers, as they are configured and as they are sent: a key that is configured is
// known by its own text, whatever stands around it, and by nothing else.
#include <string>

#include "adapters/http/auth/service_keys.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

void configure(std::string_view text) {
  const auto keys = http::parse_service_keys(text);
  if (!keys) {
    require(keys.error().code == Errc::invalid, "refused as something else");
    return;
  }
  std::string written;
  for (const auto& key : keys.value())
    written += (written.empty() ? "" : ",") + key.name + "=sha256:" + key.digest;
  const auto again = http::parse_service_keys(written);
  require(again && again.value().size() == keys.value().size(), "written again they are others");
  const http::ServiceKeyAuthenticator known{keys.value()};
  for (const auto& key : keys.value()) {
    // Whoever has read the configuration has no key.
    for (const auto& token : {key.digest, "sha256:" + key.digest, key.name, std::string()})
      require(!known.authenticate(token).value().has_value(), "let in by the configuration");
  }
}

void send(const std::string& token) {
  const bool good = http::check_service_key(token).has_value() && !token.empty();
  const auto hashed = http::hashed_service_key(token);
  require(http::hashed_service_key(hashed) == hashed, "hashed twice");
  if (!good || hashed == token) return;
  const auto keys = http::parse_service_keys("x=" + hashed);
  require(keys.has_value(), "a good key whose hash is none");
  const http::ServiceKeyAuthenticator known{keys.value()};
  const auto who = known.authenticate(token).value();
  require(who && who->who.id == "x", "not let in by the key");
  require(!known.authenticate(token + " ").value().has_value(), "let in by another key");
}

void run(Input input) {
  const auto given = alone(input.rest());
  configure(view(given));
  send(std::string(view(given)));
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
