// Which web pages may call from a browser: those of the listed origins, compared as text, and no
// others. Credentials of the browser (cookies) are never involved: sign-in is a header.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/message.h"
#include "events/result.h"

namespace lockstep::http {

class Cors {
 public:
  Cors() = default;
  /// `https://a.example, https://b.example`. Errc::invalid for a wildcard, `null`, a path, or
  /// anything else that no browser sends as an Origin.
  static Result<Cors> parse(std::string_view origins);

  /// The answer to a preflight of an allowed origin; none when the request is not one.
  [[nodiscard]] std::optional<Answer> preflight(const Request& request) const;
  /// What lets the page read the answer, when its origin is allowed.
  void add_headers(const Request& request, Answer& answer) const;

 private:
  [[nodiscard]] bool allows(const Request& request) const;

  std::vector<std::string> origins_;
};

}  // namespace lockstep::http
