#include "actors/metactf_worker.h"

#include <exception>
#include <utility>

#include "events/codec.h"

namespace lockstep::actors {

namespace {

using ports::VendorErrc;
using ports::VendorError;

// What somebody has to look at; the rest passes, or is an answer like any other.
bool needs_somebody(VendorErrc code) {
  return code == VendorErrc::unauthorized || code == VendorErrc::rejected ||
         code == VendorErrc::malformed;
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

}  // namespace

GateAnswer make_call(const Environment& env, ports::MetactfApi& api,
                     const vendor::VendorCall& what) {
  try {
    auto answer = vendor::perform(api, what);
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
  return {[env, api](const Perform& what) { return make_call(*env, *api, what.call); }};
}

}  // namespace lockstep::actors
