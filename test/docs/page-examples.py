#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""page-examples.py [--update]

The examples in README.md and in the manual pages of the verbs are real: each "ndctl list" and "ndctl ocxl"
with output below it, also into jq or grep, runs on emulated cards, with a terminal, and prints this text,
except for times, cursors, the version of ndctl and the list of commands of the driver. Not tested are
commands with --follow or for regions. --update writes the output into the pages.
The commands of a page without output, and those into files and other programs, run one after the other and succeed.


Each procedure of ndctl-ocxl-card(7) runs on one card, one command after the other, without those for which
emulated cards need a kernel: the procedures as a whole run in a virtual machine (test/driver/scenarios/procedures.sh).

A terminal of 80 columns shows each page.

The picture of the demo has the words that scripts/demo prints. scripts/record-demo draws it again.
Prints TAP.
"""
import html
import os
import pathlib
import pty
import re
import shlex
import signal
import subprocess
import sys
import tempfile

# the caller may ignore SIGCHLD, and children would have no exit status
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

BUILD = pathlib.Path(os.environ.get("OCXL_BUILD", "build")).resolve()
SOURCE = pathlib.Path(os.environ.get("OCXL_SOURCE", ".")).resolve()
DEMO = SOURCE / "scenarios/demo.scenario"
PICTURE = SOURCE / "Documentation/demo.svg"
PAGES = SOURCE / "test/docs/page-examples.scenario"
# for commands behind a "#" prompt
ADMIN = SOURCE / "test/cli/bin/as-admin"
# values that differ from run to run
NORMALISE = [
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", "TIME"),
    (r"\d{8}T\d{6}Z", "TIME"),
    (r'(?m)^( *"ndctl":)"\d+"$', r'\1"VERSION"'),
    (r'"cursor":"0x[0-9a-f]+"', '"cursor":"CURSOR"'),
    (r"(?m)^(nmem\d) +[\d.]+ [mu]?s$", r"\1 N us"),
    (r"(Time since reset|Time powered on) .*", r"\1"),
    # the page shows only the first commands
    (r"(?m)^(  Commands ).*(?:\n {10,}.*)*", r"\1"),
]
BLOCK = re.compile(r"^(----|```)\n([#$] .*?)^\1$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^([#$] )(ndctl (?:list|ocxl) [^|>\n]*(?:\| (?:jq|grep) [^>\n]*)?)\n", re.MULTILINE)


def normalise(text):
    # rates depend on the real length of the interval, and an empty column is omitted
    if "LOADS/S" in text:
        text = re.sub(r"(?m)^(?:TIME|[\d:]{8}Z) +(\S+).*", r"\1", text)
    for pattern, replacement in NORMALISE:
        text = re.sub(pattern, replacement, text)
    return text


def run(command, scenario, columns):
    """output of a command on a terminal; its files are removed"""
    inner = f"ndctl ocxl read-smart >/dev/null; {command}"
    with tempfile.TemporaryDirectory() as directory:
        return run_in(directory, f"stty cols {columns}; exec {BUILD}/bin/ocxl-emulator --cards 2 --scenario {scenario} -- "
                                 f"sh -c {shlex.quote(inner)}")


def run_in(directory, script):
    """output of a script on a terminal, in a directory"""
    pid, tty = pty.fork()
    if pid == 0:
        os.environ.update(PATH=f"{BUILD}/bin:/usr/bin:/bin", TERM="xterm", NO_COLOR="1",
                          ASAN_OPTIONS="detect_leaks=0", OCXL_BUILD=str(BUILD))
        os.chdir(directory)
        os.execv("/bin/sh", ["sh", "-c", script])
    text = b""
    try:
        while chunk := os.read(tty, 65536):
            text += chunk
    except OSError:
        pass
    os.waitpid(pid, 0)
    os.close(tty)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text.decode("utf-8", "replace").replace("\r", ""))
    return re.sub(r" +$", "", plain, flags=re.MULTILINE)


def examples(block):
    """(start, end, prompt, command) of each output in a block"""
    commands = list(COMMAND.finditer(block))
    for index, match in enumerate(commands):
        last = index + 1 == len(commands)
        end = len(block) if last else commands[index + 1].start() - 1
        # --follow does not end; emulated cards have no regions; "\\" continues on the next line
        if block[match.end():end].strip() and not re.search(r" (--follow|-R\w*|\\) ", match[2] + " "):
            yield match.end(), end, match[1], match[2]


def check_file(path, scenario, columns, update, report):
    text = path.read_text("utf-8")
    for match in reversed(list(BLOCK.finditer(text))):
        begin = match.start(2)
        for start, end, prompt, command in reversed(list(examples(match[2]))):
            shown = match[2][start:end]
            real = run(f"{ADMIN} {command}" if prompt == "# " else command, scenario, columns)
            same = normalise(shown.rstrip()) == normalise(real.rstrip())
            report(f"{path.relative_to(SOURCE)}: {command}", same, real)
            if update and not same:
                text = text[:begin + start] + real.rstrip() + "\n" + text[begin + end:]
    if update:
        path.write_text(text, "utf-8")


def check_silent(path, report):
    """the commands of a page that print nothing there succeed, or find a critical card"""
    blocks = [re.sub(r"(?:\\|(\|))\n +", r"\1 ", match[2]) for match in BLOCK.finditer(path.read_text("utf-8"))]
    commands = [command for block in blocks for command, output in
                re.findall(r"^# (.*\bndctl ocxl .*)\n(?:(?=[#$])|(.*))", block, re.MULTILINE)
                if not output and not re.search("--follow|--interval", command)]
    if not commands:
        return
    lines = "\n".join(f"{ADMIN} sh -c {shlex.quote(command)} </dev/null >last 2>&1 || "
                      f"[ $? = {2 if '=nagios' in command else 5} ] || {{ echo {shlex.quote(command)}; cat last; }}"
                      for command in commands)
    with tempfile.TemporaryDirectory() as directory:
        real = run_in(directory, f"exec {BUILD}/bin/ocxl-emulator --cards 2 --scenario {PAGES} -- sh -c {shlex.quote(lines)}")
    report(f"{path.relative_to(SOURCE)}: {len(commands)} commands without output", not real.strip(), real)


def check_procedures(report):
    """each command succeeds, and the last table of a procedure has the expected text"""
    text = (SOURCE / "Documentation/ndctl/ndctl-ocxl-card.txt").read_text("utf-8")
    for section, end, expected in (("REPLACE A CARD, OR SEND IT BACK", "\n6. ", "shut_down"),
                                   ("UPDATE THE FIRMWARE", "\n3. ", "V1.00, next V9.87")):
        steps = text.partition(f"\n{section}\n")[2].partition(end)[0]
        commands = [line for line in re.findall(r"^# (ndctl .*)$", steps, re.MULTILINE)
                    if not re.search(r"-region|-namespace|sanitize|wait-overwrite|^ndctl list -R", line)]
        inner = "\n".join(["printf 'V9.87\\0\\0\\0%256s' '' >image",
                           *(f"{ADMIN} {command} >last 2>&1 || {{ echo '{command}'; cat last; exit; }}" for command in commands),
                           "cat last; echo all done"])
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, "cards").write_text("fw-update next=V9.87\ndump size=64K\n", "utf-8")
            real = run_in(directory, f"exec {BUILD}/bin/ocxl-emulator --cards 2 --scenario cards -- sh -c {shlex.quote(inner)}")
        report(f"{section}: {len(commands)} commands", len(commands) > 1 and expected in real and "all done" in real, real)


def check_layout(report):
    """troff does not warn, and no line is wider than 80 columns"""
    environment = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"}
    pages = BUILD / "Documentation/ndctl"
    for path in sorted([*pages.glob("*.[1457]"), *pages.glob("man3/libndctl*.3")]):
        done = subprocess.run(["man", "--warnings", "-l", path], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        wide = [line for line in done.stdout.splitlines() if len(line) > 80]
        report(f"{path.name}: fits into 80 columns", done.returncode == 0 and not done.stderr and not wide,
               "\n".join([done.stderr, *wide]))


def words(text):
    """its words, without paths of a build and values that differ"""
    return set(normalise(re.sub(r"\S*/bin/ocxl-emulator", "ocxl-emulator", text)).split())


def check_picture(report):
    """compares the words of the picture with those of the demo on a terminal as wide as the picture"""
    shown = PICTURE.read_text("utf-8")
    columns = re.search(r'viewBox="0 0 (\d+) ', shown)[1]
    real = run_in(SOURCE, f"stty cols {columns}; scripts/demo")
    drawn = html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)", shown)))
    differ = "\n".join(sorted(words(drawn) ^ words(real)))
    report(f"{PICTURE.relative_to(SOURCE)}: scripts/demo", real.strip() and not differ, f"{differ}\n{real}")


def main():
    update = "--update" in sys.argv[1:]
    results = []

    def report(name, passed, real):
        results.append(passed)
        print(f"{'ok' if passed else 'not ok'} {len(results)} - {name}")
        if not passed:
            print("".join(f"# {line}\n" for line in real.splitlines()), end="")

    check_file(SOURCE / "README.md", DEMO, 80, update, report)
    for path in sorted((SOURCE / "Documentation/ndctl").glob("ndctl-ocxl*.txt")):
        # man indents examples by 11 columns
        check_file(path, PAGES, 68, update, report)
        if path.name != "ndctl-ocxl-card.txt":
            check_silent(path, report)

    check_procedures(report)
    check_layout(report)
    check_picture(report)
    print(f"1..{len(results)}")
    sys.exit(0 if all(results) else 1)


main()
