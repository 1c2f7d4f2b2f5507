"""Judges every answer that the contract tests of HTTP got by the description of the API.

usage: check_answers.py OPENAPI_JSON DIRECTORY

They left them in DIRECTORY, a file per process and a line per answer (ANSWERS_DIR).
"""

import json
import os
import sys

from api_document import ApiDocument


def answers_in(directory):
    for name in sorted(os.listdir(directory)):
        with open(os.path.join(directory, name), encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        api = ApiDocument(json.load(file))
    judged = 0
    bad = 0
    seen = set()
    for one in answers_in(sys.argv[2]):
        judged += 1
        operation = api.operation_of(one["method"], one["target"])
        if operation is not None and one["status"] < 400:
            seen.add(operation["summary"])
        problems = api.problems_of_answer(one["method"], one["target"], one["status"],
                                          one["contentType"], lambda: json.loads(one["body"]),
                                          one["body"] != "")
        for problem in problems:
            bad += 1
            print(f"{one['method']} {one['target']} {one['status']}: {problem}")
    never = [f"{method} {path}" for method, path, operation in api.operations()
             if operation["summary"] not in seen]
    print(f"{judged} answers judged, {bad} misfits; never seen to succeed: {never or 'none'}")
    return 1 if bad or judged < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
