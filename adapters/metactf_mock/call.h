// One request to the mock and its answer, without HTTP around them.
#pragma once
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
  std::string token;  ///< Of the Authorization header; empty when it is no bearer.
};

struct Answer {
  int status = 200;
  boost::json::value body;
};

/// `{detail: "text"}`, as the vendor says what is wrong.
inline Answer refusal(int status, std::string text) {
  return {status, boost::json::object{{"detail", std::move(text)}}};
}

}  // namespace lockstep::metactf_mock
