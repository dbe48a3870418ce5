# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the benchmarks: their programs, and pristine ndctl."""
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
import harness

DIRECTORY = harness.BUILD / "bench"


def median(runs, what):
    """The median of one quantity."""
    return statistics.median(run[what] for run in runs)


def build(*names):
    """Builds the programs. Returns their paths."""
    DIRECTORY.mkdir(exist_ok=True)
    for name in names:
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE",
                        "-I", harness.SOURCE / "include", "-I", harness.SOURCE / "include" / "uapi",
                        "-o", DIRECTORY / f"{name}.new", HERE / f"{name}.c"], check=True)
        # another benchmark may be running the present one
        (DIRECTORY / f"{name}.new").replace(DIRECTORY / name)
    return [str(DIRECTORY / name) for name in names]
