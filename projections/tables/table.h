// What a fold sees of a store: tables of rows by key, inside one transaction. The runner owns the
// transaction and commits rows and checkpoint together (ARCHITECTURE.md, invariant 7).
#pragma once
#include <optional>
#include <tuple>
#include <utility>

#include <boost/mp11.hpp>

namespace lockstep::projections {

/// Where a table lives besides the embedded store.
enum class Exported : bool { no, yes };

/// One thread. Reads see earlier writes of the same transaction. A failure is remembered by the
/// store and makes the commit fail, so folds stay free of error handling.
template <class Row>
class Table {
 public:
  Table() = default;
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  virtual ~Table() = default;

  /// The stored row whose key members equal those of `key`; null: there is none. Valid until the
  /// table is used again.
  virtual const Row* find(const Row& key) = 0;
  /// The same, for whoever puts it back or erases it before the table is used again.
  virtual std::optional<Row> take(const Row& key) {
    const auto* found = find(key);
    return found == nullptr ? std::nullopt : std::optional<Row>{*found};
  }
  virtual void put(Row row) = 0;  ///< Insert or replace.
  virtual void erase(const Row& key) = 0;
};

/// The tables of a list of rows, and no others: that a fold reads another group's rows does not
/// compile.
template <class List>
class RowsOf;

template <template <class...> class List, class... Rows>
class RowsOf<List<Rows...>> {
 public:
  explicit RowsOf(Table<Rows>&... tables) : tables_(&tables...) {}
  /// Fewer of those.
  template <class Wider>
  RowsOf(const RowsOf<Wider>& from) : tables_(&from.template table<Rows>()...) {}  // NOLINT

  template <class Row>
  [[nodiscard]] Table<Row>& table() const {
    static_assert(boost::mp11::mp_contains<List<Rows...>, Row>::value, "another group's rows");
    return *std::get<Table<Row>*>(tables_);
  }
  template <class Row>
  [[nodiscard]] const Row* find(const Row& key) const {
    return table<Row>().find(key);
  }
  template <class Row>
  [[nodiscard]] std::optional<Row> take(const Row& key) const {
    return table<Row>().take(key);
  }
  template <class Row>
  [[nodiscard]] std::optional<Row> get(const Row& key) const {
    const auto* found = find(key);
    return found == nullptr ? std::nullopt : std::optional<Row>{*found};
  }
  template <class Row>
  void put(Row row) const {
    table<Row>().put(std::move(row));
  }
  template <class Row>
  void erase(const Row& key) const {
    table<Row>().erase(key);
  }

 private:
  std::tuple<Table<Rows>*...> tables_;
};

/// The row with the key of `key`, or `key` itself as a new row, for whoever puts it back next.
template <class Rows, class Row>
Row take_or(const Rows& rows, Row key) {
  if (auto taken = rows.take(key)) return *std::move(taken);
  return key;
}

}  // namespace lockstep::projections
