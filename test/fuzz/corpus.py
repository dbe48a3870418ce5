#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""corpus.py add TARGET FILE...
corpus.py replay TARGET PROGRAM
corpus.py unpack TARGET DIRECTORY
corpus.py merge TARGET DIRECTORY

The known inputs of a fuzz target are the lines of corpus/TARGET: a name, a space, and the bytes
with the escapes of Python. "add" adds files under their names, "replay" runs a program on all
inputs, "unpack" writes each of them to a file. "merge" replaces them by the files of a directory;
those named keep-* (another value, but no other code) and broke-* (once broke something) stay.
"""
import contextlib
import hashlib
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

# the caller may ignore SIGCHLD, and children would have no exit status
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

CORPORA = pathlib.Path(__file__).resolve().parent / "corpus"
KEPT = ("keep-", "broke-")


def read_inputs(target):
    """name -> bytes; none of a new target"""
    path = CORPORA / target
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    return {name: text.encode().decode("unicode_escape").encode("latin-1")
            for name, _, text in (line.partition(" ") for line in lines)}


def write_inputs(target, inputs):
    for name in inputs:
        if not re.fullmatch(r"[\w.-]+", name):
            sys.exit(f"corpus.py: {name!r} is no name for an input")
    lines = (f"{name} {data.decode('latin-1').encode('unicode_escape').decode()}\n"
             for name, data in sorted(inputs.items()))
    (CORPORA / target).write_text("".join(lines), "ascii")


def add_inputs(target, inputs):
    write_inputs(target, read_inputs(target) | inputs)


def read_files(paths):
    return {path.name: path.read_bytes() for path in map(pathlib.Path, paths)}


def add_files(target, *paths):
    add_inputs(target, read_files(paths))


def merge_directory(target, directory):
    """An input gets a part of its hash as name."""
    kept = {name: data for name, data in read_inputs(target).items() if name.startswith(KEPT)}
    others = set(read_files(pathlib.Path(directory).iterdir()).values()) - set(kept.values())
    write_inputs(target, kept | {hashlib.sha1(data).hexdigest()[:12]: data for data in others})


def unpack(target, directory):
    pathlib.Path(directory).mkdir(parents=True, exist_ok=True)
    for name, data in read_inputs(target).items():
        (pathlib.Path(directory) / name).write_bytes(data)


@contextlib.contextmanager
def unpacked(target):
    """a directory with the inputs, for as long as it is needed"""
    with tempfile.TemporaryDirectory(prefix=f"corpus-{target}-") as directory:
        unpack(target, directory)
        yield directory


def replay(target, program):
    with unpacked(target) as directory:
        return subprocess.run([program, directory], check=False).returncode != 0


VERBS = {"add": add_files, "merge": merge_directory, "replay": replay, "unpack": unpack}

if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in VERBS:
        sys.exit(__doc__)
    sys.exit(VERBS[sys.argv[1]](*sys.argv[2:]))
