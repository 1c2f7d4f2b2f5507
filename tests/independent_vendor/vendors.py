"""The two vendors behind one face: what the contract says, and each one's own side door."""

import os
import sys
from urllib.parse import urlencode

from asking import ask
from processes import Process

BASE = "/integrations/syned/v1"
HERE = os.path.dirname(os.path.abspath(__file__))
FOR_EVER = 10**9


class Vendor:
    """Stopped and started again it has the same port, and has forgotten everything."""

    token = "the-token"

    def __init__(self, directory, options):
        self.directory, self.options, self.process, self.port = directory, options, None, 0

    def start(self):
        self.process = Process(self.arguments(), os.path.join(self.directory, "vendor.log"), r"http://[^/]*:(\d+)/",
                               self.environment())
        self.port = self.process.port

    def stop(self):
        if self.process:
            self.process.kill()
            self.process = None

    def environment(self):
        return {}

    def contract(self, method, path, body=None, headers=None, **query):
        target = BASE + path + ("?" + urlencode(query) if query else "")
        return ask(self.port, method, target, body, {"Authorization": f"Bearer {self.token}", **(headers or {})})

    def door(self, method, path, body=None):
        answer = ask(self.port, method, self.door_path + path, body)
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} of {self.name}: {answer.status} {answer.body}")
        return answer.json

    def scores_of(self, user):
        """Everything that the contract shows of them."""
        odl = self.contract("GET", "/scores/get_odl_scores", syned_user_id=user)
        flash = self.contract("GET", "/scores/get_flash_ctf_progress", syned_user_id=user)
        return {"odl": odl.json["challenge_solves"] if odl.status < 300 else [],
                "flash": flash.json["flash_ctfs"] if flash.status < 300 else []}


class Mock(Vendor):
    name, door_path = "mock", "/__admin"

    def __init__(self, binary, directory, options):
        super().__init__(directory, options)
        self.binary = binary

    def arguments(self):
        out = [self.binary, "mock", "--mock-listen", f"127.0.0.1:{self.port}"]
        if not self.options.get("status_on_create", True):
            out += ["--omit-status-on-create", "true"]
        if self.options.get("unique_usernames", False):
            out += ["--unique-usernames", "true"]
        return out if self.options.get("password_reset", True) else out + ["--offers-password-reset", "false"]

    def environment(self):
        return {"GAME_PLATFORM_API_TOKEN": self.token}

    def kept(self):
        state = self.door("GET", "/state")
        return {"users": {one["synedUserId"]: {"role": one["role"], "status": one["status"], "made": one["created"]}
                          for one in state["users"]},
                "teams": {one["synedTeamId"]: {"division": one["division"], "coach": one["synedCoachUserId"],
                                               "made": one["created"]} for one in state["teams"]}}

    def set_status(self, user, status):
        self.door("POST", "/status", {"synedUserId": user, "status": status})

    def add_solves(self, tape, user, **activity):
        """Makes solves up, and says on the tape what the user has by now."""
        self.door("POST", "/activity", {"synedUserId": user, **activity})
        tape.append(self.scores_of(user))

    def fail(self, path="", status=503, retry_after=None, lost=False, html=False):
        faults = {"onlyPath": path} if path else {}
        if lost:
            faults.update(cutRate=1.0)
        elif html:
            faults.update(htmlRate=1.0, status=status)
        elif status == 429:
            faults.update(rateLimitPerSecond=0.4, retryAfter=retry_after)
        else:
            faults.update(errorRate=1.0, status=status)
        self.door("POST", "/faults", faults)

    def heal(self):
        self.door("POST", "/faults", {})


class Independent(Vendor):
    name, door_path = "independent", "/_test"

    def arguments(self):
        out = [sys.executable, os.path.join(HERE, "vendor.py"), "--port", str(self.port), "--token", self.token,
               "--character", self.options.get("character", "strict")]
        if not self.options.get("status_on_create", True):
            out.append("--without-status-on-create")
        return out if self.options.get("password_reset", True) else out + ["--without-password-reset"]

    def kept(self):
        """As much as the mock shows of itself. An id is made once here, whatever is asked."""
        state = self.door("GET", "/state")
        return {"users": {one["syned_user_id"]: {"role": one["role"], "status": one["status"], "made": 1}
                          for one in state["users"]},
                "teams": {one["syned_team_id"]: {"division": one["division"], "coach": one["syned_coach_user_id"],
                                                 "made": 1} for one in state["teams"]}}

    def set_status(self, user, status):
        self.door("POST", "/status", {"syned_user_id": user, "status": status})

    def add_solves(self, tape, user, **_):
        """What the mock made up for the same words; totals are this vendor's own."""
        self.door("POST", "/scores", {"syned_user_id": user, **tape.pop(0)})

    def fail(self, path="", status=503, retry_after=None, lost=False, html=False):
        self.door("POST", "/faults", [{"path": BASE + path, "times": FOR_EVER, "status": status, "retry_after": retry_after,
                                       "executed": lost, "html": html}])

    def heal(self):
        self.door("POST", "/faults", [])

