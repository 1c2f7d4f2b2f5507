#include "adapters/cli/rebuild_answer.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "projections/all_projections.h"

namespace lockstep::cli {

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr std::chrono::seconds kToBegin{30};

const actors::GroupReport* group_in(const actors::SinkReport& sink, std::string_view name) {
  const auto found = std::ranges::find(sink.groups, name, &actors::GroupReport::name);
  return found == sink.groups.end() ? nullptr : &*found;
}

/// How often each sink has switched this group before.
std::map<std::string, std::uint64_t> switches(const actors::System& system,
                                              std::string_view group) {
  std::map<std::string, std::uint64_t> out;
  for (const auto& sink : system.sinks())
    if (const auto* found = group_in(sink, group)) out[sink.name] = found->rebuilt;
  return out;
}

struct Look {
  bool done = true;
  bool begun = false;
  Position position{};  ///< The lowest of those that are not done.
};

Look look_at(const actors::System& system, std::string_view group, Position head,
             const std::map<std::string, std::uint64_t>& before) {
  Look out{true, false, head};
  for (const auto& sink : system.sinks()) {
    const auto* found = group_in(sink, group);
    const auto was = before.find(sink.name);
    if (found == nullptr || was == before.end() || !sink.ok) continue;  // Follows by itself.
    if (found->rebuilt > was->second) continue;
    out.done = false;
    out.begun = out.begun || found->beside.has_value();
    out.position = std::min(out.position, found->beside.value_or(Position{}));
  }
  return out;
}

}  // namespace

void answer_control(actors::System& system, const log::EventReader& log,
                    const boost::json::object& question, const Say& say,
                    const std::atomic<bool>& stopping) {
  const auto* command = question.if_contains("command");
  const auto* named = question.if_contains("group");
  const auto group = named != nullptr && named->is_string()
                         ? projections::find_group(std::string_view(named->get_string()))
                         : std::nullopt;
  if (command == nullptr || *command != "rebuild" || !group) {
    say({{"error", "not-understood"},
         {"detail", "This engine does not know this command or group."},
         {"remedy", "Use the command of the same version as the engine."}});
    return;
  }
  const auto name = projections::groups()[*group].name;
  const auto before = switches(system, name);
  system.rebuild(*group);
  const auto asked_at = std::chrono::steady_clock::now();
  for (bool begun = false; !stopping; std::this_thread::sleep_for(kBetweenLooks)) {
    const auto head = log.head().position;
    const auto look = look_at(system, name, head, before);
    begun = begun || look.begun;
    if (look.done) {
      say({{"done", true}, {"position", head.value}});
      return;
    }
    if (!begun && std::chrono::steady_clock::now() - asked_at > kToBegin) {
      say({{"error", "rebuild-not-begun"},
           {"detail", "The engine could not begin to make the group anew."},
           {"remedy", "Its log says why."}});
      return;
    }
    if (!say({{"position", look.position.value}, {"head", head.value}})) return;
  }
}

}  // namespace lockstep::cli
