# SPDX-License-Identifier: GPL-2.0-only
"""Shared by both tests: emulated cards with a scenario, and a shell that finds them."""
import json
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "test/cli"))
import conditions  # noqa: E402,F401
import harness  # noqa: E402

class EmulatedCards(harness.EmulatedShell):
    """Cards with an installed scenario, and a shell that finds them."""

    def __init__(self, scenario, *options):
        work = harness.workdir("scenarios")
        arguments = [*options, *(["--scenario", scenario] if scenario else [])]
        super().__init__(work, arguments, harness.without_leak_check(harness.environment(work)))
        # The shell runs, so the control socket exists.
        self.run(":")

    def document(self, command):
        """Run a command. Return its status, and its JSON output or None."""
        status, text = self.read_output(command)
        try:
            return status, json.loads(text)
        except ValueError:
            return status, None

    def read_output(self, command):
        """Run a command. Return its status and standard output."""
        status = self.run(command)
        return status, (self.work / "out").read_text("utf-8", "replace")

    def stage(self, name):
        """Enter a stage."""
        self.send(f"stage {name}")
