# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Namespaces, and windows in use: nothing that somebody has is taken away or moved.

scenario_namespaces_of_all_modes()
{
	local mode device
	load map=$W1
	within 5 has_regions 1
	labelled
	for mode in fsdax sector raw devdax; do
		device=$(namespace $mode 32M 2>/dev/null) || device=
		# 112 MiB are too little for four times 32
		[ -n "$device" ] || device=$(namespace $mode 16M)
		[ -e "/dev/$device" ] || die "no /dev/$device for $mode"
	done
	same "$(namespaces | wc -l)" 4 "namespaces"
	unload
}

scenario_ext4_with_dax()
{
	load map=$W1
	within 5 has_regions 1
	labelled
	mounted "$(namespace fsdax 96M)" -o dax=always
	grep -q ' /mnt ext4 .*dax=always' /proc/mounts
	head -c 1M /dev/urandom >/tmp/random
	cp /tmp/random /mnt/random
	umount /mnt
	mount -o dax=always /dev/pmem0 /mnt
	cmp /tmp/random /mnt/random
	umount /mnt
	unload
}

scenario_devdax_as_system_memory()
{
	load map=$W1
	within 5 has_regions 1
	[ "$(cat $DEVICES/region0/target_node 2>/dev/null || echo 0)" -ge 0 ]
}

# region enable, disable, and the label commands of ndctl
scenario_labels()
{
	load map=$W1
	within 5 has_regions 1
	ndctl disable-region all
	"$TOOLS/wire" labels /dev/nmem0
	ndctl init-labels -f nmem0
	# on the medium: the index block at the lowest address
	ndctl read-labels -s 4096 nmem0 >/tmp/labels
	same "$(head -c 15 /tmp/labels)" NAMESPACE_INDEX "signature"
	head -c 4096 /dev/urandom >/tmp/random
	ndctl write-labels -i /tmp/random nmem0
	ndctl read-labels -s 4096 nmem0 >/tmp/again
	cmp /tmp/random /tmp/again
	ndctl zero-labels nmem0
	same "$(ndctl read-labels -s 4096 nmem0 | tr -d '\0' | wc -c)" 0 "zeros"
	modprobe -r ocxlpmem
	# where the driver says that they are
	same "$("$TOOLS/hold" count 4096 $BASE)" 0 "the first bytes of the window"
}

scenario_label_write_while_active_is_refused()
{
	load map=$W1
	within 5 has_regions 1
	labelled
	namespace raw 16M >/dev/null
	local before
	before=$(namespaces)
	ndctl zero-labels nmem0 || :
	unload
	load map=$W1
	within 5 has_regions 1
	same "$(namespaces)" "$before" "namespaces"
}

# neither removed nor expanded
untouched()
{
	refused "Device or resource busy" remove $W1
	refused "Device or resource busy" add 192M@0x60000000
	refused "Device or resource busy" map ""
	has_regions 1
}

in_use()
{
	load map=$W1
	within 5 has_regions 1
	labelled
}

# afterwards both go through
free_again()
{
	set_parameter add 192M@0x60000000
	same "$(windows)" 192M@0x60000000 "expanded"
	set_parameter remove 192M@0x60000000
	same "$(dimms)" "" "DIMMs"
}

scenario_mounted_window_is_in_use()
{
	in_use
	mounted "$(namespace fsdax 64M)" -o dax
	echo treasure >/mnt/file
	untouched
	sync
	same "$(cat /mnt/file)" treasure "data"
	umount /mnt
	free_again
}

scenario_open_window_is_in_use()
{
	in_use
	held open "/dev/$(namespace raw 16M)"
	untouched
	let_go
	free_again
}

scenario_mapped_window_is_in_use()
{
	in_use
	mounted "$(namespace fsdax 64M)" -o dax=always
	truncate -s 2M /mnt/mapped
	held map /mnt/mapped
	untouched
	sleep 0.2
	kill -0 "$HOLDER" || die "the mapping broke"
	let_go
	umount /mnt
	free_again
}

scenario_mapped_without_a_mount()
{
	in_use
	held map "/dev/$(namespace fsdax 64M)"
	untouched
	let_go
	free_again
}

scenario_devdax_is_in_use()
{
	in_use
	namespace devdax 64M >/dev/null
	untouched
	ndctl disable-namespace all
	set_parameter add 192M@0x60000000
	same "$(windows)" 192M@0x60000000 "expanded"
	# what was disabled came back enabled
	fails set_parameter remove 192M@0x60000000
	ndctl disable-namespace all
	set_parameter remove 192M@0x60000000
	same "$(dimms)" "" "DIMMs"
}

scenario_sector_device_is_in_use()
{
	in_use
	mounted "$(namespace sector 64M)"
	untouched
	umount /mnt
	free_again
}

scenario_loop_device_is_in_use()
{
	local loop
	in_use
	modprobe loop
	loop=$(losetup -f --show "/dev/$(namespace raw 64M)")
	untouched
	losetup -d "$loop"
	free_again
}

scenario_disabled_region_is_never_in_use()
{
	in_use
	namespace devdax 64M >/dev/null
	ndctl disable-region all
	set_parameter remove $W1
	same "$(dimms)" "" "DIMMs"
}

# one of several that are to go is in use: none goes
scenario_one_of_several_in_use()
{
	load map=$W1,$W2,$W3
	within 5 has_regions 3
	labelled
	held open "/dev/$(namespace raw 16M "$(regions | tail -n 1)")"
	fails set_parameter remove "$W1,$W2,$W3"
	fails set_parameter map ""
	same "$(windows)" "$W1,$W2,$W3" "windows"
	has_regions 3
	let_go
	set_parameter map ""
	same "$(dimms)" "" "DIMMs"
}

scenario_expanding_keeps_everything()
{
	local before
	load map=$W1
	within 5 has_regions 1
	labelled
	mounted "$(namespace fsdax 64M)"
	head -c 4M /dev/urandom >/tmp/random
	cp /tmp/random /mnt/random
	umount /mnt
	namespace sector 32M >/dev/null
	before=$(namespaces)
	set_parameter add 256M@0x60000000
	within 5 has_regions 1
	same "$(windows)" 256M@0x60000000 "windows"
	same "$(cat $DEVICES/"$(regions)"/size)" $((240 << 20)) "size"
	same "$(namespaces)" "$before" "namespaces"
	within 5 test -b /dev/pmem0
	mount -o dax /dev/pmem0 /mnt
	cmp /tmp/random /mnt/random
	umount /mnt
	[ -n "$(namespace fsdax 112M "$(regions)")" ] || die "the new room is not free"
	unload
	load map=256M@0x60000000
	within 5 has_regions 1
	same "$(namespaces | wc -l)" 3 "namespaces after loading again"
}

scenario_expanding_by_map()
{
	load map=$W1,$W3
	within 5 has_regions 2
	set_parameter map "$W3,192M@0x60000000"
	same "$(windows)" "192M@0x60000000,$W3" "windows"
	refused "File exists" map "$W3,512M@0x60000000"
	within 5 has_regions 2
}
