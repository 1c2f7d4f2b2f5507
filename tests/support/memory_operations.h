// The operations store in memory, for tests and simulations: the same answers, nothing kept.
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports/operations.h"

namespace lockstep::testing_support {

class MemoryOperations final : public ports::Operations {
 public:
  explicit MemoryOperations(const ports::OperationsLimits& limits = {}) : limits_(limits) {}

  void note(ports::Poll poll) override;
  void note(ports::Attempt attempt) override;
  void note(ports::LearnedLimits limits) override;
  void note(ports::QuietRun run) override;
  Result<void> begin_call(const std::string& kind, const std::string& subject,
                          Timestamp now) override;
  Result<void> end_call(const std::string& kind, const std::string& subject) override;
  Result<std::optional<ports::UnendedCall>> unended_call(const std::string& kind,
                                                         const std::string& subject) override;
  [[nodiscard]] std::uint64_t dropped() const override { return 0; }

  Result<std::optional<ports::Poll>> poll_of(const std::string& subject,
                                             const std::string& kind) override;
  Result<std::vector<ports::Poll>> polls_of(const std::vector<std::string>& subjects) override;
  Result<std::vector<ports::Poll>> all_polls() override;
  Result<ports::Freshness> freshness(
      const std::string& kind, const std::optional<std::vector<std::string>>& subjects) override;
  Result<ports::PollChanges> changed_since(std::uint64_t after, std::size_t limit) override;
  Result<std::optional<ports::LearnedLimits>> limits() override;
  Result<std::vector<ports::Attempt>> attempts(const std::optional<std::string>& subject,
                                               std::size_t limit) override;
  Result<std::vector<ports::QuietRun>> runs(const std::optional<std::string>& kind,
                                            std::size_t limit) override;
  Result<void> prune(Timestamp now) override;

  /// As when the file is lost: everything is gone, and it is another store.
  void lose();

 private:
  struct Noted {
    ports::Poll poll;
    std::uint64_t change{};
  };

  const ports::OperationsLimits limits_;
  std::mutex mutex_;
  int losses_ = 0;
  std::uint64_t change_ = 0;
  std::map<std::pair<std::string, std::string>, Noted> polls_;  ///< By subject and kind.
  std::map<std::pair<std::string, std::string>, ports::UnendedCall> calls_;
  std::vector<ports::Attempt> attempts_;
  std::vector<ports::QuietRun> runs_;
  std::optional<ports::LearnedLimits> learned_;
};

}  // namespace lockstep::testing_support
