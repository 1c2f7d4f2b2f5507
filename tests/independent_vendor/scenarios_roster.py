"""Scenarios of people and teams, with a vendor that answers."""

from story import MAIL


def onboarding(s):
    """A coach, and competitors of each division, names that need letters of plain ASCII among them."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.competitor("yara", "quill", division="middle_school", firstName="Yára", lastName="Brackwåter-Ølund")
    s.competitor("xan", "quill", division="college", preferredUsername="Xan_The-1st")
    s.competitor("wim", "quill", emailPersonal=None, emailSchool=f"wim@school.{MAIL}", synedSchoolId="S-9",
                 synedRegionId="R-9")
    s.settled("all are there")
    s.onboard("zeph")
    s.settled("once more changes nothing")


def divisions(s):
    """Coach, team and member of a college and of a middle school; who is of another division is refused."""
    s.coach("rook", division="middle_school")
    s.team("elks", "rook", division="middle_school")
    s.competitor("xan", "rook", division="middle_school")
    s.put_on("elks", "xan")
    s.coach("quill", division="college")
    s.team("owls", "quill", division="college", affiliation="Hill College")
    s.competitor("zeph", "quill", division="college")
    s.competitor("yara", "quill")
    s.put_on("owls", "zeph")
    s.put_on("owls", "yara", status=409)
    s.settled("the one is on the team, the other is not")


def not_ready(s):
    """What is missing is refused with its name, and goes on when it is there."""
    s.coach("quill", account=False)
    s.competitor("zeph", "quill", onboard=False, complianceComplete=False, complianceDate=None)
    s.competitor("yara", "quill", onboard=False, profileComplete=False)
    s.onboard("zeph", status=409)
    s.onboard("yara", status=409)
    s.settled("nothing was sent")
    s.change("zeph", complianceComplete=True, complianceDate="2026-02-01")
    s.ask("POST", f"/api/game-platform/competitors/{s.id('zeph')}?dryRun=true")
    s.settled("a dry run sends nothing")
    s.onboard("zeph")
    s.settled("the coach was made for the competitor")


def status_not_told(s):
    """The answer to a create has no status: nobody takes that for one."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settled("without a status")


status_not_told.options = {"status_on_create": False}


def teams(s):
    """Members come, move, go; an empty team is deleted, one with members is not."""
    s.coach("quill")
    for word in ("zeph", "yara", "xan"):
        s.competitor(word, "quill")
    s.team("owls", "quill")
    s.team("elks", "quill", affiliation="Elsewhere")
    s.put_on("owls", "zeph", "yara")
    s.put_on("elks", "xan")
    s.settled("two teams")
    s.put_on("elks", "zeph")
    s.settled("one has moved")
    s.take_off("owls", "yara")
    s.take_off("owls", "yara")
    s.settled("one is on no team")
    s.delete_team("elks", status=409)
    s.delete_team("owls")
    s.settled("the empty team is gone")
    s.team("owls", "quill", status=409)


def there_and_back(s):
    """Moves that follow each other faster than the vendor is told."""
    s.by_chance = True
    s.coach("quill")
    s.team("owls", "quill")
    s.team("elks", "quill")
    for word in ("zeph", "yara", "xan"):
        s.competitor(word, "quill")
    s.put_on("owls", "zeph", "yara", "xan")
    s.settle()
    for _ in range(3):
        s.put_on("elks", "zeph", "yara")
        s.put_on("owls", "zeph")
        s.take_off("elks", "yara")
        s.take_off("owls", "xan")
        s.put_on("elks", "xan")
    s.settled("where they were put last")


def six(s):
    """A full team: the seventh is refused, and comes when somebody has left."""
    s.coach("quill")
    s.team("owls", "quill")
    words = ["zeph", "yara", "xan", "wim", "vito", "ulla", "tove"]
    for word in words:
        s.competitor(word, "quill")
    s.put_on("owls", *words[:6])
    s.put_on("owls", "tove", status=409)
    s.settle()
    s.take_off("owls", "zeph")
    s.put_on("owls", "tove")
    s.settled("six, and one on no team")


def team_before_onboarding(s):
    """Who is on a team already is put on it there as soon as the account is made."""
    s.coach("quill", account=False)
    s.team("owls", "quill")
    s.competitor("zeph", "quill", onboard=False)
    s.put_on("owls", "zeph")
    s.settled("only wanted")
    s.onboard("zeph")
    s.settled("everything is made in its order")


def renamed(s):
    """A team's new name and another e-mail cannot be told to the platform, and are shown as that."""
    s.coach("quill")
    s.team("owls", "quill")
    s.competitor("zeph", "quill")
    s.put_on("owls", "zeph")
    s.settle()
    s.team("owls", "quill", name="The Barn Owls")
    s.change("zeph", emailPersonal=f"other@{MAIL}", lastName="Brackwaterson")
    s.settle()
    s.reconcile()
    s.settled("shown, and nothing is sent")


def consent(s):
    """Consent that is withdrawn before the account, and after it."""
    s.coach("quill")
    s.competitor("zeph", "quill", onboard=False)
    s.competitor("yara", "quill")
    s.settle()
    for word in ("zeph", "yara"):
        s.change(word, complianceComplete=False, complianceDate=None)
    s.onboard("zeph", status=409)
    s.settled("withdrawn")
    s.change("zeph", complianceComplete=True, complianceDate="2026-03-01")
    s.onboard("zeph")
    s.settled("given again")


def inactive(s):
    """Nothing is sent about who is inactive; active again, all goes on."""
    s.coach("quill")
    s.team("owls", "quill")
    s.team("elks", "quill")
    s.competitor("zeph", "quill")
    s.competitor("yara", "quill", onboard=False)
    s.put_on("owls", "zeph")
    s.settle()
    s.change("zeph", isActive=False)
    s.change("yara", isActive=False)
    s.onboard("yara", status=409)
    s.settled("both are inactive")
    s.take_off("owls", "zeph")
    s.settled("taken off the team all the same")
    s.change("zeph", isActive=True)
    s.change("yara", isActive=True)
    s.put_on("elks", "zeph")
    s.onboard("yara")
    s.settled("active again")


def another_coach(s):
    """A competitor who changes to another coach has the old one at the platform, which is shown."""
    s.coach("quill")
    s.coach("rook")
    s.competitor("zeph", "quill")
    s.settle()
    s.change("zeph", coachId=s.id("rook"))
    s.reconcile()
    s.settled("the platform has the other coach")


def lent(s):
    """School and region come from the coach, as they are when the account is made."""
    s.coach("quill", account=False, schoolName=None, region=None)
    s.competitor("zeph", "quill")
    s.settled("the coach lacks school and region", "next-onboarding")
    s.coach("quill", account=False, schoolName="Hill School", region="south")
    s.settled("made with what is lent")


def same_names(s):
    """Two coaches may each have a team of one name; one coach may not."""
    s.coach("quill")
    s.coach("rook")
    s.team("owls", "quill", name="The Owls")
    s.team("elks", "rook", name="The Owls")
    s.team("bees", "quill", name="the OWLS", status=409)
    s.people["teams"].remove(s.id("bees"))
    s.competitor("zeph", "quill")
    s.competitor("yara", "rook")
    s.put_on("owls", "zeph")
    s.put_on("elks", "yara")
    s.settled("two teams of one name")


def odd_addresses(s):
    """What the engine takes as an e-mail address, the vendor's validator has to take as well."""
    with_addresses(s, ADDRESSES)


def special_addresses(s):
    """The same of domains in which nobody can have mail, and of names that no domain may have."""
    with_addresses(s, SPECIAL_ADDRESSES)


def with_addresses(s, addresses):
    s.coach("quill")
    taken = []
    for number, address in enumerate(addresses):
        word = f"kid{number}"
        answer = s.engine.ask("PUT", f"/api/competitors/{s.id(word)}", {
            "coachId": s.id("quill"), "firstName": "Kid", "lastName": f"Brackwater{number}", "emailPersonal": address,
            "division": "high_school", "profileComplete": True, "complianceComplete": True})
        if answer.status == 200:
            taken.append(address)
            s.people["competitors"].append(s.id(word))
            s.onboard(word)
    s.settled("who was taken")
    s.looks["taken by the engine"] = taken


ADDRESSES = [
    f"first.last+tag@{MAIL}", f"o'neil@{MAIL}", f"UPPER@{MAIL.upper()}", f"a_b-c@{MAIL}", "kid@example.com",
    "kid@localhost", "kid@example.internal",
    f"two..dots@{MAIL}", f".dot@{MAIL}", f"dot.@{MAIL}", "kid@bücher.example.org", "kid@xn--bcher-kva.example.org",
    "kïd@example.org", f"{'l' * 64}@{MAIL}", f"{'l' * 65}@{MAIL}", f"kid@{'d' * 63}.example.org",
    f"kid@{'d' * 64}.example.org", "kid@127.0.0.1", "kid@[127.0.0.1]", "kid@a.b", "kid@school.123", "kid@-a.example.org",
    "kid@a_b.example.org", f"kid!#$%&*/=?^`{{|}}~@{MAIL}", f'"kid kid"@{MAIL}', f"kid@{MAIL}.",
    "kid@example", "kid@school.example", f"@{MAIL}", "kid", "kid@", f"a@b@{MAIL}",
]

SPECIAL_ADDRESSES = ["kid@school.test", "kid@school.invalid", "kid@school.local", "kid@school.onion", "kid@school.arpa",
                     "kid@school.x1", "kid@sc--hool.example.org", "kid@xn--a.example.org"]

SCENARIOS = [onboarding, divisions, not_ready, teams, there_and_back, six, team_before_onboarding, renamed, consent,
             inactive, another_coach, lent, same_names, odd_addresses, special_addresses,
             status_not_told]
