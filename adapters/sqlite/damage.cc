#include "adapters/sqlite/damage.h"

#include <string>

#include "adapters/sqlite/database_file.h"

namespace lockstep::sqlite {

Error damaged_row(const StoreName& store) {
  return {Errc::corrupt, damaged_type(store),
          "A row of " + std::string(store.what) + " is damaged.",
          std::string(store.damaged_remedy)};
}

bool Damage::note(const Error& error) {
  if (error.type != damaged_type(store_)) return false;
  met_ = true;
  if (marked_.exchange(true)) return true;
  // Where it cannot be written now, it can be when it is met again.
  if (!mark_damaged(file_)) marked_ = false;
  return true;
}

}  // namespace lockstep::sqlite
