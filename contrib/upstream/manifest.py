# SPDX-License-Identifier: GPL-2.0-only
"""The manifest of a series assigns each of our files to a patch and to a path upstream.

A manifest is a text file with one statement per line:
    base archive                the patches apply to the release of ndctl
    base hunks                  the patches apply to files that contain only the hunks' context
    after SERIES                the patches apply to the result of another series, in the directory
                                beside this one
    include FILE                read the statements of FILE, in the directory above, as well
    prefix WORDS                prefix of the subjects, in brackets
    change-id ID                identifies all versions of the series, as b4 writes it
    covers DIRECTORY...         each file below has to be in a patch of this series or one before it, or
                                omitted with a reason
    omit PATTERN REASON...      leave these files out
    replace PATTERN | OLD | NEW     replace text in files of ours; \\n and \\t have their meaning in C,
                                @AUTHOR@ is the person who signs
    drop FILE | FROM | TO       remove the text of FILE from FROM up to TO, excluding TO, because it is
                                about something that upstream does not get. FROM must be unique
    resolve FILE NUMBER         evaluate each #if about the version of the kernel for this version
    list PATTERN | FILE | ANCHOR | LINE
                                add a LINE to FILE, after the line ANCHOR, for each file upstream that
                                matches PATTERN; % is the name of the file without suffix. After a patch:
                                from that patch on, also for earlier files and instead of an earlier LINE
    reason PATTERN REASON...    the patches with such names may add more than 400 lines
    most NUMBER                 the series may add at most so many lines of code, without test/,
                                comments and empty lines
    later                       the pieces that follow, up to the next patch, belong to a later series
    feature NAME                the pieces that follow belong to a feature. Files lack them until a patch
                                has the feature
    patch NAME                  begin a patch; NAME.patch has its message and changes of existing
                                files, NAME.txt only the message
    data                        the patch may have any length, because nobody reads it line by line
    copy PATTERN TO             copy files of ours; TO/ is a directory. The longest pattern wins
    changes FILE                apply the changes of this patch of ours
    hook FILE                   apply the changes of subprojects/packagefiles/ndctl-ocxl-hook.patch to FILE
    append FILE TO              append FILE to TO
    with FEATURE...             this patch has the pieces of features, also in files of earlier patches
                                and of earlier series
    remove FILE                 delete a file of an earlier series; FILE is ours

Pieces of a FILE of ours, which it lacks before a patch or feature. Those of features are taken out in the order
of the manifest, then those of the last patch, and so on:
    paragraph FILE WORD         the paragraph (lines without an empty line) whose first line has WORD
    line FILE WORD              the lines with WORD
    branch FILE WORD            the line with WORD and the line before it, "if" or "case"
    block FILE WORD             functions, types, tables and declarations, with their comments, that have
                                WORD before their first brace, semicolon or assignment
    member FILE WORD            the members WORD of structs, with their descriptions
    part FILE | FROM | TO       the text from FROM up to TO, excluding TO
    instead FILE | OLD | NEW    it has OLD instead of NEW
"""
import pathlib
import re

from pieces import Wrong, resolve, without_part

ROOT = pathlib.Path(__file__).resolve().parents[2]
# files left by builds and editors
LEFT_BEHIND = re.compile(r"/\.|~$|/(modules\.order|Module\.symvers)$|"
                         r"\.(o|ko|mod|mod\.c|rej|orig|swp)$")
PIECES = ("paragraph", "line", "branch", "block", "member")
TEXT_PIECES = ("part", "instead")
# the number of a patch in a later series
LATER = 1000


class Patch:
    """one patch, with the data of its statements"""

    def __init__(self, name):
        self.name = name
        self.data = False
        self.copies = []
        self.hooks = []
        self.changes = []
        self.appends = []
        self.features = []
        self.removes = []


class Manifest:
    """a manifest, and the files of our tree that match its patterns"""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.base = self.after = None
        self.prefix, self.change_id = "PATCH", None
        self.covers, self.omits, self.replaces, self.lists = [], [], [], []
        self.drops, self.reasons = [], []
        self.most = None
        self.resolves, self.patches = {}, []
        # (kind, file, words, number of the patch or name of the feature that has the piece)
        self.pieces = []
        self.is_later, self.feature = False, None
        self.read(self.directory / "series")
        self.files = self.assign()

    def read(self, path):
        """reads the statements of a file"""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = line.split()
            if not words or words[0].startswith("#"):
                continue
            try:
                self.statement(words[0], words[1:], line.strip()[len(words[0]):])
            except (IndexError, ValueError) as error:
                raise Wrong(f"{path}:{number}: not understood: {line}") from error

    def statement(self, word, words, rest):
        """handles one line"""
        columns = [column.replace("\\n", "\n").replace("\\t", "\t").replace("\\|", "|")
                   for column in re.split(r" \|(?: |$)", rest.lstrip())]
        if word == "base":
            self.base = words[0]
        elif word == "after":
            self.after = Manifest(self.directory.parent / words[0])
        elif word == "include":
            self.read(self.directory.parent / words[0])
        elif word == "change-id":
            self.change_id = words[0]
        elif word == "later":
            self.is_later = True
        elif word == "feature":
            self.feature = words[0]
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
        elif word == "reason":
            self.reasons.append((words[0], " ".join(words[1:]) or words[1]))
        elif word == "most":
            self.most = int(words[0])
        elif word == "resolve":
            self.resolves[words[0]] = tuple(int(part) for part in words[1].split("."))
        elif word == "list":
            pattern, file, anchor, template = columns
            self.lists.append((pattern, file, anchor, template, len(self.patches) - 1))
        elif word == "patch":
            self.patches.append(Patch(words[0]))
            self.is_later, self.feature = False, None
        elif word in PIECES:
            self.pieces.append((word, words[0], [rest.split(maxsplit=1)[1]], self.owner()))
        elif word in TEXT_PIECES:
            file, *texts = columns
            if len(texts) != 2:
                raise ValueError(rest)
            self.pieces.append((word, file, texts, self.owner()))
        else:
            self.of_patch(self.patches[-1], word, words)

    def owner(self):
        """returns the patch or feature to which a piece belongs"""
        return self.feature or (LATER if self.is_later else len(self.patches) - 1)

    @staticmethod
    def of_patch(patch, word, words):
        """handles a statement of the last patch"""
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
        elif word == "with":
            patch.features += words
        elif word == "remove":
            patch.removes.append(words[0])
        else:
            raise ValueError(word)

    def message_file(self, patch):
        """returns the file with the message of a patch"""
        found = [path for path in (self.directory / f"{patch.name}.patch",
                                   self.directory / f"{patch.name}.txt") if path.is_file()]
        if not found:
            raise Wrong(f"{self.directory}: no message for {patch.name}")
        return found[0]

    def assign(self):
        """returns {file of ours: (number of the patch, path upstream)}"""
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

    def chain(self):
        """yields this manifest and those of the series before it"""
        yield self
        if self.after:
            yield from self.after.chain()

    def newest_first(self):
        """returns the pieces in the order in which they are taken out: those of features, then those of the last patch"""
        return sorted(self.pieces, key=lambda piece: -piece[3] if isinstance(piece[3], int) else -LATER)

    def since(self, owner):
        """returns the number of the patch that has the pieces of a patch or feature: -1 for an earlier series"""
        if isinstance(owner, int):
            return owner
        for number, patch in enumerate(self.patches):
            if owner in patch.features:
                return number
        earlier = any(owner in patch.features for manifest in self.chain() if manifest is not self
                      for patch in manifest.patches)
        return -1 if earlier else len(self.patches)

    def all_files(self):
        """returns {file of ours: (number of the patch, path upstream)}, with -1 for those of earlier series"""
        found = {source: (-1, to) for source, (_, to) in (self.after.all_files() if self.after else {}).items()}
        found.update((source, value) for source, value in self.files.items())
        for patch in self.patches:
            for source in patch.removes:
                del found[source]
        return found

    def problems(self):
        """yields a line for each difference between manifest and sources"""
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
        known = set(self.all_files()) | {source for patch in self.patches
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
        """returns the text of a file of ours, before replacements"""
        text = (ROOT / source).read_text(encoding="utf-8")
        if source in self.resolves:
            text = resolve(text, self.resolves[source])
        return text

    def changed(self, source):
        """returns the text of a file of ours as upstream gets it"""
        text = self.plain(source)
        for pattern, old, new in self.replaces:
            if matches(source, pattern):
                text = text.replace(old, new)
        for file, start, end in self.drops:
            if file == source:
                text = without_part(text, start, end, source)
        return text

    def used(self):
        """yields (statement, patterns) that have to match a file"""
        yield "omit", [pattern for pattern, _ in self.omits]
        for patch in self.patches:
            yield "copy", [pattern for pattern, _ in patch.copies]
            yield "append", [source for source, _ in patch.appends]


def fixed(pattern):
    """returns the directory at the beginning of a pattern"""
    head = re.split(r"[*?\[]", pattern)[0]
    return head[:head.rfind("/") + 1]


def matches(source, pattern):
    """compares a path with a pattern; ** matches directories, * does not"""
    words = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = re.split(r"(\*\*|\*|\?|\[[^]]*\])", pattern)
    text = "".join(words.get(part) or (part.replace("[!", "[^") if part.startswith("[")
                                       else re.escape(part)) for part in parts)
    return re.fullmatch(text, source) is not None


def expand(pattern):
    """returns the matching files of our tree, sorted, without files left by builds"""
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
