# SPDX-License-Identifier: GPL-2.0-only
"""Programs that read every document in test/schema/good.ndjson with generated types, and write it again."""
import json
import re

TYPESCRIPT_TYPES = "tools/node_modules/@types"
GO_CASE = """	case "{name}":
		value, err := Unmarshal{name}(text)
		if err != nil {{
			return nil, err
		}}
		return value.Marshal()
"""
GO = """package main

import (
	"fmt"
	"os"
	"strings"
)

func again(name string, text []byte) ([]byte, error) {{
	switch name {{
{cases}	}}
	return nil, fmt.Errorf("no type %s", name)
}}

func main() {{
	for _, path := range os.Args[1:] {{
		text, err := os.ReadFile(path)
		if err == nil {{
			text, err = again(strings.SplitN(path, ".", 3)[1], text)
		}}
		if err == nil {{
			err = os.WriteFile(path+".again", text, 0600)
		}}
		if err != nil {{
			fmt.Println(path, err)
			os.Exit(1)
		}}
	}}
}}
"""
RUST = """#[allow(dead_code)]
#[path = "types.rs"]
mod types;

fn again(name: &str, text: &str) -> serde_json::Result<String> {{
    match name {{
{cases}        _ => panic!("no type {{}}", name),
    }}
}}

fn main() {{
    for path in std::env::args().skip(1) {{
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.split('.').nth(1).unwrap();
        let out = again(name, &text).unwrap_or_else(|error| panic!("{{}}: {{}}", path, error));
        std::fs::write(path.clone() + ".again", out).unwrap();
    }}
}}
"""
RUST_CASE = ('        "{name}" => serde_json::to_string(&serde_json::from_str::<types::{name}>(text)?),\n')
PYTHON = """import json, sys
import types_of_ocxl
for path in sys.argv[1:]:
    name = path.split(".")[1]
    with open(path, encoding="utf-8") as file:
        value = getattr(types_of_ocxl, name + "_from_dict")(json.load(file))
    with open(path + ".again", "w", encoding="utf-8") as file:
        json.dump(getattr(types_of_ocxl, name + "_to_dict")(value), file)
"""


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def write_documents(found, directory, type_name):
    """Write each document to a file NUMBER.TYPE."""
    directory.mkdir()
    for number, (_, text, name) in enumerate(found):
        (directory / f"{number}.{type_name(name)}").write_text(text, "utf-8")


def typescript(found):
    """a program with a value of each document, which only compiles if the types accept it"""
    names = sorted({name for _, _, name in found})
    lines = [f'import type {{ NdctlOcxl, {", ".join(names)} }} from "./ndctl-ocxl";']
    for number, (_, text, name) in enumerate(found):
        lines.append(f"const value{number}: {name} = {json.dumps(json.loads(text))};")
        lines.append(f"const any{number}: NdctlOcxl = value{number};")
    lines.append("console.log([" + ", ".join(f"any{number}.command" for number in range(len(found))) + "].length);")
    return "\n".join(lines) + "\n"


def essence(value):
    """a document without empty lists, which Go omits, and with numbers that compare exactly"""
    if isinstance(value, dict):
        return {key: essence(one) for key, one in value.items() if one not in ([], None)}
    if isinstance(value, list):
        return [essence(one) for one in value]
    return value


def compare(found, directory, type_name):
    """Return the documents that differ after they were read and written again."""
    for number, (title, text, name) in enumerate(found):
        path = directory / f"{number}.{type_name(name)}.again"
        again = json.loads(path.read_text("utf-8")) if path.exists() else None
        if essence(again) != essence(json.loads(text)):
            yield f"{title}: {json.dumps(again)}"


def check_language(tap, run, found, work, language, command, type_name=str):
    """The command, with the names of all files, reads each document and writes it again."""
    directory = work / f"documents-{language}"
    write_documents(found, directory, type_name)
    run(f"{language}: every document", f"set -- {directory.name}/*; {command}")
    tap.same(list(compare(found, directory, type_name)), [],
             f"{language}: {len(found)} documents are the same after reading and writing")


def check_typescript(tap, run, found, work):
    generated = (work / "ndctl-ocxl.ts").read_text("utf-8")
    tap.same(re.findall(r"^ .*: .*(?<!\")\b(?:unknown|any)\b(?!\").*;", generated, re.MULTILINE), [],
             "TypeScript: no type is unknown")
    (work / "documents.ts").write_text(typescript(found), "utf-8")
    run("TypeScript: every document has its type",
        "tools/node_modules/.bin/tsc --strict --noEmit --target es2020 --module commonjs --types node "
        f"--typeRoots {TYPESCRIPT_TYPES} documents.ts")


def check(tap, run, found, work):
    """found: [(name, text, type)]. run(NAME, COMMAND) is one test."""
    names = sorted({name for _, _, name in found})
    check_typescript(tap, run, found, work)
    (work / "documents.go").write_text(
        GO.format(cases="".join(GO_CASE.format(name=name) for name in names)), "utf-8")
    check_language(tap, run, found, work, "Go",
                   'go build -o again-go documents.go types.go; ./again-go "$@"')
    (work / "src/main.rs").write_text(
        RUST.format(cases="".join(RUST_CASE.format(name=name) for name in names)), "utf-8")
    check_language(tap, run, found, work, "Rust", 'cargo run --quiet --offline -- "$@"')
    (work / "documents.py").write_text(PYTHON, "utf-8")
    check_language(tap, run, found, work, "Python", 'python3 documents.py "$@"', snake)
