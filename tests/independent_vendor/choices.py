"""What the contract leaves open, and how this vendor decides it.

Two whole characters. `strict` is the default, and differs from the mock's defaults wherever the contract lets it;
`generous` is like the mock's defaults. The engine has to end the same with either.

What is decided here for both, because the contract is silent:
- no token or another scheme than Bearer: 403 "Not authenticated", FastAPI's HTTPBearer; a wrong token: 401.
- a user is created as `user_created`; the username is the preferred one, else the e-mail's local part.
- a user whose coach is unknown: 404; whose coach is `pending_approval` or `denied`: 403; a coach of the other role: 404.
- a team of an unknown coach: 404. Assigning or resetting an unknown user or team: 404. Deleting an unknown team: 404,
  one that has members: 400. The assignments of an unknown team: an empty list.
- Flash progress does not look at the status: whoever has none, or is unknown, is 404.
- a team takes any number of members of any division.
- totals count every solve of the ODL feed, retired or not; categories are counted as they are spelled.
- `last_accessed_unix_timestamp` is the time of the newest solve of either feed, 0 without one.
- the status is told on create, unless the vendor is started with --without-status-on-create.
- who is approved has logged in.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choices:
    on_repeat: int  # Status of a second POST with an id that is there; 201 answers the record as it is.
    on_reassign: int  # Status of assigning who is on another team; 201 moves them.
    on_absent_assignment: int  # Status of taking somebody off who is on no team.
    after_time_inclusive: bool
    totals_filtered: bool
    unique: bool  # An e-mail address, a username, a team's name within one coach belong to one only, in any case: 409.


CHARACTERS = {
    "strict": Choices(on_repeat=409, on_reassign=400, on_absent_assignment=200, after_time_inclusive=True,
                      totals_filtered=True, unique=True),
    "generous": Choices(on_repeat=201, on_reassign=201, on_absent_assignment=404, after_time_inclusive=False,
                        totals_filtered=False, unique=False),
}
