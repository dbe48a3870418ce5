#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""list-conditions.py SOURCE: the table of conditions as a list of a manual page, with what to do."""
import pathlib
import re
import sys

ROW = re.compile(r"\[NDCTL_OCXL_CONDITION_\w+\] = \{(.*?)\n\t\},", re.DOTALL)
# the value of a member: constants, strings and names of strings, up to a comma at the end of a line
MEMBER = re.compile(r"\.(\w+) = (.*?),\n", re.DOTALL)
MACRO = re.compile(r'^#define (\w+)((?:\s|\\)*"[^\n]*(?:\n\s*"[^\n]*)*)', re.MULTILINE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|([A-Z]\w+)')


def join_strings(source, macros):
    """Neighbouring strings, and macros that are strings, are one text."""
    return "".join(macros[name] if name else text for text, name in STRING.findall(source))


def main():
    source = pathlib.Path(sys.argv[1]).read_text("utf-8")
    macros = {name: join_strings(value, {}) for name, value in MACRO.findall(source)}
    for row in ROW.findall(source):
        members = dict(MEMBER.findall(row + "\n"))
        text = {key: join_strings(members[key], macros).replace("{dimm}", "<dimm>")
                for key in ("name", "summary", "advice", "late") if key in members}
        severity = members["severity"].rpartition("_")[2].lower()
        kind = ", critical when overdue" if "overdue" in members else ", kept until cleared" if "kept_bit" in members else ""
        print(f"{text['name']} ({severity}{kind})::\n\t{text['summary']} {text['advice']}")
        if "late" in text:
            print(f"\tWhen overdue: {text['late']}")
        print()


main()
