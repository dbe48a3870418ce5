# SPDX-License-Identifier: GPL-2.0-only
"""Severities and order of conditions, as lib/ocxl-conditions.c has them. Only test/unit/test_conditions.c
states them once more; other tests use these functions, so that they keep true when a severity changes."""
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "lib/ocxl-conditions.c"
ROW = re.compile(r'\.name = "(\w+)",\n\t\t\.severity = NDCTL_OCXL_SEVERITY_(\w+),(.*?)\n\t\},', re.DOTALL)
ROWS = {name: (severity.lower(), ".overdue = " in more)
        for name, severity, more in ROW.findall(SOURCE.read_text("utf-8"))}
WORST_FIRST = ["critical", "unknown", "warning"]
# words of "ndctl list -DH" that do not follow from a severity
HEALTH = {"hw_fatal": "fatal", "fw_fatal": "fatal", "error_log_pending": "ok", "dump_pending": "ok"}


def severity(name, overdue=False):
    return "critical" if overdue and ROWS[name][1] else ROWS[name][0]


def in_order(names):
    """the worst first, then in the order of the table; words that are no condition last"""
    places = list(ROWS)

    def place(name):
        return (WORST_FIRST.index(severity(name)), places.index(name)) if name in ROWS else (len(places), 0)

    return sorted(names, key=place)


def verdict(names):
    """the severity of the worst condition"""
    known = [name for name in in_order(names) if name in ROWS]
    return severity(known[0]) if known else "ok"


def health(name):
    """health_state of a card with this condition; another word stays"""
    if name not in ROWS or name in HEALTH:
        return HEALTH.get(name, name)
    return {"warning": "non-critical"}.get(severity(name), severity(name))
