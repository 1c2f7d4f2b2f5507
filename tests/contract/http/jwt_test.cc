// Tokens: what is accepted, and a corpus of what is not.
#include "adapters/http/auth/jwt.h"

#include <functional>

#include <gtest/gtest.h>

#include "adapters/http/auth/base64url.h"
#include "adapters/http/auth/jwk.h"
#include "tests/contract/http/engine_in_memory.h"
#include "tests/contract/http/signing.h"
#include "tests/support/test_id.h"

namespace lockstep::http {
namespace {

using boost::json::object;

const std::string kSecret = "a secret that is shared and has more than 32 bytes";

// Made once: an RSA key takes a while.
const Signer& hmac() {
  static const auto kSigner = Signer::hs256(kSecret);
  return kSigner;
}
const Signer& rsa() {
  static const auto kSigner = Signer::rs256("rsa-1");
  return kSigner;
}
const Signer& ec() {
  static const auto kSigner = Signer::es256("ec-1");
  return kSigner;
}
const Signer& stranger() {
  static const auto kSigner = Signer::es256("ec-1");
  return kSigner;
}

VerifyKeys all_keys() {
  auto keys = parse_jwks(jwks_of({rsa(), ec()})).value();
  keys.push_back(VerifyKey::hmac(kSecret).value());
  return keys;
}

JwtRules rules() {
  JwtRules out;
  out.issuer = kIssuer;
  out.audience = kAudience;
  return out;
}

Result<events::Principal> verify(std::string_view token, const JwtRules& by = rules()) {
  LOCKSTEP_TRY(auto caller, verify_jwt(token, all_keys(), by, kNow));
  return caller.who;
}

std::string good_claims(const object& changes = {}) {
  return claims_of("ada", "coach", changes);
}

std::int64_t in_seconds(std::int64_t delta) {
  return kNow.value / 1000 + delta;
}

TEST(Tokens, OfEveryAlgorithmSayWhoOneIs) {
  for (const auto* signer : {&hmac(), &rsa(), &ec()}) {
    const auto who = verify(signer->sign(good_claims()));
    ASSERT_TRUE(who) << signer->header() << who.error().type;
    EXPECT_EQ(who.value(), (events::Principal{"coach", testing_support::test_id("ada")}));
  }
  EXPECT_EQ(verify(ec().sign(claims_of("root", "admin"))).value(),
            (events::Principal{"admin", "root"}));
}

TEST(Tokens, NeedNotNameTheirKey) {
  EXPECT_TRUE(verify(ec().sign_raw(R"({"alg":"ES256"})", good_claims())));
  EXPECT_TRUE(verify(hmac().sign_raw(R"({"alg":"HS256","kid":"a-name"})", good_claims())))
      << "the secret has no name that could differ";
}

TEST(Tokens, MayNameSeveralAudiences) {
  EXPECT_TRUE(verify(ec().sign(good_claims({{"aud", {"another", kAudience}}}))));
}

TEST(Tokens, HaveALeewayForClocksAndNoMore) {
  EXPECT_TRUE(verify(ec().sign(good_claims({{"exp", in_seconds(-29)}}))));
  EXPECT_FALSE(verify(ec().sign(good_claims({{"exp", in_seconds(-31)}}))));
  EXPECT_TRUE(verify(ec().sign(good_claims({{"nbf", in_seconds(29)}}))));
  EXPECT_FALSE(verify(ec().sign(good_claims({{"nbf", in_seconds(32)}}))));
  auto strict = rules();
  strict.leeway = std::chrono::seconds{0};
  EXPECT_FALSE(verify(ec().sign(good_claims({{"exp", in_seconds(-1)}})), strict));
}

TEST(Tokens, NameRoleAndSubjectWhereTheRulesSay) {
  auto by = rules();
  by.role_claim = "app_metadata.lockstep.role";
  by.subject_claim = "app_metadata.coach_id";
  const object metadata{{"lockstep", {{"role", "coach"}}},
                        {"coach_id", testing_support::test_id("c-7")}};
  const auto who = verify(ec().sign(good_claims({{"app_metadata", metadata}})), by);
  ASSERT_TRUE(who);
  EXPECT_EQ(who.value(), (events::Principal{"coach", testing_support::test_id("c-7")}));
  EXPECT_FALSE(verify(ec().sign(good_claims()), by)) << "the usual places count no more";
}

TEST(Tokens, WithoutAnyRoleAreACoachsWhereTheRulesSaySo) {
  auto by = rules();
  by.coach_without_role = true;
  const events::Principal ada{"coach", testing_support::test_id("ada")};
  const auto without = [](object changes) {
    changes["app_metadata"] = object{{"provider", "email"}};
    return ec().sign(good_claims(changes));
  };
  EXPECT_EQ(verify(without({}), by).value(), ada);
  EXPECT_EQ(verify(without({{"is_anonymous", false}}), by).value(), ada);
  EXPECT_FALSE(verify(without({}))) << "not unless they say so";
  for (const auto& anonymous : {boost::json::value(true), boost::json::value("no")})
    EXPECT_FALSE(verify(without({{"is_anonymous", anonymous}}), by)) << anonymous;
  for (const auto* role : {"service", "system", "ADMIN", "", "student"})
    EXPECT_FALSE(verify(ec().sign(claims_of("ada", role)), by)) << role << " is another one";
  EXPECT_FALSE(verify(without({{"sub", "not a UUID"}}), by));
  EXPECT_EQ(verify(ec().sign(claims_of("root", "admin")), by).value().role, "admin");
}

struct BadToken {
  std::string name;
  std::function<std::string()> token;
  std::string type;
};

std::string with_changes(const object& changes) {
  return ec().sign(good_claims(changes));
}
std::string with_head(std::string_view head) {
  return ec().sign_raw(head, good_claims());
}
std::string unsigned_with(std::string_view algorithm, std::string_view signature) {
  const auto head = R"({"alg":")" + std::string(algorithm) + R"(","typ":"JWT"})";
  return base64url(head) + "." + base64url(good_claims()) + "." + std::string(signature);
}
std::string first_two_parts(const std::string& token) {
  return token.substr(0, token.rfind('.') + 1);
}
std::string as_hmac_secret(const std::string& text) {
  return Signer::hs256(text).sign_raw(R"({"alg":"HS256","kid":"rsa-1"})", good_claims());
}

const BadToken kBadTokens[] = {
    {"NoneUnsigned", [] { return unsigned_with("none", ""); }, "token-malformed"},
    {"NoneWithASignature", [] { return unsigned_with("none", "AAAA"); }, "token-unverified"},
    {"NoneInCapitals", [] { return unsigned_with("NONE", "AAAA"); }, "token-unverified"},
    {"NoneInMixedCase", [] { return unsigned_with("nOnE", "AAAA"); }, "token-unverified"},
    {"AlgorithmEmpty", [] { return unsigned_with("", "AAAA"); }, "token-unverified"},
    {"AlgorithmInLowerCase", [] { return with_head(R"({"alg":"es256","kid":"ec-1"})"); },
     "token-unverified"},
    {"AlgorithmMissing", [] { return with_head(R"({"kid":"ec-1"})"); }, "token-malformed"},
    {"AlgorithmNotAText", [] { return with_head(R"({"alg":["ES256"],"kid":"ec-1"})"); },
     "token-malformed"},
    {"AlgorithmTwice", [] { return with_head(R"({"alg":"none","alg":"ES256","kid":"ec-1"})"); },
     "token-malformed"},
    {"AlgorithmOfAnotherKey", [] { return with_head(R"({"alg":"RS256","kid":"ec-1"})"); },
     "token-unverified"},
    {"AlgorithmNotServed", [] { return rsa().sign_raw(R"({"alg":"PS256"})", good_claims()); },
     "token-unverified"},
    {"PublicPemAsSecret", [] { return as_hmac_secret(rsa().public_pem()); }, "token-unverified"},
    {"PublicJwkAsSecret", [] { return as_hmac_secret(boost::json::serialize(rsa().jwk())); },
     "token-unverified"},
    {"PublicNumberAsSecret",
     [] {
       return as_hmac_secret(
           base64url_decoded(std::string_view{rsa().jwk().at("n").get_string()}).value());
     },
     "token-unverified"},
    {"EmptySecret", [] { return as_hmac_secret(""); }, "token-unverified"},
    {"StrangersKey", [] { return stranger().sign(good_claims()); }, "token-unverified"},
    {"StrangersKeyWithoutAName",
     [] { return stranger().sign_raw(R"({"alg":"ES256"})", good_claims()); }, "token-unverified"},
    {"KidUnknown", [] { return with_head(R"({"alg":"ES256","kid":"ec-2"})"); }, "token-unverified"},
    {"KidAPath", [] { return with_head(R"({"alg":"ES256","kid":"../../dev/null"})"); },
     "token-unverified"},
    {"KidAQuery", [] { return with_head(R"({"alg":"ES256","kid":"x' UNION SELECT 'y"})"); },
     "token-unverified"},
    {"KidANumber", [] { return with_head(R"({"alg":"ES256","kid":1})"); }, "token-malformed"},
    {"KidTooLong",
     [] { return with_head(R"({"alg":"ES256","kid":")" + std::string(300, 'k') + "\"}"); },
     "token-malformed"},
    {"EmbeddedJwk",
     [] {
       const object head{{"alg", "ES256"}, {"jwk", stranger().jwk()}};
       return stranger().sign_raw(boost::json::serialize(head), good_claims());
     },
     "token-malformed"},
    {"EmbeddedJwkThatIsOurs",
     [] {
       const object head{{"alg", "ES256"}, {"jwk", ec().jwk()}};
       return ec().sign_raw(boost::json::serialize(head), good_claims());
     },
     "token-malformed"},
    {"Jku", [] { return with_head(R"({"alg":"ES256","jku":"https://evil.test/jwks"})"); },
     "token-malformed"},
    {"X5u", [] { return with_head(R"({"alg":"ES256","x5u":"https://evil.test/cert"})"); },
     "token-malformed"},
    {"X5c", [] { return with_head(R"({"alg":"ES256","x5c":["MIIB"]})"); }, "token-malformed"},
    {"Crit", [] { return with_head(R"({"alg":"ES256","crit":["exp"]})"); }, "token-malformed"},
    {"Unencoded", [] { return with_head(R"({"alg":"ES256","b64":false})"); }, "token-malformed"},
    {"AnotherType", [] { return with_head(R"({"alg":"ES256","typ":"secevent+jwt"})"); },
     "token-malformed"},
    {"DerSignature",
     [] {
       const auto text = base64url(ec().header()) + "." + base64url(good_claims());
       return text + "." + base64url(ec().der_signature(text));
     },
     "token-unverified"},
    {"ZeroSignature",
     [] { return first_two_parts(with_changes({})) + base64url(std::string(64, '\0')); },
     "token-unverified"},
    {"SignatureStripped", [] { return first_two_parts(with_changes({})); }, "token-malformed"},
    {"SignatureShortened",
     [] {
       auto token = with_changes({});
       token.resize(token.size() - 4);
       return token;
     },
     "token-unverified"},
    {"SignatureOfAnotherToken",
     [] {
       const auto other = with_changes({{"sub", "bob"}});
       return first_two_parts(with_changes({})) + other.substr(other.rfind('.') + 1);
     },
     "token-unverified"},
    {"Truncated", [] { return with_changes({}).substr(0, 40); }, "token-malformed"},
    {"TwoParts",
     [] {
       const auto token = with_changes({});
       return token.substr(0, token.rfind('.'));
     },
     "token-malformed"},
    {"FourParts", [] { return with_changes({}) + ".AAAA"; }, "token-malformed"},
    {"OnlyDots", [] { return std::string(".."); }, "token-malformed"},
    {"PaddedBase64", [] { return with_changes({}) + "=="; }, "token-unverified"},
    {"OrdinaryBase64", [] { return "ey+/." + with_changes({}); }, "token-malformed"},
    {"NotBase64", [] { return "e!J.e!J.e!J"; }, "token-malformed"},
    {"HeadNotJson", [] { return ec().sign_raw("alg", good_claims()); }, "token-malformed"},
    {"HeadAnArray", [] { return ec().sign_raw("[]", good_claims()); }, "token-malformed"},
    {"ClaimsNotJson", [] { return ec().sign("x"); }, "token-malformed"},
    {"ClaimTwice",
     [] {
       auto claims = good_claims();
       claims.insert(1, R"("sub":"bob",)");
       return ec().sign(claims);
     },
     "token-malformed"},
    {"ClaimTwiceByAnEscape",
     [] {
       auto claims = good_claims();
       claims.insert(1, R"("s\u0075b":"bob",)");
       return ec().sign(claims);
     },
     "token-malformed"},
    {"Oversized",
     [] {
       return with_changes({{"pad", std::string(9000, 'x')}});
     },
     "token-malformed"},
    {"Expired",
     [] {
       return with_changes({{"exp", in_seconds(-3600)}});
     },
     "token-expired"},
    {"NeverExpires",
     [] {
       return with_changes({{"exp", nullptr}});
     },
     "token-incomplete"},
    {"ExpiresAsText",
     [] {
       return with_changes({{"exp", "9999999999"}});
     },
     "token-incomplete"},
    {"NotYetValid",
     [] {
       return with_changes({{"nbf", in_seconds(3600)}});
     },
     "token-not-yet-valid"},
    {"NotBeforeAsText",
     [] {
       return with_changes({{"nbf", "0"}});
     },
     "token-malformed"},
    {"FromTheFuture",
     [] {
       return with_changes({{"iat", in_seconds(3600)}});
     },
     "token-not-yet-valid"},
    {"WrongAudience",
     [] {
       return with_changes({{"aud", "another"}});
     },
     "token-wrong-audience"},
    {"NoAudience",
     [] {
       return with_changes({{"aud", nullptr}});
     },
     "token-wrong-audience"},
    {"AudienceWithin",
     [] {
       return with_changes({{"aud", "authenticated2"}});
     },
     "token-wrong-audience"},
    {"WrongIssuer",
     [] {
       return with_changes({{"iss", "https://evil.test/auth/v1"}});
     },
     "token-wrong-issuer"},
    {"IssuerWithASlash",
     [] {
       return with_changes({{"iss", std::string(kIssuer) + "/"}});
     },
     "token-wrong-issuer"},
    {"NoIssuer",
     [] {
       return with_changes({{"iss", nullptr}});
     },
     "token-wrong-issuer"},
    {"NoSubject",
     [] {
       return with_changes({{"sub", nullptr}});
     },
     "token-without-subject"},
    {"SubjectEmpty",
     [] {
       return with_changes({{"sub", ""}});
     },
     "token-without-subject"},
    {"SubjectANumber",
     [] {
       return with_changes({{"sub", 7}});
     },
     "token-without-subject"},
    {"SubjectNotAnId",
     [] {
       return with_changes({{"sub", "../ada"}});
     },
     "token-without-subject"},
    {"NoRole",
     [] {
       return with_changes({{"app_metadata", {{"provider", "email"}}}});
     },
     "token-without-role"},
    {"NoAppMetadata",
     [] {
       return with_changes({{"app_metadata", nullptr}});
     },
     "token-without-role"},
    {"AppMetadataAText",
     [] {
       return with_changes({{"app_metadata", "role"}});
     },
     "token-without-role"},
    {"RoleOnlyInUserMetadata",
     [] {
       return with_changes({{"app_metadata", nullptr}, {"user_metadata", {{"role", "admin"}}}});
     },
     "token-without-role"},
    {"RoleOnlyAtTheTop",
     [] {
       return with_changes({{"app_metadata", nullptr}, {"role", "admin"}});
     },
     "token-without-role"},
    {"RoleOfAService", [] { return ec().sign(claims_of("ada", "service")); }, "token-without-role"},
    {"RoleOfTheSystem", [] { return ec().sign(claims_of("ada", "system")); }, "token-without-role"},
    {"RoleInCapitals", [] { return ec().sign(claims_of("ada", "ADMIN")); }, "token-without-role"},
    {"RoleAList",
     [] {
       return with_changes({{"app_metadata", {{"role", {"admin"}}}}});
     },
     "token-without-role"},
};

class BadTokens : public testing::TestWithParam<BadToken> {};

TEST_P(BadTokens, AreRefused) {
  const auto token = GetParam().token();
  const auto who = verify(token);
  ASSERT_FALSE(who);
  EXPECT_EQ(who.error().code, Errc::unauthorized);
  EXPECT_EQ(who.error().type, GetParam().type);
}

INSTANTIATE_TEST_SUITE_P(Corpus, BadTokens, testing::ValuesIn(kBadTokens),
                         [](const auto& it) { return it.param.name; });

TEST(Tokens, AreRefusedWhenAnyOneCharacterIsAnother) {
  const auto good = ec().sign(good_claims());
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify(bad)) << "character " << i;
  }
}

TEST(TokenRules, TrustNoClaimThatUsersWriteThemselves) {
  auto bad = rules();
  bad.role_claim = "user_metadata.role";
  EXPECT_EQ(check(bad).error().type, "jwt-claim-untrusted");
  bad = rules();
  bad.subject_claim = "user_metadata.id";
  EXPECT_EQ(check(bad).error().type, "jwt-claim-untrusted");
  bad = rules();
  bad.audience.clear();
  EXPECT_EQ(check(bad).error().type, "jwt-rules-incomplete");
  EXPECT_TRUE(check(rules()));
}

TEST(Keys, OfSetsAreUsedOnlyForWhatTheyAreFor) {
  const auto only = [](const object& changes) {
    auto key = ec().jwk();
    for (const auto& change : changes) key[change.key()] = change.value();
    return !parse_jwks(boost::json::serialize(object{{"keys", {key}}})).value().empty();
  };
  EXPECT_TRUE(only({}));
  EXPECT_TRUE(only({{"key_ops", {"verify"}}}));
  for (const auto& changes : std::vector<object>{{{"use", "enc"}},
                                                 {{"key_ops", {"sign"}}},
                                                 {{"alg", "ES384"}},
                                                 {{"alg", "HS256"}},
                                                 {{"kty", "oct"}, {"k", "c2VjcmV0"}},
                                                 {{"kty", "RSA"}},
                                                 {{"crv", "P-384"}},
                                                 {{"d", "AAAA"}},
                                                 {{"x", base64url(std::string(32, '\1'))}},
                                                 {{"y", "AAAA"}}})
    EXPECT_FALSE(only(changes)) << boost::json::serialize(changes);
}

TEST(Keys, ThatAreWeakOrPublicAreRefused) {
  EXPECT_EQ(VerifyKey::hmac("short").error().type, "jwt-secret-short");
  EXPECT_EQ(VerifyKey::hmac(rsa().public_pem()).error().type, "jwt-secret-public");
  EXPECT_FALSE(VerifyKey::rsa("weak", std::string(128, '\xC5'), "\1"));
  for (const auto* text : {"", "{", "[]", "{}", R"({"keys":{}})"})
    EXPECT_EQ(parse_jwks(text).error().type, "jwks-unusable") << text;
  for (const auto* text : {R"({"keys":[]})", R"({"keys":[1,null,{}]})"})
    EXPECT_TRUE(parse_jwks(text).value().empty()) << text;
}

TEST(Base64Url, IsReadInOneWayOnly) {
  for (const std::string& bytes : {std::string(), std::string("f"), std::string("fo"),
                                   std::string("foo"), std::string("\xFF\xFE\0", 3)})
    EXPECT_EQ(base64url_decoded(base64url(bytes)), bytes);
  for (const auto* bad : {"A", "AB", "Zg==", "Z g", "Zh", "Zm9", "+/8", "A\nBC"})
    EXPECT_FALSE(base64url_decoded(bad)) << bad;
}

}  // namespace
}  // namespace lockstep::http
