// Hex, SHA-256, UUIDs and the one text of a JSON value.
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/canonical_json.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "base/uuid.h"

namespace lockstep::base {
namespace {

using Bytes = std::vector<std::uint8_t>;

TEST(Hex, IsWrittenInLowerCaseAndReadInBoth) {
  EXPECT_EQ(to_hex(Bytes{0xAB, 0x00, 0x0F}), "ab000f");
  EXPECT_EQ(from_hex("aB000f"), (Bytes{0xAB, 0x00, 0x0F}));
  EXPECT_EQ(from_hex(""), Bytes{});
  for (const auto* bad : {"a", "abc", "0x", "zz", "+1", "-1", " 1", "1 "})
    EXPECT_EQ(from_hex(bad), std::nullopt) << bad;
}

TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash_in(sha256_hex("abc")), sha256("abc"));
  EXPECT_EQ(hash_in("ba78"), std::nullopt);
  EXPECT_EQ(hash_in(std::string(63, '0') + "x"), std::nullopt);
}

TEST(Uuids, AreNormalisedWhateverTheirVersion) {
  EXPECT_EQ(normal_uuid("AAAAaaaa-BBBB-7CCC-8ddd-EEEEeeee0123"),
            "aaaaaaaa-bbbb-7ccc-8ddd-eeeeeeee0123");
  for (const auto* good :
       {"ffffffff-ffff-ffff-ffff-ffffffffffff", "00000000-0000-0000-0000-000000000001",
        "6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5f"})
    EXPECT_EQ(normal_uuid(good), good);
}

TEST(Uuids, HaveOneFormAndNameSomething) {
  for (const auto* bad :
       {"", "undefined", "null", "coach-1", "00000000-0000-0000-0000-000000000000",
        "{6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5f}", "urn:uuid:6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5f",
        "6f6bb0c43c0f4d5f9a0e5a1f2c3d4e5f", "6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5",
        "6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5f0", "6f6bb0c4-3c0f-4d5f-9a0e5-a1f2c3d4e5f",
        "6f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5g", " f6bb0c4-3c0f-4d5f-9a0e-5a1f2c3d4e5f",
        "6f6bb0c4-3c0f-4d5f-9a0e-+a1f2c3d4e5f", "6f6bb0c4-3c0f-4d5f-9a0e-5a1f-c3d4e5f"})
    EXPECT_EQ(normal_uuid(bad), std::nullopt) << bad;
}

TEST(Uuids, OfOthersAreNormalisedAndWhatIsNoneStays) {
  EXPECT_EQ(with_normal_uuid("AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE"),
            "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee");
  EXPECT_EQ(with_normal_uuid("Stranger-1"), "Stranger-1");
  EXPECT_EQ(with_normal_uuid(""), "");
}

TEST(Uuids, MadeOfNamesAreAlwaysTheSame) {
  // RFC 9562, A.4: the name www.example.com in the namespace of DNS.
  EXPECT_EQ(uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  // SHA-256 of "abc" with the version and the variant in it.
  EXPECT_EQ(uuid8("abc"), "ba7816bf-8f01-8fea-8141-40de5dae2223");
  EXPECT_EQ(uuid_text({}, 7), "00000000-0000-7000-8000-000000000000");
}

TEST(CanonicalJson, IsOneTextForEqualValues) {
  const auto canonical = [](const char* text) { return canonical_json(boost::json::parse(text)); };
  EXPECT_EQ(canonical(R"({"b": [1, 2.50, null], "a": "x"})"), R"({"a":"x","b":[1,2.5,null]})");
  EXPECT_EQ(canonical("[[[]], {}, [{}]]"), "[[[]],{},[{}]]");
  EXPECT_EQ(canonical("100.0"), "100");
  EXPECT_EQ(canonical("1e18"), "1000000000000000000");
  EXPECT_EQ(canonical("-0.0"), "0");
  EXPECT_EQ(canonical("0.1"), "0.1");
  EXPECT_EQ(canonical("1.5e300"), "1.5e+300");
  EXPECT_EQ(canonical("-2.5e-7"), "-2.5e-07");
  EXPECT_EQ(canonical(R"("\u0000")"), "\"\uFFFD\"");
  EXPECT_EQ(canonical(R"({"a\u0000":1,"ab":2})"), "{\"ab\":2,\"a\uFFFD\":1}")
      << "in the order of what is written";
  EXPECT_EQ(canonical(R"({"a\u0000":2,"a\ufffd\ufffd":3,"a\ufffd":1})"),
            "{\"a\uFFFD\":2,\"a\uFFFD\uFFFD\":1,\"a\uFFFD\uFFFD\uFFFD\":3}")
      << "no member is lost, and none stands there twice";
}

}  // namespace
}  // namespace lockstep::base
