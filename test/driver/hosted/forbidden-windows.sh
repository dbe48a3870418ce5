# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for the machine
# Windows that the driver must refuse for the sake of the machine around it: machines with their own kernel command line
# or state.

# run_machine COMMANDS [OPTION...]: for a machine
run_machine()
{
	# shellcheck disable=SC2154 # machine and work are test/driver/run's
	"${machine[@]}" "${@:2}" -x "$work" '
		set -euE -o pipefail
		trap "echo \"line \$LINENO: \$BASH_COMMAND\" >&2" ERR
		. test/driver/lib.sh
		# refuses PARAMETER VALUE [COMMAND...]: a write, started by COMMAND, is not permitted
		refuses()
		{
			"${@:3}" bash -c "echo \"\$1\" >\"\$2\"" - "$2" $PARAMETERS/"$1" 2>/tmp/error &&
				die "$1=$2 was taken"
			grep -q "Operation not permitted" /tmp/error || die "$1=$2: $(cat /tmp/error)"
		}
		'"$1"
}

# A kernel that is locked down refuses access to physical memory to root, too.
scenario_lockdown_refuses_windows()
{
	run_machine '
		load map=$W1
		wait_for has_regions 1
		mountpoint -q /sys/kernel/security || mount -t securityfs none /sys/kernel/security
		echo integrity >/sys/kernel/security/lockdown
		for parameter in add=$W2 remove=$W1 map= map=$W1,$W2; do
			refuses "${parameter%%=*}" "${parameter#*=}"
		done
		check_equal "$(windows)" "$W1" "windows"'
}

# root without CAP_SYS_RAWIO, for example in a container
scenario_windows_need_a_capability()
{
	run_machine '
		load map=$W1
		for parameter in add=$W2 remove=$W1 map=; do
			refuses "${parameter%%=*}" "${parameter#*=}" setpriv --bounding-set=-sys_rawio --inh-caps=-sys_rawio
		done
		log_says "need CAP_SYS_RAWIO" || die "the log has no reason"
		check_equal "$(windows)" "$W1" "windows"
		set_parameter add $W2
		check_equal "$(windows)" "$W1,$W2" "windows"'
}

# Persistent memory that the firmware describes, even if nobody uses its namespace.
scenario_windows_exclude_other_persistent_memory()
{
	run_machine '
		load map=$W1
		modprobe nd_e820
		wait_for has_regions 2
		ndctl disable-namespace all
		for window in 64M@0x70000000 128M@0x6c000000 320M@$BASE; do
			refused "Device or resource busy" add $window "has persistent memory .*: use \\$"
		done
		# not even without its driver
		ndctl disable-region all
		modprobe -r nd_e820
		refused "Device or resource busy" add 64M@0x70000000 "has persistent memory .*: use \\$"
		check_equal "$(windows)" "$W1" "windows"
		set_parameter add 64M@0x74000000
		check_equal "$(windows)" "$W1,64M@0x74000000" "windows"' \
		-a 'memmap=64M!0x70000000'
}

# The administrator names more than the reserved memory, and nobody else uses the rest.
scenario_window_larger_than_its_reservation()
{
	# only there, nothing is behind the memory
	[[ ${machine[*]} != *ppc64le* ]] || return 0
	run_machine '
		load map=$W1
		wait_for has_regions 1
		refused "Device or resource busy" add 128M@0x84000000 "is larger than .Reserved., which ends at 0x87"
		set_parameter add 48M@0x84000000
		wait_for has_regions 2
		refused "Device or resource busy" map "$W1,128M@0x84000000" "map: .* is larger than .*memmap="
		check_equal "$(windows)" "$W1,48M@0x84000000" "windows"' \
		-a 'memmap=64M$0x84000000'
}
