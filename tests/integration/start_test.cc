// A start in poor surroundings: what is not there yet, or is scarce, holds up nothing else.
#include <csignal>
#include <cstdio>
#include <memory>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/contract/http/raw_client.h"
#include "tests/integration/engine_process.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

/// Takes connections and never says a word.
class SilentListener {
 public:
  SilentListener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(socket_, generic, size), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    EXPECT_EQ(::getsockname(socket_, generic, &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentListener() { ::close(socket_); }
  SilentListener(const SilentListener&) = delete;
  SilentListener& operator=(const SilentListener&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  int socket_;
  int port_ = 0;
};

TEST(Start, ListensBeforeTheKeysOfTokensAreThere) {
  const testing_support::TempDir dir;
  const SilentListener keys;
  const auto url = "https://127.0.0.1:" + std::to_string(keys.port()) + "/jwks";
  EngineProcess engine{{.data_dir = dir.path() / "data",
                        .vendor_url = "http://127.0.0.1:1/x",
                        .database_url = "",
                        .flags = {"--auth-jwks-url", url, "--auth-jwt-issuer", "https://x.example",
                                  "--auth-jwt-audience", "x"}}};
  engine.start();
  ASSERT_TRUE(eventually(60, [&] {
    return engine.log_text().find("jwks_fetch_failed") != std::string::npos;
  })) << engine.log_text();
  const auto log = engine.log_text();
  EXPECT_LT(log.find("http_listening"), log.find("jwks_fetch_failed")) << log;
}

/// `lockstep serve` that may have so many files open.
class WithFewFiles {
 public:
  WithFewFiles(int files, const std::filesystem::path& data_dir)
      : out_(popen(("ulimit -n " + std::to_string(files) +
                    "; echo pid=$$; GAME_PLATFORM_INTEGRATION_ENABLED=false exec '" LOCKSTEP_BINARY
                    "' serve --dev-auth --listen 127.0.0.1:0 --http-connections-per-address 0 "
                    "--data-dir '" +
                    data_dir.string() + "' 2>&1")
                       .c_str(),
                   "r")) {}
  /// SIGTERM, and its end is waited for.
  ~WithFewFiles() {
    const int pid = std::stoi(said("pid=([0-9]+)\\n"));
    if (pid > 0) ::kill(pid, SIGTERM);
    pclose(out_);
  }
  WithFewFiles(const WithFewFiles&) = delete;
  WithFewFiles& operator=(const WithFewFiles&) = delete;

  /// Reads on until a line has it; what its group matched. "0": it has ended.
  std::string said(const std::string& pattern) {
    const std::regex wanted{pattern};
    std::smatch found;
    for (int c = 0; !std::regex_search(text_, found, wanted); text_ += static_cast<char>(c)) {
      c = std::fgetc(out_);
      if (c == EOF) return "0";
    }
    return found[1];
  }

 private:
  std::FILE* out_;
  std::string text_;
};

// It ended with SIGABRT, or stood still for ever.
TEST(Start, WhereThreadsAreRefusedIsRefusedItself) {
  const testing_support::TempDir dir;
  auto* shell = popen(
      ("ulimit -s 8192; ulimit -v 700000; GAME_PLATFORM_INTEGRATION_ENABLED=false '" LOCKSTEP_BINARY
       "' serve --dev-auth --listen 127.0.0.1:0 --data-dir '" +
       (dir.path() / "data").string() + "' 2>&1")
          .c_str(),
      "r");
  std::string said;
  for (int c = 0; (c = std::fgetc(shell)) != EOF;) said += static_cast<char>(c);
  EXPECT_EQ(WEXITSTATUS(pclose(shell)), 4) << said;
  EXPECT_NE(said.find("threads-too-few"), std::string::npos) << said;
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "data"));
}

TEST(Start, WithFewOpenFilesThereAreFewerConnectionsAndAllAreAnswered) {
  const testing_support::TempDir dir;
  constexpr int kFiles = 300;
  WithFewFiles engine{kFiles, dir.path() / "data"};
  EXPECT_EQ(engine.said("open_files_few.*\"limit\":([0-9]+),"), std::to_string(kFiles));
  const int port = std::stoi(engine.said("http_listening.*\"port\":([0-9]+)}"));
  ASSERT_GT(port, 0);
  // As many as it has files, and more: who says nothing makes place.
  std::vector<std::unique_ptr<http::RawConnection>> silent;
  for (int i = 0; i < 2 * kFiles; ++i)
    silent.push_back(std::make_unique<http::RawConnection>(port));
  for (int i = 0; i < 20; ++i) {
    httplib::Client client{"127.0.0.1", port};
    const auto answer = client.Get("/livez");
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->status, 200);
  }
}

}  // namespace
}  // namespace lockstep::integration
