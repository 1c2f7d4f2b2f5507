// Keys of other servers: several, by name, and only their digests.
#include "adapters/http/auth/service_keys.h"

#include <set>

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
  EXPECT_EQ(check_service_key(std::string(42, 'k')).error().type, "service-key-weak");
  auto hash = hashed_service_key("key");
  hash.pop_back();
  EXPECT_EQ(check_service_key(hash).error().type, "service-key-malformed")
      << "a digit is lost: the rest of it would be the key";
  EXPECT_EQ(check_service_key("sha256:" + std::string(64, 'F')).error().type,
            "service-key-malformed");
  EXPECT_EQ(check_service_key(hash).error().detail.find(hash), std::string::npos);
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
