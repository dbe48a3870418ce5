# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Machines with another processor: the table, and a part of test/driver/prepare that makes the programs
# for the guest.

# describe_foreign KERNEL: false for a kernel of this machine's processor; $top is the project
describe_foreign()
{
	foreign=${1##*-}
	case $foreign in
	#         Debian's name, compiler and libraries, family for meson, qemu's user emulation
	ppc64le | powernv) set -- ppc64el powerpc64le-linux-gnu ppc64 ppc64le ;;
	arm64) set -- arm64 aarch64-linux-gnu aarch64 aarch64 ;;
	riscv64) set -- riscv64 riscv64-linux-gnu riscv64 riscv64 ;;
	*)
		foreign=
		return 1 ;;
	esac
	debian=$1 triplet=$2 family=$3 qemu_user=$4
	foreign_root=$PWD/build-vm/root-${foreign/powernv/ppc64le}
	foreign_build=$PWD/build-vm/ndctl-${foreign/powernv/ppc64le}
	foreign_tools=$PWD/build-vm/tools-${foreign/powernv/ppc64le}
}

# Programs for the guest, and the libraries for a build of our ndctl: a root directory of packages
# that were unpacked, not installed.
make_root()
{
	local root=$foreign_root packages
	packages=(bash coreutils mount util-linux bsdutils kmod e2fsprogs busybox-static sed gawk grep findutils
		procps diffutils libc-bin python3 python3-jsonschema jq xxd file gzip tzdata strace daxctl udev prometheus libcmocka-dev)
	mapfile -t -O ${#packages[@]} packages \
		< <(awk '$2 == "build" && $1 ~ /-dev$/ { print $1 }' scripts/required-packages)
	[ "$(cat "$root/complete" 2>/dev/null)" != "${packages[*]}" ] || return 0
	rm -rf "$root" "$foreign_build"
	mkdir -p "$root"/usr/{bin,sbin} "$root"/{dev,proc,sys,tmp,run,mnt,x,root,etc}
	ln -s usr/bin "$root/bin"
	ln -s usr/sbin "$root/sbin"
	build "downloading programs" scripts/fetch-foreign-libraries "$debian" "$root" "${packages[@]}"
	ln -sf gawk "$root/usr/bin/awk"
	ln -sf bash "$root/usr/bin/sh"
	printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' 'nobody:x:65534:65534:nobody:/nonexistent:/bin/false' >"$root/etc/passwd"
	printf '%s\n' 'root:x:0:' 'tty:x:5:' 'nogroup:x:65534:' >"$root/etc/group"
	echo "${packages[*]}" >"$root/complete"
}

# list_programs SUITE...: the targets that are no tests, and those that tests of these suites run
list_programs()
{
	python3 - "$foreign_build" "$@" <<-'END'
		import json, os, subprocess, sys
		build, *suites = sys.argv[1:]
		def introspect(what):
		    return json.loads(subprocess.check_output(["meson", "introspect", what, build]))
		def wanted(target):
		    return target["build_by_default"] and "/test/" not in target["defined_in"]
		targets = introspect("--targets")
		names = {target["id"] for target in targets if wanted(target)}
		for test in introspect("--tests"):
		    if any(suite.split(":")[-1] in suites for suite in test["suite"]):
		        names.update(test["depends"])
		print(*(os.path.relpath(target["filename"][0], build) for target in targets if target["id"] in names), sep="\n")
	END
}

# All of our programs, with the warnings of this architecture. The guest sees the project at the
# same place, so that ndctl finds its libraries.
build_ndctl()
{
	local to=$foreign_build root=$foreign_root constants programs
	constants="[constants]
root = '$root'
triplet = '$triplet'
multiarch = '$triplet'
family = '$family'
endian = 'little'
wrapper = ['qemu-$qemu_user', '-L', '$root']"
	# meson reads compiler arguments of this file only once
	if [ ! "$to/build.ninja" -nt test/night/architectures/foreign.cross ] ||
		[ "$(cat "$to.cross" 2>/dev/null)" != "$constants" ]; then
		rm -rf "$to"
		echo "$constants" >"$to.cross"
	fi
	build "ndctl" scripts/configure "build-vm/${to##*/}" /usr/local -Dtests=enabled -Ddocs=disabled \
		--cross-file "$to.cross" --cross-file test/night/architectures/foreign.cross
	# suites of test/driver/emulator
	mapfile -t programs < <(list_programs emulator cli)
	build "ndctl" nice ninja -C "$to" "${programs[@]}"
}

build_tools_for_guest()
{
	local source tool to=$foreign_tools
	mkdir -p "$to"
	for source in test/driver/tools/*.c; do
		tool=$to/$(basename "$source" .c)
		[ "$tool" -nt "$source" ] ||
			build "${tool##*/}" "$triplet-gcc" -O1 -Wall -Wextra -Werror -D_GNU_SOURCE \
				-Iinclude/uapi -static -o "$tool" "$source"
	done
	build_ndctl
}
