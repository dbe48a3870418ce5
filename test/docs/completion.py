#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Completion in an interactive bash and zsh on a pseudo terminal: types a line, presses the key, and lets
the shell echo the resulting line. fish prints its completions itself. Prints TAP.
"""
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

# the caller may ignore SIGCHLD, and children would have no exit status
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

BUILD = pathlib.Path(os.environ.get("OCXL_BUILD", "build")).resolve()
SOURCE = pathlib.Path(os.environ.get("OCXL_SOURCE", ".")).resolve()
PROMPT = "READY>"
TAB, ALL, START, END = "\t", "\033*", "\001", "\005"
# ndctl's option parser does not free its memory.
NO_LEAKS = {"ASAN_OPTIONS": "detect_leaks=0"}
# The tested program prints its verbs and options; they are not repeated here.
NDCTL = str(BUILD / "bin/ndctl")


def environment(directory):
    return {"PATH": f"{BUILD}/bin:/usr/bin:/bin:/usr/sbin:/sbin", "TERM": "dumb", "PS1": PROMPT,
            "HOME": directory, "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null", "COLUMNS": "4000",
            "NDCTL_OCXL_CLASS": f"{directory}/class", **NO_LEAKS}


class Shell:
    """an interactive bash with bash-completion and the completion file of the build"""
    COMMAND = ["/bin/bash", "--norc", "--noprofile", "-i"]
    PRINT = "printf '<%s>\\n' "

    def __init__(self, directory, wordbreaks=""):
        self.pid, self.tty = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            os.execve(self.COMMAND[0], self.COMMAND, environment(directory))
        self.number = 0
        self.prepare(wordbreaks)

    def prepare(self, wordbreaks):
        self.run("stty cols 4000; bind 'set enable-bracketed-paste off'")
        self.run("bind 'set completion-query-items 0'; bind 'set page-completions off'")
        self.run("source /usr/share/bash-completion/bash_completion")
        self.run(f"source {BUILD}/contrib/ndctl")
        self.run(f"source {SOURCE}/contrib/bash-completion/ocxl-emulator")
        if wordbreaks:
            self.run(wordbreaks)

    def run(self, keys, limit=120):
        """prints the output of a line, up to the next prompt"""
        self.number += 1
        # the echo of the typed line does not look like this mark
        mark = f"DONE.{self.number}."
        os.write(self.tty, f"{keys}{END}; echo DONE.$(({self.number})).\r".encode())
        text, end = "", time.monotonic() + limit
        while mark not in text or not text.endswith(PROMPT):
            ready, _, _ = select.select([self.tty], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise TimeoutError(text[-500:])
            text += os.read(self.tty, 65536).decode("utf-8", "replace")
        return text

    def complete(self, line, key):
        """the words of the line after the key was pressed at its end, behind messages of the shell"""
        output = self.run(line + key + START + self.PRINT)
        errors = re.findall(r"bash: .*", output)
        return errors + re.findall(r"^<(.*)>\r?$", output, re.MULTILINE)

    def close(self):
        os.close(self.tty)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class Zsh(Shell):
    """an interactive zsh; the key ALL inserts all completions"""
    COMMAND = ["/bin/zsh", "-f", "-i"]
    PRINT = "printf '<%s>\\n' -- "

    def prepare(self, _):
        self.run("unset zle_bracketed_paste; unsetopt prompt_cr prompt_sp; stty cols 4000")
        self.run(f"fpath=({SOURCE}/contrib/zsh-completion $fpath); autoload -U compinit; compinit -u -D")
        self.run("bindkey -e; setopt no_beep; LISTMAX=1000; zle -C insert-all complete-word insert_all")
        self.run("insert_all() { _main_complete; compstate[insert]=all; unset 'compstate[list]'; }")
        self.run("bindkey '\\e*' insert-all")

    def complete(self, line, key):
        return super().complete(line, key)[1:]


class Tap:
    def __init__(self):
        self.number = self.bad = 0

    def check(self, name, passed, *comments):
        self.number += 1
        self.bad += not passed
        print(f"{'ok' if passed else 'not ok'} {self.number} - {name}")
        if not passed:
            for comment in comments:
                print("# " + str(comment)[:2000])

    def skip(self, name, reason):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {reason}")

    def equal(self, name, got, wanted):
        self.check(name, got == wanted, f"got    {got}", f"wanted {wanted}")


def output(*command):
    """output of ndctl; --list-opts ends with status 130"""
    done = subprocess.run([NDCTL, *command], env=dict(os.environ, **NO_LEAKS),
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode().split()


def make_world(directory):
    """a sysfs class with two OpenCAPI DIMMs and another DIMM, and files"""
    for number, group in ((0, "ocxlpmem"), (1, "ocxlpmem"), (2, "papr")):
        (directory / f"class/ndctl{number}/device/nmem{number}" / group).mkdir(parents=True)
    (directory / "log.ndjson").touch()
    (directory / "notes").touch()
    (directory / "logs").mkdir()
    (directory / "logs/old.json").touch()


def test_group(shell, tap, _):
    verbs = output("ocxl", "--list-cmds")
    tap.check("there are verbs", len(verbs) >= 8, verbs)
    tap.equal("ndctl ocx completes", shell.complete("ndctl ocx", TAB), ["ndctl", "ocxl"])
    tap.equal("verbs", sorted(shell.complete("ndctl ocxl ", ALL)[2:]), sorted(verbs))
    tap.equal("options of the group", sorted(shell.complete("ndctl ocxl --", ALL)[2:]),
              ["--help", "--list-cmds", "--version"])
    tap.equal("an unknown verb has nothing", shell.complete("ndctl ocxl frobnicate --", ALL)[2:],
              ["frobnicate", "--"])
    for verb in verbs:
        line = f"ndctl ocxl {verb}"
        tap.equal(f"{verb}: name", shell.complete(line[:-1], TAB)[:3], line.split())
        options = {word for word in output("ocxl", verb, "--list-opts")
                   if re.fullmatch("--[a-z][a-z-]*", word)} | {"--help"}
        got = [word.rstrip("=") for word in shell.complete(line + " --", ALL)[3:]]
        tap.equal(f"{verb}: options", sorted(got), sorted(options))


def test_values(shell, tap, _):
    line = "ndctl ocxl read-smart "
    tap.equal("an option with a value ends with =", shell.complete(line + "--form", TAB)[3:],
              ["--format="])
    tap.equal("one without ends with a space", shell.complete(line + "--hum", TAB)[3:],
              ["--human"])
    tap.equal("formats", shell.complete(line + "--format=", ALL)[3:],
              ["--format=json", "ndjson", "table"])
    tap.equal("formats of a verdict", shell.complete("ndctl ocxl check --format=", ALL)[3:],
              ["--format=json", "nagios", "ndjson", "table"])
    tap.equal("conditions", shell.complete("ndctl ocxl clear-conditions --condition=", ALL)[3:],
              ["--condition=data_loss", "predictive_failure", "replacement_requested"])
    tap.equal("the second condition", shell.complete("ndctl ocxl check --ignore=dump_pending,temperature_", TAB)[3:],
              ["--ignore=dump_pending,temperature_near"])
    tap.equal("a condition in a word of its own", shell.complete("ndctl ocxl check --ignore err", TAB)[3:],
              ["--ignore", "error_log_pending"])
    tap.equal("help of a verb", shell.complete("ndctl ocxl help hea", TAB)[2:], ["help", "heartbeat"])
    tap.equal("a format", shell.complete(line + "--format=n", TAB)[3:], ["--format=ndjson"])
    tap.equal("a format behind -f", shell.complete(line + "-f t", TAB)[3:], ["-f", "table"])
    tap.equal("a format in a word of its own", shell.complete(line + "--format j", TAB)[3:],
              ["--format", "json"])
    tap.equal("buses", shell.complete(line + "--bus=", ALL)[3:],
              ["--bus=all", "ndbus0", "ndbus1"])
    tap.equal("a file", shell.complete(line + "--output=log.", TAB)[3:], ["--output=log.ndjson"])
    tap.equal("a directory", shell.complete(line + "--output=logs", TAB)[3:], ["--output=logs/"])
    tap.equal("a file in it", shell.complete(line + "-o logs/o", TAB)[3:], ["-o", "logs/old.json"])
    tap.equal("a number has none", shell.complete(line + "--jobs=", TAB)[3:], ["--jobs="])
    for verb in output("ocxl", "--list-cmds"):
        usage = subprocess.run([NDCTL, "ocxl", verb, "-h"], env=dict(os.environ, **NO_LEAKS),
                               capture_output=True, check=False).stdout.decode()
        options = re.findall(r"^ +(?:(-\w), )?(--[\w-]+)=<", usage, re.MULTILINE)
        tap.check(f"{verb}: some options have a value", len(options) >= 3, usage)
        for option in filter(None, (word for names in options for word in names)):
            if option in ("-d", "--dimm"):
                tap.equal(f"{verb}: a DIMM is the value of {option}",
                          shell.complete(f"ndctl ocxl {verb} {option} nmem1", TAB)[3:], [option, "nmem1"])
                continue
            tap.equal(f"{verb}: no DIMM is the value of {option}",
                      shell.complete(f"ndctl ocxl {verb} {option} nm", TAB)[3:], [option, "nm"])
    tap.equal("DIMMs with the group, and all", shell.complete(line, ALL)[3:],
              ["all", "nmem0", "nmem1"])
    tap.equal("a DIMM is offered once", shell.complete(line + "nmem1 ", ALL)[3:],
              ["nmem1", "all", "nmem0"])
    tap.equal("a DIMM behind an option", shell.complete(line + "--raw nmem1", TAB)[3:],
              ["--raw", "nmem1"])


def run_with_hostile_file(shell, directory, name, lines):
    """Press the key at the end of the lines while a file has this name, which creates "evaluated" when the
    shell expands it. Return whether it was created."""
    hostile = directory / name
    hostile.touch()
    for line in lines:
        # completes, then removes the line
        shell.run(f"{line}{TAB}{TAB}\025true")
    hostile.unlink()
    evaluated = directory / "evaluated"
    created = evaluated.exists()
    evaluated.unlink(missing_ok=True)
    return created


def test_stock(shell, tap, directory):
    """ndctl's own completion still works"""
    commands = output("--list-cmds")
    tap.equal("ndctl: commands", sorted(shell.complete("ndctl ", ALL)[1:]), sorted(commands))
    options = [word for word in output("list", "--list-opts")]
    got = [word.rstrip("=") for word in shell.complete("ndctl list --", ALL)[2:]]
    tap.equal("ndctl list: options", sorted(got), sorted(options))
    tap.equal("ndctl create-namespace: a value",
              shell.complete("ndctl create-namespace --mode=f", TAB)[2:], ["--mode=fsdax"])
    tap.equal("ndctl monitor: a log that is no file",
              shell.complete("ndctl monitor --log=sy", TAB)[2:], ["--log=syslog"])
    tap.equal("ndctl monitor: a log that is a file",
              shell.complete("ndctl monitor --log=log.", TAB)[2:], ["--log=log.ndjson"])
    tap.equal("ndctl monitor: all logs", sorted(shell.complete("ndctl monitor --log=", ALL)[2:]),
              ["--log=class", "log.ndjson", "logs", "notes", "standard ", "syslog "])
    tap.check("ndctl monitor: names of files are not evaluated",
              not run_with_hostile_file(shell, directory, "st$(touch${IFS}evaluated)",
                                        ["ndctl monitor --log=", "ndctl monitor --log=st"]))
    tap.equal("a command of ndctl behind ocxl does not mislead",
              shell.complete("ndctl ocxl check list --stri", TAB)[3:], ["list", "--strict"])


def test_wordbreaks(directory, tap):
    shell = Shell(str(directory), "COMP_WORDBREAKS=${COMP_WORDBREAKS//=}")
    tap.equal("= is a part of words", shell.complete("ndctl ocxl info --format=n", TAB)[3:],
              ["--format=ndjson"])
    shell.close()


# line, key, words behind it: with two cards, without a card
SHELL_OPTION_LINES = [
    ("ndctl ocxl info ", ALL, ["all", "nmem0", "nmem1"], ["all"]),
    ("ndctl ocxl info --bus=", ALL, ["--bus=all", "ndbus0", "ndbus1"], ["--bus=all"]),
    ("ndctl ocxl check --format=n", ALL, ["--format=nagios", "ndjson"], ["--format=nagios", "ndjson"]),
    ("ndctl ocxl check --ignore err", TAB, ["error_log_pending"], ["error_log_pending"]),
    ("ndctl ocxl heartb", TAB, ["heartbeat"], ["heartbeat"]),
    ("ndctl disable-d", TAB, ["disable-dimm"], ["disable-dimm"]),
    ("ndctl list --dimm=nmem0 --hu", TAB, ["--human"], ["--human"]),
    ("ndctl read-labels ", ALL, ["all"], ["all"]),
    ("ocxl-emulator --scenario overh", TAB, ["overheating"], ["overheating"]),
    ("ocxl-first-contact --js", TAB, ["--json"], ["--json"]),
    ("ocxl-first-contact nmem", TAB, ["nmem"], ["nmem"]),
]


def test_shell_options(directory, tap):
    """options of the user's bash that change what a pattern without a match or an unset variable does"""
    (directory / "empty").mkdir()
    for option in ("shopt -s failglob", "shopt -s nullglob", "set -o nounset"):
        shell = Shell(str(directory), option)
        shell.run(f"source {SOURCE}/contrib/bash-completion/ocxl-first-contact")
        for place, cards in (("class", True), ("empty", False)):
            shell.run(f"export NDCTL_OCXL_CLASS={directory}/{place}")
            for line, key, *wanted in SHELL_OPTION_LINES:
                expected = line.split(" ")[:-1] + wanted[0 if cards else 1]
                tap.equal(f"{option}, {place}: {line}", shell.complete(line, key), expected)
        shell.close()


def test_emulator(shell, tap, directory):
    tap.equal("ocxl-emulator: option", shell.complete("ocxl-emulator --sce", TAB)[1:],
              ["--scenario"])
    tap.equal("ocxl-emulator: file", shell.complete("ocxl-emulator --scenario log.", TAB)[1:],
              ["--scenario", "log.ndjson"])
    tap.equal("ocxl-emulator: installed scenario",
              shell.complete("ocxl-emulator --scenario overh", TAB)[1:],
              ["--scenario", "overheating"])
    tap.equal("ocxl-emulator: several scenarios",
              sorted(shell.complete("ocxl-emulator --scenario d", ALL)[2:]),
              ["data-loss", "demo", "dying-controller"])
    tap.check("ocxl-emulator: names of files are not evaluated",
              not run_with_hostile_file(shell, directory, "$(touch${IFS}evaluated).scenario",
                                        ["ocxl-emulator --scenario ", "ocxl-emulator --scenario \\$\\("]))
    tap.equal("ocxl-emulator: the list takes no value",
              shell.complete("ocxl-emulator --list-scenarios --car", TAB)[1:],
              ["--list-scenarios", "--cards"])
    tap.equal("ocxl-emulator: command",
              shell.complete("ocxl-emulator --cards 2 -- ndctl ocxl heart", TAB)[1:],
              ["--cards", "2", "--", "ndctl", "ocxl", "heartbeat"])
    usage = subprocess.run([BUILD / "bin/ocxl-emulator", "--help"], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False).stdout.decode()
    wanted = sorted(set(re.findall(r"^ *(?:-\w, *)?(--[a-z][a-z-]*)", usage, re.MULTILINE)))
    got = [word.rstrip("=") for word in shell.complete("ocxl-emulator --", ALL)[1:]]
    tap.equal("ocxl-emulator: options", sorted(set(got)), wanted)


# line, key, words behind "ndctl ocxl"
ZSH_LINES = [
    ("check --form", TAB, ["check", "--format="]),
    ("check --hum", TAB, ["check", "--human"]),
    ("check --format=", ALL, ["--format=json", "--format=nagios", "--format=ndjson", "--format=table"]),
    ("info --format=nd", TAB, ["info", "--format=ndjson"]),
    ("info -f n", TAB, ["info", "-f", "ndjson"]),
    ("clear-conditions --condition=data_loss,re", TAB,
     ["clear-conditions", "--condition=data_loss,replacement_requested"]),
    ("check --ignore temperature_n", TAB, ["check", "--ignore", "temperature_near"]),
    ("info ", ALL, ["all", "nmem0", "nmem1"]),
    ("info nmem1 nm", TAB, ["info", "nmem1", "nmem0"]),
    ("info --bus=", ALL, ["--bus=all", "--bus=ndbus0", "--bus=ndbus1"]),
    ("info --output=log.", TAB, ["info", "--output=log.ndjson"]),
    ("help hea", TAB, ["help", "heartbeat"]),
    ("frobnicate --", TAB, ["frobnicate", "--"]),
]


def test_zsh(directory, tap):
    if not shutil.which("zsh"):
        tap.skip("zsh", "there is no zsh")
        return
    shell = Zsh(str(directory))
    verbs = output("ocxl", "--list-cmds")
    tap.equal("zsh: ndctl ocx completes", shell.complete("ndctl ocx", TAB), ["ndctl", "ocxl"])
    tap.equal("zsh: verbs", sorted(set(shell.complete("ndctl ocxl ", ALL)) & set(verbs)), sorted(verbs))
    for verb in verbs:
        options = {word for word in output("ocxl", verb, "--list-opts") if word.startswith("--")}
        got = {word.rstrip("=;") for word in shell.complete(f"ndctl ocxl {verb} --", ALL)[3:]}
        tap.equal(f"zsh: {verb}: options", sorted(got), sorted(options))
    for line, key, wanted in ZSH_LINES:
        got = shell.complete(f"ndctl ocxl {line}", key)
        tap.equal(f"zsh: {line}", got[-len(wanted):], wanted)
    shell.run(f"setopt nounset; export NDCTL_OCXL_CLASS={directory}/empty")
    tap.equal("zsh: nounset, without a card", shell.complete("ndctl ocxl info ", ALL)[-1:], ["all"])
    tap.equal("zsh: ndctl list: options", sorted(shell.complete("ndctl list --h", ALL)[2:]),
              ["--health", "--human"])
    shell.close()


# line, completions
FISH_LINES = [
    ("ndctl ocx", ["ocxl"]),
    ("ndctl ocxl --", ["--help", "--list-cmds", "--version"]),
    ("ndctl ocxl check --form", ["--format="]),
    ("ndctl ocxl check --format=n", ["--format=nagios", "--format=ndjson"]),
    ("ndctl ocxl info -f n", ["ndjson"]),
    ("ndctl ocxl clear-conditions --condition=data_loss,r", ["--condition=data_loss,replacement_requested"]),
    ("ndctl ocxl check --ignore temperature_", ["temperature_near"]),
    ("ndctl ocxl info nmem1 ", ["all", "nmem0"]),
    ("ndctl ocxl info --bus ", ["all", "ndbus0", "ndbus1"]),
    ("ndctl ocxl info --output=log.", ["--output=log.ndjson"]),
    ("ndctl ocxl help hea", ["heartbeat"]),
    ("ndctl ocxl frobnicate --", []),
]


def test_fish(directory, tap):
    if not shutil.which("fish"):
        tap.skip("fish", "there is no fish")
        return

    def complete(line, place="class"):
        script = f"source {SOURCE}/contrib/fish-completion/ndctl.fish; complete -C '{line}'"
        values = dict(environment(str(directory)), NDCTL_OCXL_CLASS=f"{directory}/{place}")
        done = subprocess.run(["fish", "--no-config", "-c", script], env=values, cwd=directory,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.stdout.decode().split()

    verbs = output("ocxl", "--list-cmds")
    tap.equal("fish: verbs", complete("ndctl ocxl "), sorted(verbs))
    for verb in verbs:
        options = {word for word in output("ocxl", verb, "--list-opts") if word.startswith("--")}
        tap.equal(f"fish: {verb}: options", sorted(word.rstrip("=") for word in complete(f"ndctl ocxl {verb} --")),
                  sorted(options))
    for line, wanted in FISH_LINES:
        tap.equal(f"fish: {line}", complete(line), wanted)
    tap.equal("fish: without a card", complete("ndctl ocxl info ", "empty"), ["all"])


def test_no_command_is_sent(directory, tap):
    """completion reads lists and sysfs, and sends no ioctl to a DIMM"""
    trace = directory / "trace"
    script = (f"source /usr/share/bash-completion/bash_completion; source {BUILD}"
              "/contrib/ndctl; for last in '' --; do COMP_WORDS=(ndctl ocxl info"
              " \"$last\") COMP_CWORD=3 COMP_LINE=\"ndctl ocxl info $last\""
              " COMP_POINT=${#COMP_LINE}; _ndctl; done; echo ${#COMPREPLY[@]}")
    environment = dict(os.environ, **NO_LEAKS, PATH=f"{BUILD}/bin:{os.environ['PATH']}")
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=openat,open", "-o", str(trace),
                           "bash", "-c", script], env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    opened = trace.read_text(encoding="utf-8") if trace.exists() else ""
    tap.check("completing opens no DIMM",
              int(done.stdout or 0) > 3 and "libc" in opened and "/dev/nmem" not in opened,
              done.stdout, opened[:500])


def main():
    tap = Tap()
    directory = pathlib.Path(tempfile.mkdtemp())
    try:
        make_world(directory)
        shell = Shell(str(directory))
        for test in (test_group, test_values, test_stock, test_emulator):
            try:
                test(shell, tap, directory)
            except (TimeoutError, OSError) as error:
                tap.check(test.__name__, False, repr(error))
                shell.close()
                shell = Shell(str(directory))
        shell.close()
        test_wordbreaks(directory, tap)
        test_shell_options(directory, tap)
        test_zsh(directory, tap)
        test_fish(directory, tap)
        test_no_command_is_sent(directory, tap)
    finally:
        shutil.rmtree(directory)
    print(f"1..{tap.number}")
    sys.exit(1 if tap.bad else 0)


main()
