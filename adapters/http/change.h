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

#include "adapters/http/api.h"
#include "engine/any_command.h"
#include "engine/usecases/use_case.h"

namespace lockstep::http {

/// One change as a client asked for it. While it lives, its key counts as in flight. It carries out
/// what takes more than one command, within the time that a command has.
class Change final : public usecases::Executor {
 public:
  /// Reads Idempotency-Key. 400 for a malformed key, 409 while the same key is being worked on.
  static Answered<Change> begin(Call& call, const boost::json::object& body);
  Change(Change&& other) noexcept;
  Change(const Change&) = delete;
  Change& operator=(const Change&) = delete;
  Change& operator=(Change&&) = delete;
  ~Change() override;

  /// Of the request: the same key gives the same one.
  [[nodiscard]] const std::string& id() const { return id_; }
  /// The answer to this key, if it was given before. `suffix` names a part of the change.
  Result<std::optional<CommandReply>> remembered(std::string_view suffix = "");
  /// The command as part of this change; see `suffix` above.
  Result<CommandReply> execute(const std::string& id, AnyCommand command,
                               std::string_view suffix = "",
                               std::optional<std::int64_t> if_revision = std::nullopt);

  usecases::Heard carry_out(usecases::Give step) override;
  usecases::Heard carry_out(const usecases::Look& step) override;
  usecases::Heard carry_out(const usecases::Recall& step) override;

 private:
  explicit Change(Call& call);
  Result<CommandReply> send(CommandRequest request, std::chrono::milliseconds at_most);

  Call* call_;
  std::chrono::steady_clock::time_point deadline_;
  std::string id_;
  std::string fingerprint_;
  bool keyed_ = false;
};

/// The answer to commands: made of the reply alone, so that the same key gets the same bytes.
Answer command_answer(int status, boost::json::object names, const CommandReply& reply);

/// Runs `run` unless the change's key has been answered before. `id` is what the answer names.
Answered<Answer> answer_change(Call& call, int status, const boost::json::object& body,
                               const std::function<Answered<CommandReply>(Change&)>& run);

/// Runs `attempt` again while somebody else was faster, after letting the read model catch up.
Answered<CommandReply> retry_while_stale(Call& call,
                                         const std::function<Answered<CommandReply>()>& attempt);

}  // namespace lockstep::http
