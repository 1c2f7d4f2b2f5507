#include "adapters/http/api/precondition.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "adapters/http/text.h"
#include "base/sha256.h"
#include "engine/decider.h"

namespace lockstep::http {

namespace {

constexpr std::string_view kAny = "*";
constexpr std::size_t kDigestLength = 16;

Problem malformed(std::string_view header) {
  return {400,
          {Errc::invalid, "precondition-malformed",
           std::string(header) + " must be `*` or entity tags as this server answers them.", ""}};
}

Problem missing() {
  return {
      428,
      {Errc::invalid, "precondition-required",
       "This deployment takes changes with If-Match (or If-None-Match: *) only.",
       "Read it, then send its ETag as If-Match; for what is to be new send If-None-Match: *."}};
}

// Tags of ours have no comma in them.
std::vector<std::string_view> tags_of(std::string_view header) {
  std::vector<std::string_view> out;
  while (!header.empty()) {
    const auto end = std::min(header.find(','), header.size());
    out.push_back(trimmed(header.substr(0, end)));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return out;
}

// Nothing that is there is at it: what names it can never be met.
constexpr std::int64_t kNoRevision = 0;

// Of `"7.digest"`, and of `"7"`. Tags that are not ours are met by nothing, nor are weak ones: they
// never match strongly. None for what is no tag.
std::optional<std::int64_t> revision_in(std::string_view tag) {
  const bool weak = tag.starts_with("W/");
  if (weak) tag.remove_prefix(2);
  if (tag.size() < 2 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
  tag = tag.substr(1, tag.size() - 2);
  // Two of them without a comma between, or a sign that no tag has (RFC 9110, 8.8.3).
  if (std::ranges::any_of(tag, [](char c) { return c == '"' || c == ' ' || c == '\x7f'; }))
    return std::nullopt;
  const auto number = number_in(tag.substr(0, std::min(tag.find('.'), tag.size())));
  if (weak || !number || *number > INT64_MAX) return kNoRevision;
  return static_cast<std::int64_t>(*number);
}

}  // namespace

Problem precondition_failed() {
  return {412,
          {Errc::conflict, "precondition-failed",
           "Its facts are not those that the request requires: somebody has changed or made it.",
           "Read it again, then repeat the change on what is there now."}};
}

Answered<Precondition> Precondition::of(const Call& call) {
  Precondition out;
  const auto match = call.request.header("if-match");
  const auto none_match = call.request.header("if-none-match");
  if (match && none_match) return malformed("One of If-Match and If-None-Match");
  if (none_match) {
    if (*none_match != kAny || call.request.method != "PUT") return malformed("If-None-Match");
    out.create_only_ = true;
  } else if (match && *match == kAny) {
    out.match_any_ = true;
  } else if (match) {
    for (const auto tag : tags_of(*match)) {
      const auto revision = revision_in(tag);
      if (!revision) return malformed("If-Match");
      out.revisions_.push_back(*revision);
    }
    if (out.revisions_.empty()) return malformed("If-Match");
  } else if (call.api.options.require_if_match) {
    return missing();
  }
  return out;
}

bool Precondition::holds(std::optional<std::int64_t> present) const {
  if (create_only_) return !present;
  if (match_any_) return present.has_value();
  return revisions_.empty() ||
         (present && std::ranges::find(revisions_, *present) != revisions_.end());
}

Answered<void> Precondition::check(std::optional<std::int64_t> present) {
  if (holds(present)) return boost::outcome_v2::success();
  if (std::exchange(looked_again_, true)) return precondition_failed();
  return version_changed();
}

Answered<void> refuse_precondition(const Call& call) {
  if (!call.request.header("if-match") && !call.request.header("if-none-match"))
    return boost::outcome_v2::success();
  return Problem{400,
                 {Errc::invalid, "precondition-refused",
                  "This change concerns several things and takes no precondition.", ""}};
}

Answer with_etag(Answer answer, std::int64_t revision) {
  answer.headers.emplace_back("ETag", '"' + std::to_string(revision) + '"');
  return answer;
}

Answer tagged_answer(const Call& call, Answer answer, std::int64_t revision) {
  const auto digest = base::sha256_hex(answer.body).substr(0, kDigestLength);
  const auto etag = '"' + std::to_string(revision) + '.' + digest + '"';
  answer.headers.emplace_back("ETag", etag);
  const auto known = call.request.header("if-none-match");
  if (!known) return answer;
  const auto tags = tags_of(*known);
  // Weakly compared (RFC 9110, 13.1.2).
  const bool same = std::ranges::any_of(tags, [&](std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag == kAny || tag == etag;
  });
  if (!same) return answer;
  answer.status = 304;
  answer.body.clear();
  return answer;
}

}  // namespace lockstep::http
