#include "adapters/http/wire/session.h"

#include <algorithm>
#include <string_view>

#include <boost/asio/post.hpp>

#include "adapters/http/wire/answer_text.h"
#include "adapters/http/wire/problems.h"
#include "adapters/http/wire/refusal.h"

namespace lockstep::http::wire {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLinger{1000};
// Once the server stops: for who does not take an answer, nobody waits longer.
constexpr milliseconds kLastWrite{5000};
// What comes for the first request of a connection at once; more when there is more.
constexpr std::size_t kFirstRead = 2U << 10U;
constexpr std::size_t kRead = 16U << 10U;
// What a slow reader of a stream may leave unread with us.
constexpr int kStreamSendBuffer = 128 << 10;

/// As the clock has it; all answers of a second share one text.
std::string_view date_of_now() {
  using std::chrono::system_clock;
  static thread_local std::chrono::sys_seconds second{};
  static thread_local std::string text;
  const auto now = std::chrono::floor<std::chrono::seconds>(system_clock::now());
  if (now != second || text.empty()) text = http_date(now);
  second = now;
  return text;
}

}  // namespace

Session::Session(Shared& shared, std::string client)
    : shared_(shared),
      // The reader leaves less than a head of it, so there is always place for more.
      in_(shared.options.max_header_bytes + kRead),
      client_(std::move(client)),
      deadline_(steady_clock::now() + shared.options.read_timeout) {}

void Session::enter(Phase phase, milliseconds patience) {
  if (is_over()) return;
  phase_ = phase;
  deadline_ = steady_clock::now() + patience;
}

void Session::run_out_of_time() {
  if (phase_ == Phase::reading && is_plain()) {
    out_of_time_ = true;
    deadline_ = Time::max();
    error_code ignored;
    socket().cancel(ignored);  // Whoever reads goes on, and says why it is over.
    return;
  }
  if (phase_ == Phase::streaming) line_->end(StreamSink::Written::too_slow);
  close();
}

void Session::give_way() {
  if (phase_ == Phase::reading && is_plain())
    say_too_many(socket().native_handle(), shared_.headers);
  close();
}

void Session::stop() {
  if (phase_ == Phase::writing) deadline_ = std::min(deadline_, steady_clock::now() + kLastWrite);
  if (phase_ == Phase::serving || phase_ == Phase::writing) return;
  if (line_) line_->end(StreamSink::Written::stopping);
  close();
}

void Session::close() {
  if (is_over()) return;
  phase_ = Phase::over;
  deadline_ = Time::max();
  const auto self = shared_from_this();
  if (line_) line_->end(StreamSink::Written::gone);
  error_code ignored;
  socket().shutdown(tcp::socket::shutdown_both, ignored);
  socket().close(ignored);
  if (wake_) boost::asio::post(socket().get_executor(), std::exchange(wake_, nullptr));
  shared_.room.leave(*this);
}

void Session::begin_request() {
  // The answer before was under way when the stop came.
  if (shared_.room.is_stopping()) close();
  enter(Phase::idle, shared_.options.keep_alive);
  shared_.room.wait_for(*this);
  reader_.emplace(shared_.limits);
}

bool Session::read_what_came() {
  if (in_.size() == 0) return false;
  if (phase_ == Phase::idle) enter(Phase::reading, shared_.options.read_timeout);
  const auto came = in_.cdata();
  in_.consume(reader_->read({static_cast<const char*>(came.data()), came.size()}));
  return reader_->state() != RequestReader::State::needs_more;
}

bool Session::is_out_of_time() {
  if (out_of_time_ && !is_over()) reader_->refuse(too_slow());
  return out_of_time_ && !is_over();
}

std::size_t Session::next_read() const {
  const auto wanted = phase_ == Phase::idle ? kFirstRead : kRead;
  return std::min(wanted, in_.max_size() - in_.size());
}

bool Session::begin_to_judge() {
  if (!shared_.callbacks.judge) return false;
  auto head = reader_->head();
  head.client = client_;
  left_to_read_ = std::chrono::ceil<milliseconds>(deadline_ - steady_clock::now());
  enter(Phase::judging, shared_.options.answer_timeout);
  shared_.room.serve(*this);
  shared_.callbacks.judge(std::move(head), [post = shared_.post, weak = weak_from_this(),
                                            number = requests_](std::optional<Problem> refusal) {
    post->post([weak, number, refusal = std::move(refusal)]() mutable {
      if (const auto session = weak.lock()) session->judged(number, std::move(refusal));
    });
  });
  return true;
}

void Session::judged(std::size_t number, std::optional<Problem> refusal) {
  // A second one, or one of a request that is over.
  if (phase_ != Phase::judging || number != requests_) return;
  if (refusal) reader_->refuse(*std::move(refusal));
  enter(Phase::reading, left_to_read_);
  shared_.room.wait_for(*this);
  const auto go_on = std::exchange(wake_, nullptr);
  go_on();
}

Reply Session::reply_to_present_request() {
  return [post = shared_.post, weak = weak_from_this(), number = requests_](Answer given) {
    post->post([weak, number, given = std::move(given)]() mutable {
      if (const auto session = weak.lock()) session->answer(number, std::move(given));
    });
  };
}

void Session::ask() {
  if (is_over()) return;
  ++requests_;
  is_last_ = reader_->is_last() || requests_ >= shared_.options.max_requests_per_connection;
  auto request = reader_->take_request();
  request.client = client_;
  head_only_ = request.method == "HEAD";
  if (in_.size() == 0 && in_.capacity() > kFirstRead) in_.shrink_to_fit();
  enter(Phase::serving, shared_.options.answer_timeout);
  shared_.room.serve(*this);
  shared_.callbacks.serve(std::move(request), reply_to_present_request());
}

void Session::answer(std::size_t number, Answer given) {
  // A second one, or one to a request that is over.
  if (phase_ != Phase::serving || number != requests_) return;
  answer_ = std::move(given);
  const auto patience = shared_.options.write_timeout;
  enter(Phase::writing, shared_.room.is_stopping() ? std::min(patience, kLastWrite) : patience);
  shared_.room.wait_for(*this);
  const auto go_on = std::exchange(wake_, nullptr);
  go_on();
}

void Session::compose_answer() {
  // Nothing but its end tells where a stream ends.
  is_last_ = is_last_ || answer_.stream || shared_.room.is_stopping();
  out_ = answer_text(answer_, {.is_last = is_last_,
                               .head_only = head_only_,
                               .to_1_0 = reader_->is_1_0(),
                               .date = date_of_now(),
                               .headers = &shared_.headers});
  if (!answer_.stream) answer_ = {};
}

void Session::forget_sent() {
  out_.clear();
  if (out_.capacity() > kRead) out_.shrink_to_fit();
}

bool Session::begin_stream() {
  auto body = answer_.stream ? std::move(*answer_.stream) : StreamBody{};
  answer_ = {};
  if (!body || head_only_ || shared_.room.is_stopping()) return false;
  enter(Phase::streaming, milliseconds{0});
  deadline_ = Time::max();
  shared_.room.stream_to(*this);
  error_code ignored;
  socket().set_option(tcp::socket::send_buffer_size(kStreamSendBuffer), ignored);
  const auto post = shared_.post;
  const auto weak = weak_from_this();
  line_ = std::make_shared<StreamLine>([post, weak](std::string piece) {
    return post->post([weak, piece = std::move(piece)]() mutable {
      if (const auto session = weak.lock()) session->write_piece(std::move(piece));
    });
  });
  return shared_.streams.run([post, weak, line = line_, body = std::move(body)] {
    body(*line);
    post->post([weak] {
      if (const auto session = weak.lock()) session->end_stream();
    });
  });
}

void Session::piece_was_written(bool good) {
  if (phase_ != Phase::streaming) return;
  deadline_ = Time::max();
  if (good)
    line_->taken();
  else
    close();
}

void Session::end_stream() {
  if (is_over()) return;
  enter(Phase::lingering, kLinger);
  say_end();
}

void Session::begin_to_linger() {
  if (shared_.room.is_stopping()) return close();
  in_.clear();
  enter(Phase::lingering, kLinger);
}

}  // namespace lockstep::http::wire
