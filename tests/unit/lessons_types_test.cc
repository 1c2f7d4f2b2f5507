// What types and tables make impossible: invariants of docs/lessons.md that hold before anything
// runs.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <set>

#include <gtest/gtest.h>

#include "engine/domain/coach.h"
#include "engine/domain/competitor.h"
#include "engine/domain/team.h"
#include "engine/ports/logger.h"
#include "engine/ports/metactf_api.h"
#include "events/any_event.h"
#include "projections/rows.h"

namespace lockstep {
namespace {

using boost::mp11::mp_for_each;
using boost::mp11::mp_identity;
using boost::mp11::mp_list;
using boost::mp11::mp_transform;
using Names = std::vector<std::string>;

template <class A, class B>
concept Confusable = std::convertible_to<A, B> || std::constructible_from<B, A> ||
    std::assignable_from<B&, A> || requires(A a, B b) {
  a == b;
};

// The vendor's numeric id was stored as the link id for three days.
TEST(Lessons, IdsOfDifferentThingsAreDifferentTypes) {
  using Ids = mp_list<CoachId, CompetitorId, TeamId, CallId, CommandId, StreamId, MetactfUserId,
                      MetactfTeamId, Position, Version, Timestamp, VendorTime>;
  int pairs = 0;
  mp_for_each<mp_transform<mp_identity, Ids>>([&]<class A>(mp_identity<A>) {
    mp_for_each<mp_transform<mp_identity, Ids>>([&]<class B>(mp_identity<B>) {
      if constexpr (!std::same_as<A, B>) {
        static_assert(!Confusable<A, B>, "two kinds of id that can stand for each other");
        ++pairs;
      }
    });
  });
  EXPECT_EQ(pairs, 12 * 11);
  // The seam to the vendor: link ids are our texts, the vendor's are numbers, and neither becomes
  // the other.
  static_assert(!Confusable<decltype(ports::VendorUser::metactf_user_id), std::string>);
  static_assert(!Confusable<decltype(ports::VendorUser::metactf_user_id), CompetitorId>);
  static_assert(!Confusable<decltype(ports::VendorTeam::metactf_team_id)::value_type, TeamId>);
}

bool names_a_person(std::string_view member) {
  const auto has = [&](std::string_view part) { return member.find(part) != member.npos; };
  return has("email") || has("first_name") || has("last_name") || has("username");
}

template <class T>
void find_bare(const std::string& path, Names& out);

template <class T>
struct BareIn {
  static void find(const std::string& path, Names& out) {
    if constexpr (events::DescribedStruct<T>) find_bare<T>(path, out);
  }
};
template <class T>
struct BareIn<Sealed<T>> {  // Whatever is in here is encrypted and does not print.
  static void find(const std::string&, Names&) {}
};
template <class T>
struct BareIn<std::optional<T>> : BareIn<T> {};
template <class T>
struct BareIn<std::vector<T>> : BareIn<T> {};
template <class K, class T>
struct BareIn<std::map<K, T>> : BareIn<T> {};

/// The members that name a person and are not sealed.
template <class T>
void find_bare(const std::string& path, Names& out) {
  mp_for_each<events::Fields<T>>([&](auto field) {
    using Member = std::remove_cvref_t<decltype(std::declval<T&>().*field.pointer)>;
    const auto name = path + "." + field.name;
    constexpr bool kIsNumber = std::is_arithmetic_v<Member>;  // Which names nobody.
    if (names_a_person(field.name) && !kIsNumber && !events::kIsSealed<Member>) out.push_back(name);
    BareIn<Member>::find(name, out);
  });
}

template <class T>
concept Prints = requires(std::ostream& out, const T& value) {
  out << value;
};

// Names and e-mails went to the logs through error contexts.
TEST(Lessons, PersonalDataHasItsOwnTypesThatDoNotPrint) {
  Names bare;
  mp_for_each<mp_transform<mp_identity, events::AllEvents>>(
      [&]<class E>(mp_identity<E>) { find_bare<E>(std::string(E::kType), bare); });
  find_bare<domain::Coach::State>("coach.state", bare);
  find_bare<domain::Competitor::State>("competitor.state", bare);
  find_bare<domain::Team::State>("team.state", bare);
  EXPECT_EQ(bare, Names{});
  find_bare<events::CompetitorPerson>("person", bare);
  EXPECT_EQ(bare.size(), 5U) << "the search does not find what is there";
  using Secret = Sealed<std::string>;
  static_assert(Prints<std::string> && !Prints<Secret>);
  static_assert(!std::convertible_to<Secret, std::string>);
  static_assert(!std::constructible_from<ports::Field, std::string_view, Secret>);
  static_assert(!Prints<events::UserPayload> && !Prints<events::CompetitorPerson>);
  static_assert(!std::constructible_from<ports::Field, std::string_view, events::UserPayload>);
}

std::optional<projections::Column> column(std::string_view table, std::string_view name) {
  for (const auto& schema : projections::tables()) {
    if (schema.name != table) continue;
    const auto found = std::ranges::find(schema.columns, name, &projections::Column::name);
    if (found != schema.columns.end()) return *found;
  }
  return std::nullopt;
}

// A team was joined as if everybody had one: 4 % of the report cards were "not found".
TEST(Lessons, OptionalRelationsAreOptionalInTypes) {
  const std::pair<std::string_view, std::string_view> relations[] = {
      {"competitors", "team_id"},
      {"competitors", "remote_team_id"},
      {"competitors", "game_platform_id"},
      {"competitors", "metactf_user_id"},
      {"competitors", "metactf_user_status"},
      {"competitors", "syned_school_id"},
      {"competitors", "syned_region_id"},
      {"coaches", "metactf_user_id"},
      {"coaches", "metactf_user_status"},
      {"teams", "metactf_team_id"},
      {"teams", "game_platform_id"},
      {"game_platform_challenge_solves", "metactf_user_id"},
      {"game_platform_flash_ctf_events", "max_points_possible"},
      {"game_platform_sync_state", "odl_cursor"},
      {"game_platform_sync_state", "flash_cursor"},
      {"game_platform_stats", "challenges_completed"}};
  for (const auto& [table, name] : relations) {
    const auto found = column(table, name);
    ASSERT_TRUE(found) << table << "." << name;
    EXPECT_TRUE(found->nullable) << table << "." << name;
  }
  static_assert(
      std::same_as<decltype(ports::VendorAssignment::syned_team_id), std::optional<std::string>>);
  static_assert(std::same_as<decltype(domain::Competitor::State::team), std::optional<TeamId>>);
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The columns that a folder spells out in string literals of its own.
std::set<std::string> columns_spelled_in(const std::string& folder) {
  std::set<std::string> out;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(SOURCE_DIR) / folder)) {
    if (!file.is_regular_file()) continue;
    const auto text = text_of(file.path());
    EXPECT_FALSE(text.empty()) << file.path();
    for (const auto& table : projections::tables())
      for (const auto& column : table.columns) {
        const std::string name(column.name);
        if (name.find('_') != name.npos && text.find('"' + name + '"') != text.npos)
          out.insert(name);
      }
  }
  return out;
}

// A renamed column reached half of the code; writes failed for two days.
TEST(Lessons, NamesAreDefinedOnce) {
  // The dashboard's own column, which happens to have the name of ours.
  EXPECT_EQ(columns_spelled_in("adapters/postgres"), (std::set<std::string>{"team_id"}));
  EXPECT_EQ(columns_spelled_in("adapters/http"), std::set<std::string>{});
  EXPECT_EQ(columns_spelled_in("actors"), std::set<std::string>{});
  EXPECT_TRUE(column("team_memberships", "team_id"));
}

}  // namespace
}  // namespace lockstep
