# SPDX-License-Identifier: GPL-2.0-only
"""Shared by both tests: emulated cards with a scenario, and a shell that finds them."""
import json
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "test/cli"))
import harness  # noqa: E402

class EmulatedCards:
    """Cards, and a shell that finds them. Both end with the block."""

    def __init__(self, scenario, *options):
        self.work = harness.workdir("scenarios")
        arguments = [harness.EMULATOR, *options, "--control", self.work / "control"]
        if scenario:
            arguments += ["--scenario", scenario]
        env = harness.for_stock_verbs(harness.environment(self.work))
        self.process = subprocess.Popen([*arguments, "--", "bash", "-s"], env=env, cwd=self.work,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # The shell runs, so the control socket exists.
        self.run(":")

    def run(self, command):
        """Run a command. Return its status and standard output."""
        self.process.stdin.write(f"{{ {command}\n}} >out 2>err </dev/null; echo $?\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("Bail out! the emulated cards are gone")
        status = int(line)
        return status, (self.work / "out").read_text("utf-8", "replace")

    def document(self, command):
        """Run a command. Return its status, and its JSON output or None."""
        status, text = self.run(command)
        try:
            return status, json.loads(text)
        except ValueError:
            return status, None

    def stage(self, name):
        """Enter a stage."""
        subprocess.run([harness.EMULATOR, "--send", self.work / "control", f"stage {name}"],
                       check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
