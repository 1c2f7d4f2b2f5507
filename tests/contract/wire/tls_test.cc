// The same over TLS.
#include <csignal>
#include <fstream>
#include <future>
#include <memory>
#include <thread>

#include <httplib.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sys/stat.h>

#include "tests/contract/http/certificate.h"
#include "tests/contract/wire/fixture.h"
#include "tests/contract/wire/tls_client.h"
#include "tests/support/temp_dir.h"

namespace lockstep::http::wire {
namespace {

class Tls : public WireTest {
 protected:
  Tls() {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's own writes: these tests do what makes it come.
    write_certificate(dir_.path() / "cert.pem", dir_.path() / "key.pem");
    write_certificate(dir_.path() / "other-cert.pem", dir_.path() / "other-key.pem");
  }
  Options with_tls(Options options) const {
    options.tls = TlsContext::load(dir_.path() / "cert.pem", dir_.path() / "key.pem").value();
    return options;
  }
  std::unique_ptr<httplib::SSLClient> client() const {
    auto out = std::make_unique<httplib::SSLClient>("127.0.0.1", port());
    out->set_ca_cert_path((dir_.path() / "cert.pem").c_str());
    out->enable_server_certificate_verification(true);
    out->set_keep_alive(true);
    return out;
  }

  const testing_support::TempDir dir_;
};

TEST_F(Tls, ServesManyRequestsOfAConnectionAndSaysToStayWithIt) {
  start(with_tls(patient()));
  auto tls = client();
  for (int i = 0; i < 30; ++i) {
    const auto reply = tls->Get("/" + std::to_string(i));
    ASSERT_TRUE(reply) << httplib::to_string(reply.error());
    EXPECT_EQ(reply->body, "GET /" + std::to_string(i) + "\n");
    EXPECT_EQ(reply->get_header_value("Strict-Transport-Security"), "max-age=31536000");
  }
}

TEST_F(Tls, TakesBodiesAndSendsAnswersOfManyRecords) {
  start(with_tls(patient()));
  const std::string body(200'000, 'x');
  auto tls = client();
  for (int i = 0; i < 5; ++i) {
    const auto reply = tls->Put("/a", body, "text/plain");
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->body == "PUT /a\n" + body);
  }
  const auto too_large = tls->Put("/a", body + body, "text/plain");
  ASSERT_TRUE(too_large);
  EXPECT_EQ(too_large->status, 413);
}

TEST_F(Tls, AnswersInOrderWhatIsAskedAtOnce) {
  start(with_tls(patient()));
  TlsClient tls{port()};
  std::string all;
  for (int i = 0; i < 20; ++i) all += request("GET", "/" + std::to_string(i));
  tls.send(all);
  for (int i = 0; i < 20; ++i)
    EXPECT_TRUE(
        tls.receive_until("\r\n\r\nGET /" + std::to_string(i) + "\n").starts_with("HTTP/1.1 200"));
}

TEST_F(Tls, TellsTheEndOfTheLastAnswer) {
  start(with_tls(patient()));
  TlsClient tls{port()};
  tls.send(request("GET", "/", "Connection: close\r\n"));
  EXPECT_TRUE(tls.receive_all().ends_with("GET /\n"));
  EXPECT_TRUE(tls.was_told_the_end());
}

TEST_F(Tls, TellsTheEndOfAStream) {
  start(with_tls(patient()));
  api_.answer("/stream", with_stream([](StreamSink& sink) {
                for (int i = 0; i < 50; ++i) sink.write(std::string(10'000, 'x'));
              }));
  TlsClient tls{port()};
  tls.send(request("GET", "/stream"));
  tls.receive_until("\r\n\r\n");
  EXPECT_EQ(tls.receive_all().size(), 500'000U);
  EXPECT_TRUE(tls.was_told_the_end());
}

TEST_F(Tls, TellsAStreamThatTheClientIsGone) {
  start(with_tls(patient()));
  std::promise<StreamSink::Written> ended;
  api_.answer("/stream", with_stream([&](StreamSink& sink) {
                auto state = sink.write("first\n");
                while (state == StreamSink::Written::taken) state = sink.look();
                ended.set_value(state);
              }));
  {
    TlsClient tls{port()};
    tls.send(request("GET", "/stream"));
    tls.receive_until("first\n");
  }
  EXPECT_EQ(ended.get_future().get(), StreamSink::Written::gone);
}

TEST_F(Tls, AnswersNobodyWhoSpeaksInPlainText) {
  start(with_tls(patient()));
  RawConnection plain{port()};
  plain.send(request("GET", "/"));
  EXPECT_EQ(plain.receive().status, 0);
  EXPECT_TRUE(client()->Get("/"));
  EXPECT_EQ(api_.asked().size(), 1U);
}

TEST_F(Tls, IsNotHeldUpByThoseWhoNeverShakeHands) {
  auto options = patient();
  options.read_timeout = milliseconds(1000);
  start(with_tls(options));
  std::vector<std::unique_ptr<RawConnection>> silent;
  for (const auto* begin : {"", "\x16", "\x16\x03\x01", "\x16\x03\x01\x02"}) {
    silent.push_back(std::make_unique<RawConnection>(port()));
    silent.back()->send(begin);
  }
  EXPECT_TRUE(client()->Get("/"));
  for (auto& connection : silent) EXPECT_TRUE(connection->closed());
}

TEST_F(Tls, ClosesWithoutAWordWhenARequestIsNotThereInTime) {
  auto options = patient();
  options.read_timeout = milliseconds(1000);
  start(with_tls(options));
  TlsClient tls{port()};
  ASSERT_TRUE(tls.is_connected());
  tls.send("GET / HTTP/1.1\r\nX: ");
  EXPECT_EQ(tls.receive_all(), "");
  EXPECT_TRUE(api_.asked().empty());
}

TEST_F(Tls, LetsTheAnswerToATooLargeBodyArrive) {
  start(with_tls(patient()));
  TlsClient tls{port()};
  tls.send(request("PUT", "/a", "Content-Length: 3000000\r\n"));
  for (int i = 0; i < 30; ++i) tls.send(std::string(100'000, 'x'));
  EXPECT_TRUE(tls.receive_until("\r\n\r\n").starts_with("HTTP/1.1 413"));
}

TEST_F(Tls, IsOneDotTwoAtLeast) {
  start(with_tls(patient()));
  EXPECT_FALSE(TlsClient(port(), TLS1_1_VERSION).is_connected());
  EXPECT_TRUE(TlsClient(port(), TLS1_2_VERSION).is_connected());
  EXPECT_TRUE(TlsClient(port(), TLS1_3_VERSION).is_connected());
}

TEST_F(Tls, DoesNotShakeHandsTwice) {
  start(with_tls(patient()));
  TlsClient tls{port(), TLS1_2_VERSION};
  ASSERT_TRUE(tls.is_connected());
  EXPECT_FALSE(tls.renegotiates());
}

TEST_F(Tls, EndsWithTheServer) {
  start(with_tls(patient()));
  TlsClient idle{port()};
  idle.send(request("GET", "/"));
  idle.receive_until("GET /\n");
  TlsClient asking{port()};
  asking.send(request("GET", "/hold"));
  const auto held = api_.take_held();
  std::thread stopper{[&] { server_->stop(); }};
  EXPECT_EQ(idle.receive_all(), "");
  held[0](with_text("late"));
  EXPECT_TRUE(asking.receive_until("late").starts_with("HTTP/1.1 200"));
  stopper.join();
}

TEST_F(Tls, MakesPlaceWithoutAWord) {
  auto options = patient();
  options.max_connections = 1;
  start(with_tls(options));
  TlsClient first{port()};
  first.send(request("GET", "/") + "GET / HTTP/1.1\r\n");
  first.receive_until("GET /\n");
  TlsClient second{port()};
  EXPECT_TRUE(second.is_connected());
  EXPECT_EQ(first.receive_all(), "");
  EXPECT_EQ(told_.displaced, 1);
}

void write_rsa_key(const std::filesystem::path& file) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key{EVP_RSA_gen(2048), EVP_PKEY_free};
  const std::unique_ptr<BIO, int (*)(BIO*)> to{BIO_new_file(file.c_str(), "w"), BIO_free};
  PEM_write_bio_PrivateKey(to.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

TEST_F(Tls, NeedsACertificateAndItsKey) {
  std::ofstream(dir_.path() / "empty.pem") << "";
  const auto refusal = [&](const std::string& certificate, const std::string& key) {
    const auto loaded = TlsContext::load(dir_.path() / certificate, dir_.path() / key);
    return loaded ? "" : loaded.error().type;
  };
  EXPECT_EQ(refusal("missing.pem", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("empty.pem", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("key.pem", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("cert.pem", "missing.pem"), "tls-key-unusable");
  EXPECT_EQ(refusal("cert.pem", "other-key.pem"), "tls-key-unusable");
  write_rsa_key(dir_.path() / "rsa-key.pem");
  EXPECT_EQ(refusal("cert.pem", "rsa-key.pem"), "tls-key-unusable") << "of another kind";
  ASSERT_EQ(::mkfifo((dir_.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(refusal("pipe", "key.pem"), "tls-certificate-unusable");
  EXPECT_EQ(refusal("cert.pem", "pipe"), "tls-key-unusable");
  EXPECT_EQ(refusal("cert.pem", "key.pem"), "");
}

}  // namespace
}  // namespace lockstep::http::wire
