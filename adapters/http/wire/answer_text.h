// Answers as they go over the wire.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/message.h"

namespace lockstep::http::wire {

struct AnswerForm {
  bool is_last = false;    ///< The connection ends with it.
  bool head_only = false;  ///< It answers a HEAD.
  bool to_1_0 = false;
  std::string_view date = {};  ///< As http_date() writes it.
  /// What every answer carries that does not say it itself.
  const std::vector<std::pair<std::string, std::string>>* headers = nullptr;
};

/// Head and body. Of a StreamBody the head, which tells no length.
std::string answer_text(const Answer& answer, const AnswerForm& form);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
std::string http_date(std::chrono::system_clock::time_point when);

}  // namespace lockstep::http::wire
