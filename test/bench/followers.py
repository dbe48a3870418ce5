# SPDX-License-Identifier: GPL-2.0-only
"""A command that waits for events of cards: its lines, CPU time and memory."""
import pathlib
import re
import select
import subprocess
import sys
import time

LIMIT_S = 60


class Follower:
    """The running command."""

    def __init__(self, *command):
        self.command = " ".join(command)
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, bufsize=0)
        self.proc = pathlib.Path(f"/proc/{self.process.pid}")
        self.text = b""

    def fail(self, why):
        """Ends the benchmark: it cannot measure."""
        self.process.kill()
        sys.exit(f"bench: {self.command}: {why}")

    def receive(self, seconds):
        """Reads more output; False when none comes in time."""
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return False
        part = self.process.stdout.read(65536)
        if not part:
            self.fail(f"ended: {self.text.decode(errors='replace')}")
        self.text += part
        return True

    def line(self):
        """Waits for the next line."""
        while b"\n" not in self.text:
            if not self.receive(LIMIT_S):
                self.fail("no line")
        line, _, self.text = self.text.partition(b"\n")
        return line

    def forget(self):
        """Discards all lines so far."""
        while self.receive(0):
            pass
        self.text = b""

    def read(self, name):
        """Reads a file of /proc about it."""
        return (self.proc / name).read_text(encoding="ascii")

    def used(self):
        """Number of context switches; CPU time in ns."""
        switches = re.findall(r"ctxt_switches:\s*(\d+)", self.read("status"))
        return sum(map(int, switches)), int(self.read("schedstat").split()[0])

    def is_waiting(self):
        """Does it sleep in poll() or epoll_wait()?"""
        return re.search(r"^State:\s*S", self.read("status"), re.M) is not None

    def settle(self, seconds=0.2):
        """Waits until it has slept for some time."""
        before, since, start = self.used(), time.monotonic(), time.monotonic()
        while time.monotonic() - since < seconds:
            if time.monotonic() - start > LIMIT_S:
                self.fail("does not come to rest")
            time.sleep(0.01)
            now = self.used()
            if now != before or not self.is_waiting():
                before, since = now, time.monotonic()

    def memory(self):
        """Anonymous, Rss in KiB."""
        text = self.read("smaps_rollup")
        return [int(re.search(rf"^{name}:\s*(\d+)", text, re.M)[1]) for name in ("Anonymous", "Rss")]

    def end(self):
        """Ends it, as a user at a terminal would."""
        self.process.terminate()
        self.process.wait()
