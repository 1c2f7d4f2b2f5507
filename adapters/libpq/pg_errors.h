// What went wrong with Postgres, named truly: who was reached and refused is not "not reachable",
// and nothing of ours is damaged because a server does not want something. Types are stable; texts
// of the server are never repeated, they may quote data.
#pragma once
#include <string>
#include <string_view>

#include "events/result.h"

namespace lockstep::libpq {

/// Nobody answered, or the connection broke.
Error unreachable();

/// A connection that the server, or a pooler before it, refused with this SQLSTATE.
Error connection_refused(std::string_view sqlstate);
/// A connection that our own side gave up: it needs a password and was given none.
Error password_missing();
/// Likewise: TLS was to be, and did not come about.
Error tls_failed();
/// Likewise: it was to be a server that takes writes, by target_session_attrs.
Error read_only();

/// A statement that failed with this SQLSTATE; empty: the connection broke. Errc::unavailable:
/// passes by itself; Errc::forbidden: the user lacks rights; Errc::conflict: any other refusal.
Error statement_refused(std::string_view sqlstate);

}  // namespace lockstep::libpq
