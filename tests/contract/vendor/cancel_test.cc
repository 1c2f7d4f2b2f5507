// A call ends when it is cancelled or when its time is up, whatever the vendor does meanwhile; and
// says truly whether anything can have been done.
#include <future>
#include <latch>
#include <utility>

#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using ports::VendorErrc;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

const std::string kUser = metactf_mock::baseline().competitors.at(0).id;
constexpr seconds kLong{60};

/// Neither timeout would end a call in time for a test.
std::unique_ptr<ports::MetactfApi> patient_client(const std::string& base_url) {
  auto options = options_for(base_url);
  options.connect_timeout = kLong;
  options.read_timeout = kLong;
  return metactf::make_client(options).value();
}

/// A server that gets the request and then does as `answer` says, for as long as the test lasts.
class SlowServer {
 public:
  explicit SlowServer(std::function<bool(const Send&)> drip = [](const Send&) { return true; })
      : server_([this, drip](const std::string&, const Send& send) {
          asked_.count_down();
          while (drip(send) && !server_.over_within(milliseconds{10})) continue;
        }) {}
  std::string base_url() const { return server_.base_url(); }
  std::size_t requests() const { return server_.requests().size(); }
  void wait_until_asked() { asked_.wait(); }

 private:
  std::latch asked_{1};
  RawServer server_;
};

TEST(Cancel, EndsACallThatIsNotAnswered) {
  SlowServer silent;
  const auto client = patient_client(silent.base_url());
  auto call = std::async(std::launch::async, [&] { return client->get_user(kUser); });
  silent.wait_until_asked();
  const auto started = steady_clock::now();
  client->cancel();
  const auto user = call.get();
  EXPECT_LT(steady_clock::now() - started, seconds{2});
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::timeout) << "the vendor has the request";
}

TEST(Cancel, EndsACallWhileItConnects) {
  const FullServer full;  // Its queue is full: the handshake does not end.
  const auto client = patient_client(full.base_url());
  auto call = std::async(std::launch::async, [&] { return client->get_user(kUser); });
  EXPECT_EQ(call.wait_for(milliseconds{100}), std::future_status::timeout);
  client->cancel();
  EXPECT_EQ(call.wait_for(seconds{2}), std::future_status::ready);
  EXPECT_EQ(call.get().error().code, VendorErrc::connection) << "nothing can have been sent";
}

TEST(Cancel, BeforeACallLeavesNothingToTheVendor) {
  SlowServer silent;
  const auto client = patient_client(silent.base_url());
  client->cancel();
  for (int i = 0; i < 2; ++i) {
    const auto user = client->get_user(kUser);
    ASSERT_FALSE(user);
    EXPECT_EQ(user.error().code, VendorErrc::connection);
  }
  EXPECT_EQ(silent.requests(), 0U);
}

// Whenever it comes: before, between the steps of connecting, while sending or receiving.
TEST(Cancel, AtAnyMomentEndsTheCall) {
  for (int i = 0; i < 200; ++i) {
    SlowServer silent;
    const auto client = patient_client(silent.base_url());
    auto call = std::async(std::launch::async, [&] { return client->get_user(kUser); });
    const auto until = steady_clock::now() + std::chrono::microseconds{5 * i};
    while (steady_clock::now() < until) continue;
    client->cancel();
    ASSERT_EQ(call.wait_for(seconds{5}), std::future_status::ready) << i;
    const auto code = call.get().error().code;
    if (silent.requests() > 0)
      EXPECT_EQ(code, VendorErrc::timeout) << i;
    else
      EXPECT_TRUE(code == VendorErrc::connection || code == VendorErrc::timeout) << i;
  }
}

/// What becomes of a call to a server that drips, and that the client's own limits end it.
ports::VendorError cut_off(std::function<bool(const Send&)> drip) {
  SlowServer drips{std::move(drip)};
  auto options = options_for(drips.base_url());
  options.connect_timeout = milliseconds{200};
  options.read_timeout = milliseconds{200};
  const auto client = metactf::make_client(options).value();
  const auto started = steady_clock::now();
  const auto user = client->get_user(kUser);
  EXPECT_LT(steady_clock::now() - started, seconds{5});
  EXPECT_FALSE(user);
  return user ? ports::VendorError{} : user.error();
}

TEST(Deadline, HeadersThatDripAreCutOffInTime) {
  bool begun = false;
  const auto error = cut_off([&](const Send& send) {
    const auto* bytes = begun ? "x" : "HTTP/1.1 200 OK\r\nX-Long: ";
    begun = true;
    return send(bytes);
  });
  EXPECT_EQ(error.code, VendorErrc::timeout);
}

TEST(Deadline, AStatusLineThatDripsIsCutOffInTime) {
  bool begun = false;
  const auto error = cut_off(
      [&](const Send& send) { return send(std::exchange(begun, true) ? "x" : "HTTP/1.1 200 "); });
  EXPECT_EQ(error.code, VendorErrc::timeout);
}

TEST(Deadline, AClientGoesOnAfterIt) {
  int asked = 0;
  RawServer* self = nullptr;
  RawServer server{[&](const std::string&, const Send& send) {
    send(++asked > 1 ? http_answer(409, R"({"detail":""})") : "HTTP/1.1 200 ");
    while (asked == 1 && send("x") && !self->over_within(milliseconds{10})) continue;
  }};
  self = &server;
  auto options = options_for(server.base_url());
  options.connect_timeout = milliseconds{1000};
  options.read_timeout = milliseconds{1000};
  const auto client = metactf::make_client(options).value();
  EXPECT_EQ(client->get_user(kUser).error().code, VendorErrc::timeout);
  EXPECT_EQ(client->get_user(kUser).error().code, VendorErrc::conflict);
}

}  // namespace
}  // namespace lockstep::metactf_test
