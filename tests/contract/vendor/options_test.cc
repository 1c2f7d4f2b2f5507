// What a client refuses before it has called anybody.
#include "adapters/metactf/base_url.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

TEST(ClientOptions, AUrlIsTakenApart) {
  EXPECT_EQ(metactf::parse_base_url("https://api.metactf.com/integrations/syned/v1").value(),
            (metactf::BaseUrl{"https://api.metactf.com", "/integrations/syned/v1"}));
  EXPECT_EQ(metactf::parse_base_url("http://127.0.0.1:4010/v1//").value(),
            (metactf::BaseUrl{"http://127.0.0.1:4010", "/v1"}));
  EXPECT_EQ(metactf::parse_base_url("http://[::1]:80").value(),
            (metactf::BaseUrl{"http://[::1]:80", ""}));
}

TEST(ClientOptions, AUrlThatMakesNoSenseIsRefusedAndNotRepeated) {
  for (const auto* url : {"", "api.metactf.com", "ftp://host", "https://", "https:///v1",
                          "http://host:0", "http://host:70000", "http://host:port", "http://host:",
                          "http://user:hunter22@host/", "http://host/?a=1", "http://host/#x",
                          "http://ho st/", "http://host/a\r\nX: y", "http://[]/"}) {
    const auto parsed = metactf::parse_base_url(url);
    ASSERT_FALSE(parsed) << url;
    EXPECT_EQ(parsed.error().code, Errc::invalid);
    EXPECT_EQ(parsed.error().detail.find("hunter22"), std::string::npos);
  }
}

TEST(ClientOptions, ATokenIsNeededAndHasNoLineBreaks) {
  for (const auto* token : {"", "two words", "line\r\nInjected: yes"}) {
    auto options = options_for("http://127.0.0.1:1");
    options.token = Sealed<std::string>{token};
    const auto client = metactf::make_client(options);
    ASSERT_FALSE(client) << token;
    EXPECT_EQ(client.error().type, "vendor-token-invalid");
  }
}

TEST(ClientOptions, LimitsAreMoreThanZero) {
  auto options = options_for("http://127.0.0.1:1");
  options.read_timeout = std::chrono::milliseconds{0};
  EXPECT_FALSE(metactf::make_client(options));
  options = options_for("http://127.0.0.1:1");
  options.max_response_bytes = 0;
  EXPECT_FALSE(metactf::make_client(options));
}

}  // namespace
}  // namespace lockstep::metactf_test
