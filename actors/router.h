// Finds or spawns the one actor of a stream, and passivates those that nobody talks to.
#pragma once
#include <chrono>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/environment.h"
#include "actors/messages.h"

namespace lockstep::actors {

struct RouterState {
  const char* name = "router";
  struct Active {
    std::string stream;
    EntityActor actor;
    caf::actor_clock::time_point last_used;
  };
  std::list<Active> by_use;  ///< The most recently used first.
  std::unordered_map<std::string, std::list<Active>::iterator> by_stream;
  std::map<caf::actor_addr, std::list<Active>::iterator> by_address;
  std::size_t next_reader = 0;
};

RouterActor::behavior_type router(RouterActor::stateful_pointer<RouterState> self,
                                  const Environment* env, LogWriterActor writer,
                                  std::vector<LogReaderActor> readers);

}  // namespace lockstep::actors
