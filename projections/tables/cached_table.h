// What the stores put between the folds and their tables: rows that were read or written stay in
// memory, changes are written once per transaction, each row at most once (lessons.md: the same key
// twice in one batch stopped every sync for 18 days), in the order of their keys.
#pragma once
#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/result.h"
#include "projections/tables/row_codec.h"
#include "projections/tables/table.h"

namespace lockstep::projections {

/// Equal for rows that replace each other in a store. Asked for every row that a fold looks at.
template <class Row>
std::string key_text(const Row& row) {
  std::string out;
  boost::mp11::mp_for_each<boost::mp11::mp_take_c<RowMembers<Row>, Row::kKeyColumns>>(
      [&](auto member) {
        auto value = CodecOf<decltype(row.*member.pointer)>::write(row.*member.pointer);
        if (auto* text = std::get_if<std::string>(&value)) {
          if constexpr (Row::kKeyColumns == 1)
            out = std::move(*text);
          else
            out.append(std::to_string(text->size())).append(1, ':').append(*text);
        } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
          out.append(std::to_string(*number)).append(1, '|');
        }
      });
  return out;
}

/// One thread. Rows stay valid between transactions as long as nobody else writes the table.
template <class Row>
class CachedTable final : public Table<Row> {
 public:
  static constexpr std::size_t kKept = 4096;  ///< Rows from one transaction to the next.

  /// Reads a row from the store; called at most once per row while it is cached.
  using Load = std::function<Result<std::optional<Row>>(const Row& key)>;

  explicit CachedTable(Load load) : load_(std::move(load)) {}

  const Row* find(const Row& key) override {
    const auto* node = node_of(key);
    return node != nullptr && node->second.row ? &*node->second.row : nullptr;
  }
  std::optional<Row> take(const Row& key) override {
    auto* node = node_of(key);
    if (node == nullptr || !node->second.row) return std::nullopt;
    mark(*node);  // What is never put back does not stay here for the next transaction.
    return std::move(*node->second.row);
  }
  void put(Row row) override { change(row).row = std::move(row); }
  void erase(const Row& key) override {
    auto& entry = change(key);
    entry.row.reset();
    entry.erased = key;
  }

  struct Changes {
    std::vector<const Row*> put;     ///< Valid until the next use of the table.
    std::vector<const Row*> erased;  ///< Their keys.
  };
  /// What is to be written, in order of the keys; the first failed read if there was one.
  Result<Changes> changes() {
    if (failure_) return *failure_;
    std::sort(changed_.begin(), changed_.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
    Changes out;
    for (const auto* node : changed_) {
      const auto& entry = node->second;
      if (entry.row)
        out.put.push_back(&*entry.row);
      else
        out.erased.push_back(&*entry.erased);
    }
    return out;
  }

  /// The changes are in the store.
  void committed() {
    if (entries_.size() > kKept) return forget();
    for (auto* node : changed_) {
      node->second.changed = false;
      node->second.erased.reset();
    }
    changed_.clear();
  }
  /// They are not, or somebody else wrote: everything is read again.
  void forget() {
    changed_.clear();
    entries_.clear();
    failure_.reset();
  }
  /// How many rows are to be written.
  [[nodiscard]] std::size_t changed() const { return changed_.size(); }
  /// Whether a transaction was begun and neither committed nor forgotten.
  [[nodiscard]] bool dirty() const { return !changed_.empty() || failure_.has_value(); }

 private:
  struct Entry {
    std::optional<Row> row;     ///< None: there is no such row.
    std::optional<Row> erased;  ///< Its key, when the change is an erasure.
    bool changed = false;
  };
  using Entries = std::unordered_map<std::string, Entry>;
  using Node = typename Entries::value_type;  // Stays where it is.

  // Null: it could not be read.
  Node* node_of(const Row& key) {
    auto text = key_text(key);
    if (const auto found = entries_.find(text); found != entries_.end()) return &*found;
    if (failure_) return nullptr;
    auto loaded = load_(key);
    if (!loaded) {
      failure_ = loaded.error();
      return nullptr;
    }
    auto& node = *entries_.try_emplace(std::move(text)).first;
    node.second.row = std::move(loaded).value();
    return &node;
  }
  void mark(Node& node) {
    if (!std::exchange(node.second.changed, true)) changed_.push_back(&node);
  }
  Entry& change(const Row& key) {
    auto& node = *entries_.try_emplace(key_text(key)).first;
    mark(node);
    return node.second;
  }

  Load load_;
  Entries entries_;
  std::vector<Node*> changed_;
  std::optional<Error> failure_;
};

}  // namespace lockstep::projections
