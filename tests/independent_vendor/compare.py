#!/usr/bin/python3
"""The engine between a dashboard and two vendors: our mock, and the one that was written from the contract alone.
Whatever happens, it must end the same.

Each scenario is driven twice, each time with a new engine and data directory, in front of either vendor. Then what the
engine answers and what the vendor has are compared, by value: ids that a vendor makes up, times and counts of attempts
apart. Exit code 0: all equal; 1: something differs or went wrong.
"""

import argparse
import concurrent.futures
import json
import os
import re
import sys
import tempfile
import time
import traceback

import looks
import raw_requests
import scenarios_roster
import scenarios_scores
import scenarios_trouble
from known import Known
from story import MAIL, SURNAME, Story
from vendors import Independent, Mock

AT_ONCE = 5  # They wait more than they work.
KNOWN = Known()


class Difference:
    def __init__(self, what, mock, independent):
        self.what, self.mock, self.independent = what, mock, independent

    def __str__(self):
        return (f"    {self.what}\n      mock:        {json.dumps(self.mock, ensure_ascii=False)[:600]}"
                f"\n      independent: {json.dumps(self.independent, ensure_ascii=False)[:600]}")


def all_scenarios():
    # The longest first.
    found = scenarios_trouble.SCENARIOS + scenarios_scores.SCENARIOS + scenarios_roster.SCENARIOS
    return {scenario.__name__: scenario for scenario in found}


def play(scenario, binary, vendor_kind, directory, tape, now, character):
    options = {"character": character, **getattr(scenario, "options", {})}
    os.makedirs(directory)
    vendor = Mock(binary, directory, options) if vendor_kind is Mock else Independent(directory, options)
    story = Story(binary, vendor, directory, tape, now, options)
    try:
        story.begin()
        scenario(story)
        story.told_and_kept = looks.told_and_kept(story)
        with open(os.path.join(directory, "looks.json"), "w", encoding="utf-8") as file:
            json.dump(story.looks, file, indent=1, ensure_ascii=False)
    except Exception as error:
        error.args = (f"{vendor.name}: {error}",)
        raise
    finally:
        story.end()
    return story


def personal_lines(story):
    """Nobody's name or address may be in a log line of the engine."""
    said = story.engine.process_log()
    words = re.compile(rf"{SURNAME}|{MAIL}|{story.vendor.token}|Brackw", re.IGNORECASE)
    return [line[:300] for line in said.splitlines() if words.search(line)]


def where_it_failed(error):
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "scenarios_" in one.filename][-1:]
    return ", ".join(f"line {one.lineno}: {one.line}" for one in frames)


def both_worlds(scenario, binary, directory, character):
    """The stories in front of either vendor. At once, unless the one needs what the mock made up in the other."""
    tape, now = [], int(time.time())
    kinds = getattr(scenario, "kinds", (Mock, Independent))
    plays = [(scenario, binary, kind, os.path.join(directory, kind.name), tape, now, character) for kind in kinds]
    if scenario in scenarios_scores.SCENARIOS:
        return [play(*one) for one in plays]
    with concurrent.futures.ThreadPoolExecutor(len(plays)) as pool:
        return [job.result() for job in [pool.submit(play, *one) for one in plays]]


def run_scenario(name, scenario, binary, directory, character):
    """Differences, how many were known before, and how long it took."""
    begin = time.monotonic()
    try:
        stories = both_worlds(scenario, binary, os.path.join(directory, name), character)
    except Exception as error:  # Whatever it was, the other scenarios go on.
        failed = Difference(f"{name}: {type(error).__name__}: {error} ({where_it_failed(error)})", "", "")
        return [failed], 0, time.monotonic() - begin
    found = [Difference(*one) for one in looks.differences(stories[0].looks, stories[-1].looks)]
    for story in stories:
        found += [Difference("a log line with something personal", story.vendor.name, line)
                  for line in personal_lines(story)]
        found += [Difference("the vendor keeps something else than was told", *one) for one in story.told_and_kept]
    new = [one for one in found if not KNOWN.covers(name, one)]
    return new, len(found) - len(new), time.monotonic() - begin


def run_raw(_, __, binary, directory, ___):
    """The requests to both vendors, where the contract leaves no choice or both chose the same."""
    begin = time.monotonic()
    place = os.path.join(directory, "requests")
    os.makedirs(place)
    vendors = [Mock(binary, place, {}), Independent(place, {"character": "generous"})]
    found = []
    try:
        for vendor in vendors:
            vendor.start()
        for request in raw_requests.requests():
            mock, independent = (raw_requests.answer_of(vendor, request) for vendor in vendors)
            if mock != independent:
                found.append(Difference(request[0], mock, independent))
    finally:
        for vendor in vendors:
            vendor.stop()
    new = [one for one in found if not KNOWN.covers("requests", one)]
    return new, len(found) - len(new), time.monotonic() - begin


def arguments_of():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", nargs="?", help="lockstep")
    parser.add_argument("--scenario", action="append", metavar="NAME", help="only this one; may be repeated")
    parser.add_argument("--list", action="store_true", help="the scenarios, and what each is about")
    parser.add_argument("--long", action="store_true", help="also with the vendor of the other character (choices.py)")
    parser.add_argument("--character", default="strict", choices=("strict", "generous"),
                        help="of the independent vendor")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, metavar="N", help=f"scenarios at a time [{AT_ONCE}]")
    parser.add_argument("--keep", metavar="DIRECTORY", help="logs and data stay there")
    return parser.parse_args()


def compare(given, scenarios, character, directory):
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(given.at_once) as pool:
        jobs = {}
        for name, scenario in scenarios.items():
            run = run_raw if scenario is None else run_scenario
            jobs[pool.submit(run, name, scenario, given.binary, directory, character)] = name
        for number, job in enumerate(concurrent.futures.as_completed(jobs), 1):
            new, known_count, seconds = job.result()
            bad += bool(new)
            said = "differs" if new else "equal"
            also = f", {known_count} known differences" if known_count else ""
            print(f"[{number}/{len(jobs)}] {jobs[job]} ({character}): {said}{also}, {seconds:.1f} s", flush=True)
            for one in new:
                print(one, flush=True)
    return bad


def main():
    given = arguments_of()
    scenarios = {"requests": None, **all_scenarios()}
    if given.list:
        for name, scenario in scenarios.items():
            print(f"{name:28}{((scenario or run_raw).__doc__ or '').strip().splitlines()[0]}")
        return 0
    unknown = set(given.scenario or ()) - set(scenarios)
    if unknown or not given.binary:
        print(f"no such scenario: {', '.join(unknown)}" if unknown else "which binary?", file=sys.stderr)
        return 2
    chosen = {name: one for name, one in scenarios.items() if not given.scenario or name in given.scenario}
    given.binary = os.path.abspath(given.binary)
    characters = ["strict", "generous"] if given.long else [given.character]
    begin, bad = time.monotonic(), 0
    for character in characters:
        if given.keep:
            bad += compare(given, chosen, character, os.path.join(given.keep, character))
        else:
            with tempfile.TemporaryDirectory() as directory:
                bad += compare(given, chosen, character, directory)
    for scenario, what, why in KNOWN.gone(chosen):
        bad += 1
        print(f"known.py: {scenario}, {what} is not seen any more: {why}")
    print(f"{len(chosen) * len(characters)} scenarios, {bad} with differences, {time.monotonic() - begin:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
