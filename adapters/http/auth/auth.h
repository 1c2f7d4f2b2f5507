// Who is asking. Roles come from verified tokens only, never from anything else in a request.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/envelope.h"
#include "events/result.h"

namespace lockstep::http {

inline constexpr std::string_view kRoleCoach = "coach";
inline constexpr std::string_view kRoleAdmin = "admin";
inline constexpr std::string_view kRoleService = "service";
/// Reads everything and changes nothing.
inline constexpr std::string_view kRoleAuditor = "auditor";

/// Who is asking, and how long that was proved for.
struct SignedIn {
  events::Principal who;
  std::optional<Timestamp> until;  ///< From then on the token is refused. None: it has no end.
  bool operator==(const SignedIn&) const = default;
};

/// Somebody as tokens name them; none when nobody can be named so. A coach's id is that of the
/// coach's stream: a UUID, here in its one form.
std::optional<events::Principal> principal_of(std::string_view role, std::string_view id);

/// One way to prove who one is. Any thread.
class Authenticator {
 public:
  Authenticator() = default;
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;
  virtual ~Authenticator() = default;
  /// None: this token is not one of mine, ask the next. An Error: it is, and here is what is wrong.
  [[nodiscard]] virtual Result<std::optional<SignedIn>> authenticate(
      std::string_view token) const = 0;
};
using Authenticators = std::vector<std::unique_ptr<Authenticator>>;

/// `dev:<role>:<id>`: no proof at all, so for loopback only (Server::start sees to it).
class DevAuthenticator final : public Authenticator {
 public:
  [[nodiscard]] Result<std::optional<SignedIn>> authenticate(std::string_view token) const override;
};

/// `authorization`: the header's value. Errc::unauthorized when nobody knows the token.
Result<SignedIn> authenticate(const Authenticators& authenticators,
                              const std::optional<std::string>& authorization);

}  // namespace lockstep::http
