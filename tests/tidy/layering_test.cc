// Every include points inward, every library has its place, and what is pure stays pure.
#include <algorithm>
#include <iostream>
#include <map>
#include <regex>

#include <gtest/gtest.h>

#include "tests/tidy/layering_rules.h"
#include "tests/tidy/source_tree.h"

namespace lockstep::tidy {

namespace {

const Layer* layer_of(std::string_view path) {
  for (const auto& layer : layers())
    if (is_in(path, layer.folder)) return &layer;
  return nullptr;
}

bool is_in_any(std::string_view path, const Folders& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](auto folder) { return is_in(path, folder); });
}

/// `adapters/http/x.cc` → `adapters/http`
std::string_view adapter_of(std::string_view path) {
  return path.substr(0, path.find('/', std::string_view("adapters/").size()));
}

bool may_include(const Layer& layer, std::string_view path, std::string_view header) {
  for (const auto& special : reserved())
    if (is_in(header, special.header) && !is_in_any(path, special.users)) return false;
  if (is_in_any(header, layer.may_include)) return true;
  return layer.folder == "adapters" && is_in(header, adapter_of(path));
}

/// Standard C++ headers have neither a folder nor an ending.
bool is_standard(std::string_view header) {
  return header.find_first_of("/.") == std::string_view::npos;
}

/// What base/mutex.h and its like are there for.
bool wraps(std::string_view path, std::string_view header) {
  const auto found = wrappers().find(path);
  return found != wrappers().end() && found->second.contains(header);
}
bool is_impure(std::string_view header) {
  return impure_headers().contains(header) || wrappers().contains(header);
}

bool may_use(std::string_view path, std::string_view header) {
  for (const auto& library : libraries()) {
    if (!header.starts_with(library.headers)) continue;
    // `engine/log/rocksdb_` and `engine/log/crypto` are beginnings of file names.
    return std::any_of(library.users.begin(), library.users.end(), [&](auto user) {
      return is_in(path, user) || (user.starts_with("engine/log/") && path.starts_with(user));
    });
  }
  return false;
}

}  // namespace

std::vector<std::string> layering_problems(const std::string& path, const std::string& text) {
  std::vector<std::string> out;
  const auto* layer = layer_of(path);
  if (layer == nullptr) return {path + ": a folder that the table does not know"};
  static const std::regex kInclude(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)re");
  std::smatch match;
  for (const auto& line : lines_of(text)) {
    if (!std::regex_match(line, match, kInclude)) continue;
    const std::string header = match[2];
    const bool ours = match[1] == "\"";
    const bool allowed =
        ours ? may_include(*layer, path, header) : is_standard(header) || may_use(path, header);
    const bool impure = layer->pure && is_impure(header) && !wraps(path, header);
    if (!allowed || impure) out.push_back(path + " may not include " + header);
  }
  if (!layer->pure) return out;
  const auto code = without_comments_and_literals(text);
  for (const auto name : kImpureNames)
    if (code.find(name) != std::string::npos)
      out.push_back(path + " is to be pure, but names " + std::string(name));
  return out;
}

namespace {

TEST(Layering, HoldsForEveryFile) {
  ASSERT_GT(code_files().size(), 20U);
  std::vector<std::string> problems;
  for (const auto& file : code_files())
    for (auto& problem : layering_problems(file.path, file.text))
      problems.push_back(std::move(problem));
  EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(Layering, IsThePictureOfTheArchitecture) {
  std::string architecture;
  for (const auto& file : repository())
    if (file.path == "ARCHITECTURE.md") architecture = file.text;
  EXPECT_NE(architecture.find(kPicture.substr(1)), std::string::npos)
      << "ARCHITECTURE.md has to show this:" << kPicture;
}

/// `engine/domain` of `engine/domain/team.cc`; the folder at the top of others.
std::string room_of(std::string_view path) {
  const bool deep = path.starts_with("engine/") || path.starts_with("adapters/");
  const auto end = path.find('/', deep ? path.find('/') + 1 : 0);
  return std::string(path.substr(0, end));
}

// What includes what, for people who want to see it: --gtest_filter=Layering.PrintsTheArrows
TEST(Layering, PrintsTheArrows) {
  std::map<std::string, std::map<std::string, int>> arrows;
  for (const auto& file : code_files())
    for (const auto& header : own_includes(file.text))
      if (room_of(file.path) != room_of(header)) ++arrows[room_of(file.path)][room_of(header)];
  EXPECT_TRUE(arrows["base"].empty()) << "the ground stands on nothing of ours";
  std::string out{kPicture};
  for (const auto& [from, to] : arrows) {
    if (from == "tests" || from == "bench" || from == "fuzz" || from == "base") continue;
    out += from + " ->";
    for (const auto& [room, times] : to) out += " " + room + " (" + std::to_string(times) + ")";
    out += "\n";
  }
  std::cout << out;
}

TEST(Layering, EveryFolderOfTheTableExists) {
  for (const auto& layer : layers())
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(SOURCE_DIR) / layer.folder))
        << layer.folder;
}

struct Snippet {
  std::string path;
  std::string text;
  bool good;
};

class LayeringScanner : public testing::TestWithParam<Snippet> {};

TEST_P(LayeringScanner, TellsGoodFromBad) {
  const auto problems = layering_problems(GetParam().path, GetParam().text);
  EXPECT_EQ(problems.empty(), GetParam().good)
      << GetParam().path << ": " << GetParam().text << listed(problems);
}

const Snippet kSnippets[] = {
    {"events/x.h", "#include \"engine/decider.h\"\n", false},
    {"events/x.h", "#include \"events/ids.h\"\n", true},
    {"events/x.h", "#include <caf/all.hpp>\n", false},
    {"engine/domain/x.cc", "#include \"engine/log/event_log.h\"\n", false},
    {"engine/usecases/x.cc", "#include \"engine/log/event_reader.h\"\n", true},
    {"engine/usecases/x.cc", "#include \"engine/log/event_log.h\"\n", false},
    {"adapters/http/api/x.cc", "#include \"engine/log/event_log.h\"\n", false},
    {"actors/router.cc", "#include \"engine/log/event_log.h\"\n", false},
    {"actors/log_writer.cc", "#include \"engine/log/event_log.h\"\n", true},
    {"actors/router.cc", "#include \"actors/sim/one_thread.h\"\n", false},
    {"engine/domain/x.cc", "#include \"engine/process/reactions.h\"\n", false},
    {"engine/process/x.cc", "#include \"engine/vendor/calls.h\"\n", false},
    {"engine/process/x.cc", "#include \"engine/domain/team.h\"\n", true},
    {"base/x.cc", "#include \"events/ids.h\"\n", false},
    {"base/mutex.h", "#include <condition_variable>\n#include <mutex>\n", true},
    {"base/mutex.h", "#include <thread>\n", false},
    {"base/mutex.h", "auto t = std::chrono::steady_clock::now();\n", false},
    {"base/x.h", "#include <mutex>\n", false},
    {"base/x.cc", "#include \"base/mutex.h\"\n", false},
    {"events/x.h", "#include \"base/mutex.h\"\n", false},
    {"projections/x.cc", "#include \"base/mutex.h\"\n", false},
    {"engine/domain/x.cc", "#include \"base/mutex.h\"\n", false},
    {"engine/domain/x.cc", "#include \"base/random.h\"\n", false},
    {"engine/domain/x.cc", "#include \"base/processors.h\"\n", false},
    {"base/x.cc", "#include \"base/random.h\"\n", false},
    {"base/random.cc", "#include \"base/random.h\"\n#include <openssl/rand.h>\n", true},
    {"engine/log/x.h", "#include \"base/random.h\"\n", true},
    {"engine/log/x.h", "#include \"base/mutex.h\"\n", true},
    {"actors/x.h", "#include \"base/mutex.h\"\n", true},
    {"adapters/http/api/x.h", "#include \"base/mutex.h\"\n", true},
    {"engine/domain/x.cc", "#include \"engine/decider.h\"\n#include <vector>\n", true},
    {"engine/domain/x.cc", "#include <fstream>\n", false},
    {"engine/domain/x.cc", "auto t = std::chrono::system_clock::now();\n", false},
    {"engine/domain/x.cc", "// not system_clock: time comes in\n", true},
    {"engine/domain/x.cc", "#include <sys/stat.h>\n", false},
    {"projections/x.h", "#include \"engine/ports/clock.h\"\n", false},
    {"engine/log/format.cc", "#include <rocksdb/db.h>\n", false},
    {"engine/log/rocksdb_event_log.cc", "#include <rocksdb/db.h>\n", true},
    {"engine/log/format.cc", "#include <openssl/evp.h>\n", false},
    {"engine/log/crypto.cc", "#include <openssl/evp.h>\n", true},
    {"actors/x.cc", "#include \"adapters/http/api/server.h\"\n", false},
    {"actors/x.cc", "#include <caf/all.hpp>\n", true},
    {"adapters/http/api/x.cc", "#include \"actors/router.h\"\n", false},
    {"adapters/http/api/x.cc", "#include \"adapters/metactf/client.h\"\n", false},
    {"adapters/http/api/x.cc", "#include \"adapters/http/auth/auth.h\"\n", true},
    {"adapters/http/api/x.cc", "#include \"adapters/http/wire/server.h\"\n", true},
    {"adapters/http/api/x.cc", "#include \"adapters/http/wire/session.h\"\n", false},
    {"adapters/http/api/x.cc", "#include <boost/asio.hpp>\n", false},
    {"adapters/http/api/x.cc", "#include <boost/beast/http.hpp>\n", false},
    {"adapters/http/wire/x.cc", "#include <boost/beast/http.hpp>\n", true},
    {"adapters/http/wire/x.cc", "#include \"adapters/http/message.h\"\n", true},
    {"adapters/http/wire/x.cc", "#include \"adapters/http/auth/auth.h\"\n", false},
    {"adapters/http/wire/x.cc", "#include \"engine/ports/clock.h\"\n", false},
    {"adapters/http/auth/x.cc", "#include \"adapters/http_client/client.h\"\n", true},
    {"adapters/http/auth/x.cc", "#include \"adapters/http/api/query.h\"\n", false},
    {"adapters/http/auth/x.cc", "#include \"engine/usecases/preview.h\"\n", false},
    {"adapters/http/openapi/x.cc", "#include \"adapters/http/api/handlers.h\"\n", true},
    {"adapters/http/api/x.cc", "#include \"adapters/http/openapi/openapi.h\"\n", false},
    {"adapters/http/x.cc", "#include \"adapters/http/problem.h\"\n", true},
    {"adapters/http/x.cc", "#include \"adapters/http/auth/auth.h\"\n", false},
    {"adapters/http/api/x.cc", "#include <httplib.h>\n", false},
    {"adapters/http_client/x.cc", "#include <boost/asio/ssl.hpp>\n", true},
    {"adapters/http_client/x.cc", "#include \"adapters/http/message.h\"\n", false},
    {"adapters/metactf/x.cc", "#include \"adapters/http_client/client.h\"\n", true},
    {"adapters/metactf/x.cc", "#include <httplib.h>\n", false},
    {"adapters/metactf_mock/x.cc", "#include <httplib.h>\n", true},
    {"adapters/metactf/x.cc", "#include \"adapters/metactf_mock/x.h\"\n", false},
    {"adapters/metactf/x.cc", "#include \"adapters/libpq/pg_connection.h\"\n", false},
    {"adapters/metactf_mock/x.cc", "#include \"adapters/libpq/pg_connection.h\"\n", true},
    {"adapters/metactf_mock/x.cc", "#include \"adapters/postgres/migrate.h\"\n", false},
    {"adapters/libpq/x.cc", "#include \"adapters/postgres/migrate.h\"\n", false},
    {"adapters/libpq/x.cc", "#include <libpq-fe.h>\n", true},
    {"adapters/postgres/x.cc", "#include <libpq-fe.h>\n", false},
    {"adapters/http/api/x.cc", "#include <sqlite3.h>\n", false},
    {"adapters/read_store/x.cc", "#include <sqlite3.h>\n", true},
    {"adapters/http/api/x.cc", "#include <spdlog/logger.h>\n", false},
    {"adapters/cli/x.cc", "#include \"adapters/http/api/server.h\"\n#include \"actors/system.h\"\n",
     true},
    {"adapters/cli/x.cc", "#include <no_such_library/x.h>\n", false},
    {"adapters/cli/x.cc", "#include \"tests/support/temp_dir.h\"\n", false},
    {"fuzz/x.cc", "#include \"adapters/http/auth/jwt.h\"\n#include <zlib.h>\n", true},
    {"fuzz/x.cc", "#include \"actors/router.h\"\n", false},
    {"adapters/http/api/x.cc", "#include \"fuzz/input.h\"\n", false},
    {"plugins/x.cc", "", false},
};
INSTANTIATE_TEST_SUITE_P(Snippets, LayeringScanner, testing::ValuesIn(kSnippets));

}  // namespace
}  // namespace lockstep::tidy
