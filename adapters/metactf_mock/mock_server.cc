// See mock_server.h. HTTP around the World: threads, connections, routing between vendor and admin.
#include "adapters/metactf_mock/mock_server.h"

#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

#include <httplib.h>
#include <sys/socket.h>

#include "adapters/metactf_mock/admin.h"
#include "adapters/metactf_mock/event_stream.h"
#include "adapters/metactf_mock/fault_server.h"
#include "adapters/metactf_mock/in_process.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::string_view kBasePath = "/integrations/syned/v1";
constexpr std::string_view kAdminPath = "/__admin";
constexpr std::string_view kBearer = "Bearer ";
constexpr std::size_t kThreads = 128;  ///< One per connection, idle ones included.
constexpr std::time_t kKeepAliveSeconds = 2;
constexpr std::size_t kMaxRequestsPerConnection = 1'000'000;
constexpr std::size_t kMaxBodyBytes = 1U << 20U;
constexpr int kBacklog = 512;

/// The library's backlog is 5: a burst of connections would wait for SYN retries.
class HttpServer : public httplib::Server {
 public:
  void widen_backlog() { ::listen(svr_sock_, kBacklog); }
};

// The library's default is SO_REUSEPORT, with which two mocks would share a port in silence.
void only_reuse_address(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

std::int64_t unix_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Call to_call(const httplib::Request& request) {
  Call call;
  call.method = request.method;
  call.path = request.path;
  for (const auto& [name, value] : request.params) call.query.emplace(name, value);
  call.body = request.body;
  call.now = unix_ms() / 1000;
  const auto authorization = request.get_header_value("Authorization");
  if (authorization.starts_with(kBearer)) call.token = authorization.substr(kBearer.size());
  return call;
}

bool has_body(const httplib::Request& request) {
  return request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
}

/// Requests per second since it was last asked.
class RequestRate {
 public:
  std::int64_t per_second(std::uint64_t total, std::chrono::steady_clock::time_point now) {
    const auto passed = std::chrono::duration<double>(now - asked_).count();
    // A reset of the trace begins to count anew.
    const auto more = static_cast<double>(total < total_ ? total : total - total_);
    total_ = total;
    asked_ = now;
    return passed > 0 ? std::llround(more / passed) : 0;
  }

 private:
  std::uint64_t total_ = 0;
  std::chrono::steady_clock::time_point asked_ = std::chrono::steady_clock::now();
};

}  // namespace

struct MockServer::Impl {
  Impl(std::string wanted_host, std::unique_ptr<InProcessMock> inside)
      : host(std::move(wanted_host)), mock(std::move(inside)) {}

  std::string host;
  int port = 0;
  std::unique_ptr<InProcessMock> mock;
  EventStreams streams{mock->world().happenings};
  StopSignal stop;
  HttpServer http;
  std::thread thread;

  RequestRate rate;

  [[nodiscard]] std::string counts() const;
  void configure();
  Result<void> listen(int wanted_port);
  void answer(const httplib::Request& request, httplib::Response& response);
  void answer_vendor(const Call& call, const httplib::Request& request,
                     httplib::Response& response);
};

std::string MockServer::Impl::counts() const {
  auto& world = mock->world();
  const base::WriteLock lock{world.mutex};
  const std::string where = "in " + std::string(world.store->mode());
  try {
    const auto counts = world.store->counts();
    return std::to_string(counts.users) + " users, " + std::to_string(counts.teams) + " teams, " +
           std::to_string(counts.assignments) + " assignments " + where;
  } catch (const StoreFailed&) {
    return "nothing to be had " + where;
  }
}

void MockServer::Impl::configure() {
  const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
  };
  // The library would wait for the body of a POST that says it has none.
  http.set_pre_routing_handler([handler](const auto& request, auto& response) {
    if (has_body(request)) return httplib::Server::HandlerResponse::Unhandled;
    handler(request, response);
    return httplib::Server::HandlerResponse::Handled;
  });
  // One pattern for everything: the tables of routes are ours, and the library's are regexes.
  http.Get(".*", handler).Post(".*", httplib::Server::Handler{handler});
  http.Put(".*", httplib::Server::Handler{handler}).Delete(".*", httplib::Server::Handler{handler});
  http.Patch(".*", httplib::Server::Handler{handler});
  http.set_error_handler([](const httplib::Request&, httplib::Response& response) {
    if (response.body.empty()) write_answer(refusal(response.status, "Bad request"), response);
  });
  http.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  http.set_socket_options(only_reuse_address);
  http.set_tcp_nodelay(true);
  http.set_keep_alive_timeout(kKeepAliveSeconds);
  http.set_keep_alive_max_count(kMaxRequestsPerConnection);
  http.set_payload_max_length(kMaxBodyBytes);
}

Result<void> MockServer::Impl::listen(int wanted_port) {
  if (wanted_port == 0)
    port = http.bind_to_any_port(host);
  else if (http.bind_to_port(host, wanted_port))
    port = wanted_port;
  if (port <= 0)
    return Error{Errc::unavailable, "mock-port-unavailable",
                 "the mock cannot listen on " + host + ":" + std::to_string(wanted_port) +
                     ": the port is in use, or not ours to use",
                 "stop what listens there, or choose another port"};
  http.widen_backlog();
  thread = std::thread([this] { http.listen_after_bind(); });
  while (!http.is_running()) std::this_thread::yield();  // stop() would not be heard before.
  return boost::outcome_v2::success();
}

void MockServer::Impl::answer(const httplib::Request& request, httplib::Response& response) {
  try {
    auto call = to_call(request);
    if (call.path == kEventsPath && call.method == "GET") return streams.open(request, response);
    if (call.path.starts_with(kAdminPath))
      return write_answer(mock->administer(call, call.now), response);
    if (!call.path.starts_with(kBasePath)) return write_answer(refusal(404, "Not Found"), response);
    call.path.erase(0, kBasePath.size());
    if (call.path.empty()) call.path = "/";
    answer_vendor(call, request, response);
  } catch (const std::exception&) {
    write_answer(refusal(500, "Internal Server Error"), response);
  }
}

void MockServer::Impl::answer_vendor(const Call& call, const httplib::Request& request,
                                     httplib::Response& response) {
  const auto started = std::chrono::steady_clock::now();
  auto entry = trace_of(call, unix_ms());
  const auto plan = mock->plan(call, started);
  if (plan.latency.count() > 0) stop.wait_for(plan.latency);
  const auto reply = mock->perform_planned(call, plan);
  entry.status = reply.status();
  entry.duration_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
  mock->add_to_trace(std::move(entry));  // Before anybody can have noticed the answer.
  send_reply(reply, request, response, stop);
}

MockServer::MockServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MockServer::~MockServer() {
  stop();
}

Result<std::unique_ptr<MockServer>> MockServer::start(const MockOptions& options) {
  LOCKSTEP_TRY(auto mock, InProcessMock::make(options));
  auto impl = std::make_unique<Impl>(options.listen.host, std::move(mock));
  impl->configure();
  LOCKSTEP_TRY(impl->listen(options.listen.port));
  return std::unique_ptr<MockServer>(new MockServer(std::move(impl)));
}

int MockServer::port() const {
  return impl_->port;
}

std::string MockServer::base_url() const {
  return "http://" + impl_->host + ":" + std::to_string(impl_->port) + std::string(kBasePath);
}

std::string MockServer::admin_url() const {
  return "http://" + impl_->host + ":" + std::to_string(impl_->port) + std::string(kAdminPath);
}

boost::json::object MockServer::state() const {
  const Call call{"GET", std::string(kAdminPath) + "/state", {}, "", ""};
  return impl_->mock->administer(call, unix_ms() / 1000).body.as_object();
}

const std::string& MockServer::beginning() const {
  return impl_->mock->beginning();
}

std::string MockServer::summary_line() {
  const auto total = impl_->mock->trace().total();
  const auto rate = impl_->rate.per_second(total, std::chrono::steady_clock::now());
  const auto faults = faults_json(impl_->mock->faults().faults());
  return std::to_string(total) + " requests, " + std::to_string(rate) + "/s, " + impl_->counts() +
         ", " + (faults.empty() ? "no faults" : "faults " + boost::json::serialize(faults));
}

void MockServer::stop() {
  impl_->stop.raise();
  impl_->mock->world().happenings.end();
  impl_->http.stop();
  if (impl_->thread.joinable()) impl_->thread.join();
}

}  // namespace lockstep::metactf_mock
