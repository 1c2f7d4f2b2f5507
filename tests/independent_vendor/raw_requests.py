"""Requests to both vendors without an engine between: status and answer must be the same by the contract.

FastAPI's own habits are the judge of what is malformed. Where the contract leaves a choice, known.py says so.
"""

import looks

GOOD = {"first_name": "Quill", "last_name": "Brackwater", "email": "quill@example.org", "role": "coach",
        "syned_user_id": "c1", "preferred_username": "quill", "syned_school_id": "s", "syned_region_id": "r",
        "syned_coach_user_id": None}
USER = {**GOOD, "role": "user", "syned_user_id": "u1", "email": "zeph@example.org", "preferred_username": "zeph",
        "syned_coach_user_id": "c1"}
TEAM = {"syned_coach_user_id": "c1", "syned_team_id": "t1", "team_name": "The Owls", "affiliation": "Hill School",
        "division": "high_school"}


def without(body, name):
    return {key: value for key, value in body.items() if key != name}


def fresh(body, number):
    """Nothing before had its id, address, username or name."""
    own = {"syned_user_id": f"o{number}", "email": f"o{number}@example.org", "preferred_username": f"odd{number}",
           "syned_team_id": f"o{number}", "team_name": f"The {number}"}
    return {name: own.get(name, value) if "email" in body or "team_name" in body else value
            for name, value in body.items()}


def odd_bodies(name, path, good):
    """Each member absent, null, empty, of another kind; and what is no object."""
    number = 0
    for member in good:
        for label, odd in (("null", None), ("empty", ""), ("number", 7 + number), ("true", True), ("list", []),
                           ("object", {})):
            number += 1
            yield f"{name}: {member} {label}", "POST", path, {**fresh(good, number), member: odd}, {}
        yield f"{name}: {member} absent", "POST", path, without(fresh(good, f"{number}a"), member), {}
    for label, odd in (("list", b"[]"), ("text", b'"x"'), ("null", b"null"), ("number", b"1"), ("nothing", b""),
                       ("not JSON", b"{"), ("not UTF-8", b'{"a": "\xff"}')):
        yield f"{name}: body is {label}", "POST", path, odd, {"Content-Type": "application/json"}
    yield f"{name}: without content type", "POST", path, b"{}", {}
    yield f"{name}: as a form", "POST", path, b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}
    yield f"{name}: one member more", "POST", path, {**fresh(good, "more"), "something_else": 1}, {}


# Nothing before is there yet: whoever is unknown, and everything that is malformed.
def requests():
    yield "no such route", "GET", "/nothing", None, {}
    yield "no such route, without a token", "GET", "/nothing", None, {"Authorization": ""}
    yield "a slash too many", "GET", "/users/", None, {}
    yield "another method", "PUT", "/users", {}, {}
    yield "another method of a team", "GET", "/teams", None, {}
    yield "delete a user", "DELETE", "/users?syned_user_id=c1", None, {}
    yield "a wrong token", "GET", "/users?syned_user_id=c1", None, {"Authorization": "Bearer wrong"}
    yield "no token", "GET", "/users?syned_user_id=c1", None, {"Authorization": ""}
    yield "another scheme", "GET", "/users?syned_user_id=c1", None, {"Authorization": "Basic dGhlLXRva2Vu"}
    yield "a wrong token and a malformed body", "POST", "/users", {}, {"Authorization": "Bearer wrong"}
    for path in ("/users", "/scores/get_odl_scores", "/scores/get_flash_ctf_progress"):
        yield f"{path} about nobody", "GET", path, None, {}
        yield f"{path} about an unknown one", "GET", path + "?syned_user_id=nobody", None, {}
        yield f"{path} about an empty id", "GET", path + "?syned_user_id=", None, {}
    yield "all assignments, none yet", "GET", "/users/get_team_assignments", None, {}
    yield "assignments of an unknown team", "GET", "/users/get_team_assignments?syned_team_id=t9", None, {}
    yield from odd_bodies("coach", "/users", GOOD)
    yield "the coach of odd teams", "POST", "/users", {**fresh(GOOD, "teams"), "syned_user_id": "c0"}, {}
    yield from odd_bodies("team", "/teams", {**TEAM, "syned_coach_user_id": "c0"})
    yield from odd_bodies("delete a team", "/teams/delete", {"syned_team_id": "t9"})
    yield from odd_bodies("assign", "/users/assign_team", {"syned_team_id": "t9", "syned_user_id": "u9"})
    yield from odd_bodies("unassign", "/users/delete_assignment", {"syned_user_id": "u9"})
    yield from odd_bodies("reset", "/auth/send_password_reset_email", {"syned_user_id": "u9"})
    for role in ("admin", "Coach", "user "):
        yield f"role {role!r}", "POST", "/users", {**GOOD, "syned_user_id": "c9", "role": role}, {}
    for division in ("elementary", "High_School", "high school"):
        yield f"division {division!r}", "POST", "/teams", {**TEAM, "syned_team_id": "t9", "division": division}, {}
    yield from with_people()


def with_people():
    yield "the coach", "POST", "/users", GOOD, {}
    yield "the coach, read", "GET", "/users?syned_user_id=c1", None, {}
    yield "a coach without a school", "POST", "/users", {**GOOD, "syned_user_id": "c2", "syned_school_id": None}, {}
    yield "a coach without a region", "POST", "/users", without({**GOOD, "syned_user_id": "c2"}, "syned_region_id"), {}
    yield "a user without a coach", "POST", "/users", {**USER, "syned_coach_user_id": None}, {}
    yield "a user of an unknown coach", "POST", "/users", {**USER, "syned_coach_user_id": "c9"}, {}
    yield "the user", "POST", "/users", USER, {}
    yield "the user, read", "GET", "/users?syned_user_id=u1", None, {}
    yield "the team", "POST", "/teams", TEAM, {}
    for label, coach in (("an unknown coach", "c9"), ("a user", "u1")):
        yield (f"a team of {label}", "POST", "/teams",
               {**TEAM, "syned_team_id": "t2", "syned_coach_user_id": coach}, {})
    yield "assign to an unknown team", "POST", "/users/assign_team", {"syned_team_id": "t9", "syned_user_id": "u1"}, {}
    yield "assign an unknown user", "POST", "/users/assign_team", {"syned_team_id": "t1", "syned_user_id": "u9"}, {}
    yield "assign", "POST", "/users/assign_team", {"syned_team_id": "t1", "syned_user_id": "u1"}, {}
    yield "assign again", "POST", "/users/assign_team", {"syned_team_id": "t1", "syned_user_id": "u1"}, {}
    yield "all assignments", "GET", "/users/get_team_assignments", None, {}
    yield "the team's assignments", "GET", "/users/get_team_assignments?syned_team_id=t1", None, {}
    yield "delete a team with members", "POST", "/teams/delete", {"syned_team_id": "t1"}, {}
    yield "unassign", "POST", "/users/delete_assignment", {"syned_user_id": "u1"}, {}
    yield "unassign again", "POST", "/users/delete_assignment", {"syned_user_id": "u1"}, {}
    yield "delete the team", "POST", "/teams/delete", {"syned_team_id": "t1"}, {}
    yield "delete the team again", "POST", "/teams/delete", {"syned_team_id": "t1"}, {}
    yield "scores of who has none", "GET", "/scores/get_odl_scores?syned_user_id=u1", None, {}
    for after in ("0", "-1", "1.5", "x", "", "99999999999999999999"):
        path = f"/scores/get_odl_scores?syned_user_id=u1&after_time_unix={after}"
        yield f"scores after {after!r}", "GET", path, None, {}
    yield "progress of who has none", "GET", "/scores/get_flash_ctf_progress?syned_user_id=u1", None, {}
    yield "reset", "POST", "/auth/send_password_reset_email", {"syned_user_id": "u1"}, {}
    for number, address in enumerate(("kid@school.test", "kid@localhost", "kid@a..example.org", "kïd@example.org",
                                      "kid@bücher.example.org", "kid", f"{'l' * 65}@example.org", "kid@school.local")):
        yield (f"e-mail {address}", "POST", "/users",
               {**USER, "syned_user_id": f"m{number}", "email": address, "preferred_username": f"m{number}"}, {})


def answer_of(vendor, request):
    _, method, path, body, headers = request
    answer = vendor.contract(method, path, body, headers)
    return {"status": answer.status, "answer": shown(answer)}


def shown(answer):
    """Free texts are any text, made-up numbers any number; of a 422 it is told which members it is about. Which kind of
    problem is pydantic's word, and another one in each of its versions."""
    body = answer.json
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("detail"), list):
        return sorted({".".join(map(str, one["loc"])) for one in body["detail"]})
    if "detail" in body:
        return {"detail": body["detail"] if body["detail"] in ("Not Found", "Method Not Allowed") else "<text>"}
    return looks.plain(body)
