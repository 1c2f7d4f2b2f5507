// The people of baseline, the dashboard's half: every dataset in this folder is about them.
#pragma once
#include <string_view>

#include "adapters/metactf_mock/dataset.h"

namespace lockstep::metactf_mock {

/// Coaches, teams and competitors, without anything of the vendor's.
Dataset baseline_people(std::string_view name);

}  // namespace lockstep::metactf_mock
