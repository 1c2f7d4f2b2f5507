// See sealed_files.h. Offsets are SQLite's own: a page is as long sealed as it is plain. What a
// write-ahead log looks like is told in SQLite's "Database File Format", section 4.
#include "adapters/sqlite/sealed_files.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>

#include <sqlite3.h>

#include "adapters/sqlite/sealed_page.h"
#include "adapters/sqlite/wal_header.h"
#include "base/mutex.h"

namespace lockstep::sqlite {

namespace {

constexpr sqlite3_int64 kPage = kPageBytes;
constexpr sqlite3_int64 kFrame = kFrameHeaderBytes + kPage;
using Frame = std::array<char, kFrame>;
using FrameHeader = std::array<char, kFrameHeaderBytes>;

/// What the files of one store share. Several connections at a time.
class Shared {
 public:
  explicit Shared(const log::Key& given) : key(given) {}
  const log::Key key;

  WalReach reach() LOCKSTEP_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    return reach_;
  }
  /// A log with this header, and so many frames.
  void is_log(std::string_view header, std::uint32_t frames) LOCKSTEP_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    const auto salts = salts_of(header);
    std::copy(salts.begin(), salts.end(), reach_.salts.begin());
    reach_.frames = frames;
  }
  void has_frames(std::uint32_t count) LOCKSTEP_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    reach_.frames = std::max(reach_.frames, count);
  }

 private:
  base::Mutex mutex_;
  WalReach reach_ LOCKSTEP_GUARDED_BY(mutex_);
};

/// What SQLite holds of an open file; the operating system's follows it in memory.
struct SealedFile {
  sqlite3_file base;  ///< First: SQLite knows no more of it.
  Shared* shared;
  bool is_wal;
  /// SQLite writes a frame's header, then its page: kept until the page is there, so that the two
  /// reach the file together.
  bool header_waits;
  sqlite3_int64 header_at;
  FrameHeader header;
};
static_assert(sizeof(SealedFile) % alignof(sqlite3_int64) == 0);

SealedFile& sealed(sqlite3_file* file) {
  return *reinterpret_cast<SealedFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<SealedFile*>(file) + 1);
}
int read_real(sqlite3_file* file, void* to, sqlite3_int64 count, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), to, static_cast<int>(count), at);
}
int write_real(sqlite3_file* file, const void* from, sqlite3_int64 count, sqlite3_int64 at) {
  return real(file)->pMethods->xWrite(real(file), from, static_cast<int>(count), at);
}

std::uint32_t frames_in(sqlite3_int64 bytes) {
  return static_cast<std::uint32_t>(std::max<sqlite3_int64>(bytes - kWalHeaderBytes, 0) / kFrame);
}

std::string place_of_page(sqlite3_int64 at) {
  return "page " + std::to_string(at / kPage);
}
std::string place_of_frame(sqlite3_int64 at, const char* header) {
  return "frame " + std::to_string(at) + ' ' + std::string(header, kFrameHeaderBytes);
}

// Reads a whole frame and opens its page in it.
int read_frame(sqlite3_file* file, sqlite3_int64 at, Frame& frame) {
  if (const int code = read_real(file, frame.data(), kFrame, at); code != SQLITE_OK) return code;
  auto* page = frame.data() + kFrameHeaderBytes;
  const std::string box(page, kPageBytes);
  return open_page(sealed(file).shared->key, box, place_of_frame(at, frame.data()), page)
             ? SQLITE_OK
             : SQLITE_IOERR_DATA;
}

int write_frame(sqlite3_file* file, sqlite3_int64 at, const char* header, const char* page) {
  Frame frame;
  std::copy_n(header, kFrameHeaderBytes, frame.data());
  auto& shared = *sealed(file).shared;
  if (!seal_page(shared.key, {page, kPageBytes}, place_of_frame(at, header), {},
                 frame.data() + kFrameHeaderBytes))
    return SQLITE_IOERR_WRITE;
  shared.has_frames(frames_in(at + kFrame));
  return write_real(file, frame.data(), kFrame, at);
}

// A header without a page after it is a new one for a page that is there already.
int write_waiting_header(sqlite3_file* file) {
  auto& self = sealed(file);
  if (!self.header_waits) return SQLITE_OK;
  self.header_waits = false;
  Frame frame;
  const int code = read_frame(file, self.header_at, frame);
  if (code != SQLITE_OK) return code == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_WRITE : code;
  return write_frame(file, self.header_at, self.header.data(), frame.data() + kFrameHeaderBytes);
}

int read_page(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  const auto begin = at - at % kPage;
  if (at + count > begin + kPage) return SQLITE_IOERR_READ;
  std::array<char, kPageBytes> page;
  const int code = read_real(file, page.data(), kPage, begin);
  if (code == SQLITE_IOERR_SHORT_READ) {
    // Beyond the end there is nothing yet; half a page was cut off.
    sqlite3_int64 size = 0;
    if (const int asked = real(file)->pMethods->xFileSize(real(file), &size); asked != SQLITE_OK)
      return asked;
    std::fill_n(static_cast<char*>(to), count, '\0');
    return size <= begin ? SQLITE_IOERR_SHORT_READ : SQLITE_IOERR_DATA;
  }
  if (code != SQLITE_OK) return code;
  const std::string box(page.data(), kPageBytes);
  auto& shared = *sealed(file).shared;
  const auto written_at = open_page(shared.key, box, place_of_page(begin), page.data());
  if (!written_at) return SQLITE_IOERR_DATA;
  // It holds more of the log than there is: beside it, older pages would be read from there.
  const auto now = shared.reach();
  if (written_at->salts == now.salts && written_at->frames > now.frames) return SQLITE_IOERR_DATA;
  std::copy_n(page.data() + (at - begin), count, static_cast<char*>(to));
  return SQLITE_OK;
}

int read_wal_header(sqlite3_file* file, char* to) {
  if (const int code = read_real(file, to, kWalHeaderBytes, 0); code != SQLITE_OK) return code;
  const std::string_view header(to, kWalHeaderBytes);
  if (!is_whole_wal_header(header)) return SQLITE_IOERR_DATA;
  sqlite3_int64 size = 0;
  const int code = real(file)->pMethods->xFileSize(real(file), &size);
  if (code == SQLITE_OK) sealed(file).shared->is_log(header, frames_in(size));
  return code;
}

int read_wal(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  if (const int code = write_waiting_header(file); code != SQLITE_OK) return code;
  if (at == 0 && count == kWalHeaderBytes) return read_wal_header(file, static_cast<char*>(to));
  const auto within = at < kWalHeaderBytes ? -1 : (at - kWalHeaderBytes) % kFrame;
  if (within == 0 && count == kFrameHeaderBytes) return read_real(file, to, count, at);
  const bool whole = within == 0 && count == kFrame;
  if (!whole && (within != kFrameHeaderBytes || count > kPage)) return SQLITE_IOERR_READ;
  Frame frame;
  const int code = read_frame(file, at - within, frame);
  if (code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ)
    std::copy_n(frame.data() + within, count, static_cast<char*>(to));
  return code;
}

int write_wal(sqlite3_file* file, const char* from, int count, sqlite3_int64 at) {
  auto& self = sealed(file);
  const auto within = at < kWalHeaderBytes ? -1 : (at - kWalHeaderBytes) % kFrame;
  if (self.header_waits && within == kFrameHeaderBytes && count == kPage &&
      self.header_at == at - within) {
    self.header_waits = false;
    return write_frame(file, self.header_at, self.header.data(), from);
  }
  if (const int code = write_waiting_header(file); code != SQLITE_OK) return code;
  if (at == 0 && count == kWalHeaderBytes) {
    self.shared->is_log({from, kWalHeaderBytes}, 0);
    return write_real(file, from, count, at);
  }
  if (within == 0 && count == kFrameHeaderBytes) {
    self.header_waits = true;
    self.header_at = at;
    std::copy_n(from, kFrameHeaderBytes, self.header.data());
    return SQLITE_OK;
  }
  if (within == 0 && count == kFrame) return write_frame(file, at, from, from + kFrameHeaderBytes);
  if (within != kFrameHeaderBytes || count != kPage) return SQLITE_IOERR_WRITE;
  FrameHeader header;
  const int code = read_real(file, header.data(), kFrameHeaderBytes, at - within);
  return code == SQLITE_OK ? write_frame(file, at - within, header.data(), from) : code;
}

int read_file(sqlite3_file* file, void* to, int count, sqlite3_int64 at) {
  return sealed(file).is_wal ? read_wal(file, to, count, at) : read_page(file, to, count, at);
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  const auto* bytes = static_cast<const char*>(from);
  if (sealed(file).is_wal) return write_wal(file, bytes, count, at);
  if (count != kPage || at % kPage != 0) return SQLITE_IOERR_WRITE;
  std::array<char, kPageBytes> box;
  auto& shared = *sealed(file).shared;
  if (!seal_page(shared.key, {bytes, kPageBytes}, place_of_page(at), shared.reach(), box.data()))
    return SQLITE_IOERR_WRITE;
  return write_real(file, box.data(), kPage, at);
}

// The rest is the operating system's, after what waits.
template <auto Method, class... Given>
int forward(sqlite3_file* file, Given... given) {
  return (real(file)->pMethods->*Method)(real(file), given...);
}
template <auto Method, class... Given>
int forward_after_write(sqlite3_file* file, Given... given) {
  if (const int code = write_waiting_header(file); code != SQLITE_OK) return code;
  return forward<Method>(file, given...);
}

int close_file(sqlite3_file* file) {
  const int written = write_waiting_header(file);
  const int closed = real(file)->pMethods->xClose(real(file));
  return written == SQLITE_OK ? closed : written;
}

using Methods = sqlite3_io_methods;
// Version 2: not mapped into memory, where the pages would be as they lie on the disk.
constexpr Methods kMethods{
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = forward_after_write<&Methods::xTruncate, sqlite3_int64>,
    .xSync = forward_after_write<&Methods::xSync, int>,
    .xFileSize = forward_after_write<&Methods::xFileSize, sqlite3_int64*>,
    .xLock = forward<&Methods::xLock, int>,
    .xUnlock = forward<&Methods::xUnlock, int>,
    .xCheckReservedLock = forward<&Methods::xCheckReservedLock, int*>,
    .xFileControl = forward<&Methods::xFileControl, int, void*>,
    .xSectorSize = forward<&Methods::xSectorSize>,
    .xDeviceCharacteristics = forward<&Methods::xDeviceCharacteristics>,
    .xShmMap = forward<&Methods::xShmMap, int, int, int, volatile void**>,
    .xShmLock = forward<&Methods::xShmLock, int, int, int>,
    .xShmBarrier = [](sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); },
    .xShmUnmap = forward<&Methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr};

/// The operating system's own, which does all that is not about bytes.
sqlite3_vfs* system_files() {
  static sqlite3_vfs* const files = [] {
    // What a statement may have to undo is kept in memory, however much it is.
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    return sqlite3_vfs_find(nullptr);
  }();
  return files;
}

int open_file(sqlite3_vfs* self, const char* name, sqlite3_file* file, int flags, int* given) {
  file->pMethods = nullptr;
  if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return SQLITE_CANTOPEN;
  auto& opened = sealed(file);
  opened.shared = static_cast<Shared*>(self->pAppData);
  opened.is_wal = (flags & SQLITE_OPEN_WAL) != 0;
  opened.header_waits = false;
  const int code = system_files()->xOpen(system_files(), name, real(file), flags, given);
  if (real(file)->pMethods != nullptr) file->pMethods = &kMethods;
  return code;
}

std::string new_name() {
  static std::atomic<std::uint64_t> count{0};
  return "lockstep-sealed-" + std::to_string(++count);
}

}  // namespace

struct SealedFiles::Impl {
  explicit Impl(const log::Key& key) : shared(key) {}
  Shared shared;
  std::string name = new_name();
  sqlite3_vfs vfs{};
};

SealedFiles::SealedFiles(const log::Key& key) : impl_(std::make_unique<Impl>(key)) {
  auto& vfs = impl_->vfs;
  vfs = *system_files();
  vfs.szOsFile += static_cast<int>(sizeof(SealedFile));
  vfs.pNext = nullptr;
  vfs.zName = impl_->name.c_str();
  vfs.pAppData = &impl_->shared;
  vfs.xOpen = open_file;
  vfs.xDelete = [](sqlite3_vfs*, const char* name, int sync) {
    return system_files()->xDelete(system_files(), name, sync);
  };
  vfs.xAccess = [](sqlite3_vfs*, const char* name, int flags, int* out) {
    return system_files()->xAccess(system_files(), name, flags, out);
  };
  vfs.xFullPathname = [](sqlite3_vfs*, const char* name, int size, char* out) {
    return system_files()->xFullPathname(system_files(), name, size, out);
  };
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) std::abort();
}

SealedFiles::~SealedFiles() {
  sqlite3_vfs_unregister(&impl_->vfs);
}

const char* SealedFiles::name() const {
  return impl_->name.c_str();
}

void SealedFiles::prepare_new(sqlite3* database) {
  int reserved = kReservedBytes;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
}

}  // namespace lockstep::sqlite
