// What is on disk must stay readable, and must be written the same way, for ever: one example file
// per event type, never edited once it is released.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "events/any_event.h"
#include "events/codec.h"

namespace lockstep::events {
namespace {

namespace json = boost::json;

const std::filesystem::path kExamples = SOURCE_DIR "/tests/golden/events";

/// Whatever the white space: order of the members included.
std::string text_of(const json::object& object) {
  return json::serialize(object);
}

template <class E>
class GoldenEvents : public testing::Test {
 protected:
  void SetUp() override {
    const auto path = kExamples / (std::string(E::kType) + ".json");
    std::ifstream file(path);
    ASSERT_TRUE(file) << "write an example of the event, with every member set, to " << path;
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto example = json::parse(text).as_object();
    body_ = example.at("body").as_object();
    personal_ = example.at("personal").as_object();
  }

  Result<E> read() { return decode<E>(body_, personal_); }

  json::object body_;
  json::object personal_;
};

using Everything = boost::mp11::mp_rename<AllEvents, testing::Types>;
TYPED_TEST_SUITE(GoldenEvents, Everything);

TYPED_TEST(GoldenEvents, IsReadAndWrittenAgainExactly) {
  const auto event = this->read();
  ASSERT_TRUE(event) << event.error().detail;
  const auto again = encode(event.value());
  EXPECT_EQ(text_of(again.body), text_of(this->body_));
  EXPECT_EQ(text_of(again.personal), text_of(this->personal_));
}

TYPED_TEST(GoldenEvents, IsFoundByItsStoredName) {
  const auto event = decode_as<AllEvents>(TypeParam::kType, this->body_, this->personal_);
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_TRUE(std::holds_alternative<TypeParam>(event.value()));
  EXPECT_EQ(type_of(event.value()), TypeParam::kType);
}

TYPED_TEST(GoldenEvents, ExampleSetsEveryMember) {
  boost::mp11::mp_for_each<Fields<TypeParam>>([&](auto field) {
    const TypeParam event{};
    using Value = std::remove_cvref_t<decltype(event.*field.pointer)>;
    const auto* value = (kIsSealed<Value> ? this->personal_ : this->body_).if_contains(field.name);
    ASSERT_NE(value, nullptr) << field.name;
    EXPECT_FALSE(value->is_null()) << field.name;
  });
}

TYPED_TEST(GoldenEvents, IgnoresWhatALaterBuildAdded) {
  const auto before = this->read();
  this->body_["zz_future"] = {{"nested", {1, 2, 3}}};
  if (!this->personal_.empty()) this->personal_["zz_future"] = "x";
  const auto after = this->read();
  ASSERT_TRUE(before);
  ASSERT_TRUE(after) << after.error().detail;
  EXPECT_EQ(after.value(), before.value());
}

TYPED_TEST(GoldenEvents, LeavesAMissingOptionalEmptyAndRefusesAMissingFact) {
  const auto whole = this->body_;
  boost::mp11::mp_for_each<Fields<TypeParam>>([&](auto field) {
    const TypeParam empty{};
    using Value = std::remove_cvref_t<decltype(empty.*field.pointer)>;
    if constexpr (!kIsSealed<Value>) {
      this->body_ = whole;
      this->body_.erase(field.name);
      const auto event = this->read();
      if constexpr (kIsOptional<Value>) {
        ASSERT_TRUE(event) << field.name;
        EXPECT_FALSE((event.value().*field.pointer).has_value()) << field.name;
      } else {
        ASSERT_FALSE(event) << field.name;
        EXPECT_EQ(event.error().code, Errc::corrupt);
        EXPECT_NE(event.error().detail.find(field.name), std::string::npos);
      }
    }
  });
}

TYPED_TEST(GoldenEvents, RefusesAMemberOfTheWrongKind) {
  const auto whole = this->body_;
  for (const auto& member : whole) {
    this->body_ = whole;
    this->body_[member.key()] = json::object{{"wrong", 0.5}};
    const auto event = this->read();
    ASSERT_FALSE(event) << member.key();
    EXPECT_EQ(event.error().code, Errc::corrupt);
  }
}

TYPED_TEST(GoldenEvents, LosesOnlyItsPersonalPartWithItsSubjectsKey) {
  const auto erased = decode<TypeParam>(this->body_, {});
  ASSERT_TRUE(erased) << erased.error().detail;
  const auto again = encode(erased.value());
  EXPECT_EQ(text_of(again.body), text_of(this->body_));
  EXPECT_TRUE(again.personal.empty());
}

// A record of before a personal member was added has all of the others.
TYPED_TEST(GoldenEvents, LeavesAMissingPersonalMemberEmptyAlone) {
  const auto whole = this->personal_;
  for (const auto& member : whole) {
    this->personal_ = whole;
    this->personal_.erase(member.key());
    const auto event = this->read();
    ASSERT_TRUE(event) << member.key();
    EXPECT_EQ(encode(event.value()).personal, this->personal_) << member.key();
  }
}

TEST(GoldenExamples, AreOfEventsThatStillExist) {
  std::set<std::string> known;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, AllEvents>>(
      [&](auto tag) { known.insert(std::string(decltype(tag)::type::kType) + ".json"); });
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples))
    found.insert(entry.path().filename().string());
  EXPECT_EQ(found, known) << "an event that was ever stored is never renamed or removed";
}

}  // namespace
}  // namespace lockstep::events
