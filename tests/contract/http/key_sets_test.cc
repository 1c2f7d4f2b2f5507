// Where the keys of signed tokens come from: rotated, unreadable, not there, and told to nobody.
#include <atomic>
#include <fstream>
#include <thread>

#include <httplib.h>

#include "tests/contract/http/fixture.h"
#include "tests/contract/http/signing.h"
#include "tests/support/temp_dir.h"

namespace lockstep::http {
namespace {

const std::string kSecret = "a secret that is shared and has more than 32 bytes";

JwtOptions jwt_options() {
  JwtOptions out;
  out.rules.issuer = kIssuer;
  out.rules.audience = kAudience;
  return out;
}

class KeySets : public HttpTest {
 protected:
  void write(const std::vector<Signer>& signers) const {
    std::ofstream(file_, std::ios::trunc) << jwks_of(signers);
  }
  ServerOptions with(const JwtOptions& jwt) const {
    ServerOptions options;
    options.threads = 4;
    options.jwt = jwt;
    return options;
  }
  int ask(const Signer& signer) const {
    return get("/api/competitors", signer.sign(claims_of("ada", "coach"))).status;
  }

  const testing_support::TempDir dir_;
  const std::filesystem::path file_ = dir_.path() / "jwks.json";
};

TEST_F(KeySets, AreRotatedWithoutLosingARequest) {
  const auto old_key = Signer::es256("2025");
  const auto new_key = Signer::rs256("2026");
  write({old_key});
  auto jwt = jwt_options();
  jwt.jwks_file = file_;
  start(with(jwt));
  EXPECT_EQ(ask(old_key), 200);
  EXPECT_EQ(ask(new_key), 401);
  write({old_key, new_key});
  steady_seconds_ += 31;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(ask(new_key), 200);
    EXPECT_EQ(ask(old_key), 200);
  }
  write({new_key});
  steady_seconds_ += 601;
  EXPECT_EQ(ask(new_key), 200);
  EXPECT_EQ(ask(old_key), 401);
}

TEST_F(KeySets, ThatCannotBeReadAreSaidAtTheStart) {
  const auto refusal = [&](const JwtOptions& jwt) {
    const auto started = Server::start(with(jwt), dependencies());
    return started ? "" : started.error().type;
  };
  auto jwt = jwt_options();
  jwt.jwks_file = file_;
  EXPECT_EQ(refusal(jwt), "jwks-file-unreadable");
  std::ofstream(file_) << "{}";
  EXPECT_EQ(refusal(jwt), "jwks-unusable");
  std::ofstream(file_) << R"({"keys": []})";
  EXPECT_EQ(refusal(jwt), "jwks-empty");
  jwt.jwks_url = "https://project.example.test/jwks";
  EXPECT_EQ(refusal(jwt), "jwks-twice");
  jwt = jwt_options();
  jwt.jwks_url = "http://project.example.test/jwks";
  EXPECT_EQ(refusal(jwt), "jwks-url-unsafe");
  jwt = jwt_options();
  jwt.secret = Sealed<std::string>{"short"};
  EXPECT_EQ(refusal(jwt), "jwt-secret-short");
  jwt.rules.issuer.clear();
  EXPECT_EQ(refusal(jwt), "jwt-rules-incomplete");
}

TEST_F(KeySets, ThatNeverCameAreNoReasonToSignAnybodyOut) {
  auto jwt = jwt_options();
  // Nobody listens there.
  jwt.jwks_url = "http://127.0.0.1:1/jwks.json";
  start(with(jwt));
  const auto reply = get("/api/competitors", Signer::es256("2026").sign(claims_of("ada", "coach")));
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.problem(), "sign-in-unavailable");
  EXPECT_EQ(get("/api/competitors", kServiceKey).status, 200) << "others go on";
  EXPECT_NE(logger_.text().find("jwks_fetch_failed"), std::string::npos);
}

TEST_F(KeySets, AreFetchedFromAnAddress) {
  const auto signer = Signer::es256("2026");
  httplib::Server source;
  const auto keys = jwks_of({signer});
  std::atomic<bool> too_large = false;
  source.Get("/jwks.json", [&](const auto&, auto& response) {
    response.set_content(too_large ? std::string(1U << 20U, ' ') : keys, "application/json");
  });
  const int source_port = source.bind_to_any_port("127.0.0.1");
  std::thread serving{[&] { source.listen_after_bind(); }};
  auto jwt = jwt_options();
  jwt.jwks_url = "http://127.0.0.1:" + std::to_string(source_port) + "/jwks.json";
  start(with(jwt));
  EXPECT_EQ(ask(signer), 200);
  too_large = true;  // The keys that are there stay.
  steady_seconds_ += 601;
  EXPECT_EQ(ask(signer), 200);
  source.stop();
  serving.join();
  EXPECT_NE(logger_.text().find("jwks_fetch_failed type=jwks-unreachable"), std::string::npos);
}

TEST_F(KeySets, AndTokensReachNoLogLineAndNoMetric) {
  auto jwt = jwt_options();
  jwt.secret = Sealed{kSecret};
  start(with(jwt));
  const auto good = Signer::hs256(kSecret).sign(claims_of("ada-the-coach", "coach"));
  const auto bad = Signer::hs256("another secret with more than 32 bytes")
                       .sign(claims_of("ada-the-coach", "admin"));
  EXPECT_EQ(get("/api/competitors", good).status, 200);
  EXPECT_EQ(get("/api/competitors", bad).status, 401);
  const auto seen = logger_.text() + metrics_.exposition();
  for (const auto& hidden : {good, bad, kSecret, test_id("ada-the-coach")})
    EXPECT_EQ(seen.find(hidden), std::string::npos);
}

}  // namespace
}  // namespace lockstep::http
