// Random events of every type there is, by description of their members: a new type takes part by
// itself. Text is nasty on purpose, ids come from small pools so that events meet each other.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "events/any_event.h"

namespace lockstep::testing_support {

/// A decoded event and where it stands.
struct PlacedEvent {
  events::StoredEvent stored;
  events::AnyEvent event;
};

class RandomEvents {
 public:
  explicit RandomEvents(std::uint64_t seed) : random_(seed) {}

  /// The next event of one log: gapless positions and versions, and a hash that fits no other.
  PlacedEvent next();
  /// The next `count` of them.
  std::vector<PlacedEvent> take(std::size_t count);

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::string nasty_text();
  boost::json::value json(int depth);
  std::int64_t integer();

  template <class T>
  void fill(T& out);
  template <class T>
  void fill(std::optional<T>& out);
  template <class T>
  void fill(std::vector<T>& out);
  template <class T>
  void fill(Sealed<T>& out);
  template <class Tag>
  void fill(Id<Tag>& out);
  template <class Tag, class Int>
  void fill(Number<Tag, Int>& out);
  void fill(std::string& out) { out = nasty_text(); }
  void fill(bool& out) { out = below(2) == 0; }
  void fill(std::int64_t& out) { out = integer(); }
  void fill(boost::json::value& out) { out = json(2); }
  void fill(std::map<std::string, std::int64_t>& out);

  std::mt19937_64 random_;
  std::uint64_t position_ = 0;
  std::map<StreamId, std::uint64_t> versions_;
};

}  // namespace lockstep::testing_support
