// Whose word an answer is: a proxy and a wrong base address answer too, and what they say is no
// evidence. GET / tells the vendor's address from others, and is asked as rarely as possible.
#include <algorithm>
#include <deque>

#include <gtest/gtest.h>

#include "adapters/metactf/client.h"
#include "events/codec.h"

namespace lockstep::metactf_test {
namespace {

using metactf::HttpAnswer;
using metactf::HttpRequest;
using ports::VendorErrc;
using ports::VendorError;
using namespace std::chrono_literals;

const HttpAnswer kNotFound{404, R"({"detail":"Not Found"})", "", ""};
const HttpAnswer kUnknown{404, R"({"detail":"User not found"})", "", ""};
const HttpAnswer kIndex{200, R"({"status":"ok"})", "", ""};
const HttpAnswer kPage{403, "<html>Blocked</html>", "", ""};

/// What stands at the address, what it was asked, and the time.
struct Site {
  HttpAnswer index = kIndex;
  HttpAnswer other = kUnknown;
  bool index_silent = false;
  std::vector<std::string> asked = {};
  std::chrono::nanoseconds now{1h};
  [[nodiscard]] auto times(const std::string& name) const {
    return std::ranges::count(asked, name);
  }
};

class SiteTransport final : public metactf::Transport {
 public:
  explicit SiteTransport(Site& site) : site_(site) {}
  ports::VendorResult<HttpAnswer> exchange(const HttpRequest& request) override {
    site_.asked.push_back(request.name());
    if (request.route != "/") return site_.other;
    EXPECT_FALSE(request.with_token) << "nobody knows yet who is there";
    if (site_.index_silent) return VendorError{VendorErrc::timeout, 0, "", std::nullopt};
    return site_.index;
  }
  void cancel() noexcept override {}

 private:
  Site& site_;
};

class Addresses : public testing::Test {
 protected:
  std::unique_ptr<ports::MetactfApi> client() {
    return metactf::make_client(std::make_unique<SiteTransport>(site), address);
  }
  VendorError look_up() {
    const auto user = api->get_user("u");
    return user ? VendorError{} : user.error();
  }
  Site site;
  std::shared_ptr<metactf::Address> address =
      std::make_shared<metactf::Address>([this] { return site.now; });
  std::unique_ptr<ports::MetactfApi> api = client();
};

TEST_F(Addresses, ARefusalWithoutTheContractsJsonIsSomebodyElses) {
  for (const int status : {400, 401, 402, 403, 404, 405, 407, 409, 410, 418, 422, 451, 499})
    for (const auto* body :
         {"", "<html>Wilhelmina</html>", "null", "[]", "{}", R"("Not Found")", R"({"detail":7})",
          R"({"detail":null})", R"({"detail":["Wilhelmina"]})", R"({"detail":"Not Found")",
          R"({"message":"no Route matched with those values"})", R"({"error":"Wilhelmina"})"}) {
      Site there{.other = {status, body, "", ""}};
      const auto user = metactf::make_client(std::make_unique<SiteTransport>(there))->get_user("u");
      EXPECT_EQ(user.error().code, VendorErrc::foreign) << status << " " << body;
      EXPECT_EQ(user.error().http_status, status);
      EXPECT_EQ(user.error().message.find("Wilhelmina"), std::string::npos);
    }
}

TEST_F(Addresses, ALimitAndALostConnectionAreNobodysWordAboutAnything) {
  site.other = {429, "<html>", "7", ""};
  EXPECT_EQ(look_up().code, VendorErrc::rate_limited);
  EXPECT_EQ(look_up().retry_after, 7s);
  site.other = {408, "", "", ""};
  EXPECT_EQ(look_up().code, VendorErrc::timeout);
}

TEST_F(Addresses, A404CountsWhereTheIndexAnswersAndNowhereElse) {
  const std::vector<HttpAnswer> wrong{kNotFound,
                                      kPage,
                                      {200, "<html>Welcome</html>", "", ""},
                                      {200, "", "", ""},
                                      {204, "", "", ""},
                                      {302, "{}", "", ""},
                                      {200, R"({"success":false})", "", ""},
                                      {401, R"({"detail":"Invalid"})", "", ""},
                                      {500, "{}", "", ""},
                                      {429, "{}", "", ""}};
  for (const auto& no : {kUnknown, kNotFound}) {
    for (const auto& index : wrong) {
      Site there{.index = index, .other = no};
      const auto user = metactf::make_client(std::make_unique<SiteTransport>(there))->get_user("u");
      EXPECT_EQ(user.error().code, VendorErrc::wrong_address) << index.status << index.body;
      EXPECT_EQ(user.error().http_status, 404);
    }
    Site there{.other = no};
    EXPECT_EQ(
        metactf::make_client(std::make_unique<SiteTransport>(there))->get_user("u").error().code,
        VendorErrc::not_found);
  }
}

TEST_F(Addresses, AnIndexThatIsSilentProvesNothing) {
  site.index_silent = true;
  EXPECT_EQ(look_up().code, VendorErrc::wrong_address);
}

TEST_F(Addresses, TheProofIsRememberedByAllClients) {
  EXPECT_EQ(look_up().code, VendorErrc::not_found);
  site.now += 24h;
  EXPECT_EQ(look_up().code, VendorErrc::not_found);
  EXPECT_EQ(client()->delete_team("t").error().code, VendorErrc::not_found);
  EXPECT_EQ(site.times("GET /"), 1);
}

TEST_F(Addresses, NothingIsAskedWhereNobodySaysNo) {
  site.other = {200, R"({"syned_user_id":"u"})", "", ""};
  EXPECT_TRUE(api->delete_assignment("u"));
  site.other = {409, R"({"detail":"Taken"})", "", ""};
  EXPECT_EQ(api->delete_team("t").error().code, VendorErrc::conflict);
  EXPECT_EQ(site.times("GET /"), 0);
}

// As after a new version at the vendor's: the base path is another one from now on.
TEST_F(Addresses, FastApisOwn404IsNotBelievedOnAnOldProof) {
  EXPECT_EQ(look_up().code, VendorErrc::not_found);
  site.now += 2s;
  site.index = site.other = kNotFound;
  EXPECT_EQ(api->delete_team("t").error().code, VendorErrc::wrong_address);
}

TEST_F(Addresses, TheIndexIsAskedOnceASecondAtMostForFastApisOwn404) {
  site.other = kNotFound;
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(look_up().code, VendorErrc::not_found);
    site.now += 100ms;
  }
  EXPECT_EQ(site.times("GET /users"), 50);
  EXPECT_LE(site.times("GET /"), 6);
}

TEST_F(Addresses, NothingIsSentToAWrongOneUntilTheIndexAnswers) {
  site.index = site.other = kNotFound;
  EXPECT_EQ(look_up().code, VendorErrc::wrong_address);
  for (int i = 0; i < 60; ++i) {
    const auto made = client()->create_user({});
    EXPECT_EQ(made.error().code, VendorErrc::wrong_address);
    EXPECT_EQ(made.error().http_status, 0) << "nothing was sent";
    site.now += 1s;
  }
  EXPECT_EQ(site.times("POST /users"), 0);
  EXPECT_LE(site.times("GET /"), 7) << "not asked for each call";
  site.index = kIndex;
  site.other = kUnknown;
  site.now += 10s;
  EXPECT_EQ(look_up().code, VendorErrc::not_found);
}

TEST_F(Addresses, AfterSomebodyElsesAnswerTheIndexComesFirst) {
  site.index = site.other = kPage;
  EXPECT_EQ(api->create_user({}).error().code, VendorErrc::foreign);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(api->create_user({}).error().code, VendorErrc::wrong_address);
  EXPECT_EQ(site.times("POST /users"), 1);
  EXPECT_EQ(site.times("GET /"), 1);
  site.index = kIndex;
  site.now += 10s;
  EXPECT_EQ(api->create_user({}).error().code, VendorErrc::foreign) << "stopped on its way again";
  EXPECT_EQ(site.times("POST /users"), 2);
}

TEST_F(Addresses, ResetsAreNotOfferedByTheVendorAlone) {
  const HttpAnswer no_method{405, R"({"detail":"Method Not Allowed"})", "", ""};
  for (const auto& no : {kNotFound, no_method}) {
    site.other = no;
    EXPECT_EQ(api->send_password_reset_email("u").error().code, VendorErrc::not_found);
    site.now += 2s;
    site.index = kNotFound;
    EXPECT_EQ(api->send_password_reset_email("u").error().code, VendorErrc::wrong_address);
    site.now += 20s;
    site.index = kIndex;
  }
}

TEST_F(Addresses, NoSuccessIsASuccessThatSaysFalse) {
  site.other = {200, R"({"success":false,"message":"Wilhelmina is unknown"})", "", ""};
  const auto deleted = api->delete_team("t");
  ASSERT_FALSE(deleted);
  EXPECT_EQ(deleted.error().code, VendorErrc::malformed);
  EXPECT_EQ(deleted.error().message.find("Wilhelmina"), std::string::npos);
  EXPECT_FALSE(api->send_password_reset_email("u"));
  EXPECT_FALSE(api->get_team_assignments({}));
  site.other.body = R"({"success":false,"syned_user_id":"u","syned_team_id":null})";
  EXPECT_FALSE(api->delete_assignment("u")) << "whatever else it says";
  site.other.body = R"({"success":true})";
  EXPECT_TRUE(api->delete_team("t"));
}

}  // namespace
}  // namespace lockstep::metactf_test
