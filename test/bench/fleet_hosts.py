# SPDX-License-Identifier: GPL-2.0-only
"""Hosts for test/bench/fleet: emulated cards, the metrics of "ndctl ocxl metrics", and servers on
loopback with these texts. All of it ends with the benchmark.
"""
import contextlib
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "prometheus"))
import real_servers  # noqa: E402
from real_servers import harness  # noqa: E402

CARDS_OF_HOST = 10
# an emulator has at most 1024 cards: this many hosts share one, and each gets the lines of its
# cards
HOSTS_OF_EMULATOR = 100
# states of cards, and how many of a thousand have them
STATES = [
    (20, ["smart 0xC2 raw=67"]), (5, ["smart 0xC2 raw=74"]), (30, ["smart 0xCA raw=12"]),
    (10, ["smart 0xCA raw=4"]), (30, ["error-log type=1 reference_code=0x10040001 data=64"]),
    (3, ["dump size=4K"]), (4, ["fatal hw"]), (3, ["ready never"]), (3, ["memory never"]),
]
SAMPLE = re.compile(r'^(\w+)\{dimm="nmem(\d+)",(.*)$')


def scenario(hosts, first):
    """the cards of the hosts, the same in every run: each has its own values, some have failed"""
    chance = random.Random(first)
    lines = []
    for card in range(hosts * CARDS_OF_HOST):
        lines += [f"card {card}", f"serial {first * CARDS_OF_HOST + card + 10000000}",
                  f"fw V1.0{chance.choice('1222')}",
                  f"smart 0xC2 raw={chance.randrange(35, 55)}", f"smart 0xCA raw={chance.randrange(40, 100)}",
                  f"smart 0x09 raw={chance.randrange(100, 40000)}",
                  f"stats host_load_count={chance.randrange(1 << 40)}"
                  f" host_store_count={chance.randrange(1 << 40)}"]
        drawn = chance.randrange(1000)
        for share, state in STATES:
            if 0 <= drawn < share:
                lines += state
            drawn -= share
    return "\n".join(lines) + "\n"


def split(text):
    """{number of a host: its text}: the lines of its cards, renamed nmem0 and so on, and those of the
    host, which come last"""
    found, head, has_head = {}, "", {}
    for line in text.splitlines():
        if line.startswith("# HELP"):
            head, has_head = line + "\n", set()
            continue
        if line.startswith("#"):
            head += line + "\n"
            continue
        match = SAMPLE.match(line)
        if not match:
            line = re.sub(r"^(ndctl_ocxl_dimms) .*", rf"\1 {CARDS_OF_HOST}", line)
            for lines in found.values():
                lines.append(f"{head}{line}\n")
            continue
        name, card, rest = match.groups()
        host, dimm = divmod(int(card), CARDS_OF_HOST)
        lines = found.setdefault(host, [])
        if host not in has_head:
            has_head.add(host)
            lines.append(head)
        lines.append(f'{name}{{dimm="nmem{dimm}",{rest}\n')
    return {host: "".join(lines) for host, lines in found.items()}


class Fleet:
    """hosts with emulated cards; the first ones have a node_exporter, the others a file"""

    def __init__(self, work, hosts, exporters):
        self.work, self.hosts, self.exporters = work, hosts, exporters
        self.chance = random.Random(1)
        self.emulators = []
        (work / "www").mkdir()
        for host in range(exporters):
            (work / "text" / str(host)).mkdir(parents=True)

    def start(self, stack):
        """starts the cards; they end with the stack"""
        for first in range(0, self.hosts, HOSTS_OF_EMULATOR):
            hosts = min(HOSTS_OF_EMULATOR, self.hosts - first)
            place = self.work / f"emulator{first}"
            place.mkdir()
            cards = stack.enter_context(
                real_servers.Cards(place, hosts * CARDS_OF_HOST, scenario(hosts, first)))
            if cards.run("ndctl ocxl heartbeat nmem0") not in (0, 1):
                sys.exit("bench: no emulated cards")
            self.emulators.append((first, hosts, cards))

    def place(self, host):
        """the file with the text of a host"""
        if host < self.exporters:
            return self.work / "text" / str(host) / "ndctl-ocxl.prom"
        return self.work / "www" / f"host{host}.txt"

    def put(self, host, text):
        """replaces it; adds the two series of node_exporter that rules need"""
        path = self.place(host)
        if host >= self.exporters:
            text += ('node_textfile_mtime_seconds{file="/var/lib/prometheus/node-exporter/'
                     f'ndctl-ocxl.prom"}} {time.time():.0f}\nnode_textfile_scrape_error 0\n')
        new = path.with_name(f".{path.name}.new")
        new.write_text(text, "ascii")
        new.rename(path)

    def write(self):
        """writes the texts of all hosts, as timers would; the temperature of a third of the cards
        changes"""
        for first, hosts, cards in self.emulators:
            lines = [line for card in range(hosts * CARDS_OF_HOST) if self.chance.random() < 1 / 3
                     for line in (f"card {card}", f"smart 0xC2 raw={self.chance.randrange(35, 60)}")]
            subprocess.run([harness.EMULATOR, "--send", cards.work / "control", "-"],
                           input="\n".join(lines) + "\n", text=True, check=True)
            status = cards.run("ndctl ocxl metrics --jobs=8 -o metrics.prom")
            if status not in (0, 3):
                sys.exit(f"bench: metrics: status {status}")
            texts = split((cards.work / "metrics.prom").read_text("ascii"))
            for host in range(hosts):
                self.put(first + host, texts[host])

    def size(self):
        """mean size of the texts in bytes"""
        return sum(self.place(host).stat().st_size for host in range(self.hosts)) / self.hosts


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextlib.contextmanager
def file_server(directory):
    """busybox httpd, which cannot choose a port itself"""
    for _ in range(5):
        port = free_port()
        with subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "busybox", "httpd", "-f",
                               "-p", f"127.0.0.1:{port}", "-h", directory],
                              stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            harness.wait_until(lambda: answers(port) or process.poll() is not None)
            if process.poll() is None:
                try:
                    yield port
                finally:
                    process.kill()
                return
    sys.exit("bench: busybox httpd does not start")


def start_exporters(fleet, stack):
    """starts a node_exporter for each of the first hosts; returns their ports"""
    return [stack.enter_context(real_servers.running(
        ["prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
         f"--collector.textfile.directory={fleet.work}/text/{host}",
         "--web.disable-exporter-metrics", "--web.max-requests=4",
         "--web.listen-address=127.0.0.1:0"], fleet.work / f"exporter{host}.log"))
        for host in range(fleet.exporters)]


def disk(path):
    """bytes of all files in a directory"""
    return sum(os.path.getsize(os.path.join(place, name))
               for place, _, names in os.walk(path) for name in names)
