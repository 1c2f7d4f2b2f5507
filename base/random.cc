#include "base/random.h"

#include <cstdlib>

#include <openssl/rand.h>

namespace lockstep::base {

namespace {

void require(bool succeeded) {
  if (!succeeded) std::abort();
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  require(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) == 1);
  return out;
}

std::string_view Randomness::take(std::size_t count) {
  require(count <= at_once_);
  if (bytes_.size() - taken_ < count) {
    bytes_ = random_bytes(at_once_);
    taken_ = 0;
  }
  taken_ += count;
  return std::string_view(bytes_).substr(taken_ - count, count);
}

}  // namespace lockstep::base
