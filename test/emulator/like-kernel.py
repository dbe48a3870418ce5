#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""like-kernel.py EMULATOR PROGRAM TABLE

Runs PROGRAM (like-kernel.c) on a file of the kernel outside, and on a file of a card inside of the emulator. Both
outputs must be those of TABLE (like-kernel.md). UPDATE=1: writes TABLE.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

# the caller may ignore SIGCHLD, and children would have no exit status
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

EMULATOR, PROGRAM, TABLE = sys.argv[1:4]
FLAGS = "/sys/bus/nd/devices/nmem0/ocxlpmem/flags"
# a file of the kernel that never changes; where the machine permits it, one that the test can change
CONSTANT = "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/fscaps"
CGROUPS = "/sys/fs/cgroup", "/sys/fs/cgroup/unified"
HEAD = "| situation | system calls | kernel | emulator |\n|---|---|---|---|\n"


def run(*command, **more):
    result = subprocess.run(command, capture_output=True, text=True, timeout=240, **more)
    if result.returncode:
        print(f"# {command}: status {result.returncode}: {result.stderr}")
    rows = [line.split("|") for line in result.stdout.splitlines()]
    return {(row[1].strip(), row[0].strip()): row[2].strip() for row in rows if len(row) == 3}


def run_outside():
    for parent in map(pathlib.Path, CGROUPS):
        group = parent / f"ocxl-test-{os.getpid()}"
        procs = group / "cgroup.procs"
        if not (parent / "cgroup.controllers").exists() or not os.access(parent, os.W_OK):
            continue
        group.mkdir()
        try:
            return run(PROGRAM, str(group / "cgroup.events"), f"pid=$(cat {procs}); if [ $pid ]; then "
                       f"kill $pid; else sleep 100 >/dev/null 2>&1 & echo $! >{procs}; fi")
        finally:
            for pid in procs.read_text().split():
                os.kill(int(pid), signal.SIGKILL)
            while "populated 1" in (group / "cgroup.events").read_text():
                time.sleep(0.05)
            group.rmdir()
    print("# no cgroup: situations with a change run inside only")
    return run(PROGRAM, next(path for path in CONSTANT if os.path.exists(path)))


def run_inside():
    with tempfile.TemporaryDirectory() as directory:
        control = f"{directory}/control"
        change = f"if rm {directory}/set; then word=clear; else : >{directory}/set; word=set; fi 2>/dev/null; " \
                 f"exec {EMULATOR} --send {control} \"health cda $word\""
        return run(EMULATOR, "--control", control, "--", PROGRAM, FLAGS, change)


def read_table(text):
    kernel, emulator = {}, {}
    for line in text.partition(HEAD)[2].splitlines():
        situation, calls, first, second = (cell.strip() for cell in line.strip("|").split("|"))
        for call in re.findall("`(.*?)`", calls):
            kernel[situation, call], emulator[situation, call] = first, second
    return kernel, emulator


def format_table(kernel, emulator):
    rows = {}
    order = "poll", "ppoll", "select", "pselect", "epoll_wait", "epoll_pwait", "epoll_pwait2", "epoll_ctl", "ioctl"
    for key, result in sorted(emulator.items(), key=lambda item: order.index(item[0][1])):
        rows.setdefault((key[0], kernel.get(key, "?"), result), []).append(f"`{key[1]}`")
    return "".join(f"| {situation} | {', '.join(calls)} | {first} | {second} |\n"
                   for (situation, first, second), calls in sorted(rows.items()))


def compare(number, name, got, wanted):
    wrong = {key for key in got.keys() | wanted.keys() if got.get(key) != wanted.get(key)}
    print(f"{'not ok' if wrong or not got else 'ok'} {number} - {name}")
    for key in sorted(wrong):
        print(f"# {key}: got {got.get(key)}, wanted {wanted.get(key)}")
    return bool(wrong) or not got


def main():
    table = pathlib.Path(TABLE)
    text = table.read_text()
    outside, inside = run_outside(), run_inside()
    if os.environ.get("UPDATE"):
        table.write_text("".join(text.partition(HEAD)[:2]) + format_table(outside, inside))
        return 0
    kernel, emulator = read_table(text)
    failed = compare(1, "the emulator does what the table says", inside, emulator)
    failed |= compare(2, "the kernel does what the table says", outside,
                      {key: kernel[key] for key in outside if key in kernel})
    print("1..2")
    return failed


sys.exit(main())
