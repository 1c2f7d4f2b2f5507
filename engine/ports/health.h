// How the process is, check by check. Words and ids only, never personal data: /healthz is open.
#pragma once
#include <string>
#include <vector>

namespace lockstep::ports {

struct HealthCheck {
  std::string name;  ///< Stable, kebab-case, e.g. `log`, `read-model`, `postgres`.
  bool ok = false;
  std::string detail;  ///< One sentence for an operator.
};

struct HealthReport {
  bool ready = false;  ///< Whether to send us work. A check may fail while this holds.
  std::vector<HealthCheck> checks;
};

}  // namespace lockstep::ports
