// Whether an answer is what the description of the API says.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::http {

/// What is wrong with an answer to `target` (query included); empty when it is as described.
std::vector<std::string> undescribed(std::string_view method, std::string_view target, int status,
                                     std::string_view content_type, std::string_view body);

/// Appends it to this process's file in the directory that the environment names as ANSWERS_DIR, if
/// it does: for a judge of another make, tests/openapi/check_answers.py.
void keep_for_others(std::string_view method, std::string_view target, int status,
                     std::string_view content_type, std::string_view body);

}  // namespace lockstep::http
