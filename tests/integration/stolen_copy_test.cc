// What somebody has who copied the data directory while the engine ran, and not the master key.
#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include "adapters/metactf_mock/mock_server.h"
#include "base/ascii.h"
#include "tests/integration/bodies.h"
#include "tests/integration/engine_process.h"
#include "tests/integration/free_mock.h"
#include "tests/support/temp_dir.h"

namespace lockstep::integration {
namespace {

namespace fs = std::filesystem;

constexpr int kCoaches = 10;
constexpr int kTeams = 20;
constexpr int kPeople = 40;

/// Found nowhere but where it was put, in either case.
std::string marker(const std::string& what, int number) {
  return "zqx" + what + std::to_string(100 + number) + "qzx";
}

class StolenCopy : public testing::Test {
 protected:
  StolenCopy() {
    engine_.start();
    ApiClient api{engine_.port()};
    for (int i = 0; i < kCoaches; ++i) put_coach(api, i);
    for (int i = 0; i < kTeams; ++i) put_team(api, i);
    for (int i = 0; i < kPeople; ++i) put_competitor(api, i);
  }
  std::string mark(const std::string& what, int number) {
    markers_.push_back(marker(what, number));
    return markers_.back();
  }
  static std::string coach_of(int number) { return "coach-" + std::to_string(number % kCoaches); }
  void put_coach(ApiClient& api, int number) {
    auto body = coach_body();
    body["email"] = mark("coachmail", number) + "@example.org";
    body["lastName"] = mark("coachlast", number);
    body["schoolName"] = mark("school", number);
    EXPECT_EQ(api.put("/api/coaches/" + coach_of(number), body).status, 200);
  }
  void put_team(ApiClient& api, int number) {
    auto body = team_body(coach_of(number), mark("team", number));
    body["affiliation"] = mark("club", number);
    EXPECT_EQ(api.put("/api/teams/team-" + std::to_string(number), body).status, 200);
  }
  void put_competitor(ApiClient& api, int number) {
    const auto id = "kid-" + std::to_string(number);
    auto body = competitor_body(coach_of(number), id);
    body["firstName"] = mark("first", number);
    body["lastName"] = mark("last", number);
    body["emailPersonal"] = mark("mail", number) + "@example.org";
    body["preferredUsername"] = mark("user", number);
    EXPECT_EQ(api.put("/api/competitors/" + id, body).status, 200);
    EXPECT_EQ(api.post("/api/game-platform/competitors/" + id).status, 202);
  }
  void expect_none_in(const std::string& bytes, const std::string& where) const {
    const auto text = base::lower(bytes);
    for (const auto& one : markers_)
      EXPECT_EQ(text.find(one), std::string::npos) << where << " holds " << one;
  }
  /// Every key and value of a RocksDB, as its own tools show it: nothing of it compressed.
  void expect_none_in_database(const fs::path& directory) const {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, directory.string(), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const auto& name : names) families.emplace_back(name, rocksdb::ColumnFamilyOptions{});
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    const auto status =
        rocksdb::DB::OpenForReadOnly({}, directory.string(), families, &handles, &opened);
    ASSERT_TRUE(status.ok()) << status.ToString();
    const std::unique_ptr<rocksdb::DB> database(opened);
    std::size_t seen = 0;
    for (auto* handle : handles) {
      const std::unique_ptr<rocksdb::Iterator> it(database->NewIterator({}, handle));
      for (it->SeekToFirst(); it->Valid(); it->Next(), ++seen)
        expect_none_in(it->key().ToString() + ' ' + it->value().ToString(),
                       directory.filename().string() + '/' + handle->GetName());
      database->DestroyColumnFamilyHandle(handle);
    }
    EXPECT_GT(seen, 50U);
  }

  std::unique_ptr<metactf_mock::MockServer> mock_ = start_mock();
  testing_support::TempDir dir_;
  fs::path data_ = dir_.path() / "data";
  EngineProcess engine_{{.data_dir = data_,
                         .vendor_url = mock_->base_url(),
                         .database_url = "",
                         .flags = {"--vendor-requests-per-second", "100"}}};
  std::vector<std::string> markers_;
};

TEST_F(StolenCopy, TellsNothingWithoutTheMasterKey) {
  ApiClient api{engine_.port()};
  EXPECT_TRUE(eventually(60, [&] {
    return mock_->state().at("usersMade").as_object().size() >= std::size_t{kCoaches + kPeople};
  })) << "the vendor was not told of all of them";
  const auto stolen = dir_.path() / "stolen";
  for (const auto& entry : fs::recursive_directory_iterator(data_)) {
    if (!entry.is_regular_file() || entry.path().filename() == "master.key") continue;
    const auto to = stolen / fs::relative(entry.path(), data_);
    fs::create_directories(to.parent_path());
    fs::copy_file(entry.path(), to);
  }
  ASSERT_EQ(markers_.size(), std::size_t{3 * kCoaches + 2 * kTeams + 4 * kPeople});
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(stolen)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    bytes += content.size();
    expect_none_in(content, fs::relative(entry.path(), stolen).string());
  }
  EXPECT_GT(bytes, 100'000U);
  for (const auto* name : {"log", "keys"}) expect_none_in_database(stolen / name);
  const auto opened = run_lockstep({"log", "cat", "--data-dir", stolen.string()});
  EXPECT_NE(opened.exit_code, 0);
  expect_none_in(opened.out + opened.err, "what lockstep says of it");
  // The control: with the key all of it is there.
  const auto all =
      api.get("/api/competitors?limit=500").body + api.get("/api/teams?limit=500").body;
  for (const auto& one : markers_) {
    const bool of_a_coach =
        one.find("coach") != std::string::npos || one.find("school") != std::string::npos;
    EXPECT_TRUE(of_a_coach || all.find(one) != std::string::npos) << one;
  }
}

}  // namespace
}  // namespace lockstep::integration
