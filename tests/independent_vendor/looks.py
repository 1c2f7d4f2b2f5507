"""What is to be seen in one world at one moment, without what may differ between two worlds: made-up numbers, times,
and how often something was tried."""

import json
import re

# Of the engine: counts of events, ids of calls, and the like.
NEVER_EQUAL = {"version", "position", "callId", "correlationId", "causationId", "requestedAt", "settledAt", "runId",
               "never", "newest", "oldest",
               # When a team is recorded, the person or the system is said to have asked, by chance.
               "askedBy"}
MADE_UP = {"metactf_user_id", "metactf_team_id", "metactf_coach_id", "metactfUserId", "last_login_unix_timestamp"}
POLLED = {"synced", "skipped_no_new_data"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def plain(value, name=""):
    """The same, with times as `<time>` and made-up numbers as `<number>`."""
    if isinstance(value, dict):
        if name in ("category_points", "categoryPoints"):
            value = by_any_spelling(value)
        return {key: plain(one, key) for key, one in value.items() if key not in NEVER_EQUAL}
    if isinstance(value, list):
        return [plain(one, name) for one in value]
    if name == "lastResult" and value in POLLED:
        return "polled"  # Which of the polls was the last is chance; the explanation tells each feed's.
    if name in MADE_UP and value is not None:
        return "<number>"
    if isinstance(value, str):
        return TIME.sub("<time>", value)
    return value


def by_any_spelling(points):
    """The mock adds `Crypto` to `crypto`, the independent vendor does not: the contract leaves both."""
    out = {}
    for category, sum_of_it in points.items():
        out[category.lower()] = out.get(category.lower(), 0) + sum_of_it
    return out


def account(state):
    """The vendor's own id is a made-up number; that there is one is none."""
    if state["gamePlatform"]["id"] is not None:
        state["gamePlatform"]["id"] = "<number>"
    return state


def by_words(value, words):
    """Ids become the words that the scenario calls them by."""
    if isinstance(value, dict):
        return {by_words(key, words): by_words(one, words) for key, one in value.items()}
    if isinstance(value, list):
        return [by_words(one, words) for one in value]
    if isinstance(value, str):
        for found, word in words.items():
            value = value.replace(found, word)
    return value


def engine_side(story):
    engine, out = story.engine, {}
    for coach in story.people["coaches"]:
        out[f"coach {coach}"] = {"state": account(engine.read(f"/api/coaches/{coach}")),
                                 "disclosures": engine.read(f"/api/coaches/{coach}/disclosures")["items"]}
    for competitor in story.people["competitors"]:
        path = f"/api/competitors/{competitor}"
        out[f"competitor {competitor}"] = {
            "state": account(engine.read(path)), "explain": engine.read(path + "/explain")["facts"],
            "disclosures": engine.read(path + "/disclosures")["items"]}
    for team in story.people["teams"]:
        found = engine.ask("GET", f"/api/teams/{team}")
        out[f"team {team}"] = account(found.json) if found.status == 200 else found.status
    out["dashboard"] = engine.read("/api/game-platform/dashboard")
    out["accounts"] = engine.read("/api/admin/accounts")["items"]
    if story.reconciled:
        out["drift"] = drift(engine.read("/api/admin/drift"))
    return out


def drift(shown):
    run = shown["newestRun"]
    out = {name: run[name] for name in ("dryRun", "state", "knownAssignments", "listedAssignments", "counts",
                                        "findingsLeftOut", "inconclusive", "rowsSetAside")}
    for name, rows in (("findings", run["findings"]), ("held", shown["heldRemovals"])):
        out[name] = sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))
    return out


def vendor_side(story):
    """By its contract, and what it keeps that the contract does not show."""
    vendor, out = story.vendor, {}
    for user in story.people["coaches"] + story.people["competitors"]:
        found = vendor.contract("GET", "/users", syned_user_id=user)
        out[f"user {user}"] = {"status": found.status, "user": found.json if found.status < 300 else None,
                               "scores": scores(vendor, user)}
    listed = vendor.contract("GET", "/users/get_team_assignments").json
    out["assignments"] = sorted([row["syned_user_id"], row["syned_team_id"]] for row in listed["assignments"])
    out["assignments counted"] = listed["total_count"]
    out["kept"] = vendor.kept()
    return out


def scores(vendor, user):
    out = {}
    for name, path in (("odl", "/scores/get_odl_scores"), ("flash", "/scores/get_flash_ctf_progress")):
        answer = vendor.contract("GET", path, syned_user_id=user)
        out[name] = {"status": answer.status, "answer": answer.json if answer.status < 300 else None}
    return out


def look_at(story):
    seen = {"engine": engine_side(story)}
    if story.vendor.process:
        seen["vendor"] = vendor_side(story)
    out = by_words(plain(seen), story.words)
    return without_the_way(out) if story.by_chance else out


def without_the_way(value):
    """Where it ended: not what was sent before that, nor whether the newest of several polls had news."""
    if isinstance(value, dict):
        return {key: without_the_way(one) for key, one in value.items() if key != "disclosures"}
    if isinstance(value, list):
        return [without_the_way(one) for one in value]
    return re.sub("|".join(POLLED), "polled", value) if isinstance(value, str) else value


def differences(mock, independent, path=""):
    """One line of (what, mock's, independent's) for each place where the two are not equal."""
    if isinstance(mock, dict) and isinstance(independent, dict):
        out = []
        for key in sorted({*mock, *independent}):
            out += differences(mock.get(key, "<absent>"), independent.get(key, "<absent>"), f"{path}/{key}")
        return out
    if isinstance(mock, list) and isinstance(independent, list) and len(mock) == len(independent):
        return [one for number, (left, right) in enumerate(zip(mock, independent))
                for one in differences(left, right, f"{path}[{number}]")]
    return [] if mock == independent else [(path, mock, independent)]


def told_and_kept(story):
    """Pairs: the newest payload that the engine says it has sent, and another record of that person at the vendor."""
    if story.vendor.name != "independent":
        return []
    out, users = [], {one["syned_user_id"]: one for one in story.vendor.door("GET", "/state")["users"]}
    for kind in ("coaches", "competitors"):
        for person in story.people[kind]:
            rows = story.engine.read(f"/api/{kind}/{person}/disclosures")["items"]
            told = [row["payload"] for row in rows
                    if (row["call"], row["state"], row["sent"]) == ("create_user", "confirmed", "yes")]
            user = users.get(person)
            if told and user and any(user[name] != value for name, value in told[-1].items()):
                out.append((told[-1], user))
    return out
