#include "actors/log_reader.h"

#include <utility>

#include "engine/log/whole_stream.h"

namespace lockstep::actors {

namespace {

Result<Loaded> load(log::EventReader& log, log::Snapshots& snapshots, const Load& request) {
  Loaded out;
  out.head = log.head().position;
  // A snapshot that cannot be read is as good as none: the events alone must do.
  auto snapshot = snapshots.load_snapshot(request.stream);
  if (snapshot && snapshot.value() && !request.snapshot_schema.empty() &&
      snapshot.value()->schema == request.snapshot_schema)
    out.snapshot = std::move(snapshot).value();
  const auto after = out.snapshot ? out.snapshot->version : Version{0};
  LOCKSTEP_TRY(log::read_whole_stream(log, request.stream, after,
                                      [&](events::StoredEvent stored) -> Result<bool> {
                                        out.events.push_back(std::move(stored));
                                        return true;
                                      }));
  return out;
}

}  // namespace

LogReaderActor::behavior_type log_reader(LogReaderActor::pointer /*self*/, const Environment* env) {
  return {[env](const Load& request) -> Loaded {
            auto loaded = load(env->log, env->snapshots, request);
            if (loaded) return std::move(loaded).value();
            return Loaded{std::nullopt, {}, {}, loaded.error()};
          },
          [env](const FindCommand& request) -> FoundCommand {
            auto found = env->log.find_command(request.id, request.fingerprint);
            if (found) return FoundCommand{std::move(found).value()};
            return FoundCommand{found.error()};
          },
          [env](const SaveSnapshot& request) {
            // A snapshot that is not saved costs time later, nothing else.
            if (!env->snapshots.save_snapshot(request.stream, request.snapshot))
              env->metrics.count("lockstep_snapshot_failures_total", {}, 1);
          }};
}

}  // namespace lockstep::actors
