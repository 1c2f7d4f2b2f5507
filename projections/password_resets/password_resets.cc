// Fold of requests for password resets and their outcomes into one row per competitor.
#include "projections/password_resets/password_resets.h"

#include "projections/group_info.h"
#include "projections/tables/call_error.h"

namespace lockstep::projections {

namespace {

void change(PasswordResetRow& row, const events::CompetitorPasswordResetRequested& /*e*/) {
  row.state = PasswordResetState::open;
  clear_call_error(row);
}
void change(PasswordResetRow& row, const events::CompetitorPasswordResetSent& /*e*/) {
  row.state = PasswordResetState::sent;
}
void change(PasswordResetRow& row, const events::CompetitorPasswordResetFailed& e) {
  row.state = PasswordResetState::failed;
  set_call_error(row, e.failure);
}

}  // namespace

void PasswordResets::apply(const PasswordResetsRows& rows, const EventMeta& meta,
                           const events::AnyEvent& event) {
  when<Inputs>(event, [&](const auto& e) {
    auto row = take_or(rows, keyed<PasswordResetRow>(e.competitor_id));
    change(row, e);
    row.at = meta.recorded_at;
    row.position = meta.position;
    rows.put(std::move(row));
  });
}

template GroupInfo info_of<PasswordResets>();

}  // namespace lockstep::projections
