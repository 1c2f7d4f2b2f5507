"""Runs the contract tests of HTTP, and judges every answer that they got by the description of the
API.

usage: check_answers.py OPENAPI_JSON TEST_BINARY [ARGUMENTS_OF_IT...]
"""

import json
import os
import subprocess
import sys
import tempfile

from api_document import ApiDocument


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        api = ApiDocument(json.load(file))
    with tempfile.TemporaryDirectory() as directory:
        answers = os.path.join(directory, "answers")
        tests = subprocess.run(sys.argv[2:], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "ANSWERS_FILE": answers})
        if tests.returncode != 0:
            print(tests.stdout)
            return 1
        with open(answers, encoding="utf-8") as file:
            lines = file.readlines()
    bad = 0
    seen = set()
    for line in lines:
        one = json.loads(line)
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
    print(f"{len(lines)} answers judged, {bad} misfits; never seen to succeed: {never or 'none'}")
    return 1 if bad or len(lines) < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
