// What the contract calls unknown about the vendor: the mock can be each of them.
#pragma once
#include <cstdint>

namespace lockstep::metactf_mock {

/// A second POST of a user or team with an id that is there.
enum class OnRepeat : std::uint8_t {
  same,          ///< The same record again, nothing changed.
  conflict,      ///< 409
  second_record  ///< Another one under the same id, as if it were the first.
};
/// Assigning a user who is on another team.
enum class OnReassign : std::uint8_t { move, conflict };

struct Behaviour {
  OnRepeat on_repeat = OnRepeat::same;
  OnReassign on_reassign = OnReassign::move;
  bool after_time_inclusive = false;   ///< `after_time_unix` itself is part of the answer.
  bool totals_filtered = false;        ///< Totals count only what `after_time_unix` lets through.
  bool omit_status_on_create = false;  ///< POST /users answers without `metactf_user_status`.
  bool offers_password_reset = true;   ///< Else 404, as in the published versions.
};

}  // namespace lockstep::metactf_mock
