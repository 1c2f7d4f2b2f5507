// What is sealed: other bytes than those that were sealed never open, and what was sealed opens as
// it was. An input: one byte that says what is tried, then its bytes.
#include <array>
#include <memory>
#include <string>

#include "adapters/sqlite/sealed_page.h"
#include "adapters/sqlite/wal_header.h"
#include "engine/log/keyring.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using namespace log;  // NOLINT(google-build-using-namespace): all of it is tried here.
using sqlite::kPageBytes;

const std::string kSubject = "competitor-a";
constexpr std::string_view kContext = "here";

struct Keys {
  Key key = Key::random();
  std::unique_ptr<Keyring> ring =
      Keyring::open(std::make_unique<MemoryKeyStore>(), key, LogId{'f', 'u', 'z', 'z'}).value();
  Keys() { require(ring->keys_for_writing({kSubject}).has_value(), "no key"); }
};

Keys& keys() {
  static Keys all;
  return all;
}

/// Of a key before the first one nothing is left to read: that counts as erased, and gives nothing.
bool opens(std::string_view sealed, std::string_view context) {
  const auto opened = keys().ring->unseal(kSubject, sealed, context);
  return opened && !opened.value().empty();
}

void unseal(std::string_view bytes) {
  require(!opens(bytes, kContext), "made-up bytes that open");
  require(!keys().ring->unwrap(bytes, "x"), "a made-up key that opens");
}

void seal_and_change(std::string_view plain, std::uint8_t at, std::uint8_t by) {
  const auto sealed = keys().ring->seal_if_live(kSubject, plain, kContext).value();
  require(keys().ring->unseal(kSubject, sealed, kContext).value() == plain, "opens as another");
  if (sealed.empty()) return;
  require(!opens(sealed, "there"), "opens elsewhere");
  auto changed = sealed;
  auto& byte = changed[at % changed.size()];
  byte = static_cast<char>(byte ^ (by == 0 ? 1 : by));
  require(!opens(changed, kContext), "opens though it was changed");
  require(!opens(sealed.substr(0, at % sealed.size()), kContext), "opens though it was cut");
}

void page(std::string_view bytes, std::uint8_t at, std::uint8_t by) {
  std::array<char, kPageBytes> plain{};
  std::copy_n(bytes.data(), std::min(bytes.size(), kPageBytes - sqlite::kReservedBytes),
              plain.data());
  std::array<char, kPageBytes> sealed{};
  const std::string_view text{plain.data(), plain.size()};
  require(sqlite::seal_page(keys().key, text, "1", {}, sealed.data()),
          "a page that cannot be sealed");
  std::array<char, kPageBytes> out{};
  const std::string_view there{sealed.data(), sealed.size()};
  require(sqlite::open_page(keys().key, there, "1", out.data()).has_value() && out == plain,
          "a page that opens as another");
  require(!sqlite::open_page(keys().key, there, "2", out.data()), "a page that opens elsewhere");
  auto& byte = sealed[(at * 256U + by) % kPageBytes];
  byte = static_cast<char>(byte ^ (by == 0 ? 1 : by));
  require(!sqlite::open_page(keys().key, there, "1", out.data()), "a changed page that opens");
}

void header(std::string_view bytes) {
  std::array<char, sqlite::kWalHeaderBytes> own{};
  std::copy_n(bytes.data(), std::min(bytes.size(), own.size()), own.data());
  if (!sqlite::is_whole_wal_header({own.data(), own.size()})) return;
  own[20] = static_cast<char>(own[20] ^ 1);
  require(!sqlite::is_whole_wal_header({own.data(), own.size()}), "a changed header that is whole");
}

void run(Input input) {
  const auto what = input.byte();
  const auto at = input.byte();
  const auto by = input.byte();
  const auto given = alone(input.rest());
  switch (what % 4U) {
    case 0:
      return unseal(view(given));
    case 1:
      return seal_and_change(view(given), at, by);
    case 2:
      return page(view(given), at, by);
    default:
      return header(view(given));
  }
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
