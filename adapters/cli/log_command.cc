// `lockstep log` and `lockstep verify`: reading the log beside a running engine. Personal data is
// never printed, but for `disclosures`, which is there to show it.
#include <algorithm>
#include <cerrno>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/mp11.hpp>
#include <poll.h>
#include <unistd.h>

#include "adapters/cli/command_config.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/disclosures.h"
#include "adapters/cli/log_flags.h"
#include "adapters/cli/terminal.h"
#include "adapters/http/api/views.h"
#include "base/hex.h"
#include "base/uuid.h"
#include "engine/log/rocksdb_event_log.h"
#include "engine/log/whole_stream.h"
#include "events/any_event.h"
#include "events/time.h"

namespace lockstep::cli {

namespace {

struct LogFlags {
  std::shared_ptr<ConfigFlags> config;
  LogFilterFlags asked;
  LogFilter filter;  ///< Of what was asked, once it is checked.
  std::string stream;
  bool json = false;
  bool csv = false;
};

Result<log::OpenedLog> open_for_reading(const LogFlags& flags) {
  LOCKSTEP_TRY(auto config, flags.config->load());
  return log::open_rocksdb_event_log({.directory = config.data_dir,
                                      .master_key_file = config.master_key_file,
                                      .witnesses = {},
                                      .min_free_bytes = 0,
                                      .read_only = true,
                                      .create = false});
}

boost::json::object as_json(const events::StoredEvent& event) {
  boost::system::error_code ignored;
  return {{"position", event.position.value},
          {"stream", event.stream.text()},
          {"version", event.version.value},
          {"type", event.type},
          {"recordedAt", rfc3339(event.recorded_at)},
          {"who", event.who.text()},
          {"through", event.through},
          {"origin", event.origin.empty() ? "none" : "sealed"},
          {"correlationId", event.correlation_id},
          {"causationId", event.causation_id},
          {"trace", event.trace},
          {"organisation", event.organisation},
          {"hash", base::to_hex(event.hash)},
          {"personal", event.personal.empty() ? "none" : "sealed"},
          {"body", boost::json::parse(event.body, ignored)}};
}

void print(const events::StoredEvent& event, bool json) {
  if (json) {
    std::cout << boost::json::serialize(as_json(event)) << '\n';
    return;
  }
  std::cout << event.position.value << "  " << rfc3339(event.recorded_at) << "  " << event.type
            << "  " << event.stream.text() << '@' << event.version.value << "  by "
            << event.who.text() << "\n    " << event.body
            << (event.personal.empty() ? "" : "  + sealed") << '\n';
}

/// Prints what is after `after`; returns how far it got.
Result<Position> print_after(log::EventReader& log, Position after, const LogFlags& flags,
                             std::uint64_t& left) {
  const auto& type = flags.filter.type;
  while (true) {
    LOCKSTEP_TRY(auto batch, log.read_all(after, {}));
    if (batch.empty()) return after;
    for (const auto& event : batch) {
      after = event.position;
      if (!type.empty() && event.type != type) continue;
      if (left == 0) return after;
      print(event, flags.json);
      --left;
    }
  }
}

ExitCode cat(const LogFlags& flags) {
  auto opened = open_for_reading(flags);
  if (!opened) return fail(opened.error());
  auto left = flags.filter.limit;
  const auto done = print_after(*opened.value().log, flags.filter.after, flags, left);
  return done ? ExitCode::ok : fail(done.error());
}

/// Waits a second; false when nobody reads any more what is printed, as behind `| head -1`. Without
/// a line to print that is seen here alone.
bool is_read_a_second_later() {
  constexpr int kMilliseconds = 1000;
  pollfd output{STDOUT_FILENO, 0, 0};  // POLLERR and POLLHUP are told unasked.
  const int found = ::poll(&output, 1, kMilliseconds);
  return found == 0 || (found < 0 && errno == EINTR);
}

Result<std::deque<Position>> positions_of(log::EventReader& log, Position begin, Position end,
                                          const std::string& type) {
  std::deque<Position> out;
  while (begin < end) {
    LOCKSTEP_TRY(const auto batch, log.read_all(begin, {}));
    if (batch.empty()) break;
    for (const auto& event : batch)
      if (event.type == type && event.position <= end) out.push_back(event.position);
    begin = batch.back().position;
  }
  return out;
}

/// Behind which the last `count` events of that type are (none: of any). Looks from the end.
Result<Position> before_the_last(log::EventReader& log, std::uint64_t count,
                                 const std::string& type) {
  constexpr std::uint64_t kStretch = 10'000;
  const auto head = log.head().position;
  if (type.empty()) return Position{head.value - std::min(head.value, count)};
  std::deque<Position> found;
  for (auto end = head; end.value > 0 && found.size() < count;) {
    const auto begin = Position{end.value - std::min(end.value, kStretch)};
    LOCKSTEP_TRY(const auto here, positions_of(log, begin, end, type));
    found.insert(found.begin(), here.begin(), here.end());
    end = begin;
  }
  if (found.empty()) return head;
  const auto first = found.at(found.size() - std::min<std::size_t>(found.size(), count));
  return Position{first.value - 1};
}

// A reader sees the log as it was when it was opened, so a tail opens it again and again. `from`:
// how far it has come; none: it begins.
Result<void> print_news(const LogFlags& flags, std::optional<Position>& from, std::uint64_t& left) {
  constexpr std::uint64_t kShownAtFirst = 10;
  LOCKSTEP_TRY(const auto opened, open_for_reading(flags));
  auto& log = *opened.log;
  if (!from) {
    LOCKSTEP_TRY(from, before_the_last(log, std::min(left, kShownAtFirst), flags.filter.type));
  }
  LOCKSTEP_TRY(from, print_after(log, *from, flags, left));
  return boost::outcome_v2::success();
}

ExitCode tail(const LogFlags& flags) {
  std::optional<Position> from;
  auto left = flags.filter.limit;
  while (left > 0) {
    if (const auto done = print_news(flags, from, left); !done) return fail(done.error());
    if (!std::cout.flush()) break;  // main() says so.
    if (left > 0 && !is_read_a_second_later()) break;
  }
  return ExitCode::ok;
}

/// `<category>-<id>`, or an id alone, with the id in its one form.
std::string with_normal_id(const std::string& text) {
  const auto id_at = base::normal_uuid(text) ? 0 : text.find('-') + 1;
  return text.substr(0, id_at) + base::with_normal_uuid(text.substr(id_at));
}

/// The streams that have this name: one, or with an id alone that of every category.
std::vector<StreamId> streams_named(const std::string& name) {
  if (!base::normal_uuid(name)) {
    const auto dash = name.find('-');
    return {{name.substr(0, dash), name.substr(dash + 1)}};
  }
  std::set<std::string_view> categories;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, events::AllEvents>>(
      [&]<class E>(boost::mp11::mp_identity<E>) { categories.insert(events::kCategoryOf<E>); });
  std::vector<StreamId> out;
  for (const auto category : categories) out.push_back({std::string(category), name});
  return out;
}

ExitCode stream(const LogFlags& flags) {
  auto opened = open_for_reading(flags);
  if (!opened) return fail(opened.error());
  const auto name = with_normal_id(flags.stream);
  if (name.find('-') == std::string::npos)
    return fail({Errc::invalid, "stream-name", "A stream is named <category>-<id>.",
                 "E.g. competitor-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed, or the id alone."});
  bool any = false;
  for (const auto& id : streams_named(name)) {
    const auto read =
        log::read_whole_stream(*opened.value().log, id, {}, [&](const auto& event) -> Result<bool> {
          print(event, flags.json);
          return any = true;
        });
    if (!read) return fail(read.error());
  }
  if (any) return ExitCode::ok;
  return fail({Errc::not_found, "stream-unknown", "There is no such stream.",
               "Give <category>-<id>, or the id of a coach, competitor or team."});
}

/// Gives every event there is to `each`, and shows a person how far it has got.
Result<void> read_whole_log(log::EventLog& log,
                            const std::function<Result<void>(const events::StoredEvent&)>& each) {
  Position after{};
  const auto head = log.head();
  ProgressBar bar{std::cerr, terminal_of(stderr), "reading", head.position.value};
  while (after < head.position) {
    LOCKSTEP_TRY(auto batch, log.read_all(after, {}));
    if (batch.empty()) break;
    for (const auto& event : batch) {
      LOCKSTEP_TRY(each(event));
    }
    after = batch.back().position;
    if (terminal_of(stderr).interactive) bar.update(after.value);
  }
  if (terminal_of(stderr).interactive) bar.finish();
  return boost::outcome_v2::success();
}

ExitCode disclosures(const LogFlags& flags) {
  auto opened = open_for_reading(flags);
  if (!opened) return fail(opened.error());
  usecases::Disclosures found;
  const auto wanted = with_normal_id(flags.stream);
  const auto is_of = [&](const StreamId& stream) {
    return wanted.empty() || stream.id == wanted || stream.text() == wanted;
  };
  bool is_known = false;
  const auto done = read_whole_log(*opened.value().log, [&](const auto& e) {
    is_known = is_known || is_of(e.stream);
    return found.add(e);
  });
  if (!done) return fail(done.error());
  auto all = found.all();
  std::erase_if(all, [&](const auto& d) { return !is_of(d.subject); });
  if (!wanted.empty() && !is_known)
    return fail({Errc::not_found, "stream-unknown", "There is no such stream.",
                 "Give the id of a coach, competitor or team, or <category>-<id>."});
  if (flags.csv)
    print_disclosures_csv(std::cout, all);
  else if (flags.json)
    for (const auto& d : all)
      std::cout << boost::json::serialize(http::json_of(http::view(d))) << '\n';
  else
    print_disclosures_table(std::cout, terminal_of(stdout), all);
  return ExitCode::ok;
}

ExitCode stats(const LogFlags& flags) {
  auto opened = open_for_reading(flags);
  if (!opened) return fail(opened.error());
  auto& log = *opened.value().log;
  const auto head = log.head();
  std::map<std::string, std::uint64_t> types;
  std::map<std::string, std::uint64_t> streams;
  const auto done = read_whole_log(log, [&](const auto& event) -> Result<void> {
    ++types[event.type];
    if (event.version.value == 1) ++streams[event.stream.category];
    return boost::outcome_v2::success();
  });
  if (!done) return fail(done.error());
  if (flags.json) {
    boost::json::object by_type;
    for (const auto& [type, count] : types) by_type[type] = count;
    boost::json::object by_category;
    for (const auto& [category, count] : streams) by_category[category] = count;
    std::cout << boost::json::serialize(boost::json::object{{"events", head.position.value},
                                                            {"headHash", base::to_hex(head.hash)},
                                                            {"streams", by_category},
                                                            {"types", by_type}})
              << '\n';
    return ExitCode::ok;
  }
  std::cout << head.position.value << " events, head hash " << base::to_hex(head.hash) << "\n\n";
  Table table{{{"stream or event type"}, {"count", Align::right}}};
  for (const auto& [category, count] : streams)
    table.add({{category + " streams"}, {std::to_string(count)}});
  for (const auto& [type, count] : types) table.add({{type}, {std::to_string(count)}});
  table.print(std::cout, terminal_of(stdout));
  return ExitCode::ok;
}

ExitCode verify(const LogFlags& flags) {
  auto opened = open_for_reading(flags);
  if (!opened) return fail(opened.error());
  auto& log = *opened.value().log;
  const auto terminal = terminal_of(stderr);
  ProgressBar bar{std::cerr, terminal, "verifying", log.head().position.value};
  const auto head = log.verify([&](Position at) {
    if (terminal.interactive) bar.update(at.value);
    return true;
  });
  if (terminal.interactive) bar.finish();
  if (!head) return fail(head.error());
  const auto& [position, hash] = head.value();
  if (flags.json)
    std::cout << boost::json::serialize(boost::json::object{
                     {"ok", true}, {"position", position.value}, {"hash", base::to_hex(hash)}})
              << '\n';
  else
    std::cout << "verified " << position.value << " events; chain hash " << base::to_hex(hash)
              << '\n';
  return ExitCode::ok;
}

using Act = ExitCode (*)(const LogFlags&);

CLI::App* add_reader(CLI::App& parent, Chosen& chosen, const std::string& name,
                     const std::string& help, Act act, const std::shared_ptr<LogFlags>& flags) {
  auto* command = parent.add_subcommand(name, help);
  flags->config = with_config_flags(*command);
  command->add_flag("--json", flags->json, "One JSON object a line, for machines.");
  command->callback([&chosen, act, flags] {
    chosen.run = [act, flags] {
      auto filter = log_filter(flags->asked);
      if (!filter) return fail(filter.error());
      flags->filter = std::move(filter).value();
      return act(*flags);
    };
  });
  return command;
}

// As it was written: CLI11 takes an empty text for one that was not given.
void add_text(CLI::App& command, const std::string& name,
              std::optional<std::string> LogFilterFlags::*member, const std::string& help,
              const std::shared_ptr<LogFlags>& flags) {
  command.add_option_function<std::string>(
      name, [flags, member](const std::string& text) { flags->asked.*member = text; }, help);
}

}  // namespace

void add_log(CLI::App& app, Chosen& chosen) {
  auto* parent = app.add_subcommand("log", "Read the event log; safe beside a running engine.");
  parent->require_subcommand(1);
  auto flags = std::make_shared<LogFlags>();
  auto* all = add_reader(*parent, chosen, "cat", "Print events in order.", cat, flags);
  add_text(*all, "--from", &LogFilterFlags::from, "First position.", flags);
  add_text(*all, "--limit", &LogFilterFlags::limit, "At most so many events.", flags);
  add_text(*all, "--type", &LogFilterFlags::type, "Only events of this type.", flags);
  flags = std::make_shared<LogFlags>();
  auto* last =
      add_reader(*parent, chosen, "tail", "Print the last ten events, then new ones.", tail, flags);
  add_text(*last, "--limit", &LogFilterFlags::limit, "End after so many events.", flags);
  add_text(*last, "--type", &LogFilterFlags::type, "Only events of this type.", flags);
  flags = std::make_shared<LogFlags>();
  auto* one = add_reader(*parent, chosen, "stream",
                         "Print the events of one stream, or about one id.", stream, flags);
  one->add_option("id", flags->stream, "E.g. competitor-<id>, or an id: its streams in turn.")
      ->required();
  flags = std::make_shared<LogFlags>();
  auto* told = add_reader(*parent, chosen, "disclosures",
                          "What was sent to the vendor about whom. Shows personal data.",
                          disclosures, flags);
  // An unset variable of a shell must not ask for everybody.
  told->add_option("id", flags->stream, "Of a coach, competitor or team; none = everybody.")
      ->check([](const std::string& id) -> std::string {
        return id.empty() ? "An id is expected, not an empty text." : "";
      });
  told->add_flag("--csv", flags->csv, "Comma-separated values, for spreadsheets.")
      ->excludes("--json");
  add_reader(*parent, chosen, "stats", "Count events and streams.", stats,
             std::make_shared<LogFlags>());
}

void add_verify(CLI::App& app, Chosen& chosen) {
  add_reader(app, chosen, "verify", "Check the whole log: chain, positions, indexes.", verify,
             std::make_shared<LogFlags>());
}

}  // namespace lockstep::cli
