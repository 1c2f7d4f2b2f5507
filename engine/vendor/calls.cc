#include "engine/vendor/calls.h"

#include <utility>

#include "engine/overloaded.h"

namespace lockstep::vendor {

namespace {

template <class T>
VendorAnswer to_answer(ports::VendorResult<T> result) {
  if (!result) return std::move(result).error();
  if constexpr (std::is_void_v<T>)
    return Done{};
  else
    return std::move(result).value();
}

std::int64_t number_of(const events::OddMembers& odd) {
  return odd ? static_cast<std::int64_t>(odd->size()) : 0;
}
template <class Scores>
std::int64_t odd_in_scores(const Scores& answer) {
  auto out = answer.set_aside.count;
  for (const auto& solve : answer.solves) out += number_of(solve.odd);
  return out;
}

}  // namespace

std::string_view name_of(const VendorCall& call) {
  return std::visit([]<class C>(const C&) { return C::kName; }, call);
}

bool writes(const VendorCall& call) {
  return std::visit([]<class C>(const C&) { return C::kWrites; }, call);
}

std::int64_t unknown_fields(const VendorAnswer& answer) {
  return std::visit(Overloaded{[](const ports::VendorError&) { return std::int64_t{0}; },
                               [](const Done&) { return std::int64_t{0}; },
                               [](const auto& a) { return a.unknown_fields; }},
                    answer);
}

std::int64_t odd_parts(const VendorAnswer& answer) {
  return std::visit(Overloaded{[](const ports::VendorError&) { return std::int64_t{0}; },
                               [](const Done&) { return std::int64_t{0}; },
                               [](const ports::VendorAssignments& a) {
                                 return a.set_aside + (a.total_count ? 0 : 1);
                               },
                               [](const ports::OdlScores& a) { return odd_in_scores(a); },
                               [](const ports::FlashProgress& a) {
                                 auto out = odd_in_scores(a);
                                 for (const auto& event : a.events) out += number_of(event.odd);
                                 return out;
                               },
                               [](const auto& a) { return number_of(a.odd); }},
                    answer);
}

std::optional<VendorTime> answered_at(const VendorAnswer& answer) {
  if (const auto* odl = std::get_if<ports::OdlScores>(&answer)) return odl->answered_at;
  if (const auto* flash = std::get_if<ports::FlashProgress>(&answer)) return flash->answered_at;
  return std::nullopt;
}

bool is_about_scores(const VendorAnswer& answer) {
  return std::holds_alternative<ports::OdlScores>(answer) ||
         std::holds_alternative<ports::FlashProgress>(answer);
}

VendorAnswer perform(ports::MetactfApi& api, const VendorCall& call) {
  return std::visit(
      Overloaded{[&](const GetUser& c) { return to_answer(api.get_user(c.syned_user_id)); },
                 [&](const CreateUser& c) { return to_answer(api.create_user(c.payload)); },
                 [&](const CreateTeam& c) { return to_answer(api.create_team(c.payload)); },
                 [&](const RemoveTeam& c) { return to_answer(api.delete_team(c.syned_team_id)); },
                 [&](const AssignTeam& c) {
                   return to_answer(api.assign_team(c.syned_team_id, c.syned_user_id));
                 },
                 [&](const DeleteAssignment& c) {
                   return to_answer(api.delete_assignment(c.syned_user_id));
                 },
                 [&](const GetAssignments& c) {
                   return to_answer(api.get_team_assignments(c.syned_team_id));
                 },
                 [&](const GetOdlScores& c) {
                   return to_answer(api.get_odl_scores(c.syned_user_id, c.after));
                 },
                 [&](const GetFlashProgress& c) {
                   return to_answer(api.get_flash_ctf_progress(c.syned_user_id));
                 },
                 [&](const SendPasswordReset& c) {
                   return to_answer(api.send_password_reset_email(c.syned_user_id));
                 }},
      call);
}

}  // namespace lockstep::vendor
