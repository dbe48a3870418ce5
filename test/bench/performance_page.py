# SPDX-License-Identifier: GPL-2.0-only
"""Writes tables of the benchmarks into Documentation/performance.md, between their marks."""
import datetime
import os
import re
import sys

from programs import harness

PATH = harness.SOURCE / "Documentation" / "performance.md"


def processor():
    """The processor's name."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        return next((line.split(":")[1].strip() for line in info if line.startswith("model name")),
                    "unknown")


def conditions(runs):
    """Date, machine and load of the measurement."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (f"Measured on {today}, {os.cpu_count()} x {processor()}, Linux "
            f"{os.uname().release}, medians of {runs} run{'s' * (runs > 1)}; load "
            f"{' '.join(f'{load:.1f}' for load in os.getloadavg())} at the end.")


def put(name, text):
    """Replaces the lines between the marks."""
    before = PATH.read_text(encoding="utf-8")
    marks = re.compile(f"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if not marks.search(before):
        sys.exit(f"bench: {PATH} has no place for {name}")
    PATH.write_text(marks.sub(lambda found: found[1] + text + "\n" + found[2], before),
                    encoding="utf-8")
