// The rows of the settings table about who may call, how often, and from where.
#pragma once
#include <vector>

#include "adapters/cli/settings.h"

namespace lockstep::cli {

std::vector<Setting> http_settings();
std::vector<Setting> auth_settings();

}  // namespace lockstep::cli
