#include "adapters/sqlite/sealed_page.h"

#include <algorithm>
#include <string>

#include "base/sha256.h"

namespace lockstep::sqlite {

namespace {

constexpr std::size_t kContentBytes = kPageBytes - kReservedBytes;

// A key for every salt: however many pages are written under one file's key, no two of them share
// key and nonce.
log::Key key_of_page(const log::Key& key, std::string_view salt) {
  std::string material(key.view());
  material.append(salt);
  const auto hash = base::sha256(material);
  return log::Key({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

}  // namespace

bool seal_page(const log::Key& key, std::string_view page, std::string_view place, char* sealed) {
  const auto reserved = page.substr(kContentBytes);
  if (std::ranges::any_of(reserved, [](char c) { return c != 0; })) return false;
  thread_local log::Randomness random((kPageSaltBytes + log::kNonceBytes) * 64);
  const std::string salt(random.take(kPageSaltBytes));
  const auto box = log::seal(key_of_page(key, salt), page.substr(0, kContentBytes), place, random);
  // Nonce and tag beside the salt, at the end; what is read first in a file is sealed, too.
  std::copy(box.begin() + log::kNonceBytes, box.end(), sealed);
  auto* end = sealed + box.size() - log::kNonceBytes;
  end = std::copy_n(box.begin(), log::kNonceBytes, end);
  std::copy(salt.begin(), salt.end(), end);
  return true;
}

bool open_page(const log::Key& key, std::string_view sealed, std::string_view place, char* page) {
  const auto salt = sealed.substr(kPageBytes - kPageSaltBytes);
  const auto content = kPageBytes - kPageSaltBytes - log::kNonceBytes;
  std::string box(sealed.substr(content, log::kNonceBytes));
  box.append(sealed.substr(0, content));
  const auto plain = log::open_sealed(key_of_page(key, salt), box, place);
  if (!plain) return false;
  std::ranges::copy(*plain, page);
  std::fill_n(page + kContentBytes, kReservedBytes, '\0');
  return true;
}

}  // namespace lockstep::sqlite
