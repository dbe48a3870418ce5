# SPDX-License-Identifier: GPL-2.0-only
"""Size of the cards' error logs as NDJSON, for test/bench/fleet."""
import json
import random
import subprocess

from fleet_hosts import CARDS_OF_HOST, real_servers

COUNT = 500
SIZES = (0, 64, 512, 4096)
# entries of a card per day
RATES = (1, 10, 100)
# a packed file has the entries of a busy host for a day
PACKERS = {"gzip": ["gzip", "-6c"], "zstd": ["zstd", "-3qc"]}


def drained(data):
    """lines of entries with this many bytes of data, from an emulated card"""
    work = real_servers.workdir("entries")
    lines = [f"error-log type={kind} reference_code={0x10040000 + kind} data={data} count={COUNT // 5}"
             for kind in range(5)]
    with real_servers.Cards(work, 1, "\n".join(lines) + "\n") as cards:
        if cards.run("ndctl ocxl read-error-log --output=log") != 0:
            raise SystemExit("bench: the log could not be drained")
    return (work / "log").read_text("ascii").splitlines()


def with_random_data(lines):
    """the same with random data, like that of a real card"""
    chance = random.Random(1)
    for line in lines:
        record = json.loads(line)
        entry = record["error_log"]
        entry["data"] = chance.randbytes(entry["data_bytes"]).hex()
        yield json.dumps(record, separators=(",", ":"))


def packed(lines, command):
    """bytes of a line, packed together with all others"""
    text = "".join(line + "\n" for line in lines).encode("ascii")
    return len(subprocess.run(command, input=text, check=True,
                              stdout=subprocess.PIPE).stdout) / len(lines)


def tables(table, size):
    """Markdown, made with functions of test/bench/fleet"""
    rows, days = [], []
    for data in SIZES:
        lines = drained(data)
        if len(lines) != COUNT:
            raise SystemExit(f"bench: {len(lines)} entries instead of {COUNT}")
        lines = list(with_random_data(lines))
        plain = sum(len(line) + 1 for line in lines) / COUNT
        small = {name: packed(lines, command) for name, command in PACKERS.items()}
        rows.append((data, f"{plain:.0f}", *(f"{count:.0f}" for count in small.values())))
        for rate in RATES:
            if data in (64, 4096):
                host = rate * CARDS_OF_HOST
                days.append((rate, data, size(host * plain), size(1000 * host * plain),
                             size(1000 * host * small["zstd"])))
    return (table(["data of an entry, bytes", "line, bytes", *(f"{name}, bytes" for name in PACKERS)],
                  rows) +
            table(["entries of a card a day", "data, bytes", "a host a day", "1,000 hosts a day",
                   "the same, zstd"], sorted(days)))
