"""Random requests from the description of the API to the real engine with the mock vendor behind it.
Every answer must be one that is described, and none a 5xx.

usage: fuzz.py LOCKSTEP_BINARY [REQUESTS [SEED]]
"""

import collections
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time

from api_document import ApiDocument
from random_requests import Generator, id_of

PATIENCE = 20
COACH = {"email": "a.coach@example.org", "firstName": "A", "lastName": "Coach", "schoolName": "Hill", "region": "n"}
PERSON = {"firstName": "A", "lastName": "Minor", "emailPersonal": "minor@example.org", "division": "high_school",
          "profileComplete": True, "complianceComplete": True, "complianceDate": "2025-09-01"}
ADA, BOB = id_of("ada"), id_of("bob")
SEEDS = [(f"/api/coaches/{ADA}", COACH), (f"/api/coaches/{BOB}", COACH)]
SEEDS += [(f"/api/competitors/{id_of(word)}", {**PERSON, "coachId": coach})
          for word, coach in (("ann", ADA), ("art", ADA), ("ben", BOB))]
SEEDS += [(f"/api/teams/{id_of(word)}", {"coachId": coach, "name": word.capitalize(), "division": "high_school"})
          for word, coach in (("apes", ADA), ("bees", BOB))]


class Process:
    """One of the binary's servers, on any free port."""

    def __init__(self, arguments, output, says_port, **environment):
        self.output = output
        with open(output, "w", encoding="utf-8") as file:
            self.process = subprocess.Popen(arguments, stdout=file, stderr=file,
                                            env={"PATH": os.environ["PATH"], **environment})
        until = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            found = re.search(says_port, self.said())
            if found:
                self.port = int(found.group(1))
                return
            time.sleep(0.02)
        raise RuntimeError("did not start: " + self.said())

    def said(self):
        with open(self.output, encoding="utf-8") as file:
            return file.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


class Client:
    def __init__(self, port):
        self.port, self.connection = port, None

    def send(self, request):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection = self.connection
        connection.putrequest(request.method, request.target, skip_accept_encoding=True)
        for name, value in request.headers.items():
            connection.putheader(name, value.encode("latin-1"))
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        answer = connection.getresponse()
        kind = answer.getheader("Content-Type") or ""
        # A stream of events has no end.
        body = b"" if kind.startswith("text/event-stream") else answer.read()
        if kind.startswith("text/event-stream") or answer.will_close:
            self.drop()
        return answer.status, kind, body

    def drop(self):
        self.connection.close()
        self.connection = None

    def ask(self, request):
        """Again, once: the server may have closed a connection that was idle, or not read a body that it refused."""
        for attempt in range(2):
            try:
                return self.send(request)
            except (http.client.RemoteDisconnected, ConnectionError):
                self.drop()
                if attempt == 1:
                    raise


def judge(api, request, status, kind, body):
    found = api.problems_of_answer(request.method, request.target, status, kind,
                                   lambda: json.loads(body.decode("utf-8")), body != b"")
    # There is no exception: whoever is ready and not overloaded has no excuse.
    return found + [f"status {status}"] if status >= 500 else found


def fuzz(client, requests, seed):
    _, _, document = client.ask(Seeded("GET", "/openapi.json", None))
    api = ApiDocument(json.loads(document))
    generator = Generator(api, random.Random(seed))
    seen = collections.Counter()
    bad = 0
    for path, facts in SEEDS:
        status, _, _ = client.ask(Seeded("PUT", path, facts))
        assert status == 200, path
    for number in range(requests):
        request = generator.request(number)
        try:
            status, kind, body = client.ask(request)
            found = judge(api, request, status, kind, body)
        except (OSError, http.client.HTTPException) as error:
            status, found = 0, [f"no answer: {error!r}"]
        seen[status] += 1
        for problem in found:
            bad += 1
            print(f"request {number}, seed {seed}: {request}\n  {status}: {problem}")
    print(f"{requests} requests, seed {seed}, {bad} bad answers; by status: {dict(sorted(seen.items()))}")
    return bad == 0 and len(seen) > 5


class Seeded:
    def __init__(self, method, target, body):
        self.method, self.target = method, target
        self.headers = {"Authorization": "Bearer dev:admin:root", "Content-Type": "application/json"}
        self.body = None if body is None else json.dumps(body).encode()


def main():
    binary = sys.argv[1]
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 6000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as directory, \
            Process([binary, "mock", "--mock-listen", "127.0.0.1:0"], os.path.join(directory, "mock.log"),
                    r"http://[^/]*:(\d+)/") as mock, \
            Process([binary, "serve", "--data-dir", os.path.join(directory, "data"), "--dev-auth", "true",
                     "--listen", "127.0.0.1:0", "--http-address-requests-per-second", "0",
                     "--http-coach-triggers-per-minute", "0", "--vendor-base-url",
                     f"http://127.0.0.1:{mock.port}/integrations/syned/v1"],
                    os.path.join(directory, "engine.log"), r'"http_listening".*"port":(\d+)',
                    GAME_PLATFORM_API_TOKEN="fuzz") as engine:
        good = fuzz(Client(engine.port), requests, seed)
        code = engine.process.poll()
        if code is not None:
            print(f"the engine ended with {code}:\n{engine.said()[-2000:]}")
        return 0 if good and code is None else 1


if __name__ == "__main__":
    sys.exit(main())
