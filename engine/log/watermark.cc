// See watermark.h. The file never changes its size, so overwriting a mark costs no metadata.
#include "engine/log/watermark.h"

#include <string>

#include <unistd.h>

namespace lockstep::log {

namespace {

constexpr std::size_t kSlotBytes = 512;  // One sector: disks do not tear it.
constexpr std::size_t kFileBytes = 2 * kSlotBytes;

}  // namespace

Result<std::optional<Mark>> Watermark::read(const std::filesystem::path& file) {
  if (!file_exists(file)) return std::optional<Mark>{};
  LOCKSTEP_TRY(expect_file(file));
  LOCKSTEP_TRY(auto bytes, read_file(file, kFileBytes));
  bytes.resize(kFileBytes);
  const auto first = decode_mark(std::string_view(bytes).substr(0, kSlotBytes));
  const auto second = decode_mark(std::string_view(bytes).substr(kSlotBytes));
  if (!first && !second)
    return Error{Errc::corrupt, "watermark-damaged", "The watermark file holds no whole mark.",
                 "Run `lockstep verify`, then docs/runbook.md, \"The log is behind a witness\"."};
  if (!second || (first && first->head.position >= second->head.position)) return first;
  return second;
}

Result<std::unique_ptr<Watermark>> Watermark::open(const std::filesystem::path& file,
                                                   const Mark& mark) {
  if (!file_exists(file)) {
    auto empty = encode_mark(mark);
    empty.resize(kFileBytes);
    LOCKSTEP_TRY(write_private_file(file, empty));
  }
  LOCKSTEP_TRY(auto handle, open_private_file(file, false));
  std::unique_ptr<Watermark> watermark(new Watermark(std::move(handle)));
  LOCKSTEP_TRY(watermark->write(mark));
  LOCKSTEP_TRY(watermark->write(mark));
  LOCKSTEP_TRY(watermark->sync());
  return watermark;
}

Watermark::~Watermark() {
  (void)sync();
}

Result<void> Watermark::write(const Mark& mark) {
  const auto bytes = encode_mark(mark);
  const auto offset = static_cast<off_t>(slot_ * kSlotBytes);
  if (::pwrite(file_.get(), bytes.data(), bytes.size(), offset) !=
      static_cast<ssize_t>(bytes.size()))
    return errno_error("write the watermark");
  slot_ ^= 1U;
  if (std::chrono::steady_clock::now() - synced_at_ < kSyncEvery)
    return boost::outcome_v2::success();
  return sync();
}

Result<void> Watermark::sync() {
  if (::fdatasync(file_.get()) != 0) return errno_error("sync the watermark");
  synced_at_ = std::chrono::steady_clock::now();
  return boost::outcome_v2::success();
}

}  // namespace lockstep::log
