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

/// The house, from the rim to the ground: an arrow may only point down. ARCHITECTURE.md shows the
/// same picture, and a test holds the two together.
inline constexpr std::string_view kPicture = R"(
     adapters/cli                               composition root: the only place that sees everything
      |        |
   actors    adapters/*                         the concurrency shell | the outside world
      |        |
      +-engine-+                                rules, effects, use cases, log, ports
          |
     projections                                read models: pure folds into rows
          |
        events                                  ids, vocabulary, event structs, codec, envelope, Result
          |
         base                                   text, time, url, hex, canonical JSON, locks; no product words
)";

/// Headers of `engine` that any of its rooms may include.
inline const Folders kEngineTools{"engine/decider.h", "engine/overloaded.h",
                                  "engine/retry_policy.h"};

inline Folders with(Folders own, const std::vector<Folders>& more) {
  for (const auto& folders : more) own.insert(own.end(), folders.begin(), folders.end());
  return own;
}

inline const Folders kEvents{"events", "base"};
inline const Folders kAll{"engine", "projections", "events", "base"};

/// What all rooms of HTTP may include.
inline const Folders kOfHttp{"adapters/http/client_address.h",
                             "adapters/http/json_object.h",
                             "adapters/http/message.h",
                             "adapters/http/problem.h",
                             "adapters/http/problem_body.h",
                             "adapters/http/shown.h",
                             "adapters/http/text.h"};

inline std::vector<Layer> adapter_layers() {
  return {
      {"adapters/cli", with({"adapters", "actors"}, {kAll})},
      // The wrappers of libraries that two adapters need.
      {"adapters/asio", {"adapters/asio"}},
      {"adapters/http_client", {"adapters/http_client", "base"}},
      {"adapters/libpq", with({"adapters/libpq"}, {kEvents})},
      {"adapters/metactf", with({"adapters/metactf", "adapters/http_client"}, {kAll})},
      {"adapters/sqlite", with({"adapters/sqlite"}, {kAll})},
      {"adapters/operations_store", with({"adapters/operations_store", "adapters/sqlite"}, {kAll})},
      {"adapters/read_store", with({"adapters/read_store", "adapters/sqlite"}, {kAll})},
      {"adapters/postgres", with({"adapters/postgres", "adapters/libpq"}, {kAll})},
      {"adapters/metactf_mock", with({"adapters/metactf_mock", "adapters/libpq"}, {kAll})},
      // Bytes to requests and answers to bytes: it knows of nothing that is served.
      {"adapters/http/wire", with({"adapters/http/wire"}, {kOfHttp, kEvents})},
      // Who somebody is. What they may is the API's.
      {"adapters/http/auth",
       with({"adapters/http/auth", "adapters/http_client"}, {kOfHttp, kEvents, {"engine/ports"}})},
      {"adapters/http/api",
       with({"adapters/http/api", "adapters/http/auth", "adapters/http/wire"}, {kOfHttp, kAll})},
      {"adapters/http/openapi",
       with({"adapters/http/openapi", "adapters/http/api"}, {kOfHttp, kAll})},
      // What all of its rooms speak of.
      {"adapters/http", with({kOfHttp}, {kEvents})},
      // Of the other adapters each may include itself alone: see may_include().
      {"adapters", kAll},
  };
}

inline std::vector<Layer> inner_layers() {
  static const Folders kCommands{"engine/domain", "engine/any_command.h", "engine/deciders.h"};
  return {
      {"cmake", {}},
      {"base", {"base"}, true},
      {"events", kEvents, true},
      {"projections", with({"projections"}, {kEvents}), true},

      // The rooms of the engine, in this order.
      {"engine/rate", with({"engine/rate"}, {kEvents}), true},
      {"engine/domain", with({"engine/domain"}, {kEngineTools, kEvents}), true},
      {"engine/any_command.h", with({"engine/domain"}, {kEngineTools, kEvents}), true},
      {"engine/ports",
       with({"engine/ports", "engine/any_command.h", "engine/rate", "projections"}, {kEvents})},
      {"engine/process",
       with({"engine/process", "engine/ports/metactf_api.h"}, {kCommands, kEngineTools, kEvents}),
       true},
      {"engine/vendor",
       with({"engine/vendor", "engine/process", "engine/ports/metactf_api.h"},
            {kCommands, kEngineTools, kEvents}),
       true},
      {"engine/effects",
       with({"engine/effects", "engine/vendor", "engine/process", "engine/rate",
             "engine/ports/operations.h", "projections"},
            {kCommands, kEngineTools, kEvents}),
       true},
      {"engine/usecases",
       with({"engine/usecases", "engine/effects", "engine/vendor", "engine/process",
             "engine/ports/operations.h", "engine/log/event_reader.h", "engine/log/whole_stream.h",
             "projections"},
            {kCommands, kEngineTools, kEvents}),
       true},
      {"engine/log", with({"engine/log"}, {kEvents})},
      {"engine", with({"engine/domain", "engine/any_command.h"}, {kEngineTools, kEvents}), true},

      {"actors", with({"actors"}, {kAll})},
      {"tests", with({"tests", "adapters", "actors"}, {kAll})},
      {"bench", with({"bench", "tests/support", "adapters", "actors"}, {kAll})},
      // What parses, and nothing that would link what serves or runs.
      // Whatever reads bytes from outside, or from a disk that may be damaged.
      {"fuzz", with({"fuzz", "adapters/cli", "adapters/http", "adapters/http_client",
                     "adapters/metactf", "adapters/sqlite"},
                    {kAll})},
  };
}

/// The first entry whose folder holds a file is the file's layer.
inline const std::vector<Layer>& layers() {
  static const std::vector<Layer> kLayers = [] {
    auto out = inner_layers();
    const auto adapters = adapter_layers();
    out.insert(out.end(), adapters.begin(), adapters.end());
    return out;
  }();
  return kLayers;
}

/// A header that not everybody who may see its folder may see.
struct Reserved {
  std::string_view header;
  Folders users;
};

inline const std::vector<Reserved>& reserved() {
  static const std::vector<Reserved> kReserved{
      // Whoever includes it can append: the log's writer and those who open or test a log.
      {"engine/log/event_log.h", {"engine/log", "actors/log_writer.cc", "tests", "bench"}},
      // Asio and Beast are in these: a file that includes one takes ten seconds more to compile.
      {"adapters/http/wire/io_post.h", {"adapters/http/wire"}},
      {"adapters/http/wire/listening.h",
       {"adapters/http/wire", "tests/contract/wire/accepting_test.cc"}},
      {"adapters/http/wire/session.h", {"adapters/http/wire"}},
      // Simulation: no engine is built with it.
      {"actors/sim", {"actors/sim", "tests", "bench"}},
  };
  return kReserved;
}

/// A library by the beginning of its headers' names, and the only places that may use it.
struct Library {
  std::string_view headers;
  Folders users;
};

inline const std::vector<Library>& libraries() {
  static const std::vector<Library> kLibraries{
      {"boost/asio",
       {"adapters/asio", "adapters/http/wire", "adapters/http_client",
        "tests/contract/wire/accepting_test.cc"}},
      {"boost/beast", {"adapters/asio", "adapters/http/wire", "adapters/http_client"}},
      {"boost/",
       {"base", "events", "engine", "projections", "actors", "adapters", "tests", "bench", "fuzz"}},
      {"caf/",
       {"actors", "adapters/cli", "tests/support", "tests/actors", "tests/simulation", "bench"}},
      {"rocksdb/",
       {"engine/log/rocksdb_", "tests/contract/log", "tests/integration/stolen_copy_test.cc",
        "bench"}},
      {"httplib.h",
       {"adapters/metactf_mock", "tests/support", "tests/contract", "tests/integration", "bench"}},
      {"utf8proc.h", {"base"}},
      {"date/", {"base"}},
      {"openssl/",
       {"base/sha256.cc", "base/random.cc", "engine/log/crypto", "adapters/http",
        "adapters/http_client", "tests/contract/http", "tests/contract/wire"}},
      {"zlib.h", {"adapters/http_client", "fuzz"}},
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
      {"unistd.h", {"base/last_words.cc", "engine/log", "adapters", "tests", "bench"}},
      {"signal.h", {"adapters/cli", "tests"}},
      {"stdlib.h", {"tests", "bench"}},
      {"poll.h", {"base/last_words.cc", "adapters", "tests"}},
      {"netdb.h", {"adapters", "tests"}},
      {"pwd.h", {"adapters/cli", "tests"}},
      {"grp.h", {"tests"}},
  };
  return kLibraries;
}

/// The files of a pure layer that are not: each wraps these headers, and is impure to include.
inline const std::map<std::string_view, std::set<std::string_view>>& wrappers() {
  static const std::map<std::string_view, std::set<std::string_view>> kWrappers{
      {"base/mutex.h", {"condition_variable", "mutex", "shared_mutex"}},
      {"base/plain_file.h", {"filesystem"}},
      {"base/processors.h", {"thread"}},
      {"base/random.h", {}},  // OpenSSL
      {"base/random.cc", {"base/random.h"}},
  };
  return kWrappers;
}

/// Headers and names that reach outside of a function's arguments.
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
