// One request to the mock and its answer, without HTTP around them.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <boost/json.hpp>

namespace lockstep::metactf_mock {

struct Call {
  std::string method;
  std::string path;  ///< Below the base path: `/users`, `/__admin/reset`, …
  std::map<std::string, std::string> query;
  std::string body;
  std::string token;     ///< Of the Authorization header; empty when it is no bearer.
  std::int64_t now = 0;  ///< Unix seconds, when it came.
};

struct Answer {
  int status = 200;
  boost::json::value body{};
  std::string text{};  ///< The body as text, when it was written at once; `body` is null then.
};

/// With `body`, wherever it was written as text.
inline Answer parsed(Answer answer) {
  if (!answer.text.empty()) answer.body = boost::json::parse(answer.text);
  answer.text.clear();
  return answer;
}

/// `{detail: "text"}`, as the vendor says what is wrong.
inline Answer refusal(int status, std::string text) {
  return {status, boost::json::object{{"detail", std::move(text)}}};
}

}  // namespace lockstep::metactf_mock
