// The versions of streams that were written lately, so that the writer need not look them up. A
// cache of what is durable: forgetting is always right.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "events/ids.h"

namespace lockstep::log {

/// One thread.
class StreamVersions {
 public:
  /// `stream`: a stream_prefix().
  [[nodiscard]] std::optional<Version> find(const std::string& stream) const {
    const auto found = versions_.find(stream);
    return found == versions_.end() ? std::nullopt : std::optional(found->second);
  }
  void remember(const std::string& stream, Version version) {
    if (versions_.size() >= kMost) versions_.clear();
    versions_[stream] = version;
  }

 private:
  static constexpr std::size_t kMost = 65'536;  ///< About 8 MiB.
  std::unordered_map<std::string, Version> versions_;
};

}  // namespace lockstep::log
