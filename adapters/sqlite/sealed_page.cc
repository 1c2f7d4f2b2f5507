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

std::string text_of(const WalReach& reach) {
  std::string out(reach.salts.data(), reach.salts.size());
  for (unsigned shift = 0; shift < 32; shift += 8)
    out.push_back(static_cast<char>((reach.frames >> shift) & 0xFFU));
  return out;
}

WalReach reach_in(std::string_view text) {
  WalReach out;
  std::copy_n(text.begin(), out.salts.size(), out.salts.begin());
  for (std::size_t i = 0; i < 4; ++i)
    out.frames |= std::uint32_t{static_cast<unsigned char>(text[out.salts.size() + i])} << (8 * i);
  return out;
}

}  // namespace

bool seal_page(const log::Key& key, std::string_view page, std::string_view place,
               const WalReach& reach, char* sealed) {
  const auto reserved = page.substr(kContentBytes);
  if (std::ranges::any_of(reserved, [](char c) { return c != 0; })) return false;
  thread_local log::Randomness random((kPageSaltBytes + log::kNonceBytes) * 64);
  const std::string salt(random.take(kPageSaltBytes));
  std::string plain(page.substr(0, kContentBytes));
  plain += text_of(reach);
  const auto box = log::seal(key_of_page(key, salt), plain, place, random);
  // Nonce beside the salt, at the end: what is read first in a file is sealed, too.
  auto* end = std::copy(box.begin() + log::kNonceBytes, box.end(), sealed);
  end = std::copy_n(box.begin(), log::kNonceBytes, end);
  std::copy(salt.begin(), salt.end(), end);
  return true;
}

std::optional<WalReach> open_page(const log::Key& key, std::string_view sealed,
                                  std::string_view place, char* page) {
  const auto salt = sealed.substr(kPageBytes - kPageSaltBytes);
  const auto nonce_at = kPageBytes - kPageSaltBytes - log::kNonceBytes;
  std::string box(sealed.substr(nonce_at, log::kNonceBytes));
  box.append(sealed.substr(0, nonce_at));
  const auto plain = log::open_sealed(key_of_page(key, salt), box, place);
  if (!plain) return std::nullopt;
  std::copy_n(plain->begin(), kContentBytes, page);
  std::fill_n(page + kContentBytes, kReservedBytes, '\0');
  return reach_in(std::string_view(*plain).substr(kContentBytes));
}

}  // namespace lockstep::sqlite
