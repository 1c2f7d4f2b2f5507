#include "adapters/sqlite/damage.h"

#include <string>

#include "adapters/sqlite/database_file.h"

namespace lockstep::sqlite {

Error damaged_row(const StoreName& store) {
  return {Errc::corrupt, damaged_type(store),
          "A row of " + std::string(store.what) + " is damaged.",
          std::string(store.damaged_remedy)};
}

void Damage::when_met(Tell tell) {
  const base::MutexLock lock(mutex_);
  tell_ = std::move(tell);
  if (first_ && tell_) tell_(*first_);
}

void Damage::tell_first(const Error& error) {
  const base::MutexLock lock(mutex_);
  first_ = error;
  if (tell_) tell_(error);
}

bool Damage::note(const Error& error) {
  if (error.type != damaged_type(store_)) return false;
  if (!met_.exchange(true)) tell_first(error);
  if (marked_.exchange(true)) return true;
  // Where it cannot be written now, it can be when it is met again.
  if (!mark_damaged(file_)) marked_ = false;
  return true;
}

}  // namespace lockstep::sqlite
