// The vendor's certificate is verified before anything of a request is sent.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <httplib.h>

#include "tests/contract/vendor/vendor_fixture.h"
#include "tests/support/temp_dir.h"

namespace lockstep::metactf_test {
namespace {

const std::string kUser = "00000000-0000-4000-8000-000000000001";

/// A certificate signed by itself, and its key, as files.
struct Certificate {
  testing_support::TempDir dir;
  std::string file = (dir.path() / "cert.pem").string();
  std::string key = (dir.path() / "key.pem").string();

  explicit Certificate(const std::string& names) {
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
        "-days 2 -subj /CN=vendor -addext 'subjectAltName=" +
        names + "' -keyout '" + key + "' -out '" + file + "' 2>/dev/null";
    if (std::system(command.c_str()) != 0)  // NOLINT(concurrency-mt-unsafe)
      throw std::runtime_error("no certificate: is openssl installed?");
  }
};

/// Knows the user, over TLS.
class TlsVendor {
 public:
  explicit TlsVendor(const Certificate& certificate)
      : server_(certificate.file.c_str(), certificate.key.c_str()) {
    server_.Get("/v1/users", [this](const httplib::Request&, httplib::Response& response) {
      ++asked_;
      response.set_content(
          R"({"metactf_user_id":1,"metactf_username":"x","syned_user_id":")" + kUser + R"("})",
          "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsVendor() {
    server_.stop();
    thread_.join();
  }
  TlsVendor(const TlsVendor&) = delete;
  TlsVendor& operator=(const TlsVendor&) = delete;

  [[nodiscard]] std::string base_url() const {
    return "https://127.0.0.1:" + std::to_string(port_) + "/v1";
  }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  httplib::SSLServer server_;
  std::atomic<int> asked_{0};
  int port_ = 0;
  std::thread thread_;
};

std::unique_ptr<ports::MetactfApi> client_of(const TlsVendor& vendor, const std::string& ca_file) {
  auto options = options_for(vendor.base_url());
  options.ca_file = ca_file;
  return metactf::make_client(options).value();
}

void expect_refused(const ports::VendorResult<ports::VendorUser>& user, const TlsVendor& vendor) {
  ASSERT_FALSE(user);
  EXPECT_EQ(user.error().code, ports::VendorErrc::connection);
  EXPECT_NE(user.error().message.find("TLS certificate"), std::string::npos)
      << user.error().message;
  EXPECT_EQ(vendor.asked(), 0) << "the token went to somebody unknown";
}

TEST(Tls, ACertificateThatNobodyVouchesForIsRefused) {
  const Certificate certificate{"IP:127.0.0.1"};
  const TlsVendor vendor{certificate};
  expect_refused(client_of(vendor, "")->get_user(kUser), vendor);
}

TEST(Tls, ACertificateOfTheGivenAuthorityIsTrusted) {
  const Certificate certificate{"IP:127.0.0.1"};
  const TlsVendor vendor{certificate};
  const auto user = client_of(vendor, certificate.file)->get_user(kUser);
  ASSERT_TRUE(user) << user.error().message;
  EXPECT_EQ(vendor.asked(), 1);
}

TEST(Tls, ACertificateForAnotherHostIsRefused) {
  const Certificate certificate{"DNS:vendor.example.org"};
  const TlsVendor vendor{certificate};
  expect_refused(client_of(vendor, certificate.file)->get_user(kUser), vendor);
}

TEST(Tls, AnAuthorityThatCannotBeReadVouchesForNobody) {
  const Certificate certificate{"IP:127.0.0.1"};
  const TlsVendor vendor{certificate};
  const auto client = client_of(vendor, certificate.file);
  // It was there when the client was made and is gone when the first call is made.
  std::filesystem::remove(certificate.file);
  // The library tells that it cannot read it the first time only.
  for (int i = 0; i < 2; ++i) expect_refused(client->get_user(kUser), vendor);
}

TEST(Tls, NoClientIsMadeOfAFileThatHoldsNoCertificate) {
  const Certificate certificate{"IP:127.0.0.1"};
  const auto empty = certificate.dir.path() / "empty.pem";
  std::ofstream{empty};
  for (const auto& file : {certificate.file + ".not-there", certificate.key, empty.string(),
                           certificate.dir.path().string()}) {
    auto options = options_for("https://127.0.0.1:1/v1");
    options.ca_file = file;
    const auto client = metactf::make_client(options);
    ASSERT_FALSE(client) << file;
    EXPECT_EQ(client.error().type, "vendor-ca-file-unusable");
  }
}

}  // namespace
}  // namespace lockstep::metactf_test
