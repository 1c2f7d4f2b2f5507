// The rules of the configuration: what wins, what is refused and how, and that secrets do not
// print.
#include "adapters/cli/config.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "adapters/cli/settings.h"
#include "tests/support/temp_dir.h"

namespace lockstep::cli {
namespace {

constexpr const char* kSecret = "hunter2-sesame";

/// Sources whose files are a map: nothing of this machine can get into a test.
ConfigSources sources(std::map<std::string, std::string> files = {}) {
  ConfigSources out;
  out.read_file = [files](const std::filesystem::path& path) -> Result<std::string> {
    const auto found = files.find(path.string());
    if (found == files.end()) return Error{Errc::not_found, "file-missing", "none", ""};
    return found->second;
  };
  return out;
}

ConfigSources with_toml(const std::string& text) {
  auto out = sources({{"lockstep.toml", text}});
  out.config_file = "lockstep.toml";
  return out;
}

std::string read_repository_file(const std::string& path) {
  std::ifstream file(SOURCE_DIR "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Config, HasDefaultsForEverything) {
  const auto config = load_config(sources());
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config.value().data_dir, "./data");
  EXPECT_EQ(config.value().http.listen, (Endpoint{"127.0.0.1", 8080}));
  EXPECT_EQ(config.value().vendor_client.base_url, "https://api.metactf.com/integrations/syned/v1");
  EXPECT_TRUE(config.value().engine.integration_enabled);
  EXPECT_EQ(config.value().engine.plan.intervals.poll, std::chrono::minutes{30});
  EXPECT_EQ(config.value().engine.plan.cursor_overlap, std::chrono::minutes{10});
  EXPECT_EQ(config.value().engine.onboarding.email_preference, EmailPreference::personal);
  EXPECT_FALSE(config.value().vendor_client.token.readable());
}

TEST(Config, TakesTheFileBeforeTheDefaultTheEnvironmentBeforeTheFileAndAFlagBeforeAll) {
  auto from = with_toml("listen = \"127.0.0.1:1\"\nlog_level = \"error\"\nmin_free_mib = 7\n");
  from.environment = {{"LOCKSTEP_LISTEN", "127.0.0.1:2"}, {"LOCKSTEP_LOG_LEVEL", "debug"}};
  from.flags = {{"--listen", "127.0.0.1:3"}};
  const auto config = load_config(from);
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config.value().http.listen.port, 3);
  EXPECT_EQ(config.value().log_level, "debug");
  EXPECT_EQ(config.value().min_free_mib, 7);
  EXPECT_EQ(config.value().origins.at("listen"), "flag --listen");
  EXPECT_EQ(config.value().origins.at("log_level"), "environment LOCKSTEP_LOG_LEVEL");
  EXPECT_EQ(config.value().origins.at("min_free_mib"), "lockstep.toml:3");
}

TEST(Config, ReadsTheFileNamedByTheEnvironmentAndTheDefaultFileOnlyIfItExists) {
  auto named = sources({{"/somewhere.toml", "min_free_mib = 9"}});
  named.environment = {{"LOCKSTEP_CONFIG", "/somewhere.toml"}};
  EXPECT_EQ(load_config(named).value().min_free_mib, 9);
  EXPECT_EQ(load_config(sources({{kDefaultConfigFile, "min_free_mib = 8"}})).value().min_free_mib,
            8);
  auto missing = sources();
  missing.config_file = "/not/there.toml";
  const auto refused = load_config(missing);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().type, "config-unreadable");
  EXPECT_NE(refused.error().detail.find("/not/there.toml"), std::string::npos);
}

TEST(Config, KeepsTheEnvironmentNamesOfTheOriginal) {
  auto from = sources();
  from.environment = {{"META_CTF_BASE_URL", "http://127.0.0.1:4010/integrations/syned/v1"},
                      {"GAME_PLATFORM_API_TOKEN", kSecret},
                      {"GAME_PLATFORM_INTEGRATION_ENABLED", "false"},
                      {"GAME_PLATFORM_SYNC_BATCH_SIZE", "25"},
                      {"GAME_PLATFORM_BATCH_SYNC_ENABLED", "false"},
                      {"GAME_PLATFORM_PRIORITIZATION_ENABLED", "1"},
                      {"JOB_QUEUE_RUNNER_SECRET", kSecret},
                      {"META_CTF_MOCK_DATASET", "flash-timeline"},
                      {"META_CTF_MOCK_STORAGE", "postgres"},
                      {"META_CTF_MOCK_PG_URL", kSecret},
                      {"ENABLE_METACTF_MOCK", "false"},
                      {"DATABASE_URL", kSecret}};
  const auto config = load_config(from);
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config.value().vendor_client.base_url, "http://127.0.0.1:4010/integrations/syned/v1");
  EXPECT_FALSE(config.value().engine.integration_enabled);
  EXPECT_EQ(config.value().sync_batch_size, 25);
  EXPECT_FALSE(config.value().batch_sync_enabled);
  EXPECT_TRUE(config.value().prioritization_enabled);
  EXPECT_EQ(config.value().mock.dataset, "flash-timeline");
  EXPECT_EQ(config.value().mock.storage, "postgres");
  EXPECT_FALSE(config.value().mock_enabled);
  for (const auto* secret : {&config.value().vendor_client.token, &config.value().job_runner_secret,
                             &config.value().mock.pg_url, &config.value().database_url})
    EXPECT_EQ(secret->reveal(), kSecret);
  from.environment["GAME_PLATFORM_API_BASE_URL"] = "http://first.test/v1";
  EXPECT_EQ(load_config(from).value().vendor_client.base_url, "http://first.test/v1");
}

TEST(Config, CountsAnEmptyVariableAsNotSet) {
  auto from = sources();
  from.environment = {{"GAME_PLATFORM_API_TOKEN", ""}, {"LOCKSTEP_LISTEN", ""}};
  const auto config = load_config(from);
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_FALSE(config.value().vendor_client.token.readable());
}

TEST(Config, ReadsSecretsFromFilesWithoutTheLineEnd) {
  const std::map<std::string, std::string> files{
      {"/run/token", std::string(kSecret) + "\n"},
      {"/run/key", std::string(kSecret) + "-key\r\n"},
      {"/run/url", "postgres://somewhere"},
      {"lockstep.toml", "[vendor]\ntoken_file = \"/run/token\"\n"}};
  auto from = sources(files);
  from.config_file = "lockstep.toml";
  from.environment = {{"LOCKSTEP_SERVICE_KEY_FILE", "/run/key"}};
  from.flags = {{"--postgres-url-file", "/run/url"}};
  const auto config = load_config(from);
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config.value().vendor_client.token.reveal(), kSecret);
  EXPECT_EQ(config.value().http.service_key.reveal(), std::string(kSecret) + "-key");
  EXPECT_EQ(config.value().database_url.reveal(), "postgres://somewhere");
}

struct Refusal {
  std::string name;
  std::string toml;
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> flags;
  std::string detail;  ///< Stands in the error's detail.
  std::string remedy;  ///< Stands in the error's remedy.
};

const Refusal kRefusals[] = {
    {"UnknownKey",
     "data_dir = \"x\"\n[vendor]\nconcurency = 3\n",
     {},
     {},
     "lockstep.toml:3: unknown name vendor.concurency",
     "vendor.concurrency"},
    {"UnknownNameWithoutEnd",
     "\n" + std::string(5'000, 'x') + " = 1\n",
     {},
     {},
     "lockstep.toml:2: unknown name " + std::string(64, 'x') + "...",
     ""},
    {"UnknownEmptySection", "\n[vendro]\n", {}, {}, "lockstep.toml:2: unknown name vendro", ""},
    {"WrongType",
     "[vendor]\nconcurrency = \"four\"\n",
     {},
     {},
     "lockstep.toml:2: vendor.concurrency must be a whole number from 1 to 64",
     ""},
    {"NumberInQuotes", "min_free_mib = \"5\"", {}, {}, "lockstep.toml:1: min_free_mib must be", ""},
    {"SectionInsteadOfValue", "[listen]\nport = 1\n", {}, {}, "lockstep.toml:2: unknown name", ""},
    {"OutOfRange",
     "[sync]\ncursor_overlap_seconds = 0",
     {},
     {},
     "lockstep.toml:2: sync.cursor_overlap_seconds must be a whole number from 1",
     ""},
    {"FewerThanNone",
     "[http]\nstreams = -1",
     {},
     {},
     "lockstep.toml:2: http.streams must be a whole number from 0 to 256",
     ""},
    {"NotToml", "listen = \n", {}, {}, "lockstep.toml:1: this is not valid TOML", ""},
    {"SecretInTheFile",
     "[vendor]\ntoken = \"hunter2-sesame\"",
     {},
     {},
     "lockstep.toml:2: unknown name vendor.token",
     "vendor.token_file"},
    {"UnknownVariable",
     "",
     {{"LOCKSTEP_DATADIR", "x"}},
     {},
     "environment: unknown name LOCKSTEP_DATADIR",
     "LOCKSTEP_DATA_DIR"},
    {"BadVariable",
     "",
     {{"LOCKSTEP_LISTEN", "here"}},
     {},
     "environment LOCKSTEP_LISTEN: LOCKSTEP_LISTEN must be host:port",
     ""},
    {"NotANumber",
     "",
     {{"LOCKSTEP_VENDOR_REQUESTS_PER_SECOND", "nan"}},
     {},
     "must be a number",
     ""},
    {"UnknownDataset",
     "",
     {{"META_CTF_MOCK_DATASET", "nope"}},
     {},
     "environment META_CTF_MOCK_DATASET: META_CTF_MOCK_DATASET must be one of baseline",
     ""},
    {"TrailingText", "", {{"LOCKSTEP_MIN_FREE_MIB", "12x"}}, {}, "must be a whole number", ""},
    {"PortTooLarge", "", {{"LOCKSTEP_LISTEN", "127.0.0.1:65536"}}, {}, "must be host:port", ""},
    {"BareIpv6", "", {{"LOCKSTEP_LISTEN", "::1:80"}}, {}, "IPv6 in brackets", ""},
    {"CredentialsInTheUrl",
     "",
     {{"META_CTF_BASE_URL", "http://me:hunter2-sesame@x/v1"}},
     {},
     "must be an http or https URL without credentials",
     ""},
    {"OtherScheme", "", {{"META_CTF_BASE_URL", "ftp://x/v1"}}, {}, "must be an http", ""},
    {"UnknownChoice",
     "",
     {{"LOCKSTEP_ONBOARDING_EMAIL_PREFERENCE", "work"}},
     {},
     "must be one of personal, school",
     ""},
    {"SecretTwice",
     "",
     {{"GAME_PLATFORM_API_TOKEN", "hunter2-sesame"}, {"GAME_PLATFORM_API_TOKEN_FILE", "/x"}},
     {},
     "GAME_PLATFORM_API_TOKEN and GAME_PLATFORM_API_TOKEN_FILE are both set",
     ""},
    {"SecretInPlaceOfItsFile",
     "",
     {{"LOCKSTEP_SERVICE_KEY_FILE", "hunter2-sesame"}},
     {},
     "LOCKSTEP_SERVICE_KEY_FILE must be the path of a readable file",
     ""},
    {"SecretWithALineBreak",
     "",
     {{"LOCKSTEP_SERVICE_KEY", "hunter2-sesame\nX: y"}},
     {},
     "must be a secret in one line",
     ""},
    {"UnknownFlag", "", {}, {{"--lisen", "x"}}, "command line: unknown name --lisen", "--listen"},
    {"BadFlag",
     "",
     {},
     {{"--dev-auth", "perhaps"}},
     "flag --dev-auth: --dev-auth must be true or",
     ""},
};

class ConfigRefuses : public testing::TestWithParam<Refusal> {};

TEST_P(ConfigRefuses, AndSaysWhereAndWhatWithoutRepeatingTheValue) {
  auto from = with_toml(GetParam().toml);
  from.environment = GetParam().environment;
  from.flags = GetParam().flags;
  const auto config = load_config(from);
  ASSERT_FALSE(config);
  const auto& error = config.error();
  EXPECT_EQ(error.code, Errc::invalid);
  EXPECT_NE(error.detail.find(GetParam().detail), std::string::npos) << error.detail;
  EXPECT_NE(error.remedy.find(GetParam().remedy), std::string::npos) << error.remedy;
  EXPECT_EQ((error.detail + error.remedy).find(kSecret), std::string::npos) << error.detail;
}

INSTANTIATE_TEST_SUITE_P(BadInput, ConfigRefuses, testing::ValuesIn(kRefusals),
                         [](const auto& it) { return it.param.name; });

TEST(Config, TakesIpv6InBracketsAndWritesItSo) {
  auto from = sources();
  from.environment = {{"LOCKSTEP_LISTEN", "[::1]:0"}};
  const auto config = load_config(from);
  ASSERT_TRUE(config);
  EXPECT_EQ(config.value().http.listen, (Endpoint{"::1", 0}));
  EXPECT_EQ(config.value().http.listen.text(), "[::1]:0");
}

TEST(Config, NeedsAVendorTokenOnlyWhileTheIntegrationIsEnabled) {
  auto config = load_config(sources()).value();
  const auto missing = require_vendor_token(config);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().type, "vendor-token-missing");
  config.engine.integration_enabled = false;
  EXPECT_TRUE(require_vendor_token(config));
  config.engine.integration_enabled = true;
  config.vendor_client.token = Secret{kSecret};
  EXPECT_TRUE(require_vendor_token(config));
}

TEST(Config, IsNotMistakenForWhatAnOrchestratorSays) {
  auto from = sources();
  from.environment = {{"LOCKSTEP_SERVICE_HOST", "10.0.0.9"},
                      {"LOCKSTEP_SERVICE_PORT", "8080"},
                      {"LOCKSTEP_SERVICE_PORT_HTTP", "8080"},
                      {"LOCKSTEP_PORT", "tcp://10.0.0.9:8080"},
                      {"LOCKSTEP_PORT_8080_TCP", "tcp://10.0.0.9:8080"},
                      {"LOCKSTEP_PORT_8080_TCP_ADDR", "10.0.0.9"},
                      {"LOCKSTEP_PORT_8080_TCP_PORT", "8080"},
                      {"LOCKSTEP_PORT_8080_TCP_PROTO", "tcp"},
                      {"LOCKSTEP_DB_PORT", "tcp://10.0.0.8:5432"},
                      {"LOCKSTEP_DB_SERVICE_HOST", "10.0.0.8"},
                      {"LOCKSTEP_NAME", "/web/lockstep"},
                      {"LOCKSTEP_ENV_PATH", "/usr/bin"},
                      {"LOCKSTEP_NO_SUCH_SETTING", ""}};
  const auto config = load_config(from);
  EXPECT_TRUE(config) << config.error().detail;
  for (const auto* typo : {"LOCKSTEP_PORT", "LOCKSTEP_LISTEN_PORT", "LOCKSTEP_PORT_TCP"}) {
    from.environment = {{typo, "8080"}};
    EXPECT_FALSE(load_config(from)) << typo;
  }
}

TEST(Config, NeedsAWayToSignInOfWhichTokensAreOne) {
  EXPECT_EQ(require_way_in(load_config(sources()).value()).error().type, "no-authentication");
  const std::pair<std::string, std::string> ways[] = {
      {"LOCKSTEP_SERVICE_KEY", kSecret},
      {"LOCKSTEP_SERVICE_KEYS", "dashboard=sha256:00"},
      {"LOCKSTEP_DEV_AUTH", "true"},
      {"LOCKSTEP_JWT_SECRET", kSecret},
      {"LOCKSTEP_JWKS_FILE", "/run/jwks.json"},
      {"LOCKSTEP_JWKS_URL", "https://project.example.test/jwks.json"}};
  for (const auto& [name, value] : ways) {
    auto from = sources();
    from.environment = {{name, value}};
    EXPECT_TRUE(require_way_in(load_config(from).value())) << name;
  }
}

TEST(Config, TakesNothingForATextThatNeedNotBeThere) {
  auto from = with_toml("[auth]\njwt_issuer = \"\"\n");
  EXPECT_EQ(load_config(from).value().http.jwt.rules.issuer, "");
  from = with_toml("[auth]\nrole_claim = \"\"\n");
  EXPECT_FALSE(load_config(from)) << "one that has to be there";
}

TEST(Config, ExplainsEverySettingWithItsOriginAndNoSecret) {
  auto from = with_toml("[vendor]\nrequests_per_second = 2.5\n");
  from.environment = {{"GAME_PLATFORM_API_TOKEN", kSecret}, {"DATABASE_URL", kSecret}};
  const auto text = explain(load_config(from).value());
  EXPECT_NE(text.find("vendor.requests_per_second = 2.5  # lockstep.toml:2\n"), std::string::npos);
  EXPECT_NE(text.find("vendor.token = (set)  # environment GAME_PLATFORM_API_TOKEN\n"),
            std::string::npos);
  EXPECT_NE(text.find("service_key = (not set)  # default\n"), std::string::npos);
  EXPECT_NE(text.find("listen = 127.0.0.1:8080  # default\n"), std::string::npos);
  EXPECT_EQ(text.find(kSecret), std::string::npos);
}

TEST(Config, ReadsRealFilesAndTellsMissingFromUnreadable) {
  const testing_support::TempDir dir;
  const auto file = dir.path() / "x.toml";
  std::ofstream(file) << "min_free_mib = 3\n";
  EXPECT_EQ(read_small_file(file).value(), "min_free_mib = 3\n");
  EXPECT_EQ(read_small_file(dir.path() / "none").error().code, Errc::not_found);
  EXPECT_EQ(read_small_file(dir.path()).error().code, Errc::unavailable);
  std::ofstream(file) << std::string((1U << 20U) + 1, '#');
  EXPECT_EQ(read_small_file(file).error().code, Errc::too_large);
}

// A pipe that nobody writes to would hold up the start, and a SIGHUP for ever.
TEST(Config, WaitsForNoPipe) {
  const testing_support::TempDir dir;
  const auto pipe = dir.path() / "x.toml";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(read_small_file(pipe).error().type, "file-is-none");
  EXPECT_EQ(read_small_file("/dev/null").value(), "");
}

// The library takes one call of a function for each part of a key, and asserts on a NUL.
TEST(Config, RefusesWhatTheLibraryWouldFallOver) {
  std::string parts;
  for (int i = 0; i < 200'000; ++i) parts += "a.";
  std::string many = "min_free_mib = 3\n";
  for (int i = 0; i < 500; ++i) many += "# 1.2.3.4\n";
  for (const auto& text :
       {parts + "b = 1\n", "[" + parts + "b]\n", "x = { " + parts + "b = 1 }\n",
        std::string("[\0list]\n", 8), std::string("a = \"\x1f\"\n"), std::string("\x7f = 1\n")})
    EXPECT_EQ(read_toml(text, "x.toml").error().detail, "x.toml:1: this is not valid TOML");
  for (const auto* text : {"é = 1\n", "a = \uFB80\n", "a = 'é\n'\n", "a = 1 \u2003\n"})
    EXPECT_EQ(read_toml(text, "x.toml").error().detail, "x.toml:1: this is not valid TOML") << text;
  for (const auto* text : {"a = \"é \\\" é\" # é\n", "a = 'é \\'\n", "a = \"\"\"é\n\"\"é\"\"\"\"\n",
                           "\"é\" = 1\n", "a = \'\'\'é\n\'é\'\'\'\n"})
    EXPECT_EQ(read_toml(text, "x.toml").value().size(), 1U) << text;
  for (const auto* text : {"a = [1, }]\n", "a = [1, ]]\n", "a = [,\n", "a = {,}\n", "a = ="})
    EXPECT_EQ(read_toml(text, "x.toml").error().type, "config-not-toml") << text;
  EXPECT_EQ(read_toml(many, "x.toml").value().size(), 1U);
}

TEST(Config, SeesTheEnvironmentOfTheProcess) {
  EXPECT_TRUE(process_environment().contains("PATH"));
}

TEST(ConfigReference, IsWhatTheTableSays) {
  // To write them anew: run this test with the environment variable WRITE_REFERENCE=1.
  const std::map<std::string, std::string> files{
      {"docs/configuration.md", configuration_markdown()},
      {"deploy/lockstep.toml.example", configuration_example()}};
  for (const auto& [path, text] : files) {
    if (std::getenv("WRITE_REFERENCE") != nullptr) std::ofstream(SOURCE_DIR "/" + path) << text;
    EXPECT_TRUE(read_repository_file(path) == text) << path << " is not what settings.cc says";
  }
}

TEST(ConfigReference, ExampleIsReadableOnceItsKeysAreSet) {
  auto text = configuration_example();
  std::string set;
  std::size_t keys = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    auto line = text.substr(at, end - at);
    // A key is commented out as `# name = value`; the prose around it has no such sign.
    if (line.starts_with("# ") && line.find(" = ") != std::string::npos) {
      line.erase(0, 2);
      ++keys;
    }
    set += line + "\n";
    at = end + 1;
  }
  EXPECT_EQ(keys, all_settings().size());
  auto from = with_toml(set);
  const auto files = from.read_file;
  from.read_file = [files](const std::filesystem::path& path) -> Result<std::string> {
    return path.string().starts_with("/etc/lockstep/") ? Result<std::string>(kSecret) : files(path);
  };
  const auto config = load_config(from);
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config.value().vendor_client.token.reveal(), kSecret);
}

}  // namespace
}  // namespace lockstep::cli
