# SPDX-License-Identifier: GPL-2.0-only
"""The files of the project, and the functions and prose in them. Shared by the checkers."""
import ast
import io
import os
import pathlib
import re
import tokenize

ROOT = pathlib.Path(__file__).resolve().parent.parent
# directories with other people's or generated files
SKIPPED = re.compile(r"^(\.git|build.*|subprojects/(ndctl-[^/]*|packagecache)|.*__pycache__|"
                     r"\.cache)$")
# exact input and output of programs
DATA = re.compile(r"^test/.*/(good|corpus)/|\.(ndjson|patch)$")


def list_files():
    """the path of every file, from ROOT"""
    for directory, names, leaves in os.walk(ROOT):
        relative = pathlib.Path(directory).relative_to(ROOT)
        names[:] = sorted(name for name in names if not SKIPPED.match(str(relative / name)))
        for leaf in sorted(leaves):
            if not (pathlib.Path(directory) / leaf).is_symlink():
                yield str(relative / leaf)


def read_lines(path):
    return (ROOT / path).read_bytes().decode("utf-8", "replace").splitlines()


def language_of(path, lines):
    """c, python, shell, markdown, asciidoc, hash (comments with #), or None"""
    first = lines[0] if lines else ""
    name = path.rsplit("/", 1)[-1]
    if path.endswith((".c", ".h")):
        return "c"
    if path.endswith(".py") or first.startswith("#!") and "python" in first:
        return "python"
    if path.endswith(".sh") or first.startswith("#!") and "sh" in first:
        return "shell"
    if path.endswith(".md"):
        return "markdown"
    if path.startswith("Documentation/") and path.endswith(".txt"):
        return "asciidoc"
    if name in ("Makefile", "Kbuild", "meson.build", "meson_options.txt") or path.endswith(
            (".yml", ".yaml", ".scenario", ".case", ".conf", ".service.in", ".timer", ".target",
             ".rules")):
        return "hash"
    return None


def c_functions(lines):
    """(name, first line, number of lines): an opening brace alone at the left edge begins one"""
    begin = name = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == "{":
            head = next((text for text in reversed(lines[:number - 1])
                         if re.match(r"\w.*\(", text)), "")
            name = re.search(r"(\w+)\(", head)
            begin = number
        elif line.startswith("}") and begin:
            yield (name[1] if name else "?"), begin, number - begin + 1
            begin = None


def python_functions(lines):
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def list_functions(path, lines):
    """(name, first line, number of lines) of each function of a program"""
    language = language_of(path, lines)
    if language == "python":
        return python_functions(lines)
    return c_functions(lines) if language in ("c", "shell") else ()


def _c_comments(lines):
    text = "\n".join(lines)
    # strings and characters are matched to be passed over
    pattern = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*(.*?)\*/|//([^\n]*)', re.S)
    for match in pattern.finditer(text):
        group = 1 if match[1] is not None else 2
        if match[group] is None:
            continue
        number = text.count("\n", 0, match.start()) + 1
        yield number, re.sub(r"(?m)^[ \t]*\* ?", "", match[group])


def list_strings(lines):
    """(first line, text) of each string of a C file; the compiler joins neighbours to one"""
    text = "\n".join(lines)
    # comments and characters are matched to be passed over
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|\'(?:\\.|[^\'\\\n])*\'|'
                         r'("(?:\\.|[^"\\\n])*"(?:[ \t\\]*\n?[ \t]*"(?:\\.|[^"\\\n])*")*)', re.S)
    for match in pattern.finditer(text):
        if match[1]:
            parts = re.findall(r'"((?:\\.|[^"\\\n])*)"', match[1])
            yield text.count("\n", 0, match.start()) + 1, "".join(parts).replace("\\n", "\n")


def _python_comments(lines):
    text = "\n".join(lines) + "\n"
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string.lstrip("#! ")
    except tokenize.TokenError:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            docstring = ast.get_docstring(node)
            if docstring:
                yield node.body[0].lineno, docstring


def _hash_comments(lines):
    for number, line in enumerate(lines, 1):
        match = re.search(r"(?:^|\s)#(?!!)\s?(.*)", line)
        if match and (line.lstrip().startswith("#") or "'" not in line and '"' not in line):
            yield number, match[1]


def _join_comments(comments):
    """consecutive comment lines are one text"""
    begin, text, last = None, [], None
    for number, line in comments:
        if last is not None and number == last + 1:
            text.append(line)
        else:
            if text:
                yield begin, "\n".join(text)
            begin, text = number, [line]
        last = number
    if text:
        yield begin, "\n".join(text)


def _mark_fences(lines):
    """each line with True when it is in a fenced block, or a fence"""
    fence, before = None, ""
    for line in lines:
        match = re.match(r"\s*(```|-{4,}$|\.{4,}$)", line)
        # below a line of text, "----" makes that a heading
        opens = match and fence is None and (match[1] == "```" or not before or before[0] in "[.+")
        closes = match and fence is not None and line.strip().startswith(fence)
        yield line, bool(fence or opens)
        if opens:
            fence = match[1]
        elif closes:
            fence = None
        before = line


def _document(lines):
    """paragraphs and headings, without fenced blocks"""
    begin, text = 1, []
    for number, (line, fenced) in enumerate(_mark_fences([*lines, ""]), 1):
        heading = line.startswith("#") and not fenced
        if fenced or heading or not line.strip():
            if text:
                yield begin, "\n".join(text)
            text = []
            if heading:
                yield number, line.lstrip("# ")
            continue
        if not text:
            begin = number
        text.append(line)


def list_prose(path, lines):
    """(first line, text) of each comment, docstring or paragraph"""
    language = language_of(path, lines)
    if language == "c":
        return _c_comments(lines)
    if language == "python":
        return sorted(_join_comments(_python_comments(lines)))
    if language in ("shell", "hash"):
        return _join_comments(_hash_comments(lines))
    return _document(lines) if language in ("markdown", "asciidoc") else ()
