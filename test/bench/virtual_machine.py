# SPDX-License-Identifier: GPL-2.0-only
"""Shared by the benchmarks in virtual machines."""
import os
import subprocess
import sys

from programs import harness

VM = harness.SOURCE / "test" / "vm"


def output(*command, **environment):
    """The output of a command, which has to succeed."""
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True,
                            cwd=harness.SOURCE, env={**os.environ, **environment}, check=False)
    if result.returncode:
        sys.exit(f"bench: {' '.join(map(str, command))}: status {result.returncode}\n"
                 f"{result.stdout[-2000:]}")
    return result.stdout.strip()
