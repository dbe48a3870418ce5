#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""list-conditions.py HEADER: the conditions of the header as a list of a manual page, with what to do."""
import pathlib
import re
import sys

# number, NAME, name, severity, kind, source, flag, then four texts
ROW = re.compile(r"\bCONDITION\(\d+, \w+, (\w+), (\w+), (\w+), \w+, \w+,\s*(.*?)\)\s*(?=CONDITION\(|$)", re.DOTALL)
OF_KIND = {"PLAIN": "", "OVERDUE": ", critical when overdue", "KEPT": ", kept until cleared"}


def read_texts(source):
    """The texts of a row: neighbouring strings are one text; NULL is None."""
    tokens = re.findall(r'"((?:[^"\\]|\\.)*)"|(NULL)|(,)', source)
    texts, parts = [], []
    for text, null, comma in tokens + [("", "", ",")]:
        if comma:
            texts.append("".join(parts) if parts else None)
            parts = []
        elif not null:
            parts.append(text)
    return texts


def format_action(text):
    return text.replace("{dimm}", "<dimm>")


def main():
    text = pathlib.Path(sys.argv[1]).read_text("utf-8").replace("\\\n", "\n")
    table = text.partition("#define NDCTL_OCXL_CONDITIONS(CONDITION)")[2].partition("/* clang-format on */")[0]
    for name, severity, kind, texts in ROW.findall(table):
        summary, _, advice, late = read_texts(texts)
        print(f"{name} ({severity.lower()}{OF_KIND[kind]})::\n\t{summary} {format_action(advice)}")
        if late:
            print(f"\tWhen overdue: {format_action(late)}")
        print()


main()
