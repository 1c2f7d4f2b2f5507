// Why nothing passes to the vendor: a refusal is told as that, and not as an outage.
#include "engine/rate/gate_report.h"

#include <set>

#include <gtest/gtest.h>

#include "engine/ports/metactf_api.h"
#include "events/codec.h"

namespace lockstep::rate {
namespace {

GateReport stopped_by(std::string_view reason) {
  GateReport out;
  out.breaker = BreakerState::open;
  out.breaker_reason = reason;
  return out;
}

TEST(Stoppages, AreSilentWhileCallsPass) {
  EXPECT_EQ(remedy_of(GateReport{}), "");
}

TEST(Stoppages, APauseThatTheVendorAskedForIsOne) {
  GateReport report;
  report.paused_for = 9;
  EXPECT_EQ(remedy_of(report), "");
  report.paused_for = 3600;
  EXPECT_NE(remedy_of(report).find("asked us not to call it"), std::string::npos);
  report.breaker = BreakerState::open;
  report.breaker_reason = "timeout";
  EXPECT_NE(remedy_of(report).find("does not answer in time"), std::string::npos);
}

TEST(Stoppages, OfSingleCallsHoldUpNobodyElse) {
  GateReport report;
  EXPECT_EQ(remedy_of_withheld(report), "");
  report.withheld = 2;
  EXPECT_NE(remedy_of_withheld(report).find("but for 2, which ended the process"),
            std::string::npos);
  EXPECT_EQ(remedy_of(report), "");
}

TEST(Stoppages, AreEachToldInTheirOwnWords) {
  using ports::VendorErrc;
  std::set<std::string> told;
  for (const auto code :
       {VendorErrc::connection, VendorErrc::timeout, VendorErrc::unreadable, VendorErrc::server,
        VendorErrc::unauthorized, VendorErrc::foreign, VendorErrc::wrong_address}) {
    const auto text = remedy_of(stopped_by(events::enum_name(code)));
    EXPECT_TRUE(told.insert(text).second) << text;
    EXPECT_EQ(text.find("cannot be reached") != std::string::npos, code == VendorErrc::connection)
        << text;
  }
  EXPECT_TRUE(told.insert(remedy_of(stopped_by("another"))).second);
  EXPECT_NE(remedy_of(stopped_by("unauthorized")).find("refuses our API token"), std::string::npos);
}

}  // namespace
}  // namespace lockstep::rate
