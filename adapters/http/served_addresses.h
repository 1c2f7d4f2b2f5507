// How many connections of each address are being served, so that one of them cannot hold every
// thread.
#pragma once
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace lockstep::http {

/// Any thread. Holds only addresses that are being served, so as many as there are threads.
class ServedAddresses {
 public:
  /// One connection, counted while this lives.
  class Place {
   public:
    Place(ServedAddresses& all, std::string client)
        : all_(all), client_(std::move(client)), taken_(all_.enter(client_)) {}
    ~Place() {
      if (taken_) all_.leave(client_);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    /// False: as many as may be are served already.
    [[nodiscard]] bool taken() const { return taken_; }

   private:
    ServedAddresses& all_;
    std::string client_;
    bool taken_;
  };

  /// 0 = no limit.
  explicit ServedAddresses(std::size_t max_each) : max_each_(max_each) {}

 private:
  bool enter(const std::string& client) {
    const std::lock_guard lock{mutex_};
    auto& count = counts_[client];
    if (max_each_ > 0 && count >= max_each_) return false;
    ++count;
    return true;
  }
  void leave(const std::string& client) {
    const std::lock_guard lock{mutex_};
    const auto found = counts_.find(client);
    if (--found->second == 0) counts_.erase(found);
  }

  std::size_t max_each_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> counts_;
};

}  // namespace lockstep::http
