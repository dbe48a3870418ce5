# SPDX-License-Identifier: GPL-2.0-only
"""What both tests share: emulated cards that live by a scenario, and a shell among them."""
import json
import pathlib
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "test/cli"))
import harness  # noqa: E402

# for a machine that has much else to do; a test that passes never waits so long
LIMIT = 60


def wait_until(condition):
    """the first value that is true, or the last one when it is too late"""
    end = time.monotonic() + LIMIT
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


class World:
    """cards and a shell that finds them; both end with the block"""

    def __init__(self, scenario, *options):
        self.work = harness.workdir("scenarios")
        arguments = [harness.EMULATOR, *options, "--control", self.work / "control"]
        if scenario:
            arguments += ["--scenario", scenario]
        env = harness.for_stock_verbs(harness.environment(self.work))
        self.process = subprocess.Popen([*arguments, "--", "bash", "-s"], env=env, cwd=self.work,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        # from here on the socket is there
        self.run(":")

    def run(self, command):
        """status and standard output of a command"""
        self.process.stdin.write(f"{{ {command}\n}} >out 2>err </dev/null; echo $?\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit("Bail out! the emulated cards are gone")
        status = int(line)
        return status, (self.work / "out").read_text("utf-8", "replace")

    def document(self, command):
        """status and JSON of a command, None for anything else"""
        status, text = self.run(command)
        try:
            return status, json.loads(text)
        except ValueError:
            return status, None

    def stage(self, name):
        """go on to a stage"""
        subprocess.run([harness.EMULATOR, "--send", self.work / "control", f"stage {name}"],
                       check=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
