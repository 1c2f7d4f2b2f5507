#include "actors/metactf_worker.h"

#include <exception>
#include <utility>

#include "engine/effects/withheld_call.h"
#include "engine/vendor/failure.h"
#include "events/codec.h"

namespace lockstep::actors {

namespace {

using ports::VendorErrc;
using ports::VendorError;

// What somebody has to look at; the rest passes, or is an answer like any other.
bool needs_somebody(VendorErrc code) {
  return code == VendorErrc::unauthorized || code == VendorErrc::rejected ||
         code == VendorErrc::malformed || code == VendorErrc::foreign ||
         code == VendorErrc::wrong_address || code == VendorErrc::unreadable;
}

void log_failure(ports::Logger& logger, const VendorError& error) {
  const auto value_of = [&](std::string_view name) {
    for (const auto& [key, value] : error.context)
      if (key == name) return value;
    return std::string();
  };
  logger.log(needs_somebody(error.code) ? ports::Level::warning : ports::Level::debug,
             "vendor_call_failed",
             {{"call", value_of("call")},
              {"code", events::enum_name(error.code)},
              {"status", error.http_status},
              {"fields", value_of("fields")}});
}

/// The note that a call is under way, for the process that comes after this one.
class NotedCall {
 public:
  NotedCall(const Environment& env, const Perform& what)
      : operations_(env.operations), kind_(vendor::name_of(what.call)), subject_(what.subject) {
    const auto now = env.clock.now();
    const auto before = operations_.unended_call(kind_, subject_);
    is_withheld_ = before && effects::is_withheld(before.value(), now);
    // Where it cannot be noted it is made all the same: losing the store costs calls, never facts.
    if (!is_withheld_) (void)operations_.begin_call(kind_, subject_, now);
  }
  ~NotedCall() {
    if (!is_withheld_) (void)operations_.end_call(kind_, subject_);
  }
  NotedCall(const NotedCall&) = delete;
  NotedCall& operator=(const NotedCall&) = delete;
  [[nodiscard]] bool is_withheld() const { return is_withheld_; }

 private:
  ports::Operations& operations_;
  const std::string kind_;
  const std::string subject_;
  bool is_withheld_ = false;
};

}  // namespace

GateAnswer make_call(const Environment& env, ports::MetactfApi& api, const Perform& what) {
  const NotedCall noted{env, what};
  if (noted.is_withheld()) {
    env.logger.log(ports::Level::error, "vendor_call_withheld",
                   {{"call", vendor::name_of(what.call)}, {"subject", what.subject}});
    return GateAnswer{vendor::withheld_call()};
  }
  try {
    auto answer = vendor::perform(api, what.call);
    if (const auto* error = std::get_if<VendorError>(&answer)) log_failure(env.logger, *error);
    return GateAnswer{std::move(answer)};
  } catch (const std::exception&) {
    // Whether the vendor has carried it out is unknown; what() might hold what was sent.
    return GateAnswer{
        VendorError{VendorErrc::timeout, 0, "The call ended unexpectedly.", std::nullopt}};
  }
}

WorkerActor::behavior_type metactf_worker(WorkerActor::pointer /*self*/, const Environment* env,
                                          ports::MetactfApi* api) {
  return {[env, api](const Perform& what) { return make_call(*env, *api, what); }};
}

}  // namespace lockstep::actors
