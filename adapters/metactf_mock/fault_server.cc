// See fault_server.h.
#include "adapters/metactf_mock/fault_server.h"

#include "adapters/metactf_mock/connection.h"

namespace lockstep::metactf_mock {

namespace {

constexpr auto kJson = "application/json";
constexpr std::chrono::milliseconds kGlance{10};
/// Longer than anybody waits for an answer.
constexpr std::chrono::seconds kWithholdAtMost{120};

/// Says nothing until the other side has gone or we stop, then ends the connection.
void withhold(int socket, StopSignal& stop) {
  const auto until = std::chrono::steady_clock::now() + kWithholdAtMost;
  while (std::chrono::steady_clock::now() < until && !peer_has_gone(socket))
    if (stop.wait_for(kGlance)) break;
  cut(socket);
}

/// Promises the whole body and breaks off half way.
void truncate(const std::string& body, httplib::Response& response) {
  const auto half = body.substr(0, body.size() / 2);
  response.set_content_provider(body.size(), kJson,
                                [half](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                  if (offset == 0) sink.write(half.data(), half.size());
                                  return false;
                                });
}

int refuse(int status, const FaultPlan& plan, httplib::Response& response) {
  write_answer(refusal(status, status == 429 ? "Too Many Requests" : "Internal trouble"), response);
  if (plan.retry_after) response.set_header("Retry-After", std::to_string(*plan.retry_after));
  return status;
}

}  // namespace

void StopSignal::raise() {
  const std::lock_guard lock{mutex_};
  raised_ = true;
  changed_.notify_all();
}

bool StopSignal::wait_for(std::chrono::milliseconds time) {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, time, [&] { return raised_; });
}

void write_answer(const Answer& answer, httplib::Response& response) {
  response.status = answer.status;
  response.set_content(boost::json::serialize(answer.body), kJson);
}

int serve_with_faults(const FaultPlan& plan, const std::function<Answer()>& execute,
                      const httplib::Request& request, httplib::Response& response,
                      StopSignal& stop) {
  if (plan.latency.count() > 0) stop.wait_for(plan.latency);
  if (plan.fate == Fate::rate_limited) return refuse(429, plan, response);
  Answer answer;
  if (plan.execute) answer = execute();
  if (plan.fate == Fate::error) return refuse(plan.status, plan, response);
  if (plan.fate == Fate::withhold || plan.fate == Fate::cut) {
    const auto socket = find_connection(request.local_port, request.remote_port);
    if (plan.fate == Fate::withhold) withhold(socket, stop);
    cut(socket);
    return 0;
  }
  add_unknown(answer.body, plan);
  write_answer(answer, response);
  if (plan.fate == Fate::malformed)
    response.set_content(response.body.substr(0, response.body.size() / 2) + "<!-- oops", kJson);
  if (plan.fate == Fate::truncate) {
    const auto body = std::move(response.body);
    response.body.clear();
    truncate(body, response);
  }
  return answer.status;
}

}  // namespace lockstep::metactf_mock
