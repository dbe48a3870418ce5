# SPDX-License-Identifier: GPL-2.0-only
"""Compares interfaces of libraries with libabigail: everything old is unchanged; additions pass."""
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
OURS = ("--suppressions", str(HERE / "ours.abignore"))


class OtherFormat(Exception):
    """abidiff compares no texts of different formats; the recorded one may have an older format."""


def run(command, good):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          check=False)
    if done.returncode not in good:
        raise RuntimeError(f"{command[0]}: status {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def text_of(library, headers, options=()):
    """an interface as text, without paths and without types that no header shows. The headers are
    given as a directory: abidw ignores single files."""
    with tempfile.TemporaryDirectory() as directory:
        for header in headers:
            (pathlib.Path(directory) / header.name).symlink_to(header.resolve(strict=True))
        return run(["abidw", *options, "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs",
                    "--no-elf-needed", "--drop-private-types", "--hd", directory, library], (0,))


def our_text(library, headers):
    """the same, of our functions only"""
    return text_of(library, headers, OURS)


def format_of(text):
    """the major number of the format"""
    return re.match(r"<abi-corpus version='(\d+)", text)[1]


def problems(old, new, options=()):
    """lines of abidiff's report on two texts. Raises OtherFormat."""
    if format_of(old) != format_of(new):
        raise OtherFormat(f"it is recorded in format {format_of(old)} of libabigail, which writes format "
                          f"{format_of(new)} here, and compares only equal ones")
    with tempfile.TemporaryDirectory() as directory:
        files = [pathlib.Path(directory) / name for name in ("old.abi", "new.abi")]
        for file, text in zip(files, (old, new)):
            file.write_text(text, encoding="utf-8")
        # status 4: a change, 8: an incompatible change; 1 and 2: abidiff failed
        report = run(["abidiff", *options, "--no-added-syms", *files], (0, 4, 8, 12))
    lines = [line.rstrip() for line in report.splitlines() if line.strip()]
    same = re.compile(r"changes summary: 0 Removed(, 0 Changed)?\b")
    return [] if all(same.search(line) for line in lines) else lines
