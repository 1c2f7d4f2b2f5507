// Keys of other servers: several, by name, and only their digests.
#include "adapters/http/auth/service_keys.h"

#include <algorithm>
#include <set>

#include "adapters/http/api/sign_in.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

std::optional<events::Principal> who(const std::string& keys, std::string_view token) {
  const ServiceKeyAuthenticator known{parse_service_keys(keys).value()};
  const auto caller = known.authenticate(token).value();
  return caller ? std::optional{caller->who} : std::nullopt;
}

TEST(ServiceKeys, ThatCouldBeGuessedAreRefused) {
  EXPECT_TRUE(check_service_key(""));
  EXPECT_TRUE(check_service_key(make_service_key()));
  EXPECT_TRUE(check_service_key(hashed_service_key("key")));
  EXPECT_EQ(check_service_key("hunter2").error().type, "service-key-weak");
  EXPECT_EQ(check_service_key(make_service_key().substr(0, 42)).error().type, "service-key-weak");
  EXPECT_EQ(check_service_key(std::string(51, 'k')).error().type, "service-key-weak");
  std::string rhythm;
  while (rhythm.size() < 60) rhythm += "qwertyuio";
  EXPECT_EQ(check_service_key(rhythm).error().type, "service-key-weak") << "nine different ones";
  auto hash = hashed_service_key("key");
  hash.pop_back();
  EXPECT_EQ(check_service_key(hash).error().type, "service-key-malformed")
      << "a digit is lost: the rest of it would be the key";
  EXPECT_EQ(check_service_key("sha256:" + std::string(64, 'F')).error().type,
            "service-key-malformed");
  EXPECT_EQ(check_service_key(hash).error().detail.find(hash), std::string::npos);
}

TEST(ServiceKeys, ThatLookLikeHashesAreNoKeys) {
  const auto hex = hashed_service_key(make_service_key()).substr(7);
  auto upper = hex;
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  for (const auto& like : {"dash=sha256:" + hex,
                           "0x" + hex,
                           "hash:" + hex,
                           "sah256:" + hex,
                           "SHA256:" + hex,
                           "Sha256:" + hex,
                           "sha256-" + hex,
                           "sha256=" + hex,
                           "sha-256:" + hex,
                           "sha256 " + hex,
                           "sha256" + hex,
                           "sha256:" + upper,
                           "SHA2-256(stdin)= " + hex,
                           "{SHA256}" + hex,
                           " sha256:" + hex,
                           hex,
                           upper,
                           hex + "  -",
                           hex.substr(1),
                           hex + "0",
                           "sha512:" + hex + hex,
                           hex + hex}) {
    const auto checked = check_service_key(like);
    ASSERT_FALSE(checked) << like;
    EXPECT_EQ(checked.error().type, "service-key-malformed") << like;
    EXPECT_NE(checked.error().detail.find("sha256:<64 lower-case hex digits>"), std::string::npos);
    EXPECT_EQ(checked.error().detail.find(hex.substr(1)), std::string::npos);
  }
}

TEST(ServiceKeys, WithTheHashOfNothingAreRefused) {
  // printf '' | sha256sum
  const std::string nothing =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  EXPECT_EQ(check_service_key(nothing).error().type, "service-key-malformed");
  EXPECT_EQ(parse_service_keys("a=" + nothing).error().type, "service-keys-malformed");
}

TEST(ServiceKeys, OfTwoNamesAreTwoKeys) {
  const auto hash = hashed_service_key(make_service_key());
  const auto keys = parse_service_keys("a=" + hash + ",b=" + hash);
  ASSERT_FALSE(keys) << "the audit could not say who asked";
  EXPECT_EQ(keys.error().type, "service-keys-same");
  ServerOptions options;
  options.service_keys = "dashboard=" + hash;
  options.service_key = Sealed{hash};
  EXPECT_EQ(check_sign_in(options).error().type, "service-keys-same");
}

TEST(ServiceKeys, AreKnownByTheirDigestsAndNamed) {
  const auto one = make_service_key();
  const auto two = make_service_key();
  const auto keys =
      "dashboard=" + hashed_service_key(one) + ", cron=" + hashed_service_key(two) + ",";
  EXPECT_EQ(who(keys, one), (events::Principal{"service", "dashboard"}));
  EXPECT_EQ(who(keys, two), (events::Principal{"service", "cron"}));
  EXPECT_EQ(who(keys, ""), std::nullopt);
  EXPECT_EQ(who(keys, one + "x"), std::nullopt);
  EXPECT_EQ(who(keys, one.substr(1)), std::nullopt);
  EXPECT_EQ(who(keys, hashed_service_key(one)), std::nullopt) << "a digest opens nothing";
  EXPECT_EQ(keys.find(one), std::string::npos);
}

TEST(ServiceKeys, AreRandom) {
  std::set<std::string> made;
  for (int i = 0; i < 100; ++i) made.insert(make_service_key());
  EXPECT_EQ(made.size(), 100U);
  EXPECT_GE(made.begin()->size(), 43U) << "256 bits";
}

TEST(ServiceKeys, AreHashedOnce) {
  // printf %s key | sha256sum
  const std::string hash =
      "sha256:2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
  EXPECT_EQ(hashed_service_key("key"), hash);
  EXPECT_EQ(hashed_service_key(hash), hash);
  EXPECT_EQ(hashed_service_key(""), "");
}

TEST(ServiceKeys, ThatMakeNoSenseAreRefusedWithoutBeingRepeated) {
  const auto hash = hashed_service_key("key");
  for (const auto& bad : std::vector<std::string>{
           "hunter2", "dashboard=hunter2", "dashboard=" + hash + "0", "=" + hash, "a b=" + hash,
           hash, "a=" + hash + ",a=" + hashed_service_key("other"),
           "a=sha256:" + std::string(64, 'G')}) {
    const auto keys = parse_service_keys(bad);
    ASSERT_FALSE(keys) << bad;
    EXPECT_EQ(keys.error().type, "service-keys-malformed");
    EXPECT_EQ(keys.error().detail.find("hunter2"), std::string::npos);
  }
}

TEST_F(HttpTest, NamesTheServiceThatAsked) {
  const auto key = make_service_key();
  ServerOptions options;
  options.threads = 2;
  options.service_keys = "dashboard=" + hashed_service_key(key);
  start(options);
  EXPECT_EQ(put("/api/coaches/ada", kCoachBody, key).status, 200);
  EXPECT_EQ(put("/api/coaches/bob", kCoachBody, kServiceKey).status, 200);
  const auto events = engine_.log().read_all({}, {}).value();
  EXPECT_EQ(events.at(0).who, (events::Principal{"service", "dashboard"}));
  EXPECT_EQ(events.at(1).who, (events::Principal{"service", "service-key"}));
}

}  // namespace
}  // namespace lockstep::http
