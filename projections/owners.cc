#include "projections/owners.h"

namespace lockstep::projections {

namespace {

using Handled = Handles<events::CompetitorFactsRecorded, events::TeamFactsRecorded>;

}  // namespace

void Owners::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handled>(event, [&](const auto& e) {
    auto row = keyed<OwnerRow>(meta.stream.text());
    if (const auto before = rows.get(row); before && before->coach_id == e.coach_id) return;
    row.coach_id = e.coach_id;
    row.since = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
