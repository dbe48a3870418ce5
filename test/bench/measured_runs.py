# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the benchmarks with emulated cards: measures commands, and runs the benchmark again
inside of the emulator.
"""
import os
import subprocess
import sys

import programs
from programs import harness, median

RUNS = int(os.environ.get("BENCH_RUNS", "15"))
MEASURE, BARE = str(programs.DIRECTORY / "measure"), str(programs.DIRECTORY / "minimal-ioctls")
CPU, TIME, MEMORY = range(3)


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
            if number:
                found[name].append(result)
    return found


def emulated(cards, name, scenario="", *arguments):
    """Runs this script again with cards, as an administrator. Returns its output."""
    script = ["as-admin", sys.executable, os.path.abspath(sys.argv[0]), "--inside", name, str(cards)]
    work = harness.workdir("bench")
    env = harness.environment(work)
    env.update({key: value for key, value in os.environ.items() if key.startswith("BENCH_")})
    result = harness.emulated(["--cards", str(cards)], [*script, *arguments], work, scenario, env=env,
                              stdout=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"bench: {name} with {cards} cards: status {result.returncode}")
    return [float(value) for value in result.stdout.split()]


def verdict(met):
    """A remark for a value with a limit."""
    return "" if met else " missed"


def print_machine():
    """Prints the machine of the measurement."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")),
                     "?")
    print(f"{os.cpu_count()} x {model}, Linux {os.uname().release}, "
          f"load {os.getloadavg()[0]:.1f}\n")
