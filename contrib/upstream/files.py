# SPDX-License-Identifier: GPL-2.0-only
"""The files of a series, for generate: as ours, without what later patches change, joined, with shorter lines.

Our header for user space has lists of numbers and names, and rules for their values. In the kernel, such a header
has plain numbers, and the driver has the rest.
"""
import difflib
import os
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Wrong(Exception):
    """the series cannot be generated"""


class Copy:
    """a file of the series, made of one or several of ours"""

    def __init__(self, to, names, columns, is_joined=False, adapt=None):
        self.to = to
        # changes the text of our file
        self.adapt = adapt
        self.names = list(names)
        self.columns = columns if to.endswith((".c", ".h")) else None
        # for each later patch that changes the file: ({our files that it adds}, {our file: its change})
        self.later = []
        # {our file: a change that no patch has}
        self.without = {}
        self.is_joined = is_joined
        # how files become one
        self.joint = None

    def find(self, path):
        """returns our file to which changes of path apply, or None"""
        if path == self.to:
            return self.names[0]
        if not self.is_joined or os.path.dirname(path) != os.path.dirname(self.to):
            return None
        return next((name for name in self.names if os.path.basename(name) == os.path.basename(path)), None)

    def part(self, name, changes):
        """returns one of our files after so many of the later changes"""
        text = (ROOT / name).read_text(encoding="utf-8")
        for change in [later.get(name) for _, later in reversed(self.later[changes:])] + [self.without.get(name)]:
            if change:
                text = revert(text, change, name)
        text = self.adapt(text) if self.adapt else text
        # documents have other names there
        text = text.replace("Documentation/protocol/", "Documentation/driver-api/nvdimm/ocxl/")
        text = re.sub(r"\b(wire|controller)\.md\b", r"\1.rst", text)
        if name.endswith(".md") and self.to.endswith(".rst"):
            text = restructured(text)
        return text

    def text(self, changes=0):
        """returns the file as it is after so many of the later changes"""
        absent = {name for names, _ in self.later[changes:] for name in names}
        parts = [self.part(name, changes) for name in self.names if name not in absent]
        text = self.joint.join(parts, self.to) if self.is_joined else parts[0]
        if self.joint:
            text = self.joint.adapt(text, self.to)
        return break_lines(text, self.columns) if self.columns else text

    def new_file(self, changes=0):
        """returns the diff that adds the file as it is after so many of the later changes"""
        lines = self.text(changes).splitlines()
        mode = "100755" if os.access(ROOT / self.names[0], os.X_OK) else "100644"
        return (f"diff --git a/{self.to} b/{self.to}\nnew file mode {mode}\n--- /dev/null\n+++ b/{self.to}\n"
                f"@@ -0,0 +1,{len(lines)} @@\n" + "".join(f"+{line}\n" for line in lines))

    def change(self, number):
        """returns the diff of a later change, with broken lines"""
        before, after = (self.text(changes).splitlines(keepends=True) for changes in (number, number + 1))
        return f"diff --git a/{self.to} b/{self.to}\n" + "".join(
            difflib.unified_diff(before, after, f"a/{self.to}", f"b/{self.to}"))


class Joint:
    """how several of our files become one header and one source"""

    LICENSE = re.compile(r"\A.*SPDX-License-Identifier.*\n")
    PROTOTYPE = re.compile(r"(?m)^((?:/\*(?:(?!\*/)[\s\S])*\*/\n)?)(?!static|typedef|extern)\w[\w *]*?\b(\w+)\([^;{]*\);\n")
    FORWARD = re.compile(r"(?m)^struct \w+;\n")
    LOCAL = re.compile(r'(?m)^#include ".*"\n')
    GLOBAL = re.compile(r"(?m)^#include <.*>\n")

    def __init__(self, header, headers, sources, others):
        self.header = header
        # {path: text} of ours
        self.headers = headers
        # {function that only one source calls: (path upstream, comment)}
        self.inner = {}
        for comment, name in [found for text in headers.values() for found in self.PROTOTYPE.findall(text)]:
            users = [to for to, text in {**sources, "": others}.items() if re.search(rf"\b{name}\b", text)]
            if len(users) == 1 and re.search(rf"(?m)^\w[\w *]*\b{name}\(", sources.get(users[0], "")):
                self.inner[name] = (users[0], comment)

    def adapt(self, text, to):
        """returns a file that includes the new header instead of ours, with static functions"""
        names = "|".join(os.path.basename(path) for path in self.headers)
        text = re.sub(rf'(?m)^#include "({names})"$', f'#include "{self.header}"', text)
        text = re.sub(rf'(?m)(^#include "{self.header}"\n)\1+', r"\1", text)
        for name, (_, comment) in [(name, inner) for name, inner in self.inner.items() if inner[0] == to]:
            text = re.sub(rf"(?m)^(?!static )(?=\w[\w *]*\b{name}\([^;]*$)", f"{comment}static ".replace("\\", r"\\"), text,
                          count=1)
        return without_unused(text) if to.endswith(".c") else text

    def join(self, parts, to):
        """returns the text of a file made of several"""
        text = "".join(self.LICENSE.sub("", part) + "\n" for part in parts)
        head = self.LICENSE.match(parts[0])[0]
        includes = "".join(sorted(set(self.GLOBAL.findall(text))))
        text = self.LOCAL.sub("", self.GLOBAL.sub("", text))
        text = self.header_text(text, includes, to) if to.endswith(".h") else self.source_text(text, includes)
        return re.sub(r"\n{3,}", "\n\n", head + text).rstrip() + "\n"

    def header_text(self, text, includes, to):
        guard = re.sub(r"\W", "_", os.path.basename(to)).upper()
        forwards = "".join(sorted(set(self.FORWARD.findall(text))))
        text = self.FORWARD.sub("", re.sub(r"(?m)^#(ifndef|define|endif) .*\w+_H\b.*\n", "", text))
        text = self.PROTOTYPE.sub(lambda found: "" if found[2] in self.inner else found[0], text)
        return f"#ifndef {guard}\n#define {guard}\n\n{includes}\n{forwards}\n{text}\n#endif /* {guard} */\n"

    def source_text(self, text, includes):
        lines = []
        for line in text.splitlines(keepends=True):
            if not re.match(r"#define .*[^\\]\n", line) or line not in lines:
                lines.append(line)
        text = "".join(lines)
        return f'{includes}#include "{self.header}"\n\n{text}'


COMMENT = r"(?:/\*(?:(?!\*/)[\s\S])*\*/\n)?"
# a list of numbers and names
LIST = re.compile(rf"(?m)^{COMMENT}#define (OCXLPMEM_\w+)\([A-Z, ]+\) +\\\n(?:.*\\\n)*.*\n")
ROW = re.compile(r"(?m)(\b[A-Z]+\()((?:0x)?[0-9A-F]+), (\w+)(?=, )")
# the numbers of a list
NUMBERS = re.compile(r"(?m)^#define OCXLPMEM_ROW\(.*?\) (OCXLPMEM_\w+_)##NAME = (.*?)\(\w+\),\n"
                     r"enum \{\s*(\w+)\(.*?\)([^}]*)\};\n#undef OCXLPMEM_ROW\n")
# functions, and macros for the users of lists
RULES = re.compile(rf"(?m)^{COMMENT}(?:static __inline__ [^{{]*\{{\n(?:.*\n)*?\}}\n|union \w+ \{{\n(?:.*\n)*?\}};\n|"
                   r"#define OCXLPMEM_(?:RECORD_SIZE_|NO_ROW).*\n(?:#define OCXLPMEM_RECORD_SIZE_.*\n)*)")
LISTS_HEAD = re.compile(r"(?m)^/\*\n \* Lists of numbers and names(?:(?!\*/)[\s\S])*\*/\n")
ALL_COMMANDS = re.compile(rf"(?m)^#define OCXLPMEM_CMD_BIT.*\n{COMMENT}#define OCXLPMEM_CMD_MASK.*\n\n")
ASSERTIONS = re.compile(r"(?ms)^/\*[^\n]* never change \*/\n.*(^#define OCXLPMEM_ASSERT_SIZE.*\n)(?=\n#endif)")


def plain_header(text):
    """returns our header for user space with numbers instead of lists, and with definitions only"""
    lists = {found[1]: found[0] for found in LIST.finditer(text)}

    def numbers(found):
        prefix, value, name, end = found.groups()
        title = re.search(r"/\*\n \* ([^)]*\))", lists[name])[1].replace("\n * ", " ")
        rows = [f"{prefix}{row} = {value}{number}" for _, number, row in ROW.findall(lists[name])]
        rows += [line.strip() for line in end.split(",") if line.strip()]
        return f"/* {title} */\nenum {{\n\t" + ",\n\t".join(rows) + "\n};\n"

    for found in LISTS_HEAD, ALL_COMMANDS, RULES, ASSERTIONS:
        text = found.sub("", text)
    return re.sub(r"\n{3,}", "\n\n", LIST.sub("", NUMBERS.sub(numbers, text)))


def driver_header(text):
    """returns the lists, functions and assertions that plain_header() leaves out"""
    prefixes = {found[3]: found[1] for found in NUMBERS.finditer(text)}
    lists = [ROW.sub(rf"\1{prefixes[found[1]]}\3, \3", found[0]) for found in LIST.finditer(text)]
    rules = [found[0].replace("__inline__", "inline") for found in RULES.finditer(text)]
    assertions = ASSERTIONS.search(text)[1].replace("OCXLPMEM_ASSERT(", "static_assert(")
    parts = [LISTS_HEAD.search(text)[0], *lists, *rules, assertions]
    text = ("/* SPDX-License-Identifier: GPL-2.0-only */\n"
            "/* The definitions of <nvdimm/ocxlpmem.h> as lists, and rules for their values. */\n"
            "#ifndef OCXL_CORE_WIRE_H\n#define OCXL_CORE_WIRE_H\n\n#include <linux/build_bug.h>\n"
            "#include <nvdimm/ocxlpmem.h>\n\n" + "\n".join(part.strip() + "\n" for part in parts) +
            "\n#endif /* OCXL_CORE_WIRE_H */\n")
    return break_lines(text, 100)


def without_unused(text):
    """returns a source without static functions that nothing calls"""
    function = re.compile(r"(?m)^(?:/\*(?:(?!\*/)[\s\S])*\*/\n)?static [\w *]*?(\w+)\([^;{=]*\)\n\{\n(?:.*\n)*?\}\n")
    code = re.sub(r"/\*(?:(?!\*/)[\s\S])*\*/", "", text)
    unused = [found for found in function.finditer(text) if len(re.findall(rf"\b{found[1]}\b", code)) == 1]
    for found in reversed(unused):
        text = text[:found.start()] + text[found.end():]
    return without_unused(text) if unused else text


def filter_text(text, *command):
    """returns the output of a program"""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, input=text)
    except OSError as error:
        raise Wrong(f"{error}; 'scripts/setup series' installs it") from error
    if done.returncode:
        raise Wrong(f"{command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def revert(text, change, name):
    """returns a text without a change that it has"""
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "file")
        path.write_text(text, encoding="utf-8")
        filter_text(re.sub(r"\Adiff .*\n", "", change), "patch", "-s", "-R", "-F0", "--no-backup-if-mismatch", str(path))
        reverted = path.read_text(encoding="utf-8")
    if reverted == text:
        raise Wrong(f"{name}: nothing to revert")
    return reverted


def break_lines(text, columns):
    """returns a C file with lines, also of comments, of at most so many columns"""
    style = (ROOT / ".clang-format").read_text(encoding="utf-8")
    style = re.sub(r"(?m)^ColumnLimit: .*", f"ColumnLimit: {columns}", style)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(style.replace("ReflowComments: false", "ReflowComments: true"))
        file.flush()
        text = filter_text(text, "clang-format", f"--style=file:{file.name}", "--assume-filename=file.c")
    # it loses the blank of a line that was indented in a comment
    text = re.sub(r"(?m)^(\t*) \*(?=\w)", r"\1 * ", text)
    # a comment of several lines begins and ends with a line of its own
    return re.sub(r"(?m)^(\t*)/\* (.+(?:\n\t* \*(?!/).*)*)(?:\n\t* | )\*/$", block_comment, text)


def block_comment(match):
    """returns a comment in the style of the kernel"""
    indent, text = match[1], match[2]
    return f"{indent}/*\n{indent} * {text}\n{indent} */" if "\n" in match[0] and "*/" not in text else match[0]


def restructured(text):
    """returns a document of ours as reStructuredText"""
    text = filter_text(re.sub(r"\A<!--.*?-->\n", "", text), "pandoc", "--from=gfm-gfm_auto_identifiers", "--to=rst",
                       "--columns=100")
    return ".. SPDX-License-Identifier: GPL-2.0-only\n\n" + re.sub(r"(?m) +$", "", text)
