#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""list-functions.py DIRECTORY HEADER...

Writes the comments of the public headers into DIRECTORY as manual pages of section 3: one a header, to
which the name of each of its functions leads.
"""
import os
import pathlib
import re
import sys
import textwrap

# for all functions of a header, or before a declaration
COMMENT = re.compile(r"^/\*(?:\n(?P<all>.*?)\n|\*\n(?P<long>.*?)\n|\* (?P<short>[^\n]*?)) \*/\n(?P<code>(?:[^\n]+\n)*)",
                     re.M | re.S)
HEADING = re.compile(r"-+ (.*?) -+")
PROTOTYPE = re.compile(r"(.*?)(\w+)\((.*)\);")
TITLE = re.compile(r"(?:(struct|enum) )?(\w+)(?:\(\))? - (.*)", re.S)
PARAMETER = re.compile(r"@(\w+): (.*)", re.S)
ITEM = re.compile(r"\* +(.+?) - (.*)", re.S)
# macros that are no guard, and enums without a "/**" comment, with the comment before
CONSTANTS = re.compile(r"(?:^/\* (?:(?!\*/).)*? \*/\n)?(?:(?:^#define NDCTL_\w+\b(?:[^\n]*\\\n)*[^\n]*\n)+"
                       r"|(?<!^ \*/\n)^enum \w+ \{\n.*?^\};\n)", re.M | re.S)


# of a page of 80 columns, behind the indent of its sections
COLUMNS = 73


def escape_text(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    # "nmem1@C5" is no parameter
    return re.sub(r"(?<!\w)@(\w+)", r"\\fI\1\\fP", re.sub(r"^([.'])", r"\\&\1", text, flags=re.M))


def wrap_comments(code):
    """A comment that does not fit into the page stands above its line of code, or has several lines."""
    lines = []
    for line in code.split("\n"):
        code, begin, comment = line.partition("/*")
        if not begin or len(line.expandtabs(5)) <= COLUMNS:
            lines.append(line)
            continue
        indent = re.match(r"\s*", code)[0]
        lines += textwrap.wrap(begin + comment, COLUMNS - len(indent.expandtabs(5)), initial_indent=indent,
                               subsequent_indent=indent + " * ")
        lines += [code.rstrip()] if code.strip() else []
    return "\n".join(lines)


def join_lines(text):
    return escape_text(" ".join(text.split()))


def split_paragraphs(lines):
    """A paragraph, an "@name:", an item of a list, or a block of code, which a tab begins."""
    part = []
    for line in lines:
        is_code = line.startswith("\t") and not (part and re.match(r"[@*]", part[0]))
        was_code = bool(part) and part[0].startswith("\t")
        if not line or re.match(r"@\w+:|\* ", line) or (part and is_code != was_code):
            if part:
                yield "\n".join(part)
            part = []
        if line:
            part.append(line)
    if part:
        yield "\n".join(part)


def write_paragraph(text):
    for pattern in (PARAMETER, ITEM):
        found = pattern.fullmatch(text)
        if found:
            return f".TP\n.I {escape_text(found[1])}\n{join_lines(found[2])}\n"
    if text.startswith("\t"):
        return f".PP\n.EX\n{escape_text(text)}\n.EE\n"
    return f".PP\n{join_lines(text)}\n"


def write_declaration(text):
    """A prototype has a line for each of its parameters if it is long."""
    found = PROTOTYPE.fullmatch(" ".join(text.split()))
    if found and len(found[0]) > 70:
        text = found[1].strip() + "\n" + found[2] + "(\n\t" + ",\n\t".join(found[3].split(", ")) + ");"
    else:
        text = wrap_comments(text)
    return f".PP\n.EX\n{escape_text(text)}\n.EE\n"


def write_entry(comment, declaration):
    """Returns the name of a function or None, and its part of the page."""
    title, *paragraphs = split_paragraphs(comment)
    kind, name, summary = TITLE.fullmatch(" ".join(title.split())).groups()
    text = f".SS {kind + ' ' if kind else ''}{name}\n{join_lines(summary)}.\n"
    # a table that the preprocessor makes is in the header
    declaration = "" if "#" in declaration else write_declaration(declaration)
    return None if kind else name, text + declaration + "".join(map(write_paragraph, paragraphs))


def write_remark(comment, is_first):
    """Returns the part of the page that a comment makes which has a heading, or begins the header."""
    first, *paragraphs = split_paragraphs(comment)
    heading = HEADING.fullmatch(first)
    if not heading and not is_first:
        return ""
    head = f".SS {heading[1]}\n" if heading else write_paragraph(first)
    return head + "".join(map(write_paragraph, paragraphs))





def write_constants(source):
    code = wrap_comments("\n".join(found[0].expandtabs(8) for found in CONSTANTS.finditer(source)))
    return f".SH CONSTANTS\n.EX\n{escape_text(code)}.EE\n" if code else ""


def write_page(directory, header, others):
    names, text, source = [], "", header.read_text("utf-8")
    for found in COMMENT.finditer(source):
        comment = [re.sub(r"^ \*[ ]?", "", line) for line in (found["all"] or found["long"] or found["short"]).split("\n")]
        if found["all"]:
            text += write_remark(comment, not text)
            continue
        name, entry = write_entry(comment, found["code"].rstrip())
        names += [name] if name else []
        text += entry
    page = header.stem
    (directory / f"{page}.3").write_text(
        f'.TH {page.upper()} 3 "" "ndctl" "ndctl Manual"\n.SH NAME\n{", ".join([page, *names])} \\- '
        "functions for OpenCAPI memory cards\n.SH SYNOPSIS\n.EX\n#include <ndctl/libndctl\\-ocxl.h>\n\n"
        "cc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs libndctl\\-ocxl)\n.EE\n.SH DESCRIPTION\n"
        f"{text}{write_constants(source)}.SH SEE ALSO\n"
        + "".join(f".BR {escape_text(other)} (3),\n" for other in others) + ".BR ndctl\\-ocxl (1)\n", "utf-8")
    for name in names:
        (directory / f"{name}.3").write_text(f".so man3/{page}.3\n", "utf-8")


def main():
    directory = pathlib.Path(sys.argv[1])
    # meson installs a directory with the modes of its source
    os.umask(0o022)
    directory.mkdir(exist_ok=True)
    directory.chmod(0o755)
    # of functions that have another name now
    for page in directory.glob("*.3"):
        page.unlink()
    headers = [pathlib.Path(name) for name in sys.argv[2:]]
    for header in headers:
        write_page(directory, header, sorted(other.stem for other in headers if other != header))


main()
