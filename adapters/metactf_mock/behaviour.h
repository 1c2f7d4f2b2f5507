// What the contract calls unknown about the vendor: the mock can be each of them.
#pragma once
#include <cstdint>

namespace lockstep::metactf_mock {

/// A second POST of a user or team with an id that is there.
enum class OnRepeat : std::uint8_t {
  same,          ///< The same record again, nothing changed.
  update,        ///< The same record with the new values; id and status stay.
  conflict,      ///< 409
  second_record  ///< Another one under the same id, as if it were the first.
};
/// Assigning a user who is on another team.
enum class OnReassign : std::uint8_t { move, conflict };
/// Taking a user off who is on no team.
enum class OnAbsentAssignment : std::uint8_t {
  not_found,  ///< 404, as observed.
  ok          ///< 200, nothing changed.
};

/// Each member is a row in behaviour_options.cc.
struct Behaviour {
  OnRepeat on_repeat = OnRepeat::same;
  OnReassign on_reassign = OnReassign::move;
  OnAbsentAssignment on_absent_assignment = OnAbsentAssignment::not_found;
  bool after_time_inclusive = false;   ///< `after_time_unix` itself is part of the answer.
  bool totals_filtered = false;        ///< Totals count only what `after_time_unix` lets through.
  bool omit_status_on_create = false;  ///< POST /users answers without `metactf_user_status`.
  bool unique_usernames = false;       ///< In any case: a new user with one that is taken is a 409.
  bool offers_password_reset = true;   ///< Else 404, as in the published versions.
  std::int64_t late_seconds = 0;       ///< A solve shows only so long after its time.
  bool operator==(const Behaviour&) const = default;
};

}  // namespace lockstep::metactf_mock
