"""The engine under test: its process, its API, and when it has nothing left to do."""

import os
import time
import uuid

from asking import ask
from processes import Process

PATIENCE = 40  # Seconds for anything to come about.
# What the explanation says while something that somebody wants is not done.
WORK = {"next-coach-account", "next-onboarding", "next-assignment", "next-password-reset", "next-coach-account-retry",
        "next-onboarding-retry", "next-assignment-retry", "onboarding-wanted", "onboarding-under-way", "team-under-way",
        "team-leaving", "team-waits-for-team"}
# Why a competitor may wait for the coach for longer than a moment.
COACH_BLOCKS = {"coach-not-approved", "coach-incomplete", "coach-account-failed", "coach-account-held",
                "coach-account-rejected"}


class Engine:
    def __init__(self, binary, directory, vendor, options):
        self.binary, self.directory, self.vendor, self.options = binary, directory, vendor, options
        self.process = None
        self.position = 0  # Of the newest command: what is read must have seen it.
        self.log = os.path.join(directory, "engine.log")
        self.data = os.path.join(directory, "data")

    def start(self, base_path="/integrations/syned/v1", token=None, flags=()):
        arguments = [self.binary, "serve", "--data-dir", self.data, "--dev-auth", "true", "--listen", "127.0.0.1:0",
                     "--http-address-requests-per-second", "0", "--http-coach-triggers-per-minute", "0",
                     "--vendor-requests-per-second", "500", "--vendor-start-requests-per-second", "100",
                     "--vendor-base-url", f"http://127.0.0.1:{self.vendor.port}{base_path}", "--scrub-hours", "0",
                     "--log-level", "debug", *self.options.get("flags", ()), *flags]
        self.process = Process(arguments, self.log, r'"http_listening".*"port":(\d+)',
                               {"GAME_PLATFORM_API_TOKEN": token or self.vendor.token})
        self.until("the engine is ready", lambda: self.ask("GET", "/readyz").status == 200)

    def kill(self):
        if self.process:
            self.process.kill()
            self.process = None

    def stop(self):
        code = self.process.stop()
        self.process = None
        if code != 0:
            raise RuntimeError(f"the engine ended with {code}")

    def ask(self, method, path, body=None, who="admin:root"):
        headers = {"Authorization": f"Bearer dev:{who}", "Idempotency-Key": str(uuid.uuid4())}
        if method == "POST" and body is None:
            body = b""
        answer = ask(self.process.port, method, path, body, headers)
        if method != "GET" and answer.status < 300:
            self.position = max(self.position, answer.json.get("position", 0))
        return answer

    def read(self, path):
        answer = self.ask("GET", path if "/sync/usage" in path else f"{path}?minPosition={self.position}")
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status} {answer.body[:300]}")
        return answer.json

    def until(self, what, holds, patience=PATIENCE):
        """Level-triggered: asks until it is so."""
        end = time.monotonic() + patience
        while not holds():
            if not self.process.running():
                raise RuntimeError(f"the engine ended: {self.process.said()[-2000:]}")
            if time.monotonic() > end:
                raise TimeoutError(f"not within {patience} s: {what}")
            time.sleep(0.03)

    def facts_of(self, competitor):
        return {fact["code"] for fact in self.read(f"/api/competitors/{competitor}/explain")["facts"]}

    def waiting(self, people, but):
        """Why it is not quiet, or nothing. `people`: ids by kind, and for whom an account was asked; `but`: what may be
        open all the same."""
        usage = self.read("/api/admin/sync/usage")
        if any(lane["waiting"] or lane["inFlight"] for lane in usage["lanes"]):
            return "calls are under way"
        for coach in people["coaches"]:
            status = self.read(f"/api/coaches/{coach}")["status"]
            if status == "calling" or status == "none" and coach in people["asked"]:
                return "a coach's account is under way"
        for competitor in people["competitors"]:
            facts = self.facts_of(competitor)
            one = self.read(f"/api/competitors/{competitor}")
            found = facts & WORK - set(but)
            if found:
                return f"open: {', '.join(sorted(found))}"
            if one["onboarding"] == "none" and competitor in people["asked"]:
                return "an onboarding has not begun"
            if one["onboarding"] == "parked" and not facts & COACH_BLOCKS:
                return "an onboarding has not gone on yet"
            if one["onboarding"] == "done" and one["isActive"] and self._unpolled(one):
                return "scores were not polled yet"
        for team in people["teams"]:
            found = self.ask("GET", f"/api/teams/{team}").json
            if found.get("gamePlatform", {}).get("status") in ("calling", "deleting"):
                return "a team is under way"
        return None

    @staticmethod
    def _unpolled(competitor):
        return competitor["sync"] is None or competitor["sync"]["lastResult"] is None

    def settle(self, people, but=()):
        """Quiet twice, so that what follows from an answer has begun."""
        last = ["not looked yet"]

        def quiet():
            for _ in range(2):
                last[0] = self.waiting(people, but)
                if last[0]:
                    return False
                time.sleep(0.04)
            return True

        try:
            self.until("nothing is pending", quiet)
        except TimeoutError as error:
            raise TimeoutError(f"{error}: {last[0]}") from error

    def process_log(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()
