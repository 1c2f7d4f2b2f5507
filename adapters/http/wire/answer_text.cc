#include "adapters/http/wire/answer_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/ascii.h"

namespace lockstep::http::wire {

namespace {

struct Reason {
  int status;
  std::string_view text;
};

// Nobody reads them, but they look odd when they are not there.
constexpr std::array kReasons = std::to_array<Reason>({
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
});

std::string_view reason_of(int status) {
  const auto found = std::ranges::find(kReasons, status, &Reason::status);
  return found == kReasons.end() ? "Other" : found->text;
}

// A value that holds a line end would be a header of its own.
void add(std::string& out, std::string_view name, std::string_view value) {
  static constexpr std::string_view kLineEnds{"\r\n\0", 3};
  if (value.find_first_of(kLineEnds) != std::string_view::npos) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

bool has_header(const Answer& answer, std::string_view name) {
  return std::ranges::any_of(answer.headers,
                             [&](const auto& own) { return base::same_word(own.first, name); });
}

}  // namespace

std::string answer_text(const Answer& answer, const AnswerForm& form) {
  // These have no body by what they mean, and a length would announce one (RFC 9110, 8.6).
  const bool bare = answer.status == 204 || answer.status == 304;
  std::string out;
  out.reserve(512 + answer.body.size());
  out = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  out.append(reason_of(answer.status)).append("\r\n");
  add(out, "Date", form.date);
  for (const auto& [name, value] : answer.headers) add(out, name, value);
  if (form.headers != nullptr)
    for (const auto& [name, value] : *form.headers)
      if (!has_header(answer, name)) add(out, name, value);
  if (!bare && !answer.content_type.empty()) add(out, "Content-Type", answer.content_type);
  if (form.is_last) add(out, "Connection", "close");
  if (!form.is_last && form.to_1_0) add(out, "Connection", "keep-alive");
  if (!bare && !answer.stream) add(out, "Content-Length", std::to_string(answer.body.size()));
  out += "\r\n";
  if (!bare && !answer.stream && !form.head_only) out += answer.body;
  return out;
}

std::string http_date(std::chrono::system_clock::time_point when) {
  using std::chrono::floor;
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{floor<std::chrono::seconds>(when - day)};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays.at(std::chrono::weekday{day}.c_encoding()), unsigned{date.day()},
                kMonths.at(unsigned{date.month()} - 1), int{date.year()},
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

}  // namespace lockstep::http::wire
