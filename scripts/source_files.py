# SPDX-License-Identifier: GPL-2.0-only
"""The files of the project, and the functions in them."""
import ast
import os
import pathlib
import re

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
            # ".git" is a file in a work tree of its own
            if leaf != ".git" and not (pathlib.Path(directory) / leaf).is_symlink():
                yield str(relative / leaf)


def read_lines(path):
    return (ROOT / path).read_bytes().decode("utf-8", "replace").splitlines()


def language_of(path, lines):
    """c, python, shell, or None"""
    first = lines[0] if lines else ""
    if path.endswith((".c", ".h")):
        return "c"
    if path.endswith(".py") or first.startswith("#!") and "python" in first:
        return "python"
    if path.endswith(".sh") or first.startswith("#!") and "sh" in first:
        return "shell"
    return None


def c_functions(lines):
    """(name, first line, number of lines): an opening brace alone at the left edge begins one"""
    begin = name = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == "{":
            head = next((text for text in reversed(lines[:number - 1])
                         if re.match(r"\w.*\(", text)), "")
            name = re.search(r"(\w+)\(", re.sub(r"__attribute__\(\(.*?\)\)", "", head))
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
