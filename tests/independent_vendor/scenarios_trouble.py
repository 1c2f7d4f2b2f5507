"""Scenarios in which something goes wrong: at the vendor, on the way, or with the engine's process."""

from story import MAIL
from vendors import Independent


def coach_approved_later(s):
    """A coach who was at the platform before, waiting; the competitors go on when approval is seen."""
    s.vendor_has("quill", "coach", status="pending_approval")
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.until_fact("zeph", "waiting-for-coach")
    s.settled("parked")
    s.vendor.set_status(s.id("quill"), "approved")
    s.until("nobody has to ask", lambda: s.state("zeph")["onboarding"] == "done", patience=90)
    s.settled("gone on")


coach_approved_later.options = {"flags": ["--onboarding-found-account", "adopt"]}


def coach_denied(s):
    """Denied; asked again nothing is known sooner; approved, all goes on within the minute."""
    s.vendor_has("quill", "coach", status="denied")
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.until_fact("zeph", "waiting-for-coach")
    s.settled("denied")
    s.vendor.set_status(s.id("quill"), "approved")
    s.ask("POST", f"/api/game-platform/coaches/{s.id('quill')}")
    s.until("it is seen", lambda: s.state("zeph")["onboarding"] == "done", patience=90)
    s.settled("approved")


coach_denied.options = {"flags": ["--onboarding-found-account", "adopt"]}


def found_accounts(s):
    """Accounts that nobody of ours made are held; an admin adopts the one and rejects the other."""
    s.coach("quill")
    s.settle()
    s.vendor_has("zeph", "user", coach="quill")
    s.vendor_has("yara", "user", coach="quill")
    s.competitor("zeph", "quill")
    s.competitor("yara", "quill")
    for word in ("zeph", "yara"):
        s.until_fact(word, "account-held")
    s.settled("held")
    s.ask("POST", f"/api/admin/accounts/{s.id('zeph')}/adopt")
    s.ask("POST", f"/api/admin/accounts/{s.id('yara')}/reject")
    s.until("adopted", lambda: s.state("zeph")["onboarding"] == "done")
    s.settled("decided")


def address_in_use(s):
    """Another account has the e-mail address: a lasting conflict until it is another one."""
    s.coach("quill")
    s.settle()
    s.vendor_has("other", "user", coach="quill", email=f"zeph@{MAIL}")
    s.competitor("zeph", "quill")
    s.until_fact("zeph", "onboarding-failed")
    s.expect_error("zeph", "vendor-email-taken")
    s.change("zeph", emailPersonal=f"zeph.two@{MAIL}")
    s.until("zeph is there", lambda: s.state("zeph")["onboarding"] == "done")
    s.expect_error("zeph", None)
    s.expect("zeph", s.state("zeph")["gamePlatform"]["username"], "zeph.brackwater")


# The mock lets everybody have the same address: it cannot say this 409.
address_in_use.kinds = (Independent,)
address_in_use.options = {"character": "strict"}


def username_in_use(s):
    """Others have the usernames that were made up: two more are tried, then it is a lasting conflict."""
    s.coach("quill")
    s.settle()
    s.vendor_has("twin", "user", coach="quill", preferred_username="zeph.brackwater")
    for number, word in (("", "other"), ("2", "third"), ("3", "fourth")):
        s.vendor_has(word, "user", coach="quill", preferred_username=f"yara.brackwater{number}")
    s.competitor("zeph", "quill")
    s.competitor("yara", "quill")
    s.until("zeph is there", lambda: s.state("zeph")["onboarding"] == "done")
    s.expect("zeph", s.state("zeph")["gamePlatform"]["username"], "zeph.brackwater2")

    def lasts():
        error = s.state("yara")["gamePlatform"]["error"]
        return error and not error["remedy"].startswith("Nothing to do")

    s.until("it lasts", lasts)
    s.expect_error("yara", "vendor-username-taken")
    s.change("yara", preferredUsername="yara-two")
    s.until("yara is there", lambda: s.state("yara")["onboarding"] == "done")
    s.expect_error("yara", None)
    s.expect("yara", s.state("yara")["gamePlatform"]["username"], "yara-two")


username_in_use.options = {"character": "strict", "unique_usernames": True}


def team_name_in_use(s):
    """Somebody made a team of the coach's under that name there: a lasting conflict until it is another one."""
    s.coach("quill")
    s.settle()
    s.vendor_does("/teams", syned_coach_user_id=s.id("quill"), syned_team_id="elsewhere", team_name="The Owls",
                  affiliation="Elsewhere", division="high_school")
    s.competitor("zeph", "quill")
    s.team("owls", "quill")
    s.put_on("owls", "zeph")
    s.until("it is told", lambda: s.error_of_team("owls") == "vendor-conflict")
    s.team("owls", "quill", name="The Barn Owls")
    s.until("the team is made", lambda: s.error_of_team("owls") is None)
    s.settle()
    s.expect("the assignments", s.assignments_there(), [(s.id("zeph"), s.id("owls"))])


team_name_in_use.kinds = (Independent,)
team_name_in_use.options = {"character": "strict"}


def password_reset(s):
    """The vendor mails once for each request."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settle()
    s.reset_password("zeph")
    s.until_fact("zeph", "password-reset-sent")
    s.settled("mailed")


def password_reset_not_offered(s):
    """No published version has the call: FastAPI's own 404 is about the route, and about nobody."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settle()
    s.reset_password("zeph")
    s.until_fact("zeph", "password-reset-failed")
    s.settled("not offered")


password_reset_not_offered.options = {"password_reset": False}


def vendor_away_at_first(s):
    """Everything is asked for before the vendor answers for the first time."""
    s.vendor.stop()
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.until_coach("quill", "failed")
    s.vendor.start()
    s.settled("made up for")


def vendor_forgets(s):
    """The vendor comes back and knows nobody: nothing is invented, and what is lacking is told."""
    s.coach("quill")
    s.team("owls", "quill")
    s.competitor("zeph", "quill")
    s.put_on("owls", "zeph")
    s.settle()
    s.vendor.stop()
    s.vendor.start()
    s.ask("POST", f"/api/game-platform/competitors/{s.id('zeph')}/sync")
    s.until("it is told", lambda: s.state("zeph")["sync"]["lastResult"] == "missing_remote")
    s.settled("nobody is there")


def vendor_restarts_with_work(s):
    """Restarted while work waits that does not need what it forgot."""
    s.coach("quill")
    s.settle()
    s.vendor.stop()
    s.coach("rook")
    s.competitor("zeph", "rook")
    s.until_coach("rook", "failed")
    s.vendor.start()
    s.settled("the new ones are there")


def killed(s):
    """The engine is killed again and again while it works; each thing happens once."""
    s.by_chance = True
    s.coach("quill")
    s.team("owls", "quill")
    s.team("elks", "quill")
    words = ["zeph", "yara", "xan", "wim"]
    for word in words:
        s.competitor(word, "quill")
    s.put_on("owls", *words[:3])
    s.kill_and_start()
    s.put_on("elks", "zeph", "wim")
    s.kill_and_start()
    s.take_off("owls", "yara")
    s.kill_and_start()
    s.settled("as it was wanted last")


def errors(s):
    """503 to everything for a while."""
    s.coach("quill")
    s.settle()
    s.vendor.fail(status=503)
    s.competitor("zeph", "quill")
    s.until_failed()
    s.vendor.heal()
    s.settled("tried again")


def lost_answers(s):
    """Writes that were done, or not, and never answered: looked up, and not made twice."""
    s.coach("quill")
    s.team("owls", "quill")
    s.competitor("yara", "quill")
    s.settle()
    s.vendor.fail("/users", lost=True)
    s.competitor("zeph", "quill")
    s.put_on("owls", "yara")
    s.until_failed(2)
    s.vendor.heal()
    s.put_on("owls", "zeph")
    s.settled("each once")


def too_many(s):
    """429 with a time to wait."""
    s.coach("quill")
    s.settle()
    s.vendor.fail(status=429, retry_after=1)
    for word in ("zeph", "yara", "xan"):
        s.competitor(word, "quill")
    s.until_failed()
    s.vendor.heal()
    s.settled("waited")


def proxys_page(s):
    """A page of HTML with 403 is nobody's word: not the vendor's."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settle()
    s.vendor.fail(status=403, html=True)
    s.competitor("yara", "quill")
    s.until_fact("yara", "onboarding-failed")
    s.vendor.heal()
    s.look("not tried again at once")


def wrong_base(s):
    """The wrong path: nobody's data is sent there. With the right one it goes on."""
    s.engine.stop()
    s.engine.start(base_path="/integrations/syned/v2")
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.until_coach("quill", "failed")
    s.until_fact("zeph", "waiting-for-coach")
    s.look("at the wrong path")
    s.engine.stop()
    s.engine.start()
    s.ask("POST", f"/api/game-platform/coaches/{s.id('quill')}")
    s.settled("at the right one")


def wrong_token(s):
    """401, then a new token."""
    s.engine.stop()
    s.engine.start(token="an-old-token")
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.until_coach("quill", "failed")
    s.until_fact("zeph", "waiting-for-coach")
    s.look("with the old token")
    s.engine.stop()
    s.engine.start()
    s.settled("with the new one")


def switched_off(s):
    """Commands are recorded and nothing is sent; switched on, all is sent."""
    s.engine.stop()
    s.engine.start(flags=["--vendor-enabled", "false"])
    s.coach("quill")
    s.team("owls", "quill")
    s.competitor("zeph", "quill")
    s.put_on("owls", "zeph")
    s.look("switched off")
    s.engine.stop()
    s.engine.start()
    s.settled("switched on")


def drift(s):
    """Somebody has changed teams at the platform: missing and wrong ones are healed, also in a dry run's words."""
    s.coach("quill")
    s.team("owls", "quill")
    s.team("elks", "quill")
    words = ["zeph", "yara", "xan", "wim", "vito", "ulla"]
    for word in words:
        s.competitor(word, "quill")
    s.put_on("owls", *words[:3])
    s.put_on("elks", *words[3:5])
    s.settle()
    for word in ("zeph", "yara"):
        s.vendor_does("/users/delete_assignment", syned_user_id=s.id(word))
    s.vendor_does("/users/assign_team", syned_user_id=s.id("yara"), syned_team_id=s.id("elks"))
    s.vendor_does("/users/assign_team", syned_user_id=s.id("ulla"), syned_team_id=s.id("owls"))
    s.reconcile(dry_run=True)
    s.look("what would be done")
    s.reconcile()
    s.settled("healed")
    s.reconcile()
    s.settled("nothing is left")


def held_removals(s):
    """Too many would be taken off: an admin approves."""
    s.coach("quill")
    s.team("owls", "quill")
    words = ["zeph", "yara", "xan", "wim", "vito"]
    for word in words:
        s.competitor(word, "quill")
    s.settle()
    for word in words:
        s.vendor_does("/users/assign_team", syned_user_id=s.id(word), syned_team_id=s.id("owls"), may_fail=True)
    s.put_on("owls", "zeph")
    s.settle()
    for word in words:
        s.vendor_does("/users/assign_team", syned_user_id=s.id(word), syned_team_id=s.id("owls"), may_fail=True)
    run = s.reconcile()
    s.look("held")
    s.ask("POST", f"/api/admin/drift/{run}/approve")
    s.until("they are taken off", lambda: s.assignments_there() == [(s.id("zeph"), s.id("owls"))])
    s.settled("approved")


SCENARIOS = [coach_approved_later, coach_denied, found_accounts, address_in_use, username_in_use, team_name_in_use, password_reset,
             password_reset_not_offered, vendor_away_at_first, vendor_forgets, vendor_restarts_with_work, killed, errors,
             lost_answers, too_many, proxys_page, wrong_base, wrong_token, switched_off, drift, held_removals]
