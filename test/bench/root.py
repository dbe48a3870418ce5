# SPDX-License-Identifier: GPL-2.0-only
"""Root directories with what is measured side by side, each as a distribution installs it: for the
memory of a virtual machine, where no file is slow. Two, since two libndctl.so.6 have the same place."""
import pathlib
import re
import shutil
import subprocess
import sys

import programs
from programs import harness

TOOLS = ("/bin/true", "/usr/bin/strace")
OTHERS = ("/usr/sbin/nvme", "/usr/sbin/smartctl")
# what they read, if it is there
DATA = ("/var/lib/smartmontools", "/etc/nvme")


def libraries(program):
    """The paths of what it is linked with, as the loader would find them."""
    lines = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    words = [word for line in lines.splitlines() for word in line.split()]
    return {word for word in words if word.startswith("/")}


def copy(root, path, to=None):
    """A file with all that it points to."""
    target = root / (to or path).lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, target)
    return target


def forget_run_path(path):
    """Of a program that was linked for its build directory: the loader passes over an empty one."""
    found = re.search(r"\(RUNPATH\).*\[(.+)\]",
                      subprocess.run(["readelf", "-d", path], check=True, stdout=subprocess.PIPE,
                                     text=True).stdout)
    if found:
        words = found[1].encode() + b"\0"
        path.write_bytes(path.read_bytes().replace(words, b"\0" + words[1:]))


def add_stock(root, pristine):
    """Its libraries lie where the distribution's would."""
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
    """As the packages of a distribution have it."""
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
    """Stock ndctl, and those that ask other devices."""
    add_stock(root, programs.pristine())
    for program in OTHERS:
        add_program(root, program)
    for path in filter(pathlib.Path.is_dir, map(pathlib.Path, DATA)):
        shutil.copytree(path, root / str(path).lstrip("/"))


def add_program(root, program, to=None):
    """With the libraries that it begins with."""
    copy(root, program, to)
    for path in libraries(program):
        copy(root, path)


def make_one(name, add):
    """Its path."""
    root = programs.DIRECTORY / "root" / name
    for program in TOOLS:
        add_program(root, program)
    for program in programs.build("measure", "once"):
        add_program(root, program, f"/bench/{pathlib.Path(program).name}")
    copy(root, "/etc/localtime")
    add(root)
    for directory in ("proc", "sys", "dev", "tmp", "run"):
        (root / directory).mkdir()
    subprocess.run(["/sbin/ldconfig", "-r", root], check=True)
    return root


def make():
    """The path of the directory with "ours" and "others"."""
    shutil.rmtree(programs.DIRECTORY / "root", ignore_errors=True)
    missing = [path for path in TOOLS + OTHERS if not pathlib.Path(path).exists()]
    if missing:
        sys.exit(f"bench: missing: {' '.join(missing)}; 'scripts/setup slow' installs them")
    make_one("ours", add_ours)
    return make_one("others", add_others).parent
