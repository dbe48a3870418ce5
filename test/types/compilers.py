# SPDX-License-Identifier: GPL-2.0-only
"""Runs npm, generators and compilers. They keep their downloads and results in build-vm/types, so only
the first run needs a network."""
import os
import re
import subprocess
import time
import harness

CACHE = harness.SOURCE / "build-vm" / "types"
# messages of npm without a network
NETWORK = re.compile(r"E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH|NOTCACHED)"
                     r"|[A-Z_]*CERT[A-Z_]*")
# seconds for a command on a busy machine; the first cargo compiles its crates
PATIENCE = 900


def environment(**more):
    """The environment of the commands: caches in CACHE, no network if the caches suffice."""
    CACHE.mkdir(parents=True, exist_ok=True)
    return {**os.environ, "PATH": f"{harness.BUILD}/bin:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
            "npm_config_cache": f"{CACHE}/npm", "npm_config_prefer_offline": "true",
            "npm_config_ignore_scripts": "true", "npm_config_update_notifier": "false",
            "npm_config_loglevel": "error",
            "GO111MODULE": "auto", "GOCACHE": f"{CACHE}/go", "GOFLAGS": "", "GOTOOLCHAIN": "local",
            "CARGO_HOME": f"{CACHE}/cargo", "CARGO_TARGET_DIR": f"{CACHE}/target",
            "CARGO_PROFILE_DEV_DEBUG": "0", **more}


def run(command, env, work):
    """Return (both outputs, status)."""
    try:
        done = subprocess.run(["sh", "-euc", command], cwd=work, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
                              check=False)
    except subprocess.TimeoutExpired as late:
        return f"{late.output}", "late"
    return done.stdout.decode("utf-8", "replace"), done.returncode


def timed(tap, name, command, env, work, prints=""):
    """One test: the command succeeds and its output matches the regular expression. Return whether
    it did; None if npm needs a network and has none."""
    begin = time.monotonic()
    output, status = run(command, env, work)
    reason = NETWORK.search(output) if status and "npm install" in command else None
    if reason:
        tap.skip(name, f"npm has no network, and not enough from earlier runs: {reason[0]}")
        return None
    good = status == 0 and re.fullmatch(prints, output)
    return tap.ok(good, f"{name} ({time.monotonic() - begin:.0f} s)", f"status {status}\n{output}")


def has_downloads(env, work):
    """Has npm downloaded what it needs, or can it?"""
    return (CACHE / "npm" / "_cacache").exists() or run("npm ping >/dev/null 2>&1", env, work)[1] == 0
