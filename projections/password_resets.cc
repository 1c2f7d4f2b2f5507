// Fold of requests for password resets and their outcomes into one row per competitor.
#include "projections/password_resets.h"

#include "projections/call_error.h"

namespace lockstep::projections {

namespace {

void change(PasswordResetRow& row, const events::CompetitorPasswordResetRequested& /*e*/) {
  row.state = "open";
  clear_call_error(row);
}
void change(PasswordResetRow& row, const events::CompetitorPasswordResetSent& /*e*/) {
  row.state = "sent";
}
void change(PasswordResetRow& row, const events::CompetitorPasswordResetFailed& e) {
  row.state = "failed";
  set_call_error(row, e.failure);
}

}  // namespace

void PasswordResets::apply(RowAccess& rows, const EventMeta& meta, const events::AnyEvent& event) {
  when<Handles<events::CompetitorPasswordResetRequested, events::CompetitorPasswordResetSent,
               events::CompetitorPasswordResetFailed>>(event, [&](const auto& e) {
    auto row = row_or(rows, keyed<PasswordResetRow>(e.competitor_id));
    change(row, e);
    row.at = meta.recorded_at;
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

}  // namespace lockstep::projections
