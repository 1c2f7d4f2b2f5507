#include "tests/integration/engine_process.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/metactf_mock/dataset.h"
#include "tests/support/test_id.h"

namespace lockstep::integration {

using testing_support::with_ids;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

int open_for_append(const std::filesystem::path& path) {
  return open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

}  // namespace

pid_t start_lockstep(const std::vector<std::string>& args,
                     const std::map<std::string, std::string>& environment, int out, int err) {
  testing_support::ChildProgram lockstep{.words = {LOCKSTEP_BINARY}, .out = out, .err = err};
  lockstep.words.insert(lockstep.words.end(), args.begin(), args.end());
  lockstep.environment = environment;
  lockstep.environment->insert({{"PATH", "/usr/bin:/bin"}, {"HOME", "/nonexistent"}});
  return testing_support::start_program(lockstep);
}

RunResult run_lockstep(const std::vector<std::string>& args,
                       const std::map<std::string, std::string>& environment) {
  auto name = (std::filesystem::temp_directory_path() / "lockstep-run-XXXXXX").string();
  const int made = mkstemp(name.data());
  const std::filesystem::path out = name;
  const std::filesystem::path err = name + ".err";
  const int err_fd = open_for_append(err);
  const auto pid = start_lockstep(args, environment, made, err_fd);
  close(made);
  close(err_fd);
  const RunResult result{wait_for_exit(pid), read_file(out), read_file(err)};
  std::filesystem::remove(out);
  std::filesystem::remove(err);
  return result;
}

int run_lockstep_into(const std::string& device, const std::vector<std::string>& args) {
  const int out = open(device.c_str(), O_WRONLY | O_CLOEXEC);
  const auto pid = start_lockstep(args, {}, out, out);
  close(out);
  return wait_for_exit(pid);
}

EngineProcess::EngineProcess(EngineOptions options)
    : options_(std::move(options)), log_file_(options_.data_dir.string() + ".log") {}

EngineProcess::~EngineProcess() {
  if (running()) kill_hard();
  expect_nothing_personal(log_text(), "the engine's log lines");
  std::filesystem::remove(log_file_);
}

std::string EngineProcess::log_text() const {
  return read_file(log_file_);
}

void EngineProcess::start() {
  const auto log_start = std::filesystem::exists(log_file_) ? log_text().size() : 0;
  std::vector<std::string> args{"serve",       "--data-dir",  options_.data_dir.string(),
                                "--listen",    "127.0.0.1:0", "--dev-auth",
                                "--log-level", "debug"};
  // These tests ask as fast as they can.
  args.insert(args.end(), {"--http-address-requests-per-second", "0"});
  args.insert(args.end(), {"--http-coach-triggers-per-minute", "0"});
  args.insert(args.end(), options_.flags.begin(), options_.flags.end());
  std::map<std::string, std::string> environment{
      {"GAME_PLATFORM_API_TOKEN", "test-token"},
      {"GAME_PLATFORM_API_BASE_URL", options_.vendor_url}};
  if (!options_.database_url.empty()) environment["DATABASE_URL"] = options_.database_url;
  const int log = open_for_append(log_file_);
  pid_ = start_lockstep(args, environment, log, log);
  close(log);
  wait_until_serving(log_start);
}

void EngineProcess::wait_until_serving(std::size_t log_start) {
  const bool serving = eventually(60, [&] {
    const auto text = log_text().substr(log_start);
    const auto line = text.find("\"serving\"");
    const auto end = line == std::string::npos ? line : text.find('\n', line);
    if (end == std::string::npos) return waitpid(pid_, nullptr, WNOHANG) == pid_;
    const auto port = text.find("\"port\":", line);
    port_ = std::stoi(text.substr(port + 7));
    return true;
  });
  if (serving && port_ > 0) return;
  pid_ = 0;
  throw std::runtime_error("the engine did not start: " + log_text().substr(log_start));
}

void EngineProcess::kill_hard() {
  kill(pid_, SIGKILL);
  wait_for_exit(pid_);
  pid_ = 0;
}

int EngineProcess::stop() {
  kill(pid_, SIGTERM);
  const auto code = wait_for_exit(pid_);
  pid_ = 0;
  return code;
}

boost::json::object Answer::json() const {
  boost::system::error_code failed;
  auto value = boost::json::parse(body, failed);
  return !failed && value.is_object() ? std::move(value.get_object()) : boost::json::object{};
}

ApiClient::ApiClient(int port, const std::string& token)
    : client_(std::make_unique<httplib::Client>("127.0.0.1", port)) {
  client_->set_keep_alive(true);
  client_->set_tcp_nodelay(true);
  client_->set_bearer_token_auth(with_ids(token).c_str());
  client_->set_read_timeout(std::chrono::seconds{20});
}
ApiClient::~ApiClient() = default;

namespace {

httplib::Headers with_key(const std::string& key) {
  if (key.empty()) return {};
  return {{"Idempotency-Key", key}};
}

Answer to_answer(const httplib::Result& result) {
  if (!result) return {};
  if (result->status >= 400) expect_nothing_personal(result->body, "an error body");
  return {result->status, result->body, result->get_header_value("ETag")};
}

}  // namespace

void ApiClient::send_always(const std::string& header, const std::string& value) {
  client_->set_default_headers({{header, value}});
}
Answer ApiClient::put(const std::string& path, const boost::json::object& body,
                      const std::string& key) {
  return to_answer(client_->Put(with_ids(path).c_str(), with_key(key),
                                with_ids(boost::json::serialize(body)), "application/json"));
}
Answer ApiClient::post(const std::string& path, const std::string& key, const std::string& body) {
  return to_answer(client_->Post(with_ids(path).c_str(), with_key(key), body, "application/json"));
}
Answer ApiClient::del(const std::string& path, const std::string& key) {
  return to_answer(client_->Delete(with_ids(path).c_str(), with_key(key)));
}
Answer ApiClient::get(const std::string& path) {
  return to_answer(client_->Get(with_ids(path).c_str()));
}

void expect_nothing_personal(const std::string& text, const std::string& where) {
  static const auto kStrings = metactf_mock::personal_strings(metactf_mock::baseline());
  for (const auto& personal : kStrings)
    EXPECT_EQ(text.find(personal), std::string::npos)
        << where << " hold personal data (string of length " << personal.size() << ")";
}

bool eventually(double seconds, const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return true;
}

}  // namespace lockstep::integration
