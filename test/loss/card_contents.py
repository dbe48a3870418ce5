# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the loss tests: the log and the dump of an emulated card, and what of them is in
files.
"""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import harness

LOG = "log.ndjson"
DRAIN = ["ndctl", "ocxl", "read-error-log", "--collect", LOG]
FILE = pathlib.Path("dump.bin")
READ = ["ndctl", "ocxl", "read-dump", "--force", "-o", str(FILE)]
SERIAL = 1234567890
SIZE = 400_000
MASK = (1 << 64) - 1


class Log:
    """The entries of the only emulated card, by their identifiers."""

    def __init__(self):
        self.made = 0

    def add(self, count, data=100, after_ms=0):
        """Adds entries with the next identifiers."""
        self.tell(self.line(count, data, after_ms))

    def line(self, count, data=100, after_ms=0):
        """The scenario line that adds them."""
        text = f"error-log type=0 id={self.made + 1} data={data} count={count} after-ms={after_ms}"
        self.made += count
        return text

    def tell(self, *lines):
        """Sends lines to the emulator. Returns the results of queries."""
        return harness.send_lines(*lines)

    def wanted(self):
        """All identifiers."""
        return set(range(1, self.made + 1))


def entry_of(line):
    """The identifier in a line, None for a line of another kind; ValueError for no JSON."""
    value = json.loads(line)
    return int(value["error_log"]["log_id"], 16) if "error_log" in value else None


def is_fragment(line):
    """Is a line empty, or the beginning of one that ndctl did not complete? Readers skip these."""
    start = b'{"format_version":'
    try:
        json.loads(line)
    except ValueError:
        return line[:len(start)] == start[:len(line)]
    return False


def entries(path):
    """The identifiers in a log, in order; ValueError for a line that is neither an entry nor a
    fragment."""
    lines = pathlib.Path(path).read_bytes().split(b"\n")[:-1]
    whole = [line for line in lines if not is_fragment(line)]
    return [entry for entry in map(entry_of, whole) if entry is not None]


def torn(path):
    """Does a file end within a line?"""
    data = pathlib.Path(path).read_bytes() if os.path.exists(path) else b""
    return bool(data) and not data.endswith(b"\n")


def words(number, serial, size):
    """The words of a card's dump, as driver/card/card-dump.c makes them from the number of the dump."""
    for index in range((size + 7) // 8):
        word = (serial + (number << 32) + index) & MASK
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & MASK
        word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
        yield (word ^ word >> 31).to_bytes(8, "little")


def dump_of(number, serial=SERIAL, size=SIZE):
    """The complete dump."""
    return b"".join(words(number, serial, size))[:size]


class Dump:
    """The dump of the only emulated card."""

    def __init__(self):
        self.number = 0
        self.bytes = b""

    def tell(self, *lines):
        """Sends scenario lines."""
        harness.send_lines(*lines)

    def new(self):
        """Replaces the dump."""
        self.number += 1
        self.bytes = dump_of(self.number)
        self.tell(f"dump size={SIZE}")

    def has_dump(self):
        """Does the card still have it, according to the driver?"""
        path = next(pathlib.Path("/sys/bus/nd/devices").glob("nmem*/ocxlpmem/flags"))
        return "dump" in path.read_text(encoding="ascii").split()


def left():
    """Unfinished files beside the output."""
    return sorted(pathlib.Path().glob(".dump.bin.*.tmp"))


def look(card, before):
    """Checks the file and the dump of the card; before: the former content of the file."""
    now = FILE.read_bytes() if FILE.exists() else None
    if now not in (before, card.bytes):
        return "the file is neither the old one nor the dump"
    if not card.has_dump() and now != card.bytes:
        return "the dump is lost"
    if any(path.stat().st_mode & 0o777 != 0o600 for path in left()):
        return "an unfinished file that others can read"
    if len(left()) > 1:
        return f"{len(left())} unfinished files"
    return None


def alone(program, name, disk=None, **variables):
    """Runs a test with its own emulator, and a directory "small" on a disk of this size."""
    work = harness.workdir(f"{program.parent.name}-{program.name}-{name}")
    env = {**harness.environment(work), **variables}
    line = [str(harness.EMULATOR), "--clock=virtual", "--cards", "1", "--control", str(work / "control"), "--",
            sys.executable, str(program), "--inside", name]
    if disk:
        (work / "small").mkdir()
        line = ["unshare", "--user", "--map-root-user", "--mount", "--kill-child", "sh", "-euc",
                f'mount -t tmpfs -o size={disk} small small; exec "$@"', "sh", *line]
    return subprocess.run(line, env=env, cwd=work, stdout=subprocess.PIPE, text=True, check=False)
