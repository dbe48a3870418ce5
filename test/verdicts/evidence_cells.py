# SPDX-License-Identifier: GPL-2.0-only
"""The cells of the tests of evidence: each piece of evidence, each way of not having it, and what the
judges have to say about a card of that kind.
"""
import errno

import spoiled_cards

FILES = ["flags", "state", "cmd_mask", "serial", "fw_version", "envelope"]
ATTRIBUTES = ["0x09", "0xC2", "0xCA"]
PIECES = [*FILES, "node", *spoiled_cards.COMMANDS, *ATTRIBUTES]
WAYS = ["ENOENT", "EACCES", "EPERM", "EIO", "EISDIR", "ELOOP", "empty", "garbage", "oversized", "short",
        "ETIMEDOUT", "ENXIO of open", "ENXIO of ioctl", "plain file", "directory", "another device",
        "wrong family", "positive result", "no answer", "NUL first", "NUL inside", "NUL last"]

# the action of fail-evidence.c
FILE_WAYS = {
    "ENOENT": "path missing", "EACCES": "open 13", "EPERM": "open 1", "EIO": "read 5",
    "EISDIR": "path directory", "ELOOP": "path loop", "empty": "path empty",
    "garbage": "path garbage", "oversized": "path oversized", "short": "path short-{}",
    "ETIMEDOUT": "read 110", "ENXIO of open": "open 6",
    "NUL first": "path nul-first-{}", "NUL inside": "path nul-inside-{}", "NUL last": "path nul-last-{}",
}
NODE_WAYS = {
    "ENOENT": "path missing", "EACCES": "open 13", "EPERM": "open 1", "EIO": "open 5",
    "ELOOP": "path loop", "ETIMEDOUT": "open 110", "ENXIO of open": "open 6",
    "plain file": "path plain", "directory": "path directory", "another device": "path /dev/zero",
}
COMMAND_WAYS = {
    "EACCES": "ioctl 13", "EPERM": "ioctl 1", "EIO": "ioctl 5", "empty": "answer empty",
    "garbage": "answer garbage", "oversized": "answer oversized", "short": "answer short",
    "ETIMEDOUT": "ioctl 110", "ENXIO of ioctl": "ioctl 6", "wrong family": "ioctl 22",
    "positive result": "positive 1",
}
ATTRIBUTE_WAYS = {"ENOENT": "remove", "garbage": "raw=0xffffffffffffffff", "oversized": "raw=0x1c001d"}

# why a cell cannot be
NO_TEXT = {way: "only a file of sysfs is text" for way in ("NUL first", "NUL inside", "NUL last")}
IMPOSSIBLE = {
    "file": {
        "ENXIO of ioctl": "a file in sysfs has no ioctl", "wrong family": "it has no family",
        "plain file": "it is one", "directory": "the same as EISDIR",
        "another device": "no device can hide a file in sysfs: 'garbage' is another file",
        "positive result": "only an ioctl has one", "no answer": "the same as ETIMEDOUT",
    },
    "node": {
        "EISDIR": "the same as 'directory'", "empty": "a device has no content",
        "garbage": "a device has no content", "oversized": "a device has no content",
        "short": "a device has no content", "ENXIO of ioctl": "in the cells of commands",
        "wrong family": "in the cells of commands", "positive result": "in the cells of commands",
        "no answer": "in the cells of commands", **NO_TEXT,
    },
    "command": {
        "EISDIR": "an ioctl looks up no name", "ELOOP": "an ioctl looks up no name",
        "ENXIO of open": "in the cells of the node", "plain file": "in the cells of the node",
        "directory": "in the cells of the node", "another device": "in the cells of the node", **NO_TEXT,
    },
    "attribute": {way: "one answer has all attributes: in the cells of SMART" for way in WAYS},
    # STATS, CAPABILITIES and EVENTS are not sent to it
    "late": {"no answer": "the driver itself answers it"},
}

FLAG_CONDITIONS = ["hw_fatal", "fw_fatal", "not_ready", "mem_unavailable", "data_loss", "replacement_requested",
                   "predictive_failure", "erase_failed", "error_log_pending", "dump_pending", "shut_down",
                   "fw_update_incomplete"]
TEMPERATURE = ["temperature", "temperature_near"]
LIFE = ["life_remaining", "life_remaining_low"]
SMART_CONDITIONS = [*LIFE, *TEMPERATURE, "attribute_failing"]
COMMAND_CONDITIONS = ["gone", "not_responding", "command_failed"]
UNREAD = {
    "flags": FLAG_CONDITIONS, "0xC2": TEMPERATURE, "0xCA": LIFE, "STATS": ["critical_resources"],
    "SMART": SMART_CONDITIONS,
    "node": COMMAND_CONDITIONS + SMART_CONDITIONS + ["critical_resources"],
    "cmd_mask": COMMAND_CONDITIONS + SMART_CONDITIONS + ["critical_resources"],
}
# metrics that a card has only if this piece was read
METRICS = {
    "SMART": {"temperature_celsius", "smart_raw"},
    "STATS": {"host_loads_total", "critical_resource_utilization_ratio"},
    "EVENTS": {"events_total"}, "CAPABILITIES": set(),
    "0xC2": {"temperature_celsius"},
    "node": {"temperature_celsius", "host_loads_total", "events_total"},
    "cmd_mask": {"temperature_celsius", "host_loads_total", "events_total"},
}
BAD_ANSWERS = ["empty", "garbage", "oversized", "short"]
NODE = "the device node"
HEALTH_COMMANDS = ["HEARTBEAT", "SMART"]


class Cell:
    """A card with one piece of evidence missing, and what the judges have to say.

    verdict, condition: of the card; evidence, error: of the condition health_unreadable. unread: at least these
    conditions are not checked, for a first run of "check" as well, whose verdict is first; missing: metrics. list: the verdict of "ndctl list"; event: of a monitor that
    runs already; start: of one that starts then."""

    def __init__(self, name, faults=(), lines=(), verdict="ok", condition=None, **more):
        self.name, self.faults, self.lines = name, list(faults), list(lines)
        self.verdict, self.condition = verdict, condition
        self.evidence, self.error = more.get("evidence", "-"), more.get("error", 0)
        self.unread = set(more.get("unread", ()))
        self.missing = more.get("missing", set())
        self.first = more.get("first", verdict)
        self.list = more.get("list", verdict)
        self.start = more.get("start", self.list)
        self.event = more.get("event", self.start)


def errno_of(way, piece):
    """The errno that a judge has to name."""
    if way == "garbage" and piece == "flags":
        return errno.EPROTONOSUPPORT
    if way in BAD_ANSWERS or way.startswith("NUL "):
        return errno.EBADMSG
    if way in ("plain file", "another device", "ENXIO of open") and piece == "node":
        return errno.EBADF
    names = {"ENXIO of open": "ENXIO", "ENXIO of ioctl": "ENXIO", "directory": "EISDIR",
             "wrong family": "EINVAL", "positive result": "EIO"}
    return getattr(errno, names.get(way, way))


def evidence_of(way, piece):
    """The evidence that a judge has to name: the errno says whether a node could not be opened."""
    if piece in FILES:
        return piece
    if errno_of(way, piece) in (errno.EACCES, errno.EPERM, errno.ENOENT, errno.EBADF, errno.EISDIR, errno.ELOOP):
        return NODE
    return "HEARTBEAT" if piece == "node" else piece


def health_unreadable(piece, way, **more):
    """The rest of a cell whose verdict is that nothing is known."""
    more.setdefault("evidence", evidence_of(way, piece))
    return {"verdict": "unknown", "condition": "health_unreadable", "error": errno_of(way, piece),
            "unread": UNREAD.get(piece, ()), "missing": METRICS.get(piece, set()), **more}


def cell_of_file(piece, way):
    """A file of the DIMM in sysfs."""
    name, faults = f"{piece}: {way}", [f"{piece} {FILE_WAYS[way].format(piece)}"]
    if piece in ("state", "fw_version", "envelope"):
        # no condition depends on them
        return Cell(name, faults)
    if way != "ENOENT" or piece == "serial":
        # the library reads cmd_mask and serial once
        more = {} if piece == "flags" else {"event": "ok"}
        return Cell(name, faults, **health_unreadable(piece, way, **more))
    if piece == "cmd_mask":
        # the posted driver, which has SMART only
        return Cell(name, faults, unread=UNREAD["STATS"], missing=METRICS["STATS"])
    return Cell(name, faults, unread=UNREAD.get(piece, ()), missing=METRICS.get(piece, set()))


def cell_of_command(piece, way):
    """A command."""
    name, number = f"{piece}: {way}", spoiled_cards.COMMANDS[piece]
    more = {"list": "ok"} if piece == "HEARTBEAT" else {}
    faults = [f"command{number} {COMMAND_WAYS[way]}"] if way in COMMAND_WAYS else []
    lines = []
    if way == "ENOENT":
        faults = [f"cmd_mask path without-{number}"]
    elif way == "no answer":
        lines = [f"fault op={piece.lower()} timeout times=always", f"timeout op={piece.lower()} ms=1"]
    unread, missing = UNREAD.get(piece, ()), METRICS.get(piece, set())
    if way == "no answer":
        # from then on, the flags say so, too; STATS alone decides about critical_resources only
        more = {"first": "ok"} if piece == "STATS" else {}
        start = "critical" if piece == "SMART" else "ok"
        return Cell(name, faults, lines, "critical", "not_responding", unread=unread, missing=missing, start=start,
                    **more)
    if piece not in HEALTH_COMMANDS:
        return Cell(name, faults, lines, unread=unread, missing=missing)
    if way in BAD_ANSWERS:
        return Cell(name, faults, lines, "critical", "command_failed", unread=unread, missing=missing, **more)
    if way == "ENOENT":
        more.update(error=errno.ENOTTY, evidence=piece, event="ok")
    return Cell(name, faults, lines, **health_unreadable(piece, way, **more))


def cell_of(piece, way):
    """A cell, or the reason why it cannot be."""
    if piece in FILES:
        return IMPOSSIBLE["file"].get(way) or cell_of_file(piece, way)
    if piece == "node":
        return IMPOSSIBLE["node"].get(way) or Cell(
            f"node: {way}", [f"node {NODE_WAYS[way]}"], **health_unreadable("node", way))
    if piece in spoiled_cards.COMMANDS:
        late = IMPOSSIBLE["late"].get(way) if piece in ("CAPABILITIES", "EVENTS") else None
        return late or IMPOSSIBLE["command"].get(way) or cell_of_command(piece, way)
    if way not in ATTRIBUTE_WAYS:
        return IMPOSSIBLE["attribute"][way]
    return Cell(f"{piece}: {way}", lines=[f"smart {piece} {ATTRIBUTE_WAYS[way]}"],
                unread=UNREAD.get(piece, ()), missing=METRICS.get(piece, set()))


def several():
    """Cells of several pieces at once."""
    nobody = [f"command{number} ioctl 6" for number in spoiled_cards.COMMANDS.values()]
    no_attribute = [f"smart {attribute} remove" for attribute in ATTRIBUTES]
    unknown = {"verdict": "unknown", "condition": "health_unreadable"}
    return [
        Cell("SMART: no attribute", lines=no_attribute, unread=UNREAD["SMART"], evidence="SMART",
             error=errno.ENODATA, **unknown),
        Cell("flags, cmd_mask, serial: ENOENT", ["flags path missing", "cmd_mask path missing",
             "serial path missing"], verdict="unknown", condition="health_unreadable", evidence="serial",
             error=errno.ENOENT, unread=FLAG_CONDITIONS, event="ok"),
        Cell("0xC2: no threshold", lines=["smart 0xC2 threshold=0 raw=95"], unread=TEMPERATURE),
        Cell("0xC2: a threshold that is never reached", lines=["smart 0xC2 threshold=255 raw=95"],
             unread=TEMPERATURE),
        Cell("SMART: all values are 0", lines=[f"smart {attribute} raw=0 current=0 worst=0 threshold=0"
             for attribute in ATTRIBUTES], verdict="critical", condition="life_remaining",
             unread=TEMPERATURE),
        Cell("all commands: ENXIO, while flags is clean", nobody, evidence="HEARTBEAT",
             error=errno.ENXIO, unread=UNREAD["node"], **unknown),
        Cell("flags: ENOENT, all commands: ENXIO", ["flags path missing", *nobody], verdict="critical",
             condition="gone", unread=FLAG_CONDITIONS),
        Cell("flags: ENOENT, HEARTBEAT: ENXIO", ["flags path missing", nobody[0]], evidence="HEARTBEAT",
             error=errno.ENXIO, unread=FLAG_CONDITIONS, list="ok", **unknown),
        Cell("flags: EACCES, all commands: ENXIO", ["flags open 13", *nobody], evidence="flags",
             error=errno.EACCES, unread=FLAG_CONDITIONS, **unknown),
        Cell("flags: ENOENT, node: plain file", ["flags path missing", "node path plain"],
             evidence=NODE, error=errno.EBADF, unread=UNREAD["node"], **unknown),
        Cell("flags: ENOENT, node: ENOENT", ["flags path missing", "node path missing"],
             evidence=NODE, error=errno.ENOENT, unread=UNREAD["node"], **unknown),
        Cell("flags: EACCES, loss of data", ["flags open 13"], ["error-log type=3"], evidence="flags",
             error=errno.EACCES, unread=FLAG_CONDITIONS, **unknown),
        Cell("flags: EACCES, too warm", ["flags open 13"],
             ["smart 0xC2 current=90 threshold=70 raw=90"], "critical", "temperature",
             evidence="flags", error=errno.EACCES, unread=FLAG_CONDITIONS),
        Cell("serial: EIO, too warm", ["serial read 5"], ["smart 0xC2 current=90 threshold=70 raw=90"],
             "critical", "temperature", evidence="serial", error=errno.EIO),
    ]


GRID = {(piece, way): cell_of(piece, way) for piece in PIECES for way in WAYS}
CELLS = [cell for cell in GRID.values() if isinstance(cell, Cell)] + several()
# nmem0 is well, and so is the last card until its controller fails
LAST = len(CELLS) + 1


def scenario():
    """Lines of the cards of all cells: the emulator has LAST + 1 cards."""
    return "".join(f"card {number}\n" + "".join(f"{line}\n" for line in cell.lines)
                   for number, cell in enumerate(CELLS, 1))
