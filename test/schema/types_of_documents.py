# SPDX-License-Identifier: GPL-2.0-only
"""Which types of the flat schema have the documents and lines in test/schema/good?"""
import json
import pathlib

from jsonschema import Draft202012Validator

GOOD = pathlib.Path(__file__).resolve().parent / "good"


def values():
    """(name, text) of each document and each line"""
    for path in sorted(GOOD.iterdir()):
        if path.suffix == ".ndjson":
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield f"{path.name}:{number}", line
        else:
            yield path.name, path.read_text("utf-8")


def good_documents(schema):
    """(name, names of the types that accept it) of each document and each line"""
    roots = [one["$ref"].rpartition("/")[2] for one in schema["oneOf"]]
    validators = {name: Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{name}"}]})
                  for name in roots}
    for name, text in values():
        value = json.loads(text)
        yield name, [root for root in roots if validators[root].is_valid(value)]
