// Addresses, taken apart and refused.
#include <gtest/gtest.h>

#include "base/url.h"

namespace lockstep::base {
namespace {

TEST(HttpUrls, AreTakenApart) {
  const auto plain = parse_http_url("https://api.example.test/v1/");
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->secure);
  EXPECT_EQ(plain->host, "api.example.test");
  EXPECT_EQ(plain->origin, "https://api.example.test");
  EXPECT_EQ(plain->path, "/v1/");
  EXPECT_EQ(plain->target, "/v1/");
  EXPECT_FALSE(plain->has_user || plain->has_query || plain->has_fragment);
  const auto full = parse_http_url("http://me:secret@[::1]:8080?a=%20b#c");
  ASSERT_TRUE(full);
  EXPECT_FALSE(full->secure);
  EXPECT_EQ(full->host, "::1");
  EXPECT_EQ(full->origin, "http://[::1]:8080") << "who asks is no part of it";
  EXPECT_EQ(full->path, "");
  EXPECT_EQ(full->target, "/?a=%20b") << "what a server is asked for begins with a path";
  EXPECT_TRUE(full->has_user && full->has_query && full->has_fragment);
  EXPECT_EQ(parse_http_url("http://[::1]:8080/x")->origin, "http://[::1]:8080");
}

TEST(HttpUrls, ThatAreNoneAreRefused) {
  for (const auto* bad : {"",
                          "example.test",
                          "ftp://host",
                          "https://",
                          "https:///v1",
                          "https:/a",
                          "http://host:0",
                          "http://host:70000",
                          "http://host:port",
                          "http://host:",
                          "http://ho st/",
                          "http://host/a\r\nX: y",
                          "http://[]/",
                          "HTTP://host/",
                          "http://host/%zz",
                          "http://%68ost/",
                          "http://host%00.evil.test/",
                          "http://host%0d%0aX:%20y/",
                          "http://127.0.0.1.evil.test/",
                          "https://1.2.3.4x",
                          "http://host/ü",
                          " http://host/",
                          "//host/"})
    EXPECT_FALSE(parse_http_url(bad)) << bad;
}

TEST(Origins, AreAsBrowsersWriteThem) {
  for (const auto* good : {"https://a.example.test", "http://127.0.0.1:3000", "http://[::1]:3000",
                           "http://localhost", "https://a.example.test:80"})
    EXPECT_TRUE(is_origin(good)) << good;
  for (const auto* bad :
       {"", "*", "https://*", "https://*.example.test", "null", "a.example.test", "https://",
        "https://a.example.test/", "https://A.example.test", "https://me@a.example.test",
        "https://a.example.test?x", "https://a.example.test:443", "http://a.example.test:80",
        "https://%61.example.test", "wss://a.example.test"})
    EXPECT_FALSE(is_origin(bad)) << bad;
}

TEST(Loopback, IsThisMachineAlone) {
  for (const auto* here : {"localhost", "::1", "127.0.0.1", "127.9.9.9"})
    EXPECT_TRUE(is_loopback(here)) << here;
  for (const auto* elsewhere :
       {"", "0.0.0.0", "::", "127.0.0.1.evil.test", "localhost.evil.test", "10.0.0.1", "128.0.0.1"})
    EXPECT_FALSE(is_loopback(elsewhere)) << elsewhere;
}

TEST(PercentEncoding, IsOfAllThatIsNotUnreserved) {
  EXPECT_EQ(percent_encoded("aZ09-._~ +&=/ü%\n"), "aZ09-._~%20%2B%26%3D%2F%C3%BC%25%0A");
}

TEST(QueryDecoding, KnowsThePlusAndRefusesWhatIsCut) {
  EXPECT_EQ(query_decoded("a+b%20c%C3%bC"), "a b cü");
  EXPECT_EQ(query_decoded("%00"), std::string(1, '\0'));
  EXPECT_EQ(query_decoded(""), "");
  for (const auto* bad : {"%", "%4", "%zz", "a%4"})
    EXPECT_EQ(query_decoded(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace lockstep::base
