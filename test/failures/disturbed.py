# SPDX-License-Identifier: GPL-2.0-only
"""What "allocations" and "calls" share: the commands that they disturb, on cards of an emulator of
their own, and what has to be true of each after it was disturbed.

A command that says 0 has to have said everything. One that says something else has to say why,
writes nothing that is half a document, leaves no file behind, and loses nothing of a card.
"""
import collections
import hashlib
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
sys.path[:0] = [str(HERE.parent / "cli"), str(HERE.parent / "schema")]
import harness
import validate
from commands import (COMMANDS, DUMP_SIZE, ENTRIES, IMAGE, NEW_FIRMWARE, OLD, RESET, SCENARIO,
                      TEMPERATURE, known)

SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 1 << 30)
# how many failures in all, spread over the commands; 0: each one
FAILURES = int(os.environ.get("FAILURES", "0"))
PRELOADED = pathlib.Path(os.environ.get(
    "OCXL_PRELOADED", harness.BUILD / "test" / "failures" / "liballocation.so"))
# a machine that is busy may take so long for what takes milliseconds
PATIENCE = int(os.environ.get("PATIENCE", "120"))
SHARES = 2
# of one whose threads come in an order in which what cannot fail would
TRIES = 3
# of a command's runs, in percent: more that were tried in vain show that something is wrong here
SKIPPED_MOST = 5
NMEM1 = pathlib.Path("/sys/bus/nd/devices/nmem1/ocxlpmem")
Outcome = collections.namedtuple("Outcome", "status out err file left notes")


def named(lines):
    """The frames of a report with the names of their functions."""
    found = []
    for line in lines:
        match = re.match(r"at (0x[0-9a-f]+) (\S+)$", line)
        if not match:
            found.append(line)
            continue
        # a frame has the address behind its call
        address, path = hex(int(match[1], 16) - 1), match[2]
        path = str(harness.BUILD / "bin" / path) if "/" not in path else path
        name = subprocess.run(["addr2line", "-f", "-s", "-e", path, address], check=False,
                              capture_output=True, text=True).stdout.split("\n")
        found.append(f"{pathlib.Path(path).name}: {' '.join(name).strip()}")
    return "\n".join(found)


def asleep(group):
    """The processor time of the processes of a group, None if one of them does not sleep."""
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
    """Two of them, one command at a time, in a directory of its own."""

    def __init__(self):
        self.cwd = pathlib.Path("cwd").resolve()
        self.report = pathlib.Path("report").resolve()
        self.trace = pathlib.Path("trace").resolve()
        self.cwd.mkdir()

    def environment(self, command):
        """Of one command; the sanitizers accept that somebody stands before them."""
        env = dict(os.environ)
        if command.form in ("stock", "monitor"):
            env = harness.for_stock_verbs(env)
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        return env

    def tell(self, *lines):
        """Scenario lines."""
        subprocess.run(["card", *lines], check=True, stdout=subprocess.DEVNULL)

    def drained(self):
        """The identifiers of what is left in the log of nmem1, which is empty then."""
        result = subprocess.run(["ndctl", "ocxl", "read-error-log", "nmem1"], check=True,
                                stdout=subprocess.PIPE)
        return [entry["log_id"] for entry in json.loads(result.stdout)["dimms"][0]["error_log"]]

    def prepare(self, command):
        """Cards and directory as each run finds them."""
        for path in self.cwd.iterdir():
            path.unlink()
        if IMAGE in command.line:
            (self.cwd / IMAGE).write_bytes(NEW_FIRMWARE.encode().ljust(8, b"\0") + bytes(40000))
        if command.file and not command.log:
            (self.cwd / command.file).write_bytes(OLD)
        if command.log:
            self.drained()
        if command.before:
            self.tell(*command.before)
        self.report.unlink(missing_ok=True)

    def has_begun(self):
        """Is it in main()? Before, nothing is counted."""
        return self.report.exists() and "main" in self.report.read_text().splitlines()

    def firmware(self):
        """What nmem1 runs after a reset."""
        self.tell(*RESET)
        return (NMEM1 / "fw_version").read_text().strip()

    def temperature(self):
        """Of nmem1."""
        result = subprocess.run(["ndctl", "ocxl", "read-smart", "nmem1"], check=True,
                                stdout=subprocess.PIPE)
        return json.loads(result.stdout)["dimms"][0]["temperature_celsius"]

    def execute(self, words, env, endless):
        """Status, or "late", and the two outputs. Who is late is killed with who disturbs it."""
        end = time.monotonic() + PATIENCE
        with subprocess.Popen(words, cwd=self.cwd, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              start_new_session=True) as process:
            before = None
            while True:
                try:
                    out, err = process.communicate(timeout=0.5)
                    return process.returncode, out, err
                except subprocess.TimeoutExpired as late:
                    if time.monotonic() > end:
                        os.killpg(process.pid, signal.SIGKILL)
                        return "late", *process.communicate()
                    # who follows says what has failed, and goes on; without an end they wait
                    now = asleep(process.pid)
                    done = (late.stderr and "--follow" in words) or (
                        endless and now is not None and now == before)
                    before = now
                    if done and self.has_begun():
                        os.killpg(process.pid, signal.SIGTERM)

    def run(self, command, extra, disturber=()):
        """One run: an outcome. extra: environment; disturber: what it is run by."""
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
    """What has to be the same in each run."""
    text = harness.normalise(harness.text(data or b""))
    text = re.sub(r'("(?:sha256|log_id|dump|error_log|requests)": ?)("[0-9a-fx]+"|\d+)', r"\1SOME", text)
    text = re.sub(r'("(?:power_on_seconds|card_timestamp)": ?)\d+', r"\1SOME", text)
    text = re.sub(r'("data": ?)"[0-9a-f]+"', r"\1SOME", text)
    text = re.sub(r'(event="[a-z_]+"\}) \d+', r"\1 SOME", text)
    text = re.sub(r"(call|vendor|labels)=\d+", r"\1=SOME", text)
    # in a table of entries: time powered on, and of the card
    text = re.sub(r"\d+d \d+h(?: \d+m)?(?: \d+s)? +\d+ (?=[0-9a-f]{32} )", "SOME ", text)
    # how long something took, and how wide its column is
    text = re.sub(r" +", " ", re.sub(r"\b[\d.]+ (?:us|ms)\b", "TIME", text))
    # threads write lines in any order
    return "".join(sorted(text.splitlines(True)))


def raw_entries(data):
    """Those of "--raw" that are complete, each with what is the same in each run; and the rest."""
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
    """The identifiers of the entries that are written out whole."""
    if command.form == "raw":
        return [entry[0] for entry in raw_entries(outcome.out)[0]]
    text = harness.text((outcome.file if command.file else outcome.out) or b"")
    if command.form == "text":
        return re.findall(r"(?m)^nmem1 +0x[0-9a-f]+ +(0x[0-9a-f]+) .*\n", text)
    # "read_time" is the last in each
    return re.findall(r'"log_id": ?"(0x[0-9a-f]+)"(?:(?!"log_id").)*?"read_time": ?"[^"]*"\s*\}', text, re.S)


class Judge:
    """What is wrong with outcomes, given those of undisturbed runs."""

    def __init__(self):
        self.validator = validate.Draft202012Validator(
            json.loads(harness.SCHEMA.read_text(encoding="utf-8")))
        self.seen = {}
        self.problems = []

    def validate(self, data):
        """What is wrong with JSON."""
        text = comparable(data)
        if text and text not in self.seen:
            self.seen[text] = self.validate_anew(data)
        return self.seen.get(text, "")

    def validate_anew(self, data):
        """The same of something that was not seen before."""
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
        """What is wrong with standard output."""
        may_end = command.changes or (command.streams and "cannot write to standard output" in outcome.err)
        if (may_end and command.form in ("json", "lines") and outcome.status != 0
                and not outcome.out.endswith(b"\n")):
            begun = outcome.out.startswith(b'{"format_version"')
            return "" if begun or not outcome.out else "no document begins so"
        if command.form in ("json", "lines"):
            wrong = self.validate(outcome.out)
            if not wrong and command.form == "json" and outcome.out:
                said = json.loads(outcome.out)["exit_status"]
                if said != outcome.status:
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
        """What is wrong with the file."""
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
            # metrics of no DIMM
            return ""
        if outcome.status == 0 and comparable(data) != comparable(clean.file):
            return "not what an undisturbed run writes, and exit status 0"
        return "" if data.endswith(b"\n") else "the file ends within a line"

    def dump(self, outcome, data):
        """What is wrong with a dump that is in place."""
        if len(data) != DUMP_SIZE:
            return f"half a dump is in place: {len(data)} bytes"
        if outcome.status == 0 and hashlib.sha256(data).hexdigest() not in outcome.out.decode():
            return "the sum is not that of the dump"
        return ""

    def lost(self, command, outcome, cards):
        """What is wrong with the card."""
        if command.drains:
            gone = set(ENTRIES) - set(kept(command, outcome)) - set(cards.drained())
            return f"lost: {sorted(gone)}" if gone else ""
        if command.dump:
            written = outcome.file if command.file else outcome.out
            if len(written or b"") != DUMP_SIZE and "dump" not in (NMEM1 / "flags").read_text().split():
                return "the dump is lost"
        return ""

    def undone(self, command, outcome, cards):
        """What a stock verb said that it did, and did not. Nothing excuses that."""
        if outcome.status == 0 and command.line.startswith("update-firmware "):
            found, wanted = cards.firmware(), NEW_FIRMWARE
        elif outcome.status == 0 and command.line.startswith("inject-smart "):
            found, wanted = cards.temperature(), TEMPERATURE
        else:
            return ""
        return "" if found == wanted else f"the card has {found} instead of {wanted} all the same"

    def differs(self, command, outcome, clean):
        """Is what it says not what an undisturbed run says?"""
        if command.drains and command.form == "raw":
            return raw_entries(outcome.out) != raw_entries(clean.out)
        if command.dump and not command.file:
            return len(outcome.out) != len(clean.out)
        if "--tee" in command.line:
            # the copy may lack lines
            lines = [collections.Counter(comparable(one.out).splitlines()) for one in (outcome, clean)]
            return bool(lines[0] - lines[1])
        return comparable(outcome.out) != comparable(clean.out)

    def everything(self, command, outcome, clean, cards):
        """All that is wrong, as a list."""
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
        # with "-l standard" its messages go to standard output
        said = outcome.err.strip() or (command.form == "monitor" and outcome.out)
        if outcome.status != 0 and not ended and not said:
            wrong.append(f"exit status {outcome.status} without a word")
        if command.endless and outcome.status == 0:
            wrong.append("it ended by itself, and exit status 0")
        elif outcome.status == 0 and self.differs(command, outcome, clean):
            wrong.append("not what an undisturbed run says, and exit status 0")
        return [what for what in wrong if what]

    def note(self, where, outcome):
        """Something is wrong with the test itself."""
        self.problems.append({"where": where, "wrong": ["not as it should begin"], "known": None,
                              "names": "", "status": outcome.status, "out": "", "clean": "",
                              "err": outcome.err})

    def judge(self, command, outcome, clean, cards, where, fails=False, undisturbed=False):
        """Note what is wrong; false if something is. fails: what was disturbed may not be passed
        over in silence; undisturbed: nothing was, so nothing is excused."""
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
    """So many of the items, at equal distances, from a random one on; all with 0."""
    if not wanted or wanted >= len(items):
        return list(items)
    step = len(items) / wanted
    first = chance.uniform(0, step)
    return [items[int(first + index * step)] for index in range(wanted)]


def chosen(disturb, items, wanted, chance):
    """So many of the items, and those that are never left out."""
    sample = spread(items, wanted, chance)
    return sample + [item for item in items if disturb.always(item) and item not in sample]


def attempt(disturb, cards, command, item):
    """An outcome; None if what cannot fail did each time."""
    for _ in range(1 + TRIES):
        outcome = disturb.run(cards, command, item)
        if not disturb.impossible(cards):
            return outcome
    return None


def commands_of(disturb):
    """The commands that this run is about."""
    pattern = os.environ.get("COMMAND", "")
    return [command for command in COMMANDS if pattern in f"{command.line} " and disturb.can(command)]


def share(disturb, number):
    """With the cards there: every SHARES-th failure of each command. Prints what came of it."""
    cards, judge = Cards(), Judge()
    # runs, those in which what was to fail came, failed and was survived, and those given up
    ran, done, skipped = collections.Counter(), collections.Counter(), collections.Counter()
    chance = random.Random(SEED)
    # the driver keeps what was looked at, and the card does not say any more that it has it
    subprocess.run(["ndctl", "ocxl", "read-error-log", "--peek"], check=True,
                   stdout=subprocess.DEVNULL)
    commands = commands_of(disturb)
    for command in commands:
        clean = cards.run(command, {})
        if clean.status != (-signal.SIGTERM if command.endless else 0):
            judge.note(f"{command.line}: undisturbed", clean)
            continue
        judge.judge(command, clean, clean, cards, f"{command.line}: undisturbed", undisturbed=True)
        items = chosen(disturb, disturb.items(cards, command), -(-FAILURES // len(commands)), chance)
        if disturb.unknown:
            judge.note(f"{command.line}: calls of which nothing is said: {disturb.unknown}", clean)
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
    """One share with an emulator of its own, as a process."""
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
    """For a reader."""
    text = [f"{problem['where']}: {'; '.join(problem['wrong'])} (status {problem['status']})"]
    for key in ("err", "out", "clean", "names"):
        text += [f"  {key}: {line}" for line in problem[key].splitlines()[:40]]
    return "\n".join(text)


def conclude(tap, what, command, found):
    """The test of a command. What is excused did not survive, and is no failure."""
    ran, skipped = found["ran"][command.line], found["skipped"][command.line]
    mine = [one for one in found["problems"] if one["where"].startswith(f"{command.line}:")]
    bad = [one for one in mine if not one["known"]]
    excused = len(mine) - len(bad)
    text = f"{what}: {command.line}: {found['done'][command.line]} survived"
    tap.ok(ran and not bad, text + (f", {excused} excused" if excused else ""),
           f"SEED={SEED}\n" + "\n".join(show(one) for one in bad))
    if skipped:
        print(f"# skipped, {skipped} times: {command.line}: what cannot fail did, in each of {1 + TRIES} runs")
    # one is no share
    if skipped > 1 and skipped * 100 > (ran + skipped) * SKIPPED_MOST:
        tap.ok(False, f"{what}: {command.line}: few are skipped", f"{skipped} of {ran + skipped}")
    return excused


def main(script, what, disturb):
    """All shares; TAP."""
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
    if not tap.failed and not os.environ.get("COMMAND"):
        # no failure where somebody else has built
        subprocess.run([harness.SOURCE / "scripts" / "test-figures", "--count", what, str(done),
                        harness.BUILD.name], check=False)
    return tap.done()
