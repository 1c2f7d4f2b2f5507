// Bad input and bad surroundings: a clear error, a documented exit code, nothing lost.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "adapters/metactf_mock/mock_server.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/support/odd_files.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {
namespace {

using Environment = std::map<std::string, std::string>;
const Environment kToken{{"GAME_PLATFORM_API_TOKEN", "t"},
                         {"GAME_PLATFORM_API_BASE_URL", "http://127.0.0.1:1/x"}};

class Refusals : public testing::Test {
 protected:
  std::string data() { return (dir_.path() / "data").string(); }
  RunResult serve(std::vector<std::string> flags, const Environment& environment = kToken) {
    std::vector<std::string> args{"serve", "--data-dir", data()};
    args.insert(args.end(), flags.begin(), flags.end());
    return run_lockstep(args, environment);
  }
  EngineProcess engine(std::vector<std::string> flags = {}) {
    return EngineProcess{{.data_dir = data(),
                          .vendor_url = "http://127.0.0.1:1/x",
                          .database_url = "",
                          .flags = std::move(flags)}};
  }
  testing_support::TempDir dir_;
};

TEST_F(Refusals, AMissingTokenIsAnErrorAtTheStart) {
  const auto result = serve({"--dev-auth"}, {});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("GAME_PLATFORM_API_TOKEN"), std::string::npos) << result.err;
}

TEST_F(Refusals, NoWayToSignInIsAnErrorAtTheStart) {
  const auto result = serve({});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("LOCKSTEP_SERVICE_KEY"), std::string::npos) << result.err;
}

TEST_F(Refusals, ADatabaseUrlThatCannotBeReadIsAnErrorAtTheStart) {
  auto environment = kToken;
  environment["DATABASE_URL"] = "postgres://u:hunter2@127.0.0.1:1/d?pgbouncer=true";
  const auto result = serve({"--dev-auth"}, environment);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("pgbouncer"), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("hunter2"), std::string::npos) << result.err;
  EXPECT_FALSE(std::filesystem::exists(data())) << "nothing was made";
}

TEST_F(Refusals, AMistypedValueInTheDatabaseUrlIsAnErrorAtTheStart) {
  auto environment = kToken;
  environment["DATABASE_URL"] = "postgres://u:hunter2@127.0.0.1:1/d?sslmode=bogus";
  for (const auto& result :
       {serve({"--dev-auth"}, environment), run_lockstep({"migrate"}, environment)}) {
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_NE(result.err.find("`sslmode`"), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("hunter2"), std::string::npos) << result.err;
  }
  EXPECT_FALSE(std::filesystem::exists(data())) << "nothing was made";
}

TEST_F(Refusals, AMistypedHashIsNoServiceKey) {
  auto environment = kToken;
  environment["LOCKSTEP_SERVICE_KEY"] =
      "SHA256:2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683";
  const auto result = serve({}, environment);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("sha256:<64 lower-case hex digits>"), std::string::npos) << result.err;
}

TEST_F(Refusals, AHomeWithFilesInItIsNoDataDirectory) {
  std::filesystem::create_directories(data());
  std::ofstream{data() + "/.profile"} << "x";
  std::filesystem::permissions(data(), std::filesystem::perms{0755});
  const auto result = serve({"--dev-auth"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("no place for a data directory"), std::string::npos) << result.err;
  EXPECT_EQ(std::filesystem::status(data()).permissions(), std::filesystem::perms{0755});
}

TEST_F(Refusals, AnUnknownKeyInTheFileNamesTheLineAndTheNearestKey) {
  const auto file = dir_.path() / "lockstep.toml";
  std::ofstream{file} << "data_dri = \"x\"\n";
  const auto result = run_lockstep({"serve", "--config", file.string()}, kToken);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("data_dir"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find(":1"), std::string::npos) << result.err;
}

TEST_F(Refusals, AnUnknownFlagIsAUsageError) {
  EXPECT_EQ(run_lockstep({"serve", "--no-such-flag"}).exit_code, 2);
  EXPECT_EQ(run_lockstep({"no-such-command"}).exit_code, 2);
  const auto mistyped = run_lockstep({"serv"});
  EXPECT_EQ(mistyped.exit_code, 2);
  EXPECT_NE(mistyped.err.find("`serve`"), std::string::npos) << mistyped.err;
  EXPECT_EQ(run_lockstep({"--help"}).exit_code, 0);
}

// Whoever mistypes an option and tries again elsewhere would leave a directory with a key behind.
TEST_F(Refusals, OptionsThatCannotBeServedLeaveNothingBehind) {
  const auto nowhere = (dir_.path() / "nowhere.pem").string();
  for (const std::vector<std::string>& flags : {std::vector<std::string>{"--listen", "0.0.0.0:0"},
                                                {"--http-tls-certificate-file", nowhere},
                                                {"--http-cors-origins", "*"},
                                                {"--auth-jwks-file", nowhere},
                                                {"--auth-jwks-url", "http://example.org/jwks"},
                                                {"--vendor-base-url", "ftp://example.org"},
                                                {"--vendor-ca-file", nowhere},
                                                {"--vendor-ca-file", "/etc/hostname"}}) {
    std::vector<std::string> all{"--dev-auth"};
    all.insert(all.end(), flags.begin(), flags.end());
    const auto result = serve(all);
    EXPECT_NE(result.exit_code, 0) << flags.front();
    EXPECT_LT(result.exit_code, 128) << flags.front();
    EXPECT_NE(result.err.find("lockstep"), std::string::npos) << flags.front() << result.err;
    EXPECT_FALSE(std::filesystem::exists(data())) << flags.front();
  }
}

TEST_F(Refusals, ADataDirectoryThatIsAFileIsNamed) {
  std::ofstream{data()} << "not a directory";
  const auto result = serve({"--dev-auth"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_NE(result.err.find("is a file: " + data()), std::string::npos) << result.err;
}

TEST_F(Refusals, DisclosuresOfNobodyKnownAreAnError) {
  auto running = engine();
  running.start();
  ASSERT_EQ(ApiClient{running.port()}.put("/api/coaches/coach-1", coach_body()).status, 200);
  const auto known = testing_support::test_id("coach-1");
  const auto of = [&](const std::string& whom) {
    return run_lockstep({"log", "disclosures", whom, "--data-dir", data()}).exit_code;
  };
  EXPECT_EQ(of(known), 0);
  EXPECT_EQ(of("coach-" + known), 0);
  EXPECT_EQ(of("team-" + known), 1);
  EXPECT_EQ(of(testing_support::test_id("coach-2")), 1);
  EXPECT_EQ(of("coach-typo"), 1);
  EXPECT_EQ(of(""), 2) << "an unset variable is not everybody";
}

// `ulimit -f`, or a quota: writes fail and nothing that was acknowledged is lost.
TEST_F(Refusals, AFileThatMayNotGrowEndsNothingBySignal) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  int taken = 0;
  {
    auto bounded = engine();
    const rlimit small{200U << 10U, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    bounded.start();
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    ApiClient api{bounded.port()};
    while (taken < 2000 &&
           api.put("/api/coaches/c" + std::to_string(taken), coach_body()).status == 200)
      ++taken;
    EXPECT_GT(taken, 0);
    EXPECT_LT(taken, 2000);
    EXPECT_LT(bounded.stop(), 128);
  }
  auto again = engine();
  again.start();
  ApiClient api{again.port()};
  for (int i = 0; i < taken; ++i)
    ASSERT_EQ(api.get("/api/coaches/c" + std::to_string(i)).status, 200) << i;
}

// With fewer than its stores need, an append could fail at any time.
TEST_F(Refusals, TooFewOpenFilesAreAnErrorAtTheStart) {
  const auto command = "ulimit -n 64; GAME_PLATFORM_API_TOKEN=t exec '" LOCKSTEP_BINARY
                       "' serve --dev-auth --listen 127.0.0.1:0 --data-dir '" +
                       data() + "' 2>&1";
  std::string said;
  auto* shell = popen(command.c_str(), "r");
  ASSERT_NE(shell, nullptr);
  for (int c = std::fgetc(shell); c != EOF; c = std::fgetc(shell)) said += static_cast<char>(c);
  EXPECT_EQ(WEXITSTATUS(pclose(shell)), 4) << said;
  EXPECT_NE(said.find("LimitNOFILE"), std::string::npos) << said;
  EXPECT_FALSE(std::filesystem::exists(data())) << "nothing was begun";
}

TEST_F(Refusals, WhatCouldNotBeToldIsNoSuccess) {
  auto first = engine();
  first.start();
  ASSERT_EQ(ApiClient{first.port()}.put("/api/coaches/coach-1", coach_body()).status, 200);
  ASSERT_EQ(first.stop(), 0);
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{"log", "cat", "--data-dir", data()},
        {"log", "stats", "--data-dir", data()},
        {"verify", "--data-dir", data()},
        {"version"},
        {"--help"},
        {"log", "--help"}}) {
    SCOPED_TRACE(args.front() + " " + args.back());
    EXPECT_EQ(run_lockstep(args).exit_code, 0);
    EXPECT_EQ(run_lockstep_into("/dev/full", args), 1);
  }
}

TEST_F(Refusals, WhatTheLogIsAskedForMakesSense) {
  for (const std::vector<std::string>& flags : {std::vector<std::string>{"cat", "--limit", "-1"},
                                                {"cat", "--limit", "0"},
                                                {"cat", "--limit", "18446744073709551616"},
                                                {"cat", "--limit", ""},
                                                {"cat", "--from", "-1"},
                                                {"cat", "--from", "100000000000000000000"},
                                                {"cat", "--type", "nosuch"},
                                                {"tail", "--limit", "0"},
                                                {"tail", "--type", ""}}) {
    std::vector<std::string> args{"log"};
    args.insert(args.end(), flags.begin(), flags.end());
    const auto result = run_lockstep(args);
    EXPECT_EQ(result.exit_code, 2) << flags[1] << ' ' << flags[2];
    EXPECT_NE(result.err.find(flags[1] + " must be"), std::string::npos) << result.err;
  }
  EXPECT_EQ(run_lockstep({"log", "disclosures", "--csv", "--json"}).exit_code, 2);
}

// `--limit 1` gave the tenth from the end, and `--type` looked at the last ten alone.
TEST_F(Refusals, ATailBeginsAtTheLastOnesThatAreAskedFor) {
  auto first = engine();
  first.start();
  for (int i = 1; i <= 12; ++i)
    ASSERT_EQ(
        ApiClient{first.port()}.put("/api/coaches/coach-" + std::to_string(i), coach_body()).status,
        200);
  EXPECT_EQ(first.stop(), 0);
  const auto tail = [&](const std::vector<std::string>& flags) {
    std::vector<std::string> args{"log", "tail", "--data-dir", data()};
    args.insert(args.end(), flags.begin(), flags.end());
    return run_lockstep(args).out;
  };
  const auto tells_of = [](const std::string& text, const std::string& coach) {
    return text.find(testing_support::test_id(coach)) != std::string::npos;
  };
  const auto one = tail({"--limit", "1"});
  EXPECT_TRUE(tells_of(one, "coach-12")) << one;
  EXPECT_FALSE(tells_of(one, "coach-11")) << one;
  const auto two = tail({"--limit", "2", "--type", "coach.facts_recorded.v1"});
  EXPECT_TRUE(tells_of(two, "coach-11") && tells_of(two, "coach-12")) << two;
  EXPECT_FALSE(tells_of(two, "coach-10")) << two;
}

// `lockstep log tail | head -1` did not end while nothing happened.
TEST_F(Refusals, ATailThatNobodyReadsEnds) {
  auto first = engine();
  first.start();
  ASSERT_EQ(ApiClient{first.port()}.put("/api/coaches/coach-1", coach_body()).status, 200);
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  // Of this type there is none, so it has nothing to write, by which it would see it as well.
  const auto pid = start_lockstep(
      {"log", "tail", "--type", "team.deleted.v1", "--data-dir", data()}, {}, ends[1], ends[1]);
  ::close(ends[1]);
  ::close(ends[0]);
  EXPECT_EQ(wait_for_exit(pid), 0);
  EXPECT_EQ(first.stop(), 0);
}

TEST_F(Refusals, ASecondProcessOnTheDirectoryIsToldWhoHoldsIt) {
  auto first = engine();
  first.start();
  const auto second = serve({"--dev-auth", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.exit_code, 4) << second.err;
  EXPECT_NE(second.err.find(std::to_string(first.pid())), std::string::npos) << second.err;
  EXPECT_EQ(first.stop(), 0);
}

TEST_F(Refusals, APortInUseIsNamed) {
  auto first = engine();
  first.start();
  const auto port = std::to_string(first.port());
  const auto second = run_lockstep({"serve", "--data-dir", (dir_.path() / "other").string(),
                                    "--dev-auth", "--listen", "127.0.0.1:" + port},
                                   kToken);
  EXPECT_EQ(second.exit_code, 4) << second.err;
  EXPECT_NE(second.err.find(port), std::string::npos) << second.err;
  EXPECT_FALSE(std::filesystem::exists(dir_.path() / "other")) << "nothing was begun";
}

TEST_F(Refusals, AFirstStartThatIsRefusedLeavesTheDirectoryAsItWas) {
  const auto bad_key = dir_.path() / "bad.key";
  std::ofstream{bad_key} << "short";
  std::filesystem::permissions(bad_key, std::filesystem::perms{0600});
  std::filesystem::create_directory(data());
  std::filesystem::permissions(data(), std::filesystem::perms{0700});
  std::ofstream{dir_.path() / "data" / "notes"} << "somebody's";
  const auto before = testing_support::picture_of(dir_.path());
  const auto refused =
      serve({"--dev-auth", "--listen", "127.0.0.1:0", "--master-key-file", bad_key.string()});
  EXPECT_EQ(refused.exit_code, 3) << refused.err;
  EXPECT_EQ(testing_support::picture_of(dir_.path()), before);
}

// The wrong volume, or half of the right one: with the master key elsewhere only the stores tell.
TEST_F(Refusals, StoresWithoutALogAreNoNewBeginning) {
  const auto key = (dir_.path() / "elsewhere.key").string();
  {
    auto first = engine({"--master-key-file", key});
    first.start();
    ASSERT_EQ(ApiClient{first.port()}.put("/api/coaches/coach-1", coach_body()).status, 200);
    ASSERT_EQ(first.stop(), 0);
  }
  for (const auto* name : {"log", "keys", "watermark", "holder"})
    std::filesystem::remove_all(dir_.path() / "data" / name);
  for (const auto* left : {"operations.db", "read.sqlite"}) {
    const auto before = testing_support::picture_of(dir_.path());
    const auto refused = serve({"--dev-auth", "--listen", "127.0.0.1:0", "--master-key-file", key});
    EXPECT_EQ(refused.exit_code, 3) << left << refused.err;
    EXPECT_NE(refused.err.find("The log is gone"), std::string::npos) << refused.err;
    EXPECT_EQ(testing_support::picture_of(dir_.path()), before) << left;
    for (const auto& entry : std::filesystem::directory_iterator(data()))
      if (entry.path().filename().string().starts_with(left)) std::filesystem::remove(entry);
  }
}

TEST_F(Refusals, ANearlyFullDiskRefusesCommandsAndStillAnswersQuestions) {
  {
    auto roomy = engine();
    roomy.start();
    ApiClient api{roomy.port()};
    ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
    EXPECT_EQ(roomy.stop(), 0);
  }
  {
    auto full = engine({"--min-free-mib", "900000000"});
    full.start();
    ApiClient api{full.port()};
    const auto refused = api.put("/api/coaches/coach-2", coach_body());
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_NE(refused.body.find("disk-nearly-full"), std::string::npos) << refused.body;
    EXPECT_EQ(api.get("/api/coaches/coach-1").status, 200);
    EXPECT_EQ(api.get("/readyz").status, 200) << "reads go on";
    const auto health = api.get("/healthz").body;
    EXPECT_NE(health.find(R"({"name":"log","ok":false)"), std::string::npos) << health;
    EXPECT_EQ(full.stop(), 0);
  }
  auto again = engine();
  again.start();
  ApiClient api{again.port()};
  EXPECT_EQ(api.put("/api/coaches/coach-2", coach_body()).status, 200);
}

TEST_F(Refusals, BadRequestsAreRefusedOneByOne) {
  auto running = engine();
  running.start();
  ApiClient api{running.port()};
  ASSERT_EQ(api.put("/api/coaches/coach-1", coach_body()).status, 200);
  EXPECT_EQ(api.post("/api/game-platform/competitors/nobody").status, 404);
  EXPECT_EQ(api.get("/api/competitors/nobody").status, 404);
  auto wrong = competitor_body("coach-1", "kid-1");
  wrong["division"] = "university";
  EXPECT_EQ(api.put("/api/competitors/kid-1", wrong).status, 422);
  wrong["division"] = "high_school";
  wrong["shoeSize"] = 38;
  EXPECT_EQ(api.put("/api/competitors/kid-1", wrong).status, 422);
  const std::string large(1U << 20U, 'x');
  EXPECT_EQ(api.post("/api/game-platform/competitors/kid-1", "", "\"" + large + "\"").status, 413);
  ApiClient again{running.port()};
  EXPECT_EQ(again.get("/api/competitors/kid-1").status, 404) << "a refused command left a trace";
}

TEST_F(Refusals, VerifyNamesTheDamage) {
  {
    auto running = engine();
    running.start();
    ApiClient api{running.port()};
    for (int i = 0; i < 20; ++i)
      ASSERT_EQ(api.put("/api/coaches/coach-" + std::to_string(i), coach_body()).status, 200);
    running.kill_hard();
  }
  EXPECT_EQ(run_lockstep({"verify", "--data-dir", data()}).exit_code, 0);
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path() / "data" / "log")) {
    if (entry.path().extension() != ".log" || entry.file_size() < 2000) continue;
    std::fstream file{entry.path(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekg(1000);
    const char byte = static_cast<char>(file.get());
    file.seekp(1000);
    file.put(static_cast<char>(byte ^ 1));
  }
  const auto damaged = run_lockstep({"verify", "--data-dir", data()});
  EXPECT_EQ(damaged.exit_code, 3) << damaged.out << damaged.err;
  EXPECT_NE(damaged.err.find("runbook"), std::string::npos) << damaged.err;
  EXPECT_EQ(serve({"--dev-auth", "--listen", "127.0.0.1:0"}).exit_code, 3);
}

}  // namespace
}  // namespace lockstep::integration
