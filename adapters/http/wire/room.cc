#include "adapters/http/wire/room.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/http/wire/session.h"

namespace lockstep::http::wire {

// An address that has all it may have makes place itself; else whoever comes first.
bool Room::make_place(const std::string& client) {
  const auto own = open_of_client_.find(client);
  const bool address_full = options_.connections_per_address > 0 && own != open_of_client_.end() &&
                            own->second >= options_.connections_per_address;
  if (!address_full && open() < options_.max_connections) return true;
  const auto longest = std::ranges::find_if(
      waiting_, [&](const auto& session) { return !address_full || session->client() == client; });
  return displace(longest);
}

bool Room::displace_longest_waiting() {
  return displace(waiting_.begin());
}

bool Room::displace(Sessions::const_iterator who) {
  if (who == waiting_.end()) return false;
  const auto leaving = *who;
  callbacks_.connection_displaced();
  leaving->give_way();
  return true;
}

void Room::enter(const std::shared_ptr<Session>& session) {
  session->seat = {&waiting_, waiting_.insert(waiting_.end(), session)};
  ++open_of_client_[session->client()];
  callbacks_.connections_changed(open());
}

void Room::move_to(Sessions& list, Session& session) {
  if (session.seat.list == nullptr) return;
  list.splice(list.end(), *session.seat.list, session.seat.at);
  session.seat.list = &list;
}

void Room::wait_for(Session& session) {
  move_to(waiting_, session);
}

void Room::serve(Session& session) {
  move_to(served_, session);
}

void Room::stream_to(Session& session) {
  if (session.seat.list == nullptr) return;
  move_to(streaming_, session);
  give_up_place(session.client());
}

void Room::leave(Session& session) {
  auto& seat = session.seat;
  if (seat.list == nullptr) return;
  const bool had_place = seat.list != &streaming_;
  const auto kept = *seat.at;  // It may have been the last who did.
  std::exchange(seat.list, nullptr)->erase(seat.at);
  if (had_place) give_up_place(kept->client());
  look_whether_empty();
}

void Room::give_up_place(const std::string& client) {
  const auto own = open_of_client_.find(client);
  if (--own->second == 0) open_of_client_.erase(own);
  callbacks_.connections_changed(open());
}

void Room::keep_time(Time now) {
  std::vector<std::shared_ptr<Session>> late;
  for (const auto* list : {&waiting_, &served_, &streaming_})
    for (const auto& session : *list)
      if (session->deadline() <= now) late.push_back(session);
  for (const auto& session : late) session->run_out_of_time();
}

void Room::stop(std::function<void()> when_empty) {
  when_empty_ = std::move(when_empty);
  std::vector<std::shared_ptr<Session>> all;
  for (const auto* list : {&waiting_, &served_, &streaming_})
    all.insert(all.end(), list->begin(), list->end());
  for (const auto& session : all) session->stop();
  look_whether_empty();
}

void Room::look_whether_empty() {
  if (!when_empty_ || open() > 0 || !streaming_.empty()) return;
  stopped_ = true;
  std::exchange(when_empty_, nullptr)();
}

}  // namespace lockstep::http::wire
