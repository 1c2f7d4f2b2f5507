// A call that ended the process again and again is let alone for a while, and shown; no other is.
#include "actors/metactf_worker.h"
#include "engine/vendor/failure.h"
#include "tests/actors/stage.h"
#include "tests/support/fake_vendor.h"

namespace lockstep::actors {
namespace {

using ports::VendorErrc;
using testing_support::FakeVendor;

constexpr std::int64_t kHour = 3'600'000;

class WithheldCalls : public testing_support::Stage {
 protected:
  /// The code of what came of it; none: it was answered by who it is about.
  std::optional<VendorErrc> make(const std::string& id = "ann") {
    const auto answer = make_call(env, *api_, call_of(id)).answer;
    const auto* error = std::get_if<ports::VendorError>(&answer);
    if (error == nullptr) return std::nullopt;
    return error->code;
  }
  static Perform call_of(const std::string& id) {
    return {vendor::GetUser{id}, "competitor:" + id};
  }
  /// As the process leaves it that ends while it makes the call.
  void die_in_it(int times, const std::string& id = "ann") {
    const auto call = call_of(id);
    for (int i = 0; i < times; ++i)
      ASSERT_TRUE(env.operations.begin_call(std::string(vendor::name_of(call.call)), call.subject,
                                            env.clock.now()));
  }
  FakeVendor vendor_{1};
  std::unique_ptr<ports::MetactfApi> api_ = vendor_.client();
};

TEST_F(WithheldCalls, AreThoseThatEndedTheProcessThreeTimesInARow) {
  die_in_it(2);
  EXPECT_EQ(make(), VendorErrc::not_found) << "twice may be a mains plug";
  die_in_it(2);
  EXPECT_EQ(make(), VendorErrc::not_found) << "not in a row: it was answered between";
  die_in_it(3);
  const auto calls = vendor_.calls();
  EXPECT_EQ(make(), VendorErrc::withheld);
  EXPECT_EQ(make(), VendorErrc::withheld);
  EXPECT_EQ(vendor_.calls(), calls) << "nothing was sent";
  EXPECT_EQ(make("bob"), VendorErrc::not_found) << "others are made";
}

TEST_F(WithheldCalls, AreTriedOnceAnHour) {
  die_in_it(3);
  EXPECT_EQ(make(), VendorErrc::withheld);
  memory.clock.advance(kHour - 1);
  EXPECT_EQ(make(), VendorErrc::withheld);
  memory.clock.advance(1);
  die_in_it(1);
  EXPECT_EQ(make(), VendorErrc::withheld) << "it did it again";
  memory.clock.advance(kHour);
  EXPECT_EQ(make(), VendorErrc::not_found);
  EXPECT_EQ(make(), VendorErrc::not_found) << "answered, it is a call like any other";
}

TEST_F(WithheldCalls, AreNotHeldForLongerByAClockThatIsSetBack) {
  die_in_it(3);
  memory.clock.advance(-24 * kHour);
  EXPECT_EQ(make(), VendorErrc::not_found);
}

TEST_F(WithheldCalls, AreToldToWhoeverIsConcernedAndToOperators) {
  die_in_it(3);
  const auto answer = make_call(env, *api_, call_of("ann")).answer;
  const auto failure = vendor::to_failure(std::get<ports::VendorError>(answer));
  EXPECT_EQ(failure.code, "vendor-call-withheld");
  EXPECT_TRUE(failure.passing);
  EXPECT_FALSE(failure.remedy.empty());
}

}  // namespace
}  // namespace lockstep::actors
