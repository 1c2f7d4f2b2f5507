// What `lockstep mock --help` says below its flags.
#pragma once
#include <string>

namespace lockstep::cli {

/// Datasets, faults and admin routes, from the tables that implement them.
std::string mock_help();

}  // namespace lockstep::cli
