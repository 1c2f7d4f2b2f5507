#include "tests/contract/wire/fixture.h"

#include <utility>

namespace lockstep::http::wire {

namespace {

Answer echo(const Request& request) {
  auto line = request.method + " " + request.path;
  if (!request.query.empty()) line += "?" + request.query;
  return with_text(line + "\n" + request.body);
}

}  // namespace

void FakeApi::serve(Request request, wire::Reply reply) {
  Handler handler;
  {
    const std::lock_guard lock{mutex_};
    asked_.push_back(request);
    const auto found = handlers_.find(request.path);
    if (!request.refusal && found != handlers_.end()) handler = found->second;
    if (!request.refusal && request.path == "/hold") {
      held_.push_back(std::move(reply));
      changed_.notify_all();
      return;
    }
  }
  if (handler)
    handler(request, reply);
  else
    reply(request.refusal ? problem_answer(*request.refusal) : echo(request));
}

void FakeApi::on(const std::string& path, Handler handler) {
  const std::lock_guard lock{mutex_};
  handlers_[path] = std::move(handler);
}

void FakeApi::answer(const std::string& path, Answer answer) {
  on(path,
     [answer = std::move(answer)](const Request&, const wire::Reply& reply) { reply(answer); });
}

std::vector<Request> FakeApi::asked() {
  const std::lock_guard lock{mutex_};
  return asked_;
}

std::vector<std::string> FakeApi::served() {
  std::vector<std::string> out;
  for (const auto& request : asked())
    if (!request.refusal) out.push_back(request.path);
  return out;
}

std::vector<wire::Reply> FakeApi::take_held(std::size_t count) {
  std::unique_lock lock{mutex_};
  const bool came =
      changed_.wait_for(lock, std::chrono::seconds(20), [&] { return held_.size() >= count; });
  EXPECT_TRUE(came) << "held: " << held_.size();
  return std::exchange(held_, {});
}

Options WireTest::patient() {
  constexpr std::chrono::minutes kNever{10};
  Options out;
  out.host = "127.0.0.1";
  out.read_timeout = out.answer_timeout = out.write_timeout = kNever;
  out.stream_write_timeout = out.keep_alive = kNever;
  return out;
}

Callbacks WireTest::callbacks() {
  return {.serve = [this](Request request,
                          wire::Reply reply) { api_.serve(std::move(request), std::move(reply)); },
          .connections_changed = [this](std::size_t open) { told_.open = open; },
          .connection_refused = [this] { ++told_.refused; },
          .connection_displaced = [this] { ++told_.displaced; },
          .accept_failed = [this] { ++told_.accept_failed; },
          .judge = judge_};
}

void WireTest::start(const Options& options) {
  auto started = Server::start(options, callbacks());
  ASSERT_TRUE(started) << started.error().detail;
  server_ = std::move(started).value();
}

http::Reply WireTest::get(std::string_view path) const {
  RawConnection connection{port()};
  connection.send(request("GET", path));
  return connection.receive();
}

Answer with_text(std::string body) {
  Answer out;
  out.body = std::move(body);
  out.content_type = "text/plain";
  return out;
}

Answer with_status(int status, std::string body) {
  Answer out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

Answer with_headers(std::vector<std::pair<std::string, std::string>> headers) {
  Answer out;
  out.headers = std::move(headers);
  return out;
}

Answer with_stream(StreamBody body) {
  Answer out;
  out.content_type = "text/event-stream";
  out.stream = std::move(body);
  return out;
}

std::string request(std::string_view method, std::string_view target, std::string_view lines,
                    std::string_view body) {
  auto out = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: x\r\n" +
             std::string(lines);
  if (!body.empty()) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return out + "\r\n" + std::string(body);
}

}  // namespace lockstep::http::wire
