# SPDX-License-Identifier: GPL-2.0-only
"""The manifest of a series: which file of ours goes into which patch, and where to.

A manifest is a text, a statement a line:
    base archive NAME           what the patches apply to: the archive of subprojects/NAME.wrap
    base hunks                  or, of it, no more than the patches show
    prefix WORDS                of the subjects, in brackets
    covers DIRECTORY...         each file below has to be in a patch, or to be left out with a reason
    omit PATTERN REASON...      what is left out
    replace PATTERN | OLD | NEW     in files of ours, on their way; \\n and \\t are what they are in C
    drop FILE | FROM | TO       what FILE has from FROM up to TO, without TO: about what upstream is not
                                to have. FROM stands there once
    resolve FILE NUMBER         #if that ask for the version of the kernel, answered for this one
    list PATTERN | FILE | ANCHOR | LINE
                                each file there that matches has a LINE, in which % is its name less
                                the suffix, in FILE, behind the line ANCHOR
    patch NAME                  begins a patch; NAME.patch has its message and changes of files that
                                are there, NAME.txt the message alone
    data                        nobody reads it line by line: it may be as long as it is
    copy PATTERN TO             files of ours; TO/ is a directory. The longest pattern wins
    changes FILE                what this patch of ours changes
    hook FILE                   what subprojects/packagefiles/ndctl-ocxl-hook.patch changes in FILE
    append FILE TO              behind what TO has
    row FILE NAME               entry of a table with .name = "NAME": not in FILE before this patch
    paragraph FILE WORD         the same for lines without an empty one between them, one with WORD,
    line FILE WORD              for lines with it,
    branch FILE WORD            and for a line with it and the one before, "if" or "case"
"""
import pathlib
import re

from pieces import Wrong, resolve, without_part

ROOT = pathlib.Path(__file__).resolve().parents[2]
# by builds and editors
LEFT_BEHIND = re.compile(r"/\.|~$|/(modules\.order|Module\.symvers)$|"
                         r"\.(o|ko|mod|mod\.c|rej|orig|swp)$")
PIECES = ("row", "paragraph", "line", "branch")


class Patch:
    """one patch: what its statements say"""

    def __init__(self, name):
        self.name = name
        self.data = False
        self.copies = []
        self.hooks = []
        self.changes = []
        self.appends = []


class Manifest:
    """a manifest as it was read, and what its patterns mean in our tree"""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.base = self.archive = None
        self.prefix = "PATCH"
        self.covers, self.omits, self.replaces, self.lists = [], [], [], []
        self.drops = []
        self.resolves, self.pieces, self.patches = {}, [], []
        path = self.directory / "series"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            try:
                self.statement(words[0], words[1:], line.strip()[len(words[0]):])
            except (IndexError, ValueError) as error:
                raise Wrong(f"{path}:{number}: not understood: {line}") from error
        self.files = self.assign()

    def statement(self, word, words, rest):
        """one line"""
        columns = [column.replace("\\n", "\n").replace("\\t", "\t")
                   for column in re.split(r" \|(?: |$)", rest.lstrip())]
        if word == "base":
            self.base, self.archive = words[0], words[-1]
        elif word == "prefix":
            self.prefix = " ".join(words)
        elif word == "covers":
            self.covers += words
        elif word == "omit":
            self.omits.append((words[0], " ".join(words[1:]) or words[1]))
        elif word == "replace":
            pattern, old, new = columns
            self.replaces.append((pattern, old, new))
        elif word == "drop":
            file, start, end = columns
            self.drops.append((file, start, end))
        elif word == "resolve":
            self.resolves[words[0]] = tuple(int(part) for part in words[1].split("."))
        elif word == "list":
            pattern, file, anchor, template = columns
            self.lists.append((pattern, file, anchor, template))
        elif word == "patch":
            self.patches.append(Patch(words[0]))
        elif word in PIECES:
            self.pieces.append((word, words[0], words[1], len(self.patches) - 1))
        else:
            self.of_patch(self.patches[-1], word, words)

    @staticmethod
    def of_patch(patch, word, words):
        """a statement that belongs to the last patch"""
        if word == "copy":
            source, target = words
            patch.copies.append((source, target))
        elif word == "hook":
            patch.hooks.append(words[0])
        elif word == "data":
            patch.data = True
        elif word == "changes":
            patch.changes.append(words[0])
        elif word == "append":
            source, target = words
            patch.appends.append((source, target))
        else:
            raise ValueError(word)

    def message_file(self, patch):
        """where the message of a patch stands"""
        found = [path for path in (self.directory / f"{patch.name}.patch",
                                   self.directory / f"{patch.name}.txt") if path.is_file()]
        if not found:
            raise Wrong(f"{self.directory}: no message for {patch.name}")
        return found[0]

    def assign(self):
        """{file of ours: (number of the patch, path there)}"""
        chosen = {}
        for number, patch in enumerate(self.patches):
            for pattern, target in patch.copies:
                for source in expand(pattern):
                    to = target + source[len(fixed(pattern)):] if target.endswith("/") else target
                    weight = len(re.sub(r"\[.*?\]|[*?]", "", pattern))
                    if source not in chosen or weight > chosen[source][0]:
                        chosen[source] = (weight, number, to)
                    elif weight == chosen[source][0]:
                        raise Wrong(f"{source}: two patterns of the same length have it")
        for pattern, _ in self.omits:
            chosen = {source: value for source, value in chosen.items()
                      if not matches(source, pattern)}
        return {source: value[1:] for source, value in sorted(chosen.items())}

    def problems(self):
        """where manifest and sources have drifted apart, a line each"""
        for _, patterns in self.used():
            for pattern in patterns:
                if not expand(pattern):
                    yield f"{pattern}: no such file"
        for pattern, old, _ in self.replaces:
            if not any(old in self.plain(source) for source in expand(pattern)):
                yield f"{pattern}: none has {old!r}"
        for file in {file for file, _, _ in self.drops}:
            try:
                self.changed(file)
            except (Wrong, OSError) as error:
                yield str(error)
        known = set(self.files) | {source for patch in self.patches
                                   for source, _ in patch.appends}
        for directory in self.covers:
            for source in expand(f"{directory}/**"):
                if source not in known and \
                        not any(matches(source, pattern) for pattern, _ in self.omits):
                    yield f"{source}: is in no patch"
        messages = {self.message_file(patch) for patch in self.patches}
        for path in sorted(self.directory.glob("*.*")):
            if path.is_file() and path not in messages and path.name not in ("cover.txt", "checkpatch.conf"):
                yield f"{path.relative_to(ROOT)}: is no patch of the manifest"

    def plain(self, source):
        """a file of ours, before anything is replaced"""
        text = (ROOT / source).read_text(encoding="utf-8")
        if source in self.resolves:
            text = resolve(text, self.resolves[source])
        return text

    def changed(self, source):
        """a file of ours as upstream is to have it"""
        text = self.plain(source)
        for pattern, old, new in self.replaces:
            if matches(source, pattern):
                text = text.replace(old, new)
        for file, start, end in self.drops:
            if file == source:
                text = without_part(text, start, end, source)
        return text

    def used(self):
        """(what, patterns) that have to match something"""
        yield "omit", [pattern for pattern, _ in self.omits]
        for patch in self.patches:
            yield "copy", [pattern for pattern, _ in patch.copies]
            yield "append", [source for source, _ in patch.appends]


def fixed(pattern):
    """the directory that a pattern begins with"""
    head = re.split(r"[*?\[]", pattern)[0]
    return head[:head.rfind("/") + 1]


def matches(source, pattern):
    """** goes through directories, * does not"""
    words = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*|\*|\?|\[[^]]*\])", pattern)
    text = "".join(words.get(part) or (part.replace("[!", "[^") if part.startswith("[")
                                       else re.escape(part)) for part in parts)
    return re.fullmatch(text, source) is not None


def expand(pattern):
    """the files of our tree that match, sorted; nothing that a build left"""
    if "**" in pattern and not fixed(pattern):
        raise Wrong(f"{pattern}: in which directory?")
    top = ROOT / fixed(pattern)
    if not top.is_dir():
        return []
    found = top.rglob("*") if "**" in pattern else ROOT.glob(pattern)
    names = (str(path.relative_to(ROOT)) for path in found
             if path.is_file() and "__pycache__" not in path.parts)
    return sorted(name for name in names if not LEFT_BEHIND.search(name)
                  and ("**" not in pattern or matches(name, pattern)))
