// How a request becomes commands: ids, idempotency keys, answers. The last command of a request
// carries the request's own id, so finding that one remembered means that all of it was done.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "adapters/http/api/api.h"
#include "engine/any_command.h"
#include "engine/usecases/use_case.h"

namespace lockstep::http {

/// What a request comes to, by what is there when it is called.
using Attempt = std::function<Answered<usecases::AnyUseCase>()>;

/// One change as a client asked for it. While it lives, its key counts as in flight.
class Change {
 public:
  /// Reads Idempotency-Key. 400 for a malformed key, 409 while the same key is being worked on, 429
  /// when the caller's keys have changed nothing too often.
  static Answered<Change> begin(Call& call, const boost::json::object& body);
  Change(Change&& other) noexcept;
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;
  Change& operator=(Change&&) = delete;
  ~Change();

  /// Of the request: the same key gives the same one.
  [[nodiscard]] const std::string& id() const { return id_; }
  /// The answer to this key, if it was given before. `suffix` names a part of the change.
  Result<std::optional<CommandReply>> remembered(std::string_view suffix = "");
  /// The step as a command of this request.
  [[nodiscard]] CommandRequest request_for(usecases::Give step);
  /// How it ended. What the log has to remember though nothing changed is the caller's to answer
  /// for.
  void ended(const Answered<CommandReply>& outcome);
  /// How long its answer may take: a command's time, or what is left of 5 s where several are
  /// needed.
  [[nodiscard]] std::chrono::milliseconds time_for(const usecases::Give& step) const;
  [[nodiscard]] Call& call() const { return *call_; }

 private:
  explicit Change(Call& call);

  Call* call_;
  std::chrono::steady_clock::time_point deadline_;
  std::string id_;
  std::string fingerprint_;
  bool keyed_ = false;
  bool leaves_answer_ = false;  ///< A command was given whose answer is remembered.
};

/// How the outcome is told.
using Tell = std::function<Answered<Answer>(Answered<CommandReply>)>;
/// answers::Changed, made of the reply alone, so that the same key gets the same bytes. `tagged`:
/// it has the ETag that the next change may require.
Tell tell_changed(int status, std::string id, bool tagged = false);
/// answers::MemberChanged likewise. `id` is whose version it is.
Tell tell_member_changed(std::string id, std::optional<TeamId> team = {});

/// A change that its route has looked at, not begun yet. What its functions refer to is the call's.
struct PlannedChange {
  Change change;
  Attempt attempt;  ///< Again, while somebody else was faster (Errc::stale).
  Tell tell;
};

/// Plans it, unless the change's key has been answered before: then that is the answer. It names
/// the id of the path, and a PUT's has an ETag.
Answered<Handled> plan_change(Call& call, int status, const boost::json::object& body,
                              Attempt attempt);

}  // namespace lockstep::http
