"""Requests made up from the description of the API: for every operation what it describes, and the
same with one thing or another spoilt."""

import json
import urllib.parse


def id_of(word):
    """The UUID of a word of at most six letters, as tests/support/test_id.h has it."""
    digits = word.encode().hex().ljust(12, "0")
    return f"{digits[:8]}-{digits[8:]}-8000-8000-000000000000"


IDS = [id_of(word) for word in ("ada", "bob", "ann", "art", "ben", "apes", "bees", "nobody")]
TOKENS = (["dev:admin:root"] * 5 + ["dev:coach:" + id_of("ada")] * 3 +
          ["dev:coach:" + id_of("bob").upper(), "dev:service:cron", None])
BAD_TOKENS = ["", "dev:", "dev:coach:", "dev:coach:ada", "dev:king:ada", "dev:coach:../ada", "dev:coach:ada:ada",
              "x" * 5000, "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "\xe4\xf6"]
BAD_IDS = ["ada", "undefined", "00000000-0000-0000-0000-000000000000", "{" + id_of("ada") + "}", "..", "%2e%2e", "%00", "a" * 65, "a%2Fb", "%zz", "%c3%a4", "a.b", "-", "%20", "'", "ada;x=1"]
BAD_TEXTS = ["", " ", "\u0000", "\ud800", "\u202e\u0301", "\U0001f600" * 60, "x" * 300, "x" * 20000,
             "a\nb", "null", "<script>", "'; DROP TABLE coaches; --", "%s%n", "\ufeff"]
BAD_VALUES = [None, True, False, 0, -1, 1.5, 10 ** 30, -(2 ** 63), 1e300, [], [[]], {}, {"": {}},
              ["x"] * 1000]
BAD_BODIES = [b"", b"null", b"[]", b"1", b'"x"', b"{", b"}", b"{}}", b'{"a":1,"a":2}', b"\xff\xfe", b"{'a':1}",
              b'\xef\xbb\xbf{}', b'{"a":NaN}', b'{"a":1e999}', b'{"region":"\xed\xa0\x80"}',
              b'{"region":"\\ud800"}', b"[" * 200, b'{"a":' * 40 + b"1" + b"}" * 40, b"x" * 300000,
              b'{"region":"' + b"x" * 250000 + b'"}', b'{"region":"\xc0\x80"}', b" " * 1000 + b"{}"]
BAD_NUMBERS = ["", "-1", "0", "1.5", "1e3", "0x10", "9223372036854775807", "18446744073709551616", "9" * 40, "x",
               "%00", "%ff", "+1", "%201"]
BAD_HEADERS = [
    ("If-Match", ["", "*", '"1"', '"0"', 'W/"1"', "1", '"', '"1', ",", '"1","2"', '"' + "9" * 40 + '"',
                  "x" * 4000, "\xff", '"1.x"']),
    ("If-None-Match", ["", "*", '"1"', 'W/"1"', "1", '"', ",,,", "\xff"]),
    ("Idempotency-Key", ["", "a b", "x" * 129, "\xe4", "same", "same", "same", '"', "\t"]),
    ("On-Behalf-Of", ["", "coach", "coach:x", "service:cron", "admin:", "admin:root,admin:root", "\xff"]),
    ("Last-Event-ID", ["", "-1", "x", "0", "9" * 40, "999999", "\xff"]),
    ("Content-Type", ["", "text/plain", "application/json; charset=latin1", "multipart/form-data; boundary=x",
                      "application/x-www-form-urlencoded", "APPLICATION/JSON", ";", "\xff"]),
    ("Content-Encoding", ["gzip", "identity", "br"]),
    ("Accept", ["", "text/html", "*/*;q=0"]),
    ("Accept-Encoding", ["gzip", "br", "identity;q=0", "\xff"]),
    ("Range", ["bytes=0-1", "bytes=5-1", "bytes=-", "lines=1", "bytes=0-0,1-1,2-2"]),
    ("X-Forwarded-For", ["127.0.0.1", "x", "1.1.1.1, 2.2.2.2", "\xff"]),
    ("Origin", ["null", "http://x", "\xff"]),
    ("Expect", ["100-continue", "x"]),
    ("X-HTTP-Method-Override", ["DELETE"]),
    ("X-Long", ["x" * 20000, "x" * 60000]),
]
OTHER_METHODS = ["HEAD", "OPTIONS", "PATCH", "TRACE", "DELETE", "POST", "PUT", "GET", "FOO", "get"]


class Request:
    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    def __str__(self):
        body = "" if self.body is None else f" {self.body[:300]!r}"
        return f"{self.method} {self.target[:300]} {self.headers}{body}"[:1500]


class Generator:
    def __init__(self, api, random):
        self.api, self.random = api, random
        self.operations = list(api.operations())

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def value(self, schema, name=""):
        """One that fits."""
        if "anyOf" in schema:
            return self.value(self.random.choice(schema["anyOf"]), name)
        schema = self.api.resolved(schema)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kind = schema.get("type", "string")
        if isinstance(kind, list):
            kind = self.random.choice(kind)
        if kind == "object":
            required = schema.get("required", [])
            return {key: self.value(part, key) for key, part in schema.get("properties", {}).items()
                    if key in required or self.chance(80)}
        if kind == "array":
            return [self.value(schema["items"]) for _ in range(self.random.randrange(3))]
        if kind == "integer":
            low = schema.get("minimum", 0)
            return self.random.randint(low, min(schema.get("maximum", low + 20), low + 20))
        return {"null": None, "boolean": self.chance(50), "number": 0.5, "string": self.text(schema, name)}[kind]

    def text(self, schema, name):
        if "pattern" in schema:
            chosen = self.random.choice(IDS)
            return chosen.upper() if self.chance(20) else chosen
        known = {"email": "some.body@example.org", "date": "2025-09-01", "date-time": "2025-09-01T00:00:00Z"}
        if schema.get("format") in known:
            return known[schema["format"]]
        if name in ("Idempotency-Key", "q", "cursor", "asOf"):
            return self.random.choice(["key-" + str(self.random.randrange(10 ** 9)), "1", "2"])
        if name == "On-Behalf-Of":
            return self.random.choice(["coach:" + self.random.choice(IDS), "admin:root"])
        if name in ("If-Match", "If-None-Match"):
            return self.random.choice(["*", '"1"', '"2"'])
        return self.random.choice(["Hill School", "north", "Zoë", "O'Brien", "名前", "x" * 100])

    def spoilt(self, value):
        if isinstance(value, dict) and value and self.chance(80):
            key = self.random.choice(list(value))
            how = self.random.randrange(4)
            if how == 0:
                return {k: v for k, v in value.items() if k != key}
            if how == 1:
                return {**value, self.random.choice(["x", "", "__proto__", key.upper(), "id"]): 1}
            return {**value, key: self.random.choice(BAD_VALUES + BAD_TEXTS)}
        return self.random.choice(BAD_VALUES + BAD_TEXTS)

    def path(self, pattern, parameters):
        for parameter in parameters:
            if parameter["in"] == "path":
                value = self.random.choice(BAD_IDS) if self.chance(8) else self.value(parameter["schema"])
                pattern = pattern.replace("{" + parameter["name"] + "}", value)
        if self.chance(2):
            pattern += self.random.choice(["/", "//", "/x", "%00", ";", "/.."])
        return pattern

    def query(self, parameters):
        pairs = []
        for parameter in parameters:
            if parameter["in"] != "query" or not self.chance(40):
                continue
            if self.chance(20):
                value = self.random.choice(BAD_NUMBERS + ["%zz", "x" * 600, "%f0%9f%98%80", "a%26b"])
            else:
                value = self.value(parameter["schema"], parameter["name"])
                value = urllib.parse.quote(str(value).lower() if isinstance(value, bool) else str(value))
            pairs.append(f"{parameter['name']}={value}")
            if self.chance(3):
                pairs.append(pairs[-1])
        if self.chance(3):
            pairs.append(self.random.choice(["x=1", "=", "&", "%00=1", "minPosition", "x" * 5000]))
        return "?" + "&".join(pairs) if pairs else ""

    def headers(self, parameters):
        out = {}
        token = self.random.choice(BAD_TOKENS if self.chance(3) else TOKENS)
        if token is not None:
            out["Authorization"] = self.random.choice(["Basic ", "bearer", "Bearer  "] if self.chance(2)
                                                      else ["Bearer "]) + token
        for parameter in parameters:
            if parameter["in"] == "header" and self.chance(15):
                out[parameter["name"]] = str(self.value(parameter["schema"], parameter["name"]))
        if self.chance(12):
            name, values = self.random.choice(BAD_HEADERS)
            out[name] = self.random.choice(values)
        return out

    def body(self, operation, method):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None:
            return self.random.choice(BAD_BODIES + [b"{}"] * 9) if method != "GET" and self.chance(15) else None
        if self.chance(10):
            return self.random.choice(BAD_BODIES)
        value = self.value(content["schema"])
        if self.chance(35):
            value = self.spoilt(value)
        return json.dumps(value, ensure_ascii=self.chance(50)).encode("utf-8", "surrogatepass")

    def request(self, number):
        method, pattern, operation = self.operations[number % len(self.operations)]
        if self.chance(3):
            method = self.random.choice(OTHER_METHODS)
        parameters = operation["parameters"]
        headers = self.headers(parameters)
        body = self.body(operation, method)
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        return Request(method, self.path(pattern, parameters) + self.query(parameters), headers, body)
