// Fold of score events into solves. A solve that is stored is never touched again, but for what
// could not be read of it.
#include "projections/scores/solves.h"

#include "projections/scores/solve_row.h"

namespace lockstep::projections {

namespace {

using Handled = Handles<events::ScoresOdlRecorded, events::ScoresFlashRecorded>;

}  // namespace

void Solves::apply(const ScoresRows& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handled>(event, [&](const auto& e) {
    if (e.new_solves.empty()) return;
    const auto user = rows.get(keyed<PlatformUserRow>(e.competitor_id));
    for (const auto& solve : e.new_solves) {
      auto row = solve_row(e.competitor_id, solve);
      const auto* stored = rows.find(row);
      if (stored != nullptr && !mends(solve, *stored)) continue;
      if (user) row.metactf_user_id = user->metactf_user_id;
      row.ingested_at = stored != nullptr ? stored->ingested_at : meta.recorded_at;
      row.position = meta.position;
      rows.put(std::move(row));
    }
  });
}

}  // namespace lockstep::projections
