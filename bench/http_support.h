// What the benches over HTTP share: clients as a dashboard's server has them, a bare cpp-httplib
// server to compare with, and an engine of one's own.
#pragma once
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include <httplib.h>

#include "adapters/cli/config.h"
#include "adapters/cli/engine.h"
#include "bench/support.h"
#include "engine/ports/logger.h"

namespace lockstep::bench {

/// Keep-alive, and with TCP_NODELAY, without which every answer takes 44 ms.
inline httplib::Client client_of(int port, const std::string& token) {
  httplib::Client out{"127.0.0.1", port};
  out.set_keep_alive(true);
  out.set_tcp_nodelay(true);
  out.set_bearer_token_auth(token);
  return out;
}

/// Answers the same bytes to everything, and has nothing of ours in it.
class BareServer {
 public:
  BareServer(int status, std::string body) : status_(status), body_(std::move(body)) {
    http_.set_pre_routing_handler([this](const httplib::Request&, httplib::Response& response) {
      response.status = status_;
      response.set_content(body_, "application/json");
      return httplib::Server::HandlerResponse::Handled;
    });
    start();
  }
  /// For POST, whose body is read like anybody's.
  struct ReadsBodies {};
  BareServer(ReadsBodies, int status, std::string body) : status_(status), body_(std::move(body)) {
    http_.Post(".*", [this](const httplib::Request&, httplib::Response& response) {
      response.status = status_;
      response.set_content(body_, "application/json");
    });
    start();
  }
  ~BareServer() {
    http_.stop();
    thread_.join();
  }
  BareServer(const BareServer&) = delete;
  BareServer& operator=(const BareServer&) = delete;
  [[nodiscard]] int port() const { return port_; }

 private:
  void start() {
    http_.new_task_queue = [] { return new httplib::ThreadPool(128); };
    http_.set_tcp_nodelay(true);
    http_.set_keep_alive_timeout(2);
    http_.set_keep_alive_max_count(1'000'000);
    port_ = http_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { http_.listen_after_bind(); });
  }
  int status_;
  std::string body_;
  httplib::Server http_;
  std::thread thread_;
  int port_ = 0;
};

/// A whole engine in this process, with dev sign-in, on any free port. Ends the process when it
/// does not start.
class BenchEngine {
 public:
  explicit BenchEngine(std::map<std::string, std::string> flags,
                       const std::string& vendor_url = "") {
    cli::ConfigSources sources;
    flags.insert({{"--data-dir", dir_.path.string()},
                  {"--dev-auth", "true"},
                  // All clients are one address here.
                  {"--http-address-requests-per-second", "0"},
                  {"--http-connections-per-address", "0"},
                  {"--listen", "127.0.0.1:0"},
                  {"--vendor-enabled", vendor_url.empty() ? "false" : "true"}});
    sources.flags = std::move(flags);
    auto config = cli::load_config(sources);
    if (!config) fail(config.error());
    if (!vendor_url.empty()) {
      config.value().vendor_client.base_url = vendor_url;
      config.value().vendor_client.token = cli::Secret{"bench"};
    }
    auto engine = cli::Engine::start(config.value(), logger_);
    if (!engine) fail(engine.error());
    engine_ = std::move(engine).value();
  }
  cli::Engine& operator*() { return *engine_; }
  cli::Engine* operator->() { return engine_.get(); }

 private:
  [[noreturn]] static void fail(const Error& error) {
    std::fprintf(stderr, "%s: %s\n", error.type.c_str(), error.detail.c_str());
    std::exit(1);
  }
  TempDir dir_;
  ports::NullLogger logger_;
  std::unique_ptr<cli::Engine> engine_;
};

inline const std::string kBenchToken = "dev:admin:bench";

}  // namespace lockstep::bench
