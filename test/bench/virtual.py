# SPDX-License-Identifier: GPL-2.0-only
"""What the benchmarks in virtual machines share."""
import os
import subprocess
import sys

from programs import harness

VM = harness.SOURCE / "test" / "vm"


def output(*command, **environment):
    """What a command prints, which has to go well."""
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True,
                            cwd=harness.SOURCE, env={**os.environ, **environment}, check=False)
    if result.returncode:
        sys.exit(f"bench: {' '.join(map(str, command))}: status {result.returncode}\n"
                 f"{result.stdout[-2000:]}")
    return result.stdout.strip()
