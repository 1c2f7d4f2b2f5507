// Whether somebody has to be told of a failure that is tried again and again. Not of each one, for
// it would drown everything else; not of the first alone, for what is wrong may have changed.
#pragma once
#include <set>
#include <string>
#include <string_view>

namespace lockstep::base {

/// What fails in a row, from the first failure to the next success. One thread.
class FailureSeries {
 public:
  /// It failed. True: to be told, because nobody was told of this type in this series.
  bool failed(std::string_view type) { return told_.emplace(type).second; }
  /// It worked. True: to be told, because a series ends by that.
  bool worked() {
    const bool ends = !told_.empty();
    told_.clear();
    return ends;
  }

 private:
  std::set<std::string> told_;  ///< Types are few and fixed words.
};

}  // namespace lockstep::base
