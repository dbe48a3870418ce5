# SPDX-License-Identifier: GPL-2.0-only
"""A day of a recorded series, for test/bench/fleet: OcxlMissing reads as much after a day."""
import subprocess
import time

DAY = 86400
NAME = "bench:card:known"
CARDS = 1000


def write_day(work, period):
    """puts samples of the last day into the database of a server that has not started yet; one
    sample in period seconds"""
    path, now = work / "history", int(time.time())
    with open(path, "w", encoding="ascii") as file:
        file.write(f"# TYPE {NAME} gauge\n")
        for card in range(CARDS):
            file.writelines(
                f'{NAME}{{job="node",instance="host{card // 10}:9100",serial="{card}"}} 1 {at}\n'
                for at in range(now - DAY, now - period, period))
        file.write("# EOF\n")
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", path, work / "data"],
                   check=True, stdout=subprocess.DEVNULL)
    path.unlink()
