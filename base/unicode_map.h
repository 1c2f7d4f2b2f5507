// The one way to utf8proc's mappings, for base/text.cc and base/plain_letters.cc.
#pragma once
#include <string>

namespace lockstep::base {

/// `clean`: see clean_text(). `options`: of utf8proc_map().
std::string mapped(const std::string& clean, int options);

}  // namespace lockstep::base
