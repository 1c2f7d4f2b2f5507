// The table of settings: each has a place of its own in the options of whoever uses it, and is
// there what was written.
#include "adapters/cli/settings.h"

#include <set>

#include <gtest/gtest.h>

namespace lockstep::cli {
namespace {

using namespace std::chrono_literals;

Config defaults_with(const std::map<std::string, std::string>& environment) {
  ConfigSources sources;
  sources.environment = environment;
  sources.read_file = [](const auto&) -> Result<std::string> {
    return Error{Errc::not_found, "file-missing", "none", ""};
  };
  return load_config(sources).value();
}

template <class T>
bool is_kept_as(const Setting& setting) {
  return std::holds_alternative<Slot<T>>(setting.member);
}

std::string shown_of(std::string_view key, const Config& config) {
  for (const auto& setting : all_settings())
    if (setting.key == key) return shown(setting, config);
  return "no such setting";
}

TEST(Settings, HaveAPlaceOfTheirOwnEach) {
  Config config;
  std::set<const void*> places;
  for (const auto& setting : all_settings()) {
    const auto* place = std::visit(
        [&](const auto& slot) -> const void* { return &slot.in(config); }, setting.member);
    EXPECT_TRUE(places.insert(place).second) << setting.key << " is where another one is";
  }
}

TEST(Settings, AreShownAsTheyWereWritten) {
  const auto config = defaults_with({});
  for (const auto& setting : all_settings()) {
    const auto expected = setting.secret() ? "(not set)" : setting.fallback;
    EXPECT_EQ(shown(setting, config), expected) << setting.key;
  }
}

TEST(Settings, ThatAreDurationsCountWhatTheirKeyEndsIn) {
  const auto config = defaults_with({{"LOCKSTEP_POLL_INTERVAL_SECONDS", "90"},
                                     {"LOCKSTEP_STREAM_HEARTBEAT_SECONDS", "20"},
                                     {"LOCKSTEP_VENDOR_TIMEOUT_MS", "1500"}});
  EXPECT_EQ(config.engine.plan.intervals.poll, 90'000ms) << "seconds, kept in milliseconds";
  EXPECT_EQ(config.http.streams.heartbeat, 20s);
  EXPECT_EQ(config.vendor_client.read_timeout, 1500ms);
  EXPECT_EQ(shown_of("sync.poll_interval_seconds", config), "90");
  EXPECT_EQ(shown_of("http.stream_heartbeat_seconds", config), "20");
  EXPECT_EQ(shown_of("vendor.timeout_ms", config), "1500");
}

TEST(Settings, ThatAreDurationsSayTheirUnitAndLoseNothing) {
  for (const auto& setting : all_settings()) {
    const bool in_ms = is_kept_as<std::chrono::milliseconds>(setting);
    const bool is_duration = in_ms || is_kept_as<std::chrono::seconds>(setting);
    const bool says_ms = setting.key.ends_with("_ms");
    const bool says_seconds = setting.key.ends_with("_seconds");
    EXPECT_EQ(is_duration, says_ms || says_seconds) << setting.key;
    EXPECT_TRUE(!says_ms || in_ms) << setting.key << " would lose its milliseconds";
  }
}

TEST(Settings, ThatAreNumbersHaveARange) {
  for (const auto& setting : all_settings()) {
    const auto kind = setting.toml_kind();
    if (kind != TomlKind::integer && kind != TomlKind::decimal) continue;
    EXPECT_GE(setting.min, 0) << setting.key;
    EXPECT_LE(setting.max, 1e15) << setting.key;
  }
}

TEST(Settings, ThatDifferAreTold) {
  const auto before = defaults_with({});
  const auto after = defaults_with({{"LOCKSTEP_VENDOR_CONCURRENCY", "9"},
                                    {"LOCKSTEP_LISTEN", "127.0.0.1:1"},
                                    {"LOCKSTEP_JWT_SECRET", "another"},
                                    {"LOCKSTEP_CURSOR_OVERLAP_SECONDS", "600"}});
  std::set<std::string_view> keys;
  for (const auto* setting : changed_settings(before, after)) keys.insert(setting->key);
  EXPECT_EQ(keys, (std::set<std::string_view>{"listen", "auth.jwt_secret", "vendor.concurrency"}));
}

TEST(Settings, OfTheServerHaveLimitsByDefaultAndNoTokens) {
  const auto options = defaults_with({}).http;
  EXPECT_EQ(options.per_coach.per_second(), 0.5) << "30 in a minute";
  EXPECT_EQ(options.per_coach.burst, 60);
  EXPECT_EQ(options.per_address.per_second(), 100);
  EXPECT_EQ(options.connections_per_address, 48U);
  EXPECT_LT(options.connections_per_address, options.threads) << "or one address holds them all";
  EXPECT_FALSE(options.behind_proxy);
  EXPECT_FALSE(options.jwt.is_on());
  EXPECT_EQ(options.cors_origins, "");
  EXPECT_TRUE(options.tls_certificate_file.empty());
}

TEST(Settings, OfTheServerAcceptTokensOnceThereAreKeys) {
  const auto jwt = defaults_with({{"LOCKSTEP_JWKS_URL", "https://project.example.test/jwks.json"},
                                  {"LOCKSTEP_JWT_ISSUER", "https://project.example.test/auth/v1"},
                                  {"LOCKSTEP_JWT_LEEWAY_SECONDS", "5"},
                                  {"LOCKSTEP_ROLE_CLAIM", "app_metadata.lockstep.role"}})
                       .http.jwt;
  EXPECT_TRUE(jwt.is_on());
  EXPECT_EQ(jwt.jwks_url, "https://project.example.test/jwks.json");
  EXPECT_EQ(jwt.rules.issuer, "https://project.example.test/auth/v1");
  EXPECT_EQ(jwt.rules.audience, "authenticated");
  EXPECT_EQ(jwt.rules.leeway, 5s);
  EXPECT_EQ(jwt.rules.role_claim, "app_metadata.lockstep.role");
  EXPECT_EQ(jwt.rules.subject_claim, "sub");
}

}  // namespace
}  // namespace lockstep::cli
