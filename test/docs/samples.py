# SPDX-License-Identifier: GPL-2.0-only
"""The samples in good.ndjson and bad.ndjson: each line has a name, and a "document", the "lines" of
an NDJSON stream, or the "text" of what not every parser reads. In bad.ndjson also the "path" of the
failing element, and an "error": words of the message.
"""
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent


def read_samples(kind):
    """kind: good or bad"""
    lines = (HERE / f"{kind}.ndjson").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def texts_of(sample):
    """the texts that a program may print: a document in one line, and indented"""
    if "text" in sample:
        return [sample["text"]]
    if "lines" in sample:
        return ["".join(f"{json.dumps(line)}\n" for line in sample["lines"])]
    return [f"{json.dumps(sample['document'], indent=indent)}\n" for indent in (None, 4)]
