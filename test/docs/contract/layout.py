# SPDX-License-Identifier: GPL-2.0-only
"""The interface of a header as lines of text, and the comparison of two such texts.

struct NAME SIZE
<tab>FIELD OFFSET SIZE TYPE[COUNT]
NAME VALUE

Structs begin with ocxlpmem_ or ndctl_ocxl_, and are laid out by a compiler (read with pahole). Values are those of
macros without arguments that are a number, and of enumerators.
"""
import ast
import os
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
NDCTL = subprocess.run([ROOT / "scripts/ndctl-version"], check=True, text=True,
                       capture_output=True).stdout.strip()
INCLUDES = ["-Iinclude", "-isystem", f"subprojects/ndctl-{NDCTL}", "-x", "c"]
FIELD = re.compile(r"^\s+(?:const\s+)?([\w ]+?[\s*]*?)\s*\b(\w+)((?:\[\d+\])*);\s*/\*\s+(\d+)\s+(\d+)")
OURS = r"(?:NDCTL_OCXL|NVDIMM|OCXLPMEM)_"
# limits of numbers and of the size of an answer may grow
GROWING = {"OCXLPMEM_CMD_MAX", "OCXLPMEM_CMD_END", "OCXLPMEM_CMD_MASK", "OCXLPMEM_FLAG_COUNT", "OCXLPMEM_ANSWER_MAX",
           "OCXLPMEM_ENVELOPE_MAX"}


def compiler():
    return os.environ.get("CC") or "cc"


def run(command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, check=False, text=True,
                          cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout


def structs(header):
    """read from debugging information, which works for any machine"""
    with tempfile.TemporaryDirectory() as directory:
        obj = f"{directory}/header.o"
        run([compiler(), "-g", "-fno-eliminate-unused-debug-types", *INCLUDES, "-c", "-o", obj,
             "-"], f"#include <{header}>\n")
        text = run(["pahole", "--structs", obj])
    for match in re.finditer(r"^struct ((?:ocxlpmem|ndctl_ocxl)_\w+) \{\n(.*?)^\};", text, re.DOTALL | re.MULTILINE):
        lines = [FIELD.match(line) for line in match[2].splitlines()]
        size = re.search(r"/\* size: (\d+)", match[2])
        yield f"struct {match[1]} {size[1]}"
        for kind, name, count, offset, length in (line.groups() for line in lines if line):
            yield f"\t{name} {offset} {length} {' '.join(kind.split())}{count}"


def records(header):
    """{name of a command: struct of the records in its answer, or None}"""
    source = (f"#include <{header}>\n#define ROW(command, name, rights, state, opcode, answer, ...)"
              " @ name answer\nOCXLPMEM_COMMANDS(ROW, ROW)\n")
    text = run([compiler(), "-E", "-P", *INCLUDES, "-"], source)
    return {name: tag or None for name, tag in re.findall(r"@ (\w+) \w+(?:\((\w+))?", text)}


def enumerators(header):
    """{name: value} of our enums, after the preprocessor expanded their lists"""
    found = {}
    text = run([compiler(), "-E", "-P", *INCLUDES, "-"], f"#include <{header}>\n")
    for body in re.findall(rf"\benum\b[^{{;]*\{{\s*({OURS}[^}}]*)\}}", text):
        last = -1
        for item in filter(None, map(str.strip, body.split(","))):
            name, _, expression = item.partition("=")
            last = number(expression, found) if expression else last + 1
            found[name.strip()] = last
    return found


def values(header):
    for name, value in enumerators(header).items():
        yield f"{name} {value:#x}"
    path = ROOT / "include" / header
    names = re.findall(rf"^#\s*define\s+({OURS}\w+)[ \t]+\S", path.read_text("utf-8"),
                       re.MULTILINE)
    source = f"#include <{header}>\n" + "".join(f"@@ {i} {name}\n" for i, name in enumerate(names))
    for line in run([compiler(), "-E", "-P", *INCLUDES, "-"], source).splitlines():
        match = re.match(r"@@ (\d+) (.*)", line)
        # "1U << 20" and similar
        text = re.sub(r"\b(0x[0-9A-Fa-f]+|\d+)[UuLl]+\b", r"\1", match[2]) if match else ""
        if re.fullmatch(r"[\s()<|+\-0-9A-Fa-fx]+", text) and re.search(r"\d", text):
            yield f"{names[int(match[1])]} {number(text):#x}"


def number(text, names=None):
    """value of a constant expression of shifts, sums, unions and known names"""
    operators = {ast.LShift: lambda a, b: a << b, ast.BitOr: lambda a, b: a | b,
                 ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b}

    def value(node):
        if isinstance(node, ast.BinOp):
            return operators[type(node.op)](value(node.left), value(node.right))
        if isinstance(node, ast.Name):
            return names[node.id]
        return node.value
    return value(ast.parse(text.strip(), mode="eval").body)


def read(header):
    return [*structs(header), *values(header)]


def parse(lines):
    """({struct: size}, {(struct, field): (offset, size, type)}, {name: value})"""
    sizes, fields, numbers = {}, {}, {}
    inside = None
    for line in lines:
        words = line.split()
        if line.startswith("struct "):
            inside = words[1]
            sizes[inside] = int(words[2])
        elif line.startswith("\t"):
            fields[inside, words[0]] = (int(words[1]), int(words[2]), " ".join(words[3:]))
        else:
            numbers[words[0]] = int(words[1], 16)
    return sizes, fields, numbers


def field_problem(place, old, new):
    if new == old:
        return None
    # a reserved field may get a meaning, and a part of it stay reserved
    if place[1].startswith("reserved") and (
            new is None or old[0] <= new[0] and new[0] + new[1] <= old[0] + old[1]):
        return None
    name = f"struct {place[0]}: {place[1]}"
    if new is None:
        return f"{name} is gone"
    return f"{name} was at {old[0]}, {old[1]} bytes, {old[2]}; is at {new[0]}, {new[1]}, {new[2]}"


def problems(old, new):
    """old promises that no longer hold; additions pass"""
    old_sizes, old_fields, old_values = parse(old)
    new_sizes, new_fields, new_values = parse(new)
    for name, size in old_sizes.items():
        if name not in new_sizes:
            yield f"struct {name} is gone"
        # the driver tells the size of a message; a caller of the library has the size of its header
        elif new_sizes[name] < size or (name.startswith("ndctl_") and new_sizes[name] != size):
            yield f"struct {name} had {size} bytes, has {new_sizes[name]}"
    for place, field in old_fields.items():
        problem = field_problem(place, field, new_fields.get(place))
        if problem and place[0] in new_sizes:
            yield problem
    for name, value in old_values.items():
        now = new_values.get(name)
        if now is None:
            yield f"{name} is gone"
        elif now != value and not (name in GROWING and now > value):
            yield f"{name} was {value:#x}, is {now:#x}"
