# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # test/vm/prepare's variables
# Differences of the ppc64le machine; a part of test/vm/prepare. Debian builds that kernel without
# libnvdimm, so all of it is built here; and the guest needs its own programs.

# y and m of a configuration, for make and for the compiler
nvdimm_config=(LIBNVDIMM=m BLK_DEV_PMEM=m ND_BTT=m BTT=y ND_PFN=m NVDIMM_PFN=y NVDIMM_DAX=y
	ND_CLAIM=y NVDIMM_KEYS=y DEV_DAX_PMEM=m)
make_flags=(ARCH=powerpc CROSS_COMPILE=powerpc64le-linux-gnu-)
defines=()
for option in "${nvdimm_config[@]}"; do
	make_flags+=("CONFIG_$option")
	option=${option/=m/_MODULE=1}
	defines+=("-DCONFIG_${option/=y/=1}")
done
driver_flags=("${make_flags[@]}" "KCFLAGS=${defines[*]}")
symbols+=("$cache/libnvdimm/$kernel/drivers/nvdimm/Module.symvers")

build_libnvdimm()
{
	local to=$cache/libnvdimm/$kernel sum
	sum=$(cat contrib/kernel/*.patch test/vm/powerpc{.sh,-opcodes} | cksum)
	[ "$(cat "$to/stamp" 2>/dev/null)" != "$sum $release" ] || return 0
	rm -rf "$to"
	mkdir -p "$to/dax"
	cp -r "$base/source/drivers" "$base/source/include" "$to"
	cat contrib/kernel/*.patch | patch -s -d "$to" -p1
	sed -i '/NVDIMM_TEST_BUILD/d; /TEST_SRC/d; /^TOOLS/d' "$to/drivers/nvdimm/Makefile"
	build "libnvdimm" nice make -C "$base/headers" -j2 "M=$to/drivers/nvdimm" modules \
		"${make_flags[@]}" \
		"KCFLAGS=${defines[*]} -include $to/include/uapi/linux/ndctl.h -include $to/include/linux/libnvdimm.h"
	# the missing file of drivers/dax
	cp "$to"/drivers/dax/{pmem.c,bus.h} "$to/dax"
	printf 'obj-m := dax_pmem.o\ndax_pmem-y := pmem.o\nccflags-y := -I%s\n' \
		"$to/drivers/nvdimm" >"$to/dax/Kbuild"
	sed -i 's|"../nvdimm/|"|' "$to/dax/pmem.c"
	build "dax_pmem" nice make -C "$base/headers" "M=$to/dax" modules "${driver_flags[@]}" \
		"KBUILD_EXTRA_SYMBOLS=$to/drivers/nvdimm/Module.symvers"
	cp "$to"/drivers/nvdimm/*.ko "$to"/dax/*.ko "$to"
	test/vm/powerpc-opcodes "$to"/*.ko >"$log"
	echo "$sum $release" >"$to/stamp"
}

# Programs for the guest, and the libraries for a build of our ndctl: a root directory of packages
# that were unpacked, not installed.
make_root()
{
	local root=$cache/root-ppc64le packages
	packages=(bash coreutils mount util-linux kmod e2fsprogs busybox-static sed gawk grep findutils
		procps diffutils libc-bin python3 strace daxctl udev)
	mapfile -t -O ${#packages[@]} packages \
		< <(awk '$2 == "build" && $1 ~ /-dev$/ { print $1 }' scripts/required-packages)
	[ "$(cat "$root/complete" 2>/dev/null)" != "${packages[*]}" ] || return 0
	rm -rf "$root" "$cache/ndctl-ppc64le"
	mkdir -p "$root"/usr/{bin,sbin} "$root"/{dev,proc,sys,tmp,run,mnt,x,root,etc}
	ln -s usr/bin "$root/bin"
	ln -s usr/sbin "$root/sbin"
	build "downloading programs" scripts/fetch-foreign-libraries ppc64el "$root" "${packages[@]}"
	ln -sf gawk "$root/usr/bin/awk"
	ln -sf bash "$root/usr/bin/sh"
	echo 'root:x:0:0:root:/root:/bin/bash' >"$root/etc/passwd"
	echo "${packages[*]}" >"$root/complete"
}

# instructions that the emulator does not know
mend_image()
{
	[ -e "$base/image.mended" ] && return
	test/vm/powerpc-opcodes "$base/image" >"$log"
	touch "$base/image.mended"
}

# All of our programs, with the warnings of this architecture. The guest sees the project at the
# same place, so that ndctl finds its libraries.
build_ndctl()
{
	local to=$cache/ndctl-ppc64le root=$cache/root-ppc64le constants
	constants="[constants]
root = '$root'
triplet = 'powerpc64le-linux-gnu'
multiarch = 'powerpc64le-linux-gnu'
family = 'ppc64'
endian = 'little'
wrapper = ['qemu-ppc64le', '-L', '$root']"
	# meson reads compiler arguments of this file only once
	if [ ! "$to/build.ninja" -nt test/architectures/foreign.cross ] ||
		[ "$(cat "$to.cross" 2>/dev/null)" != "$constants" ]; then
		rm -rf "$to"
		echo "$constants" >"$to.cross"
	fi
	build "ndctl" scripts/configure "build-vm/${to##*/}" /usr/local -Dtests=disabled -Ddocs=disabled \
		--cross-file "$to.cross" --cross-file test/architectures/foreign.cross
	build "ndctl" nice ninja -C "$to"
}

build_tools_for_guest()
{
	local source tool to=$cache/tools-ppc64le
	mkdir -p "$to"
	for source in test/vm/tools/*.c; do
		tool=$to/$(basename "$source" .c)
		[ "$tool" -nt "$source" ] ||
			build "${tool##*/}" powerpc64le-linux-gnu-gcc -O1 -Wall -Wextra -Werror -D_GNU_SOURCE \
				-Iinclude/uapi -static -o "$tool" "$source"
	done
	build_ndctl
}
