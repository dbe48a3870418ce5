# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the benchmarks: they build their programs, measure commands, run again inside of the emulator, and
write tables into Documentation/performance.md between their marks.
"""
import datetime
import os
import pathlib
import re
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "cli"))
import harness

RUNS = int(os.environ.get("BENCH_RUNS", "15"))
DIRECTORY = harness.BUILD / "bench"
MEASURE, BARE = str(DIRECTORY / "measure"), str(DIRECTORY / "minimal-ioctls")
PAGE = harness.SOURCE / "Documentation" / "performance.md"
CPU, TIME, MEMORY = range(3)


def build():
    """Builds the programs. Returns their paths."""
    DIRECTORY.mkdir(exist_ok=True)
    include = harness.SOURCE / "include"
    for path in (MEASURE, BARE):
        source = HERE / f"{pathlib.Path(path).name}.c"
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-I", include,
                        "-I", include / "uapi", "-o", f"{path}.new", source], check=True)
        # another benchmark may be running the present one
        os.replace(f"{path}.new", path)
    return MEASURE, BARE


def median(runs, what):
    """The median of one quantity."""
    return statistics.median(run[what] for run in runs)


def measure(*command):
    """CPU time in us, time in us, peak memory in KiB."""
    result = subprocess.run([MEASURE, *command], check=True, stdout=subprocess.PIPE,
                            text=True).stdout.split()
    if result[3] != "0":
        sys.exit(f"bench: {' '.join(command)}: status {result[3]}")
    return [int(value) for value in result[:3]]


def interleaved(commands, runs=RUNS):
    """Runs several commands in turn, so that the load of the machine is the same for all."""
    found = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            result = measure(*command)
            # the first run has cold caches
            if number:
                found[name].append(result)
    return found


def emulated(cards, name, scenario="", *arguments):
    """Runs this script again with cards, as an administrator. Returns the numbers that it prints."""
    script = ["as-admin", sys.executable, os.path.abspath(sys.argv[0]), "--inside", name, str(cards)]
    work = harness.workdir("bench")
    env = harness.environment(work)
    env.update({key: value for key, value in os.environ.items() if key.startswith("BENCH_")})
    result = harness.emulated(["--cards", str(cards)], [*script, *arguments], work, scenario, env=env,
                              stdout=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"bench: {name} with {cards} cards: status {result.returncode}")
    return [float(value) for value in result.stdout.split()]


def conditions(runs):
    """Date, machine and load of the measurement."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")),
                     "unknown")
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (f"Measured on {today}, {os.cpu_count()} x {model}, Linux {os.uname().release}, medians of "
            f"{runs} runs; load {' '.join(f'{load:.1f}' for load in os.getloadavg())}.")


def put_table(name, text):
    """Replaces the lines between the marks."""
    before = PAGE.read_text(encoding="utf-8")
    marks = re.compile(f"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    if not marks.search(before):
        sys.exit(f"bench: {PAGE} has no place for {name}")
    PAGE.write_text(marks.sub(lambda found: found[1] + text + "\n" + found[2], before),
                    encoding="utf-8")
