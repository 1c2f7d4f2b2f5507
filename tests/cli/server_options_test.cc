// What of the configuration reaches the HTTP server.
#include "adapters/cli/server_options.h"

#include <gtest/gtest.h>

namespace lockstep::cli {
namespace {

Config defaults_with(const std::map<std::string, std::string>& environment) {
  ConfigSources sources;
  sources.environment = environment;
  sources.read_file = [](const auto&) -> Result<std::string> {
    return Error{Errc::not_found, "file-missing", "none", ""};
  };
  return load_config(sources).value();
}

TEST(ServerOptions, HaveLimitsByDefaultAndNoTokens) {
  const auto options = server_options(defaults_with({}));
  EXPECT_EQ(options.per_coach.per_second, 0.5);
  EXPECT_EQ(options.per_coach.burst, 60);
  EXPECT_EQ(options.per_address.per_second, 100);
  EXPECT_EQ(options.connections_per_address, 48U);
  EXPECT_LT(options.connections_per_address, options.threads) << "or one address holds them all";
  EXPECT_FALSE(options.behind_proxy);
  EXPECT_FALSE(options.jwt);
  EXPECT_EQ(options.cors_origins, "");
  EXPECT_TRUE(options.tls_certificate_file.empty());
}

TEST(ServerOptions, AcceptTokensOnceThereAreKeys) {
  const auto options =
      server_options(defaults_with({{"LOCKSTEP_JWKS_URL", "https://project.example.test/jwks.json"},
                                    {"LOCKSTEP_JWT_ISSUER", "https://project.example.test/auth/v1"},
                                    {"LOCKSTEP_JWT_LEEWAY_SECONDS", "5"},
                                    {"LOCKSTEP_ROLE_CLAIM", "app_metadata.lockstep.role"}}));
  ASSERT_TRUE(options.jwt);
  EXPECT_EQ(options.jwt->jwks_url, "https://project.example.test/jwks.json");
  EXPECT_EQ(options.jwt->rules.issuer, "https://project.example.test/auth/v1");
  EXPECT_EQ(options.jwt->rules.audience, "authenticated");
  EXPECT_EQ(options.jwt->rules.leeway, std::chrono::seconds{5});
  EXPECT_EQ(options.jwt->rules.role_claim, "app_metadata.lockstep.role");
  EXPECT_EQ(options.jwt->rules.subject_claim, "sub");
}

}  // namespace
}  // namespace lockstep::cli
