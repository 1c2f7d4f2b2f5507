// The disclosure log as text for machines and people. Personal: it goes where the caller sends it.
#pragma once
#include <iosfwd>
#include <vector>

#include "engine/usecases/disclosures.h"

namespace lockstep::cli {

struct Terminal;

/// With a header line; payload fields have columns of their own.
void print_disclosures_csv(std::ostream& out, const std::vector<usecases::Disclosure>& all);
void print_disclosures_table(std::ostream& out, const Terminal& terminal,
                             const std::vector<usecases::Disclosure>& all);

}  // namespace lockstep::cli
