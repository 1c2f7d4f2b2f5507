"""Differences that are known, each with its reason. Whatever else differs fails; so does one of these that is gone.

Of "requests" most are about what is malformed, which the engine never sends.
"""

import re

ADDRESSES = "The mock takes addresses that python3-email-validator, and so FastAPI, refuses; the engine does not."
EMPTY = "The contract wants texts of at least one character in UserCreate and TeamCreate; of other ids it says nothing."
PYDANTIC = "Pydantic 1 makes a text of a number or true, an object of an empty list; pydantic 2, and the mock, do not."

# (scenario, a pattern of what differs, why)
KNOWN = [
    ("requests", r"a slash too many", "FastAPI redirects; the mock does not, and the engine follows none."),
    ("requests", r"no token|another scheme", "403 is FastAPI's HTTPBearer until 0.121; the contract names no status."),
    ("requests", r".* an empty id|(delete a team|assign|unassign|reset): \w+ empty", EMPTY),
    ("requests", r".*: \w+ (number|true)|.*: body is list", PYDANTIC),
    ("requests", r"(coach: syned_(school|region)_id (null|empty|absent)|a (coach|user) without a .*)",
     "Which member a rule about two members names is the vendor's choice; both answer 422."),
    ("requests", r".*: (body is (nothing|not JSON|not UTF-8)|as a form)",
     "The mock names byte 0 of the body; FastAPI the body, or the byte, and 400 for what is no UTF-8."),
    ("requests", r"unassign: one member more", "\"And nothing else\": refused here, ignored by the mock."),
    ("requests", r"scores after '9{20}'", "A number of 20 digits is an integer to Python alone."),
    ("requests", r"e-mail kid@school\.(test|local)", ADDRESSES),
    ("requests", r"e-mail (kid@a\.\.example\.org|l{65}@.*)", "The mock takes what is no e-mail address at all."),
]


class Known:
    def __init__(self):
        self.seen = set()

    def covers(self, scenario, difference):
        found = [one for one in KNOWN if one[0] == scenario and re.fullmatch(one[1], difference.what)]
        self.seen.update(found)
        return bool(found)

    def gone(self, scenarios):
        return [one for one in KNOWN if one[0] in scenarios and one not in self.seen]
