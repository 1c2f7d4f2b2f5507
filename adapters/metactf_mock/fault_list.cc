// What each fault does, for people.
#include <array>

#include "adapters/metactf_mock/faults.h"

namespace lockstep::metactf_mock {

namespace {

constexpr std::array kFaults{
    FaultHelp{"rateLimitPerSecond",
              "beyond this rate 429, never executed; a second's worth at once"},
    FaultHelp{"retryAfter", "seconds in the Retry-After of every 429; absent: no such header"},
    FaultHelp{"errorRate", "this part of the requests (0 to 1) is answered with `status`"},
    FaultHelp{"status", "of those errors, 400 to 599 (500); 4xx is never executed, 5xx perhaps"},
    FaultHelp{"latencyMs", "every answer comes so much later, up to 60000"},
    FaultHelp{"timeoutRate", "no answer at all, executed or not"},
    FaultHelp{"cutRate", "the connection is closed without an answer, executed or not"},
    FaultHelp{"malformedRate", "executed; the answer is no JSON"},
    FaultHelp{"truncateRate", "executed; the connection ends in the middle of the body"},
    FaultHelp{"htmlRate", "a page of HTML with `status` (403), as of a proxy; never executed"},
    FaultHelp{"refusedInSuccessRate", "200 with {\"success\": false}; never executed"},
    FaultHelp{"anyAnswerRate",
              "any of: HTML with 4xx, 404 Not Found, 409, 400, 500, cut, odd members and rows"},
    FaultHelp{"wrongBase", "as at a wrong base path: 404 {\"detail\": \"Not Found\"}, GET / too"},
    FaultHelp{"unknownFields", "every object has a member that the contract does not know"},
    FaultHelp{"unknownEnums", "statuses, categories, divisions that the contract does not know"},
    FaultHelp{"oddMemberRate", "this part of all members is null, absent, or of another kind"},
    FaultHelp{"badRowRate", "this part of all items of lists is nothing that can be read"},
    FaultHelp{"absurdTimeRate", "this part of all numbers of times and points cannot be right"},
    FaultHelp{"anyCaseIds", "ids of ours come back in upper case, now and then"},
    FaultHelp{"byteOrderMark", "a byte order mark stands before every body"},
    FaultHelp{"clockAheadSeconds", "the Date header says so much more; may be negative"},
    FaultHelp{"noDate", "there is no Date header"},
    FaultHelp{"onlyPath", "only requests whose path begins with it, e.g. /scores"},
    FaultHelp{"seed", "of the dice: the same requests in a row meet the same faults"},
};

}  // namespace

std::span<const FaultHelp> fault_list() {
  return kFaults;
}

}  // namespace lockstep::metactf_mock
