// The keys of the sign-in service: fetched when due, kept when it is down. In virtual time, without
// a network.
#include "adapters/http/auth/jwks_source.h"

#include <array>
#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/http/auth/jwks_fetch.h"
#include "tests/contract/http/signing.h"

namespace lockstep::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// Says these bytes to the first who connects, and ends the connection.
class RawListener {
 public:
  explicit RawListener(std::string bytes) : bytes_(std::move(bytes)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listening_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(listening_, 1);
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { say(); });
  }
  ~RawListener() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  void say() {
    const int client = ::accept(listening_, nullptr, nullptr);
    std::array<char, 4096> asked{};
    ::recv(client, asked.data(), asked.size(), 0);
    ::send(client, bytes_.data(), bytes_.size(), MSG_NOSIGNAL);
    ::close(client);
  }
  std::string bytes_;
  int listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
  int port_ = 0;
  std::thread thread_;
};

class JwksSourceTest : public testing::Test {
 protected:
  bool knows(const std::string& kid) {
    const auto keys = source_.keys_for({"ES256", kid});
    return keys &&
           std::ranges::any_of(*keys.value(), [&](const auto& key) { return key.kid() == kid; });
  }

  const Signer old_ = Signer::es256("old");
  const Signer new_ = Signer::es256("new");
  std::atomic<std::int64_t> now_{1'000'000};
  int fetches_ = 0;
  int failures_ = 0;
  bool throws_ = false;
  Result<std::string> served_ = jwks_of({old_});
  JwksSource source_{[this] {
                       ++fetches_;
                       if (throws_) throw std::runtime_error("no more threads");
                       return served_;
                     },
                     [this] { return seconds{now_}; },
                     [this](const auto& failed) { failures_ += failed ? 1 : 0; },
                     {.max_age = seconds{600}, .cool_down = seconds{30}}};
};

TEST_F(JwksSourceTest, FetchesOnceForManyTokens) {
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(knows("old"));
  EXPECT_EQ(fetches_, 1);
}

TEST_F(JwksSourceTest, FindsAKeyThatItDidNotKnowAtOnce) {
  EXPECT_TRUE(knows("old"));
  served_ = jwks_of({old_, new_});
  now_ += 31;
  EXPECT_TRUE(knows("new"));
  EXPECT_TRUE(knows("old")) << "both are live during a rotation";
  EXPECT_EQ(fetches_, 2);
}

TEST_F(JwksSourceTest, IsNotMadeToFetchByTokensThatNameUnknownKeys) {
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(knows("made-up-" + std::to_string(i)));
  EXPECT_EQ(fetches_, 1);
  now_ += 30;
  EXPECT_FALSE(knows("made-up"));
  EXPECT_FALSE(knows("made-up"));
  EXPECT_EQ(fetches_, 2);
}

TEST_F(JwksSourceTest, FetchesOldKeysAnewSoThatAWithdrawnOneGoes) {
  EXPECT_TRUE(knows("old"));
  served_ = jwks_of({new_});
  now_ += 599;
  EXPECT_TRUE(knows("old"));
  now_ += 1;
  EXPECT_FALSE(knows("old"));
  EXPECT_TRUE(knows("new"));
  EXPECT_EQ(fetches_, 2);
}

TEST_F(JwksSourceTest, ASetWithoutKeysWithdrawsThemAll) {
  for (const auto* without : {R"({"keys":[]})", R"({"keys":[{"kty":"oct","k":"AA"}]})"}) {
    served_ = jwks_of({old_});
    now_ += 601;
    ASSERT_TRUE(knows("old"));
    served_ = std::string(without);
    now_ += 601;
    EXPECT_FALSE(knows("old")) << without;
    EXPECT_TRUE(source_.keys_for({"ES256", "old"})) << "it is known that there are none";
  }
  EXPECT_EQ(failures_, 2) << "somebody should look at it";
}

TEST_F(JwksSourceTest, GoesOnWithOldKeysWhileTheSourceIsDown) {
  EXPECT_TRUE(knows("old"));
  for (const auto& broken :
       {Result<std::string>{Error{Errc::unavailable, "down", "", ""}}, Result<std::string>{"{}"}}) {
    served_ = broken;
    now_ += 86'400;
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(knows("old"));
  }
  EXPECT_EQ(fetches_, 3) << "one try for each time it was due";
  EXPECT_EQ(failures_, 2);
  now_ += 30;
  served_ = jwks_of({new_});
  EXPECT_TRUE(knows("new")) << "back again";
}

TEST_F(JwksSourceTest, OutlivesAFetchThatThrows) {
  EXPECT_TRUE(knows("old"));
  throws_ = true;
  now_ += 600;
  EXPECT_FALSE(knows("new"));
  throws_ = false;
  served_ = jwks_of({new_});
  now_ += 30;
  EXPECT_TRUE(knows("new"));
  EXPECT_EQ(failures_, 1);
}

TEST_F(JwksSourceTest, SaysThatItCannotTellWhenThereHaveNeverBeenKeys) {
  served_ = Error{Errc::unavailable, "down", "", ""};
  const auto keys = source_.keys_for({"ES256", "old"});
  ASSERT_FALSE(keys);
  EXPECT_EQ(keys.error().code, Errc::unavailable) << "not: the token is wrong";
}

TEST(JwksSourceThreads, WaitForAKeyThatIsBeingFetchedAndForNothingElse) {
  const auto old_key = Signer::es256("old");
  const auto new_key = Signer::es256("new");
  std::promise<void> fetching;
  std::promise<std::string> answer;
  std::atomic<int> fetches{0};
  std::atomic<int> now{1000};
  JwksSource source{[&]() -> Result<std::string> {
                      if (++fetches == 1) return jwks_of({old_key});
                      fetching.set_value();
                      return answer.get_future().get();
                    },
                    [&] { return seconds{now}; },
                    [](const auto&) {},
                    {}};
  ASSERT_TRUE(source.load());
  now += 60;
  const auto count = [&](const std::string& kid) {
    return source.keys_for({"ES256", kid}).value()->size();
  };
  auto first = std::async(std::launch::async, count, "new");
  fetching.get_future().wait();
  EXPECT_EQ(count("old"), 1U) << "answered while the fetch is under way";
  auto second = std::async(std::launch::async, count, "new");
  answer.set_value(jwks_of({old_key, new_key}));
  EXPECT_EQ(first.get(), 2U);
  EXPECT_EQ(second.get(), 2U);
  EXPECT_EQ(fetches, 2);
}

TEST(JwksSourceThreads, TokensWaitForTheFirstFetchAndNobodyElseDoes) {
  const auto key = Signer::es256("first");
  std::promise<std::string> answer;
  std::atomic<int> fetches{0};
  JwksSource source{[&]() -> Result<std::string> {
                      ++fetches;
                      return answer.get_future().get();
                    },
                    [] { return seconds{1000}; },
                    [](const auto&) {},
                    {}};
  source.begin_to_load();
  auto keys = std::async(std::launch::async, [&] { return source.keys_for({"ES256", "first"}); });
  answer.set_value(jwks_of({key}));
  const auto loaded = keys.get();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded.value()->size(), 1U);
  EXPECT_EQ(fetches, 1);
}

TEST(JwksAddress, IsSafe) {
  for (const auto* good : {"https://project.example.test/auth/v1/.well-known/jwks.json",
                           "http://127.0.0.1:9/jwks", "http://localhost/jwks", "https://x"})
    EXPECT_TRUE(jwks_at(good)) << good;
  for (const auto* bad :
       {"http://project.example.test/jwks", "http://127.0.0.1.evil.test/jwks",
        "ftp://127.0.0.1/jwks", "http://127.0.0.1:80@evil.test/jwks", "127.0.0.1", ""})
    EXPECT_EQ(jwks_at(bad).error().type, "jwks-url-unsafe") << bad;
}

TEST(JwksAddress, ThatSendsAByteNowAndThenIsNotWaitedFor) {
  httplib::Server source;
  source.Get("/jwks", [&](const auto&, auto& response) {
    response.set_content_provider(100'000, "application/json", [](auto, auto, auto& sink) {
      std::this_thread::sleep_until(steady_clock::now() + milliseconds{20});
      return sink.write(" ", 1);
    });
  });
  const int port = source.bind_to_any_port("127.0.0.1");
  std::thread serving{[&] { source.listen_after_bind(); }};
  const auto url = "http://127.0.0.1:" + std::to_string(port) + "/jwks";
  const auto begin = steady_clock::now();
  const auto fetched = jwks_at(url, milliseconds{300}).value()();
  EXPECT_LT(steady_clock::now() - begin, seconds{3});
  source.stop();
  serving.join();
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().code, Errc::unavailable);
}

/// What is made of a source that says exactly these bytes, and ends.
Result<std::string> fetched_of(const std::string& bytes) {
  RawListener source{bytes};
  return jwks_at("http://127.0.0.1:" + std::to_string(source.port()), milliseconds{1000}).value()();
}

TEST(JwksAddress, MaySayAnythingWithoutHarm) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  EXPECT_EQ(fetched_of(head + "\r\n{}").value(), "{}");
  EXPECT_EQ(fetched_of("HTTP/1.1 200 " + std::string(26'000, 'x') + "\r\n\r\n{}").value(), "{}");
  for (const std::string& bytes :
       {std::string(), std::string("220 ftp ready\r\n\r\n"), head + std::string(100'000, 'x'),
        std::string("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n"),
        head + "Content-Length: 1000000000\r\n\r\n", head + "\r\n" + std::string(300'000, ' '),
        head + "Content-Length: 9\r\n\r\n{}"})
    EXPECT_FALSE(fetched_of(bytes)) << bytes.substr(0, 60);
}

}  // namespace
}  // namespace lockstep::http
