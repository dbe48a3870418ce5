# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the tests of evidence: files that hide evidence, programs whose reads of it fail
(fail-evidence.c), the answers of each judge about each card, and "ndctl monitor" in the background.

All functions run inside of the emulator, in an empty directory.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import conditions
import harness

TOOLS = harness.BUILD / "test" / "verdicts"
COMMANDS = {"HEARTBEAT": 3, "SMART": 1, "STATS": 4, "CAPABILITIES": 5, "EVENTS": 17}
SEVERITIES = {"0": "ok", "1": "warning", "2": "unknown", "3": "critical"}
HEALTH = {"ok": "ok", "non-critical": "warning", "critical": "critical", "fatal": "critical",
          "unknown": "unknown"}
# of "check --format=nagios", of "check --strict", and is it 0 of "check"
EXITS = {"ok": (0, 0, True), "warning": (1, 5, True), "critical": (2, 5, False), "unknown": (3, 5, False)}
# when a card answers a command whose time limit is 1 ms; until then it answers no other command
LATE_MS = 300


# a condition, its lines, and: does its beginning wake a monitor that does not poll?
# The documentation names the others as a limit: anything else that wakes the monitor makes it log them.
CONDITIONS = [
    ("gone", ["dead"], True),
    ("not_responding", ["timeout op=smart ms=1", "fault op=smart timeout times=always"], False),
    ("command_failed", ["corrupt op=smart random times=always"], False),
    ("hw_fatal", ["fatal hw"], True),
    ("fw_fatal", ["fatal fw"], True),
    ("not_ready", ["ready never"], True),
    ("mem_unavailable", ["memory never"], True),
    ("data_loss", ["error-log type=3"], True),
    ("replacement_requested", ["error-log type=0 actions=0x400000"], True),
    ("predictive_failure", ["error-log type=1"], True),
    ("life_remaining", ["smart 0xCA raw=3 current=3 threshold=10"], False),
    ("life_remaining_low", ["smart 0xCA raw=13 current=13 threshold=10"], False),
    ("temperature", ["smart 0xC2 raw=90 current=90 threshold=70"], False),
    ("temperature_near", ["smart 0xC2 raw=67 current=67 threshold=70"], False),
    ("attribute_failing", ["smart 0x55 raw=1 current=1 threshold=10"], False),
    ("error_log_pending", ["error-log type=1"], True),
    ("dump_pending", ["dump size=4096"], True),
    ("health_unreadable", ["fault op=smart status=0x50 times=always"], False),
    ("shut_down", [], True),
    ("fw_update_incomplete", ["timeout op=2 ms=1", f"fault op=2 timeout late-ms={LATE_MS}"], True),
]
# "check --ignore" refuses health_unreadable
IGNORABLE = [name for name, _, _ in CONDITIONS if name != "health_unreadable"]
# conditions that the emulator cannot show, or that stock verbs cannot see
LIMITS = {
    "erase_failed": "the emulator cannot erase: test/driver",
    "critical_resources": "only STATS shows it, which no stock verb sends",
}


def begin_by_command(condition, number):
    """Begins one of the conditions that a command begins, after its lines; others have begun."""
    commands = {"shut_down": ["ocxl", "shutdown"], "fw_update_incomplete": ["update-firmware", "-f", "image"]}
    if condition not in commands:
        return
    put("image", bytes(8))
    # the firmware update fails
    subprocess.run([harness.HERE / "bin" / "as-admin", "ndctl", *commands[condition], f"nmem{number}"],
                   check=condition == "shut_down", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if condition == "fw_update_incomplete":
        harness.send_lines(f"advance {LATE_MS}ms")


def put(name, content):
    """Writes a file."""
    pathlib.Path(name).write_bytes(content)


def make_files():
    """Makes the files that hide evidence."""
    directory = "/sys/bus/nd/devices/nmem0/ocxlpmem/"
    os.mkdir("directory")
    os.symlink("loop", "loop")
    put("empty", b"")
    put("plain", b"plain\n")
    put("garbage", b"\x01\xff%s is nothing known\n")
    put("oversized", b"x" * 5000)
    put("short-flags", b"smart_not")
    put("short-state", b"act")
    for name in ("cmd_mask", "serial", "fw_version", "envelope"):
        put(f"short-{name}", pathlib.Path(directory + name).read_bytes()[:2])
    for name in ("flags", "cmd_mask", "serial", "fw_version", "envelope", "../state"):
        content = pathlib.Path(directory + name).read_bytes()
        put(f"nul-first-{os.path.basename(name)}", b"\0" + content)
        put(f"nul-inside-{os.path.basename(name)}", content[:-1] + b"\0 x\n")
        put(f"nul-last-{os.path.basename(name)}", content + b"\0")
    mask = int(pathlib.Path(directory + "cmd_mask").read_text(encoding="ascii"), 16)
    for number in COMMANDS.values():
        put(f"without-{number}", b"%#x\n" % (mask & ~(1 << number)))


def spoil(faults, when=None):
    """The environment of programs that meet these faults: {number of a DIMM: [fault]}."""
    put("faults", "".join(f"{number} {fault}\n" for number, lines in faults.items()
                          for fault in lines).encode())
    env = {**harness.without_leak_check(dict(os.environ)), "LD_PRELOAD": str(TOOLS / "libfail-evidence.so"),
           "OCXL_FAULTS": os.path.abspath("faults")}
    env["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
    if when:
        env["OCXL_FAULTS_WHEN"] = os.path.abspath(when)
    return env


def run(env, *words):
    """Runs a program. Returns the finished process."""
    return subprocess.run(words, check=False, env=env, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=harness.LIMIT)


def exit_statuses(env, dev):
    """As EXITS."""
    nagios, strict, plain = (run(env, "ndctl", "ocxl", "check", *options, dev).returncode
                             for options in (["--format=nagios"], ["--strict"], []))
    return nagios, strict, plain == 0


def listed(env, option):
    """{DIMM: health} of "ndctl list"; "" for a DIMM without health."""
    dimms = json.loads(run(env, "ndctl", "list", option).stdout or "[]")
    return {dimm["dev"]: dimm.get("health", {}).get("health_state", "") for dimm in dimms}


def checked(env, *options):
    """{DIMM: its element} of "ndctl ocxl check"."""
    return {dimm["dev"]: dimm for dimm in
            json.loads(run(env, "ndctl", "ocxl", "check", *options).stdout)["dimms"]}


class Metrics:
    """The metrics of all cards."""

    def __init__(self, env):
        self.samples = {}
        for line in run(env, "ndctl", "ocxl", "metrics").stdout.splitlines():
            found = re.match(r'ndctl_ocxl_(\w+)\{dimm="(nmem\d+)",?(.*)\} (\S+)$', line)
            if found:
                self.samples.setdefault(found[2], []).append((found[1], found[3], found[4]))

    def severity(self, dev):
        """The severity of a card."""
        values = [value for name, _, value in self.samples.get(dev, ()) if name == "severity"]
        return SEVERITIES.get("".join(values), values)

    def names(self, dev):
        """Names of the metrics that a card has."""
        return {name for name, _, _ in self.samples.get(dev, ())}


class Library:
    """The verdicts of a program in C."""

    def __init__(self, env):
        lines = run(env, TOOLS / "judge-cards").stdout.splitlines()
        self.lines = {words[0]: words[1:] for words in map(str.split, lines)}

    def __getitem__(self, dev):
        """Severity, conditions, not checked, evidence, errno."""
        severity, found, unknown, *evidence, error = self.lines.get(dev, ["absent", "-", "-", "-", "0"])
        names = [[] if word == "-" else word.split(",") for word in (found, unknown)]
        return severity, *names, " ".join(evidence), int(error)


class Monitor:
    """A running "ndctl monitor", and the events that it has logged."""

    # how many monitors wait in the emulator
    polling = 0

    def __init__(self, log, env, *words):
        self.log = pathlib.Path(log)
        # the emulator waits in place of the kernel
        self.waits_in_emulator = "-p" in words and not harness.IN_KERNEL
        self.process = subprocess.Popen(["ndctl", "monitor", "-l", self.log.absolute(), *words], env=env,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def is_waiting(self):
        """Does it wait for events, in the kernel?"""
        place = pathlib.Path(f"/proc/{self.process.pid}/wchan").read_text(encoding="ascii")
        return place in ("ep_poll", "do_epoll_wait")

    def dimms(self):
        """The DIMMs of its events."""
        try:
            lines = self.log.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [json.loads(line)["dimm"] for line in lines if line.startswith("{") and line.endswith("}")]

    def events(self):
        """Its events: [(DIMM, health)]."""
        return [(dimm["dev"], dimm["health"]["health_state"]) for dimm in self.dimms()]

    def serials(self, dev, health):
        """Serial numbers of the events with this health."""
        return {dimm.get("id") for dimm in self.dimms()
                if (dimm["dev"], dimm["health"]["health_state"]) == (dev, health)}

    def has_logged(self, events, let_poll=True):
        """Waits until it has logged these events. Returns those that it has not.

        Without let_poll no time passes: for events that wake it, whose health changes with time."""
        harness.wait_until(lambda: set(events) <= set(self.events()) or self.process.poll() is not None or
                           (let_poll and self.let_poll()))
        return sorted(set(events) - set(self.events()))

    def let_poll(self):
        """Lets the time to its next poll pass, when all monitors that poll wait for it."""
        if self.waits_in_emulator and waiting_calls() == Monitor.polling:
            harness.send_lines("advance 1s")

    def __enter__(self):
        Monitor.polling += self.waits_in_emulator
        return self

    def __exit__(self, *_):
        Monitor.polling -= self.waits_in_emulator
        self.process.kill()
        self.process.wait()


def waiting_calls():
    """The number of calls that wait until a virtual time."""
    return int(re.search(r"limited=(\d+)", harness.send_lines("waiting"))[1])


def wait_for(monitors):
    """Waits until all of them wait for events."""
    harness.wait_until(lambda: all(monitor.waits_in_emulator or monitor.is_waiting() for monitor in monitors) and
                       (not Monitor.polling or waiting_calls() == Monitor.polling))
