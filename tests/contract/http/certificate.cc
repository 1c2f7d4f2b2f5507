#include "tests/contract/http/certificate.h"

#include <memory>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace lockstep::http {

void write_certificate(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> pair{EVP_EC_gen("P-256"), EVP_PKEY_free};
  const std::unique_ptr<X509, void (*)(X509*)> made{X509_new(), X509_free};
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), pair.get());
  auto* name = X509_get_subject_name(made.get());
  const unsigned char kHost[] = "127.0.0.1";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, kHost, -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  X509_sign(made.get(), pair.get(), EVP_sha256());
  const std::unique_ptr<BIO, int (*)(BIO*)> to_certificate{BIO_new_file(certificate.c_str(), "w"),
                                                           BIO_free};
  const std::unique_ptr<BIO, int (*)(BIO*)> to_key{BIO_new_file(key.c_str(), "w"), BIO_free};
  PEM_write_bio_X509(to_certificate.get(), made.get());
  PEM_write_bio_PrivateKey(to_key.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

}  // namespace lockstep::http
