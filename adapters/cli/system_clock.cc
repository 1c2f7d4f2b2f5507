#include "adapters/cli/system_clock.h"

#include <chrono>

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace lockstep::cli {

Timestamp SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

std::string RandomIds::next() {
  // A generator is not safe to share between threads. A kernel without random numbers is beyond
  // repair: the exception ends the process.
  thread_local boost::uuids::random_generator_pure generator;
  return boost::uuids::to_string(generator());
}

}  // namespace lockstep::cli
