#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""agent.py [--every SECONDS] DIRECTORY [COMMAND...]

Looks after the OpenCAPI DIMMs of this machine: once, or every so often until SIGTERM. Needs Python
3.9 and nothing else. News go to standard input of COMMAND ("cat" without one), one JSON object a
line:

    {"serial":..., "state":..., "reasons":[...]}    the state of a DIMM is another one than before:
                                                    a verdict, "error" or "missing"
    {"serial":..., "entry":{...}}                   an entry of its error log
    {"serial":..., "dump":FILE, "sha256":...}       a dump that was saved in DIRECTORY

Whatever kills this, or COMMAND, and whenever: no news are lost. What COMMAND did not accept with
exit status 0 it gets again in the next round, so it may get some of them twice; serial and
entry.cursor tell an entry from all others.

Exit status: 0; 1 when something could not be read or delivered, 75 when another agent runs.
"""
import argparse
import fcntl
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

TRANSIENT = {"EAGAIN", "EBUSY", "ETIMEDOUT"}
LOG, BATCH, STATE = (pathlib.Path(name) for name in ("log.ndjson", "batch.ndjson", "state.json"))


def ndctl(*arguments):
    """exit status and document of a verb; None without one that this program understands"""
    # The lock is for the child, too: when it outlives us, the next round begins after its end.
    done = subprocess.run(["ndctl", "ocxl", *arguments], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                          close_fds=False)
    try:
        document = json.loads(done.stdout)
        known = document["format_version"].split(".")[0] == "1"
    except (ValueError, KeyError, TypeError, AttributeError):
        return done.returncode, None
    return done.returncode, document if known else None


def replace(path, text):
    """write a file as a whole, safe on its medium"""
    new = path.with_suffix(".new")
    with open(new, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def check():
    """the DIMMs that "check" is about, or None; what is busy gets a second chance"""
    for pause in (0, 1):
        time.sleep(pause)
        document = ndctl("check", "--jobs=8")[1]
        if document is None:
            return None
        if not any(dimm.get("error", {}).get("name") in TRANSIENT for dimm in document["dimms"]):
            break
    return [dimm for dimm in document["dimms"]
            if dimm.get("serial") and dimm["status"] != "unsupported"]


def state_of(dimm):
    """what is remembered of it, and told when it changes"""
    found = dimm.get("check", {})
    reasons = [reason["name"] for reason in found.get("reasons", [])]
    if "error" in dimm:
        reasons.append(dimm["error"].get("name"))
    return {"state": found.get("verdict", "error"), "reasons": reasons}


def collect():
    """Entries into the file: each is synced there before ndctl takes it off the log. Exit statuses
    are for all DIMMs together; "check" says which of them are in trouble."""
    status, _ = ndctl("read-error-log", "--jobs=8", f"--output={LOG}")
    # Nobody writes now. A batch that is still there was not delivered: it goes first.
    if LOG.exists() and not BATCH.exists():
        LOG.rename(BATCH)
    return status in (0, 2, 3)


def entries():
    """those of the batch; a last line without its end was never acknowledged: it comes again"""
    lines = BATCH.read_text("ascii").split("\n")[:-1] if BATCH.exists() else []
    for record in map(json.loads, lines):
        if "error_log" in record:
            yield {"serial": record["serial"], "entry": record["error_log"]}


def save_dumps(dimms):
    """of those who have one; what was saved is released by ndctl"""
    good = True
    for dimm in dimms:
        if "dump" in state_of(dimm)["reasons"] and dimm["serial"].isdigit():
            path = pathlib.Path(f"{dimm['serial']}.{int(time.time())}.dump")
            while path.exists():
                path = path.with_suffix(".1.dump")
            status, document = ndctl("read-dump", dimm["serial"], f"--output={path}")
            good &= status == 0
            if path.exists() and document:
                replace(path.with_suffix(".json"), json.dumps(document))
    return good


def dumps():
    """(file, news) of those that nobody was told of"""
    for path in sorted(pathlib.Path(".").glob("*.dump")):
        if path.with_suffix(".told").exists():
            continue
        dimm = {}
        if path.with_suffix(".json").exists():
            dimm = json.loads(path.with_suffix(".json").read_text("utf-8"))["dimms"][0]
        yield path, {"serial": dimm.get("serial", path.name.partition(".")[0]), "dump": path.name,
                     "sha256": dimm.get("dump", {}).get("sha256")}


def last_state():
    """what was told of each; what cannot be read is no state, so all is told again"""
    if not STATE.exists():
        return {}
    try:
        state = json.loads(STATE.read_text("utf-8"))
    except (OSError, ValueError):
        state = None
    if isinstance(state, dict):
        return state
    print(f"agent: {STATE} cannot be read, all is told again", file=sys.stderr)
    return {}


def changes(old, new):
    """news of those whose state is another one, or who are not there any more"""
    for serial in sorted(old.keys() | new.keys()):
        if old.get(serial) != new.get(serial):
            yield {"serial": serial, **new.get(serial, {"state": "missing", "reasons": []})}


def deliver(command, news):
    """whether all of it was accepted"""
    if not news:
        return True
    text = "".join(json.dumps(one) + "\n" for one in news)
    try:
        return subprocess.run(command, input=text, text=True, check=False).returncode == 0
    except OSError as error:
        print(f"agent: {command[0]}: {error.strerror}", file=sys.stderr)
        return False


def one_round(command):
    """whether everything could be read and delivered"""
    good = collect()
    old = last_state()
    dimms = check()
    new = old if dimms is None else {dimm["serial"]: state_of(dimm) for dimm in dimms}
    good &= dimms is not None and save_dumps(dimms)
    saved = list(dumps())
    if not deliver(command, [*changes(old, new), *entries(), *(news for _, news in saved)]):
        return False
    # Delivered: from here on it is not said again.
    for path, _ in saved:
        path.with_suffix(".told").touch()
    replace(STATE, json.dumps(new))
    BATCH.unlink(missing_ok=True)
    return good


def try_round(command):
    """a round; one that a full disk or the like ends is told, and the next one goes on from there"""
    try:
        return one_round(command)
    except (OSError, ValueError, KeyError) as error:
        print(f"agent: {error}", file=sys.stderr)
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[1])
    parser.add_argument("--every", type=float, metavar="SECONDS")
    parser.add_argument("directory")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    os.umask(0o077)
    os.chdir(arguments.directory)
    lock = os.open("lock", os.O_CREAT | os.O_WRONLY)
    os.set_inheritable(lock, True)
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
