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
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "cli"), str(HERE.parent / "schema")]
import harness
import validate

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
OLD = b"what was there before\n"
SCENARIO = """
stats frozen
card 0
error-log type=2 id=1 data=20
error-log type=0 id=2 data=3 actions=0xe00001
error-log type=7 id=3
smart 0xC2 current=60 threshold=70 raw=55
"""
ENTRIES = [f"0x{number:x}" for number in range(101, 104)]
FILL = ["card 1", "error-log type=0 id=101 data=40 count=3"]
DUMP_SIZE = 70000
IMAGE = "image"


class Command:
    """One that is disturbed.

    form: json, lines (NDJSON), text, raw, none, stock (of ndctl's own verbs) or monitor, which does
    not end by itself; file: what it writes; before: scenario lines that make the cards what they
    were; log: it drains that of nmem1; changes: the card, so that what was done is said at once,
    and a document may end there.
    """

    def __init__(self, line, form="json", file=None, before=(), log=False, program="ndctl",
                 changes=False):
        self.line = line
        self.form = form
        self.file = file
        self.before = list(before)
        self.log = log
        self.program = program
        self.changes = changes

    def words(self):
        """To be executed, behind what disturbs it."""
        return [self.program, *self.line.split()]


COMMANDS = [
    Command("ocxl info"),
    Command("ocxl info -f table", "text"),
    Command("ocxl info -f ndjson", "lines"),
    Command("ocxl check"),
    Command("ocxl check -f table", "text"),
    Command("ocxl read-smart"),
    Command("ocxl read-smart -f table", "text"),
    Command("ocxl read-smart --raw nmem0", "raw"),
    Command("ocxl read-error-log --peek"),
    Command("ocxl read-error-log --peek -f table", "text"),
    Command("ocxl read-error-log -o log.ndjson nmem1", "none", "log.ndjson", FILL, log=True),
    Command("ocxl read-error-log --follow --limit 3 -o log.ndjson nmem1", "none", "log.ndjson",
            FILL, log=True),
    Command("ocxl heartbeat -j 2"),
    Command("ocxl read-stats"),
    Command("ocxl read-stats -f table", "text"),
    Command("ocxl read-dump -o dump.bin nmem1", file="dump.bin",
            before=["card 1", f"dump size={DUMP_SIZE}"]),
    Command("ocxl events"),
    Command("ocxl events -f ndjson -j 2", "lines"),
    Command("ocxl request-health -t 30 nmem1", before=["card 1"], log=True,
            changes=True),
    Command("ocxl shutdown nmem1", before=["card 1", "ready now"], changes=True),
    Command("ocxl metrics", "text", before=["card 1", "ready now"]),
    Command("ocxl metrics -o metrics.prom", "none", "metrics.prom"),
    Command("ocxl report"),
    Command("ocxl report -f table -o report.txt", "none", "report.txt"),
    Command("ocxl --list-cmds", "text"),
    Command("list -DH", "stock"),
    Command("list -DF", "stock"),
    Command("inject-smart -m 50 nmem1", "stock"),
    Command(f"update-firmware -f {IMAGE} nmem1", "stock", before=["card 1", "fw V1.00", "reset ms=1", "ready now", "memory now"]),
    Command("monitor -l standard", "monitor"),
    Command("--send CONTROL counters", "text", program="ocxl-emulator"),
]

# What is known to go wrong and not ours to mend: the form of the command or "", what stands in the
# names of the functions that were at work, all that is wrong, and why. The last one takes anything
# that a stock verb leaves out, also for want of something of ours: that it was left out in silence
# is stock's doing, but nothing here tells the two apart.
KNOWN = [
    ("", r"libndctl\S+: ndctl_new ", "without a word$",
     "main() of stock ndctl ends without a word when its library cannot begin"),
    ("", r"libjson-c\S+: ", r"(?s)LeakSanitizer.* in json_object_object_add_ex ",
     "json-c loses the copy of a key when there is no room for one more"),
    ("", r"libasan\S+: \S*AsanThread", "AddressSanitizer: CHECK failed",
     "the sanitizer has no memory to begin a thread"),
    ("monitor", r"\bndctl: run_builtin ", "without a word$",
     "stock ndctl monitor has nothing to say yet when it has no memory to begin"),
    ("stock", "util_display_json", "^not JSON|exit status 0$",
     "stock ndctl prints what json-c gives it, also when it gives nothing, or half"),
    ("stock", "", "exit status 0$",
     "stock ndctl leaves out what it or its library could not make, and takes the rest for all"),
]

Outcome = collections.namedtuple("Outcome", "status out err file left notes")


def known(form, names, wrong):
    """Why what went wrong in these functions is none of ours; None when it is."""
    return next((reason for only, pattern, what, reason in KNOWN
                 if only in ("", form) and re.search(pattern, names) and all(re.search(what, one) for one in wrong)),
                None)


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
            (self.cwd / IMAGE).write_bytes(b"V1.03\0\0\0" + bytes(40000))
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

    def execute(self, words, env):
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
                    # who follows says what has failed, and goes on; a monitor waits
                    now = asleep(process.pid)
                    done = late.stderr if "--follow" in words else (
                        "monitor" in words and now is not None and now == before)
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
        if command.form == "stock":
            words = ["admin", *disturber, "env", *preload, *words]
        else:
            words = [*disturber, "env", *preload, *words]
        status, out, err = self.execute(words, self.environment(command))
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
    # how long something took, and how wide its column is
    text = re.sub(r" +", " ", re.sub(r"\b[\d.]+ (?:us|ms)\b", "TIME", text))
    # threads write lines in any order
    return "".join(sorted(text.splitlines(True)))


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
        if command.changes and outcome.status != 0 and not outcome.out.endswith(b"\n"):
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
        if command.file == "log.ndjson":
            kept = [json.loads(line)["error_log"]["log_id"]
                    for line in (outcome.file or b"").splitlines() if b'"error_log"' in line]
            gone = set(ENTRIES) - set(kept) - set(cards.drained())
            return f"lost: {sorted(gone)}" if gone else ""
        if command.file == "dump.bin" and outcome.file == OLD:
            flags = pathlib.Path("/sys/bus/nd/devices/nmem1/ocxlpmem/flags").read_text()
            return "" if "dump" in flags.split() else "the dump is lost"
        return ""

    def everything(self, command, outcome, clean, cards):
        """All that is wrong, as a list."""
        if outcome.status == "late":
            return ["it does not end"]
        if re.search("Sanitizer|runtime error", outcome.err):
            return [f"a sanitizer complains: {outcome.err}"]
        ended = outcome.status == -signal.SIGTERM and re.search("--follow|monitor", command.line)
        if outcome.status < 0 and not ended:
            return [f"died: status {outcome.status}: {outcome.err}"]
        wrong = [self.file(command, outcome, clean)]
        try:
            wrong += [self.output(command, outcome), self.lost(command, outcome, cards)]
        except ValueError as error:
            wrong.append(f"a line is torn: {error}")
        if outcome.left:
            wrong.append(f"left behind: {outcome.left}")
        # with "-l standard" its messages go to standard output
        said = outcome.err.strip() or (command.form == "monitor" and outcome.out)
        if outcome.status != 0 and not ended and not said:
            wrong.append(f"exit status {outcome.status} without a word")
        if command.form == "monitor" and outcome.status == 0:
            wrong.append("it ended by itself, and exit status 0")
        elif outcome.status == 0 and comparable(outcome.out) != comparable(clean.out):
            wrong.append("not what an undisturbed run says, and exit status 0")
        return [what for what in wrong if what]

    def note(self, where, outcome):
        """Something is wrong with the test itself."""
        self.problems.append({"where": where, "wrong": ["not as it should begin"], "known": None,
                              "names": "", "status": outcome.status, "out": "", "clean": "",
                              "err": outcome.err})

    def judge(self, command, outcome, clean, cards, where, fails=False):
        """Note what is wrong. fails: what was disturbed may not be passed over in silence."""
        wrong = self.everything(command, outcome, clean, cards)
        if fails and outcome.status == 0:
            wrong.append("it failed, and exit status 0 all the same")
        if not wrong:
            return
        names = named(outcome.notes)
        reason = known(command.form, names, wrong)
        self.problems.append({
            "where": where, "wrong": wrong, "known": reason, "names": names,
            "status": outcome.status, "out": harness.text(outcome.out)[-600:],
            "clean": harness.text(clean.out)[-600:], "err": outcome.err[-600:]})


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


def share(disturb, number):
    """With the cards there: every SHARES-th failure of each command. Prints what came of it."""
    cards, judge = Cards(), Judge()
    # runs, and those in which what was to fail came and failed
    ran, done = collections.Counter(), collections.Counter()
    chance = random.Random(SEED)
    # the driver keeps what was looked at, and the card does not say any more that it has it
    subprocess.run(["ndctl", "ocxl", "read-error-log", "--peek"], check=True,
                   stdout=subprocess.DEVNULL)
    pattern = os.environ.get("COMMAND", "")
    commands = [command for command in COMMANDS if pattern in f"{command.line} "]
    for command in commands:
        clean = cards.run(command, {})
        if clean.status != (-signal.SIGTERM if command.form == "monitor" else 0):
            judge.note(f"{command.line}: undisturbed", clean)
            continue
        items = chosen(disturb, disturb.items(cards, command), -(-FAILURES // len(commands)), chance)
        if disturb.unknown:
            judge.note(f"{command.line}: calls of which nothing is said: {disturb.unknown}", clean)
        for item in items[number::SHARES]:
            outcome = disturb.run(cards, command, item)
            for _ in range(TRIES):
                if not disturb.impossible(cards):
                    break
                outcome = disturb.run(cards, command, item)
            else:
                continue
            ran[command.line] += 1
            done[command.line] += disturb.has_failed(cards, outcome)
            judge.judge(command, outcome, clean, cards, f"{command.line}: {disturb.name(item)}",
                        disturb.must_fail(item))
        after = cards.run(command, {})
        judge.judge(command, after, clean, cards, f"{command.line}: undisturbed after all")
    print(json.dumps({"ran": ran, "done": done, "problems": judge.problems}))


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
    ran, done, problems = collections.Counter(), collections.Counter(), []
    for answer, process in zip(answers, processes):
        if not tap.ok(process.returncode == 0 and answer.strip(), f"{what}: a share ran to its end",
                      f"status {process.returncode}"):
            continue
        found = json.loads(answer.splitlines()[-1])
        ran.update(found["ran"])
        done.update(found["done"])
        problems += found["problems"]
    for command in COMMANDS:
        if os.environ.get("COMMAND", "") not in f"{command.line} ":
            continue
        mine = [one for one in problems if one["where"].startswith(f"{command.line}:") or
                one["where"] == command.line]
        bad = [one for one in mine if not one["known"]]
        tap.ok(ran[command.line] and not bad,
               f"{what}: {command.line}: {done[command.line]} survived",
               f"SEED={SEED}\n" + "\n".join(show(one) for one in bad))
    tap.ok(sum(done.values()) > sum(ran.values()) // 2, f"{what}: most of them failed",
           f"{sum(done.values())} of {sum(ran.values())}")
    for reason, count in collections.Counter(one["known"] for one in problems).items():
        if reason:
            print(f"# known, {count} times: {reason}")
    print(f"# {sum(done.values())} {what}, SEED={SEED}")
    if not tap.failed and not os.environ.get("COMMAND"):
        # no failure where somebody else has built
        subprocess.run([harness.SOURCE / "scripts" / "figures", "--count", what,
                        str(sum(done.values())), harness.BUILD.name], check=False)
    return tap.done()
