# SPDX-License-Identifier: GPL-2.0-only
"""A root directory with what is measured side by side, each as it is when it is installed: for the
memory of a virtual machine, where no file is slow."""
import pathlib
import re
import shutil
import subprocess
import sys

import programs
from programs import harness

TOOLS = ("/bin/true", "/usr/bin/strace", "/usr/sbin/nvme", "/usr/sbin/smartctl")
# what they read, if it is there
DATA = ("/var/lib/smartmontools", "/etc/nvme", "/etc/localtime")


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
    """By "meson install"."""
    everything = root.with_name("installed")
    shutil.rmtree(everything, ignore_errors=True)
    subprocess.run(["meson", "install", "-C", harness.BUILD, "--no-rebuild", "--quiet", "--strip",
                    "--destdir", everything], check=True, stdout=subprocess.DEVNULL)
    prefix = next(everything.glob("**/bin/ndctl")).parent.parent
    shutil.copytree(prefix / "bin", root / "usr/local/bin")
    shutil.copytree(prefix / "lib", root / "usr/local/lib", symlinks=True)
    for path in libraries(harness.NDCTL.resolve()):
        if not pathlib.Path(path).is_relative_to(harness.SOURCE):
            copy(root, path)
    shutil.rmtree(everything)


def make():
    """Its path."""
    root = programs.DIRECTORY / "root"
    shutil.rmtree(root, ignore_errors=True)
    missing = [path for path in TOOLS if not pathlib.Path(path).exists()]
    if missing:
        sys.exit(f"bench: missing: {' '.join(missing)}; 'scripts/setup slow' installs them")
    for program in TOOLS + tuple(programs.build("measure", "once")):
        copy(root, program, f"/bench/{pathlib.Path(program).name}" if program.startswith(
            str(programs.DIRECTORY)) else None)
        for path in libraries(program):
            copy(root, path)
    for path in filter(pathlib.Path.is_dir, map(pathlib.Path, DATA)):
        shutil.copytree(path, root / str(path).lstrip("/"))
    copy(root, "/etc/localtime")
    add_stock(root, programs.pristine())
    add_ours(root)
    for name in ("proc", "sys", "dev", "tmp", "run"):
        (root / name).mkdir()
    subprocess.run(["/sbin/ldconfig", "-r", root], check=True)
    return root
