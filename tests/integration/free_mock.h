// A mock vendor on a port that was free.
#pragma once
#include <memory>
#include <stdexcept>
#include <utility>

#include "adapters/metactf_mock/mock_server.h"

namespace lockstep::integration {

inline std::unique_ptr<metactf_mock::MockServer> start_mock() {
  metactf_mock::MockOptions options;
  options.listen.port = 0;
  auto mock = metactf_mock::MockServer::start(options);
  if (!mock) throw std::runtime_error(mock.error().detail);
  return std::move(mock).value();
}

}  // namespace lockstep::integration
