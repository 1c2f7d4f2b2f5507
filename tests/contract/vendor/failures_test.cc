// How calls go wrong, and that each way is told apart: above all "nothing was sent" from "we do not
// know", because a write of the second kind must be looked up before it is repeated.
#include <httplib.h>

#include "adapters/metactf/failure.h"
#include "adapters/metactf/rejection.h"
#include "tests/contract/vendor/vendor_fixture.h"

namespace lockstep::metactf_test {
namespace {

using ports::VendorErrc;
using ports::VendorError;
using std::chrono::milliseconds;

const std::string kUser = metactf_mock::baseline().competitors.at(0).id;

/// The index of a right address, as anything else is answered by `answer`.
std::function<void(const std::string&, const Send&)> at_the_vendors(
    std::function<void(const std::string&, const Send&)> answer) {
  return [answer = std::move(answer)](const std::string& request, const Send& send) {
    if (request.starts_with("GET /integrations/syned/v1/ "))
      send(http_answer(200, "{}"));
    else
      answer(request, send);
  };
}

/// What get_user() makes of a server that answers like this.
VendorError error_of(const std::function<void(const std::string&, const Send&)>& answer,
                     metactf::ClientOptions options = options_for("")) {
  RawServer server{at_the_vendors(answer)};
  options.base_url = server.base_url();
  const auto client = metactf::make_client(options).value();
  const auto user = client->get_user(kUser);
  EXPECT_FALSE(user);
  const auto requests = server.requests();
  EXPECT_EQ(std::ranges::count_if(
                requests,
                [](const auto& r) { return r.starts_with("GET /integrations/syned/v1/users"); }),
            1)
      << "one request per call";
  if (user) return {};
  expect_nothing_personal(user.error().message);
  for (const auto& [name, value] : user.error().context) expect_nothing_personal(value);
  EXPECT_EQ(user.error().context.at(0),
            (std::pair<std::string, std::string>{"call", "GET /users"}));
  return user.error();
}

VendorError error_of_answer(int status, const std::string& body, const std::string& headers = "") {
  return error_of(
      [&](const std::string&, const Send& send) { send(http_answer(status, body, headers)); });
}

TEST(Failures, EveryStatusHasItsKind) {
  const std::vector<std::pair<int, VendorErrc>> kinds{
      {400, VendorErrc::rejected},     {401, VendorErrc::unauthorized},
      {403, VendorErrc::forbidden},    {404, VendorErrc::not_found},
      {405, VendorErrc::rejected},     {408, VendorErrc::timeout},
      {409, VendorErrc::conflict},     {422, VendorErrc::rejected},
      {429, VendorErrc::rate_limited}, {500, VendorErrc::server},
      {502, VendorErrc::server},       {503, VendorErrc::server}};
  for (const auto& [status, kind] : kinds) {
    const auto error = error_of_answer(status, R"({"detail":"Wilhelmina"})");
    EXPECT_EQ(error.code, kind) << status;
    EXPECT_EQ(error.http_status, status);
  }
}

TEST(Failures, ARejectionTellsFieldsAndTypesAndNothingElse) {
  const auto error = error_of_answer(
      422, R"({"detail":[{"loc":["body","email"],"msg":"Wilhelmina is no mail","type":"value_error",
               "input":"Wilhelmina"},{"loc":["body","Wilhelmina",3],"msg":"","type":"Okonkwo-Baptiste"}]})");
  EXPECT_EQ(error.message,
            "GET /users answered 422: the vendor says that the request is wrong: body.email "
            "(value_error), body.?.3 (?)");
  EXPECT_EQ(error.context,
            (ports::VendorContext{{"call", "GET /users"},
                                  {"fields", "body.email (value_error), body.?.3 (?)"}}));
}

TEST(Failures, ARejectionRepeatsKnownWordsAlone) {
  const auto told = [](const std::string& loc, const std::string& type) {
    return metactf::faults_in(R"({"detail":[{"loc":)" + loc + R"(,"type":)" + type + "}]}");
  };
  EXPECT_EQ(told(R"(["body","first_name"])", R"("string_too_short")"),
            "body.first_name (string_too_short)");
  EXPECT_EQ(told(R"(["query","after_time_unix",0])", R"("type_error.integer")"),
            "query.after_time_unix.0 (type_error.integer)");
  // What looks like the name of a field may be that of a child, and a number one's birthday.
  EXPECT_EQ(told(R"(["body","wilhelmina"])", R"("wilhelmina")"), "body.? (?)");
  EXPECT_EQ(told(R"(["body",20110412])", R"("value_error.wilhelmina")"), "body.? (?)");
  EXPECT_EQ(told(R"(["body",-1])", R"("_")"), "body.? (?)");
  EXPECT_EQ(told(R"([["email"],{"a":1},null])", "7"), "?.?.? (?)");
  EXPECT_EQ(told(R"("body")", R"("")"), "? (?)");
  EXPECT_EQ(told("[]", R"("Value_Error")"), " (?)");
}

TEST(Failures, ARefusalSaysWhichOfOurValuesAnotherHas) {
  const auto taken = [](const std::string& detail) {
    const auto [username, email] = metactf::taken_in(R"({"detail":)" + detail + "}");
    return std::string(username ? "username" : "") + (email ? "email" : "");
  };
  EXPECT_EQ(taken(R"("Username already exists")"), "username");
  EXPECT_EQ(taken(R"("A user with this 'preferred_username' exists.")"), "username");
  EXPECT_EQ(taken(R"("E-mail: in use")"), "email");
  EXPECT_EQ(taken(R"("email or username in use")"), "usernameemail");
  EXPECT_EQ(taken(R"([{"loc":["body","email"],"msg":"in use","type":"value_error"}])"), "email");
  EXPECT_EQ(taken(R"("mia@username.org is in use")"), "") << "a value of ours";
  EXPECT_EQ(taken(R"("User already exists")"), "");
  for (const auto* odd : {"7", "null", "[7,null,[]]", R"([{"loc":7}])", R"("")", R"(""")", "{}"})
    EXPECT_EQ(taken(odd), "") << odd;
  EXPECT_EQ(error_of_answer(409, R"({"detail":"Username already exists"})").taken,
            (ports::TakenValues{.username = true}));
  EXPECT_EQ(error_of_answer(400, R"({"detail":"Username is too long"})").taken,
            ports::TakenValues{})
      << "nobody has it for that";
}

TEST(Failures, AnAnswerAgainstTheContractTellsTheFieldAndNothingElse) {
  const auto error = error_of_answer(200, R"({"syned_user_id":7,"x":"Wilhelmina"})");
  EXPECT_EQ(error.code, VendorErrc::malformed);
  EXPECT_EQ(error.context, (ports::VendorContext{{"call", "GET /users"},
                                                 {"fields", "syned_user_id is not a text"}}));
}

TEST(Failures, ARejectionThatIsNoJsonIsSomebodyElses) {
  EXPECT_EQ(error_of_answer(422, "<html>Wilhelmina</html>").code, VendorErrc::foreign);
}

TEST(Failures, ARedirectIsNotFollowed) {
  RawServer elsewhere{[](const std::string&, const Send& send) { send(http_answer(200, "{}")); }};
  const auto error = error_of_answer(
      302, "", "Location: " + elsewhere.origin() + "/integrations/syned/v1/users\r\n");
  EXPECT_EQ(error.code, VendorErrc::malformed);
  EXPECT_EQ(error.http_status, 302);
  EXPECT_TRUE(elsewhere.requests().empty()) << "the token went to another host";
}

TEST(Failures, RetryAfterInSeconds) {
  const auto error = error_of_answer(429, "{}", "Retry-After: 17\r\n");
  EXPECT_EQ(error.retry_after, milliseconds{17000});
}

TEST(Failures, RetryAfterAsADateIsMeasuredByTheVendorsClock) {
  const auto error = error_of_answer(503, "{}",
                                     "Date: Sun, 06 Nov 1994 08:49:07 GMT\r\n"
                                     "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
  EXPECT_EQ(error.retry_after, milliseconds{30000});
}

TEST(Failures, RetryAfterInTheFormsThatServersUse) {
  const auto now = std::chrono::system_clock::from_time_t(784111747);  // 08:49:07 of that day
  EXPECT_EQ(metactf::parse_retry_after("6.5", "", now), milliseconds{6500});
  EXPECT_EQ(metactf::parse_retry_after("0.0001", "", now), milliseconds{1});
  EXPECT_EQ(metactf::parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", "", now),
            milliseconds{30000});
  EXPECT_EQ(metactf::parse_retry_after("Sun Nov  6 08:49:37 1994", "", now), milliseconds{30000});
  for (const auto* odd : {"nan", "inf", "6.5 s", "6,5", "0x10", "Sun Nov 6 1994"})
    EXPECT_EQ(metactf::parse_retry_after(odd, "", now), std::nullopt) << odd;
}

TEST(Failures, RetryAfterThatIsNeitherIsNone) {
  const auto now = std::chrono::system_clock::from_time_t(784111747);  // 08:49:07 of that day
  EXPECT_EQ(metactf::parse_retry_after("soon", "", now), std::nullopt);
  EXPECT_EQ(metactf::parse_retry_after("", "", now), std::nullopt);
  EXPECT_EQ(metactf::parse_retry_after("-5", "", now), milliseconds{0});
  EXPECT_EQ(metactf::parse_retry_after("0", "", now), milliseconds{0});
  EXPECT_EQ(metactf::parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", "", now),
            milliseconds{30000});
  EXPECT_EQ(metactf::parse_retry_after("Sun, 06 Nov 1994 08:40:00 GMT", "", now), milliseconds{0});
  EXPECT_EQ(metactf::parse_retry_after("99999999999", "", now), std::chrono::hours{1});
  // Dates that the system's clock, which counts nanoseconds, could not hold.
  EXPECT_EQ(metactf::parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", "", now),
            std::chrono::hours{1});
  EXPECT_EQ(metactf::parse_retry_after("Sat, 01 Jan 0000 00:00:00 GMT", "", now), milliseconds{0});
}

TEST(Failures, NobodyListeningMeansThatNothingWasSent) {
  std::string base_url;
  {
    base_url = RawServer{[](const std::string&, const Send&) {}}.base_url();
  }
  const auto user = client_for(base_url)->get_user(kUser);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::connection);
  EXPECT_EQ(user.error().http_status, 0);
}

TEST(Failures, AnUnknownHostMeansThatNothingWasSent) {
  const auto user = client_for("http://vendor.invalid/v1")->get_user(kUser);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::connection);
}

TEST(Failures, NoTlsWhereTlsIsExpectedMeansThatNothingWasSent) {
  RawServer server{[](const std::string&, const Send& send) { send(http_answer(200, "{}")); }};
  auto options = options_for(server.base_url());
  options.base_url.replace(0, 4, "https");
  options.read_timeout = milliseconds{300};
  const auto user = metactf::make_client(options).value()->get_user(kUser);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::connection) << user.error().message;
}

TEST(Failures, SilenceAfterSendingIsAnUnknownOutcome) {
  RawServer* silent = nullptr;
  RawServer server{
      [&](const std::string&, const Send&) { silent->over_within(std::chrono::seconds{20}); }};
  silent = &server;
  auto options = options_for(server.base_url());
  options.read_timeout = milliseconds{150};
  const auto user = metactf::make_client(options).value()->get_user(kUser);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::timeout);
  EXPECT_EQ(user.error().http_status, 0);
}

TEST(Failures, ABodyThatDripsIsCutOffInTime) {
  auto options = options_for("");
  options.read_timeout = milliseconds{200};
  const auto started = std::chrono::steady_clock::now();
  RawServer* drips = nullptr;
  RawServer server{[&](const std::string&, const Send& send) {
    send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    while (send(" ") && !drips->over_within(milliseconds{20})) continue;
  }};
  drips = &server;
  options.base_url = server.base_url();
  const auto user = metactf::make_client(options).value()->get_user(kUser);
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, VendorErrc::timeout);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{5});
}

TEST(Failures, AnAnswerLargerThanAllowedIsNotReadToItsEnd) {
  auto options = options_for("");
  options.max_response_bytes = 64U << 10U;
  std::size_t sent = 0;
  const auto error = error_of(
      [&](const std::string&, const Send& send) {
        send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
        const std::string chunk(64U << 10U, ' ');
        while (sent < (256U << 20U) && send(chunk)) sent += chunk.size();
      },
      options);
  EXPECT_EQ(error.code, VendorErrc::malformed);
  EXPECT_LT(sent, 64U << 20U);
}

TEST(Failures, AChunkedAnswerIsBoundedToo) {
  auto options = options_for("");
  options.max_response_bytes = 1000;
  const auto error = error_of(
      [](const std::string&, const Send& send) {
        send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 100; ++i)
          if (!send("80\r\n" + std::string(0x80, ' ') + "\r\n")) return;
      },
      options);
  EXPECT_EQ(error.code, VendorErrc::malformed);
}

// 20 MB of nothing, in 20 kB.
TEST(Failures, ACompressedAnswerIsBoundedByWhatItUnpacksTo) {
  std::string bomb;
  httplib::detail::gzip_compressor gzip;
  const std::string nothing(1U << 20U, ' ');
  for (int i = 0; i < 20; ++i)
    gzip.compress(nothing.data(), nothing.size(), i == 19, [&](const char* data, std::size_t size) {
      bomb.append(data, size);
      return true;
    });
  ASSERT_LT(bomb.size(), 1U << 16U);
  auto options = options_for("");
  options.max_response_bytes = 1U << 20U;
  const auto error = error_of(
      [&](const std::string&, const Send& send) {
        send(http_answer(200, bomb, "Content-Encoding: gzip\r\n"));
      },
      options);
  EXPECT_EQ(error.code, VendorErrc::malformed);
  EXPECT_NE(error.message.find("larger than we accept"), std::string::npos) << error.message;
}

// Some proxies pack and do not say so.
TEST(Failures, ACompressedAnswerIsReadWhetherItSaysSoOrNot) {
  std::string packed;
  httplib::detail::gzip_compressor gzip;
  const std::string body = R"({"syned_user_id":"u","syned_team_id":"t"})";
  gzip.compress(body.data(), body.size(), true, [&](const char* data, std::size_t size) {
    packed.append(data, size);
    return true;
  });
  for (const auto* coding : {"Content-Encoding: gzip\r\n", ""}) {
    RawServer server{
        [&](const std::string&, const Send& send) { send(http_answer(200, packed, coding)); }};
    EXPECT_TRUE(client_for(server.base_url())->assign_team("t", "u")) << coding;
  }
}

TEST(Failures, SomethingThatIsNotHttpIsUnreadable) {
  for (const std::string& bytes :
       {std::string("220 ftp ready\r\n"), std::string("HTTP/2 200 OK\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25),
        std::string("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        std::string("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}"),
        std::string("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
        "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"}) {
    const auto error = error_of([&](const std::string&, const Send& send) { send(bytes); });
    EXPECT_EQ(error.code, VendorErrc::unreadable) << bytes.substr(0, 60);
  }
}

TEST(Failures, AnAnswerThatEndsTooEarlyIsAnUnknownOutcome) {
  for (const std::string bytes :
       {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}"}) {
    const auto error = error_of([&](const std::string&, const Send& send) { send(bytes); });
    EXPECT_EQ(error.code, VendorErrc::timeout) << bytes;
  }
}

// It crashed a client that read it by a recursive regular expression.
TEST(Failures, AReasonOfAnyLengthIsAReason) {
  for (const std::size_t size : {0U, 26'000U, 60'000U}) {
    const auto error = error_of([&](const std::string&, const Send& send) {
      send("HTTP/1.1 429 " + std::string(size, 'x') + "\r\nContent-Length: 2\r\n\r\n{}");
    });
    EXPECT_EQ(error.code, VendorErrc::rate_limited) << size;
  }
}

TEST(Failures, AClientGoesOnAfterAFailure) {
  int answers = 0;
  RawServer server{[&](const std::string&, const Send& send) {
    if (++answers > 1)
      send(http_answer(201, R"({"metactf_user_id":1,"metactf_username":"x","syned_user_id":")" +
                                kUser + R"(","metactf_user_status":"approved"})"));
  }};
  const auto client = client_for(server.base_url());
  EXPECT_EQ(client->get_user(kUser).error().code, VendorErrc::timeout);
  EXPECT_TRUE(client->get_user(kUser));
}

TEST(Failures, AVendorWithoutPasswordResetsDoesNotOfferThem) {
  for (const int status : {404, 405}) {
    RawServer server{at_the_vendors([&](const std::string&, const Send& send) {
      send(http_answer(status, R"({"detail":"Not Found"})"));
    })};
    const auto done = client_for(server.base_url())->send_password_reset_email(kUser);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, VendorErrc::not_found);
    EXPECT_EQ(done.error().http_status, status);
  }
}

}  // namespace
}  // namespace lockstep::metactf_test
