// Generic filling of event structs.
#include "tests/support/random_events.h"

#include <array>
#include <limits>
#include <type_traits>

#include <boost/mp11.hpp>

namespace lockstep::testing_support {

namespace {

constexpr std::array<std::string_view, 12> kNasty{
    "plain",    "",          "O'Brien \"x\" \\ \\\\",     "{a,b}",    "NULL",
    "null",     "Émile 😀 ß", std::string_view("a\0b", 3), "\xFF\xC0", "tab\tnew\nline",
    "%_like_%", "日本語"};

template <class E>
StreamId stream_of(const E& e) {
  constexpr auto kCategory = events::kCategoryOf<E>;
  const std::string category{kCategory};
  if constexpr (kCategory == "coach")
    return {category, e.coach_id.value};
  else if constexpr (kCategory == "team")
    return {category, e.team_id.value};
  else if constexpr (kCategory == events::kPlatformCategory)
    return {category, std::string(events::kReconciliationId)};
  else
    return {category, e.competitor_id.value};
}

}  // namespace

std::string RandomEvents::nasty_text() {
  return std::string(kNasty.at(below(kNasty.size())));
}

std::int64_t RandomEvents::integer() {
  switch (below(8)) {
    case 0:
      return 0;
    case 1:
      return std::numeric_limits<std::int32_t>::max();
    case 2:
      return -1;
    default:
      return static_cast<std::int64_t>(below(1000));
  }
}

boost::json::value RandomEvents::json(int depth) {
  switch (below(depth > 0 ? 8 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return boost::json::string(nasty_text());
    case 2:
      return integer();
    case 3:
      return static_cast<double>(below(1'000'000'007)) / 997.0;
    case 4:
      return 1e22 * static_cast<double>(below(5));
    case 5:
      return boost::json::array{json(depth - 1), json(depth - 1)};
    default:
      return boost::json::object{{"z", json(depth - 1)}, {"a b", json(depth - 1)}};
  }
}

template <class T>
void RandomEvents::fill(T& out) {
  if constexpr (std::is_enum_v<T>) {
    std::vector<T> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto enumerator) { all.push_back(enumerator.value); });
    out = all[below(all.size())];
  } else {
    boost::mp11::mp_for_each<events::Fields<T>>([&](auto field) { fill(out.*field.pointer); });
  }
}

template <class T>
void RandomEvents::fill(std::optional<T>& out) {
  out.reset();
  if (below(3) != 0) fill(out.emplace());
}

template <class T>
void RandomEvents::fill(std::vector<T>& out) {
  out.resize(below(4));
  for (auto& item : out) fill(item);
  if (out.size() > 1 && below(4) == 0) out.back() = out.front();  // The same one twice.
}

template <class T>
void RandomEvents::fill(Sealed<T>& out) {
  out = Sealed<T>{};
  if (below(8) == 0) return;  // Erased.
  T inner{};
  fill(inner);
  out = Sealed<T>{std::move(inner)};
}

template <class Tag>
void RandomEvents::fill(Id<Tag>& out) {
  out.value = "id-" + std::to_string(below(5));
}

template <class Tag, class Int>
void RandomEvents::fill(Number<Tag, Int>& out) {
  using Strong = Number<Tag, Int>;
  out.value = static_cast<Int>(below(1000));
  if constexpr (std::is_same_v<Strong, Timestamp>)
    out.value = 1'700'000'000'123 + static_cast<Int>(below(100'000'000'000));
  if constexpr (std::is_same_v<Strong, VendorTime>) {
    // The vendor may send anything: milliseconds for seconds, the beginning of time, the end.
    constexpr std::array<std::int64_t, 6> kOdd{0,
                                               -1,
                                               1'700'000'000'000,
                                               -99'999'999'999'999,
                                               std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int64_t>::min()};
    out.value = below(6) == 0 ? kOdd.at(below(kOdd.size()))
                              : 1'700'000'000 + static_cast<std::int64_t>(below(100'000'000));
  }
}

void RandomEvents::fill(std::map<std::string, std::int64_t>& out) {
  out.clear();
  for (auto left = below(4); left > 0; --left) fill(out["topic" + std::to_string(below(9))]);
}

PlacedEvent RandomEvents::next() {
  PlacedEvent out;
  boost::mp11::mp_with_index<std::variant_size_v<events::AllEvents>>(
      below(std::variant_size_v<events::AllEvents>), [&](auto index) {
        std::variant_alternative_t<decltype(index)::value, events::AllEvents> event{};
        fill(event);
        out.stored.stream = stream_of(event);
        out.stored.type = decltype(event)::kType;
        out.event = std::move(event);
      });
  out.stored.position = Position{++position_};
  out.stored.version = Version{++versions_[out.stored.stream]};
  out.stored.recorded_at =
      Timestamp{1'700'000'000'000 + static_cast<std::int64_t>(position_) * 7 + integer()};
  for (auto& byte : out.stored.hash) byte = static_cast<std::uint8_t>(random_());
  return out;
}

std::vector<PlacedEvent> RandomEvents::take(std::size_t count) {
  std::vector<PlacedEvent> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.push_back(next());
  return out;
}

}  // namespace lockstep::testing_support
