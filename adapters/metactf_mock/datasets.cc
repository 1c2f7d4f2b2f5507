// The list of datasets, and what is personal in them.
#include <algorithm>
#include <array>
#include <set>

#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::array<const Dataset& (*)(), 4> kDatasets{baseline, flash_timeline, sync_errors,
                                                        pending_approvals};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

void add_name(std::set<std::string>& out, const std::string& first, const std::string& last) {
  out.insert(first);
  out.insert(last);
  out.insert(first + " " + last);
  out.insert(lower(first) + "." + lower(last));
}

}  // namespace

std::vector<std::string> dataset_names() {
  std::vector<std::string> out;
  for (const auto get : kDatasets) out.push_back(get().name);
  return out;
}

const Dataset* find_dataset(std::string_view name) {
  for (const auto get : kDatasets)
    if (get().name == name) return &get();
  return nullptr;
}

std::vector<std::string> personal_strings(const Dataset& dataset) {
  std::set<std::string> out;
  for (const auto& coach : dataset.coaches) {
    add_name(out, coach.first_name, coach.last_name);
    out.insert(coach.email);
  }
  for (const auto& person : dataset.competitors) {
    add_name(out, person.first_name, person.last_name);
    for (const auto& text : {person.email_personal, person.email_school, person.preferred_username})
      if (text) out.insert(*text);
  }
  return {out.begin(), out.end()};
}

}  // namespace lockstep::metactf_mock
