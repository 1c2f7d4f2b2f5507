// Which request outside an event belongs to is what the caller's `traceparent` says.
#include "adapters/http/api/trace.h"

#include "tests/contract/http/fixture.h"

namespace lockstep::http {
namespace {

const std::string kTrace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceOf, AWellFormedHeaderIsItsFourParts) {
  EXPECT_EQ(trace_of(kTrace), kTrace);
  const auto later = "01" + kTrace.substr(2);
  EXPECT_EQ(trace_of(later), later);
  EXPECT_EQ(trace_of(later + "-and-more"), later) << "what a later version adds is left out";
}

TEST(TraceOf, AnythingElseIsNone) {
  auto upper = kTrace;
  upper[3] = 'B';
  auto dashless = kTrace;
  dashless[35] = '0';
  const std::string zeros(32, '0');
  for (const auto& bad :
       {std::string{}, kTrace.substr(1), kTrace + "-00", kTrace + "0",
        "01" + kTrace.substr(2) + "0", "ff" + kTrace.substr(2), upper, dashless,
        "00-" + zeros + kTrace.substr(35), kTrace.substr(0, 36) + zeros.substr(16) + "-01",
        kTrace.substr(0, 53) + "0g"})
    EXPECT_EQ(trace_of(bad), "") << bad;
}

class Tracing : public HttpTest {
 protected:
  std::string trace_after(const std::string& header) {
    EXPECT_EQ(call("PUT", "/api/coaches/ada", kAdmin, kCoachBody, {{"traceparent", header}}).status,
              200);
    return engine_.log().read_all({}, {}).value().back().trace;
  }
};

TEST_F(Tracing, ATraceparentIsKeptInTheEvents) {
  EXPECT_EQ(trace_after(kTrace), kTrace);
}

TEST_F(Tracing, ABrokenTraceparentIsIgnored) {
  EXPECT_EQ(trace_after("00-broken"), "");
}

}  // namespace
}  // namespace lockstep::http
