// Names, e-mails and usernames as they are kept, and what is refused because nobody could see it.
#include "adapters/http/text.h"
#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

TEST(Emails, AreWhatBrowsersAndStrictValidatorsTake) {
  for (const auto* good :
       {"a@b.org", "first.last+tag@school.example.org", "o'brien_x-1@a-b.co", "A@B.ORG",
        "!#$%&'*+/=?^_`{|}~-@b.org", "1@2.3a", "a@xn--mnchen-3ya.example",
        "a@XN--MNCHEN-3YA.example", "a@xn--fiqs8s.example", "a@b--c.org", "a@abc--d.org",
        "a@test.org", "a@b.latest"})
    EXPECT_TRUE(is_email(good)) << good;
  for (const auto& bad : {std::string(),
                          std::string("plain"),
                          std::string("a@b"),
                          std::string("a@b@c.org"),
                          std::string("@b.org"),
                          std::string("a@"),
                          std::string("a@.org"),
                          std::string("a@b."),
                          std::string("a@b..org"),
                          std::string(".a@b.org"),
                          std::string("a.@b.org"),
                          std::string("a..b@c.org"),
                          std::string("a b@c.org"),
                          std::string("a@b c.org"),
                          std::string("a@-b.org"),
                          std::string("a@b-.org"),
                          std::string("a@b_c.org"),
                          std::string("a@1.2.3.4"),
                          std::string("a@[127.0.0.1]"),
                          std::string("\"a\"@b.org"),
                          std::string("é@b.org"),
                          std::string("a@bé.org"),
                          std::string("a@b.org\n"),
                          std::string(65, 'x') + "@b.org",
                          "a@" + std::string(64, 'x') + ".org"})
    EXPECT_FALSE(is_email(bad)) << bad;
  EXPECT_TRUE(is_email(std::string(64, 'x') + "@" + std::string(63, 'x') + ".org"));
  std::string domain;
  for (int i = 0; i < 62; ++i) domain += "abc.";
  EXPECT_TRUE(is_email("a@" + domain + "abcd")) << "254 signs";
  EXPECT_FALSE(is_email("aa@" + domain + "abcd"));
}

// The vendor's pydantic answers these with 422.
TEST(Emails, ThatTheVendorWouldRefuseAreRefused) {
  for (const auto* bad :
       {"a@b.test", "a@b.TEST", "a@b.c.invalid", "a@printer.local", "a@b.onion", "a@in-addr.arpa",
        "a@b.localhost", "a@2.a3", "a@b.c-1", "a@b.123", "a@ab--cd.org", "a@b.ab--cd", "a@xn--.org",
        "a@xn--a.org", "a@xn--abc-.org", "a@xn--99999999999.org"})
    EXPECT_FALSE(is_email(bad)) << bad;
}

class Names : public HttpTest {
 protected:
  Names() { seed(); }
  int status_of(const std::string& path, const std::string& member, const std::string& value) {
    return put(path, R"({")" + member + R"(":")" + value + R"("})").status;
  }
};

TEST_F(Names, AreKeptInOneForm) {
  EXPECT_EQ(status_of("/api/competitors/ann", "firstName", "  Re\u0301mi \u00A0 Noe\u0308l "), 200);
  EXPECT_EQ(status_of("/api/competitors/ann", "preferredUsername", " remi "), 200);
  EXPECT_EQ(status_of("/api/competitors/ann", "emailPersonal", " Remi@Example.ORG "), 200);
  EXPECT_EQ(status_of("/api/teams/apes", "name", "The\u3000Apes  of  Ada"), 200);
  const auto ann = get("/api/competitors/ann").json();
  EXPECT_EQ(ann.at("firstName"), "Rémi Noël");
  EXPECT_EQ(ann.at("preferredUsername"), "remi");
  EXPECT_EQ(ann.at("emailPersonal"), "Remi@example.org");
  EXPECT_EQ(get("/api/teams/apes").json().at("name"), "The Apes of Ada");
}

TEST_F(Names, WithWhatNobodySeesAreRefused) {
  const auto before = engine_.log().head().position;
  for (const auto* bad : {"A\u200Bda", "A\u202Eda", "A\u00ADda", "\uFEFFAda", "A\u2066da", "A\\tda",
                          "Ada\\n", "A\\u0000da", "\u3164", "A\u200Dda"}) {
    const auto body = R"({"firstName":")" + std::string(bad) + R"("})";
    const auto reply = put("/api/competitors/ann", body);
    EXPECT_EQ(reply.status, 422) << bad;
    EXPECT_NE(reply.body.find("cannot be seen"), std::string::npos) << reply.body;
    EXPECT_EQ(status_of("/api/teams/apes", "name", bad + std::string("xx")), 422) << bad;
    EXPECT_EQ(status_of("/api/competitors/ann", "preferredUsername", bad), 422) << bad;
  }
  for (const auto* blank : {"", " ", "\u00A0\u3000", "\u2800"})
    EXPECT_EQ(status_of("/api/competitors/ann", "firstName", blank), 422) << "blank";
  EXPECT_EQ(engine_.log().head().position, before);
}

TEST_F(Names, AreMeasuredAsTheyAreKept) {
  std::string typed;  // 200 characters of two code points each.
  for (int i = 0; i < 200; ++i) typed += "e\u0301";
  EXPECT_EQ(status_of("/api/competitors/ann", "firstName", typed), 200);
  EXPECT_EQ(status_of("/api/competitors/ann", "firstName", typed + "e"), 422);
  EXPECT_EQ(status_of("/api/teams/apes", "name", " x "), 422) << "one character";
}

TEST_F(Names, OfTeamsAreOneHoweverTheyAreTyped) {
  EXPECT_EQ(put("/api/teams/t1", team_body("ada", "Rémi Straße")).status, 200);
  EXPECT_EQ(put("/api/teams/t2", team_body("ada", "RE\u0301MI  STRASSE")).problem(),
            "team-name-taken");
  EXPECT_EQ(put("/api/teams/t2", team_body("bob", "RE\u0301MI  STRASSE")).status, 200);
}

}  // namespace
}  // namespace lockstep::http
