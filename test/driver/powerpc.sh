# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # test/driver/prepare's variables
# Differences of the ppc64le machine; a part of test/driver/prepare. Debian builds that kernel without
# libnvdimm, so all of it is built here.

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
	sum=$(cat patches/linux/*.patch patches/linux-family.patch scripts/build-libnvdimm test/driver/powerpc{.sh,-opcodes} | cksum)
	[ "$(cat "$to/stamp" 2>/dev/null)" != "$sum $release" ] || return 0
	rm -rf "$to"
	mkdir -p "$to/dax"
	cp -r "$base"/source/{drivers,include,tools} "$to"
	scripts/build-libnvdimm --patch "$to"
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
	cp "$to"/drivers/nvdimm/*.ko "$to"/dax/*.ko "$to/include/uapi/linux/ndctl.h" "$to"
	test/driver/powerpc-opcodes "$to"/*.ko >"$log"
	echo "$sum $release" >"$to/stamp"
}

# instructions that the emulator does not know
mend_image()
{
	[ -e "$base/image.mended" ] && return
	test/driver/powerpc-opcodes "$base/image" >"$log"
	touch "$base/image.mended"
}
