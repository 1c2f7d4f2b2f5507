// One odd member costs itself alone: answers bent by the dice, and what stands in the way of bytes.
#include <random>

#include "adapters/metactf/answers.h"
#include "adapters/metactf/raw_text.h"
#include "engine/vendor/calls.h"
#include "events/any_event.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::serialize;
using boost::json::value;

constexpr int kRows = 10;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t end) { return random_() % end; }

  value odd_value() {
    switch (below(12)) {
      case 0:
        return nullptr;
      case 1:
        return true;
      case 2:
        return -1;
      case 3:
        return 0;
      case 4:
        return std::int64_t{1} << 62;
      case 5:
        return std::numeric_limits<std::int64_t>::max();
      case 6:
        return std::numeric_limits<std::uint64_t>::max();
      case 7:
        return 100.0;
      case 8:
        return 0.5;
      case 9:
        return "a text";
      case 10:
        return array{1, nullptr, "x"};
      default:
        return object{{"of", object{{"another", "kind"}}}};
    }
  }
  /// One member of it, at any depth, is taken away or becomes another thing. Its name.
  std::string bend(object& row) {
    auto at = row.begin() + static_cast<std::ptrdiff_t>(below(row.size()));
    const std::string name(at->key());
    if (below(4) == 0)
      row.erase(at);
    else
      at->value() = odd_value();
    return name;
  }

 private:
  std::mt19937_64 random_;
};

object solve(int i) {
  return {{"challenge_solve_id", 500 + i},
          {"challenge_id", 100 + i},
          {"challenge_title", "Caesar " + std::to_string(i)},
          {"challenge_points", 100},
          {"challenge_category", "crypto"},
          {"timestamp_unix", 1'790'000'000 + i},
          {"challenge_retired", false},
          {"nist_nice_work_roles", array{"DD-WRL-003"}}};
}
array solves() {
  array out;
  for (int i = 0; i < kRows; ++i) out.push_back(solve(i));
  return out;
}
object odl() {
  return {{"syned_user_id", "ada"},       {"metactf_user_id", 7},
          {"total_challenges_solved", 9}, {"total_points", 900},
          {"category_points", object{}},  {"last_accessed_unix_timestamp", 0},
          {"challenge_solves", solves()}};
}
object session(int i) {
  return {{"flash_ctf_name", "Flash " + std::to_string(i)},
          {"flash_ctf_time_start_unix", 1'790'000'000},
          {"challenges_solved", 1},
          {"challenge_solves", array{solve(i)}},
          {"points_earned", 100},
          {"max_points_possible", 900},
          {"rank", 3}};
}

/// What is taken is written into the log and read from there.
template <class Event>
void expect_storable(const Event& event) {
  const auto encoded = events::encode(event);
  events::StoredEvent stored;
  stored.type = Event::kType;
  stored.body = serialize(encoded.body);
  const auto again = events::decode(stored);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(std::get<Event>(again.value()), event);
}

template <class Rows>
bool has_all_but(const Rows& rows, std::size_t bent, const std::function<int(std::size_t)>& id_at) {
  std::set<std::int64_t> found;
  for (const auto& row : rows) found.insert(row.challenge_solve_id);
  for (std::size_t i = 0; i < kRows; ++i)
    if (i != bent && !found.contains(id_at(i))) return false;
  return true;
}

TEST(OddAnswers, OneOddMemberOfASolveCostsNoneOfTheOthers) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Dice dice{seed};
    auto answer = odl();
    const auto bent = dice.below(kRows);
    const auto name = dice.bend(answer.at("challenge_solves").at(bent).as_object());
    const auto scores = metactf::read_odl_scores(serialize(answer));
    ASSERT_TRUE(scores) << "seed " << seed << ": " << scores.error().text;
    const auto& got = scores.value();
    ASSERT_TRUE(
        has_all_but(got.solves, bent, [](std::size_t i) { return 500 + static_cast<int>(i); }))
        << "seed " << seed << ", " << name;
    ASSERT_EQ(static_cast<std::int64_t>(got.solves.size()) + got.set_aside.count, kRows)
        << "neither stored nor set aside, seed " << seed;
    for (const auto& part : got.set_aside.parts) {
      EXPECT_EQ(part.raw, answer.at("challenge_solves").at(bent)) << "kept as it came";
      EXPECT_EQ(part.place, "challenge_solves[" + std::to_string(bent) + "]");
    }
    events::ScoresOdlRecorded event;
    event.new_solves = got.solves;
    event.set_aside = got.set_aside;
    expect_storable(event);
  }
}

TEST(OddAnswers, OneOddMemberOfASessionCostsNoneOfTheOthers) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Dice dice{seed};
    array sessions;
    for (int i = 0; i < kRows; ++i) sessions.push_back(session(i));
    const auto bent = dice.below(kRows);
    if (seed % 5 == 0)
      sessions[bent] = dice.odd_value();
    else
      dice.bend(sessions[bent].as_object());
    const object answer{{"syned_user_id", "ada"}, {"flash_ctfs", sessions}};
    const auto progress = metactf::read_flash_progress(serialize(answer));
    ASSERT_TRUE(progress) << "seed " << seed;
    const auto& got = progress.value();
    EXPECT_GE(got.events.size(), kRows - 1U);
    EXPECT_TRUE(
        has_all_but(got.solves, bent, [](std::size_t i) { return 500 + static_cast<int>(i); }))
        << "seed " << seed;
    events::ScoresFlashRecorded event;
    event.changed_events = got.events;
    event.new_solves = got.solves;
    event.set_aside = got.set_aside;
    expect_storable(event);
  }
}

TEST(OddAnswers, OneOddRowOfAListCostsNoneOfTheOthersAndProvesNoAbsence) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Dice dice{seed};
    array rows;
    for (int i = 0; i < kRows; ++i)
      rows.push_back(
          object{{"syned_user_id", "kid-" + std::to_string(i)}, {"syned_team_id", "team"}});
    const auto bent = dice.below(kRows);
    if (seed % 3 == 0)
      rows[bent] = dice.odd_value();
    else
      dice.bend(rows[bent].as_object());
    const auto list =
        metactf::read_assignments(serialize(object{{"assignments", rows}, {"total_count", kRows}}));
    ASSERT_TRUE(list) << "seed " << seed;
    std::map<std::string, std::optional<std::string>> found;
    for (const auto& row : list.value().assignments) found[row.syned_user_id] = row.syned_team_id;
    for (std::size_t i = 0; i < kRows; ++i)
      if (i != bent) {
        EXPECT_EQ(found["kid-" + std::to_string(i)], "team") << "seed " << seed;
      }
    EXPECT_TRUE(list.value().is_complete());
    EXPECT_EQ(list.value().is_whole(), list.value().assignments.size() == kRows);
  }
}

TEST(OddAnswers, OneOddMemberOfAUserIsNoOtherAndTheAnswerIsKept) {
  const object good{{"metactf_user_id", 7},
                    {"metactf_username", "ada.q"},
                    {"syned_user_id", "ada"},
                    {"metactf_user_status", "approved"},
                    {"last_login_unix_timestamp", 5}};
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Dice dice{seed};
    auto answer = good;
    const auto name = dice.bend(answer);
    const auto user = metactf::read_user(serialize(answer));
    if (name == "syned_user_id") continue;
    ASSERT_TRUE(user) << "seed " << seed;
    if (name != "metactf_username") {
      EXPECT_EQ(user.value().metactf_username, "ada.q");
    }
    if (name != "metactf_user_status") {
      EXPECT_EQ(user.value().metactf_user_status, "approved");
    }
    if (name != "last_login_unix_timestamp") {
      EXPECT_EQ(user.value().last_login_at, VendorTime{5});
    }
    if (user.value().odd) {
      EXPECT_EQ(user.value().raw, value(answer)) << "seed " << seed;
    }
  }
}

TEST(OddAnswers, OfPointsByCategoryOneNullCostsItselfAlone) {
  auto answer = odl();
  answer["category_points"] = object{{"crypto", 900}, {"web", nullptr}, {"osint", 5.0}};
  const auto scores = metactf::read_odl_scores(serialize(answer)).value();
  EXPECT_EQ(scores.totals.category_points,
            (std::map<std::string, std::int64_t>{{"crypto", 900}, {"osint", 5}}));
  EXPECT_EQ(scores.totals.odd, (events::OddMembers{{"category_points"}}));
  ASSERT_EQ(scores.set_aside.parts.size(), 1U);
  EXPECT_EQ(scores.set_aside.parts[0].raw, answer["category_points"]);
  EXPECT_EQ(scores.solves.size(), kRows + 0U);
}

TEST(OddAnswers, WhatIsSetAsideIsBounded) {
  auto answer = odl();
  auto& rows = answer.at("challenge_solves").as_array();
  for (int i = 0; i < 5'000; ++i) rows.push_back(object{{"text", std::string(1'000, 'x')}});
  rows.push_back(object{{"large", std::string(1U << 20U, 'x')}});
  rows.push_back(solve(3));
  rows.back().as_object()["challenge_title"] = std::string(1U << 20U, 'x');
  const auto scores = metactf::read_odl_scores(serialize(answer)).value();
  EXPECT_EQ(scores.solves.size(), kRows + 0U);
  EXPECT_EQ(scores.set_aside.count, 5'002);
  EXPECT_EQ(scores.set_aside.parts.size(), 100U);
  EXPECT_EQ(scores.set_aside.parts[0].why, "challenge_solve_id is missing");
  EXPECT_LT(serialize(events::to_json(scores.set_aside)).size(), 300'000U);
}

TEST(OddAnswers, AByteOrderMarkIsNoPartOfThem) {
  const std::string mark = "\xEF\xBB\xBF";
  EXPECT_EQ(metactf::read_odl_scores(mark + serialize(odl())).value().solves.size(), kRows + 0U);
  EXPECT_TRUE(metactf::read_anything(mark + "{}"));
  RawServer server{[&](const std::string& request, const Send& send) {
    const bool index = request.find("syned_user_id") == std::string::npos;
    send(http_answer(index ? 200 : 404, mark + (index ? "{}" : R"({"detail":"User not found"})")));
  }};
  EXPECT_EQ(client_for(server.base_url())->get_user("u").error().code,
            ports::VendorErrc::not_found);
}

TEST(OddAnswers, OneCharacterThatIsNoneCostsItselfAlone) {
  for (const std::string odd : {"Caf\xE9", R"(half \ud83d)", R"(half \ude00)", "a\x80z"}) {
    auto text = serialize(odl());
    text.replace(text.find("Caesar 4"), 8, odd);
    const auto scores = metactf::read_odl_scores(text);
    ASSERT_TRUE(scores) << odd;
    EXPECT_EQ(scores.value().solves.size(), kRows + 0U);
    EXPECT_NE(scores.value().solves[4].challenge_title.find("\uFFFD"), std::string::npos);
    EXPECT_EQ(scores.value().solves[5].challenge_title, "Caesar 5");
  }
  auto text = serialize(odl());
  text.replace(text.find("Caesar 4"), 8, R"(\ud83d\ude00 \\ud83d)");
  EXPECT_EQ(metactf::read_odl_scores(text).value().solves[4].challenge_title, "\U0001F600 \\ud83d");
}

TEST(OddAnswers, DeepNestingOfOneSolveCostsNobodyAndIsKeptAsText) {
  auto text = serialize(odl());
  const auto deep = std::string(40, '[') + "1" + std::string(40, ']');
  text.insert(text.find("\"challenge_id\":104"), "\"deep\":" + deep + ",");
  const auto scores = metactf::read_odl_scores(text).value();
  ASSERT_EQ(scores.solves.size(), kRows + 0U);
  EXPECT_TRUE(scores.solves[4].raw.is_null());
  EXPECT_NE(scores.solves[4].raw_text.value_or("").find(deep), std::string::npos);
  events::ScoresOdlRecorded event;
  event.new_solves = scores.solves;
  expect_storable(event);
}

TEST(OddAnswers, NumbersOfThirtyDigitsAreKeptAsTheyCame) {
  for (const auto* number : {"123456789012345678901234567890", "0.1234567890123456789",
                             "-98765432109876543210", "1.000000000000000000001", "1e400", "-0"}) {
    auto text = serialize(odl());
    text.insert(text.find("\"challenge_id\":104"), "\"new\":" + std::string(number) + ",");
    const auto scores = metactf::read_odl_scores(text).value();
    ASSERT_EQ(scores.solves.size(), kRows + 0U);
    EXPECT_NE(scores.solves[4].raw_text.value_or("").find(":" + std::string(number) + ","),
              std::string::npos)
        << number;
    EXPECT_FALSE(scores.solves[3].raw_text);
    auto flash = serialize(object{{"syned_user_id", "ada"}, {"flash_ctfs", array{session(1)}}});
    flash.insert(flash.find("\"rank\""), "\"new\":" + std::string(number) + ",");
    const auto event = metactf::read_flash_progress(flash).value().events.at(0);
    EXPECT_NE(event.raw_text.value_or("").find(number), std::string::npos);
    EXPECT_EQ(event.raw_text.value_or("").find("challenge_solves"), std::string::npos);
  }
}

TEST(RawText, KnowsWhichNumbersOurParserKeeps) {
  for (const auto* same : {"0", "-1", "9223372036854775807", "-9223372036854775808",
                           "18446744073709551615", "0.5", "1.50", "100.0", "1e3", "[\"1e999\",2]"})
    EXPECT_TRUE(metactf::keeps_its_numbers(same)) << same;
  for (const auto* other : {"18446744073709551616", "1e999", "-0", "0.12345678901234567",
                            R"({"a":[1,{"b":123456789012345678901}]})", "1e99999999999999999999"})
    EXPECT_FALSE(metactf::keeps_its_numbers(other)) << other;
}

TEST(RawText, FindsMembersAndItemsByTheirText) {
  const std::string_view text = R"( { "a" : [1, "]\"", {"x":[]}] , "b\u0062":2, "a": [ 3 ] } )";
  EXPECT_EQ(metactf::member_text(text, "a"), "[ 3 ]");
  EXPECT_EQ(metactf::member_text(text, "bb"), "2");
  EXPECT_EQ(metactf::member_text(text, "x"), std::nullopt);
  EXPECT_EQ(metactf::without_member(text, "a"), R"({"b\u0062":2})");
  EXPECT_EQ(metactf::item_texts(R"([1, "]\"", {"x":[]}])"),
            (std::vector<std::string_view>{"1", R"("]\"")", R"({"x":[]})"}));
  EXPECT_TRUE(metactf::item_texts(" [ ] ").empty());
  for (const auto* broken : {"", "{", "[", "{\"a", "{\"a\"", "[1,", "\"\\", "{\"a\":["}) {
    (void)metactf::member_text(broken, "a");
    (void)metactf::item_texts(broken);
    (void)metactf::without_member(broken, "a");
    (void)metactf::keeps_its_numbers(broken);
  }
}

TEST(OddAnswers, ScoresSayWhatTheVendorsClockSaid) {
  std::string date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
  RawServer server{[&](const std::string&, const Send& send) {
    const auto body = serialize(odl());
    send("HTTP/1.1 200 OK\r\n" + date + "Content-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body);
  }};
  const auto client = client_for(server.base_url());
  EXPECT_EQ(client->get_odl_scores("ada", {}).value().answered_at, VendorTime{784'111'777});
  date = "";
  EXPECT_EQ(client->get_odl_scores("ada", {}).value().answered_at, std::nullopt);
  date = "Date: once upon a time\r\n";
  EXPECT_EQ(client->get_odl_scores("ada", {}).value().answered_at, std::nullopt);
}

}  // namespace
}  // namespace lockstep::metactf_test
