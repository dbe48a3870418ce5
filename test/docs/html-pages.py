#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""The pages of scripts/build-docs: each link leads to a file and a part of it, none is inside of another one,
and links lead from README.html to each page. Broken links in a page are found. Prints TAP.
"""
import html.parser
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import urllib.parse

# the caller may ignore SIGCHLD, and children would have no exit status
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

SOURCE = pathlib.Path(os.environ.get("OCXL_SOURCE", ".")).resolve()
BUILD = pathlib.Path(os.environ.get("OCXL_BUILD", "build")).resolve()


class Page(html.parser.HTMLParser):
    """links and identifiers of a page"""
    def __init__(self, path):
        super().__init__()
        self.links, self.parts, self.nested, self.inside = [], set(), [], False
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.parts.add(values.get("id"))
        self.links += [values[key] for key in ("href", "src") if key in values and tag != "link"]
        if tag == "a":
            self.nested += [values.get("href")] if self.inside else []
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "a"


def check(directory):
    """(complaints, pages that README.html leads to)"""
    pages = {path: Page(path) for path in directory.rglob("*.html")}
    complaints, reached, waiting = [], set(), [directory / "README.html"]
    for path, page in pages.items():
        name = path.relative_to(directory)
        complaints += [f"{name}: a link inside of another one: {link}" for link in page.nested]
        for link in page.links:
            place, _, part = urllib.parse.unquote(link).partition("#")
            target = pathlib.Path(os.path.normpath(path.parent / place)) if place else path
            if re.match(r"\w+:", link):
                continue
            if not target.exists() or (part and part not in pages[target].parts):
                complaints.append(f"{name}: {link} leads nowhere")
    while waiting:
        path = waiting.pop()
        if path in reached or path not in pages:
            continue
        reached.add(path)
        waiting += [pathlib.Path(os.path.normpath(path.parent / link.partition("#")[0])) for link in pages[path].links]
    return complaints, {str(path.relative_to(directory)) for path in reached}


def report(number, passed, name, text):
    print(f"{'ok' if passed else 'not ok'} {number} - {name}")
    if not passed:
        print("".join(f"# {line}\n" for line in text), end="")


def main():
    with tempfile.TemporaryDirectory() as work:
        directory = pathlib.Path(work)
        done = subprocess.run([SOURCE / "scripts/build-docs", directory, BUILD], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        report(1, done.returncode == 0, "scripts/build-docs writes the pages", done.stdout.splitlines())
        complaints, reached = check(directory)
        report(2, not complaints, "links lead to files and their parts", complaints)
        wanted = {f"Documentation/ndctl/{path.stem}.html" for path in (BUILD / "Documentation/ndctl").glob("*.[1457]")}
        wanted |= {str(path.relative_to(SOURCE).with_suffix(".html")) for path in (SOURCE / "Documentation").rglob("*.md")}
        missing = sorted(wanted - reached)
        report(3, len(wanted) > 30 and not missing, "links lead from README.html to each page", missing)
        with (directory / "NEWS.html").open("a", encoding="utf-8") as page:
            page.write('<a href="no.html"><a href="README.html#no">')
        complaints, _ = check(directory)
        report(4, sorted(complaints) == ["NEWS.html: README.html#no leads nowhere",
                                         "NEWS.html: a link inside of another one: README.html#no",
                                         "NEWS.html: no.html leads nowhere"], "broken links are found", complaints)
    print("1..4")


main()
