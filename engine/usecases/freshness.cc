#include "engine/usecases/freshness.h"

#include <algorithm>
#include <map>

#include "engine/domain/scores.h"
#include "engine/effects/poll_times.h"
#include "events/codec.h"
#include "events/vendor_types.h"

namespace lockstep::usecases {

namespace {

using projections::SyncStateRow;
using projections::WorkKind;

const ports::Poll* poll_in(const std::vector<ports::Poll>& polls, WorkKind kind) {
  const auto name = events::enum_name(kind);
  const auto found = std::ranges::find(polls, name, &ports::Poll::kind);
  return found == polls.end() ? nullptr : &*found;
}

// One feed: when it was last answered, and what the newest poll came to.
struct Feed {
  std::optional<Timestamp>& synced_at;
  std::optional<events::SyncResult>& result;
  std::optional<std::string>& error;

  void see(const ports::Poll& poll) const {
    // What the poll found is in the log by then.
    const bool was_news = synced_at >= std::optional{poll.asked_at};
    if (was_news) return;
    if (poll.failure) {
      result = events::enum_from_name<events::SyncResult>(poll.result);
      error = poll.failure->message;
    } else {
      result = events::SyncResult::skipped_no_new_data;
      error.reset();
    }
    synced_at = std::max(synced_at, poll.answered_at);
  }
};

}  // namespace

std::string polls_subject(const CompetitorId& competitor) {
  return StreamId{std::string(domain::Scores::kCategory), competitor.value}.text();
}

std::optional<SyncStateRow> sync_state_now(const CompetitorId& competitor,
                                           const std::optional<SyncStateRow>& row,
                                           const std::vector<ports::Poll>& polls) {
  const auto* odl = poll_in(polls, WorkKind::poll_odl);
  const auto* totals = poll_in(polls, WorkKind::poll_totals);
  const auto* flash = poll_in(polls, WorkKind::poll_flash);
  if (!row && odl == nullptr && totals == nullptr && flash == nullptr) return std::nullopt;
  auto out = row.value_or(SyncStateRow{});
  out.syned_user_id = competitor;
  const Feed feeds[]{{out.last_odl_synced_at, out.odl_result, out.odl_error},
                     {out.last_flash_ctf_synced_at, out.flash_result, out.flash_error}};
  // Whole ODL answers come by either of two polls: the newer one is the last word.
  const bool totals_newer =
      totals != nullptr && (odl == nullptr || totals->asked_at > odl->asked_at);
  for (const auto* poll : {totals_newer ? odl : totals, totals_newer ? totals : odl})
    if (poll != nullptr) feeds[0].see(*poll);
  if (flash != nullptr) feeds[1].see(*flash);
  const ports::Poll* newest = nullptr;
  for (const auto* poll : {odl, totals, flash})
    if (poll != nullptr && (newest == nullptr || poll->asked_at > newest->asked_at)) newest = poll;
  if (newest != nullptr) out.last_attempt_at = std::max(out.last_attempt_at, {newest->asked_at});
  out.error_message = out.odl_error ? out.odl_error : out.flash_error;
  // A feed that works must not hide the other one that fails.
  if (out.odl_error)
    out.last_result = out.odl_result;
  else if (out.flash_error)
    out.last_result = out.flash_result;
  else if (newest != nullptr)
    out.last_result = newest == flash ? out.flash_result : out.odl_result;
  return out;
}

std::vector<projections::OpenWorkRow> work_now(std::vector<projections::OpenWorkRow> rows,
                                               const std::vector<ports::Poll>& polls) {
  effects::PollTimes times;
  times.load(polls);
  for (auto& row : rows) {
    const auto now = times.times_of(row);
    row.not_before = now.not_before;
    row.last_at = now.last_at;
  }
  return rows;
}

ScoreFreshness freshness_of(const std::vector<CompetitorId>& competitors,
                            const std::map<CompetitorId, SyncStateRow>& rows,
                            const std::vector<ports::Poll>& polls) {
  std::map<std::string, std::vector<ports::Poll>> by_subject;
  for (const auto& poll : polls) by_subject[poll.subject].push_back(poll);
  ScoreFreshness out;
  for (const auto& competitor : competitors) {
    const auto row = rows.find(competitor);
    const auto state =
        sync_state_now(competitor, row == rows.end() ? std::nullopt : std::optional{row->second},
                       by_subject[polls_subject(competitor)]);
    const auto odl = state ? state->last_odl_synced_at : std::nullopt;
    const auto flash = state ? state->last_flash_ctf_synced_at : std::nullopt;
    if (state && state->error_message) ++out.failing;
    out.newest = std::max({out.newest, odl, flash});
    if (!odl || !flash) {
      ++out.never;
      continue;
    }
    const auto fresh = std::min(*odl, *flash);
    out.oldest = std::min(out.oldest.value_or(fresh), fresh);
  }
  return out;
}

}  // namespace lockstep::usecases
