# SPDX-License-Identifier: GPL-2.0-only
"""Copies of the project in which test/night/mutants changes one line and runs tests: building them,
running one test, and the map of which test executes which line.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import sys
import time

# the caller may ignore SIGCHLD, and children would have no exit status
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
from source_files import list_files  # pylint: disable=wrong-import-position

PLACE = ROOT / "build-mutants"
MAP = PLACE / "map.json"
SUITES = {"unit", "cli"}
JOBS = int(os.environ.get("JOBS", os.cpu_count()))
OPTIONS = ("-Dtests=enabled", "-Ddocs=disabled", "-Dwerror=false", "-Dbuildtype=plain")
# no test looks at these files, or the result does not depend on them
IGNORED = re.compile(r".*\.md$|test/(long|fuzz|vm|packages)/|debian/")
# A change can write without end, or allocate.
LIMITS = ("prlimit", f"--fsize={8 << 30}:", f"--data={16 << 30}:", "--core=0:")
# gcc writes its counters in exit(), not when a process ends in these ways.
COUNTED_ENDS = """
void __gcov_dump(void);
void __gcov_reset(void);
#include <signal.h>
#include <unistd.h>
#define _exit(status) (__gcov_dump(), _exit(status))
#define raise(number) (__gcov_dump(), __gcov_reset(), raise(number))
"""


def hash_sources():
    """A text that differs when a source or a test differs."""
    digest = hashlib.sha256()
    for path in list_files():
        if not IGNORED.match(path):
            digest.update(f"{path}\0".encode() + (ROOT / path).read_bytes())
    return digest.hexdigest()


class TestCopy:
    """A copy of the project with a build directory."""

    def __init__(self, name):
        self.tree = PLACE / name
        self.build = self.tree / "build"
        self.log = PLACE / f"{name}.log"
        self.made_of = self.tree / "build.sources"

    def make(self, sources, *options, arguments=""):
        """Copies, configures and builds, if sources have changed. Exits if that fails."""
        if self.made_of.exists() and self.made_of.read_text(encoding="ascii") == sources:
            return
        shutil.rmtree(self.tree, ignore_errors=True)
        shutil.copytree(ROOT, self.tree, symlinks=True, ignore=lambda directory, names: [
            name for name in names
            if pathlib.Path(directory) == ROOT and (name.startswith("build") or name == ".git")])
        line = ("scripts/configure", "build", "/usr/local", *OPTIONS, *options)
        environment = {**os.environ, "CFLAGS": f"-O0 -w {arguments}"}
        if self.run(*line, env=environment) or not self.compile():
            sys.exit(f"mutants: {self.tree} does not build: {self.log}")
        self.made_of.write_text(sources, encoding="ascii")

    def restore(self, parts):
        """Undoes a change that an interrupted run left."""
        for path in list_files():
            original, copied = ROOT / path, self.tree / path
            if path.startswith(parts) and original.read_bytes() != copied.read_bytes():
                shutil.copyfile(original, copied)

    def run(self, *command, limit=900, **options):
        """The exit status of a command. All of its processes end at the limit: status "late"."""
        options = {"cwd": self.tree, **options}
        with open(self.log, "wb") as log, \
                subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL,
                                 stdout=log, stderr=log, **options) as process:
            try:
                return process.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return "late"

    def compile(self, *targets):
        """True if it compiles. Without targets: everything."""
        return self.run("ninja", "-C", "build", "--quiet", "-j", "1" if targets else str(JOBS),
                        *targets) == 0

    def introspect(self, what):
        """A list of meson's."""
        return json.loads(subprocess.run(["meson", "introspect", what, "build"], cwd=self.tree,
                                         check=True, stdout=subprocess.PIPE).stdout)

    def list_tests(self):
        """{name: test} of the suites, each section of a functional case and each source of unit tests
        by itself; "targets" of a test are the files that it needs."""
        files = {target["id"]: [os.path.relpath(path, self.build) for path in target["filename"]]
                 for target in self.introspect("--targets")}
        tests = {}
        for test in self.introspect("--tests"):
            if SUITES & {suite.split(":")[-1] for suite in test["suite"]}:
                test["targets"] = [path for target in test["depends"] for path in files[target]]
                test["tree"] = str(self.tree)
                split = self.split_case if test["suite"][0].endswith(":cli") else self.split_program
                tests.update((part["name"], part) for part in split(test))
        return tests

    def split_program(self, test):
        """A test for each source of a program of unit tests."""
        listed = subprocess.run([*test["cmd"], "--list"], check=True, stdout=subprocess.PIPE, text=True)
        return [{**test, "name": source, "cmd": [*test["cmd"], source]} for source in listed.stdout.split()]

    def split_case(self, test):
        """A test for each section of a functional case; of other tests only the test."""
        case = self.tree / f"test/cli/cases/{test['name']}.case"
        count = len(re.findall("^emulator ", case.read_text(encoding="utf-8"), re.M)) \
            if case.exists() else 1
        if count == 1:
            return [test]
        return [{**test, "name": f"{test['name']} {number}",
                 "env": {**test["env"], "SECTIONS": str(number)}} for number in range(1, count + 1)]

    def run_test(self, test, limit=900):
        """The exit status of a test of list_tests(), also of another copy."""
        here = [part.replace(test["tree"], str(self.tree)) for part in test["cmd"]]
        environment = {**os.environ, **{name: value.replace(test["tree"], str(self.tree))
                                        for name, value in test["env"].items()}}
        return self.run(*LIMITS, *here, limit=limit, cwd=self.build, env=environment)

    def fails(self, test, attempts=2):
        """True if a test fails each time, or once without end: a busy machine lets one fail."""
        for _ in range(attempts):
            status = self.run_test(test, test["limit"])
            if status in (0, "late"):
                break
        return status != 0


def run_parallel(work, items, copies):
    """Yields work(copy, item) as they finish, one item a copy at a time."""
    free = queue.SimpleQueue()
    for copy in copies:
        free.put(copy)

    def run_one(item):
        copy = free.get()
        try:
            return work(copy, item)
        finally:
            free.put(copy)

    with concurrent.futures.ThreadPoolExecutor(len(copies)) as pool:
        try:
            for future in concurrent.futures.as_completed(
                    [pool.submit(run_one, one) for one in items]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


def read_counters(copy, parts):
    """(path, number of the line, times executed) of what ran since empty_counters(); each user
    can write the counters, so that tests with several users count as well."""
    counters = [str(path) for path in copy.build.rglob("*.gcda") if path.stat().st_size]
    if not counters:
        return
    listed = subprocess.run(["gcov", "--json-format", "--stdout", *counters], cwd=copy.build,
                            check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    for report in map(json.loads, listed.splitlines()):
        for file in report["files"]:
            path = os.path.relpath(copy.build / file["file"], copy.tree)
            if path.startswith(parts):
                for line in file["lines"]:
                    yield path, line["line_number"], line["count"]


def empty_counters(copy):
    """Makes an empty file of counters for each object."""
    for path in copy.build.rglob("*.gcno"):
        counters = path.with_suffix(".gcda")
        counters.unlink(missing_ok=True)
        counters.touch()
        counters.chmod(0o666)


def map_lines(tests, parts, sources):
    """{path: {line: names of the tests that execute it}}; lines without code are absent."""
    header = PLACE / "counted-ends.h"
    header.write_text(COUNTED_ENDS, encoding="ascii")
    copies = [TestCopy(f"coverage-{number}") for number in range(JOBS)]
    for copy in copies:
        copy.make(sources, "-Db_coverage=true", arguments=f"-include {header}")

    def count(copy, name):
        empty_counters(copy)
        copy.run_test(tests[name])
        return name, list(read_counters(copy, parts))

    lines = {}
    for name, counted in run_parallel(count, list(tests), copies):
        for path, number, times in counted:
            executed = lines.setdefault(path, {}).setdefault(str(number), [])
            if times and name not in executed:
                executed.append(name)
    return lines


def measure_tests(copies, tests):
    """Adds the seconds of each test in a copy without a change, and its limit. Exits if one fails."""
    def measure(copy, test):
        begin = time.monotonic()
        test["limit"] = 900
        copy.compile(*test["targets"])
        if copy.fails(test, 5):
            sys.exit(f"mutants: {test['name']} fails without a change: {copy.log}")
        test["seconds"] = time.monotonic() - begin
        test["limit"] = 10 * test["seconds"] + 30

    list(run_parallel(measure, list(tests.values()), copies))


def prepare_copies(parts):
    """(copies, tests by name, map of lines), made again when sources differ."""
    sources = hash_sources()
    copies = [TestCopy(f"copy-{number}") for number in range(JOBS)]
    known = json.loads(MAP.read_text(encoding="ascii")) if MAP.exists() else {}
    if known.get("sources") != sources or known.get("jobs") != JOBS:
        MAP.unlink(missing_ok=True)
        for copy in copies:
            copy.make(sources)
            copy.restore(parts)
        tests = copies[0].list_tests()
        measure_tests(copies, tests)
        known = {"sources": sources, "jobs": JOBS, "tests": tests,
                 "lines": map_lines(tests, parts, sources)}
        MAP.write_text(json.dumps(known), encoding="ascii")
    for copy in copies:
        copy.restore(parts)
    return copies, known["tests"], known["lines"]
