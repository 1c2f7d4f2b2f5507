// JSON bodies of requests and their fields: no member is lost, what is kept is kept as it is when
// it is sent again, and no refusal repeats what was sent.
#include <algorithm>
#include <array>
#include <string>

#include "adapters/http/api/body.h"
#include "adapters/http/json_object.h"
#include "base/finite_json.h"
#include "events/codec.h"
#include "fuzz/input.h"
#include "fuzz/json.h"

namespace lockstep::fuzz {
namespace {

using boost::json::object;
using http::Fields;
using http::TextRule;

struct NamedRule {
  std::string_view name;
  const TextRule& rule;
};
const std::array<NamedRule, 7> kRules{{{"name", http::kNameRule},
                                       {"teamName", http::kTeamNameRule},
                                       {"school", http::kPlainTextRule},
                                       {"email", http::kEmailRule},
                                       {"username", http::kUsernameRule},
                                       {"bornOn", http::kDateRule},
                                       {"id", http::kIdRule}}};

/// What the fields of a body became.
struct Taken {
  bool good = false;
  object kept;
};

Taken take(const object& body) {
  Fields fields{body};
  Taken out;
  for (const auto& [name, rule] : kRules) {
    std::optional<std::optional<std::string>> change;
    fields.optional(name, change, rule);
    if (!change) continue;
    if (*change)
      out.kept[name] = **change;
    else
      out.kept[name] = nullptr;
  }
  std::optional<bool> consent;
  fields.flag("consent", consent);
  if (consent) out.kept["consent"] = *consent;
  std::optional<std::optional<events::Division>> division;
  fields.optional("division", division);
  if (division && !*division) out.kept["division"] = nullptr;
  if (division && *division) out.kept["division"] = events::enum_name(**division);
  const auto finished = fields.finish();
  out.good = finished.has_value();
  if (out.good) return out;
  for (const auto& problem : finished.error().errors) {
    const auto pointer = std::string_view(problem.pointer).substr(problem.pointer.empty() ? 0 : 1);
    const bool ours = pointer.empty() || pointer == "consent" || pointer == "division" ||
                      std::ranges::find(kRules, pointer, &NamedRule::name) != kRules.end();
    require(ours && !problem.detail.empty(), "a refusal that points to what is not ours");
    require(problem.detail.size() < 200, "a refusal that may repeat what was sent");
  }
  return out;
}

void check_fields(const object& body) {
  const auto taken = take(body);
  if (!taken.good) return;
  require(taken.kept.size() == body.size(), "a member was lost");
  for (const auto& [name, rule] : kRules) {
    const auto* kept = taken.kept.if_contains(name);
    if (kept == nullptr || !kept->is_string()) continue;
    const std::string_view text = kept->get_string();
    const auto length = base::length_of(text);
    require(base::is_utf8(text) && !base::has_hidden(text), "a text that is not clean was kept");
    require(length >= rule.min && length <= rule.max, "a text beyond its limits was kept");
    require(rule.well_formed == nullptr || rule.well_formed(text), "a malformed text was kept");
  }
  const auto again = take(taken.kept);
  require(again.good, "what was kept is refused when it is sent again");
  require(again.kept == taken.kept, "what was kept becomes something else when it is sent again");
}

void check_body(const object& body) {
  const auto text = boost::json::serialize(body);
  const auto again = http::parse_object(text);
  require(again.has_value(), "written again it is refused");
  if (!has_fraction(body)) require(again.value() == body, "written again it is another one");
  if (body.empty()) return;
  // The same member in front once more.
  const auto name = boost::json::serialize(boost::json::string(body.begin()->key()));
  const auto twice = http::parse_object("{" + name + ":[0,\"}\"]," + text.substr(1));
  require(!twice && twice.error().error.type == "json-duplicate-member",
          "a member that stands in it twice is taken");
}

void run(Input input) {
  const auto text = alone(input.rest());
  const auto body = http::parse_object(view(text));
  if (!body) {
    require(body.error().status == 400, "refused as something else");
    return;
  }
  if (!text.empty() && base::is_finite(body.value())) check_body(body.value());
  check_fields(body.value());
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
