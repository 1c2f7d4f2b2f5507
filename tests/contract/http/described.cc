#include "tests/contract/http/described.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <boost/json.hpp>
#include <unistd.h>

#include "adapters/http/openapi/openapi.h"
#include "tests/support/json_schema.h"

namespace lockstep::http {

namespace {

namespace json = boost::json;

const json::value& document() {
  static const json::value kDocument = openapi_document();
  return kDocument;
}

bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = pattern.substr(0, std::min(pattern.find('/', 1), pattern.size()));
    const auto given = path.substr(0, std::min(path.find('/', 1), path.size()));
    if (!wanted.starts_with("/{") && wanted != given) return false;
    pattern.remove_prefix(wanted.size());
    path.remove_prefix(given.size());
  }
  return pattern.empty() && path.empty();
}

const json::object* operation_of(std::string_view method, std::string_view path) {
  std::string name{method == "HEAD" ? "GET" : method};
  std::ranges::transform(name, name.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  for (const auto& [pattern, found] : document().at("paths").as_object())
    if (fits(pattern, path))
      if (const auto* operation = found.as_object().if_contains(name))
        return &operation->as_object();
  return nullptr;
}

}  // namespace

std::vector<std::string> undescribed(std::string_view method, std::string_view target, int status,
                                     std::string_view content_type, std::string_view body) {
  const json::object problem{
      {"content",
       {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  const auto* operation = operation_of(method, target.substr(0, target.find('?')));
  // A preflight is no route's answer.
  if (operation == nullptr && status == 204 && body.empty()) return {};
  const auto* answer = &problem;
  if (operation != nullptr) {
    const auto& responses = operation->at("responses").as_object();
    const auto* found = responses.if_contains(std::to_string(status));
    // Of what is not done the kind of content tells which it is.
    if (found == nullptr || content_type == "application/problem+json")
      found = responses.if_contains("default");
    answer = &found->as_object();
  }
  const auto* content = answer->if_contains("content");
  if (content == nullptr)
    return body.empty() ? std::vector<std::string>{} : std::vector{std::string("has a body")};
  const auto* media =
      content->as_object().if_contains(content_type.substr(0, content_type.find(';')));
  if (media == nullptr)
    return {"status " + std::to_string(status) + " is not described as this type"};
  if (method == "HEAD" || !content_type.ends_with("json")) return {};
  boost::system::error_code failed;
  const auto value = json::parse(body, failed);
  if (failed) return {"is not JSON"};
  return testing_support::schema_problems(value, media->at("schema").as_object(), document());
}

void keep_for_others(std::string_view method, std::string_view target, int status,
                     std::string_view content_type, std::string_view body) {
  static const char* const kDirectory = std::getenv("ANSWERS_DIR");
  if (kDirectory == nullptr) return;
  static const auto kFile = [] {
    std::filesystem::create_directories(kDirectory);
    return std::filesystem::path{kDirectory} / std::to_string(getpid());
  }();
  std::ofstream{kFile, std::ios::app} << json::object{{"method", method},
                                                      {"target", target},
                                                      {"status", status},
                                                      {"contentType", content_type},
                                                      {"body", body}}
                                      << '\n';
}

}  // namespace lockstep::http
