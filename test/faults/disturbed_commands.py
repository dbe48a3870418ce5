# SPDX-License-Identifier: GPL-2.0-only
"""The commands that failing-allocations and failing-calls run, and their known defects."""
import re
import subprocess

OLD = b"what was there before\n"
SCENARIO = """
stats frozen
card 0
error-log type=2 id=1 data=20
error-log type=0 id=2 data=3 actions=0xa00001
error-log type=7 id=3
smart 0xC2 current=60 threshold=70 raw=55
"""
ENTRIES = [f"0x{number:x}" for number in range(101, 104)]
FILL = ["card 1", "error-log type=0 id=101 data=40 count=3"]
DUMP_SIZE = 70000
DUMP = ["card 1", f"dump size={DUMP_SIZE}"]
IMAGE = "image"
OLD_FIRMWARE, NEW_FIRMWARE = "V1.00", "V1.03"
TEMPERATURE = 50
# a sent image runs after the reset, so the old version has to come last
RESET = ["card 1", "reset ms=1", "ready now", "memory now"]


class Command:
    """A command to be disturbed.

    form: json, lines (NDJSON), text, raw, none, stock or monitor (of ndctl's own verbs)
    file: the file that it writes
    before: scenario lines that reset the cards
    admin: it needs CAP_SYS_ADMIN
    log: it reads the log of nmem1, or leaves an entry in it
    changes: it changes the card and prints that at once, so a document may be incomplete
    streams: it prints as it goes, so a document may end where standard output fails, or without memory
    endless: it does not end by itself
    """

    def __init__(self, line, form="json", file=None, before=(), log=False, program="ndctl",
                 admin=False, changes=False, streams=False, endless=False):
        self.line = line
        self.form = form
        self.file = file
        self.before = list(before)
        self.log = log
        self.program = program
        self.admin = admin or form == "stock"
        self.changes = changes
        self.streams = streams
        self.endless = endless
        self.drains = log and "read-error-log" in line
        self.dump = "read-dump" in line

    def words(self):
        """The command line."""
        return [self.program, *self.line.split()]


def drain(options, form, file=None):
    """A command that collects the log of nmem1."""
    return Command(f"ocxl read-error-log {options} nmem1", form, file, FILL, log=True,
                   streams=file is None)


COMMANDS = [
    Command("ocxl info"),
    Command("ocxl info -f table", "text"),
    Command("ocxl info -f ndjson", "lines"),
    Command("ocxl check"),
    Command("ocxl check -f table", "text"),
    Command("ocxl check -f nagios --ignore=error_log_pending,attribute_failing", "text"),
    Command("ocxl clear-conditions --force nmem0", admin=True, changes=True),
    Command("ocxl read-smart"),
    Command("ocxl read-smart -f table", "text"),
    Command("ocxl read-smart --raw nmem0", "raw"),
    Command("ocxl read-error-log"),
    Command("ocxl read-error-log -f table", "text"),
    drain("--acknowledge", "json"),
    drain("--acknowledge -f ndjson", "lines"),
    drain("--acknowledge -f table", "text"),
    drain("--acknowledge --raw", "raw"),
    drain("--acknowledge --follow --limit 3", "lines"),
    drain("--collect log.ndjson", "none", "log.ndjson"),
    drain("--follow --limit 3 --collect log.ndjson", "none", "log.ndjson"),
    Command("ocxl heartbeat -j 2"),
    Command("ocxl read-stats"),
    Command("ocxl read-stats -f table", "text"),
    Command("ocxl read-stats --interval 0.1 --count 2", streams=True),
    Command("ocxl read-dump --force -o dump.bin nmem1", file="dump.bin", before=DUMP),
    Command("ocxl read-dump -o - nmem1", "raw", before=DUMP),
    Command("ocxl events"),
    Command("ocxl events -f ndjson -j 2", "lines"),
    Command("ocxl events --follow", "lines", endless=True),
    Command("ocxl request-health -t 30 nmem1", before=["card 1"], log=True,
            changes=True),
    Command("ocxl shutdown nmem1", before=["card 1", "ready now"], admin=True, changes=True),
    Command("ocxl metrics", "text", before=["card 1", "ready now"]),
    Command("ocxl metrics -o metrics.prom", "none", "metrics.prom"),
    Command("ocxl report"),
    Command("ocxl report -f table -o report.txt", "none", "report.txt"),
    Command("ocxl --list-cmds", "text"),
    Command("list -DH", "stock"),
    Command("list -DF", "stock"),
    Command(f"inject-smart -m {TEMPERATURE} nmem1", "stock", before=["card 1", "smart 0xC2 raw=35"]),
    Command(f"update-firmware -f {IMAGE} nmem1", "stock", before=[*RESET, f"fw {OLD_FIRMWARE}"]),
    Command("monitor -l standard", "monitor", endless=True),
    Command("--send CONTROL counters", "text", program="ocxl-emulator"),
]

def all_commands(ndctl):
    """These, and each verb without a row, without options."""
    listed = subprocess.run([ndctl, "ocxl", "--list-cmds"], check=True, capture_output=True, text=True)
    shown = {command.line.split()[1] for command in COMMANDS}
    return COMMANDS + [Command(f"ocxl {verb}") for verb in listed.stdout.split() if verb not in shown]


# Known defects that are not ours: a pattern of the command, a pattern of the failed call or of the
# functions in its stack, a pattern of the problems, and the reason. The last row accepts every
# omission of "list", also one that our code caused: stock ndctl omits it without a message, and the
# test cannot tell the causes apart.
KNOWN = [
    ("", r"libndctl\S+: ndctl_new ", "without a message$",
     "main() of stock ndctl ends without a message when libndctl has no memory at its start"),
    ("", r"libjson-c\S+: ", r"(?s)LeakSanitizer.* in json_object_object_add_ex ",
     "json-c loses the copy of a key when there is no room for one more"),
    ("", "", r"(?s)libkmod\.c:\d+ kmod_new: could not create(?!.*(ndctl|ocxl|json)).*Direct leak of 64 byte",
     "libkmod loses what it has read when it has no memory for its list of modules"),
    ("", r"libasan\S+: \S*AsanThread", "AddressSanitizer: CHECK failed",
     "the sanitizer has no memory to begin a thread"),
    ("update-firmware ", r": read number",
     r"^a sanitizer complains: (\S*/util/sysfs\.c:\S+ runtime error: null pointer|\w+: failed to read suppressions file)",
     "the sanitizer cannot read its list of known reports about stock ndctl"),
    ("monitor", r"\bndctl: run_builtin ", "without a message$",
     "stock ndctl monitor ends without a message when it has no memory at its start"),
    ("(list|inject-smart|update-firmware) ", "util_display_json", "^not JSON|exit status 0$",
     "stock ndctl prints what json-c gives it, also when it gives nothing, or half"),
    ("(inject-smart|update-firmware) ", "", "^not what an undisturbed run says, and exit status 0$",
     "stock ndctl has changed the card, as a look at it shows, and shows the DIMM without what it could not read"),
    ("list ", "", "exit status 0$",
     "stock ndctl list leaves out what it or its library could not make, and takes the rest for all"),
]


def known(line, failed, wrong):
    """The reason why the problems are not ours; None when they are."""
    return next((reason for only, pattern, what, reason in KNOWN
                 if re.match(only, line) and re.search(pattern, failed)
                 and all(re.search(what, one) for one in wrong)), None)
