#include "tests/support/child_process.h"

#include <cerrno>
#include <stdexcept>

#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lockstep::testing_support {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Asks the user database, which reads files: before the fork.
const passwd* known_user(const std::string& name) {
  if (name.empty()) return nullptr;
  const auto* user = ::getpwnam(name.c_str());
  if (user == nullptr) throw std::runtime_error("there is no user " + name);
  return user;
}

void take_place_of(int standard, int other) {
  if (::dup2(other, standard) < 0) ::close(standard);
}

}  // namespace

pid_t start_program(const ChildProgram& program) {
  auto words = program.words;
  auto argv = pointers_to(words);
  std::vector<std::string> variables;
  if (program.environment)
    for (const auto& [name, value] : *program.environment) variables.push_back(name + "=" + value);
  auto envp = pointers_to(variables);
  char** const environment = program.environment ? envp.data() : ::environ;
  const auto* user = known_user(program.user);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child > 0) return child;
  if (user != nullptr && (::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0)) ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, program.when_we_end);  // After setuid, which clears it.
  take_place_of(STDOUT_FILENO, program.out);
  take_place_of(STDERR_FILENO, program.err);
  sigset_t none{};
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(argv.front(), argv.data(), environment);
  ::_exit(127);
}

int wait_for_exit(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace lockstep::testing_support
