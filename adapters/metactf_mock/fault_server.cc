// See fault_server.h.
#include "adapters/metactf_mock/fault_server.h"

#include <string>

#include "adapters/metactf_mock/connection.h"

namespace lockstep::metactf_mock {

namespace {

const std::string kJson = "application/json";
const std::string kHtml = "text/html";
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

/// Promises the whole body and breaks off half way. Past the library, which to some requests would
/// promise no length, so that half a body is a whole one.
void truncate(int socket, const Reply& reply) {
  const auto& half = reply.body_as_sent;
  send_raw(socket, "HTTP/1.1 " + std::to_string(reply.status()) + " Cut\r\nContent-Type: " + kJson +
                       "\r\nContent-Length: " + std::to_string(2 * half.size() + 1) + "\r\n\r\n" +
                       half);
  cut(socket);
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
  response.set_content(boost::json::serialize(answer.body), kJson.c_str());
}

void send_reply(const Reply& reply, const httplib::Request& request, httplib::Response& response,
                StopSignal& stop) {
  if (!reply.answer || reply.fate == Fate::truncate) {
    const auto socket = find_connection(request.local_port, request.remote_port);
    if (reply.fate == Fate::truncate) return truncate(socket, reply);
    if (reply.fate == Fate::withhold) withhold(socket, stop);
    return cut(socket);
  }
  response.status = reply.answer->status;
  if (reply.retry_after) response.set_header("Retry-After", std::to_string(*reply.retry_after));
  if (reply.date) response.set_header("Date", http_date(*reply.date));
  response.set_content(reply.body_as_sent, (reply.fate == Fate::html ? kHtml : kJson).c_str());
}

}  // namespace lockstep::metactf_mock
