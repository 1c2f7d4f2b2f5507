// For calls of which only the request is looked at.
#pragma once
#include <array>
#include <cstddef>

#include "adapters/http/api/api.h"

namespace lockstep::fuzz {

/// Never to be looked into: nothing is there.
inline http::Api& no_api() {
  alignas(http::Api) static std::array<std::byte, sizeof(http::Api)> nothing{};
  return *reinterpret_cast<http::Api*>(nothing.data());
}

}  // namespace lockstep::fuzz
