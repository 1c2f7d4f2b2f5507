#include "engine/log/rocksdb_forgetting.h"

#include <string>
#include <string_view>
#include <utility>

#include "engine/log/format.h"

namespace lockstep::log {

namespace {

class ForgetIdleAnswers final : public rocksdb::CompactionFilter {
 public:
  explicit ForgetIdleAnswers(Timestamp oldest) : oldest_(oldest) {}
  [[nodiscard]] const char* Name() const override { return "lockstep.idle-answers"; }
  bool Filter(int /*level*/, const rocksdb::Slice& /*key*/, const rocksdb::Slice& value,
              std::string* /*new_value*/, bool* /*value_changed*/) const override {
    const auto known = decode_remembered({value.data(), value.size()});
    return known && known->answer.count == 0 && known->at < oldest_;
  }

 private:
  Timestamp oldest_;
};

class Factory final : public rocksdb::CompactionFilterFactory {
 public:
  explicit Factory(std::function<Timestamp()> now) : now_(std::move(now)) {}
  [[nodiscard]] const char* Name() const override { return "lockstep.idle-answers"; }
  std::unique_ptr<rocksdb::CompactionFilter> CreateCompactionFilter(
      const rocksdb::CompactionFilter::Context& /*context*/) override {
    const std::chrono::milliseconds kept{kIdleAnswersKept};
    return std::make_unique<ForgetIdleAnswers>(Timestamp{now_().value - kept.count()});
  }

 private:
  std::function<Timestamp()> now_;
};

}  // namespace

std::shared_ptr<rocksdb::CompactionFilterFactory> forget_idle_answers(
    std::function<Timestamp()> now) {
  return std::make_shared<Factory>(std::move(now));
}

}  // namespace lockstep::log
