#include "adapters/cli/disclosures.h"

#include <array>
#include <ostream>

#include "adapters/cli/csv.h"
#include "adapters/cli/terminal.h"
#include "events/codec.h"
#include "events/time.h"

namespace lockstep::cli {

namespace {

using usecases::Disclosure;

// Every field that a payload of the contract has.
constexpr std::array<std::string_view, 13> kPayloadFields{"syned_user_id",
                                                          "first_name",
                                                          "last_name",
                                                          "email",
                                                          "role",
                                                          "preferred_username",
                                                          "syned_school_id",
                                                          "syned_region_id",
                                                          "syned_coach_user_id",
                                                          "syned_team_id",
                                                          "team_name",
                                                          "affiliation",
                                                          "division"};

std::string payload_field(const Disclosure& disclosure, std::string_view name) {
  if (!disclosure.payload) return "";
  const auto* value = disclosure.payload->if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

std::string settled_at(const Disclosure& disclosure) {
  return disclosure.settled_at ? rfc3339(*disclosure.settled_at) : "";
}

std::string outcome_of(const Disclosure& disclosure) {
  std::string out{events::enum_name(disclosure.state)};
  return disclosure.failure ? out + ": " + disclosure.failure->code : out;
}

}  // namespace

void print_disclosures_csv(std::ostream& out, const std::vector<Disclosure>& all) {
  std::vector<std::string> header{"subject",      "call_id",    "call",           "position",
                                  "requested_at", "asked_by",   "correlation_id", "state",
                                  "sent",         "settled_at", "failure",        "erased"};
  header.insert(header.end(), kPayloadFields.begin(), kPayloadFields.end());
  out << csv_line(header);
  for (const auto& d : all) {
    std::vector<std::string> line{d.subject.text(),
                                  d.call_id.value,
                                  std::string(d.call),
                                  std::to_string(d.position.value),
                                  rfc3339(d.requested_at),
                                  d.asked_by.text(),
                                  d.correlation_id,
                                  std::string(events::enum_name(d.state)),
                                  std::string(events::enum_name(d.sent)),
                                  settled_at(d),
                                  d.failure ? d.failure->code : "",
                                  d.payload ? "no" : "yes"};
    for (const auto name : kPayloadFields) line.push_back(payload_field(d, name));
    out << csv_line(line);
  }
}

void print_disclosures_table(std::ostream& out, const Terminal& terminal,
                             const std::vector<Disclosure>& all) {
  Table table{
      {{"requested at"}, {"subject"}, {"call"}, {"asked by"}, {"outcome"}, {"sent"}, {"payload"}}};
  for (const auto& d : all)
    table.add({{rfc3339(d.requested_at)},
               {d.subject.text()},
               {std::string(d.call)},
               {d.asked_by.text()},
               {outcome_of(d), d.failure ? Colour::red : Colour::plain},
               {std::string(events::enum_name(d.sent))},
               {d.payload ? boost::json::serialize(*d.payload) : "erased"}});
  table.print(out, terminal);
}

}  // namespace lockstep::cli
