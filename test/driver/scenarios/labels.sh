# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The label area: its commands, and labels of other drivers.

# enabling and disabling a region, and ndctl's commands for labels
scenario_labels()
{
	load map=$W1
	wait_for has_regions 1
	ndctl disable-region all
	"$TOOLS/wire" labels /dev/nmem0
	ndctl init-labels -f nmem0
	# in the window: the index block has the lowest address
	ndctl read-labels -s 4096 nmem0 >/tmp/labels
	check_equal "$(head -c 15 /tmp/labels)" NAMESPACE_INDEX "signature"
	head -c 4096 /dev/urandom >/tmp/random
	ndctl write-labels -i /tmp/random nmem0
	ndctl read-labels -s 4096 nmem0 >/tmp/again
	cmp /tmp/random /tmp/again
	ndctl zero-labels nmem0
	check_equal "$(ndctl read-labels -s 4096 nmem0 | tr -d '\0' | wc -c)" 0 "zeros"
	modprobe -r ocxlpmem
	# where the driver keeps them
	check_equal "$("$TOOLS/use-memory" count 4096 $BASE)" 0 "the first bytes of the window"
}

scenario_label_write_while_active_is_refused()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	namespace raw 16M >/dev/null
	local before
	before=$(namespaces)
	ndctl zero-labels nmem0 || :
	unload
	load map=$W1
	wait_for has_regions 1
	check_equal "$(namespaces)" "$before" "namespaces"
}

# ND_CMD_SET_CONFIG_DATA: libnvdimm refuses it while a region uses the labels
scenario_label_command_while_active_is_refused()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	check_equal "$("$TOOLS/wire" label-write /dev/nmem0)" rc=EBUSY "a label write"
	ndctl disable-region all
	check_equal "$("$TOOLS/wire" label-write /dev/nmem0)" rc=0 "without an active region"
}

label_result()
{
	"$TOOLS/readonly" /dev/nmem0 | sed -n "s/^$1 //p"
}

# without memory, a load from it may be a machine check
scenario_labels_after_a_fatal_failure()
{
	load map=$W1
	wait_for has_regions 1
	card nmem0 'fatal hw'
	check_equal "$(label_result label-read)" 0 "reading labels after a fatal failure"
	card nmem0 'memory never'
	check_equal "$(label_result label-read)" EBUSY "reading labels without memory"
}

# Bytes of tools/label-area, in a window at 0x61000000: written as data of a window that begins 16
# MiB below it, without a label command. Data behind them stays.
FOREIGN=192M@0x61000000
foreign_labels()
{
	local device
	load map=256M@$BASE
	wait_for has_regions 1
	make_labels
	device=/dev/$(namespace raw 240M)
	dd if="$1" of="$device" bs=64K conv=fsync status=none
	printf 'first treasure' | dd of="$device" bs=1M seek=48 conv=notrunc,fsync status=none
	printf 'second treasure' | dd of="$device" bs=1M seek=96 conv=notrunc,fsync status=none
	unload
	load map=$FOREIGN
	wait_for has_regions 1
}

FIRST=00112233-4455-6677-8899-aabbccddeeff
SECOND=fedcba98-7654-3210-0123-456789abcdef
# the cookie of all windows; windows.md 5
label_area()
{
	"$TOOLS/label-area" 0x6f63786c706d656d 3 $FIRST first $((48 << 20)) $((16 << 20)) \
		9 $SECOND second $((96 << 20)) $((32 << 20))
}

# foreign_namespace UUID: its name, size in MiB, and first data
foreign_namespace()
{
	local directory
	for directory in "$DEVICES"/namespace*; do
		[ "$(cat "$directory/uuid")" = "$1" ] || continue
		echo "$(cat "$directory/alt_name") $(($(cat "$directory/size") >> 20))" \
			"$(head -c 15 "/dev/$(basename "$directory"/block/pmem*)" | tr '\0' '.')"
	done
}

# Labels as the posted driver wrote them: 16 MiB at the lowest address, layout 1.2, device addresses
# that include the label area. They are found by size, uuid and name, at the right addresses, and do
# not change. Host addresses and serial numbers of real cards cannot be tested here.
scenario_labels_of_the_posted_driver()
{
	label_area >/tmp/area
	foreign_labels /tmp/area
	check_equal "$(namespaces)" "$(printf '%s\n' $FIRST $SECOND)" "namespaces"
	check_equal "$(foreign_namespace $FIRST)" "first 16 first treasure." "the first one"
	check_equal "$(foreign_namespace $SECOND)" "second 32 second treasure" "the second one"
	check_equal "$(cat $DEVICES/region0/available_size)" $(((176 - 48) << 20)) "room beside them"
	ndctl read-labels -s "$(stat -c %s /tmp/area)" nmem0 | cmp - /tmp/area
	# and other namespaces can be made
	[ -n "$(namespace raw 32M)" ] || die "no namespace beside them"
	check_equal "$(namespaces | wc -l)" 3 "namespaces"
	check_equal "$(foreign_namespace $SECOND)" "second 32 second treasure" "the second one, again"
}

# the newer index block has a wrong byte: the older one counts, which has no labels
scenario_damaged_labels()
{
	label_area >/tmp/area
	printf '\1' | dd of=/tmp/area bs=1 seek=$((8448 + 100)) conv=notrunc status=none
	foreign_labels /tmp/area
	check_equal "$(namespaces)" "" "namespaces"
	check_equal "$(cat $DEVICES/region0/available_size)" $((176 << 20)) "all of it is free"
}

# Of a window of the old size, labels and data are back. Until then its labels are not written, except on purpose.
scenario_window_smaller_than_its_labels()
{
	load map=256M@$BASE
	wait_for has_regions 1
	make_labels
	mount_new "$(namespace fsdax 208M)"
	echo treasure >/mnt/file
	umount /mnt
	set_parameter map ""
	set_parameter add $W1
	wait_for log_says 'labels describe 224M; the window has 128M: expand it'
	fails ndctl init-labels -f "$(dimms)"
	set_parameter add 256M@$BASE
	wait_for has_regions 1
	remount pmem0
	check_equal "$(cat /mnt/file)" treasure "data"
	umount /mnt
	set_parameter map ""
	set_parameter add $W1
	wait_for test -e $DEVICES/nmem0
	ndctl zero-labels nmem0
	ndctl init-labels nmem0
	ndctl enable-region all
	[ -n "$(namespace raw 32M)" ] || die "no namespace"
}
