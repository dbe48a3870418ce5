# SPDX-License-Identifier: GPL-2.0-only
"""Changes of texts for upstream: removal of parts, lists of files, hunks of patches."""
import re


class Wrong(Exception):
    """the manifest does not match the sources"""


def without_paragraph(text, word):
    """removes the paragraphs that have a word in their first line"""
    kept, dropped = [], 0
    for paragraph in re.split(r"(?<=\n)\n", text):
        if word in paragraph.split("\n", 1)[0]:
            dropped += 1
        else:
            kept.append(paragraph)
    return "\n".join(kept), dropped


def without_line(text, word):
    """removes the lines that have a word"""
    lines = text.splitlines(True)
    kept = [line for line in lines if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line)]
    return "".join(kept), len(lines) - len(kept)


def without_branch(text, word):
    """removes the lines that have a word, and the line before each"""
    return re.subn(rf"(?m)^.*\n.*(?<![\w-]){re.escape(word)}(?![\w-]).*\n", "", text)


def code_of(text):
    """returns C without its comments, and with empty texts"""
    text = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)
    return re.sub(r"/\*.*?(\*/|\Z)|//[^\n]*", "", text, flags=re.S)


def is_open(text):
    """does a text of C end inside of a comment, of braces or of a line with a backslash"""
    if text.count("/*") > text.count("*/"):
        return True
    code = code_of(text)
    return code.count("{") > code.count("}") or code.count("(") > code.count(")")


def blocks(text):
    """splits C at the empty lines between functions, types and declarations"""
    found = []
    for paragraph in re.split(r"(?<=\n)\n", text):
        if found and is_open(found[-1]):
            found[-1] += "\n" + paragraph
        else:
            found.append(paragraph)
    return found


def head_of(block):
    """returns what a block of C declares: the code before its body; of a macro the name"""
    code = code_of(block).strip()
    macro = re.match(r"#define\s+(\w+)", code)
    if macro:
        return macro[1]
    # not directives, and not calls of macros
    return "" if re.match(r"#|[A-Z_0-9]+\(", code) else re.split(r"[{;=]", code, maxsplit=1)[0]


def without_block(text, word):
    """removes the blocks that declare a word"""
    there = blocks(text)
    kept = [block for block in there if not re.search(rf"\b{re.escape(word)}\b", head_of(block))]
    return "\n".join(kept), len(there) - len(kept)


def without_member(text, word):
    """removes the members of structs with that name, and their descriptions"""
    text, described = re.subn(rf"(?m)^ \* @{word}:.*\n(?: \*\t.*\n)*", "", text)
    name = rf"(?:[\w *]*[ *]{word}(?:\[[^]]*\])*|[\w *]*\(\*{word}\)\([^;]*\))"
    text, declared = re.subn(rf"(?m)^\t{name};\n", "", text)
    return text, min(described, declared)


def without_text(text, old, new):
    """replaces a text, which is there once"""
    count = text.count(new)
    return text.replace(new, old), count == 1


def without_range(text, start, end):
    """removes the text from START, which is there once, up to END"""
    at = text.find(start)
    to = text.find(end, at + len(start))
    if at < 0 or to < 0 or text.count(start) > 1:
        return text, False
    return text[:at] + text[to:], True


WITHOUT = {"paragraph": without_paragraph, "line": without_line, "branch": without_branch,
           "block": without_block, "member": without_member,
           "part": without_range, "instead": without_text}


def without(kind, text, words, name):
    """removes a piece of a text; the piece has to exist"""
    text, count = WITHOUT[kind](text, *words)
    if not count:
        raise Wrong(f"{name}: there is no {kind} {' | '.join(map(repr, words))}")
    return text


def without_part(text, start, end, name):
    """removes the text from START up to END, excluding END"""
    text, found = without_range(text, start, end)
    if not found:
        raise Wrong(f"{name}: nothing to drop from {start!r} to {end!r}")
    return text


def answer(condition, version):
    """evaluates an #if about the kernel or its version: True or False; None for any other"""
    if condition.strip() == "#ifdef __KERNEL__":
        return True
    found = re.search(r"LINUX_VERSION_CODE (<|>=) KERNEL_VERSION\((\d+), (\d+), (\d+)\)", condition)
    if not found:
        return None
    older = version < tuple(int(found[n]) for n in (2, 3, 4))
    return older if found[1] == "<" else not older


def resolve(text, version):
    """returns a source for one version of the kernel, without the branches for others"""
    out, stack = [], []
    for line in text.splitlines(True):
        word = re.match(r"#(\w*)", line)
        word = word[1] if word else ""
        if word.startswith("if"):
            stack.append([answer(line, version), answer(line, version)])
        if word in ("elif", "else") and stack[-1][0] is not None:
            now = not stack[-1][1] and (word == "else" or answer(line, version))
            stack[-1] = [now, stack[-1][1] or now]
            continue
        ours = bool(stack) and stack[-1][0] is not None and word in ("if", "ifdef", "endif")
        if not ours and all(level[0] is not False for level in stack):
            out.append(line)
        if word == "endif":
            stack.pop()
    text = re.sub(r"\(LINUX_VERSION_CODE [^()]*\([^()]*\)\)",
                  lambda found: str(int(answer(found[0], version))), "".join(out))
    return re.sub(r"\n{3,}", "\n\n", text)


def set_list(text, anchor, old, new, name):
    """replaces the lines OLD after the line ANCHOR by NEW"""
    before = anchor + "\n" + "".join(f"{line}\n" for line in old)
    at = text.find("\n" + before) + 1
    if not at and not text.startswith(before):
        raise Wrong(f"{name}: there is no line {anchor!r}")
    return text[:at] + anchor + "\n" + "".join(f"{line}\n" for line in new) + text[at + len(before):]


def split_message(text):
    """returns (message, changes) of NAME.patch or NAME.txt"""
    message, _, changes = text.partition("\n---\n")
    lines = [line for line in message.splitlines()
             if not line.startswith("SPDX-License-Identifier:")]
    subject = re.sub(r"^Subject: (\[.*?\] )?", "", lines[0])
    start = changes.find("--- a/")
    return "\n".join([subject] + lines[1:]).strip() + "\n", changes[start:] if start >= 0 else ""


def of_file(changes, path):
    """returns the part of a patch that changes one file"""
    for part in re.split(r"(?m)^(?=--- a/)", changes):
        if part.startswith(f"--- a/{path}\n"):
            return part
    raise Wrong(f"the hook patch does not change {path}")


class Cell:
    """a line of a file, as far as it is known; else any line, or the function around the next hunk"""

    def __init__(self, text=None):
        self.text = text
        self.function = ""


class Sparse:
    """a file of which only the lines in patches are known"""

    def __init__(self):
        self.base, self.now = [], []

    def at(self, position):
        """returns a line of the file with the patches that were applied"""
        while len(self.now) <= position:
            self.base.append(Cell())
            self.now.append(self.base[-1])
        return self.now[position]

    def apply(self, lines):
        """applies the hunks of a patch, whose contexts complete the file"""
        shift = position = 0
        for line in lines:
            hunk = re.match(r"@@ -(\d+).*? @@ ?(.*)", line)
            if hunk:
                position = int(hunk[1]) - 1 + shift
                self.at(max(position - 1, 0)).function = hunk[2]
            elif line.startswith("+"):
                self.now.insert(position, Cell(line[1:]))
                shift += 1
                position += 1
            else:
                cell = self.at(position)
                if cell.text not in (None, line[1:]):
                    raise Wrong(f"{cell.text!r} of one patch is {line[1:]!r} of another")
                cell.text = line[1:]
                if line.startswith("-"):
                    del self.now[position]
                    shift -= 1
                else:
                    position += 1


def before(series):
    """returns {path: text} of the files that patches change, one after the other: their old text, as far as it is known"""
    found = {}
    for changes in series:
        for part in re.split(r"(?m)^(?=--- a/)", changes):
            if part.startswith("--- a/"):
                lines = part.splitlines()
                found.setdefault(lines[0][len("--- a/"):], Sparse()).apply(lines[2:])
    return {path: "".join(f"{cell.function if cell.text is None else cell.text}\n" for cell in file.base)
            for path, file in found.items()}
