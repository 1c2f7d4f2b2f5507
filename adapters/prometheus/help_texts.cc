// One line of explanation per metric. A metric that is not here works and says so.
#include <algorithm>
#include <array>
#include <utility>

#include "adapters/prometheus/prometheus_metrics.h"

namespace lockstep::prometheus {

namespace {

using Help = std::pair<std::string_view, std::string_view>;

// By name, because dashboards and alerts go by it.
constexpr std::array kHelp{
    Help{"lockstep_accounts_held",
         "Accounts found at the vendor that nobody of ours made: an admin has to decide."},
    Help{"lockstep_append_failures_total", "Appends that the log refused, by type of error."},
    Help{"lockstep_commit_seconds", "Time of one group commit, fsync included."},
    Help{"lockstep_disk_floor_bytes", "Free space below which no command is taken."},
    Help{"lockstep_disk_free_bytes", "Free space on the disk of the data directory."},
    Help{"lockstep_drift_held_removals",
         "Competitors whom an admin has to decide about before they are taken off a team there."},
    Help{"lockstep_drift_inconclusive",
         "1 when the newest comparison with the vendor's list of assignments was no evidence."},
    Help{"lockstep_entities_active", "Coaches, competitors and teams held in memory."},
    Help{"lockstep_events_appended_total", "Events that were appended."},
    Help{"lockstep_http_accept_failures_total",
         "Connections that could not be accepted; others are tried all the same."},
    Help{"lockstep_http_connections", "Open HTTP connections."},
    Help{"lockstep_http_connections_displaced_total",
         "HTTP connections closed to make place for new ones, the longest waiting first."},
    Help{"lockstep_http_connections_refused_total",
         "HTTP connections beyond the limit while nobody could make place."},
    Help{"lockstep_http_request_seconds", "Time of HTTP requests, by route."},
    Help{"lockstep_http_requests_limited_total", "HTTP requests that came too often, by limit."},
    Help{"lockstep_http_requests_total", "HTTP requests, by route, method and status."},
    Help{"lockstep_http_stream_events_total", "Events that were sent to event streams."},
    Help{"lockstep_http_streams", "Open event streams."},
    Help{"lockstep_http_streams_ended_total", "Event streams that ended, by why."},
    Help{"lockstep_http_streams_refused_total", "Event streams beyond a limit, by limit."},
    Help{"lockstep_jwks_fetches_total", "Fetches of the keys of the sign-in service, by result."},
    Help{"lockstep_log_lines_lost_total", "Log lines that could not be written to standard error."},
    Help{"lockstep_log_position", "Position of the last event in the log."},
    Help{"lockstep_log_scrub_age_seconds", "Since the whole log was read anew last."},
    Help{"lockstep_log_scrub_ok", "1: it was whole then. 0: damage was found."},
    Help{"lockstep_metrics_dropped_total",
         "Samples without a place: wrong kind, invalid name, or too many label combinations."},
    Help{"lockstep_open_work", "Calls, retries and polls that are still to be done."},
    Help{"lockstep_process_lag_events", "Events that the processes are behind the log."},
    Help{"lockstep_projection_lag_events", "Events that a read model is behind the log."},
    Help{"lockstep_projection_lag_seconds", "Age of the oldest event that a read model lacks."},
    Help{"lockstep_sink_failures_total", "Transactions that a read model's store refused."},
    Help{"lockstep_snapshot_failures_total", "Snapshots that could not be saved or read."},
    Help{"lockstep_store_damaged",
         "1: a store met damage since the start; a restart makes it anew."},
    Help{"lockstep_vendor_backing_off",
         "Calls to the vendor that failed in passing, repeated soon."},
    Help{"lockstep_vendor_breaker_state",
         "0: calls pass; 1: the vendor does not work, nothing is sent; 2: one call at a time."},
    Help{"lockstep_vendor_call_seconds", "Time of calls to the vendor, by call."},
    Help{"lockstep_vendor_calls_in_flight", "Calls to the vendor that are under way."},
    Help{"lockstep_vendor_calls_per_second", "Rate of calls to the vendor, as learned so far."},
    Help{"lockstep_vendor_calls_total", "Calls to the vendor, by call and result."},
    Help{"lockstep_vendor_calls_waiting", "Calls that wait for their turn, by lane."},
    Help{"lockstep_vendor_calls_withheld",
         "Calls that are let alone because they ended the process again and again."},
    Help{"lockstep_vendor_clock_ahead_seconds",
         "By so much the vendor's clock is ahead of ours, as its newest scores said."},
    Help{"lockstep_vendor_concurrency", "Calls that may be under way at once, as learned so far."},
    Help{"lockstep_vendor_odd_parts_total",
         "Members and rows in the vendor's answers that are not as the contract says, by call."},
    Help{"lockstep_vendor_paused_seconds", "Until the vendor wants to be called again."},
    Help{"lockstep_vendor_rate_limited_total", "Answers of the vendor that asked us to slow down."},
    Help{"lockstep_vendor_retries_total", "Calls that were made again, by what had gone wrong."},
    Help{"lockstep_vendor_retry_budget", "Repetitions that are paid for by calls that succeeded."},
    Help{"lockstep_vendor_undated_answers_total",
         "Answers about scores that did not say by which clock, by call."},
    Help{"lockstep_vendor_unknown_fields_total",
         "Fields in the vendor's answers that the contract does not name, by call."},
    Help{"lockstep_vendor_wait_seconds", "Time that calls waited for their turn, by lane."},
};

}  // namespace

std::string_view help_text(std::string_view name) {
  const auto* found = std::find_if(kHelp.begin(), kHelp.end(),
                                   [&](const Help& help) { return help.first == name; });
  return found == kHelp.end() ? "See the source that counts it." : found->second;
}

}  // namespace lockstep::prometheus
