#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""validate.py [--format=auto|json|ndjson] [FILE...]

Validates output of "ndctl ocxl" (standard input without a FILE, or for "-") against
Documentation/schema/ndctl-ocxl.json: a JSON document, or NDJSON lines. Also checks rules that a
schema cannot express: no duplicate key, no NaN, UTF-8, and the promised order of keys. Prints
FILE:LINE: PATH: MESSAGE for every failing element, and then exits with 1.
"""
import argparse
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "Documentation/schema/ndctl-ocxl.json"
FIRST = ["format_version", "command", "tool", "time", "dev", "bus", "serial", "card"]


class Malformed(ValueError):
    """not JSON that every parser accepts"""


def unique(pairs):
    """an object without duplicate keys"""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise Malformed(f"key {key!r} more than once")
    return dict(pairs)


def constant(name):
    raise Malformed(f"{name} is not JSON")


def parse(text):
    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise Malformed(str(error)) from error


def order(element, path, last):
    """a DIMM begins with its names and ends with its status; a document ends with the exit status"""
    keys = list(element)
    head = [key for key in FIRST if key in element]
    if keys[:len(head)] != head:
        yield path, f"does not begin with {', '.join(head)}"
    tail = [key for key in last if key in element]
    if tail and keys[-len(tail):] != tail:
        yield path, f"does not end with {', '.join(tail)}"


def problems(validator, instance):
    """(path, message) of every failing element"""
    found = list(validator.iter_errors(instance))
    for error in found:
        yield "/" + "/".join(map(str, error.absolute_path)), f"{error.validator}: {error.message}"
    if found:
        return
    yield from order(instance, "/", ["status", "error", "errors", "verdict", "exit_status"])
    yield from order_of_dimms(instance, "")
    for index, interval in enumerate(instance.get("intervals", [])):
        yield from order(interval, f"/intervals/{index}", ["dimms", "total"])
        yield from order_of_dimms(interval, f"/intervals/{index}")


def order_of_dimms(parent, path):
    """the same, for each DIMM"""
    for index, dimm in enumerate(parent.get("dimms", [])):
        yield from order(dimm, f"{path}/dimms/{index}", ["status", "error", "errors"])


def instances(text, wanted):
    """(line number, text) of each value to validate"""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1)]
    if wanted == "ndjson" or (wanted == "auto" and is_lines(text)):
        if text and not text.endswith("\n"):
            raise Malformed("the last line is torn")
        return lines[:-1]
    return [(1, text)]


def is_lines(text):
    """does the text have several JSON values, the first of them in a line?"""
    head = text.split("\n", 1)
    if len(head) < 2 or not head[1].strip():
        return False
    try:
        json.loads(head[0])
    except ValueError:
        return False
    return True


def validate(validator, name, data, wanted):
    """the number of failing elements; prints each"""
    count = 0

    def report(line, path, message):
        nonlocal count
        count += 1
        print(f"{name}:{line}: {path}: {message[:400]}")

    try:
        texts = instances(data.decode("utf-8"), wanted)
    except (UnicodeDecodeError, Malformed) as error:
        report(1, "/", str(error))
        return count
    for line, text in texts:
        try:
            instance = parse(text)
        except Malformed as error:
            report(line, "/", str(error))
            continue
        for path, message in problems(validator, instance):
            report(line, path, message)
    return count


def main():
    parser = argparse.ArgumentParser(description="validate output of ndctl ocxl")
    parser.add_argument("--format", choices=["auto", "json", "ndjson"], default="auto")
    parser.add_argument("files", nargs="*", default=["-"])
    options = parser.parse_args()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    count = 0
    for name in options.files:
        data = sys.stdin.buffer.read() if name == "-" else pathlib.Path(name).read_bytes()
        count += validate(validator, name, data, options.format)
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
