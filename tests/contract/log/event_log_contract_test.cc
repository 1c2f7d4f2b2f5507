// What every implementation of EventLog promises, tested against all of them.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "tests/contract/log/log_fixture.h"

namespace lockstep::log::testing {

template <class Harness>
class EventLogContract : public ::testing::Test {
 protected:
  Harness harness_;
  EventLog& log() { return harness_.log(); }
};
using Implementations = ::testing::Types<MemoryHarness, RocksdbHarness>;
TYPED_TEST_SUITE(EventLogContract, Implementations);

TYPED_TEST(EventLogContract, a_new_log_is_empty_and_healthy) {
  EXPECT_EQ(this->log().head(), Head{});
  EXPECT_TRUE(must(this->log().read_all({}, {})).empty());
  EXPECT_TRUE(this->log().healthy());
  EXPECT_EQ(must(this->log().verify({})), Head{});
}

TYPED_TEST(EventLogContract, what_is_appended_is_read_back_whole) {
  auto wanted = request("a", 0, 2, R"({"name":"Ada"})");
  wanted.stream.id = std::string("an id with - and \0 in it", 24);
  EXPECT_EQ(must(append_one(this->log(), wanted)), (Appended{Version{2}, Position{2}, 2, false}));
  const auto events = must(this->log().read_stream(wanted.stream, {}, {}));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].position, Position{1});
  EXPECT_EQ(events[0].stream, wanted.stream);
  EXPECT_EQ(events[0].version, Version{1});
  EXPECT_EQ(events[0].type, "competitor.facts_recorded.v1");
  EXPECT_EQ(events[0].recorded_at, wanted.now);
  EXPECT_EQ(events[0].correlation_id, wanted.correlation_id);
  EXPECT_EQ(events[0].causation_id, wanted.command_id.value);
  EXPECT_EQ(events[0].who, wanted.who);
  EXPECT_EQ(events[0].body, R"({"number":1})");
  EXPECT_EQ(events[0].personal, R"({"name":"Ada"})");
  EXPECT_EQ(events[1].version, Version{2});
  EXPECT_EQ(events[1].personal, "");
  EXPECT_EQ(this->log().head(), (Head{Position{2}, events[1].hash}));
}

TYPED_TEST(EventLogContract, what_an_event_belongs_to_is_kept_when_it_was_told) {
  auto told = request("a", 0);
  told.trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  told.organisation = "north";
  must(append_one(this->log(), told));
  must(append_one(this->log(), request("a", 1)));
  const auto events = must(this->log().read_all({}, {}));
  EXPECT_EQ(events.at(0).trace, told.trace);
  EXPECT_EQ(events.at(0).organisation, "north");
  EXPECT_EQ(events.at(1).trace, "");
  EXPECT_EQ(events.at(1).organisation, "");
  auto too_long = request("a", 2);
  too_long.trace.assign(1025, 'x');
  EXPECT_EQ(append_one(this->log(), too_long).error().code, Errc::too_large);
  too_long.trace.swap(too_long.organisation);
  EXPECT_EQ(append_one(this->log(), too_long).error().code, Errc::too_large);
}

TYPED_TEST(EventLogContract, another_expected_version_is_stale_and_writes_nothing) {
  must(append_one(this->log(), request("a", 0)));
  for (const std::uint64_t expected : {0U, 2U}) {
    const auto refused = append_one(this->log(), request("a", expected));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::stale);
  }
  EXPECT_EQ(this->log().head().position, Position{1});
}

TYPED_TEST(EventLogContract, streams_with_similar_names_are_kept_apart) {
  for (const char* id : {"a", "aa", "a|1", "ab"}) must(append_one(this->log(), request(id, 0)));
  auto other = request("a", 0);
  other.stream.category = "coach";
  must(append_one(this->log(), other));
  EXPECT_EQ(must(this->log().read_stream(competitor("a"), {}, {})).size(), 1U);
  EXPECT_TRUE(must(this->log().read_stream(competitor(""), {}, {})).empty());
}

TYPED_TEST(EventLogContract, a_command_given_twice_is_answered_the_same_whatever_it_expects) {
  const auto first = request("a", 0, 2);
  const auto answer = must(append_one(this->log(), first));
  must(append_one(this->log(), request("a", 2)));
  auto again = first;
  again.expected = Version{77};
  const auto second = must(append_one(this->log(), again));
  EXPECT_TRUE(second.repeated);
  EXPECT_EQ(second.version, answer.version);
  EXPECT_EQ(second.position, answer.position);
  EXPECT_EQ(second.count, 2U);
  EXPECT_EQ(this->log().head().position, Position{3});
}

TYPED_TEST(EventLogContract, a_command_id_with_another_content_is_a_mismatch) {
  auto first = request("a", 0);
  first.fingerprint = "one";
  must(append_one(this->log(), first));
  auto other = first;
  other.fingerprint = "two";
  EXPECT_EQ(append_one(this->log(), other).error().code, Errc::mismatch);
  EXPECT_EQ(this->log().find_command(first.command_id, "two").error().code, Errc::mismatch);
  EXPECT_TRUE(must(this->log().find_command(first.command_id, "one"))->repeated);
  EXPECT_TRUE(must(this->log().find_command(first.command_id, ""))->repeated);
  EXPECT_FALSE(must(this->log().find_command(CommandId{"never given"}, "")));
}

TYPED_TEST(EventLogContract, a_command_that_changed_nothing_is_remembered_when_asked) {
  must(append_one(this->log(), request("a", 0)));
  auto nothing = request("a", 1, 0);
  nothing.remember = true;
  EXPECT_EQ(must(append_one(this->log(), nothing)), (Appended{Version{1}, Position{1}, 0, false}));
  must(append_one(this->log(), request("a", 1)));
  EXPECT_EQ(must(append_one(this->log(), nothing)), (Appended{Version{1}, Position{1}, 0, true}));
  EXPECT_EQ(this->log().head().position, Position{2});
  const auto forgotten = request("a", 2, 0);
  must(append_one(this->log(), forgotten));
  EXPECT_FALSE(must(this->log().find_command(forgotten.command_id, "")));
  must(this->log().verify({}));
}

TYPED_TEST(EventLogContract, requests_of_one_batch_see_each_other) {
  const auto first = request("a", 0, 2);
  const std::vector<AppendRequest> batch = {first, request("a", 2), request("a", 2), first,
                                            request("b", 0)};
  const auto answers = this->log().append(batch);
  ASSERT_EQ(answers.size(), 5U);
  EXPECT_EQ(answers[0].value(), (Appended{Version{2}, Position{2}, 2, false}));
  EXPECT_EQ(answers[1].value(), (Appended{Version{3}, Position{3}, 1, false}));
  EXPECT_EQ(answers[2].error().code, Errc::stale);
  EXPECT_EQ(answers[3].value(), (Appended{Version{2}, Position{2}, 2, true}));
  EXPECT_EQ(answers[4].value(), (Appended{Version{1}, Position{4}, 1, false}));
  must(this->log().verify({}));
}

TYPED_TEST(EventLogContract, of_two_streams_that_exclude_each_other_one_can_ever_begin) {
  const StreamId coach{"coach", "a"};
  auto competitor = request("a", 0);
  competitor.excludes = coach;
  auto other = request("a", 0);
  other.stream = coach;
  other.command_id = {"of the coach"};
  other.excludes = competitor.stream;
  const std::vector both{competitor, other};
  auto answers = this->log().append(both);
  EXPECT_TRUE(answers[0]);
  ASSERT_FALSE(answers[1]) << "in one batch";
  EXPECT_EQ(answers[1].error().type, "id-of-another-kind");
  other.command_id = {"later"};
  EXPECT_EQ(append_one(this->log(), other).error().code, Errc::conflict) << "and ever after";
  auto more = request("a", 1);
  more.excludes = coach;
  EXPECT_TRUE(append_one(this->log(), more)) << "what has begun goes on";
  EXPECT_EQ(this->log().head().position, Position{2});
}

TYPED_TEST(EventLogContract, positions_and_versions_have_no_gaps_and_the_chain_holds) {
  fill(this->log(), 250);
  const auto all = read_everything(this->log());
  ASSERT_EQ(all.size(), 250U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].position, Position{i + 1});
    EXPECT_EQ(all[i].version, Version{i / 10 + 1});
  }
  std::vector<Position> seen;
  const auto head = must(this->log().verify([&](Position at) {
    seen.push_back(at);
    return true;
  }));
  EXPECT_EQ(head, (Head{Position{250}, all.back().hash}));
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.back(), Position{250});
  EXPECT_EQ(this->log().verify([](Position) { return false; }).error().type, "verify-stopped");
}

TYPED_TEST(EventLogContract, reads_stop_at_their_limits_and_go_on_after_them) {
  must(append_one(this->log(), request("a", 0, 10)));
  const auto page = must(this->log().read_all(Position{3}, {4, 1U << 20U}));
  ASSERT_EQ(page.size(), 4U);
  EXPECT_EQ(page.front().position, Position{4});
  EXPECT_EQ(must(this->log().read_all({}, {100, 1})).size(), 1U) << "at least one event";
  EXPECT_LT(must(this->log().read_all({}, {100, 600})).size(), 10U);
  const auto rest = must(this->log().read_stream(competitor("a"), Version{7}, {2, 1U << 20U}));
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest.front().version, Version{8});
  EXPECT_EQ(must(this->log().read_stream(competitor("a"), {}, {100, 1})).size(), 1U);
  EXPECT_TRUE(must(this->log().read_stream(competitor("a"), Version{10}, {})).empty());
  EXPECT_TRUE(must(this->log().read_all(Position{10}, {})).empty());
}

TYPED_TEST(EventLogContract, an_event_that_is_too_large_is_refused_alone) {
  auto large = request("a", 0);
  large.events[0].body.assign(kMaxEventBytes + 1, 'x');
  const std::vector<AppendRequest> batch = {large, request("b", 0)};
  const auto answers = this->log().append(batch);
  EXPECT_EQ(answers[0].error().code, Errc::too_large);
  EXPECT_TRUE(answers[1]);
  auto whole = request("a", 0);
  whole.events[0].body.assign(kMaxEventBytes - 100, 'x');
  EXPECT_TRUE(append_one(this->log(), whole));
  EXPECT_EQ(must(this->log().read_stream(competitor("a"), {}, {})).at(0).body.size(),
            kMaxEventBytes - 100);
}

TYPED_TEST(EventLogContract, an_id_that_is_too_long_or_missing_is_refused) {
  EXPECT_EQ(append_one(this->log(), request(std::string(1025, 'x'), 0)).error().code,
            Errc::too_large);
  EXPECT_EQ(append_one(this->log(), request("", 0)).error().code, Errc::invalid);
  auto nameless = request("a", 0);
  nameless.command_id = {};
  EXPECT_EQ(append_one(this->log(), nameless).error().code, Errc::invalid);
}

TYPED_TEST(EventLogContract, waiting_ends_when_there_is_more_or_the_time_is_up) {
  EXPECT_FALSE(this->log().wait_for_more({}, std::chrono::milliseconds(1)));
  std::atomic<bool> more = false;
  std::thread reader(
      [&] { more = this->log().wait_for_more({}, std::chrono::milliseconds(10'000)); });
  must(append_one(this->log(), request("a", 0)));
  reader.join();
  EXPECT_TRUE(more);
  EXPECT_TRUE(this->log().wait_for_more({}, std::chrono::milliseconds(0)));
  EXPECT_FALSE(this->log().wait_for_more(Position{1}, std::chrono::milliseconds(1)));
}

TYPED_TEST(EventLogContract, a_snapshot_is_the_last_one_saved) {
  EXPECT_FALSE(must(this->log().load_snapshot(competitor("a"))));
  must(append_one(this->log(), request("a", 0, 2, R"({"name":"Ada"})")));
  must(this->log().save_snapshot(competitor("a"), {Version{1}, "state.v1", "{}", ""}));
  must(this->log().save_snapshot(competitor("a"),
                                 {Version{2}, "state.v2", R"({"x":1})", R"({"name":"Ada"})"}));
  const auto loaded = must(this->log().load_snapshot(competitor("a")));
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->version, Version{2});
  EXPECT_EQ(loaded->schema, "state.v2");
  EXPECT_EQ(loaded->body, R"({"x":1})");
  EXPECT_EQ(loaded->personal, R"({"name":"Ada"})");
  EXPECT_FALSE(must(this->log().load_snapshot(competitor("b"))));
}

TYPED_TEST(EventLogContract, an_erased_subject_reads_as_empty_and_the_chain_still_holds) {
  must(append_one(this->log(), request("a", 0, 1, R"({"name":"Ada"})")));
  must(append_one(this->log(), request("b", 0, 1, R"({"name":"Bob"})")));
  must(this->log().save_snapshot(competitor("a"), {Version{1}, "v1", "{}", R"({"name":"Ada"})"}));
  must(this->harness_.keys().erase("competitor-a"));
  must(this->harness_.keys().erase("competitor-a"));
  const auto all = read_everything(this->log());
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].personal, "");
  EXPECT_EQ(all[0].body, R"({"number":1})");
  EXPECT_EQ(all[1].personal, R"({"name":"Bob"})");
  EXPECT_EQ(must(this->log().load_snapshot(competitor("a")))->personal, "");
  EXPECT_EQ(must(this->log().verify({})).position, Position{2});
}

TYPED_TEST(EventLogContract, an_erased_subject_that_comes_back_gets_a_new_key) {
  must(append_one(this->log(), request("a", 0, 1, R"({"name":"Ada"})")));
  must(this->harness_.keys().erase("competitor-a"));
  must(this->log().save_snapshot(competitor("a"), {Version{1}, "v1", "{}", R"({"name":"Ada"})"}));
  EXPECT_EQ(must(this->log().load_snapshot(competitor("a")))->personal, "")
      << "a snapshot must not bring erased data back";
  must(append_one(this->log(), request("a", 1, 1, R"({"name":"Ada II"})")));
  const auto events = must(this->log().read_stream(competitor("a"), {}, {}));
  EXPECT_EQ(events.at(0).personal, "");
  EXPECT_EQ(events.at(1).personal, R"({"name":"Ada II"})");
  must(this->log().verify({}));
}

TYPED_TEST(EventLogContract, readers_on_other_threads_never_see_a_gap) {
  constexpr std::uint64_t kCount = 300;
  std::atomic<bool> good = true;
  std::thread reader([&] {
    Position seen;
    while (seen.value < kCount && this->log().wait_for_more(seen, std::chrono::seconds(20))) {
      const auto page = this->log().read_all(seen, {});
      if (!page || page.value().empty()) return good.store(false);
      for (const auto& event : page.value())
        if (event.position.value != ++seen.value) return good.store(false);
    }
    if (seen.value != kCount) good = false;
  });
  fill(this->log(), kCount);
  reader.join();
  EXPECT_TRUE(good);
}

}  // namespace lockstep::log::testing
