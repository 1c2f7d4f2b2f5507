#include "base/unicode_map.h"

#include <cstdlib>
#include <memory>
#include <new>

#include <utf8proc.h>

namespace lockstep::base {

std::string mapped(const std::string& clean, int options) {
  struct Free {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }
  };
  utf8proc_uint8_t* raw = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()),
                                 static_cast<utf8proc_ssize_t>(clean.size()), &raw,
                                 static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, Free> text(raw);
  if (size < 0) throw std::bad_alloc();  // Of clean text nothing else can fail.
  return {reinterpret_cast<const char*>(text.get()), static_cast<std::size_t>(size)};
}

}  // namespace lockstep::base
