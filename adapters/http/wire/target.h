// What a request asks for (RFC 9112, 3.2).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::http::wire {

struct Target {
  std::string authority;  ///< Of an absolute one; it stands for the Host header then.
  std::string path;       ///< As sent.
  std::string query;      ///< As sent, without the `?`.
};

/// `/path?query`, `http://host/path?query` (https too) or `*`. None for anything else.
std::optional<Target> target_of(std::string_view text);

/// `host` or `host:port`.
bool is_authority(std::string_view text);

}  // namespace lockstep::http::wire
