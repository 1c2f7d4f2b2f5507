// The one text of a JSON value: whoever writes the same content gets the same bytes, and every
// store gives them back unchanged.
#pragma once
#include <string>

#include <boost/json/fwd.hpp>

namespace lockstep::base {

/// Members sorted by their names' bytes, no spaces, texts by clean_text(), whole numbers without a
/// fraction and others with 15 digits. Of names that are one when they are clean, each but the
/// first gets replacement characters at its end: no member is lost, and none stands there twice.
std::string canonical_json(const boost::json::value& value);

}  // namespace lockstep::base
