// See fault_server.h.
#include "adapters/metactf_mock/fault_server.h"

#include "adapters/metactf_mock/connection.h"

namespace lockstep::metactf_mock {

namespace {

constexpr auto kJson = "application/json";
constexpr auto kHtml = "text/html";
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
void truncate(const std::string& half, httplib::Response& response) {
  response.set_content_provider(2 * half.size() + 1, kJson,
                                [half](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                                  if (offset == 0) sink.write(half.data(), half.size());
                                  return false;
                                });
}

}  // namespace

void StopSignal::raise() {
  const base::MutexLock lock{mutex_};
  raised_ = true;
  changed_.notify_all();
}

bool StopSignal::wait_for(std::chrono::milliseconds time) {
  base::MutexLock lock{mutex_};
  return changed_.wait_for(lock, time, [&]() LOCKSTEP_REQUIRES(mutex_) { return raised_; });
}

void write_answer(const Answer& answer, httplib::Response& response) {
  response.status = answer.status;
  response.set_content(boost::json::serialize(answer.body), kJson);
}

void send_reply(const Reply& reply, const httplib::Request& request, httplib::Response& response,
                StopSignal& stop) {
  if (!reply.answer) {
    const auto socket = find_connection(request.local_port, request.remote_port);
    if (reply.fate == Fate::withhold) withhold(socket, stop);
    return cut(socket);
  }
  response.status = reply.answer->status;
  if (reply.retry_after) response.set_header("Retry-After", std::to_string(*reply.retry_after));
  if (reply.fate == Fate::truncate) return truncate(reply.body_as_sent, response);
  response.set_content(reply.body_as_sent, reply.fate == Fate::html ? kHtml : kJson);
}

}  // namespace lockstep::metactf_mock
