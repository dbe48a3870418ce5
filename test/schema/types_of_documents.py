# SPDX-License-Identifier: GPL-2.0-only
"""Which types of the flat schema have the documents and lines in good.ndjson?"""
import json

from jsonschema import Draft202012Validator
from samples import read_samples, texts_of


def values():
    """(name, text) of each document and each line"""
    for sample in read_samples("good"):
        lines = texts_of(sample)[0].splitlines()
        for number, line in enumerate(lines, 1):
            yield f"{sample['name']}:{number}" if "lines" in sample else sample["name"], line


def good_documents(schema):
    """(name, names of the types that accept it) of each document and each line"""
    roots = [one["$ref"].rpartition("/")[2] for one in schema["oneOf"]]
    validators = {name: Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{name}"}]})
                  for name in roots}
    for name, text in values():
        value = json.loads(text)
        yield name, [root for root in roots if validators[root].is_valid(value)]
