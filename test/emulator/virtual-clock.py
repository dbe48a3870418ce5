#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""virtual-clock.py [TEST...]: ocxl-emulator --clock=virtual. Time passes when a test says so, to the microsecond, and
while the driver waits for a card. Each test has an emulator with two cards."""
import ctypes
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import harness

FLAGS = "/sys/bus/nd/devices/nmem{}/ocxlpmem/flags"
NDCTL = ["ndctl", "ocxl"]
HOUR_MS = 3600 * 1000


def send(*lines):
    """The result of sending these lines: exit status, and both outputs as one text."""
    result = subprocess.run(["ocxl-emulator", "--send", os.environ["OCXL_CONTROL"], *lines], check=False,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode:
        print(f"# {lines}: {result.stdout}", end="")
    return result.returncode, result.stdout


def flags(number=0):
    """The words of the file of a card."""
    return pathlib.Path(FLAGS.format(number)).read_text(encoding="utf-8").split()


def begin(*arguments):
    """A verb in the background."""
    return subprocess.Popen([*NDCTL, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def name_of_error(process):
    """The error in the only DIMM of its document, or "ok"."""
    document = json.loads(process.communicate()[0])
    return document["dimms"][0].get("error", {}).get("name", "ok")


def has_opened(process, path):
    """Has it a descriptor of this file?"""
    try:
        return any(link.readlink() == pathlib.Path(path) for link in pathlib.Path(f"/proc/{process.pid}/fd").iterdir())
    except OSError:
        return False


def wait_until_waits(text):
    """Until the line "waiting" prints this."""
    return harness.wait_until(lambda: text in send("waiting")[1].split("\n"))


def test_event_is_due_exactly(tap):
    """Not a microsecond earlier, and not later."""
    send("ready never")
    send("advance 4999ms", "advance 999us")
    tap.same("not_ready_overdue" in flags(), False, "a microsecond before its time, the controller is not overdue")
    send("advance 1us")
    tap.same("not_ready_overdue" in flags(), True, "at its time, it is")
    send("fatal hw after-ms=86400000")
    send("advance 23h", "advance 59min", "advance 59s")
    tap.same("hw_fatal" in flags(), False, "a second before the end of the day")
    send("advance 1s")
    tap.same("hw_fatal" in flags(), True, "a day later")


def test_wait_of_the_driver_moves_the_clock_of_its_card(tap):
    """By the time-out of SMART, 100 ms."""
    send("fatal hw after-ms=100", "fault op=smart timeout")
    tap.same(name_of_error(begin("read-smart", "nmem0")), "ETIMEDOUT", "the request ends with its time-out")
    tap.same(["hw_fatal" in flags(number) for number in (0, 1)], [True, False], "only that card has waited 100 ms")
    send("advance 99ms")
    tap.same("hw_fatal" in flags(1), False, "the other card has had 99 ms")
    send("advance 1ms")
    tap.same("hw_fatal" in flags(1), True, "then 100 ms")


def test_answer_comes_when_it_is_released(tap):
    """Neither before nor with the release of another request."""
    send("hold smart")
    process = begin("read-smart", "nmem0")
    tap.ok(wait_until_waits("nmem0 held=smart"), "the driver waits for the request")
    send("release heartbeat")
    send("advance 99999us")
    tap.same(process.poll(), None, "the request is in flight until its time-out")
    send("release smart")
    tap.same(name_of_error(process), "ok", "it is answered when it is released")
    tap.same(send("waiting")[1].splitlines()[0], "nmem0 held=none", "nothing waits any more")


def test_next_request_is_held(tap):
    """Of a program that sends one request after the other, each release answers one."""
    send("dump size=200000", "hold dump")
    with harness.Process([*NDCTL, "read-dump", "-vv", "--output=dump", "nmem0"], stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, text=True) as process:
        answers = (line for line in process.stderr if "dump_" in line)
        for count in range(3):
            tap.ok(wait_until_waits("nmem0 held=dump"), f"after {count} answers, the next request is held")
            send("card 0", "release dump", "hold dump")
            tap.ok("status 0" in next(answers), "the release has answered one request")
        tap.same(process.poll(), None, "the program waits for its next answer")
        send("release dump")
        process.communicate()
    tap.same(process.returncode, 0, "then all requests are answered")


def test_one_of_several_programs_is_answered(tap):
    """Those that wait for the card behind it are held, one after the other."""
    send("hold smart")
    processes = [begin("read-smart", "nmem0")]
    wait_until_waits("nmem0 held=smart")
    processes += [begin("read-smart", "nmem0") for _ in range(3)]
    harness.wait_until(lambda: all(has_opened(process, "/dev/nmem0") for process in processes))
    for count in range(1, 4):
        send("card 0", "release smart", "hold smart")
        tap.ok(wait_until_waits("nmem0 held=smart"), f"after {count} releases, another request is held")
        tap.ok(harness.wait_until(lambda: sum(process.poll() is not None for process in processes) == count),
               f"{count} programs have ended")
        tap.ok(f" wire=1:{count + 1}" in send("counters")[1], "the rest waits")
    send("release smart")
    tap.same([name_of_error(process) for process in processes], ["ok"] * 4, "all programs have an answer")


def test_time_out_of_a_held_request(tap):
    """Its answer comes after its release, and does not end the next request."""
    send("hold smart")
    process = begin("read-smart", "nmem0")
    tap.ok(wait_until_waits("nmem0 held=smart"), "the driver waits for the request")
    send("advance 3h")
    tap.same(name_of_error(process), "ETIMEDOUT", "three hours later, the request has ended")
    send("release smart")
    tap.same(name_of_error(begin("heartbeat", "nmem0")), "ok", "the next request has its own answer")


def test_two_cards_at_once(tap):
    """Their requests end in the order of the releases."""
    send("hold smart")
    first, second = begin("read-smart", "nmem0"), begin("read-smart", "nmem1")
    tap.ok(wait_until_waits("nmem0 held=smart") and wait_until_waits("nmem1 held=smart"), "both are in flight")
    send("card 1", "release smart")
    tap.same(name_of_error(second), "ok", "the card that was released answers")
    tap.same(first.poll(), None, "the other one does not")
    send("release all")
    tap.same(name_of_error(first), "ok", "then it answers, too")


def test_killed_caller_leaves_the_card(tap):
    """Its request is in flight, and the card still serves others."""
    send("hold smart")
    process = begin("read-smart", "nmem0")
    wait_until_waits("nmem0 held=smart")
    process.kill()
    tap.ok(wait_until_waits("nmem0 held=none"), "nothing waits for it, also before its parent notices")
    process.communicate()
    send("release smart")
    tap.same(name_of_error(begin("read-smart", "nmem0")), "ok", "the next program has an answer")


class Waiter(threading.Thread):
    """A call that waits in the background."""

    def __init__(self, call):
        super().__init__(daemon=True)
        self.call, self.result = call, None
        self.start()

    def run(self):
        self.result = self.call()

    def ends(self):
        """Its result, or "late"."""
        self.join(harness.LIMIT)
        return "late" if self.is_alive() else self.result


def wait_by_poll(file):
    """For an hour."""
    poll = select.poll()
    poll.register(file, select.POLLPRI)
    return poll.poll(HOUR_MS)


def wait_by_select(file):
    """For an hour."""
    return select.select([], [], [file], HOUR_MS / 1000)[2]


def wait_by_epoll(file):
    """For an hour."""
    with select.epoll() as epoll:
        epoll.register(file, select.EPOLLPRI)
        return epoll.poll(HOUR_MS / 1000)


def test_limits_of_calls(tap):
    """poll, select and epoll end after an hour, by a change, and not before."""
    for call in (wait_by_poll, wait_by_select, wait_by_epoll):
        name = call.__name__[8:]
        with open(FLAGS.format(0), "rb", buffering=0) as file:
            file.read()
            waiter = Waiter(lambda: call(file))
            tap.ok(wait_until_waits("limited=1"), f"{name} waits")
            send("advance 59min", "advance 59s")
            tap.ok(waiter.is_alive(), f"{name} waits after 59 minutes and 59 seconds")
            send("advance 1s")
            tap.same(waiter.ends(), [], f"{name} ends after an hour")
            waiter = Waiter(lambda: call(file))
            wait_until_waits("limited=1")
            send("health cda clear" if "dump" in flags() else "health cda set")
            tap.same(bool(waiter.ends()), True, f"{name} ends with a change")


def test_file_that_never_changes(tap):
    """Its limit is virtual, too."""
    with open("/sys/bus/nd/devices/nmem0/state", "rb", buffering=0) as file:
        for call in (wait_by_poll, wait_by_select, wait_by_epoll):
            waiter = Waiter(lambda: call(file))
            tap.ok(wait_until_waits("limited=1"), f"{call.__name__[8:]} waits")
            send("advance 1h")
            tap.same(waiter.ends(), [], "and ends after an hour")


def test_change_before_the_limit(tap):
    """The call reports it, also if other cards are slow; and 'advance' waits for the end of the call."""
    send("card 0", "hold smart")
    process = begin("read-smart", "nmem0")
    wait_until_waits("nmem0 held=smart")
    for call in (wait_by_poll, wait_by_select, wait_by_epoll):
        name = call.__name__[8:]
        send("card 1", "health cda clear", "health cda set after-ms=1000")
        with open(FLAGS.format(1), "rb", buffering=0) as file:
            file.read()
            waiter = Waiter(lambda: call(file))
            wait_until_waits("limited=1")
            tap.same(send("advance 1h"), (0, ""), f"{name}: time passes beyond change and limit")
            tap.ok("limited=0" in send("waiting")[1], f"{name} has ended")
            tap.same(bool(waiter.ends()), True, f"{name} reports the change")
    send("release all")
    process.communicate()


def test_other_file_ends_a_limited_call(tap):
    """A pipe that becomes readable."""
    read_end, write_end = os.pipe()
    poll = select.poll()
    with open(FLAGS.format(0), "rb", buffering=0) as file:
        file.read()
        poll.register(file, select.POLLPRI)
        poll.register(read_end, select.POLLIN)
        waiter = Waiter(lambda: poll.poll(HOUR_MS))
        wait_until_waits("limited=1")
        os.write(write_end, b"x")
        tap.same(waiter.ends(), [(read_end, select.POLLIN)], "the call reports the pipe")


def test_signal_ends_a_limited_call(tap):
    """Also one that only the call lets through, as in --follow, which waits for a second after a failure."""
    send("fault op=error-log timeout times=always", "error-log")
    process = begin("read-error-log", "--follow", "nmem0")
    tap.ok(wait_until_waits("limited=1"), "--follow waits until it repeats its request")
    process.send_signal(signal.SIGTERM)
    process.communicate()
    tap.same(process.returncode, -signal.SIGTERM, "it ends by the signal")


def test_follow_repeats_after_its_pauses(tap):
    """After one second, then after two."""
    send("fault op=error-log status=failed times=2", "error-log")
    process = begin("read-error-log", "--follow", "--limit=1", "nmem0")
    wait_until_waits("limited=1")
    send("advance 1s")
    tap.ok(harness.wait_until(lambda: " wire=2:2" in send("counters")[1]), "the second request, after a second")
    wait_until_waits("limited=1")
    send("advance 1999ms")
    tap.ok(wait_until_waits("limited=1") and " wire=2:2" in send("counters")[1], "no third one before two seconds")
    send("advance 2s")
    process.communicate()
    tap.same(process.returncode, 0, "the third request reads the entry")


def test_calls_without_a_file_of_a_card(tap):
    """The kernel executes them, with its own clock."""
    poll = select.poll()
    poll.register(os.pipe()[0], select.POLLIN)
    tap.same(poll.poll(1), [], "poll on a pipe ends after a millisecond")
    with select.epoll() as epoll:
        epoll.register(os.pipe()[0], select.EPOLLIN)
        tap.same(epoll.poll(0.001), [], "epoll on a pipe, too")
    libc = ctypes.CDLL(None, use_errno=True)
    tap.same(libc.poll(None, 0, 1), 0, "poll without files, too")


def test_refused_lines(tap):
    """The message names line, value and what is allowed, and nothing takes effect."""
    opcodes = "must be 'all', heartbeat, shutdown, fw-update, fw-debug, error-log, smart, stats, dump, capabilities"
    times = "must be a number and a unit, us, ms, s, min, h or d, as in '3s'; at most 6 digits, and 365d"
    for value in ("", "3", "s", "0s", "-1s", "3 s", "1.5s", "3sec", "366d", "1000000us", "0x3s"):
        tap.same(send("ready never", f"advance {value}"),
                 (1, f"ocxl-emulator: line 2: advance '{value}': {times}\n"), f"advance '{value}'")
    for value in ("", "erase", "smart stats", "9", "all of them", "-1"):
        tap.same(send("ready never", f"hold {value}"), (1, f"ocxl-emulator: line 2: hold '{value}': {opcodes}\n"),
                 f"hold '{value}'")
    tap.same(send("advance 1d", "nonsense")[0], 1, "a bad line below")
    tap.same(send("card 2", "hold all")[1],
             "ocxl-emulator: line 1: card '2': must be 'all' or a number from 0 to 1; the emulator has 2 cards\n",
             "a card that does not exist")
    tap.same(flags(), [], "no line has taken effect")
    tap.same(name_of_error(begin("read-smart", "nmem0")), "ok", "no request is held")
    tap.same(send("stage x", "advance 1s")[0], 1, "a stage stands alone")


def test_lines_take_effect_in_order(tap):
    """First the cards, then hold, release and advance; with comments, and for the selected card."""
    tap.same(send("advance 1s", "card 1", "hold SMART # comment", "hold fw_update", "release smart", "ready never",
                  "  advance 4s  "), (0, ""), "the lines are accepted")
    tap.same(["not_ready_overdue" in flags(number) for number in (0, 1)], [False, True],
             "the clock has moved by both times, after the change")
    tap.same(name_of_error(begin("read-smart", "nmem0")), "ok", "SMART was released")


def test_lines_for_a_card_that_waits(tap):
    """They are refused at once, whole; a delayed line changes the card."""
    send("card 0", "dead after-ms=50", "hold smart")
    process = begin("read-smart", "nmem0")
    wait_until_waits("nmem0 held=smart")
    refusal = ("nmem0: the driver waits for a request that is held; until it is released, only 'advance', 'hold' and "
               "'release' are allowed\n")
    tap.same(send("card 1", "health cda set", "card 0", "ready never", "release smart"),
             (1, f"ocxl-emulator: line 4: {refusal}"), "a line for the card")
    tap.same((flags(1), process.poll()), ([], None), "no line has taken effect")
    tap.same(send("card 1", "health cda set"), (0, ""), "a line for the other card")
    tap.same(flags(1), ["dump"], "has taken effect")
    # the driver looks at the card once a millisecond, and the second look finds nothing
    send("advance 52ms")
    tap.same(name_of_error(process), "ENXIO", "the card disappears during the request")


def play(name):
    """A test in an emulator with two cards."""
    return harness.emulated(["--clock=virtual", "--cards", "2"], [sys.executable, __file__, "--inside", name],
                            harness.workdir(), stdout=subprocess.PIPE, text=True)


def check_end(tap):
    """A request that is held ends with the emulator; and the lines need a virtual clock."""
    work = harness.workdir()
    command = ["sh", "-c", 'ocxl-emulator --send "$OCXL_CONTROL" "hold all"; ndctl ocxl heartbeat & '
               'until ocxl-emulator --send "$OCXL_CONTROL" waiting | grep -q heartbeat; do sleep 0.01; done']
    result = harness.emulated(["--clock=virtual"], command, work, timeout=harness.LIMIT)
    tap.same(result.returncode, 0, "the emulator ends although a request is held")
    for line in ("advance 1s", "hold smart", "release all"):
        result = harness.emulated([], ["ocxl-emulator", "--send", str(work / "control"), line], work, text=True,
                                  capture_output=True)
        tap.same((result.returncode, result.stderr), (1, f"ocxl-emulator: line 1: {line.split()[0]}: the emulator must "
                                                         "run with --clock=virtual\n"), f"{line} with the real clock")
    result = harness.emulated(["--clock=fast"], ["true"], work, text=True, capture_output=True)
    tap.same((result.returncode, result.stderr), (129, "ocxl-emulator: --clock 'fast': must be 'real' or 'virtual'\n"),
             "another clock")


def main():
    """All tests; those that start their own emulators come last."""
    tests = harness.named_tests(globals())
    if sys.argv[1:2] == ["--inside"]:
        return harness.inside(sys.argv[2], tests, [])
    harness.require_binaries()
    tap = harness.Tap()
    for name in sys.argv[1:] or tests:
        if name not in tests:
            sys.exit(f"virtual-clock.py: no test '{name}'; there are: {' '.join(tests)}")
        tap.relay(play(name), name)
    if not sys.argv[1:]:
        check_end(tap)
    return tap.done()


sys.exit(main())
