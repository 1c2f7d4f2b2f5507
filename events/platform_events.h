// What can happen between us and the platform as a whole: reconciliations. Stored for ever: see
// docs/log-format.md before changing a member. Ids only, no personal data.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/describe.hpp>

#include "events/drift_plan.h"
#include "events/event_traits.h"
#include "events/found_account.h"
#include "events/ids.h"

namespace lockstep::events {

/// Intent: compare everything that is desired with the vendor's list.
struct PlatformReconciliationRequested {
  static constexpr std::string_view kType = "platform.reconciliation_requested.v1";
  CallId run_id;
  bool dry_run{};
  bool operator==(const PlatformReconciliationRequested&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformReconciliationRequested, (), (run_id, dry_run))
template <>
struct EventTraits<PlatformReconciliationRequested> : EventAbout<EventRole::wish, nullptr> {};

struct PlatformReconciliationRecorded {
  static constexpr std::string_view kType = "platform.reconciliation_recorded.v1";
  CallId run_id;
  bool dry_run{};
  DriftPlan plan;
  bool operator==(const PlatformReconciliationRecorded&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformReconciliationRecorded, (), (run_id, dry_run, plan))
template <>
struct EventTraits<PlatformReconciliationRecorded> : EventAbout<EventRole::answer, nullptr> {};

/// An admin allows these removals of the run.
struct PlatformRemovalsApproved {
  static constexpr std::string_view kType = "platform.removals_approved.v1";
  CallId run_id;
  std::vector<HeldRemoval> removals;
  bool operator==(const PlatformRemovalsApproved&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformRemovalsApproved, (), (run_id, removals))
template <>
struct EventTraits<PlatformRemovalsApproved> : EventAbout<EventRole::wish, nullptr> {};

/// An admin forbids them: they are not proposed again until something changes.
struct PlatformRemovalsRejected {
  static constexpr std::string_view kType = "platform.removals_rejected.v1";
  CallId run_id;
  std::vector<HeldRemoval> removals;
  bool operator==(const PlatformRemovalsRejected&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformRemovalsRejected, (), (run_id, removals))
template <>
struct EventTraits<PlatformRemovalsRejected> : EventAbout<EventRole::step, nullptr> {};

/// Nobody decided about these before a newer run looked again.
struct PlatformRemovalsSuperseded {
  static constexpr std::string_view kType = "platform.removals_superseded.v1";
  CallId run_id;
  CallId superseded_by;
  std::vector<CompetitorId> competitor_ids;
  bool operator==(const PlatformRemovalsSuperseded&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformRemovalsSuperseded, (), (run_id, superseded_by, competitor_ids))
template <>
struct EventTraits<PlatformRemovalsSuperseded> : EventAbout<EventRole::step, nullptr> {};

/// An admin has decided at once about all accounts that were found, held, and looked alike in this.
struct PlatformAccountsDecided {
  static constexpr std::string_view kType = "platform.accounts_decided.v1";
  CallId decision_id;
  AccountDecision decision{};
  std::vector<std::string> same;    ///< The members that had to be the same.
  std::vector<FoundAccount> found;  ///< Whom it is about. Who has changed since is left out.
  bool operator==(const PlatformAccountsDecided&) const = default;
};
BOOST_DESCRIBE_STRUCT(PlatformAccountsDecided, (), (decision_id, decision, same, found))
template <>
struct EventTraits<PlatformAccountsDecided> : EventAbout<EventRole::wish, nullptr> {};

using PlatformEvent = std::variant<PlatformReconciliationRequested, PlatformReconciliationRecorded,
                                   PlatformRemovalsApproved, PlatformRemovalsRejected,
                                   PlatformRemovalsSuperseded, PlatformAccountsDecided>;

}  // namespace lockstep::events
