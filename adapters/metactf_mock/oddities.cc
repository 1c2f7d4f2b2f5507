// See oddities.h.
#include "adapters/metactf_mock/oddities.h"

#include <algorithm>
#include <array>
#include <limits>
#include <random>
#include <string>
#include <string_view>

namespace lockstep::metactf_mock {

namespace {

using boost::json::object;
using boost::json::value;

class Oddness {
 public:
  explicit Oddness(const Oddities& odd) : odd_(odd), random_(odd.seed) {}

  void top(value& answer) {
    auto* body = answer.if_object();
    if (body == nullptr) return;
    for (auto& member : *body) part(member.key(), member.value());
    if (chance(odd_.members)) bend_one_of(*body, true);
  }

 private:
  bool chance(double rate) { return std::uniform_real_distribution<double>{0, 1}(random_) < rate; }
  std::size_t below(std::size_t end) { return random_() % end; }

  static bool is_id(std::string_view name) { return name.starts_with("syned_"); }
  static bool is_number_to_bend(std::string_view name) {
    return name.ends_with("_unix") || name.ends_with("_timestamp") || name.ends_with("_points") ||
           name == "points_earned";
  }

  void part(std::string_view name, value& found) {
    if (found.is_array()) {
      for (auto& row : found.get_array()) this->row(row);
    } else if (is_id(name) && found.is_string() && odd_.any_case_ids && chance(0.5)) {
      auto& text = found.get_string();
      std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      });
    } else if (found.is_int64() && is_number_to_bend(name) && chance(odd_.times)) {
      found = absurd(found.get_int64());
    }
  }

  void row(value& row) {
    if (!row.is_object()) return;  // Of a list of texts.
    for (auto& member : row.get_object()) part(member.key(), member.value());
    if (chance(odd_.members)) bend_one_of(row.get_object(), false);
    if (chance(odd_.rows)) row = bad_row(row.get_object());
  }

  value bad_row(object row) {
    switch (below(4)) {
      case 0:
        return nullptr;
      case 1:
        return "a row";
      case 2:
        return value(boost::json::array{});
      default:
        row.erase(row.contains("syned_user_id") ? "syned_user_id" : "challenge_id");
        row.erase("flash_ctf_name");
        return row;
    }
  }

  void bend_one_of(object& where, bool at_top) {
    std::vector<std::string> names;
    for (const auto& member : where)
      if (!at_top || !is_id(member.key())) names.emplace_back(member.key());
    if (names.empty()) return;
    const auto& name = names[below(names.size())];
    auto& found = where.at(name);
    switch (below(5)) {
      case 0:
        found = nullptr;
        break;
      case 1:
        where.erase(name);
        break;
      case 2:
        found = object{{"of", "another kind"}};
        break;
      case 3:
        // What is meant is plain.
        if (found.is_int64() && std::abs(found.get_int64()) < 1'000'000'000'000)
          found = static_cast<double>(found.get_int64());
        else
          found = 0.5;
        break;
      default:
        found = boost::json::array{1, "two"};
    }
  }

  std::int64_t absurd(std::int64_t right) {
    const std::array<std::int64_t, 7> odd{0,
                                          -600,
                                          right < 9'000'000'000'000 ? right * 1000 : right,
                                          std::int64_t{1} << 62,
                                          std::numeric_limits<std::int64_t>::max(),
                                          std::numeric_limits<std::int64_t>::min(),
                                          right < 9'000'000'000'000 ? right + 86'400 : right};
    return odd.at(below(odd.size()));
  }

  const Oddities& odd_;
  std::mt19937_64 random_;
};

}  // namespace

void make_odd(value& answer, const Oddities& odd) {
  if (odd.any()) Oddness{odd}.top(answer);
}

}  // namespace lockstep::metactf_mock
