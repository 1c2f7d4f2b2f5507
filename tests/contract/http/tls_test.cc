// The API over TLS.
#include <filesystem>
#include <fstream>
#include <thread>

#include <httplib.h>

#include "tests/contract/http/certificate.h"
#include "tests/contract/http/fixture.h"
#include "tests/support/temp_dir.h"

namespace lockstep::http {
namespace {

using std::chrono::milliseconds;

class Tls : public HttpTest {
 protected:
  Tls() {
    write_certificate(dir_.path() / "cert.pem", dir_.path() / "key.pem");
    write_certificate(dir_.path() / "other-cert.pem", dir_.path() / "other-key.pem");
    start(options("cert.pem", "key.pem"));
  }
  ServerOptions options(const std::string& certificate, const std::string& key) const {
    ServerOptions out;
    out.listen.port = 0;
    out.threads = 4;
    out.keep_alive = milliseconds(1000);
    out.tls_certificate_file = dir_.path() / certificate;
    out.tls_key_file = dir_.path() / key;
    return out;
  }
  std::unique_ptr<httplib::SSLClient> client() const {
    auto out = std::make_unique<httplib::SSLClient>("127.0.0.1", port());
    out->set_ca_cert_path((dir_.path() / "cert.pem").c_str());
    out->enable_server_certificate_verification(true);
    out->set_default_headers({{"Authorization", "Bearer " + std::string(kAdmin)}});
    out->set_keep_alive(true);
    return out;
  }

  const testing_support::TempDir dir_;
};

TEST_F(Tls, ServesManyRequestsOfAConnectionAndSaysToStayWithIt) {
  auto tls = client();
  for (int i = 0; i < 30; ++i) {
    const auto reply = tls->Get("/api/competitors");
    ASSERT_TRUE(reply) << httplib::to_string(reply.error());
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->get_header_value("Strict-Transport-Security"), "max-age=31536000");
  }
}

TEST_F(Tls, TakesBodiesOfManyRecords) {
  auto tls = client();
  const auto put =
      tls->Put("/api/coaches/" + test_id("ada"), std::string(kCoachBody), "application/json");
  ASSERT_TRUE(put);
  EXPECT_EQ(put->status, 200);
  const auto large = R"({"region":")" + std::string(200'000, 'x') + R"("})";
  const auto refused = tls->Put("/api/coaches/" + test_id("ada"), large, "application/json");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 422) << "read whole, then refused for its content";
  const auto too_large =
      tls->Put("/api/coaches/" + test_id("ada"), large + large, "application/json");
  ASSERT_TRUE(too_large);
  EXPECT_EQ(too_large->status, 413);
}

TEST_F(Tls, AnswersNobodyWhoSpeaksInPlainText) {
  RawConnection plain{port()};
  plain.send(request_text("GET", "/livez", {}, ""));
  EXPECT_EQ(plain.receive().status, 0);
  EXPECT_TRUE(client()->Get("/livez"));
}

TEST_F(Tls, IsNotHeldUpByThoseWhoNeverShakeHands) {
  std::vector<std::unique_ptr<RawConnection>> silent;
  for (int i = 0; i < 4; ++i) {
    silent.push_back(std::make_unique<RawConnection>(port()));
    silent.back()->send("\x16\x03\x01");
  }
  const auto reply = client()->Get("/livez");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 200);
  for (auto& connection : silent) EXPECT_TRUE(connection->closed());
}

TEST_F(Tls, EndsWithTheServer) {
  auto tls = client();
  ASSERT_TRUE(tls->Get("/livez"));
  const auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(900)) << "idle ones are dropped";
}

TEST_F(Tls, NeedsACertificateAndItsKey) {
  std::ofstream(dir_.path() / "empty.pem") << "";
  const auto refusal = [&](const std::string& certificate, const std::string& key) {
    const auto started = Server::start(options(certificate, key), dependencies());
    return started ? "" : started.error().type;
  };
  EXPECT_EQ(refusal("missing.pem", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("empty.pem", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("key.pem", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("cert.pem", "missing.pem"), "tls-key-unusable");
  EXPECT_EQ(refusal("cert.pem", "other-key.pem"), "tls-key-unusable");
  EXPECT_EQ(refusal("cert.pem", "key.pem"), "");
}

}  // namespace
}  // namespace lockstep::http
