"""Scenarios of scores. The mock makes solves up; the independent vendor is given the same, and sums them up itself."""

from looks import plain

EVENT = "Flash CTF - November 2026"


def two_waves(s):
    """Solves of both feeds arrive twice; a sync without news says so."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.competitor("yara", "quill")
    s.settled("no scores yet")
    s.solves("zeph", 5)
    s.solves("zeph", 3, feed="flash", event=EVENT)
    s.solves("yara", 1, feed="flash", event=EVENT)
    s.sync("zeph")
    s.sync("yara")
    s.look("the first wave")
    s.sync("zeph")
    s.look("nothing new")
    s.solves("zeph", 4, ago=60)
    s.solves("zeph", 2, feed="flash", event="Flash CTF - December 2026", ago=60)
    s.sync("zeph")
    s.look("the second wave")


def late_solves(s):
    """Solves with times long before the newest one that is known."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settle()
    s.solves("zeph", 2, ago=600)
    s.sync("zeph")
    s.solves("zeph", 3, ago=5 * 86400)
    s.sync("zeph")
    s.look("the late ones are there")


def polled_by_itself(s):
    """Nobody asks: the interval brings the scores."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settle()
    s.solves("zeph", 4)
    s.solves("zeph", 2, feed="flash", event=EVENT)
    s.until("the scores are here", lambda: sums(s, "zeph") == (4, 2, 4))
    s.solves("zeph", 1, ago=30)
    s.until("the news are here", lambda: sums(s, "zeph") == (5, 2, 5))
    # What the newest poll came to depends on when one looks.
    s.looks["scores"] = plain(s.state("zeph")["scores"])


polled_by_itself.options = {"flags": ["--sync-poll-interval-seconds", "1"]}


def sums(s, word):
    scores = s.state(word)["scores"] or {}
    return tuple(scores.get(name) for name in ("odlSolvesStored", "flashSolvesStored", "challengesCompleted"))


def not_approved(s):
    """403 to the scores: the status is read, shown, and ends when the vendor changes its mind."""
    s.coach("quill")
    s.competitor("zeph", "quill")
    s.settle()
    s.solves("zeph", 2)
    s.vendor.set_status(s.id("zeph"), "pending_approval")
    s.ask("POST", f"/api/game-platform/competitors/{s.id('zeph')}/sync")
    s.until("it is seen", lambda: s.state("zeph")["gamePlatform"]["status"] == "pending_approval")
    s.settled("waits for approval")
    s.vendor.set_status(s.id("zeph"), "approved")
    s.sync("zeph")
    s.look("approved")


SCENARIOS = [two_waves, late_solves, polled_by_itself, not_approved]
