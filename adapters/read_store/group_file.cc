#include "adapters/read_store/group_file.h"

#include <set>
#include <utility>

#include "adapters/read_store/table_sql.h"
#include "adapters/sqlite/database_file.h"
#include "base/hex.h"
#include "projections/all_projections.h"
#include "projections/tables/indexes.h"

namespace lockstep::read_store {

namespace {

using boost::outcome_v2::success;
using ports::Lane;
using projections::groups;
using projections::Values;

constexpr const char* kBegin = "BEGIN IMMEDIATE";

const projections::TableSchema& table_at(std::size_t index) {
  return projections::tables()[index];
}

Values key_of(const Lane& lane) {
  return {std::string(groups()[lane.group].name), std::int64_t{lane.beside ? 1 : 0}};
}

std::set<std::string> our_tables() {
  std::set<std::string> out{"lockstep_groups"};
  for (const auto& table : projections::tables())
    for (const bool beside : {false, true}) out.insert(table_name(table, beside));
  return out;
}

}  // namespace

Result<std::optional<std::string>> GroupFile::stored(const Lane& lane, const char* column) {
  LOCKSTEP_TRY(auto statement,
               writer_.prepare("SELECT " + std::string(column) +
                               " FROM lockstep_groups WHERE name = ? AND beside = ?"));
  const auto key = key_of(lane);
  statement.bind_all(key);
  LOCKSTEP_TRY(const bool found, statement.step());
  if (!found) return std::optional<std::string>{};
  return std::optional<std::string>{statement.text(0)};
}

Result<bool> GroupFile::has(const char* type, const std::string& name) {
  LOCKSTEP_TRY(auto statement,
               writer_.prepare("SELECT 1 FROM sqlite_master WHERE type = ? AND name = ?"));
  const Values named{std::string(type), name};
  statement.bind_all(named);
  return statement.step();
}

Result<void> GroupFile::check() {
  LOCKSTEP_TRY(auto known, writer_.prepare("SELECT sql FROM sqlite_master WHERE name = ?"));
  const Values name{std::string("lockstep_groups")};
  known.bind_all(name);
  LOCKSTEP_TRY(const bool found, known.step());
  if (found && known.text(0) == bookkeeping_sql()) return success();
  return found ? sqlite::of_another_version(kStoreName) : sqlite::not_ours(kStoreName);
}

Result<void> GroupFile::create() {
  return writer_.exec(bookkeeping_sql());
}

Result<void> GroupFile::prepare() {
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(writer_, kBegin));
  std::vector<std::string> strange;
  {
    LOCKSTEP_TRY(
        auto names,
        writer_.prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"));
    const auto ours = our_tables();
    for (;;) {
      LOCKSTEP_TRY(const bool found, names.step());
      if (!found) break;
      if (!ours.contains(names.text(0))) strange.push_back(names.text(0));
    }
  }
  for (const auto& name : strange) {
    LOCKSTEP_TRY(writer_.exec("DROP TABLE \"" + name + "\""));
  }
  for (std::size_t group = 0; group < groups().size(); ++group) {
    LOCKSTEP_TRY(prepare_group(group));
  }
  return transaction.commit();
}

Result<void> GroupFile::prepare_group(std::size_t group) {
  const Lane live{group, false};
  const Lane beside{group, true};
  const auto version = std::string(groups()[group].version);
  LOCKSTEP_TRY(const auto columns, stored(live, "tables"));
  LOCKSTEP_TRY(const auto old_version, stored(live, "version"));
  LOCKSTEP_TRY(const auto next_columns, stored(beside, "tables"));
  LOCKSTEP_TRY(const auto next_version, stored(beside, "version"));
  const bool next_fits = next_columns == group_sql(group) && next_version == version;
  if (columns != group_sql(group)) {
    LOCKSTEP_TRY(drop(beside));
    LOCKSTEP_TRY(drop(live));
    return make(live);
  }
  if (next_fits) return success();
  LOCKSTEP_TRY(drop(beside));
  return old_version == version ? success() : make(beside);
}

Result<void> GroupFile::make(const Lane& lane) {
  for (const auto index : groups()[lane.group].tables) {
    LOCKSTEP_TRY(writer_.exec(create_table_sql(table_at(index), lane.beside)));
  }
  LOCKSTEP_TRY(auto insert,
               writer_.prepare("INSERT INTO lockstep_groups (name, beside, position, hash, "
                               "version, tables, whole) VALUES (?, ?, 0, '', ?, ?, 0)"));
  auto values = key_of(lane);
  values.emplace_back(std::string(groups()[lane.group].version));
  values.emplace_back(group_sql(lane.group));
  insert.bind_all(values);
  return insert.run();
}

Result<void> GroupFile::drop(const Lane& lane) {
  for (const auto index : groups()[lane.group].tables) {
    LOCKSTEP_TRY(writer_.exec("DROP TABLE IF EXISTS " + table_name(table_at(index), lane.beside)));
  }
  LOCKSTEP_TRY(auto erase,
               writer_.prepare("DELETE FROM lockstep_groups WHERE name = ? AND beside = ?"));
  const auto key = key_of(lane);
  erase.bind_all(key);
  return erase.run();
}

Result<bool> GroupFile::whole(std::size_t group) {
  LOCKSTEP_TRY(const auto known, stored({group, false}, "whole"));
  return known == "1";
}

Result<std::vector<ports::LaneState>> GroupFile::lanes() {
  std::vector<ports::LaneState> out;
  for (const bool beside : {false, true})
    for (std::size_t group = 0; group < groups().size(); ++group) {
      const Lane lane{group, beside};
      LOCKSTEP_TRY(const auto known, stored(lane, "position"));
      if (!known) continue;
      LOCKSTEP_TRY(const auto at, checkpoint(lane));
      out.push_back({lane, at});
    }
  return out;
}

Result<ports::Checkpoint> GroupFile::checkpoint(const Lane& lane) {
  LOCKSTEP_TRY(
      auto statement,
      writer_.prepare("SELECT position, hash FROM lockstep_groups WHERE name = ? AND beside = ?"));
  const auto key = key_of(lane);
  statement.bind_all(key);
  LOCKSTEP_TRY(const bool found, statement.step());
  if (!found)
    return Error{Errc::corrupt, "checkpoint-mismatch", "There are no such tables.",
                 "Read the checkpoints again and go on from there."};
  return ports::Checkpoint{Position{static_cast<std::uint64_t>(statement.integer(0))},
                           base::hash_in(statement.text(1)).value_or(base::Hash{})};
}

Result<void> GroupFile::remember(const Lane& lane, const ports::Checkpoint& at) {
  LOCKSTEP_TRY(auto statement, writer_.prepare("UPDATE lockstep_groups SET position = ?, hash = ? "
                                               "WHERE name = ? AND beside = ?"));
  Values values{static_cast<std::int64_t>(at.position.value), base::to_hex(at.hash)};
  for (auto& part : key_of(lane)) values.push_back(std::move(part));
  statement.bind_all(values);
  return statement.run();
}

Result<void> GroupFile::begin_beside(std::size_t group) {
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(writer_, kBegin));
  LOCKSTEP_TRY(drop({group, true}));
  LOCKSTEP_TRY(make({group, true}));
  return transaction.commit();
}

// Names of indexes cannot be changed: of the two names there are, one is free.
Result<void> GroupFile::complete(const Lane& lane) {
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(writer_, kBegin));
  for (const auto index : groups()[lane.group].tables)
    for (const auto& columns : projections::kTableIndexes) {
      if (columns.table != table_at(index).name) continue;
      const auto table = table_name(table_at(index), lane.beside);
      const auto names = {projections::index_name(columns),
                          projections::index_name(columns) + kBeside};
      LOCKSTEP_TRY(auto known, writer_.prepare("SELECT 1 FROM sqlite_master WHERE type = 'index' "
                                               "AND tbl_name = ? AND name IN (?, ?)"));
      const Values wanted{table, *names.begin(), *(names.begin() + 1)};
      known.bind_all(wanted);
      LOCKSTEP_TRY(const bool there, known.step());
      if (there) continue;
      LOCKSTEP_TRY(const bool taken, has("index", *names.begin()));
      LOCKSTEP_TRY(writer_.exec("CREATE INDEX " + *(names.begin() + (taken ? 1 : 0)) + " ON " +
                                table + " (" + std::string(columns.columns) + ")"));
    }
  LOCKSTEP_TRY(
      auto whole,
      writer_.prepare("UPDATE lockstep_groups SET whole = 1 WHERE name = ? AND beside = ?"));
  const auto key = key_of(lane);
  whole.bind_all(key);
  LOCKSTEP_TRY(whole.run());
  return transaction.commit();
}

Result<void> GroupFile::swap(std::size_t group) {
  const Lane live{group, false};
  const Lane beside{group, true};
  LOCKSTEP_TRY(auto transaction, SqliteTransaction::begin(writer_, kBegin));
  LOCKSTEP_TRY(const auto read, checkpoint(live));
  LOCKSTEP_TRY(const auto made, checkpoint(beside));
  if (made.position < read.position)
    return Error{Errc::corrupt, "read-model-behind", "What was made anew is behind what is read.",
                 "Let it catch up first."};
  LOCKSTEP_TRY(drop(live));
  for (const auto index : groups()[group].tables) {
    LOCKSTEP_TRY(writer_.exec("ALTER TABLE " + table_name(table_at(index), true) + " RENAME TO " +
                              table_name(table_at(index), false)));
  }
  LOCKSTEP_TRY(auto rename,
               writer_.prepare("UPDATE lockstep_groups SET beside = 0 WHERE name = ?"));
  const Values name{std::string(groups()[group].name)};
  rename.bind_all(name);
  LOCKSTEP_TRY(rename.run());
  return transaction.commit();
}

}  // namespace lockstep::read_store
