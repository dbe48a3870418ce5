# SPDX-License-Identifier: GPL-2.0-only
"""Root directories with the compared programs, each installed as a distribution does it, for the
memory of a virtual machine, where no file is slow. Two, because both versions of libndctl.so.6
have the same path.
"""
import pathlib
import re
import shutil
import subprocess
import sys

import bench
from bench import harness

TOOLS = ("/bin/true", "/usr/bin/strace")
OTHERS = ("/usr/sbin/nvme", "/usr/sbin/smartctl")
# data files of the programs
DATA = ("/var/lib/smartmontools", "/etc/nvme")


def libraries(program):
    """The paths of a program's libraries, as the loader finds them."""
    lines = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    words = [word for line in lines.splitlines() for word in line.split()]
    return {word for word in words if word.startswith("/")}


def copy(root, path, to=None):
    """A file and all files that its links point to."""
    target = root / (to or path).lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, target)
    return target


def forget_run_path(path):
    """Makes the run path of a program empty: it names its build directory."""
    found = re.search(r"\(RUNPATH\).*\[(.+)\]",
                      subprocess.run(["readelf", "-d", path], check=True, stdout=subprocess.PIPE,
                                     text=True).stdout)
    if found:
        words = found[1].encode() + b"\0"
        path.write_bytes(path.read_bytes().replace(words, b"\0" + words[1:]))


def add_stock(root, pristine):
    """Stock ndctl, with its libraries where the distribution has them."""
    program = copy(root, pristine, "/usr/bin/ndctl")
    forget_run_path(program)
    for path in libraries(pristine):
        here = pathlib.Path(path).is_relative_to(harness.SOURCE)
        copied = copy(root, path, f"/lib/x86_64-linux-gnu/{pathlib.Path(path).name}" if here else None)
        if here:
            forget_run_path(copied)
            subprocess.run(["strip", "--strip-debug", copied], check=True)
    subprocess.run(["strip", "--strip-debug", program], check=True)


def add_ours(root):
    """Our ndctl, as the packages of a distribution have it."""
    build = harness.SOURCE / "build-whole"
    subprocess.run([harness.SOURCE / "scripts" / "configure", build.name, "/usr", "-Ddistribution=true",
                    "-Dtests=disabled", "-Ddocs=disabled", "--libdir=lib/x86_64-linux-gnu"], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", build, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--quiet", "--strip", "--destdir", root],
                   check=True, stdout=subprocess.DEVNULL)
    for path in libraries(harness.NDCTL.resolve()):
        if not pathlib.Path(path).is_relative_to(harness.SOURCE):
            copy(root, path)


def add_others(root):
    """Stock ndctl and the tools for other devices."""
    add_stock(root, harness.pristine())
    for program in OTHERS:
        add_program(root, program)
    for path in filter(pathlib.Path.is_dir, map(pathlib.Path, DATA)):
        shutil.copytree(path, root / str(path).lstrip("/"))


def add_program(root, program, to=None):
    """A program with its libraries."""
    copy(root, program, to)
    for path in libraries(program):
        copy(root, path)


def make_one(name, add):
    """Makes one. Returns its path."""
    root = bench.DIRECTORY / "root" / name
    for program in TOOLS:
        add_program(root, program)
    for program in bench.build():
        add_program(root, program, f"/bench/{pathlib.Path(program).name}")
    copy(root, "/etc/localtime")
    add(root)
    for directory in ("proc", "sys", "dev", "tmp", "run"):
        (root / directory).mkdir()
    subprocess.run(["/sbin/ldconfig", "-r", root], check=True)
    return root


def make():
    """Makes "ours" and "others". Returns the path of their directory."""
    shutil.rmtree(bench.DIRECTORY / "root", ignore_errors=True)
    missing = [path for path in TOOLS + OTHERS if not pathlib.Path(path).exists()]
    if missing:
        sys.exit(f"bench: missing: {' '.join(missing)}; 'scripts/setup slow' installs them")
    make_one("ours", add_ours)
    return make_one("others", add_others).parent
