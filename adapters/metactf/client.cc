// See client.h. One method per call of the contract, each a request and how to read its answer.
#include "adapters/metactf/client.h"

#include <algorithm>
#include <fstream>
#include <type_traits>
#include <utility>

#include "adapters/metactf/answers.h"
#include "adapters/metactf/failure.h"
#include "adapters/metactf/http_date.h"
#include "adapters/metactf/http_transport.h"
#include "base/plain_file.h"
#include "base/url.h"
#include "events/codec.h"

namespace lockstep::metactf {

namespace {

using ports::VendorResult;

constexpr int kSuccess = 200;  ///< The status reported with an answer that only its content fails.

bool is_success(int status) {
  return status >= 200 && status <= 299;
}

HttpRequest get(std::string route, std::string query = "") {
  return {"GET", std::move(route), std::move(query), std::nullopt, true};
}

HttpRequest post(std::string route, const boost::json::value& body) {
  return {"POST", std::move(route), "", boost::json::serialize(body), true};
}

std::string user_query(const std::string& syned_user_id) {
  return "?syned_user_id=" + base::percent_encoded(syned_user_id);
}

class Client final : public ports::MetactfApi {
 public:
  Client(std::unique_ptr<Transport> transport, std::shared_ptr<Address> address)
      : transport_(std::move(transport)), address_(std::move(address)) {}

  void cancel() noexcept override { transport_->cancel(); }

  VendorResult<void> ping() override {
    LOCKSTEP_TRY(auto answer, transport_->exchange(index_request()));
    return read_answer(index_request(), answer, read_anything);
  }

  VendorResult<ports::VendorUser> get_user(const std::string& syned_user_id) override {
    return ask_about_user(get("/users", user_query(syned_user_id)), read_user, syned_user_id);
  }

  VendorResult<ports::VendorUser> create_user(const events::UserPayload& payload) override {
    return ask_about_user(post("/users", events::to_json(payload)), read_user,
                          payload.syned_user_id);
  }

  VendorResult<ports::VendorTeam> create_team(const events::TeamPayload& payload) override {
    const auto request = post("/teams", events::to_json(payload));
    LOCKSTEP_TRY(auto team, ask(request, read_team));
    if (team.syned_team_id != payload.syned_team_id)
      return malformed(request, kSuccess, "syned_team_id is not the one we asked about");
    return team;
  }

  VendorResult<void> delete_team(const std::string& syned_team_id) override {
    return ask(post("/teams/delete", {{"syned_team_id", syned_team_id}}), read_anything);
  }

  VendorResult<ports::VendorAssignment> assign_team(const std::string& syned_team_id,
                                                    const std::string& syned_user_id) override {
    return ask_about_user(post("/users/assign_team", {{"syned_team_id", syned_team_id},
                                                      {"syned_user_id", syned_user_id}}),
                          read_assignment, syned_user_id);
  }

  VendorResult<ports::VendorAssignment> delete_assignment(
      const std::string& syned_user_id) override {
    return ask_about_user(post("/users/delete_assignment", {{"syned_user_id", syned_user_id}}),
                          read_assignment, syned_user_id);
  }

  VendorResult<ports::VendorAssignments> get_team_assignments(
      const std::optional<std::string>& syned_team_id) override {
    const auto query =
        syned_team_id ? "?syned_team_id=" + base::percent_encoded(*syned_team_id) : "";
    return ask(get("/users/get_team_assignments", query), read_assignments);
  }

  VendorResult<ports::OdlScores> get_odl_scores(const std::string& syned_user_id,
                                                std::optional<VendorTime> after) override {
    auto query = user_query(syned_user_id);
    if (after) query += "&after_time_unix=" + std::to_string(after->value);
    const auto request = get("/scores/get_odl_scores", query);
    LOCKSTEP_TRY(auto scores, ask_dated(request, read_odl_scores));
    if (scores.syned_user_id && *scores.syned_user_id != syned_user_id)
      return about_another_user(request);
    return scores;
  }

  VendorResult<ports::FlashProgress> get_flash_ctf_progress(
      const std::string& syned_user_id) override {
    const auto request = get("/scores/get_flash_ctf_progress", user_query(syned_user_id));
    LOCKSTEP_TRY(auto progress, ask_dated(request, read_flash_progress));
    if (progress.syned_user_id != syned_user_id) return about_another_user(request);
    return progress;
  }

  VendorResult<void> send_password_reset_email(const std::string& syned_user_id) override {
    auto done = ask(post("/auth/send_password_reset_email", {{"syned_user_id", syned_user_id}}),
                    read_anything);
    // In no published version of the contract: a vendor without the call answers 404 or 405.
    if (done) return done;
    auto error = done.error();
    const bool no_such_call = error.code == ports::VendorErrc::rejected && error.http_status == 405;
    if (error.code != ports::VendorErrc::not_found && !no_such_call) return done;
    error.code = ports::VendorErrc::not_found;
    error.message = "the vendor does not offer password resets, or does not know the user";
    return error;
  }

 private:
  static HttpRequest index_request() {
    auto request = get("/");
    request.with_token = false;
    return request;
  }

  /// Nothing at all is no proof: any server may say so.
  bool index_answers() {
    const auto answer = transport_->exchange(index_request());
    return answer && is_success(answer.value().status) && !answer.value().body.empty() &&
           read_anything(answer.value().body);
  }

  /// The vendor's own answer, or why there is none.
  VendorResult<HttpAnswer> hear(const HttpRequest& request) {
    const auto ask_index = [this] { return index_answers(); };
    if (!address_->may_send(ask_index)) return wrong_address(request, 0);
    LOCKSTEP_TRY(auto answer, transport_->exchange(request));
    if (!is_vendors_word(answer)) {
      address_->doubt();
      return failure_of(request, answer);
    }
    const bool no_route = is_of_no_route(answer);
    const bool asks_for_proof = answer.status == 404 || (answer.status == 405 && no_route);
    if (asks_for_proof && !address_->is_proven(no_route, ask_index))
      return wrong_address(request, answer.status);
    return answer;
  }

  template <class T>
  VendorResult<T> ask(const HttpRequest& request, Parsed<T> (*read)(const std::string&)) {
    LOCKSTEP_TRY(auto answer, hear(request));
    return read_answer(request, answer, read);
  }

  /// With what the vendor's clock said.
  template <class T>
  VendorResult<T> ask_dated(const HttpRequest& request, Parsed<T> (*read)(const std::string&)) {
    LOCKSTEP_TRY(auto answer, hear(request));
    LOCKSTEP_TRY(auto out, read_answer(request, answer, read));
    if (const auto date = parse_http_date(answer.date))
      out.answered_at = VendorTime{date->time_since_epoch().count()};
    return out;
  }

  /// Any 2xx is a success: the vendor mixes 200 and 201.
  template <class T>
  static VendorResult<T> read_answer(const HttpRequest& request, const HttpAnswer& answer,
                                     Parsed<T> (*read)(const std::string&)) {
    if (!is_success(answer.status)) return failure_of(request, answer);
    auto parsed = read(answer.body);
    if (!parsed) return malformed(request, answer.status, parsed.error().text);
    if constexpr (std::is_void_v<T>)
      return boost::outcome_v2::success();
    else
      return std::move(parsed).value();
  }

  /// Storing somebody else's facts would be worse than having none.
  template <class T>
  VendorResult<T> ask_about_user(const HttpRequest& request, Parsed<T> (*read)(const std::string&),
                                 const std::string& syned_user_id) {
    LOCKSTEP_TRY(auto answer, ask(request, read));
    if (answer.syned_user_id != syned_user_id) return about_another_user(request);
    return answer;
  }

  static ports::VendorError about_another_user(const HttpRequest& request) {
    return malformed(request, kSuccess, "syned_user_id is not the one we asked about");
  }

  std::unique_ptr<Transport> transport_;
  std::shared_ptr<Address> address_;
};

// A line break in it would be a header of its own.
bool is_token(const std::string& token) {
  return !token.empty() &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
}

// Otherwise every call would fail, one by one, for a reason that no one is told.
bool holds_certificates(const std::filesystem::path& file) {
  if (!base::is_plain_file(file)) return false;
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("-----BEGIN CERTIFICATE-----")) return true;
  return false;
}

}  // namespace

std::unique_ptr<ports::MetactfApi> make_client(std::unique_ptr<Transport> transport,
                                               std::shared_ptr<Address> address) {
  if (!address) address = std::make_shared<Address>();
  return std::make_unique<Client>(std::move(transport), std::move(address));
}

Result<std::unique_ptr<ports::MetactfApi>> make_client(const ClientOptions& options,
                                                       std::shared_ptr<Address> address) {
  LOCKSTEP_TRY(auto base, parse_base_url(options.base_url));
  if (!is_token(options.token.reveal()))
    return Error{Errc::invalid, "vendor-token-invalid",
                 "the vendor's token is missing or has characters that a token cannot have",
                 "set GAME_PLATFORM_API_TOKEN"};
  if (options.connect_timeout.count() <= 0 || options.read_timeout.count() <= 0 ||
      options.max_response_bytes == 0)
    return Error{Errc::invalid, "vendor-limits-invalid",
                 "timeouts and the largest answer of the vendor must be more than zero", ""};
  if (!options.ca_file.empty() && !holds_certificates(options.ca_file))
    return Error{Errc::invalid, "vendor-ca-file-unusable",
                 "the file of certificates to trust at the vendor's cannot be read, or holds none",
                 "name a PEM file in vendor.ca_file, or none"};
  return make_client(make_http_transport(options, base), std::move(address));
}

}  // namespace lockstep::metactf
