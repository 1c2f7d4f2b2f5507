// The vendor's responses: however their bytes are cut, they are the same, and what was accepted is
// accepted again when it is written in the plainest form.
#include <algorithm>
#include <string>

#include "adapters/http_client/response_reader.h"
#include "fuzz/input.h"

namespace lockstep::fuzz {
namespace {

using http_client::Response;
using http_client::ResponseReader;
using State = ResponseReader::State;

// Longer bodies than lines may be, so that both limits are reached.
constexpr http_client::ResponseLimits kLimits{.max_head_bytes = 1000, .max_body_bytes = 6000};

struct Read {
  State state = State::needs_more;
  bool usable = false;
  Response response;
};

Read read(std::string_view all, const std::vector<std::size_t>& sizes, bool ends) {
  ResponseReader reader{kLimits};
  for (std::size_t piece = 0; !all.empty(); ++piece) {
    const auto bytes = alone(all.substr(0, sizes[piece % sizes.size()]));
    reader.read(view(bytes));
    all.remove_prefix(bytes.size());
  }
  if (ends) reader.end();
  Read out{reader.state(), reader.leaves_connection_usable(), {}};
  if (out.state == State::whole) out.response = reader.take();
  return out;
}

void check_whole(const Response& response) {
  require(response.status >= 200 && response.status <= 999, "a status that ends nothing");
  require(response.body.size() <= kLimits.max_body_bytes, "a body beyond the limit");
  for (const auto& [name, value] : response.headers) {
    require(std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }),
            "a header's name that is not in small letters");
    require(value.find_first_of("\r\n") == std::string::npos, "a header of several lines");
  }
}

void check_written_again(const Response& response) {
  const bool has_body = response.status != 204 && response.status != 304;
  auto text = "HTTP/1.1 " + std::to_string(response.status) + " \r\n";
  for (const auto& [name, value] : response.headers)
    if (name != "content-length" && name != "transfer-encoding" && name != "connection")
      text += name + ": " + value + "\r\n";
  if (has_body) text += "content-length: " + std::to_string(response.body.size()) + "\r\n";
  ResponseReader reader{{.max_head_bytes = 9000, .max_body_bytes = kLimits.max_body_bytes}};
  reader.read(text + "\r\n" + response.body);
  require(reader.state() == State::whole, "written again it is none");
  require(reader.leaves_connection_usable(), "written again there is more of it");
  const auto again = reader.take();
  require(again.status == response.status && again.body == response.body,
          "written again it is another one");
  for (const auto& [name, value] : again.headers)
    require(name == "content-length" || response.header(name) == value,
            "written again it has other headers");
}

void run(Input input) {
  const bool ends = input.byte() % 2U == 1U;
  const auto sizes = input.sizes();
  const auto whole = read(input.rest(), {input.rest().size() + 1}, ends);
  const auto pieces = read(input.rest(), sizes, ends);
  require(whole.state == pieces.state, "cut in pieces it has another state");
  require(whole.usable == pieces.usable, "cut in pieces it leaves another connection");
  require(!ends || whole.state != State::needs_more, "waits for more after the end");
  if (whole.state != State::whole) return;
  require(whole.response.status == pieces.response.status &&
              whole.response.headers == pieces.response.headers &&
              whole.response.body == pieces.response.body,
          "cut in pieces it is another one");
  check_whole(whole.response);
  check_written_again(whole.response);
}

}  // namespace
}  // namespace lockstep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lockstep::fuzz::run({data, size});
  return 0;
}
