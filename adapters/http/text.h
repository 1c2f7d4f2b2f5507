// What text from outside must look like.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep::http {

/// 1 to 64 of [A-Za-z0-9_-]: the names of callers and of runs. Ids of things of ours are UUIDs.
bool is_id(std::string_view text);
/// What browsers' `<input type=email>` takes (HTML 4.10.5.1.5) and the vendor's validator (python's
/// email-validator) does too: it ends with a letter, and no mail is for `.test`, `.local` and their
/// like, nor for names with `--` in places 3 and 4 that are no IDNA.
bool is_email(std::string_view text);
/// `YYYY-MM-DD`, a day that exists.
bool is_date(std::string_view text);
/// Without the spaces, tabs and carriage returns around it.
std::string_view trimmed(std::string_view text);

/// None when it is not all digits or does not fit.
std::optional<std::uint64_t> number_in(std::string_view text);

/// `a, b`; `none` where there are none.
std::string listed(std::span<const std::string_view> words);

/// The parts between commas, without the blanks around them; empty ones are left out.
std::vector<std::string_view> comma_separated(std::string_view text);

}  // namespace lockstep::http
