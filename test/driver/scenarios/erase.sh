# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Erase through libnvdimm's security operations.

security()
{
	cat $DEVICES/"$(dimms | head -n 1)"/security
}

security_is()
{
	[ "$(security)" = "$1" ]
}

# a window with data, its region disabled
ready_to_erase()
{
	load map=$W1
	wait_for has_regions 1
	make_labels
	mount_new "$(namespace fsdax 64M)"
	echo treasure >/mnt/file
	head -c 1M /dev/urandom >>/mnt/file
	umount /mnt
	check_equal "$(security)" disabled "security"
}

# An erased DIMM may be registered again, a moment later, with its region enabled.
enabled()
{
	ndctl enable-region all && has_regions 1
}

overwritten()
{
	# it exits with 0 for a DIMM that has just disappeared as well
	ndctl disable-region all && ndctl sanitize-dimm --overwrite "$(dimms)" 2>&1 |
		grep -q 'issued for 1 nmem'
}

# After its command, ndctl enables the DIMM. The erase of a real card has not ended by then.
erase_slowly()
{
	ndctl disable-region all
	card nmem0 'latency op=erase us=5000000'
	ndctl sanitize-dimm --overwrite nmem0
	ndctl wait-overwrite nmem0
}

clean()
{
	check_equal "$("$TOOLS/use-memory" count $((128 << 20)) $BASE)" 0 "bytes that are not zero in the window"
}

scenario_erase()
{
	ready_to_erase
	erase_slowly
	wait_for security_is disabled
	wait_for has_no_flag "$(dimms)" erase_failed
	# without loading it again
	wait_for enabled
	check_equal "$(namespaces)" "" "namespaces"
	make_labels
	[ -n "$(namespace fsdax 64M)" ] || die "the region cannot be used"
	unload
}

scenario_erase_clears_everything()
{
	ready_to_erase
	erase_slowly
	wait_for security_is disabled
	wait_for unload
	clean
}

scenario_erase_while_active_is_refused()
{
	ready_to_erase
	fails ndctl sanitize-dimm --overwrite nmem0
	check_equal "$(security)" disabled "security"
	remount pmem0
	check_equal "$(head -n 1 /mnt/file)" treasure "data"
	umount /mnt
}

scenario_erase_twice()
{
	ready_to_erase
	ndctl disable-region all
	card nmem0 'latency op=erase us=60000000'
	ndctl sanitize-dimm --overwrite nmem0
	fails ndctl sanitize-dimm --overwrite "$(dimms)"
	check_equal "$(security)" overwrite "security"
	check_equal "$("$TOOLS/wire" label-write "/dev/$(dimms)")" "rc=EBUSY" "a label write"
	fails ndctl read-labels "$(dimms)" -o labels
	fails set_parameter remove $W1
	fails set_parameter add 192M@0x60000000
	check_equal "$(security)" overwrite "security in the end"
}

# erase_has_failed [not]: the DIMM may be registered anew at any time, and is none for a moment
erase_has_failed()
{
	local dimm
	dimm=$(dimms)
	[ -n "$dimm" ] && "has_${1:+no_}flag" "$dimm" erase_failed
}

scenario_erase_that_fails()
{
	ready_to_erase
	ndctl disable-region all
	card nmem0 'fault op=erase status=0xFF'
	ndctl sanitize-dimm --overwrite nmem0 || :
	wait_for security_is disabled
	wait_for erase_has_failed
	log_says 'erase failed' || die "the kernel log does not say so"
	wait_for overwritten
	wait_for security_is disabled
	wait_for erase_has_failed not
	# a controller that fails does not answer
	wait_for enabled
	card "$(dimms)" 'fault op=erase timeout'
	wait_for overwritten
	card "$(dimms)" 'fatal hw'
	wait_for security_is disabled
	wait_for erase_has_failed
}

scenario_unload_during_an_erase()
{
	ready_to_erase
	ndctl disable-region all
	card nmem0 'latency op=erase us=600000000'
	ndctl sanitize-dimm --overwrite nmem0
	# the erase takes ten times as long
	timeout 60 modprobe -r ocxlpmem
	[ ! -d $PARAMETERS ]
}
