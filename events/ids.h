// Strong types for everything that names something. Ids of different things are different types, so
// that the vendor's integers can never be stored where our own text ids belong (lessons.md).
#pragma once
#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace lockstep {

/// One of our own ids: opaque text, in practice a UUID. Never personal data.
template <class Tag>
struct Id {
  std::string value;
  auto operator<=>(const Id&) const = default;
  [[nodiscard]] bool empty() const { return value.empty(); }
};

/// An integer with a meaning of its own (a vendor's id, a position, a version).
template <class Tag, class Int = std::int64_t>
struct Number {
  using Underlying = Int;
  Int value{};
  auto operator<=>(const Number&) const = default;
};

using CoachId = Id<struct CoachTag>;
using CompetitorId = Id<struct CompetitorTag>;
using TeamId = Id<struct TeamTag>;
/// Names one intended call to the vendor; its outcome must carry the same id.
using CallId = Id<struct CallTag>;
/// Names one command; the same id twice is the same command (idempotency key).
using CommandId = Id<struct CommandTag>;

/// Issued by the vendor. Never a link key: `syned_*` ids are.
using MetactfUserId = Number<struct MetactfUserTag>;
using MetactfTeamId = Number<struct MetactfTeamTag>;

/// Place of an event in the whole log: gapless, the first event has position 1; 0 = before all.
using Position = Number<struct PositionTag, std::uint64_t>;
/// Place of an event in its stream: gapless, the first event has version 1; 0 = empty stream.
using Version = Number<struct VersionTag, std::uint64_t>;

/// Our own clock, in milliseconds since the Unix epoch (UTC).
using Timestamp = Number<struct TimestampTag, std::int64_t>;
/// The vendor's clock, in seconds since the Unix epoch. Never compared with ours.
using VendorTime = Number<struct VendorTimeTag, std::int64_t>;

struct IdHash {
  template <class Tag>
  std::size_t operator()(const Id<Tag>& id) const {
    return std::hash<std::string>{}(id.value);
  }
};

/// `<category>-<id>`: the key of one aggregate's events. The category has no '-'.
struct StreamId {
  std::string category;
  std::string id;
  auto operator<=>(const StreamId&) const = default;
  [[nodiscard]] std::string text() const { return category + "-" + id; }
};

}  // namespace lockstep
