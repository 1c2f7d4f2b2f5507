// From a request to its route's handler: match, authenticate, check (admission.h), wait, call.
#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>

#include "adapters/http/api/access.h"
#include "adapters/http/api/admission.h"
#include "adapters/http/api/allowance.h"
#include "adapters/http/api/api.h"
#include "adapters/http/api/change_run.h"
#include "adapters/http/client_address.h"
#include "adapters/http/text.h"
#include "base/ascii.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kMethods[] = {"GET",    "HEAD",  "POST",   "PUT",
                                         "DELETE", "PATCH", "OPTIONS"};
bool is_json(std::string_view content_type) {
  const auto type = content_type.substr(0, std::min(content_type.find(';'), content_type.size()));
  constexpr std::string_view kJson = "application/json";
  return base::same_word(type.substr(0, kJson.size()), kJson) &&
         trimmed(type.substr(std::min(kJson.size(), type.size()))).empty();
}

Answered<void> check_body(const Route& route, const Request& request) {
  if (request.body.empty()) return boost::outcome_v2::success();
  LOCKSTEP_TRY(may_have_body(route));
  if (!is_json(request.header("content-type").value_or(""))) return problem_of_status(415);
  return boost::outcome_v2::success();
}

// Half folded rows would be answers that lack what is so.
Answered<void> wait_until_whole(Call& call) {
  auto& api = call.api;
  if (api.ports.reads.wait_until_whole(call.groups, std::chrono::milliseconds{0}))
    return boost::outcome_v2::success();
  const Workers::Waiting waiting;
  if (api.ports.reads.wait_until_whole(call.groups, api.options.min_position_wait))
    return boost::outcome_v2::success();
  Problem problem{503,
                  {Errc::unavailable, "read-model-folding",
                   "The read model is being made from the log; until then nothing is answered from "
                   "it.",
                   "Try again; /healthz tells how far it is."}};
  problem.headers.emplace_back("Retry-After", "5");
  return problem;
}

// Every read waits for the end of the log, so for this position as well, if there is one.
Answered<void> check_min_position(const Call& call) {
  LOCKSTEP_TRY(const auto wanted, call.query.position("minPosition"));
  if (!wanted || *wanted <= call.api.ports.log.head().position) return boost::outcome_v2::success();
  return Problem{
      400, {Errc::invalid, "position-unknown", "`minPosition` is beyond the end of the log.", ""}};
}

using std::chrono::steady_clock;
using Headers = std::vector<std::pair<std::string, std::string>>;

std::string client_of(const Api& api, const Request& request) {
  const auto forwarded =
      api.options.behind_proxy ? request.header("x-forwarded-for") : std::nullopt;
  const auto client = client_of_forwarded(forwarded.value_or(""));
  return client.empty() ? request.client : client;
}

// What makes calls to the vendor, and is clicked by people.
bool is_trigger(const Route& route) {
  return route.method == "POST" && route.pattern.starts_with("/api/game-platform/");
}

/// One request until its answer is given.
struct Exchange {
  std::shared_ptr<Api> api;
  Request request;
  std::function<void(Answer)> reply;
  steady_clock::time_point begin = steady_clock::now();
  // What of it may be logged and counted.
  std::string_view route = "unmatched";
  std::string_view method = "other";
  std::string role = "none";
  std::string correlation_id = {};

  Headers headers = {};  ///< Of its answer, whatever that is.
  std::optional<Call> call = {};
};

Answered<Handled> handle(Call& call, const Handler& handler) {
  if (const auto* change = std::get_if<Answered<Handled> (*)(Call&)>(&handler))
    return (*change)(call);
  LOCKSTEP_TRY(auto answer, std::get<Answered<Answer> (*)(Call&)>(handler)(call));
  return answer;
}

Answered<Handled> handle_limited(Exchange& exchange, const Route& route) {
  auto& call = *exchange.call;
  if (call.by_coach() && is_trigger(route)) {
    LOCKSTEP_TRY(exchange.headers, take_allowance(call.api, call.api.per_coach, call.who.id));
  }
  return handle(call, route.handler);
}

Answered<Handled> begin(Exchange& exchange) {
  auto& api = *exchange.api;
  const auto& request = exchange.request;
  auto client = client_of(api, request);
  auto found = find_route(request);
  if (!found || !found.value().route->is_probe) {
    LOCKSTEP_TRY(take_allowance(api, api.per_address, client));
  }
  if (auto preflight = api.cors.preflight(request)) return *std::move(preflight);
  if (found) exchange.route = found.value().route->pattern;
  if (request.refusal) return *request.refusal;
  LOCKSTEP_TRY(auto matched, std::move(found));
  const auto& route = *matched.route;
  LOCKSTEP_TRY(auto admitted, admit(api, route, request));
  auto& caller = admitted.caller;
  exchange.role = caller.who.role;
  LOCKSTEP_TRY(auto query, Query::parse(request.query, route.parameters));
  LOCKSTEP_TRY(auto ids, parse_ids(matched.ids));
  LOCKSTEP_TRY(check_body(route, request));
  auto address = address_of(route, ids);
  auto& call = exchange.call.emplace(Call{api, request, std::move(ids), std::move(address),
                                          std::move(caller.who), std::move(query),
                                          exchange.correlation_id, caller.until, std::move(client),
                                          std::move(admitted.through), route.groups});
  LOCKSTEP_TRY(wait_until_whole(call));
  LOCKSTEP_TRY(check_min_position(call));
  // What is told, and what a coach may see, is by the rows of now, or not at all. What is changed
  // is decided on the log.
  const bool tells = route.method == "GET" && !route.roles.empty();
  if (tells || call.by_coach()) {
    LOCKSTEP_TRY(catch_up(call));
  }
  return handle_limited(exchange, route);
}

// Never the path or the query as sent: they may hold anything.
void observe(const Exchange& exchange, int status) {
  auto& ports = exchange.api->ports;
  const std::chrono::duration<double> took = steady_clock::now() - exchange.begin;
  const auto status_text = std::to_string(status);
  ports.metrics.count(
      "lockstep_http_requests_total",
      {{"route", exchange.route}, {"method", exchange.method}, {"status", status_text}}, 1);
  ports.metrics.observe("lockstep_http_request_seconds", {{"route", exchange.route}}, took.count());
  const auto level = status >= 500 ? ports::Level::warning : ports::Level::info;
  ports.logger.log(level, "http_request",
                   {{"method", exchange.method},
                    {"route", exchange.route},
                    {"status", status},
                    {"ms", static_cast<std::int64_t>(took.count() * 1000)},
                    {"role", exchange.role},
                    {"request_id", exchange.correlation_id}});
}

void end(Exchange& exchange, Answered<Answer> outcome) {
  if (!outcome && exchange.call && exchange.call->by_coach())
    outcome.error().error = without_operators_words(std::move(outcome.error().error));
  auto answer = outcome ? std::move(outcome).value() : problem_answer(outcome.error());
  auto& headers = answer.headers;
  headers.insert(headers.end(), exchange.headers.begin(), exchange.headers.end());
  headers.emplace_back("X-Request-Id", exchange.correlation_id);
  exchange.api->cors.add_headers(exchange.request, answer);
  observe(exchange, answer.status);
  exchange.reply(std::move(answer));
}

void run(const std::shared_ptr<Exchange>& exchange) {
  auto& x = *exchange;
  const auto* method = std::find(std::begin(kMethods), std::end(kMethods), x.request.method);
  if (method != std::end(kMethods)) x.method = *method;
  x.correlation_id = x.api->ports.ids.next();
  auto handled = begin(x);
  if (!handled) return end(x, std::move(handled).error());
  if (auto* answer = std::get_if<Answer>(&handled.value())) return end(x, std::move(*answer));
  carry_out(std::get<PlannedChange>(std::move(handled).value()), x.api->workers,
            [exchange](Answered<Answer> outcome) { end(*exchange, std::move(outcome)); });
}

}  // namespace

bool never_waits(const Request& request) {
  return std::ranges::any_of(routes(), [&](const Route& route) {
    return route.never_waits && route.method == request.method && route.pattern == request.path;
  });
}

void dispatch(std::shared_ptr<Api> api, Request request, std::function<void(Answer)> reply) {
  const auto exchange =
      std::make_shared<Exchange>(Exchange{std::move(api), std::move(request), std::move(reply)});
  try {
    run(exchange);
  } catch (const std::exception&) {
    // What it says may quote the request, so it goes nowhere.
    exchange->api->ports.logger.log(ports::Level::error, "http_handler_failed",
                                    {{"route", exchange->route}});
    end(*exchange, problem_of_status(500));
  }
}

}  // namespace lockstep::http
