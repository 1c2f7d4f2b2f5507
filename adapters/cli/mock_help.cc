#include "adapters/cli/mock_help.h"

#include "adapters/metactf_mock/admin.h"
#include "adapters/metactf_mock/dataset.h"
#include "adapters/metactf_mock/faults.h"

namespace lockstep::cli {

namespace {

constexpr std::size_t kWide = 30;

std::string line(const std::string& name, std::string_view help) {
  const auto gap = name.size() < kWide ? kWide - name.size() : 1;
  return "  " + name + std::string(gap, ' ') + std::string(help) + "\n";
}

}  // namespace

std::string mock_help() {
  std::string out = "Datasets (--mock-dataset):\n";
  for (const auto& dataset : metactf_mock::dataset_list())
    out += line(std::string(dataset.name), dataset.help);
  out += "\nFaults, members of the body of POST /__admin/faults:\n";
  for (const auto& fault : metactf_mock::fault_list())
    out += line(std::string(fault.name), fault.help);
  out += "\nAdmin routes (they ask for no token: listen on loopback):\n";
  for (const auto& route : metactf_mock::admin_routes())
    out += line(std::string(route.method) + " " + std::string(route.path), route.help);
  return out + "\nWithout GAME_PLATFORM_API_TOKEN any bearer token is taken. More: docs/mock.md";
}

}  // namespace lockstep::cli
