# SPDX-License-Identifier: GPL-2.0-only
"""Hosts with emulated cards and a node_exporter each, for test/monitoring/federation."""
import random
import re
import subprocess
import sys

import real_servers
from real_servers import harness

CARDS_OF_HOST = 10
# states of cards, and how many of a thousand have them
STATES = [
    (20, ["smart 0xC2 raw=67"]), (5, ["smart 0xC2 raw=74"]), (30, ["smart 0xCA raw=12"]),
    (10, ["smart 0xCA raw=4"]), (30, ["error-log type=1 reference_code=0x10040001 data=64"]),
    (3, ["dump size=4K"]), (4, ["fatal hw"]), (3, ["ready never"]), (3, ["memory never"]),
]
SAMPLE = re.compile(r'^(\w+)\{dimm="nmem(\d+)",(.*)$')


def scenario(hosts):
    """the cards of the hosts, the same in every run: each has its own values, some have failed"""
    chance = random.Random(0)
    lines = []
    for card in range(hosts * CARDS_OF_HOST):
        lines += [f"card {card}", f"serial {card + 10000000}",
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
    """hosts that share one emulator"""

    def __init__(self, work, hosts, stack):
        self.work, self.hosts = work, hosts
        self.chance = random.Random(1)
        for host in range(hosts):
            (work / "text" / str(host)).mkdir(parents=True)
        place = work / "emulator"
        place.mkdir()
        self.cards = stack.enter_context(
            real_servers.Cards(place, hosts * CARDS_OF_HOST, scenario(hosts)))
        if self.cards.run("ndctl ocxl heartbeat nmem0") not in (0, 1):
            sys.exit("Bail out! no emulated cards")

    def write(self):
        """writes the texts of all hosts, as timers would; the temperature of a third of the cards
        changes"""
        lines = [line for card in range(self.hosts * CARDS_OF_HOST) if self.chance.random() < 1 / 3
                 for line in (f"card {card}", f"smart 0xC2 raw={self.chance.randrange(35, 60)}")]
        subprocess.run([harness.EMULATOR, "--send", self.cards.work / "control", "-"],
                       input="\n".join(lines) + "\n", text=True, check=True)
        status = self.cards.run("ndctl ocxl metrics --jobs=8 -o metrics.prom")
        if status not in (0, 3):
            sys.exit(f"Bail out! metrics: status {status}")
        for host, text in split((self.cards.work / "metrics.prom").read_text("ascii")).items():
            path = self.work / "text" / str(host) / "ndctl-ocxl.prom"
            new = path.with_name(".new")
            new.write_text(text, "ascii")
            new.rename(path)

    def start_exporters(self, stack):
        """starts a node_exporter for each host; returns their ports"""
        return [stack.enter_context(real_servers.running(
            ["prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
             f"--collector.textfile.directory={self.work}/text/{host}",
             "--web.disable-exporter-metrics", "--web.max-requests=4",
             "--web.listen-address=127.0.0.1:0"], self.work / f"exporter{host}.log"))
            for host in range(self.hosts)]
