# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the functional tests: paths of the programs, commands with emulated cards, removal of
values that differ from run to run, TAP, and validation against the JSON schema.
"""
import atexit
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
BUILD = pathlib.Path(os.environ.get("OCXL_BUILD") or
                     SOURCE / os.environ.get("BUILD", "build")).resolve()
NDCTL = BUILD / "bin" / "ndctl"
# in a virtual machine, a script uses the kernel's cards instead of emulated ones
CARDS = pathlib.Path(os.environ.get("OCXL_CARDS", BUILD / "bin")).resolve()
EMULATOR = CARDS / "ocxl-emulator"
IN_KERNEL = CARDS != BUILD / "bin"
# cards whose registers have no value that no public source states (controller.md 8)
STRANGE = ["--scenario", str(HERE / "strange-card.scenario")] if os.environ.get("OCXL_STRANGE") else []
VALIDATOR = SOURCE / "test" / "docs" / "validate.py"
SCHEMA = SOURCE / "Documentation" / "schema" / "ndctl-ocxl.json"


def isolate_from_caller():
    """
    Undo what child processes would inherit from the caller of the tests. nohup and background jobs
    of scripts ignore signals: a handler that does nothing keeps this process alive just as well,
    and its children get the default action. Expected file modes are those of umask 022. Without the
    default action of SIGCHLD, children have no exit status.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    os.umask(0o022)


isolate_from_caller()

# Values that differ from run to run, and nothing else.
NORMALISE = [
    # points in time
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", "TIME             "),
    (r'("interval_seconds": ?)[\d.]+', r"\1NUMBER"),
    # power-on time of emulated cards whose scenario does not set it
    (r'("power_on_seconds": ?)44424\d\d\b', r"\1NUMBER"),
    (r"\b(51d 10h) \d+s\b", r"\1"),
    # response times: in JSON; at the end of a line in tables and with -v
    (r'("response_time_us": ?)\d+', r"\1NUMBER"),
    (r"(?m)^(nmem\d+ |nmem\d+: .*, ) *[\d.]+ (?:us|ms|s)$", r"\1NUMBER us"),
    # metrics
    (r"(?m)^(ndctl_ocxl_(?:scrape_duration|start_time)_seconds\{.*\}) [\d.]+$", r"\1 NUMBER"),
    (r"(?m)^(ndctl_ocxl_last_run_timestamp_seconds) \d+$", r"\1 NUMBER"),
    (r'(?m)^(ndctl_ocxl_build_info\{version=")[^"]*(",ndctl=")[^"]*"(,driver="[^"]*")?',
     r'\1VERSION\2VERSION"'),
    # the driver chooses the first digits of cursors: in JSON; below table rows
    (r'("cursor": ?)"0x[0-9a-f]{9,16}"', r'\1"CURSOR"'),
    (r"(?m)^(    CURSOR +)0x[0-9a-f]{9,16}$", r"\1CURSOR"),
    # the host of a report: in JSON; below tables
    (r'("host": ?)\{[^{}]*\}', r"\1HOST"),
    (r"(?m)^host\n(?:  .*\n)+", "host\n  HOST\n"),
    (r'("tool": ?\{\s*"name": ?"ndctl-ocxl",\s*"version": ?)"[^"]*"(,\s*"ndctl": ?)"[^"]*"',
     r'\1"VERSION"\2"VERSION"'),
]


def ndctl_version():
    """The version of ndctl in the build directory."""
    return subprocess.run([NDCTL, "--version"], check=True, stdout=subprocess.PIPE, text=True,
                          env=environment("/")).stdout.strip()


def pristine():
    """The path of ndctl of the same version without our patches."""
    return subprocess.run([SOURCE / "test" / "stock" / "build-pristine"], check=True, text=True,
                          env={**os.environ, "OCXL_NDCTL": ndctl_version()},
                          stdout=subprocess.PIPE).stdout.strip()


def environment(work):
    """The environment of every tested command, the same on every machine."""
    env = {name: value for name, value in os.environ.items()
           if name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS",
                        "MALLOC_PERTURB_", "TMPDIR", "USER")}
    env.update(
        PATH=f"{CARDS}:{BUILD}/bin:{HERE}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        HOME=str(work), LC_ALL="C.UTF-8", TZ="UTC", TERM="xterm-256color",
        OCXL_CONTROL=f"{work}/control", OCXL_BUILD=str(BUILD), OCXL_SOURCE=str(SOURCE),
        OCXL_CARDS=str(CARDS))
    return env


def without_leak_check(env):
    """For stock verbs, which leave memory to the end of the process, and under strace, where the
    leak check of the sanitizers does not work."""
    return {**env, "ASAN_OPTIONS": env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}


def workdir(name="test"):
    """A new directory, removed at the end of this program."""
    path = pathlib.Path(tempfile.mkdtemp(prefix=f"ocxl-{name}-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def emulated(arguments, command, work, scenario=None, **options):
    """Runs COMMAND with emulated cards. Returns the finished process of the emulator."""
    line = [str(EMULATOR), "--control", f"{work}/control", *STRANGE, *arguments]
    if scenario:
        (work / "scenario").write_text(scenario, encoding="latin-1")
        line += ["--scenario", str(work / "scenario")]
    options.setdefault("env", environment(work))
    options.setdefault("cwd", work)
    return subprocess.run(line + ["--"] + command, check=False, **options)


class EmulatedShell:
    """A shell with emulated cards. Both end with the block, or when the shell is closed."""

    def __init__(self, work, arguments, env=None):
        self.work = work
        command = [EMULATOR, *STRANGE, *arguments, "--control", work / "control", "--", "bash", "-s"]
        self.process = subprocess.Popen(command, env=env or environment(work), cwd=work,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, command):
        """The exit status of a command. Its outputs are in the files "out" and "err"."""
        self.process.stdin.write(f"{{ {command}\n}} >out 2>err </dev/null; echo $?\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("Bail out! the emulated cards are gone")
        return int(line)

    def send(self, *lines):
        """Sends scenario lines to the cards."""
        send_to(self.work / "control", *lines)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


# seconds; only a defect reaches it, also on a busy machine
LIMIT = 120


def run_one(command, env, cwd, timeout=LIMIT):
    """Runs a shell command. Returns its two outputs and its status; kills all of its processes
    when it is late."""
    process = subprocess.Popen(["bash", "-o", "pipefail", "-c", command], env=env, cwd=cwd,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, start_new_session=True)
    late = False
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        late = True
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
    return {"command": command, "out": text(out), "err": text(err),
            "status": "late" if late else process.returncode}


class Process(subprocess.Popen):
    """A process for a "with" statement, which waits for its end. It is killed if the statement ends by an exception."""

    def __exit__(self, kind, *rest):
        if kind:
            self.kill()
        return super().__exit__(kind, *rest)


def child_of(pid):
    """The only child of a process."""
    return int(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def wait_until(condition, end=None):
    """Waits for the first true value of a condition. Returns it, or the last value at the limit."""
    end = end or time.monotonic() + LIMIT
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def send_to(control, *lines):
    """Sends lines to the emulator that has this socket. Returns the results of queries. ValueError for
    a refused line."""
    if IN_KERNEL:
        return subprocess.run([EMULATOR, "--send", control, *lines], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
    with socket.socket(socket.AF_UNIX) as connection, connection.makefile("r") as reply:
        connection.connect(str(control))
        connection.sendall("".join(f"{line}\n" for line in lines).encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        results, end, rest = reply.read().rpartition("ok\n")
    if rest or not end:
        raise ValueError(f"{lines}: {results}{rest}")
    return results


def send_lines(*lines):
    """Sends lines to the emulator, inside of it. Returns the results of queries."""
    return send_to(os.environ["OCXL_CONTROL"], *lines)


def text(data):
    """Bytes as text for a file: bytes that are not UTF-8 become \\xNN."""
    return data.decode("utf-8", "backslashreplace")


def normalise(string):
    """Replaces values that differ from run to run."""
    for pattern, replacement in NORMALISE:
        string = re.sub(pattern, replacement, string)
    return string


def documents(string):
    """The JSON values in an output: one document, or one value a line. ValueError for other text."""
    try:
        return [json.loads(string)]
    except ValueError:
        return [json.loads(line) for line in string.splitlines()]


class Schema:
    """Collects JSON documents, and validates all of them with one call."""

    def __init__(self, work):
        self.directory = work / "documents"
        self.directory.mkdir()
        self.names = {}

    def add(self, string, name):
        """Adds an output; ValueError when it is no JSON."""
        documents(string)
        path = self.directory / f"{len(self.names)}.json"
        path.write_text(string, encoding="utf-8")
        self.names[f"{path}:"] = f"{name}: line "

    def problems(self):
        """One text with all violations of the schema, "" without any."""
        if not self.names:
            return ""
        result = subprocess.run([sys.executable, str(VALIDATOR),
                                 *(name[:-1] for name in self.names)],
                                check=False, capture_output=True, text=True)
        if result.returncode == 0:
            return ""
        report = result.stdout + result.stderr
        for path, name in self.names.items():
            report = report.replace(path, name)
        return report or f"{VALIDATOR.name}: status {result.returncode}"


class Tap:
    """Test Anything Protocol on standard output."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def ok(self, good, name, details=""):
        """Prints one result; the details only when the test failed."""
        self.count += 1
        name = name.replace("#", "\\#").replace("\n", " ")
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}", flush=True)
        if not good:
            self.failed += 1
            for line in str(details).splitlines()[:60]:
                print(f"# {line[:4000]}", flush=True)
        return good

    def skip(self, name, reason):
        """Prints that one test cannot run here."""
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)

    def same(self, found, wanted, name):
        """Compares two values."""
        return self.ok(found == wanted, name, f"wanted: {wanted!r}\nfound:  {found!r}")

    def done(self):
        """Prints the plan. Returns the status for sys.exit()."""
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed else 0


    def relay(self, process, name):
        """Prints the TAP of a test that ran in its own process as a part of ours."""
        lines = process.stdout.splitlines()
        for line in lines:
            found = re.match(r"(not ok|ok) \d+ - (.*?)(?: # SKIP (.*))?$", line)
            if found and found[3]:
                self.skip(found[2], found[3])
            elif found:
                self.ok(found[1] == "ok", found[2].replace("\\#", "#"))
            elif not line.startswith("1.."):
                print(line)
        if not lines or not lines[-1].startswith("1.."):
            self.ok(False, f"{name}: ran to its end", f"status {process.returncode}")


def named_tests(names):
    """{name: function} of the functions test_* among the globals of a program."""
    return {name[5:]: value for name, value in names.items() if name.startswith("test_")}


def choose_tests(tests, names):
    """The tests with these names, or all without names; those named -NAME are left out."""
    for name in names:
        if name.removeprefix("-") not in tests:
            sys.exit(f"{pathlib.Path(sys.argv[0]).name}: no test '{name}'; there are: {' '.join(tests)}")
    named = [name for name in names if name in tests]
    return [name for name in named or tests if f"-{name}" not in names]


def inside(name, tests, more):
    """Runs one test, inside of the emulator."""
    tap = Tap()
    begin = time.monotonic()
    tests[name](tap, *(make() for make in more))
    print(f"# {name}: {time.monotonic() - begin:.1f} s")
    return tap.done()


def run_each(tests, play, *more):
    """The main function of a program whose tests have an emulator each. Runs the tests that its
    command line chooses. play(name) returns the finished process of "emulator ... PROGRAM
    --inside NAME"; there the test is called with a Tap, and with the result of each function in
    MORE. Returns the status for sys.exit()."""
    if sys.argv[1:2] == ["--inside"]:
        return inside(sys.argv[2], tests, more)
    require_binaries()
    tap = Tap()
    for name in choose_tests(tests, sys.argv[1:]):
        tap.relay(play(name), name)
    return tap.done()


def require_binaries():
    """Ends the program when nothing is built."""
    for binary in (NDCTL, EMULATOR):
        if not binary.exists():
            sys.exit(f"Bail out! {binary} is missing: run make")
