#include "adapters/http/connection_room.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "adapters/http/client_address.h"
#include "adapters/http/refusal.h"

namespace lockstep::http {

namespace {

using std::chrono::steady_clock;

constexpr std::uint64_t kStopped = 0;
constexpr std::uint64_t kWoken = std::numeric_limits<std::uint64_t>::max();
constexpr std::chrono::milliseconds kTick{50};

std::uint32_t as_epoll(short events) {
  return ((events & POLLIN) != 0 ? EPOLLIN : 0U) | ((events & POLLOUT) != 0 ? EPOLLOUT : 0U);
}

}  // namespace

ConnectionRoom::ConnectionRoom(const RoomOptions& options, RoomCallbacks callbacks)
    : options_(options),
      callbacks_(std::move(callbacks)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      stopped_(::eventfd(0, EFD_CLOEXEC)),
      woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      most_waiting_(std::max(4, 2 * static_cast<int>(std::thread::hardware_concurrency()))) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kStopped;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, stopped_, &event);
  // Nobody reads it: every write wakes one thread.
  event.events = EPOLLIN | EPOLLET;
  event.data.u64 = kWoken;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, woken_, &event);
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
  threads_.emplace_back([this] { keep_time(); });
}

ConnectionRoom::~ConnectionRoom() {
  stop();
  ::close(epoll_);
  ::close(stopped_);
  ::close(woken_);
}

void ConnectionRoom::admit(int socket) {
  auto connection =
      std::make_unique<Connection>(socket, client_of_socket(socket), options_.limits, options_.tls);
  const std::lock_guard lock{mutex_};
  if (stopping_) return;
  if (!make_place(connection->client())) {
    callbacks_.refused();
    if (options_.tls == nullptr) say_too_many(socket);
    return;
  }
  const auto id = ++last_id_;
  ++open_of_client_[connection->client()];
  const auto until = connection->waiting_since() + options_.limits.keep_alive;
  open_.emplace(id, Place{std::move(connection), until});
  callbacks_.changed(open_.size());
  watch(socket, EPOLL_CTL_ADD, id, POLLIN);
}

// An address that has all it may have makes place itself; else whoever comes first.
bool ConnectionRoom::make_place(const std::string& client) {
  const auto own = open_of_client_.find(client);
  const bool address_full = options_.max_open_per_address > 0 && own != open_of_client_.end() &&
                            own->second >= options_.max_open_per_address;
  if (!address_full && open_.size() < options_.max_open) return true;
  auto longest = open_.end();
  for (auto it = open_.begin(); it != open_.end(); ++it) {
    const auto& connection = it->second.connection;
    if (it->second.busy || (address_full && connection->client() != client)) continue;
    if (longest == open_.end() ||
        connection->waiting_since() < longest->second.connection->waiting_since())
      longest = it;
  }
  if (longest == open_.end()) return false;
  longest->second.connection->give_way();
  callbacks_.displaced();
  remove(longest);
  return true;
}

std::unique_ptr<Connection> ConnectionRoom::remove(Places::iterator place) {
  const auto own = open_of_client_.find(place->second.connection->client());
  if (--own->second == 0) open_of_client_.erase(own);
  auto connection = std::move(place->second.connection);
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, connection->socket(), nullptr);
  open_.erase(place);
  callbacks_.changed(open_.size());
  if (stopping_ && open_.empty()) ::eventfd_write(stopped_, 1);
  return connection;
}

void ConnectionRoom::watch(int socket, int operation, std::uint64_t id, short events) const {
  epoll_event event{};
  event.events = as_epoll(events) | EPOLLONESHOT;
  event.data.u64 = id;
  ::epoll_ctl(epoll_, operation, socket, &event);
}

Connection* ConnectionRoom::take(std::uint64_t id) {
  const std::lock_guard lock{mutex_};
  const auto found = open_.find(id);
  if (found == open_.end() || found->second.busy) return nullptr;
  found->second.busy = true;
  return found->second.connection.get();
}

std::unique_ptr<Connection> ConnectionRoom::let_go(std::uint64_t id, Connection::Wait wait) {
  const std::lock_guard lock{mutex_};
  const auto found = open_.find(id);
  auto& place = found->second;
  if (wait.events == 0 || (stopping_ && !place.connection->is_answering())) return remove(found);
  place.busy = false;
  place.pause.reset();
  place.until = wait.until;
  watch(place.connection->socket(), EPOLL_CTL_MOD, id, wait.events);
  return nullptr;
}

void ConnectionRoom::put_back(std::uint64_t id, Connection::Wait wait) {
  auto leaving = let_go(id, wait);
  if (!leaving) return;
  if (auto stream = leaving->take_stream())
    callbacks_.stream(std::move(leaving), std::move(stream));
}

void ConnectionRoom::work() {
  for (;;) {
    if (auto* turn = next_ready()) {
      go_on(turn);
      continue;
    }
    std::uint64_t id = kWoken;
    if (wait_for_event(id) != 1 || id == kWoken) continue;
    if (id == kStopped) break;
    if (auto* connection = take(id)) begin_turn(id, *connection);
  }
  {
    const std::lock_guard lock{turns_mutex_};
    ended_ = true;
  }
  called_up_.notify_all();
}

// 1, or nothing has come: ready_ has to be looked at.
int ConnectionRoom::wait_for_event(std::uint64_t& id) {
  {
    std::unique_lock lock{turns_mutex_};
    if (!ready_.empty()) return 0;
    if (threads_waiting_ >= most_waiting_ && !ended_) {
      called_up_.wait(lock);
      return 0;
    }
    // Whoever adds to ready_ from here on sees that a thread waits, and wakes it.
    ++threads_waiting_;
  }
  epoll_event event{};
  const int got = ::epoll_wait(epoll_, &event, 1, -1);
  --threads_waiting_;
  id = event.data.u64;
  return got;
}

// When all threads that are awake have been at one thing for a whole tick, others take over.
void ConnectionRoom::call_up_threads() {
  const std::lock_guard lock{turns_mutex_};
  const bool stuck = threads_waiting_ == 0 && looks_ == looks_before_;
  looks_before_ = looks_;
  to_call_up_ = stuck ? std::clamp<std::size_t>(2 * to_call_up_, 1, options_.threads) : 0;
  for (std::size_t i = 0; i < to_call_up_; ++i) called_up_.notify_one();
}

void ConnectionRoom::begin_turn(std::uint64_t id, Connection& connection) {
  Turn* turn = nullptr;
  {
    const std::lock_guard lock{turns_mutex_};
    if (idle_turns_.empty()) {
      turns_.push_back(std::make_unique<Turn>());
      idle_turns_.push_back(turns_.back().get());
    }
    turn = idle_turns_.back();
    idle_turns_.pop_back();
  }
  turn->id = id;
  turn->task.begin(
      [this, turn, &connection] { turn->wait = connection.advance(callbacks_.serve); });
  go_on(turn);
}

void ConnectionRoom::go_on(Turn* turn) {
  const auto id = turn->id;
  const bool ended = turn->task.resume([this, turn] { may_go_on(turn); },
                                       [this, id](const std::shared_ptr<Pause>& pause) {
                                         const std::lock_guard lock{mutex_};
                                         open_.at(id).pause = pause;
                                       });
  if (!ended) return;
  const auto wait = turn->wait;
  {
    const std::lock_guard lock{turns_mutex_};
    idle_turns_.push_back(turn);
  }
  put_back(id, wait);
}

void ConnectionRoom::may_go_on(Turn* turn) {
  {
    const std::lock_guard lock{turns_mutex_};
    ready_.push_back(turn);
  }
  if (threads_waiting_ > 0) ::eventfd_write(woken_, 1);
}

ConnectionRoom::Turn* ConnectionRoom::next_ready() {
  const std::lock_guard lock{turns_mutex_};
  ++looks_;
  if (ready_.empty()) return nullptr;
  auto* turn = ready_.front();
  ready_.pop_front();
  return turn;
}

std::vector<std::uint64_t> ConnectionRoom::out_of_time() {
  std::vector<std::uint64_t> out;
  const auto now = steady_clock::now();
  for (const auto& [id, place] : open_)
    if (!place.busy && place.until <= now) out.push_back(id);
  return out;
}

std::vector<std::shared_ptr<Pause>> ConnectionRoom::overdue_pauses() {
  std::vector<std::shared_ptr<Pause>> out;
  const auto now = steady_clock::now();
  for (const auto& [id, place] : open_)
    if (place.pause && place.pause->until() <= now) out.push_back(place.pause);
  return out;
}

void ConnectionRoom::keep_time() {
  std::unique_lock lock{mutex_};
  // While answers are under way at the end, their deadlines still count.
  while (!stopping_ || !open_.empty()) {
    time_to_stop_.wait_for(lock, kTick);
    const auto late = out_of_time();
    const auto overdue = overdue_pauses();
    lock.unlock();
    call_up_threads();
    for (const auto& pause : overdue)
      if (pause->claim()) pause->go_on();
    for (const auto id : late)
      if (auto* connection = take(id)) put_back(id, connection->run_out_of_time(callbacks_.serve));
    lock.lock();
  }
}

void ConnectionRoom::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    for (auto it = open_.begin(); it != open_.end();) {
      const auto place = it++;
      if (!place->second.busy && !place->second.connection->is_answering()) remove(place);
    }
    if (open_.empty()) ::eventfd_write(stopped_, 1);
  }
  time_to_stop_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace lockstep::http
