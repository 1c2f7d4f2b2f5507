"""One scenario as it happens in one world: an engine, a vendor, and what a dashboard asks for.

Words name people and teams: `story.coach("quill")`. Nobody is real; last names and addresses are made so that the
engine's log lines can be searched for them.
"""

import time
import uuid

from engine import Engine
from looks import look_at

SPACE = uuid.UUID("6a1b7c1e-0d2f-4e5a-9b3c-7f4e5d6c8b9a")
SURNAME = "Brackwater"
MAIL = "brackwater-mail.example.org"


class Story:
    def __init__(self, binary, vendor, directory, tape, now, options):
        self.vendor, self.tape, self.now = vendor, tape, now
        self.engine = Engine(binary, directory, vendor, options)
        self.people = {"coaches": [], "competitors": [], "teams": [], "asked": []}
        self.words = {}  # Ids to words, to read differences by.
        self.looks = {}
        self.reconciled = False
        self.by_chance = False  # What was tried on the way, and how often, is chance in this scenario.

    # Words.

    def id(self, word):
        found = str(uuid.uuid5(SPACE, word))
        self.words[found] = word
        return found

    def _remember(self, kind, word):
        found = self.id(word)
        if found not in self.people[kind]:
            self.people[kind].append(found)
        return found

    # Processes.

    def begin(self):
        self.vendor.start()
        self.engine.start()
        return self

    def kill_and_start(self):
        self.engine.kill()
        self.engine.start()

    def end(self):
        self.engine.kill()
        self.vendor.stop()

    # Commands. Each expects to succeed, unless a status is named.

    def ask(self, method, path, body=None, status=None, who="admin:root"):
        answer = self.engine.ask(method, path, body, who)
        expected = (200, 202) if status is None else (status,)
        if answer.status not in expected:
            raise AssertionError(f"{method} {path}: {answer.status}, not {expected}: {answer.body[:400]}")
        return answer.json

    def coach(self, word, account=True, status=None, **facts):
        body = {"email": f"{word}@{MAIL}", "firstName": word.capitalize(), "lastName": SURNAME,
                "schoolName": f"{word.capitalize()} School", "region": "north", "division": "high_school", **facts}
        self.ask("PUT", f"/api/coaches/{self._remember('coaches', word)}", body, status)
        if account:
            self.ask("POST", f"/api/game-platform/coaches/{self._remember('asked', word)}")

    def competitor(self, word, coach, onboard=True, status=None, **facts):
        body = {"coachId": self.id(coach), "firstName": word.capitalize(), "lastName": SURNAME,
                "emailPersonal": f"{word}@{MAIL}", "division": "high_school", "profileComplete": True,
                "complianceComplete": True, "complianceDate": "2026-01-31", **facts}
        self.change(word, status=status, **body)
        if onboard:
            self.onboard(word)

    def change(self, word, status=None, **facts):
        self.ask("PUT", f"/api/competitors/{self._remember('competitors', word)}", facts, status)

    def onboard(self, word, status=None):
        self.ask("POST", f"/api/game-platform/competitors/{self.id(word)}", status=status)
        if status is None:
            self._remember("asked", word)

    def team(self, word, coach, status=None, **facts):
        body = {"coachId": self.id(coach), "name": f"The {word.capitalize()}", "division": "high_school", **facts}
        self.ask("PUT", f"/api/teams/{self._remember('teams', word)}", body, status)

    def put_on(self, team, *words, status=None):
        for word in words:
            self.ask("PUT", f"/api/teams/{self.id(team)}/members/{self.id(word)}", status=status)

    def take_off(self, team, *words):
        for word in words:
            self.ask("DELETE", f"/api/teams/{self.id(team)}/members/{self.id(word)}")

    def delete_team(self, team, status=None):
        self.ask("DELETE", f"/api/teams/{self.id(team)}", status=status)

    def reset_password(self, word):
        self.ask("POST", f"/api/game-platform/competitors/{self.id(word)}/password-reset")

    def solves(self, word, count, feed="odl", ago=3600, event=None):
        """The vendor learns of solves, the last of them so many seconds before the scenario began."""
        event = {} if event is None else {"event": event}
        self.vendor.add_solves(self.tape, self.id(word), solves=count, feed=feed, at=self.now - ago, **event)

    def sync(self, word):
        """Asks for the scores, and waits until both feeds were answered."""
        before = self.state(word)["sync"] or {}
        self.ask("POST", f"/api/game-platform/competitors/{self.id(word)}/sync")

        def answered():
            after = self.state(word)["sync"] or {}
            return all(after.get(name) != before.get(name) for name in ("odlSyncedAt", "flashCtfSyncedAt"))

        self.until(f"the scores of {word} were polled", answered)
        self.settle()

    def reconcile(self, dry_run=False):
        """Compares with the vendor now, until that is recorded. The run's id."""
        self.reconciled = True
        run = self._new_run(dry_run)
        while (run["inconclusive"] or {}).get("code") == "read-model-behind":  # Asked too early on a busy machine.
            run = self._new_run(dry_run)
        return run["id"]

    def _new_run(self, dry_run):
        before = self._newest_run().get("id")
        self.ask("POST", "/api/admin/drift", {"dryRun": dry_run})

        def recorded():
            run = self._newest_run()
            return run.get("id") != before and run.get("recordedAt") is not None

        self.until("the comparison is recorded", recorded)
        return self._newest_run()

    def _newest_run(self):
        return self.engine.read("/api/admin/drift")["newestRun"] or {}

    # What others do at the vendor, by its contract, past the engine.

    def vendor_does(self, path, may_fail=False, **body):
        answer = self.vendor.contract("POST", path, body)
        if answer.status >= 300 and not may_fail:
            raise AssertionError(f"POST {path} of {self.vendor.name}: {answer.status} {answer.body}")

    def assignments_there(self):
        rows = self.vendor.contract("GET", "/users/get_team_assignments").json["assignments"]
        return [(row["syned_user_id"], row["syned_team_id"]) for row in rows]

    def vendor_has(self, word, role, status=None, coach=None, **facts):
        body = {"first_name": word.capitalize(), "last_name": SURNAME, "email": f"{word}@{MAIL}", "role": role,
                "syned_user_id": self.id(word), "preferred_username": f"{word}.{SURNAME.lower()}",
                "syned_school_id": "S-1", "syned_region_id": "R-1",
                "syned_coach_user_id": coach and self.id(coach), **facts}
        self.vendor_does("/users", **body)
        if status:
            self.vendor.set_status(self.id(word), status)

    # Waiting.

    def state(self, word):
        return self.engine.read(f"/api/competitors/{self.id(word)}")

    def until(self, what, holds, **patience):
        self.engine.until(what, holds, **patience)

    def until_fact(self, word, code, **patience):
        self.until(f"{word}: {code}", lambda: code in self.engine.facts_of(self.id(word)), **patience)

    def until_failed(self, calls=1):
        """So many calls to the vendor more have failed."""
        def failed():
            counts = self.engine.read("/api/admin/sync/usage")["calls"]["sinceStart"]
            return counts["failed"] + counts["rateLimited"]

        before = failed()
        self.until("calls fail", lambda: failed() >= before + calls)

    def until_coach(self, word, status):
        self.until(f"{word}: {status}", lambda: self.engine.read(f"/api/coaches/{self.id(word)}")["status"] == status)

    def settle(self, *but):
        self.engine.settle(self.people, but)

    def pause(self, seconds):
        time.sleep(seconds)

    # Looking.

    def expect(self, what, found, wanted):
        if found != wanted:
            raise AssertionError(f"{what}: {found!r}, not {wanted!r}")

    def error_of_team(self, word):
        error = self.engine.read(f"/api/teams/{self.id(word)}")["gamePlatform"]["error"]
        return error and error["code"]

    def expect_error(self, word, code):
        error = self.state(word)["gamePlatform"]["error"]
        self.expect(f"the error of {word}", error and error["code"], code)

    def look(self, label):
        self.looks[label] = look_at(self)

    def settled(self, label, *but):
        self.settle(*but)
        self.look(label)
