# SPDX-License-Identifier: GPL-2.0-only
"""The fenced blocks of a page, and the output that it shows."""
import re


def chapters(text):
    """Return [(heading, blocks)]; a block has a language, a line number and a text."""
    found, block = [("before the first heading", [])], None
    for number, line in enumerate(text.splitlines(), 1):
        if block:
            if line == "```":
                block = None
            else:
                block["text"] += line + "\n"
        elif line.startswith("```"):
            block = {"language": line[3:], "line": number, "text": ""}
            found[-1][1].append(block)
        elif line.startswith("## "):
            found.append((line[3:], []))
        elif re.match(r" {4}|\t| *(```|~~~)", line):
            found[-1][1].append({"language": "indented", "line": number, "text": ""})
    if block:
        block["language"] = "endless"
    return found


def pattern(text):
    """Return a regular expression for the expected output of a block."""
    lines = []
    for line in text.splitlines():
        if line == "...":
            lines.append(r"(?:.*\n)*?")
        else:
            lines.append(".*".join(map(re.escape, line.split("..."))) + r"\n")
    return "".join(lines)
