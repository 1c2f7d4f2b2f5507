// A cache of every table, for a store or for nobody.
#pragma once
#include <memory>
#include <tuple>

#include "projections/rows.h"
#include "projections/tables/cached_table.h"

namespace lockstep::projections {

/// One thread.
class RowCache {
 public:
  /// `load(key)` reads a row of any table from the store.
  template <class Load>
  explicit RowCache(const Load& load) : tables_(TuplesOf<AllTables>::make(load)) {}

  template <class Row>
  [[nodiscard]] CachedTable<Row>& table() {
    return std::get<kTableIndex<Row>>(*tables_);
  }
  [[nodiscard]] RowAccess rows() {
    return std::apply([](auto&... table) { return RowAccess{table...}; }, *tables_);
  }
  /// Calls `f(table)` with each.
  template <class F>
  void for_each(F&& f) {
    std::apply([&](auto&... table) { (f(table), ...); }, *tables_);
  }
  void forget() {
    for_each([](auto& table) { table.forget(); });
  }

 private:
  template <class List>
  struct TuplesOf;
  template <class... Rows>
  struct TuplesOf<boost::mp11::mp_list<Rows...>> {
    using Tuple = std::tuple<CachedTable<Rows>...>;
    template <class Load>
    static std::unique_ptr<Tuple> make(const Load& load) {
      return std::unique_ptr<Tuple>(new Tuple{typename CachedTable<Rows>::Load{load}...});
    }
  };

  std::unique_ptr<TuplesOf<AllTables>::Tuple> tables_;
};

}  // namespace lockstep::projections
