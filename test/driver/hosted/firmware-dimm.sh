# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# A DIMM that the firmware describes (NFIT) and a window in one machine. Runs on the host; "machine" is an array, the command
# that starts one; work is a directory of the scenario.

# Each is removed while the other one is in use.
scenario_window_beside_a_firmware_dimm()
{
	truncate -s 256M "$work/dimm"
	# shellcheck disable=SC2154 # machine and work are test/driver/run's
	"${machine[@]}" -v "$work/dimm" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. test/driver/lib.sh
		# same_data DEVICE
		same_data()
		{
			remount "$1" -o dax=always
			cmp /tmp/random /mnt/random
			umount /mnt
		}
		modprobe nfit
		wait_for has_regions 1
		load map=$W1
		wait_for has_regions 2
		make_labels
		head -c 4M /dev/urandom >/tmp/random
		mount_new "$(namespace fsdax 128M region0)" -o dax=always
		cp /tmp/random /mnt/random
		truncate -s 2M /mnt/mapped
		mkdir /tmp/firmware
		mount --move /mnt /tmp/firmware
		use_file map /tmp/firmware/mapped
		mount_new "$(namespace fsdax 64M region1)" -o dax=always
		cp /tmp/random /mnt/random
		umount /mnt
		refused "Device or resource busy" add "64M@$(cat $DEVICES/region0/resource)" "has persistent memory"
		for turn in 1 2 3; do
			set_parameter remove $W1
			check_equal "$(dimms)" nmem0 "DIMMs"
			set_parameter add $W1
			wait_for has_regions 2
			same_data pmem1
		done
		set_parameter add 256M@$BASE
		same_data pmem1
		cmp /tmp/random /tmp/firmware/random
		! is_gone "$HOLDER" || die "the mapping of the DIMM of the firmware broke"
		let_go
		umount /tmp/firmware
		remount pmem1 -o dax=always
		truncate -s 2M /mnt/mapped
		use_file map /mnt/mapped
		ndctl disable-region -b ACPI.NFIT all
		modprobe -r nfit
		check_equal "$(dimms)" nmem1 "DIMMs"
		! is_gone "$HOLDER" || die "the mapping of the window broke"
		let_go
		umount /mnt
		modprobe nfit
		wait_for has_regions 2
		same_data pmem0
		same_data pmem1'
}
