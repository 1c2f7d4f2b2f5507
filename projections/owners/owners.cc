#include "projections/owners/owners.h"

#include "projections/group_info.h"

namespace lockstep::projections {

void Owners::apply(const OwnersRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Inputs>(event, [&](const auto& e) {
    auto row = keyed<OwnerRow>(meta.stream.text());
    if (const auto before = rows.get(row); before && before->coach_id == e.coach_id) return;
    row.coach_id = e.coach_id;
    row.since = meta.position;
    rows.put(std::move(row));
  });
}

template GroupInfo info_of<Owners>();

}  // namespace lockstep::projections
