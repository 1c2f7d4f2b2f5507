// Nothing that goes wrong with one connection ends the accepting of others. The system's `accept`
// is ours in this program, so that it fails as told.
#include <cerrno>
#include <deque>
#include <mutex>

#include <sys/socket.h>

#include "tests/contract/wire/fixture.h"

namespace {

std::mutex g_mutex;
std::deque<int> g_errors;  // Of the next calls; then it works.

}  // namespace

extern "C" int accept(int listening, sockaddr* address, socklen_t* size) {
  {
    const std::lock_guard lock{g_mutex};
    if (!g_errors.empty()) {
      errno = g_errors.front();
      g_errors.pop_front();
      return -1;
    }
  }
  return ::accept4(listening, address, size, 0);
}

namespace lockstep::http::wire {
namespace {

class FailingAccept : public WireTest {
 protected:
  static void fail_by(std::deque<int> errors) {
    const std::lock_guard lock{g_mutex};
    g_errors = std::move(errors);
  }
  static bool all_have_failed() {
    const std::lock_guard lock{g_mutex};
    return g_errors.empty();
  }
};

TEST_F(FailingAccept, OfAnyKindEndsNothing) {
  start(patient());
  int failed = 0;
  for (const int error : {EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM, ENETDOWN, ENOPROTOOPT, EHOSTDOWN,
                          ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH, EIO, EBADF, EINVAL}) {
    fail_by({error, error});
    EXPECT_EQ(get("/").status, 200) << error;
    EXPECT_TRUE(all_have_failed()) << error;
    EXPECT_EQ(told_.accept_failed, failed += 2) << error;
  }
}

TEST_F(FailingAccept, OfAClientThatLeftIsNoFailure) {
  start(patient());
  for (const int error : {ECONNABORTED, EPROTO, EINTR}) {
    fail_by({error});
    EXPECT_EQ(get("/").status, 200) << error;
    EXPECT_TRUE(all_have_failed()) << error;
  }
  EXPECT_EQ(told_.accept_failed, 0);
}

TEST_F(FailingAccept, DoesNotKeepTheServerFromStopping) {
  start(patient());
  fail_by(std::deque<int>(1000, ENOBUFS));
  const RawConnection waiting{port()};
  EXPECT_TRUE(testing_support::eventually([&] { return told_.accept_failed > 1; }));
  server_->stop();
  fail_by({});
}

}  // namespace
}  // namespace lockstep::http::wire
