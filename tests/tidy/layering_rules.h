// Who may include whom, and what: the table of ARCHITECTURE.md as data. Widen it only on purpose.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::tidy {

using Folders = std::vector<std::string_view>;

/// A folder, or the beginning of file names in one, and what it may include of ours.
struct Layer {
  std::string_view folder;
  Folders may_include;  ///< Folders, or single headers.
  bool pure = false;    ///< No I/O, no clock, no threads, no randomness.
};

inline const Folders kRules{"engine/domain",        "engine/process",      "engine/vendor",
                            "engine/jobs",          "engine/scheduling",   "engine/rate",
                            "engine/decider.h",     "engine/overloaded.h", "engine/any_command.h",
                            "engine/retry_policy.h"};

/// The first entry whose folder holds a file is the file's layer.
inline const std::vector<Layer>& layers() {
  static const auto kPureEngine = [] {
    Folders out = kRules;
    out.insert(out.end(),
               {"events", "base", "engine/ports/metactf_api.h", "projections/work_kind.h"});
    return out;
  }();
  static const std::vector<Layer> kLayers{
      {"cmake", {}},
      {"base", {"base"}, true},
      {"events", {"events", "base"}, true},
      {"projections", {"projections", "events", "base"}, true},
      {"engine/log", {"engine/log", "events", "base"}},
      {"engine/ports", {"engine", "projections", "events", "base"}},
      {"engine/effects",
       {"engine/effects", "engine/vendor", "engine/process", "engine/domain", "engine/rate",
        "engine/overloaded.h", "engine/any_command.h", "engine/retry_policy.h", "projections",
        "events", "base"},
       true},
      {"engine", kPureEngine, true},
      {"actors", {"actors", "engine", "projections", "events", "base"}},
      {"adapters/cli", {"adapters", "actors", "engine", "projections", "events", "base"}},
      // The wrappers of libraries that two adapters need.
      {"adapters/libpq", {"adapters/libpq", "events", "base"}},
      {"adapters/sqlite", {"adapters/sqlite", "engine", "projections", "events", "base"}},
      {"adapters/operations_store",
       {"adapters/operations_store", "adapters/sqlite", "engine", "projections", "events", "base"}},
      {"adapters/read_store",
       {"adapters/read_store", "adapters/sqlite", "engine", "projections", "events", "base"}},
      {"adapters/postgres",
       {"adapters/postgres", "adapters/libpq", "engine", "projections", "events", "base"}},
      {"adapters/metactf_mock",
       {"adapters/metactf_mock", "adapters/libpq", "engine", "projections", "events", "base"}},
      // Of the other adapters each may include itself alone: see may_include().
      {"adapters", {"engine", "projections", "events", "base"}},
      {"tests", {"tests", "adapters", "actors", "engine", "projections", "events", "base"}},
      {"bench",
       {"bench", "tests/support", "adapters", "actors", "engine", "projections", "events", "base"}},
  };
  return kLayers;
}

/// A library by the beginning of its headers' names, and the only places that may use it.
struct Library {
  std::string_view headers;
  Folders users;
};

inline const std::vector<Library>& libraries() {
  static const std::vector<Library> kLibraries{
      {"boost/",
       {"base", "events", "engine", "projections", "actors", "adapters", "tests", "bench"}},
      {"caf/",
       {"actors", "adapters/cli", "tests/support", "tests/actors", "tests/simulation", "bench"}},
      {"rocksdb/", {"engine/log/rocksdb_", "tests/contract/log", "bench"}},
      {"httplib.h",
       {"adapters/http", "adapters/metactf", "adapters/metactf_mock", "adapters/cli",
        "tests/support", "tests/contract", "tests/integration", "bench"}},
      {"utf8proc.h", {"base"}},
      {"date/", {"base"}},
      {"openssl/", {"base/sha256.cc", "engine/log/crypto", "adapters/http", "tests/contract/http"}},
      {"libpq-fe.h", {"adapters/libpq", "tests"}},
      {"sqlite3.h", {"adapters/sqlite", "adapters/read_store", "tests/contract/read_model"}},
      {"prometheus/", {"adapters/prometheus"}},
      {"spdlog/", {"adapters/cli"}},
      {"toml++/", {"adapters/cli"}},
      {"CLI/", {"adapters/cli", "tests/cli"}},
      {"gtest/", {"tests"}},
      // The operating system: wherever the outside world is touched, and nowhere else.
      {"sys/", {"engine/log", "adapters", "tests", "bench"}},
      {"netinet/", {"adapters", "tests"}},
      {"arpa/", {"adapters", "tests"}},
      {"fcntl.h", {"engine/log", "adapters", "tests", "bench"}},
      {"unistd.h", {"engine/log", "adapters", "tests", "bench"}},
      {"signal.h", {"adapters/cli", "tests"}},
      {"stdlib.h", {"tests", "bench"}},
      {"poll.h", {"adapters", "tests"}},
      {"netdb.h", {"adapters", "tests"}},
      {"pwd.h", {"adapters/cli", "tests"}},
      {"grp.h", {"tests"}},
  };
  return kLibraries;
}

/// Standard headers and names that reach outside of a function's arguments.
inline const std::set<std::string_view>& impure_headers() {
  static const std::set<std::string_view> kHeaders{"fstream",
                                                   "iostream",
                                                   "filesystem",
                                                   "thread",
                                                   "mutex",
                                                   "shared_mutex",
                                                   "condition_variable",
                                                   "future",
                                                   "atomic",
                                                   "random",
                                                   "semaphore",
                                                   "latch",
                                                   "barrier",
                                                   "stop_token",
                                                   "csignal",
                                                   "ctime",
                                                   "boost/uuid/random_generator.hpp"};
  return kHeaders;
}
inline const Folders kImpureNames{
    "system_clock",     "steady_clock", "high_resolution_clock", "random_device", "getenv",
    "std::cout",        "std::cerr",    "std::printf",           "fopen",         "std::puts",
    "random_generator", "localtime",    "gettimeofday"};

/// One line per include or name that the table does not allow in a file of this path.
std::vector<std::string> layering_problems(const std::string& path, const std::string& text);

}  // namespace lockstep::tidy
