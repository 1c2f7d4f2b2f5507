// See answers.h. Scores: a row that nothing can be made of is set aside alone.
#include <algorithm>
#include <iterator>
#include <utility>

#include "adapters/metactf/answers.h"
#include "adapters/metactf/document.h"
#include "adapters/metactf/raw_text.h"
#include "base/uuid.h"

namespace lockstep::metactf {

namespace {

using boost::json::array;
using boost::json::value;

constexpr std::size_t kMaxParts = 100;
constexpr std::size_t kMaxPartBytes = 256U << 10U;  ///< Kept of all parts together.

/// What could not be taken of an answer.
class Aside {
 public:
  void add(std::string place, std::string why, Kept kept, std::size_t bytes) {
    ++found_.count;
    if (found_.parts.size() == kMaxParts) return;
    bytes_ += bytes;
    if (bytes_ > kMaxPartBytes) kept = {};
    found_.parts.push_back(
        {std::move(place), std::move(why), std::move(kept.raw), std::move(kept.text)});
  }
  /// Members of the answer itself.
  void add(const ObjectReader& in, std::string_view text) {
    for (const auto& odd : in.odd()) {
      const auto* found = in.object().if_contains(odd.name);
      const auto own = found == nullptr ? std::nullopt : member_text(text, odd.name);
      Kept kept;
      if (own) kept = keep(*found, *own);
      add(odd.name, odd.why, std::move(kept), own ? own->size() : 0);
    }
  }
  events::SetAside take() { return std::move(found_); }

 private:
  events::SetAside found_;
  std::size_t bytes_ = 0;
};

/// The texts of the list's items, one for each.
std::vector<std::string> texts_of(const array& items, std::string_view object,
                                  std::string_view name) {
  const auto list = member_text(object, name);
  std::vector<std::string> out;
  if (list)
    for (const auto& text : item_texts(*list)) out.emplace_back(text);
  if (out.size() == items.size()) return out;
  out.clear();
  for (const auto& item : items) out.push_back(boost::json::serialize(item));
  return out;
}

std::string place(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

events::Solve to_solve(ObjectReader& in) {
  events::Solve out;
  out.challenge_solve_id = in.integer("challenge_solve_id");
  out.challenge_id = in.integer("challenge_id");
  out.solved_at = VendorTime{in.integer("timestamp_unix")};
  out.challenge_title = in.wanted_text("challenge_title");
  out.challenge_points = in.wanted_integer("challenge_points");
  out.challenge_category = in.wanted_text("challenge_category");
  // These two live on in `raw` alone, but the contract promises them.
  in.wanted_boolean("challenge_retired");
  in.wanted_texts("nist_nice_work_roles");
  out.odd = in.odd_names();
  return out;
}

/// The solves of one list, and what of it is no solve.
struct Solves {
  events::Feed feed{};
  std::string event_id;
  Aside& aside;
  std::vector<events::Solve> items = {};
  std::int64_t unknown_fields = 0;

  void add(const value& row, std::string_view text, std::string where) {
    std::string problem;
    ObjectReader in{row, problem};
    auto solve = to_solve(in);
    auto kept = keep(row, text);
    if (kept.too_large && problem.empty()) problem = "it is too large";
    if (!problem.empty()) {
      const auto bytes = kept.too_large ? 0 : text.size();
      return aside.add(std::move(where), std::move(problem), std::move(kept), bytes);
    }
    solve.source = feed;
    solve.event_id = event_id;
    solve.raw = std::move(kept.raw);
    solve.raw_text = std::move(kept.text);
    unknown_fields += in.unknown_fields();
    items.push_back(std::move(solve));
  }
  void add_all(const array& rows, std::string_view object, const std::string& prefix) {
    constexpr std::string_view kList = "challenge_solves";
    const auto texts = texts_of(rows, object, kList);
    for (std::size_t i = 0; i < rows.size(); ++i) add(rows[i], texts[i], prefix + place(kList, i));
  }
};

events::FlashEvent to_event(ObjectReader& in) {
  events::FlashEvent out;
  out.name = in.text("flash_ctf_name");
  out.started_at = VendorTime{in.integer("flash_ctf_time_start_unix")};
  out.event_id = events::flash_event_id(out.name, out.started_at);
  out.challenges_solved = in.wanted_integer("challenges_solved");
  out.points_earned = in.wanted_integer("points_earned");
  out.max_points_possible = in.optional_integer("max_points_possible");
  out.rank = in.wanted_integer("rank");
  return out;
}

void add_event(ports::FlashProgress& out, Aside& aside, const value& row, std::string_view text,
               const std::string& where) {
  std::string problem;
  ObjectReader in{row, problem};
  auto event = to_event(in);
  const auto& solves = in.wanted_array("challenge_solves");
  event.odd = in.odd_names();
  auto without = in.object();
  without.erase("challenge_solves");
  const auto own_text = without_member(text, "challenge_solves");
  auto kept = problem.empty() ? keep(without, own_text) : keep(row, text);
  if (kept.too_large && problem.empty()) problem = "it is too large";
  if (!problem.empty()) {
    const auto bytes = kept.too_large ? 0 : text.size();
    return aside.add(where, std::move(problem), std::move(kept), bytes);
  }
  event.raw = std::move(kept.raw);
  event.raw_text = std::move(kept.text);
  Solves taken{events::Feed::flash_ctf, event.event_id, aside};
  taken.add_all(solves, text, where + ".");
  out.unknown_fields += in.unknown_fields() + taken.unknown_fields;
  out.events.push_back(std::move(event));
  std::ranges::move(taken.items, std::back_inserter(out.solves));
}

events::Totals totals_in(ObjectReader& in) {
  events::Totals out;
  const auto before = in.odd().size();
  out.challenges_solved = in.wanted_integer(events::kTotalSolved);
  out.points = in.wanted_integer(events::kTotalPoints);
  out.category_points = in.wanted_integers(events::kCategoryPoints);
  for (auto i = before; i < in.odd().size(); ++i) {
    if (!out.odd) out.odd.emplace();
    out.odd->push_back(in.odd()[i].name);
  }
  return out;
}

}  // namespace

Parsed<ports::OdlScores> read_odl_scores(const std::string& body) {
  return read_document(body, [](const JsonBody& document, std::string& problem) {
    ObjectReader in{document.value, problem};
    ports::OdlScores out;
    if (auto id = in.text_or_problem("syned_user_id"))
      out.syned_user_id = base::with_normal_uuid(*std::move(id));
    out.metactf_user_id = MetactfUserId{in.wanted_integer("metactf_user_id")};
    out.totals = totals_in(in);
    out.last_accessed_at = VendorTime{in.wanted_integer("last_accessed_unix_timestamp")};
    const auto& rows = in.wanted_array("challenge_solves");
    Aside aside;
    aside.add(in, document.text);
    Solves solves{events::Feed::odl, "", aside};
    solves.add_all(rows, document.text, "");
    out.unknown_fields = in.unknown_fields() + solves.unknown_fields;
    out.solves = std::move(solves.items);
    out.set_aside = aside.take();
    return out;
  });
}

Parsed<ports::FlashProgress> read_flash_progress(const std::string& body) {
  return read_document(body, [](const JsonBody& document, std::string& problem) {
    constexpr std::string_view kList = "flash_ctfs";
    ObjectReader in{document.value, problem};
    ports::FlashProgress out;
    out.syned_user_id = id_in(in, "syned_user_id");
    const auto& rows = in.wanted_array(kList);
    Aside aside;
    aside.add(in, document.text);
    const auto texts = texts_of(rows, document.text, kList);
    for (std::size_t i = 0; i < rows.size(); ++i)
      add_event(out, aside, rows[i], texts[i], place(kList, i));
    out.unknown_fields += in.unknown_fields();
    out.set_aside = aside.take();
    return out;
  });
}

}  // namespace lockstep::metactf
