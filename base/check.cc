#include "base/check.h"

#include <cstdlib>
#include <string>

#include "base/last_words.h"

namespace lockstep::base {

void check_failed(std::string_view what, const char* file, int line) noexcept {
  say_if_somebody_reads("{\"level\":\"error\",\"event\":\"check_failed\",\"what\":\"" +
                        std::string(what) + "\",\"file\":\"" + file +
                        "\",\"line\":" + std::to_string(line) + "}\n");
  std::abort();
}

}  // namespace lockstep::base
