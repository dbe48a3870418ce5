#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""agent.py [--every SECONDS] DIRECTORY [COMMAND...]

Monitors the OpenCAPI DIMMs of this machine: one round, or a round every SECONDS until SIGTERM. Options
come before DIRECTORY. Needs Python 3.9 and no other package. Sends updates to standard input of COMMAND
(default: cat), one JSON object per line:

    {"serial":..., "state":..., "conditions":[...]}    the state of a DIMM has changed: a verdict,
                                                    "error", or "missing"
    {"serial":..., "entry":{...}}                   an entry of its error log
    {"serial":..., "dump":FILE}                     a dump that was saved in DIRECTORY
    {"unreadable":...}                              a line of the log that cannot be read as an entry

"serial" is the serial number, or the name of the DIMM, such as "nmem1", if the card has no serial
number or shares it with another card.

No update is lost when the agent or COMMAND is killed, at any time. The next round sends all updates
again that COMMAND did not accept with exit status 0: COMMAND may receive an update twice. "serial" and
"entry.cursor" together identify an entry. An incomplete last line of the log is sent as "unreadable".
If it is a part of an entry, the entry was not acknowledged, and a later round sends it.

A round collects at most 1000 entries of each DIMM, so that a card with an endless log does not delay
the updates of other cards. Until its log is empty, such a card has the condition "error_log_pending".
Entries need space in DIRECTORY only until they are delivered.

DIRECTORY must belong to the user who runs the agent, and only that user may write there.

Exit status: 0; 1 when something could not be read or delivered; 69 when the ndctl in PATH has no
"ndctl ocxl"; 75 when another agent runs.
"""
import argparse
import contextlib
import fcntl
import itertools
import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time

TRANSIENT_ERRORS = {"EAGAIN", "EBUSY", "ETIMEDOUT"}
LISTS_MAX = 100
LOG, BATCH, STATE = (pathlib.Path(name) for name in ("log.ndjson", "batch.ndjson", "state.json"))


def print_message(text):
    # None if standard error is closed: print() would write to standard output, between the news
    if sys.stderr:
        print(f"agent: {text}", file=sys.stderr)


def run_verb(*arguments):
    """Run a verb of ndctl ocxl. Return its exit status, and its document or None if unreadable."""
    # The child inherits the lock: when it outlives the agent, the next round starts after its end.
    done = subprocess.run(["ndctl", "ocxl", *arguments], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                          close_fds=False)
    try:
        document = json.loads(done.stdout)
        known = document["format_version"].split(".")[0] == "1"
    except (ValueError, KeyError, TypeError, AttributeError):
        return done.returncode, None
    return done.returncode, document if known else None


def find_ndctl():
    """Return whether the ndctl in PATH has "ndctl ocxl". PATH of cron may lead to the one of the distribution."""
    found = shutil.which("ndctl")
    if found:
        done = subprocess.run([found, "ocxl", "--version"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        if done.stdout.startswith(b"ndctl-ocxl "):
            return True
    condition = f'{found} has no command "ocxl"' if found else "no ndctl in PATH"
    print_message(f"{condition}: install ndctl-ocxl, or put the directory of its ndctl first in PATH")
    return False


def replace_file(path, text):
    """Write a file so that it is complete and on its medium, or not changed at all."""
    new = path.with_suffix(".new")
    with open(new, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def shared_serials(dimms):
    """Return the serial numbers that several DIMMs have."""
    serials = [dimm.get("serial") for dimm in dimms]
    return {serial for serial in serials if serials.count(serial) > 1}


def name_card(record, shared):
    """Return the serial number of a DIMM or of a line, or the name of the DIMM if that says more."""
    serial = record.get("serial")
    return record.get("dev") if not serial or serial in shared else serial


def check_dimms():
    """Return the DIMMs in the answer of "check", or None. Try again after transient errors."""
    for pause in (0, 1):
        time.sleep(pause)
        document = run_verb("check", "--jobs=8")[1]
        if document is None:
            return None
        if not any(dimm.get("error", {}).get("name") in TRANSIENT_ERRORS
                   for dimm in document["dimms"]):
            break
    return [dimm for dimm in document["dimms"] if dimm["status"] != "unsupported"]


def state_of(dimm):
    """Return the state of a DIMM. The agent saves it, and sends it when it changes."""
    found = dimm.get("check", {})
    conditions = [condition["name"] for condition in found.get("conditions", [])]
    if "error" in dimm:
        conditions.append(dimm["error"].get("name"))
    return {"state": found.get("verdict", "error"), "conditions": conditions}


def collect_log():
    """Move error-log entries into LOG, then LOG to BATCH. ndctl syncs each entry to the file
    before it acknowledges the entry. The exit status is for all DIMMs together; "check" reports
    which of them failed."""
    status, _ = run_verb("read-error-log", "--jobs=8", "--limit=1000", f"--collect={LOG}")
    # An older batch was not delivered: it must be delivered first.
    if LOG.exists() and not BATCH.exists():
        LOG.rename(BATCH)
    return status in (0, 2, 3)


def read_line(line):
    """Return the object in a line, or None. Other programs may have written anything there."""
    # Python's parser fails at a depth that an entry never has, and which depends on its caller.
    if line.count("[") + line.count("{") > LISTS_MAX:
        return None
    try:
        record = json.loads(line)
        # as JSON, without the values NaN and Infinity that Python reads as well
        json.dumps(record, allow_nan=False)
    except ValueError:
        return None
    good = isinstance(record, dict) and isinstance(record.get("error_log", {}), dict) and \
        all(isinstance(record.get(key), (str, type(None))) for key in ("serial", "dev"))
    return record if good else None


def batch_entries(shared):
    """Yield news of the entries in BATCH."""
    if not BATCH.exists():
        return
    with open(BATCH, encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            line = line.removesuffix("\n")
            record = read_line(line)
            if record is None:
                yield {"unreadable": line}
            elif "error_log" in record:
                yield {"serial": name_card(record, shared), "entry": record["error_log"]}


def remove_partial_dumps():
    """Remove what killed agents left. We have the lock, so no other command writes dumps here."""
    for path in pathlib.Path(".").glob(".*.dump.*.tmp"):
        path.unlink()


def save_dumps(cards):
    """Save the dump of each card that has one; ndctl releases it then. Return: no failure?"""
    good = True
    for name, dimm in cards.items():
        if "dump_pending" in state_of(dimm)["conditions"]:
            path = pathlib.Path(f"{name}.{int(time.time())}.dump")
            while path.exists():
                path = path.with_suffix(".1.dump")
            status, document = run_verb("read-dump", name, f"--output={path}")
            good &= status == 0
            if path.exists() and document:
                replace_file(path.with_suffix(".json"), json.dumps(document))
    return good


def undelivered_dumps():
    """Yield (file, news) of the saved dumps that were not delivered."""
    for path in sorted(pathlib.Path(".").glob("*.dump")):
        if path.with_suffix(".told").exists():
            continue
        yield path, {"serial": path.name.partition(".")[0], "dump": path.name}


def delivered_states():
    """Return the last delivered state of each DIMM. A file that cannot be read counts as empty, so
    the agent sends all states again."""
    if not STATE.exists():
        return {}
    try:
        state = json.loads(STATE.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        state = None
    if isinstance(state, dict):
        return state
    print_message(f"cannot read {STATE}: all states are sent again")
    return {}


def state_changes(old, new):
    """Yield news of the DIMMs whose state has changed, or that have disappeared."""
    for serial in sorted(old.keys() | new.keys()):
        if old.get(serial) != new.get(serial):
            yield {"serial": serial, **new.get(serial, {"state": "missing", "conditions": []})}


def deliver_news(command, news):
    """Send news to the command, one after the other: all of them may need much memory. Return whether
    it accepted all of them. One that ends without reading everything may accept it nevertheless."""
    first = next(news, None)
    if first is None:
        return True
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)
    except OSError as error:
        print_message(f"{command[0]}: {error.strerror}")
        return False
    with process, contextlib.suppress(BrokenPipeError), process.stdin as receiver:
        for one in itertools.chain([first], news):
            receiver.write(json.dumps(one) + "\n")
    return process.returncode == 0


def run_round(command):
    """Return whether everything could be read and delivered."""
    remove_partial_dumps()
    good = collect_log()
    old = delivered_states()
    dimms = check_dimms()
    shared = shared_serials(dimms or [])
    cards = {name_card(dimm, shared): dimm for dimm in dimms or []}
    new = {name: state_of(dimm) for name, dimm in cards.items()}
    good &= dimms is not None and save_dumps(cards)
    saved = list(undelivered_dumps())
    changes = () if dimms is None else state_changes(old, new)
    news = itertools.chain(changes, batch_entries(shared), (one for _, one in saved))
    if not deliver_news(command, news):
        return False
    # Delivered. The next round does not send this news again.
    for path, _ in saved:
        path.with_suffix(".told").touch()
    BATCH.unlink(missing_ok=True)
    if dimms is not None:
        replace_file(STATE, json.dumps(new))
    return good


def try_round(command):
    """Run a round. After an error such as a full disk, the next round continues where it stopped."""
    try:
        return run_round(command)
    except (OSError, ValueError, KeyError) as error:
        print_message(error)
        return False


def parse_seconds(text):
    seconds = float(text)
    if not 0 < seconds <= threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of seconds above 0 that this "
                                         "machine can wait")
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[1])
    parser.add_argument("--every", type=parse_seconds, metavar="SECONDS")
    parser.add_argument("directory")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    os.umask(0o077)
    # a process that ignores SIGCHLD, as its starter did, gets no exit status of a child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(arguments.directory)
    # open() follows links that other users create under the names of its files
    own = os.stat(".")
    if own.st_uid != os.geteuid() or own.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        print_message("DIRECTORY must belong to the user who runs this agent, and only that user may write there")
        return 1
    if not find_ndctl():
        return 69
    # never a closed standard descriptor, to which COMMAND would write; inherited by children
    lock = fcntl.fcntl(os.open("lock", os.O_CREAT | os.O_WRONLY), fcntl.F_DUPFD, 3)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return 75
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    good = try_round(arguments.command or ["cat"])
    while arguments.every and not ending.wait(arguments.every):
        good = try_round(arguments.command or ["cat"])
    return 0 if good or arguments.every else 1


sys.exit(main())
