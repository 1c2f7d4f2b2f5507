// Key sets: only keys of the algorithms that are served, the same ones when the set is written
// again, and none that verifies what nobody signed.
#include <algorithm>
#include <string>

#include "adapters/http/api/body.h"
#include "adapters/http/auth/jwk.h"
#include "adapters/http/auth/jwt.h"
#include "adapters/http/json_object.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http::Algorithm;
using http::VerifyKeys;

constexpr std::size_t kMostKeys = 32;

bool same(const VerifyKeys& a, const VerifyKeys& b) {
  return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
    return x.algorithm() == y.algorithm() && x.kid() == y.kid();
  });
}

void check_keys(const VerifyKeys& keys) {
  require(keys.size() <= kMostKeys, "too many keys");
  for (const auto& key : keys) {
    require(key.algorithm() != Algorithm::hs256, "a shared secret in a public set");
    for (const auto size : {0U, 1U, 64U, 256U})
      require(!key.verifies("text", std::string(size, '\x01')), "verifies what nobody signed");
    require(http::may_verify(key, {std::string(name_of(key.algorithm())), key.kid()}),
            "a key that may not verify what names it");
  }
}

void run(Input input) {
  const auto text = alone(input.rest());
  const auto keys = http::parse_jwks(view(text));
  if (!keys) {
    require(keys.error().type == "jwks-unusable", "refused as something else");
    return;
  }
  check_keys(keys.value());
  auto set = http::parse_object(view(text)).value();
  const auto again = http::parse_jwks(boost::json::serialize(set));
  require(again && same(again.value(), keys.value()), "written again it has other keys");
  // What is for something else is passed over.
  set["keys"].as_array().insert(set["keys"].as_array().begin(), {{"kty", "oct"}, {"k", "AA"}});
  const auto with_secret = http::parse_jwks(boost::json::serialize(set));
  require(set["keys"].as_array().size() > kMostKeys ||
              (with_secret && same(with_secret.value(), keys.value())),
          "a secret among them changes them");
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
