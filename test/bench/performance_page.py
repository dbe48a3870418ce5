# SPDX-License-Identifier: GPL-2.0-only
"""Writes tables of the benchmarks into Documentation/performance.md, between their marks, and draws one."""
import datetime
import os
import re
import sys

from programs import harness

PATH = harness.SOURCE / "Documentation" / "performance.md"
CHART = PATH.with_name("performance-scale.svg")
LEFT, SCALE, ROW = 370, 0.68, 24    # pixels: the names, a thousand instructions, a bar


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


def draw_scale():
    """Bars, from the table of many cards: the instructions of a card more, the most expensive verb first."""
    rows = re.findall(r"^\| `(.+?)` \| \S+ \| \S+ \| (\S+) \|",
                      PATH.read_text(encoding="utf-8").partition("<!-- scale -->")[2], re.MULTILINE)
    lines = [f'<text x="10" y="{ROW}" class="title">thousand instructions for a card more</text>']
    for number, (verb, cost) in enumerate(sorted(rows, key=lambda row: -float(row[1])), start=2):
        end = LEFT + SCALE * float(cost)
        lines += [f'<text x="{LEFT - 8}" y="{number * ROW}" text-anchor="end">{verb}</text>',
                  f'<rect x="{LEFT}" y="{number * ROW - 14}" width="{end - LEFT:.0f}" height="18"/>',
                  f'<text x="{end + 6:.0f}" y="{number * ROW}">{cost}</text>']
    height = (len(rows) + 2) * ROW
    CHART.write_text('<!-- SPDX-License-Identifier: GPL-2.0-only -->\n'
                     f'<svg xmlns="http://www.w3.org/2000/svg" width="860" height="{height}">\n'
                     '<style>text{font:13px sans-serif;fill:#222}.title{font-weight:bold}rect{fill:#4a6da7}</style>\n'
                     f'<rect width="860" height="{height}" style="fill:#fff"/>\n' + "\n".join(lines) + "\n</svg>\n",
                     encoding="utf-8")
