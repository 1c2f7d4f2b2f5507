// A Postgres, or whoever stands in its place, that takes a connection and then says nothing: it is
// waited for as long as is said, and not longer than until somebody stops it.
#include <array>
#include <chrono>
#include <future>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/postgres/postgres_sink.h"

namespace lockstep::postgres {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

/// Lets in whoever comes, says that it is ready, and then nothing any more.
class SilentPostgres {
 public:
  SilentPostgres() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* address = reinterpret_cast<sockaddr*>(&here);  // NOLINT: how the interface is.
    EXPECT_EQ(::bind(listener_, address, size), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    EXPECT_EQ(::getsockname(listener_, address, &size), 0);
    url_ =
        "postgres://u:p@127.0.0.1:" + std::to_string(ntohs(here.sin_port)) + "/db?sslmode=disable";
    thread_ = std::thread([this] { serve(); });
  }
  ~SilentPostgres() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  SilentPostgres(const SilentPostgres&) = delete;
  SilentPostgres& operator=(const SilentPostgres&) = delete;
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  void serve() {
    std::vector<int> held;
    for (int one = 0; (one = ::accept(listener_, nullptr, nullptr)) >= 0; held.push_back(one)) {
      std::array<char, 1024> startup{};
      (void)::recv(one, startup.data(), startup.size(), 0);
      constexpr auto kReady = "R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I"sv;
      (void)::send(one, kReady.data(), kReady.size(), MSG_NOSIGNAL);
    }
    for (const int one : held) ::close(one);
  }

  int listener_;
  std::string url_;
  std::thread thread_;
};

TEST(SilentPostgres, IsWaitedForAsLongAsIsSaid) {
  SilentPostgres silent;
  PostgresSink sink{silent.url(), 1s};
  EXPECT_EQ(sink.lanes().error().type, "postgres-unreachable");
}

TEST(SilentPostgres, IsNotWaitedForByWhoStops) {
  SilentPostgres silent;
  PostgresSink sink{silent.url(), 600s};
  auto lanes = std::async(std::launch::async, [&] { return sink.lanes(); });
  EXPECT_EQ(lanes.wait_for(1s), std::future_status::timeout);
  sink.stop();
  ASSERT_EQ(lanes.wait_for(30s), std::future_status::ready);
  EXPECT_EQ(lanes.get().error().type, "postgres-unreachable");
}

}  // namespace
}  // namespace lockstep::postgres
