// What is judged by a request's head alone: which route it asks, who asks, and about which ids. A
// body that is announced is asked for only when nothing here refuses it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/api/api.h"

namespace lockstep::http {

/// A part of a path that stands where the pattern has an id.
struct GivenId {
  std::string_view name;  ///< The pattern's.
  bool opaque{};
  std::string text;  ///< As sent.
};

struct Matched {
  const Route* route = nullptr;  ///< A row of routes().
  std::vector<GivenId> ids;
};
/// 404, or 405 with Allow.
Answered<Matched> find_route(const Request& request);

/// Who asks, and by whose rights.
struct Admitted {
  SignedIn caller;
  std::optional<events::Principal> through;  ///< See Call::through.
};
/// 401 and 403, and 400 for an On-Behalf-Of that is none. May wait for keys to be fetched.
Answered<Admitted> admit(const Api& api, const Route& route, const Request& request);

/// Of things of ours a UUID in its one form, so that they are compared as values from here on. 422
/// for what is no id.
Answered<std::vector<std::string>> parse_ids(const std::vector<GivenId>& given);
/// The route's pattern with these ids in it.
std::string address_of(const Route& route, const std::vector<std::string>& ids);
/// 400 for a route whose method takes none.
Answered<void> may_have_body(const Route& route);

/// Why the request with this head is refused whatever its body is; none: its body decides. Counts
/// and logs nothing. Never throws; may wait as admit() does.
std::optional<Problem> refusal_by_head(const Api& api, const Request& head);

}  // namespace lockstep::http
