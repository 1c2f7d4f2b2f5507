"""What the description of the API says, asked by means of python3-jsonschema: a public judge beside
the tests' own (tests/support/json_schema.h)."""

import copy
import re

from jsonschema import Draft202012Validator, FormatChecker, RefResolver

METHODS = {"get", "put", "post", "delete", "patch"}
FORMATS = FormatChecker()


# Debian's packages have no checker of this one.
@FORMATS.checks("date-time")
def _is_date_time(value):
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None


def _close(schema):
    """What is not described must not be answered either."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            _close(part)
    elif isinstance(schema, list):
        for part in schema:
            _close(part)


class ApiDocument:
    def __init__(self, document):
        self.document = copy.deepcopy(document)
        for schema in self.document["components"]["schemas"].values():
            Draft202012Validator.check_schema(schema)
        _close(self.document["components"]["schemas"])
        self._resolver = RefResolver.from_schema(self.document)

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method in METHODS:
                    yield method.upper(), path, operation

    def operation_of(self, method, target):
        path = target.split("?")[0]
        name = "get" if method == "HEAD" else method.lower()
        for pattern, item in self.document["paths"].items():
            if name in item and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return item[name]
        return None

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self._resolver.resolve(schema["$ref"])[1]
        return schema

    def misfits(self, value, schema):
        validator = Draft202012Validator(schema, resolver=self._resolver, format_checker=FORMATS)
        return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(value)]

    def problems_of_answer(self, method, target, status, content_type, parse_object, has_body):
        """`parse_object()` gives the body's JSON or raises ValueError."""
        operation = self.operation_of(method, target)
        if operation is None:  # No route: a preflight, or a problem.
            if status == 204 and not has_body:
                return []
            responses = {}
        else:
            responses = operation["responses"]
        problem = {"content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"}}}}
        answer = responses.get(str(status))
        if answer is None or content_type == "application/problem+json":
            if status < 400:
                return [f"status {status} is not described"]
            answer = responses.get("default", problem)
        if "content" not in answer:
            return ["has a body"] if has_body else []
        kind = content_type.split(";")[0]
        if kind not in answer["content"]:
            return [f"status {status} is not described as {content_type!r}"]
        if method == "HEAD" or not kind.endswith("json"):
            return []
        try:
            body = parse_object()
        except ValueError:
            return ["is not JSON"]
        found = self.misfits(body, answer["content"][kind]["schema"])
        if kind == "application/problem+json" and body.get("status") != status:
            found.append(f"says status {body.get('status')} and is {status}")
        return found
