// Another program, started by a test.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <signal.h>
#include <sys/types.h>

namespace lockstep::testing_support {

struct ChildProgram {
  std::vector<std::string> words;  ///< The path of the program, then its arguments.
  /// All its variables; none: those of this process.
  std::optional<std::map<std::string, std::string>> environment = std::nullopt;
  int out = -1;               ///< Becomes its standard output; one that is not open: it has none.
  int err = -1;               ///< Likewise.
  std::string user{};         ///< Whom it runs as; empty: as we do.
  int when_we_end = SIGKILL;  ///< The signal it gets when the thread that started it ends.
};

/// Starts it with no signal blocked; a program that cannot be run ends with 127. Other threads may
/// run meanwhile: between the fork and the program nothing is called that could wait for a lock of
/// theirs (of malloc, say, which under the address sanitizer is never free again in the child).
/// Throws std::runtime_error when there can be no process, or the user is unknown.
pid_t start_program(const ChildProgram& program);

/// Waits until it ends: its exit code, or 128 and the signal that ended it.
int wait_for_exit(pid_t pid);

}  // namespace lockstep::testing_support
