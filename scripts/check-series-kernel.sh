# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# The series for the kernel, for scripts/check-series, which includes this.

# options of checkpatch.pl for the patches of the driver
our_options()
{
	grep -v '^#' contrib/upstream/kernel-checkpatch.conf | xargs
}

# checkpatch OPTIONS PATCH...; outside of this directory, whose .checkpatch.conf it would read
checkpatch()
{
	local options file program=$PWD/$source/scripts/checkpatch.pl
	read -ra options <<<"$1"
	shift
	for file; do
		# In spite of --no-tree checkpatch looks for a kernel tree and reports that there is
		# none. It counts clean patches only with --quiet twice; --terse counts as one.
		(cd "$work" && perl "$program" "${options[@]}" --terse --quiet --show-types "$file") \
			2>"$work/complaints" >"$work/log" || :
		# the last line of a complete run
		if ! grep -q '^total: .* lines checked$' "$work/log"; then
			cat "$work/complaints"
			fail "checkpatch has not read ${file##*/}"
		fi
		grep -v '^total: ' "$work/log" >"$work/messages" || :
		[ ! -s "$work/messages" ] || { sed "s,^$work/,," "$work/messages"; fail "checkpatch: ${file##*/}"; }
	done
}

# The newest kernel, on which the series are based.
newest_kernel()
{
	scripts/fetch-kernels -t | xargs -n 1 | grep -v -- - | tail -n 1
}

# The ABI document names all files in sysfs.
check_abi()
{
	local file page=$work/linux/Documentation/ABI/testing/sysfs-bus-nd-ocxlpmem
	sed -nE 's/^struct device_attribute ocxlpmem_(.*)_attribute = .*/\1/p' driver/nvdimm/sysfs.c >"$work/files"
	[ -s "$work/files" ] || fail "this script cannot read driver/nvdimm/sysfs.c"
	while read -r file; do
		grep -q "/ocxlpmem/$file\$" "$page" || fail "${page##*/} does not describe the file $file"
	done <"$work/files"
}

# apply_driver KERNEL: applies kernel-driver to the files of a kernel in $work/linux; its patches are in "files"
apply_driver()
{
	local path tree=$work/linux source=build-vm/kernels/$1/source
	run_quietly contrib/upstream/generate --sign-off "$signer" --maintainer "$signer" kernel-driver \
		"$work/build-series/kernel-driver" || return
	for path in MAINTAINERS Documentation/driver-api/nvdimm drivers/acpi/nfit drivers/nvdimm include/uapi/linux/ndctl.h tools/testing/nvdimm; do
		mkdir -p "$(dirname "$tree/$path")"
		cp -r "$source/$path" "$tree/$path"
	done
	patch -s -d "$tree" -p1 <contrib/upstream/libnvdimm-fixes/ndtest.patch
	make_base "$tree"
	mapfile -t files < <(list_patches kernel-driver)
	run_quietly git -C "$tree" am "${files[@]}" || return
	checkpatch "$(our_options)" "${files[@]}"
}

# No patch of the driver has a maintainer without a name.
check_maintainer()
{
	! contrib/upstream/generate --sign-off "$signer" kernel-driver "$work/nobody" >"$work/log" 2>&1 ||
		fail "kernel-driver was generated without a person for MAINTAINERS"
	grep -q -- --maintainer "$work/log" || fail "generate does not say that it needs --maintainer"
}

# words_agree WHAT: those in $work/header, $work/abi and $work/wire
words_agree()
{
	[ -s "$work/header" ] || fail "this script cannot read the $1 of the header"
	if ! diff "$work/header" "$work/wire" || ! diff "$work/header" "$work/abi"; then
		fail "header and documents have different $1"
	fi
}

# The header, the ABI document and wire.md of a series describe the same commands and flags.
check_documents()
{
	local tree=$work/linux header wire abi
	header=$tree/include/uapi/nvdimm/ocxlpmem.h
	wire=Documentation/protocol/wire.md
	abi=$tree/Documentation/ABI/testing/sysfs-bus-nd-ocxlpmem
	sed -nE 's/^\tOCXLPMEM_FLAG_([A-Z_]+) = [0-9]+,?$/\L\1/p' "$header" | sort >"$work/header"
	sed -nE 's/^\t\t\* "([a-z_]+)"$/\1/p' "$abi" | sort >"$work/abi"
	sed -nE '/^\| word in .flags/,/^$/s/^\| [^a-z ]([a-z_]+)[^a-z ] .*/\1/p' "$wire" | sort >"$work/wire"
	words_agree flags
	sed -nE 's/^\tOCXLPMEM_CMD_[A-Z_]+ = ([0-9]+),?$/\1/p' "$header" | sort >"$work/header"
	sed -nE 's/^### 4\.([0-9]+) [A-Z_]+$/\1/p' "$wire" | sort >"$work/wire"
	sed -nE '/^\| n \| command/,/^$/s/^\| ([0-9]+) \| [A-Z_]+ .*/\1/p' "$wire" | sort >"$work/abi"
	words_agree commands
}

# The first post of the driver lacks what a maintainer would refuse.
check_first_post()
{
	! (cd "$work/linux/drivers/nvdimm/ocxl" &&
		grep -rnE 'module_param|symbol_get|ND_CMD_VENDOR|compat\.h|LINUX_VERSION_CODE' .) ||
		fail "kernel-driver has that"
}

# Every documented function of the driver has a caller, which is neither its definition nor a comment.
check_callers()
{
	local name names driver=$work/linux/drivers/nvdimm/ocxl
	names=$(grep -rhoE --include='*.h' '^/?[* ]+ ocxlpmem_[a-z0-9_]+\(\) - ' "$driver" | tr -cd 'a-z0-9_\n' | sort -u)
	[ -n "$names" ] || fail "this script cannot read the headers of the driver"
	for name in $names; do
		grep -rhw --include='*.[ch]' "$name" "$driver" | grep -vE '^ \*|^/\*|^(static |inline )*[a-z].*\b'"$name"'\(|^ocxlpmem_' | grep -q . ||
			fail "kernel-driver: nothing calls $name"
	done
}

# Both options of the driver can be selected on a machine with OpenCAPI.
check_options()
{
	local option
	{
		printf 'config MODULES\n\tdef_bool y\n\tmodules\n'
		printf 'config %s\n\tdef_tristate m\n' LIBNVDIMM OCXL KUNIT
		printf 'config %s\n\tdef_bool y\n' MEMORY_HOTPLUG KUNIT_ALL_TESTS
		echo "source \"$work/linux/drivers/nvdimm/ocxl/Kconfig\""
	} >"$work/Kconfig"
	echo CONFIG_OCXL_PMEM=m >"$work/config"
	run_quietly env -C "$work" KCONFIG_CONFIG=config "$PWD/build-vm/kernels/$1/headers/scripts/kconfig/conf" --olddefconfig Kconfig ||
		return 0
	for option in OCXL_PMEM OCXL_PMEM_KUNIT_TEST; do
		grep -qx "CONFIG_$option=m" "$work/config" || fail "cannot be selected: $option"
	done
}

# compile_driver DIRECTORY OPTION...: as modules, with the functions of the prerequisite; false: error or warning
compile_driver()
{
	local directory=$1 tree=$work/linux
	shift
	run_quietly nice make -C "$directory" -j2 "M=$tree/drivers/nvdimm/ocxl" W=1 CONFIG_OCXL_PMEM{,_KUNIT_TEST}=m KBUILD_MODPOST_WARN=1 \
		"KCFLAGS=-I$tree/include/uapi -include $PWD/test/vm/opencapi/mock-memory.h" "$@" modules &&
		! grep -E 'warning: |missing' "$work/log" | grep -vE 'pahole|vmlinux|Module.symvers'
}

# build_driver KERNEL: the last commit, with --all each commit
build_driver()
{
	local commit built=0 missing commits=(check) tree=$work/linux objects=$work/linux/drivers/nvdimm/ocxl
	[ -z "$all" ] || mapfile -t commits < <(git -C "$tree" log --reverse --format=%H base..check -- drivers/nvdimm/ocxl)
	for commit in "${commits[@]}"; do
		git -C "$tree" checkout -q "$commit"
		compile_driver "build-vm/kernels/$1/headers" || break
		missing=$(nm --undefined-only "$objects"/*.ko | awk '$2 ~ /^ocxlpmem_/ { print $2 }' | xargs)
		[ -z "$missing" ] || { echo "missing functions: $missing"; break; }
		built=$((built + 1))
	done
	[ $built -eq ${#commits[@]} ] || fail "kernel-driver builds with errors or warnings: $(git -C "$tree" log -1 --format=%s)"
	echo "$built commits of kernel-driver were built"
	git -C "$tree" checkout -q check
}

# build_for_powernv KERNEL: the last commit, on the platform with these cards, with its own configuration
build_for_powernv()
{
	local source=$PWD/build-vm/source-$1 objects=$work/powernv
	local options=(ARCH=powerpc CROSS_COMPILE=powerpc64le-linux-gnu- "O=$objects")
	scripts/fetch-kernels -s "$source" "$1" || { fail "fetch-kernels -s"; return 0; }
	mkdir "$objects"
	run_quietly make -C "$source" "${options[@]}" powernv_defconfig || return 0
	"$source/scripts/config" --file "$objects/.config" -e LIBNVDIMM -e HOTPLUG_PCI -e HOTPLUG_PCI_POWERNV -m OCXL -m KUNIT
	run_quietly make -C "$source" "${options[@]}" olddefconfig || return 0
	grep -qx CONFIG_OCXL=m "$objects/.config" || fail "powernv_defconfig cannot have OCXL"
	run_quietly nice make -C "$source" -j2 "${options[@]}" modules_prepare || return 0
	git -C "$work/linux" clean -qfdx
	compile_driver "$source" "${options[@]}" || fail "kernel-driver builds for powernv with errors or warnings"
	echo "kernel-driver was built for powernv"
}

check_kernel_driver()
{
	local files newest fetched=0
	newest=$(newest_kernel)
	scripts/fetch-kernels "$newest" || fetched=$?
	if [ $fetched -eq 77 ]; then
		echo "skip kernel-driver: no source of $newest"
		return 0
	fi
	[ $fetched -eq 0 ] || fail "fetch-kernels $newest"
	apply_driver "$newest" || return 0
	check_references "$work/linux"
	check_documents
	check_first_post
	check_callers
	check_maintainer
	check_abi
	check_options "$newest"
	build_driver "$newest"
	[ -z "$all" ] || build_for_powernv "$newest"
}

# each_commit_of_fixes DIRECTORY KERNEL: builds libnvdimm as modules of the kernel, after each patch
each_commit_of_fixes()
{
	local commit tree=$1 headers=$PWD/build-vm/kernels/$2/headers
	for commit in $(git -C "$tree" rev-list --reverse base..check); do
		git -C "$tree" checkout -q "$commit"
		rm -rf "$work/nvdimm"
		cp -r "$tree/drivers/nvdimm" "$work/nvdimm"
		sed -i '/NVDIMM_TEST_BUILD/d; /TEST_SRC/d; /^TOOLS/d' "$work/nvdimm/Makefile"
		printf "CFLAGS_%s.o += -include $(realpath "$tree")/include/linux/libnvdimm.h\n" bus dimm_devs \
			>>"$work/nvdimm/Makefile"
		run_quietly nice make -C "$headers" -j2 W=1 "M=$work/nvdimm" modules || return 0
		# the included header comes before the definition of pr_fmt()
		! grep -E '^(bus|dimm_devs)\.c:.*warning: ' "$work/log" | grep -v '"pr_fmt" redefined' || fail "warnings: $(git -C "$tree" log -1 --format=%s)"
		echo "ok   $(git -C "$tree" log -1 --format=%s)"
	done
}

# build_provider TREE KERNEL: the modules of tools/testing/nvdimm, with the provider of the last patch
build_provider()
{
	local copy=$work/testing source=build-vm/kernels/$2/source
	mkdir "$copy"
	cp -r "$source"/{drivers,tools} "$1"/{drivers,tools} "$copy"
	# shellcheck disable=SC2016 # for make
	sed -i 's|\$(srctree)|'"$(realpath "$copy")"'|' "$copy"/tools/testing/nvdimm/{,test/}Kbuild
	run_quietly nice make -C "build-vm/kernels/$2/headers" -j2 "M=$(realpath "$copy")/tools/testing/nvdimm" \
		"KCFLAGS=-include $(realpath "$1")/include/linux/libnvdimm.h" modules || return 0
	! grep 'nvdimm-target.*warning: ' "$work/log" || fail "the provider builds with warnings"
	[ -e "$copy/tools/testing/nvdimm/test/nvdimm-target.ko" ] || fail "nvdimm-target.ko was not built"
	run_quietly gcc -Wall -Wextra -Werror -pthread -o "$work/target-ioctls" "$1/tools/testing/nvdimm/test/target-ioctls.c"
}

# run_nfit_test: security functions do not reach nfit_test, and no errors below an active namespace are cleared
# shellcheck disable=SC2016 # for the machine's shell
run_nfit_test()
{
	local stage
	if ! stage=$(test/vm/nfit-test ndtest); then
		fail "test/vm/nfit-test ndtest"
		return
	fi
	env OCXL_VM_STAGE="$stage" test/vm/machine -k 7.3 -t 300 -x "$work" '
		modprobe nfit_test
		namespace=$(readlink -f /sys/bus/nd/devices/namespace1.0)
		until [ -e "$namespace/driver" ]; do sleep 0.1; done
		bus=${namespace#*/ndbus}
		start=$(cat "$namespace/resource")
		for function in 19 30; do "$TOOLS/wire" function /dev/nmem0 0 $function; done
		for offset in 65536 -4096; do
			"$TOOLS/wire" clear "/dev/ndctl${bus%%/*}" $((start + offset)) 4096
		done' >"$work/results" 2>&1
	[ "$(xargs <"$work/results")" = "rc=EOPNOTSUPP rc=EOPNOTSUPP rc=EBUSY rc=0" ] ||
		fail "with nfit_test: $(cat "$work/results")"
	echo "nfit_test gets no refused command"
}

# The same changes are in the machines with a patched libnvdimm, so here it is enough that they apply to
# the newest kernel.
check_libnvdimm_fixes()
{
	local files newest source fetched=0 tree=$work/nvdimm-tree
	newest=$(newest_kernel)
	source=build-vm/kernels/$newest/source
	run_quietly contrib/upstream/generate --sign-off "$signer" libnvdimm-fixes \
		"$work/build-series/libnvdimm-fixes" || return 0
	scripts/fetch-kernels "$newest" || fetched=$?
	if [ $fetched -eq 77 ]; then
		echo "skip libnvdimm-fixes: no source of $newest"
		return 0
	fi
	[ $fetched -eq 0 ] || fail "fetch-kernels $newest"
	mapfile -t files < <(list_patches libnvdimm-fixes)
	mkdir -p "$tree"/{drivers/acpi,include/linux,tools/testing/nvdimm}
	cp -r "$source/drivers/nvdimm" "$tree/drivers"
	cp -r "$source/drivers/acpi/nfit" "$tree/drivers/acpi"
	cp -r "$source/tools/testing/nvdimm/test" "$tree/tools/testing/nvdimm"
	cp "$source/include/linux/libnvdimm.h" "$tree/include/linux"
	make_base "$tree"
	run_quietly git -C "$tree" am "${files[@]}" || return 0
	# a partial source has no commits; MAINTAINERS has tools/testing/nvdimm
	checkpatch "--no-tree --strict --ignore UNKNOWN_COMMIT_ID,FILE_PATH_CHANGES" "${files[@]}"
	[ -n "$all" ] || return 0
	each_commit_of_fixes "$tree" "$newest"
	build_provider "$tree" "$newest"
	run_nfit_test
}
