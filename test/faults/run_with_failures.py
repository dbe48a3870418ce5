# SPDX-License-Identifier: GPL-2.0-only
"""Shared by failing-allocations and failing-calls: runs commands on emulated cards with one
failure each, and checks the result.

A command that ends with status 0 has printed everything. Any other command prints a message,
leaves no incomplete document and no additional file, and loses nothing from a card.
"""
import collections
import json
import os
import pathlib
import random
import re
import signal
import struct
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "cli"), str(HERE.parent / "docs")]
import harness
import validate
from disturbed_commands import (DUMP_SIZE, ENTRIES, IMAGE, NEW_FIRMWARE, OLD, RESET, SCENARIO, TEMPERATURE,
                                all_commands, known)

SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 1 << 30)
# number of failures in all, spread over the commands; 0: every one
FAILURES = int(os.environ.get("FAILURES", "0"))
PRELOADED = pathlib.Path(os.environ.get(
    "OCXL_PRELOADED", harness.BUILD / "test" / "faults" / "libfail-allocation.so"))
# seconds for a command of milliseconds, on a busy machine
PATIENCE = int(os.environ.get("PATIENCE", "120"))
SHARES = 2
# repetitions when the threads ran in another order, and a call failed that cannot fail
TRIES = 3
# percent of the runs of a command that may be skipped; more are a defect of this test
SKIPPED_MOST = 5
NMEM1 = pathlib.Path("/sys/bus/nd/devices/nmem1/ocxlpmem")
WITHOUT_MEMORY = "ndctl ocxl: out of memory"
Outcome = collections.namedtuple("Outcome", "status out err file left notes")


def named(lines):
    """The frames of a report, with names of functions."""
    found = []
    for line in lines:
        match = re.match(r"at (0x[0-9a-f]+) (\S+)$", line)
        if not match:
            found.append(line)
            continue
        # a frame has the return address
        address, path = hex(int(match[1], 16) - 1), match[2]
        path = str(harness.BUILD / "bin" / path) if "/" not in path else path
        name = subprocess.run(["addr2line", "-f", "-s", "-e", path, address], check=False,
                              capture_output=True, text=True).stdout.split("\n")
        found.append(f"{pathlib.Path(path).name}: {' '.join(name).strip()}")
    return "\n".join(found)


def asleep(group):
    """The CPU time of a process group, None if one of its processes does not sleep."""
    time_used = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) != group:
            continue
        if fields[0] != "S":
            return None
        time_used += int(fields[11]) + int(fields[12])
    return time_used


class Cards:
    """Two cards for one command at a time, in a new directory."""

    def __init__(self):
        self.cwd = pathlib.Path("cwd").resolve()
        self.report = pathlib.Path("report").resolve()
        self.trace = pathlib.Path("trace").resolve()
        self.cwd.mkdir()

    def environment(self, command):
        """The environment of a command; the sanitizers accept a library in front of them."""
        env = dict(os.environ)
        if command.form in ("stock", "monitor"):
            env = harness.without_leak_check(env)
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        return env

    def drained(self):
        """Collects the log of nmem1. Returns the identifiers of its entries."""
        result = subprocess.run(["ndctl", "ocxl", "read-error-log", "--acknowledge", "nmem1"],
                                check=True, stdout=subprocess.PIPE)
        return [entry["log_id"] for entry in json.loads(result.stdout)["dimms"][0]["error_log"]]

    def prepare(self, command):
        """Resets cards and directory before a run."""
        for path in self.cwd.iterdir():
            path.unlink()
        if IMAGE in command.line:
            (self.cwd / IMAGE).write_bytes(NEW_FIRMWARE.encode().ljust(8, b"\0") + bytes(40000))
        if command.file and not command.log:
            (self.cwd / command.file).write_bytes(OLD)
        if command.log:
            self.drained()
        if command.before:
            harness.send_lines(*command.before)
        self.report.unlink(missing_ok=True)

    def has_begun(self):
        """Has it reached main()? Nothing is counted before."""
        return self.report.exists() and "main" in self.report.read_text().splitlines()

    def firmware(self):
        """The firmware version of nmem1 after a reset."""
        harness.send_lines(*RESET)
        return (NMEM1 / "fw_version").read_text().strip()

    def temperature(self):
        """The temperature of nmem1."""
        result = subprocess.run(["ndctl", "ocxl", "read-smart", "nmem1"], check=True,
                                stdout=subprocess.PIPE)
        return json.loads(result.stdout)["dimms"][0]["temperature_celsius"]

    def execute(self, words, env, endless):
        """Returns status, or "late", and the two outputs. Kills late commands."""
        end = time.monotonic() + PATIENCE
        with subprocess.Popen(words, cwd=self.cwd, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              start_new_session=True) as process:
            before = None
            while True:
                try:
                    out, err = process.communicate(timeout=0.2)
                    return process.returncode, out, err
                except subprocess.TimeoutExpired as late:
                    if time.monotonic() > end:
                        os.killpg(process.pid, signal.SIGKILL)
                        return "late", *process.communicate()
                    # --follow prints the failure and continues; other endless commands sleep
                    now = asleep(process.pid)
                    done = (late.stderr and "--follow" in words) or (
                        endless and now is not None and now == before)
                    before = now
                    if done and self.has_begun():
                        os.killpg(process.pid, signal.SIGTERM)

    def run(self, command, extra, disturber=()):
        """Runs a command once. extra: environment; disturber: the program that runs it."""
        self.prepare(command)
        preload = [f"{name}={value}" for name, value in
                   {"LD_PRELOAD": PRELOADED, "OCXL_FAIL_REPORT": self.report, **extra}.items()]
        words = [word if word != "CONTROL" else os.environ["OCXL_CONTROL"]
                 for word in command.words()]
        if command.admin:
            words = ["as-admin", *disturber, "env", *preload, *words]
        else:
            words = [*disturber, "env", *preload, *words]
        status, out, err = self.execute(words, self.environment(command), command.endless)
        file = self.cwd / command.file if command.file else None
        left = sorted(path.name for path in self.cwd.iterdir()
                      if path != file and path.name != IMAGE)
        notes = self.report.read_text().splitlines() if self.report.exists() else []
        return Outcome(status, out, harness.text(err),
                       file.read_bytes() if file and file.exists() else None, left, notes)


def comparable(data):
    """Removes values that differ from run to run."""
    text = harness.normalise(harness.text(data or b""))
    text = re.sub(r'("(?:log_id|dump|error_log|requests)": ?)("[0-9a-fx]+"|\d+)', r"\1SOME", text)
    text = re.sub(r'("(?:power_on_seconds|card_timestamp)": ?)\d+', r"\1SOME", text)
    text = re.sub(r'("data": ?)"[0-9a-f]+"', r"\1SOME", text)
    text = re.sub(r'(event="[a-z_]+"\}) \d+', r"\1 SOME", text)
    text = re.sub(r"(call|vendor|labels)=\d+", r"\1=SOME", text)
    # an entry is an entry without its time, too, if the card did not say how long it was powered on
    text = re.sub(r'"time_about": ?"TIME",\s*', "", text)
    text = re.sub(r"(?m)^(nmem\d+ +)(?:TIME|-) +(?=0x)|^    TIME +TIME\n", r"\1", text)
    # below an entry: its exact time powered on, the time of the card, and its data
    text = re.sub(r"(POWER ON|CARD TIMESTAMP)( +)\d.*", r"\1\2SOME", text)
    text = re.sub(r"^    [0-9a-f]{4}  .*\n", "", text, flags=re.M)
    # response times, and the width of their column
    text = re.sub(r" +", " ", re.sub(r"\b[\d.]+ (?:us|ms)\b", "TIME", text))
    # threads print lines in any order
    return "".join(sorted(text.splitlines(True)))


def raw_entries(data):
    """Complete entries of "--raw", without values that differ from run to run; and the rest."""
    at, found = 0, []
    while at + 80 <= len(data):
        number, = struct.unpack_from("<I", data, at + 8)
        size, = struct.unpack_from("<I", data, at + 60)
        if at + 80 + size > len(data):
            break
        found.append((f"0x{number:x}", data[at + 56], size))
        at += 80 + size
    return found, data[at:]


def kept(command, outcome):
    """The identifiers of completely written entries."""
    if command.form == "raw":
        return [entry[0] for entry in raw_entries(outcome.out)[0]]
    text = harness.text((outcome.file if command.file else outcome.out) or b"")
    if command.form == "text":
        return re.findall(r"(?m)^nmem1 +\S+ +(0x[0-9a-f]+) .*\n", text)
    # "read_time" is the last key of an entry
    return re.findall(r'"log_id": ?"(0x[0-9a-f]+)"(?:(?!"log_id").)*?"read_time": ?"[^"]*"\s*\}', text, re.S)


class Judge:
    """Compares results with those of undisturbed runs, and collects problems."""

    def __init__(self):
        self.validator = validate.Draft202012Validator(
            json.loads(harness.SCHEMA.read_text(encoding="utf-8")))
        self.seen = {}
        self.problems = []

    def validate(self, data):
        """Validates JSON. Returns the problems."""
        text = comparable(data)
        if text and text not in self.seen:
            self.seen[text] = self.validate_anew(data)
        return self.seen.get(text, "")

    def validate_anew(self, data):
        """The same, for a new text."""
        text = harness.text(data)
        if not text.endswith("\n"):
            return "does not end with a line end"
        try:
            found = [f"{path}: {message[:200]}" for document in harness.documents(text)
                     for path, message in validate.problems(self.validator, document)]
        except ValueError as error:
            return f"not JSON: {error}"
        return "; ".join(found)

    def output(self, command, outcome):
        """Problems of standard output."""
        broken = "cannot write to standard output" in outcome.err or WITHOUT_MEMORY in outcome.err.lower()
        may_end = command.changes or (command.streams and broken)
        if (may_end and command.form in ("json", "lines") and outcome.status != 0
                and not outcome.out.endswith(b"\n")):
            begun = outcome.out.startswith(b'{"format_version"')
            return "" if begun or not outcome.out else "no document begins so"
        if command.form in ("json", "lines"):
            wrong = self.validate(outcome.out)
            if not wrong and command.form == "json" and outcome.out:
                said = json.loads(outcome.out)["exit_status"]
                # the last close() comes after the document
                if said != outcome.status and "close failed on standard output" not in outcome.err:
                    wrong = f"the document says {said}, the exit status is {outcome.status}"
            return wrong
        if command.form == "none" and outcome.out:
            return "standard output should be empty"
        if command.form == "stock" and outcome.out.strip():
            try:
                json.loads(outcome.out)
            except ValueError:
                return "not JSON"
        return ""

    def file(self, command, outcome, clean):
        """Problems of the file."""
        data = outcome.file
        if command.file is None:
            return ""
        if command.log:
            return self.validate(data or b"")
        if data == OLD:
            return "not replaced" if outcome.status == 0 else ""
        if data is None:
            return "the file has gone"
        if command.file == "dump.bin":
            return self.dump(outcome, data)
        if outcome.status != 0 and not data:
            # metrics without a DIMM
            return ""
        if command.file.endswith(".prom") and re.search(rb"exit_status [1-9]", data):
            # the file of metrics says itself that a DIMM failed
            return ""
        if outcome.status == 0 and comparable(data) != comparable(clean.file):
            return "not what an undisturbed run writes, and exit status 0"
        return "" if data.endswith(b"\n") else "the file ends within a line"

    def dump(self, outcome, data):
        """Problems of a saved dump."""
        if len(data) != DUMP_SIZE:
            return f"half a dump is in place: {len(data)} bytes"
        if outcome.status == 0 and str(len(data)) not in outcome.out.decode():
            return "the size in the document is not that of the dump"
        return ""

    def lost(self, command, outcome, cards):
        """Data that the card has lost."""
        if command.drains:
            gone = set(ENTRIES) - set(kept(command, outcome)) - set(cards.drained())
            return f"lost: {sorted(gone)}" if gone else ""
        if command.dump:
            written = outcome.file if command.file else outcome.out
            if len(written or b"") != DUMP_SIZE and "dump" not in (NMEM1 / "flags").read_text().split():
                return "the dump is lost"
        return ""

    def undone(self, command, outcome, cards):
        """A change that a stock verb reported, and did not make. Never excused."""
        if outcome.status == 0 and command.line.startswith("update-firmware "):
            found, wanted = cards.firmware(), NEW_FIRMWARE
        elif outcome.status == 0 and command.line.startswith("inject-smart "):
            found, wanted = cards.temperature(), TEMPERATURE
        else:
            return ""
        return "" if found == wanted else f"the card has {found} instead of {wanted} all the same"

    def differs(self, command, outcome, clean):
        """Does the output differ from that of an undisturbed run?"""
        if command.drains and command.form == "raw":
            return raw_entries(outcome.out) != raw_entries(clean.out)
        if command.dump and not command.file:
            return len(outcome.out) != len(clean.out)
        found, expected = outcome.out, clean.out
        if "ocxl check" in command.line:
            # STATS failed: the output says what it could not check
            found = found.replace(b'"not_checked":["critical_resources"]', b'"not_checked":[]')
            found = re.sub(rb"\n(nmem\d: 1 condition not checked: critical_resources\n)+", b"", found)
        # so it does if the users of a card could not be read
        found = found.replace(b'"used_by":null', b'"used_by":[]')
        found = re.sub(rb"(?i)(used by:? +)unknown\n", rb"\1nobody\n", found)
        if "nagios" in command.line:
            found = re.sub(rb"(?m)^nmem\d \S+ \d+\): not checked: critical_resources\n", b"", found)
            found = re.sub(rb", \d+ conditions? not checked", b"", found)
            found, expected = (re.sub(rb" \d+_critical_resources=\S+", b"", out) for out in (found, expected))
        return comparable(found) != comparable(expected)

    def everything(self, command, outcome, clean, cards):
        """A list of all problems."""
        if outcome.status == "late":
            return ["it does not end"]
        if re.search("Sanitizer|runtime error", outcome.err):
            return [f"a sanitizer complains: {outcome.err}"]
        ended = outcome.status == -signal.SIGTERM and re.search("--follow|monitor ", command.line)
        if outcome.status < 0 and not ended:
            return [f"died: status {outcome.status}: {outcome.err}"]
        wrong = [self.file(command, outcome, clean)]
        try:
            wrong += [self.output(command, outcome), self.lost(command, outcome, cards),
                      self.undone(command, outcome, cards)]
        except ValueError as error:
            wrong.append(f"a line is torn: {error}")
        if outcome.left:
            wrong.append(f"left behind: {outcome.left}")
        # with "-l standard" the messages go to standard output
        said = outcome.err.strip() or (command.form == "monitor" and outcome.out)
        if outcome.status != 0 and not ended and not said:
            wrong.append(f"exit status {outcome.status} without a message")
        without_memory = 3 if "nagios" in command.line else 1
        if WITHOUT_MEMORY in outcome.err.lower() and outcome.status != without_memory:
            wrong.append(f"exit status {outcome.status} without memory, not {without_memory}")
        if command.endless and outcome.status == 0:
            wrong.append("it ended by itself, and exit status 0")
        elif outcome.status == 0 and self.differs(command, outcome, clean):
            wrong.append("not what an undisturbed run says, and exit status 0")
        return [what for what in wrong if what]

    def note(self, where, outcome):
        """Records a defect of the test itself."""
        self.problems.append({"where": where, "wrong": ["not as it should begin"], "known": None,
                              "names": "", "status": outcome.status, "out": "", "clean": "",
                              "err": outcome.err})

    def judge(self, command, outcome, clean, cards, where, fails=False, undisturbed=False):
        """Records the problems of a run. Returns True without a problem. fails: the failure must
        be reported; undisturbed: nothing failed, so nothing is excused."""
        wrong = self.everything(command, outcome, clean, cards)
        if fails and outcome.status == 0:
            wrong.append("it failed, and exit status 0 all the same")
        if not wrong:
            return True
        names = named(outcome.notes)
        reason = None if undisturbed else known(command.line, f"{where}\n{names}", wrong)
        self.problems.append({
            "where": where, "wrong": wrong, "known": reason, "names": names,
            "status": outcome.status, "out": printable(outcome.out),
            "clean": printable(clean.out), "err": outcome.err[-600:]})
        return False


def printable(data):
    """The end of an output, for a reader."""
    return re.sub(r"[^\n -~]", ".", harness.text(data)[-600:])


def spread(items, wanted, chance):
    """A number of items at equal distances, from a random one on; all with 0."""
    if not wanted or wanted >= len(items):
        return list(items)
    step = len(items) / wanted
    first = chance.uniform(0, step)
    return [items[int(first + index * step)] for index in range(wanted)]


def chosen(disturb, items, wanted, chance):
    """A number of items, and those that are always tried."""
    sample = spread(items, wanted, chance)
    return sample + [item for item in items if disturb.always(item) and item not in sample]


def attempt(disturb, cards, command, item):
    """The outcome of a run; None if a call that cannot fail did so each time."""
    for _ in range(1 + TRIES):
        outcome = disturb.run(cards, command, item)
        if not disturb.impossible(cards):
            return outcome
    return None


def commands_of(disturb):
    """The commands of this run."""
    pattern = os.environ.get("COMMAND", "")
    return [command for command in all_commands(harness.NDCTL)
            if re.search(pattern, command.line) and disturb.can(command)]


def share(disturb, number):
    """Runs inside of the emulator: every SHARES-th failure of each command. Prints the results."""
    cards, judge = Cards(), Judge()
    # runs; runs whose failure happened and was survived; runs that were given up
    ran, done, skipped = collections.Counter(), collections.Counter(), collections.Counter()
    chance = random.Random(SEED)
    # the driver keeps entries that were shown, and the card no longer reports them
    subprocess.run(["ndctl", "ocxl", "read-error-log"], check=True, stdout=subprocess.DEVNULL)
    commands = commands_of(disturb)
    for command in commands:
        clean = cards.run(command, {})
        if clean.status != (-signal.SIGTERM if command.endless else 0):
            judge.note(f"{command.line}: undisturbed", clean)
            continue
        judge.judge(command, clean, clean, cards, f"{command.line}: undisturbed", undisturbed=True)
        items = chosen(disturb, disturb.items(cards, command), -(-FAILURES // len(commands)), chance)
        if disturb.unknown:
            judge.note(f"{command.line}: calls without an entry in ERRNOS or LEFT: {disturb.unknown}", clean)
        for item in items[number::SHARES]:
            outcome = attempt(disturb, cards, command, item)
            if outcome is None:
                skipped[command.line] += 1
                continue
            ran[command.line] += 1
            good = judge.judge(command, outcome, clean, cards, f"{command.line}: {disturb.name(item)}",
                               disturb.must_fail(item))
            done[command.line] += bool(good and disturb.has_failed(cards, outcome))
        after = cards.run(command, {})
        judge.judge(command, after, clean, cards, f"{command.line}: undisturbed after all",
                    undisturbed=True)
    print(json.dumps({"ran": ran, "done": done, "skipped": skipped, "problems": judge.problems}))


def play(script, number, scenario):
    """Starts one share, with its own emulator."""
    work = harness.workdir(f"failures-{number}")
    (work / "scenario").write_text(scenario, encoding="ascii")
    env = harness.environment(work)
    env.update(SEED=str(SEED), FAILURES=str(FAILURES), OCXL_PRELOADED=str(PRELOADED),
               COMMAND=os.environ.get("COMMAND", ""), PATIENCE=str(PATIENCE))
    line = [str(harness.EMULATOR), "--cards", "2", "--control", str(work / "control"),
            "--scenario", str(work / "scenario"), "--",
            sys.executable, str(script), "--share", str(number)]
    return subprocess.Popen(line, env=env, cwd=work, stdout=subprocess.PIPE, text=True)


def show(problem):
    """A problem, for a reader."""
    text = [f"{problem['where']}: {'; '.join(problem['wrong'])} (status {problem['status']})"]
    for key in ("err", "out", "clean", "names"):
        text += [f"  {key}: {line}" for line in problem[key].splitlines()[:40]]
    return "\n".join(text)


def conclude(tap, what, command, found):
    """The test of a command. Excused runs did not survive, and are no failures."""
    ran, skipped = found["ran"][command.line], found["skipped"][command.line]
    mine = [one for one in found["problems"] if one["where"].startswith(f"{command.line}:")]
    bad = [one for one in mine if not one["known"]]
    excused = len(mine) - len(bad)
    text = f"{what}: {command.line}: {found['done'][command.line]} survived"
    tap.ok(ran and not bad, text + (f", {excused} excused" if excused else ""),
           f"SEED={SEED}\n" + "\n".join(show(one) for one in bad))
    if skipped:
        print(f"# skipped, {skipped} times: {command.line}: what cannot fail did, in each of {1 + TRIES} runs")
    # a single one is no percentage
    if skipped > 1 and skipped * 100 > (ran + skipped) * SKIPPED_MOST:
        tap.ok(False, f"{what}: {command.line}: few are skipped", f"{skipped} of {ran + skipped}")
    return excused


def main(script, what, disturb):
    """Runs all shares, prints TAP."""
    if sys.argv[1:2] == ["--share"]:
        share(disturb, int(sys.argv[2]))
        return 0
    harness.require_binaries()
    if not PRELOADED.exists():
        sys.exit(f"Bail out! {PRELOADED} is missing: run make with -Dtests=enabled")
    tap = harness.Tap()
    print(f"# SEED={SEED} FAILURES={FAILURES}", flush=True)
    processes = [play(script, number, SCENARIO) for number in range(SHARES)]
    answers = [process.communicate()[0] for process in processes]
    found = {"ran": collections.Counter(), "done": collections.Counter(),
             "skipped": collections.Counter(), "problems": []}
    for answer, process in zip(answers, processes):
        if not tap.ok(process.returncode == 0 and answer.strip(), f"{what}: a share ran to its end",
                      f"status {process.returncode}"):
            continue
        for key, value in json.loads(answer.splitlines()[-1]).items():
            if key == "problems":
                found[key] += value
            else:
                found[key].update(value)
    excused = sum(conclude(tap, what, command, found) for command in commands_of(disturb))
    ran, done = sum(found["ran"].values()), sum(found["done"].values())
    tap.ok(done + excused > ran // 2, f"{what}: most of them failed", f"{done + excused} of {ran}")
    for reason, count in collections.Counter(one["known"] for one in found["problems"]).items():
        if reason:
            print(f"# known, {count} times: {reason}")
    print(f"# {done} {what}, SEED={SEED}")
    return tap.done()
