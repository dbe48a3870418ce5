# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Namespaces, and windows in use: no window that is in use is removed or moved.

# fill DEVICE TEXT: writes it as a line of 4 KiB at the device's start
fill()
{
	printf '%-4095s\n' "$2" | dd of="/dev/$1" bs=4096 iflag=fullblock conv=fsync status=none
}

contents()
{
	head -c 4096 "/dev/$1" | sed 's/ *$//'
}

# 112 MiB are not enough for four times 32
scenario_namespaces_of_all_modes()
{
	local mode before
	local -A device
	load map=$W1
	wait_for has_regions 1
	make_labels
	device=([fsdax]=$(namespace fsdax 32M) [sector]=$(namespace sector 32M))
	device+=([raw]=$(namespace raw 16M) [devdax]=$(namespace devdax 16M))
	[ -c "/dev/${device[devdax]}" ] || die "no character device"
	for mode in fsdax sector raw; do
		fill "${device[$mode]}" "treasure of $mode"
	done
	before=$(namespaces)
	check_equal "$(wc -l <<<"$before")" 4 "namespaces"
	unload
	load map=$W1
	wait_for has_regions 1
	check_equal "$(namespaces)" "$before" "namespaces"
	for mode in fsdax sector raw; do
		wait_for test -b "/dev/${device[$mode]}"
		check_equal "$(contents "${device[$mode]}")" "treasure of $mode" "data"
	done
	unload
}

# a card has its own region and no other one; everybody may know who uses it
scenario_what_is_on_a_card()
{
	local region disk dimm listed number
	local anybody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	load map=$W1,$W2
	wait_for has_regions 2
	make_labels
	region=$(regions | tail -n 1)
	disk=$(namespace fsdax 96M "$region")
	mount_new "$disk"
	IFS=, read -r dimm _ <"$DEVICES/$region/mapping0"
	listed=$(ndctl list -RN -d "$dimm")
	check_equal "$(grep -o '"region[0-9]*"' <<<"$listed")" "\"$region\"" "regions of $dimm"
	grep -q "\"blockdev\":\"$disk\"" <<<"$listed" || die "no $disk in $listed"
	lsblk --fs "/dev/$disk" | grep -q ' /mnt$' || die "no mount point: $(lsblk --fs "/dev/$disk")"
	listed=$(ndctl list -RN -d "$(dimms | grep -vx "$dimm")")
	! grep -q "$region\|blockdev" <<<"$listed" || die "of another card: $listed"
	number=${region#region}
	listed="region $region,namespace namespace$number.0,block_device $disk,mount_point /mnt"
	check_equal "$(users "$dimm")" "$listed" "users of $dimm"
	check_equal "$(users "$dimm" "${anybody[@]}" 2>/dev/null)" "$listed" "users of $dimm for anybody"
	check_equal "$(users "$(dimms | grep -vx "$dimm")")" "$(regions | sed -n '1s/^/region /p')" "users of the other card"
	! ndctl ocxl check -u | grep 'used by' || die "shown for a card that is ok"
	umount /mnt
	ndctl destroy-namespace -f -r "$region" all
	disk=$(namespace devdax 64M "$region")
	listed="region $region,namespace namespace$number.0,dax_device $disk"
	check_equal "$(users "$dimm")" "$listed" "users of $dimm"
	card "$dimm" 'fatal hw'
	wait_for has_flag "$dimm" hw_fatal
	listed="$dimm: used by: ${listed//,/, }"
	check_equal "$(ndctl ocxl check -u 2>&1 | grep 'used by')" "$listed" "in the table of a critical card"
	ndctl disable-region "$region"
	check_equal "$(users "$dimm")" "" "users of $dimm"
	ndctl ocxl info "$dimm" | grep -q '"used_by":\[\]' || die "not nobody"
	unload
}

scenario_ext4_with_dax()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	mount_new "$(namespace fsdax 96M)" -o dax=always
	grep -q ' /mnt ext4 .*dax=always' /proc/mounts
	head -c 1M /dev/urandom >/tmp/random
	cp /tmp/random /mnt/random
	umount /mnt
	remount pmem0 -o dax=always
	cmp /tmp/random /mnt/random
	umount /mnt
	unload
}

# XFS registers itself with the device that it maps (dax_holder_operations), ext4 does not.
scenario_xfs_beside_ext4()
{
	local xfs ext4
	load map=512M@$BASE
	wait_for has_regions 1
	make_labels
	head -c 4M /dev/urandom >/tmp/random
	ext4=$(namespace fsdax 128M)
	mount_new "$ext4" -o dax=always
	cp /tmp/random /mnt/random
	umount /mnt
	xfs=$(namespace fsdax 352M)
	mkfs.xfs -q -m reflink=0 "/dev/$xfs"
	remount "$xfs" -o dax=always
	cp /tmp/random /mnt/random
	refused "Device or resource busy" remove 512M@$BASE "in use: $xfs is mounted or claimed"
	umount /mnt
	unload
	load map=512M@$BASE
	for device in "$ext4" "$xfs"; do
		remount "$device" -o dax=always
		cmp /tmp/random /mnt/random
		umount /mnt
	done
	unload
}

# untouched REASON: removal and expansion fail, and the kernel log has the reason
untouched()
{
	refused "Device or resource busy" remove $W1 "$W1 is in use: $1"
	refused "Device or resource busy" add 192M@0x60000000 "$W1 is in use: $1"
	refused "Device or resource busy" map "" "$W1 is in use: $1"
	has_regions 1
}

in_use()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
}

# afterwards both succeed
free_again()
{
	set_parameter add 192M@0x60000000
	check_equal "$(windows)" 192M@0x60000000 "expanded"
	set_parameter remove 192M@0x60000000
	check_equal "$(dimms)" "" "DIMMs"
}

scenario_mounted_window_is_in_use()
{
	in_use
	mount_new "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	untouched "pmem0 is mounted or claimed"
	sync
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
	free_again
}

# A write waits for an open disk, which the scan for partitions may have opened. Meanwhile it has claimed the other disks,
# and one that it has not claimed must not appear. When the write is refused, the kernel enables that one.
scenario_claimed_window_enables_no_namespace()
{
	local disk remover nd_pmem=/sys/bus/nd/drivers/nd_pmem
	in_use
	namespace raw 16M >/dev/null
	disk=$(namespace raw 16M)
	echo namespace0.0 >$nd_pmem/unbind
	use_file open "/dev/$disk"
	echo $W1 2>/tmp/said >$PARAMETERS/remove &
	remover=$!
	wait_for waits_in_driver $remover
	{ echo namespace0.0 >$nd_pmem/bind; } 2>/dev/null && die "a namespace of a claimed window was enabled"
	! wait $remover || die "an open window was removed"
	wait_for test -e $nd_pmem/namespace0.0
	let_go
	free_again
}

scenario_open_window_is_in_use()
{
	in_use
	use_file open "/dev/$(namespace raw 16M)"
	untouched "pmem0 is open"
	let_go
	free_again
}

scenario_mapped_window_is_in_use()
{
	in_use
	mount_new "$(namespace fsdax 64M)" -o dax=always
	truncate -s 2M /mnt/mapped
	use_file map /mnt/mapped
	untouched "pmem0 is mounted or claimed"
	pass_time 0.2
	! is_gone "$HOLDER" || die "the mapping broke"
	let_go
	umount /mnt
	free_again
}

has_devdax()
{
	ndctl list -N | grep '"chardev"'
}

scenario_devdax_is_in_use()
{
	in_use
	namespace devdax 64M >/dev/null
	untouched "dax0.0 is an enabled device-dax namespace"
	ndctl disable-namespace all
	set_parameter add 192M@0x60000000
	check_equal "$(windows)" 192M@0x60000000 "expanded"
	# the disabled region is enabled again, and libnvdimm looks for its namespaces
	wait_for has_devdax
	fails set_parameter remove 192M@0x60000000
	ndctl disable-namespace all
	set_parameter remove 192M@0x60000000
	check_equal "$(dimms)" "" "DIMMs"
}

# the mount is gone, its file system is not
scenario_mapped_after_unmounting()
{
	in_use
	mount_new "$(namespace fsdax 64M)" -o dax=always
	truncate -s 2M /mnt/mapped
	use_file map /mnt/mapped
	umount -l /mnt
	fails grep -q ' /mnt ' /proc/mounts
	untouched "pmem0 is mounted or claimed"
	pass_time 0.2
	! is_gone "$HOLDER" || die "the mapping broke"
	let_go
	# the file system ends a moment after its last user
	wait_for set_parameter remove $W1
	check_equal "$(dimms)" "" "DIMMs"
}

# partition DEVICE: one of 8 MiB, in a minimal table
partition()
{
	{
		printf '\0\0\0\0\x83\0\0\0\0\x08\0\0\0\x40\0\0'
		head -c 48 /dev/zero
		printf '\x55\xaa'
	} | dd of="/dev/$1" bs=1 seek=446 conv=notrunc,fsync status=none
	blockdev --rereadpt "/dev/$1"
	wait_for test -b "/dev/$1p1"
}

scenario_partition_is_in_use()
{
	local device
	in_use
	device=$(namespace raw 64M)
	partition "$device"
	use_file open "/dev/${device}p1"
	untouched "$device is open"
	let_go
	mount_new "${device}p1"
	check_equal "$(users nmem0)" "region region0,namespace namespace0.0,block_device $device,block_device ${device}p1,mount_point /mnt" "users"
	untouched "$device is mounted or claimed"
	umount /mnt
	free_again
}

scenario_swap_is_in_use()
{
	local device
	in_use
	device=/dev/$(namespace raw 64M)
	mkswap "$device" >/dev/null
	swapon "$device"
	# a partition of another scenario may be left
	[[ $(users nmem0) = *,"namespace namespace0.0,block_device pmem0,swap pmem0"* ]] || die "users: $(users nmem0)"
	untouched "pmem0 is mounted or claimed"
	swapoff "$device"
	free_again
}

scenario_sector_device_is_in_use()
{
	in_use
	mount_new "$(namespace sector 64M)"
	check_equal "$(users nmem0)" "region region0,namespace namespace0.0,block_device pmem0s,mount_point /mnt" "users"
	untouched "pmem0s is mounted or claimed"
	umount /mnt
	free_again
}

scenario_disabled_region_is_never_in_use()
{
	in_use
	namespace devdax 64M >/dev/null
	ndctl disable-region all
	set_parameter add 192M@0x60000000
	# the region is back, and its namespace
	wait_for has_regions 1
	wait_for test -c /dev/dax0.0
	ndctl disable-region all
	set_parameter remove 192M@0x60000000
	check_equal "$(dimms)" "" "DIMMs"
}

# one of several windows is in use: none is removed
scenario_one_of_several_in_use()
{
	load map=$W1,$W2,$W3
	wait_for has_regions 3
	make_labels
	use_file open "/dev/$(namespace raw 16M "$(regions | tail -n 1)")"
	fails set_parameter remove "$W1,$W2,$W3"
	fails set_parameter map ""
	check_equal "$(windows)" "$W1,$W2,$W3" "windows"
	has_regions 3
	let_go
	set_parameter map ""
	check_equal "$(dimms)" "" "DIMMs"
}

scenario_expanding_keeps_everything()
{
	local before
	load map=$W1
	wait_for has_regions 1
	make_labels
	mount_new "$(namespace fsdax 64M)"
	head -c 4M /dev/urandom >/tmp/random
	cp /tmp/random /mnt/random
	umount /mnt
	namespace sector 32M >/dev/null
	before=$(namespaces)
	set_parameter add 256M@0x60000000
	wait_for has_regions 1
	check_equal "$(windows)" 256M@0x60000000 "windows"
	check_equal "$(cat $DEVICES/"$(regions)"/size)" $((240 << 20)) "size"
	check_equal "$(namespaces)" "$before" "namespaces"
	remount pmem0 -o dax
	cmp /tmp/random /mnt/random
	umount /mnt
	[ -n "$(namespace fsdax 112M "$(regions)")" ] || die "the new room is not free"
	unload
	load map=256M@0x60000000
	wait_for has_regions 1
	check_equal "$(namespaces | wc -l)" 3 "namespaces after loading again"
}

scenario_expanding_by_map()
{
	load map=$W1,$W3
	wait_for has_regions 2
	set_parameter map "$W3,192M@0x60000000"
	check_equal "$(windows)" "192M@0x60000000,$W3" "windows"
	refused "File exists" map "$W3,512M@0x60000000"
	wait_for has_regions 2
}

# keep_copying NAME DIRECTORY: copies a file there and compares the copy, again and again, until /tmp/NAME.end exists
keep_copying()
{
	rm -f "/tmp/$1.end"
	while [ ! -e "/tmp/$1.end" ]; do
		cp /tmp/random "$2/copy"
		cmp /tmp/random "$2/copy"
		echo >>"/tmp/$1.copies"
	done
}

# copies NAME NUMBER: keep_copying makes this number of further ones
copies()
{
	local before
	before=$(wc -l <"/tmp/$1.copies")
	wait_for more_copies "$1" $((before + $2))
}

more_copies()
{
	[ "$(wc -l <"/tmp/$1.copies")" -ge "$2" ]
}

# A window is expanded while a file system on another one is written, and after its own was unmounted.
scenario_expanding_under_load()
{
	local directory first second size
	load map=$W1,$W3
	wait_for has_regions 2
	make_labels
	head -c 4M /dev/urandom >/tmp/random
	: >/tmp/first.copies >/tmp/second.copies
	directory=$(mktemp -d)
	trap "touch /tmp/first.end /tmp/second.end; umount -l $directory" EXIT
	mount_new "$(namespace fsdax 64M region1)" -o dax=always
	mount --move /mnt "$directory"
	mount_new "$(namespace fsdax 64M region0)" -o dax=always
	cp /tmp/random /mnt/random
	keep_copying first /mnt &
	first=$!
	keep_copying second "$directory" &
	second=$!
	for size in 144M 160M 256M; do
		copies first 1
		refused "Device or resource busy" add $size@$BASE "$W1 is in use: pmem0 is mounted or claimed"
	done
	touch /tmp/first.end
	wait $first
	umount /mnt
	for size in 144M 160M 256M; do
		copies second 1
		set_parameter add $size@$BASE
		refused "Device or resource busy" add 144M@0x70000000 "$W3 is in use: pmem1 is mounted or claimed"
	done
	remount pmem0 -o dax=always
	cmp /tmp/random /mnt/random
	cmp /tmp/random /mnt/copy
	copies second 1
	touch /tmp/second.end
	wait $second
	umount /mnt "$directory"
	trap - EXIT
	set_parameter add 256M@0x70000000
	check_equal "$(windows)" "256M@$BASE,256M@0x70000000" "windows"
	remount pmem1 -o dax=always
	cmp /tmp/random /mnt/copy
	umount /mnt
	unload
}

# waits_for_pages PROCESS: it waits until nobody refers to the pages of a file
waits_for_pages()
{
	grep -q dax_break_layout_final "/proc/$1/stack"
}

# disable_regions: and enables them, until /tmp/regions.end exists
disable_regions()
{
	local region
	while [ ! -e /tmp/regions.end ]; do
		for region in $(regions); do
			echo "$region" >/sys/bus/nd/drivers/nd_region/unbind
			echo "$region" >/sys/bus/nd/drivers/nd_region/bind
		done
	done
}

# A namespace cannot be enabled, and its region is deleted before the driver would enable it again.
scenario_regions_are_disabled_while_a_window_expands()
{
	local i process size
	rm -f /tmp/regions.end
	for i in {1..12}; do
		load map=$W1,$W3
		wait_for has_regions 2
		disable_regions 2>/dev/null &
		process=$!
		for size in 144M 160M 176M 192M 208M 224M 240M 256M; do
			set_parameter add $size@$BASE 2>/dev/null || :
		done
		touch /tmp/regions.end
		wait_for is_gone $process
		rm /tmp/regions.end
		ndctl disable-region all >/dev/null
		unload
	done
}

# A page of a file that is neither open nor mapped. Before 6.15 the file system can be unmounted, and
# the page remains referenced; later umount waits for the page, and the disk remains claimed.
scenario_pinned_window_is_in_use()
{
	local process
	in_use
	mount_new "$(namespace fsdax 64M)" -o dax=always
	truncate -s 2M /mnt/pinned
	use_file pin /mnt/pinned
	umount /mnt &
	process=$!
	if grep -q ' dax_break_layout_final$' /proc/kallsyms; then
		wait_for waits_for_pages $process
		untouched "pmem0 is mounted or claimed"
		waits_for_pages $process
		let_go
		wait $process
	else
		wait $process
		# the kernel warns about the removal of the file system
		dmesg --clear
		refused "Device or resource busy" remove $W1 "still refers to its memory"
		refused "Device or resource busy" add 192M@0x60000000 "still refers to its memory"
		has_regions 1
		let_go
	fi
	free_again
}

# without MODULE...: they cannot be loaded until the scenario ends
without()
{
	# shellcheck disable=SC2064 # these modules
	trap "modprobe -a $*" EXIT
	modprobe -ra "$@"
	for module; do
		[ ! -d "/sys/module/$module" ] || die "$module cannot be unloaded"
	done
}

# libdaxctl LIBRARY [enable]: calls the library, because a distribution's daxctl can need a newer one.
# Prints the first device; "enable" enables it.
libdaxctl()
{
	python3 -c 'import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
for function in (library.daxctl_region_get_first, library.daxctl_dev_get_first):
    function.argtypes, function.restype = [ctypes.c_void_p], ctypes.c_void_p
library.daxctl_dev_enable_devdax.argtypes = [ctypes.c_void_p]
library.daxctl_dev_get_devname.argtypes = [ctypes.c_void_p]
library.daxctl_dev_get_devname.restype = ctypes.c_char_p
context = ctypes.c_void_p()
assert library.daxctl_new(ctypes.byref(context)) == 0
device = library.daxctl_dev_get_first(library.daxctl_region_get_first(context))
print(library.daxctl_dev_get_devname(device).decode())
sys.exit(sys.argv[2:] == ["enable"] and library.daxctl_dev_enable_devdax(device) != 0)' "$@"
}

# Commands that only read devices insert no module.
scenario_enabling_inserts_the_module()
{
	local ours character
	load map=$W1
	wait_for has_regions 1
	make_labels
	namespace raw 16M >/dev/null
	character=$(namespace devdax 16M)
	ndctl disable-namespace namespace0.0
	daxctl disable-device "$character"
	without nd_pmem device_dax
	ndctl list -BDRNi | grep -q '"state":"disabled"'
	[ ! -d /sys/module/nd_pmem ] || die "looking has inserted nd_pmem"
	ndctl enable-namespace namespace0.0
	wait_for test -b /dev/pmem0
	[ -d /sys/module/nd_pmem ] || die "nd_pmem is not there"
	ours=$(ldd "$(realpath "$(command -v ndctl)")" | sed -n 's|.*=> \(.*/libdaxctl\.so[^ ]*\).*|\1|p')
	[ "$(libdaxctl "$ours")" = "$character" ]
	[ ! -d /sys/module/device_dax ] || die "looking has inserted device_dax"
	libdaxctl "$ours" enable
	wait_for test -c "/dev/$character"
	[ -d /sys/module/device_dax ] || die "device_dax is not there"
	unload
}
