// The dry run of the onboarding: reads, and hands what it read to a pure function. It knows no way
// to give a command.
#include <algorithm>

#include "adapters/http/access.h"
#include "adapters/http/handlers.h"
#include "engine/domain/coach.h"
#include "engine/domain/onboarding_preview.h"
#include "events/any_event.h"
#include "events/codec.h"

namespace lockstep::http {

namespace {

using domain::Competitor;

struct Replayed {
  Competitor::State state;
  Version version{};
};

Result<Replayed> replay(log::EventLog& log, const StreamId& stream) {
  Replayed out;
  for (;;) {
    LOCKSTEP_TRY(auto page, log.read_stream(stream, out.version, {}));
    if (page.empty()) return out;
    for (const auto& stored : page) {
      LOCKSTEP_TRY(auto any, events::decode(stored));
      std::visit(
          [&]<class E>(const E& e) {
            if constexpr (std::constructible_from<Competitor::Event, E>)
              out.state = Competitor::evolve(std::move(out.state), e);
          },
          any);
      out.version = stored.version;
    }
  }
}

Result<domain::OnboardingPreview> preview(const ServerOptions& options, log::EventLog& log,
                                          ports::ReadStore& reads, Timestamp now,
                                          const CompetitorId& id) {
  LOCKSTEP_TRY(auto replayed, replay(log, {"competitor", id.value}));
  LOCKSTEP_TRY(const auto coach, reads.coach(replayed.state.coach_id));
  const bool may =
      coach && coach->game_platform_id && domain::may_have_competitors(coach->metactf_user_status);
  domain::CoachClearance lent;
  if (coach) lent = {coach->school_name, coach->region};
  return domain::preview_onboarding(replayed.state, lent, may,
                                    {now, "dry-run", options.email_preference});
}

}  // namespace

Answered<Answer> preview_onboarding(Call& call) {
  LOCKSTEP_TRY(empty_body(call));
  LOCKSTEP_TRY(auto row, visible_competitor(call, {call.ids.front()}, Freshness::fresh));
  auto& ports = call.api.ports;
  const auto at = ports.log.head().position;
  LOCKSTEP_TRY(const auto found,
               preview(call.api.options, ports.log, ports.reads, ports.clock.now(), row.id));
  boost::json::object body{{"id", row.id.value},
                           {"dryRun", true},
                           {"would", events::enum_name(found.outcome)},
                           {"payload", nullptr},
                           {"refusal", nullptr}};
  if (found.payload) body["payload"] = events::to_json(*found.payload);
  if (const auto& why = found.refusal)
    body["refusal"] =
        boost::json::object{{"code", why->type}, {"message", why->detail}, {"remedy", why->remedy}};
  return state_answer(body, at);
}

}  // namespace lockstep::http
