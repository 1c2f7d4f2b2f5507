#include "adapters/http/connection_room.h"

#include <algorithm>
#include <cerrno>
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
constexpr std::chrono::milliseconds kTick{50};

std::uint32_t as_epoll(short events) {
  return ((events & POLLIN) != 0 ? EPOLLIN : 0U) | ((events & POLLOUT) != 0 ? EPOLLOUT : 0U);
}

}  // namespace

ConnectionRoom::ConnectionRoom(const RoomOptions& options, RoomCallbacks callbacks)
    : options_(options),
      callbacks_(std::move(callbacks)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      stopped_(::eventfd(0, EFD_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kStopped;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, stopped_, &event);
  for (std::size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
  threads_.emplace_back([this] { keep_time(); });
}

ConnectionRoom::~ConnectionRoom() {
  stop();
  ::close(epoll_);
  ::close(stopped_);
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
    const auto& [connection, until, busy] = it->second;
    if (busy || (address_full && connection->client() != client)) continue;
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
    epoll_event event{};
    if (::epoll_wait(epoll_, &event, 1, -1) != 1) continue;
    const auto id = event.data.u64;
    if (id == kStopped) return;
    if (auto* connection = take(id)) put_back(id, connection->advance(callbacks_.serve));
  }
}

std::vector<std::uint64_t> ConnectionRoom::out_of_time() {
  std::vector<std::uint64_t> out;
  const auto now = steady_clock::now();
  for (const auto& [id, place] : open_)
    if (!place.busy && place.until <= now) out.push_back(id);
  return out;
}

void ConnectionRoom::keep_time() {
  std::unique_lock lock{mutex_};
  // While answers are under way at the end, their deadlines still count.
  while (!stopping_ || !open_.empty()) {
    time_to_stop_.wait_for(lock, kTick);
    const auto late = out_of_time();
    lock.unlock();
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
