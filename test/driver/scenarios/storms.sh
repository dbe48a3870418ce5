# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Load tests: packages with every fault of a card, floods of events, loading and unloading the
# module. OCXL_STORM=N repeats everything N times.

STORM=${OCXL_STORM:-1}
seed=${SEED:-$RANDOM}
# names in OCXL_OPCODES that have data, or not; an erase is no opcode of the admin mailbox
WITH_DATA=$(sed -nE 's/^\tOPCODE\([0-9]+, \w+, "([a-z-]+)", [0-9]+, true\).*/\1/p' driver/core/registers.h)
WITHOUT_DATA=$(sed -nE 's/^\tOPCODE\([0-9]+, \w+, "([a-z-]+)", [0-9]+, false\).*/\1/p' driver/core/registers.h)
OPCODES="$WITHOUT_DATA $WITH_DATA erase"

# faults: scenario lines, each of which is a fault, "|" between lines that belong together;
# time-outs are last, each alone.
faults()
{
	local op what
	for what in 0x01 0x21 0x40 0xFF; do
		printf "fault op=%s status=$what times=5|" $OPCODES
		echo
	done
	# an erase has no answer that can be corrupted
	printf 'corrupt op=%s id times=5|' ${OPCODES% erase}
	echo
	for what in identifier length short long random; do
		printf "corrupt op=%s $what times=5|" $WITH_DATA
		echo
	done
	printf 'latency op=%s us=300|' $OPCODES
	echo
	# the time limit of an erase cannot be changed
	printf 'timeout op=%s ms=1|' ${OPCODES% erase}
	echo
	printf 'stats %s=18446744073709551615|' host_{load,store}_{count,duration} \
		media_{read,write}_{count,duration} cache_{read,write}_hit_count fast_write_count
	echo
	cat <<-'END'
		smart fill count=300
		smart 0xC2 remove
		smart 0xC2 raw=18446744073709551615
		smart 0xC2 current=255 threshold=0 worst=255 flags=65535
		error-log count=500 data=65000
		error-log type=255 fw=\xFF\x00\x1B[2J count=20
		error-log after-ms=5 count=50 data=1
		error-log reference_code=0xFFFFFFFF id=0xFFFFFFFF actions=0xFFFFFF seconds=0xFFFFFFFF
		error-log timestamp=18446744073709551615 wwid=18446744073709551615
		error-log none
		dump size=1M piece=8
		dump resize=0 at=64
		dump never
		dump none
		dump max=0
		dump after-ms=20 size=4K
		dump take-ms=50
		stats host_load_count=18446744073709551615 frozen
		stats reset_count=0xFFFFFFFF reset_uptime=0xFFFFFFFF power_on_uptime=0xFFFFFFFF
		stats life_remaining=255 critical_resource_utilization=255 running
		serial 18446744073709551615
		fw \xFF\x00\x1B[2J
		fw-update refuse=start
		fw-update refuse=middle
		fw-update refuse=finish
		fw-update next=V9.99
		fw-update silent
		fw-update refuse-at=0
		fw-update busy times=5
		fw-update size=8
		health-report never
		health-report take-ms=20 data=65000
		health cda set
		health cda clear
		health cffs set
		health cffs clear
		health chfs set
		health chfs clear
		memory never
		memory now
		ready never
		ready now
		memory-after ms=50
		ready-after ms=50
		reset ms=20
		break-assumption 1
		break-assumption 7
		break-assumption 22
		break-assumption unsourced
		break-assumption none
	END
	for op in $OPCODES; do
		echo "fault op=$op timeout times=2"
		echo "fault op=$op timeout late-ms=15 times=2"
	done
	echo 'fatal hw'
	echo 'fatal fw'
	echo 'dead'
}

# send_packages NODE COUNT: random ones, through each envelope; results are in /tmp/packages
send_packages()
{
	local envelope status=0
	: >/tmp/packages
	for envelope in $(envelopes); do
		"$TOOLS/wire" random "/dev/$1" "$envelope" "$seed" "$2" >>/tmp/packages || status=1
	done
	return $status
}

# load_new_cards: an emulated card keeps its state while its window is removed and added
load_new_cards()
{
	unload
	without_emulated
	load map=$W1,$W2
	wait_for has_regions 2
}

# every package returns whatever the fault, and the other card is not affected
scenario_packages_under_every_fault()
{
	local lines op none=()
	load map=$W1,$W2
	wait_for has_regions 2
	for op in $OPCODES; do
		[ "$op" = erase ] || card nmem0 "timeout op=$op ms=10"
		none+=("fault op=$op none")
	done
	faults >/tmp/faults
	while IFS='|' read -r -a lines; do
		card nmem0 "${none[@]}" answer "${lines[@]}" ||
			die "the card does not take '${lines[*]}'"
		# errors of a missing card or of a wrong package are no answers
		seed=$((seed + 1))
		send_packages nmem0 $((15 * STORM)) || grep -qE '^not ok .* 0 answered' /tmp/packages ||
			die "${lines[*]}: $(cat /tmp/packages)"
		! grep -E '^not ok .*(rc|outside)' /tmp/packages || die "${lines[*]}"
	done </tmp/faults
	heartbeat nmem1
	check_equal "$(flags nmem1)" "" "flags of the other card"
	load_new_cards
}

# memory that the kernel has allocated and cannot reclaim, in KiB
used()
{
	sync
	echo 3 >/proc/sys/vm/drop_caches
	awk '/^(Slab|VmallocUsed|Percpu|KernelStack):/ { sum += $2 } END { print sum }' /proc/meminfo
}

# A card has many entries that nobody reads: the driver retains 64 of them, with at most 65456 bytes
# each. All entries of another one are read.
scenario_flood_of_entries_is_bounded()
{
	local many=$((300 * STORM)) before held drained
	load map=$W1,$W2
	wait_for has_regions 2
	card nmem0 'error-log type=0 id=1 data=65000 count=70'
	card nmem1 "error-log type=0 id=1 data=16 count=$many"
	# the memory of the first program of this kind
	ndctl ocxl heartbeat nmem0 >/dev/null
	before=$(used)
	ndctl ocxl read-error-log --raw -o /tmp/shown nmem0
	held=$(($(used) - before))
	has_flag nmem0 error_log || die "flags do not say error_log"
	[ "$(stat -c %s /tmp/shown)" -lt $((64 * 65536)) ] || die "more than 64 entries are held"
	[ "$(stat -c %s /tmp/shown)" -gt $((64 * 65000)) ] || die "fewer than 64 entries are held"
	[ $held -lt $((64 * 64 + 2048)) ] || die "$held KiB for held entries"
	ndctl ocxl read-error-log --acknowledge -f ndjson nmem1 >/tmp/drained
	drained=$(log_ids /tmp/drained | sort -u | wc -l)
	check_equal "$drained" "$many" "entries drained"
	has_no_flag nmem1 error_log
	unload
	[ $(($(used) - before)) -lt 2048 ] || die "$(($(used) - before)) KiB are not given back"
}

# changes of health and temperature while a reader waits for them, and another does not read: no
# queue grows
scenario_flood_of_events_is_bounded()
{
	local i before used
	load map=$W1
	wait_for has_regions 1
	use_file poll $DEVICES/nmem0/ocxlpmem/flags
	before=$(used)
	for ((i = 0; i < 200 * STORM; i++)); do
		card nmem0 'health cda set' 'health cda clear' "smart 0xC2 raw=$((i % 2 ? 200 : 30))"
	done
	used=$(($(used) - before))
	[ $used -lt 2048 ] || die "$used KiB for events"
	let_go
	heartbeat nmem0
}

scenario_load_and_unload_often()
{
	local i
	for ((i = 0; i < 5 * STORM; i++)); do
		load map=$W1,$W2
		[ $((i % 2)) -eq 0 ] || wait_for has_regions 2
		set_parameter map ""
		modprobe -r ocxlpmem
	done
}

scenario_random_packages()
{
	echo "seed $seed"
	load map=$W1,$W2
	wait_for has_regions 2
	send_packages nmem0 $((4000 * STORM)) || die "$(cat /tmp/packages)"
	cat /tmp/packages
	# a random package may have been an injection
	ndctl inject-smart --uninject-all nmem0 >/dev/null
	heartbeat nmem0
	heartbeat nmem1
}

# eight processes send commands, a ninth removes the window
scenario_eight_processes_and_a_remover()
{
	local i pids=() envelope
	load map=$W1
	wait_for has_regions 1
	envelope=$(envelope)
	for i in 1 2 3 4 5 6 7 8; do
		"$TOOLS/wire" hammer /dev/nmem0 "$envelope" $((5 * STORM)) >"/tmp/hammer.$i" &
		pids+=($!)
	done
	for ((i = 0; i < 6 * STORM; i++)); do
		pass_time 0.3
		set_parameter remove $W1
		pass_time 0.2
		set_parameter add $W1
	done
	wait "${pids[@]}"
	cat /tmp/hammer.*
	grep -qE 'answered=[1-9]' /tmp/hammer.1
	wait_for has_regions 1
	heartbeat nmem0
}

# Two processes change packages while the kernel reads them, of a card that answers wrongly; a third one
# removes its window.
scenario_changing_packages_and_a_remover()
{
	local i pids=() all before
	echo "seed $seed"
	load map=$W1,$W2
	wait_for has_regions 2
	mapfile -t all < <(envelopes)
	heartbeat nmem1
	before=$(used)
	for i in 1 2; do
		"$TOOLS/change-packages" /dev/nmem0 "${all[i % ${#all[@]}]}" $((seed + i)) $((8 * STORM)) \
			>"/tmp/packages.$i" &
		pids+=($!)
	done
	for ((i = 0; i < 4 * STORM; i++)); do
		card nmem0 'error-log count=100 data=5000' 'dump size=100K' \
			'corrupt op=error-log random times=20' 'corrupt op=smart length times=20' \
			'corrupt op=dump long times=20' 'corrupt op=stats identifier times=20' 2>/dev/null || :
		pass_time 0.6
		set_parameter remove $W1
		pass_time 0.2
		set_parameter add $W1
		pass_time 0.4
	done
	wait "${pids[@]}"
	cat /tmp/packages.*
	grep -q 'good=[1-9]' /tmp/packages.1
	heartbeat nmem1
	check_equal "$(flags nmem1)" "" "flags of the other card"
	# a package may have stopped the controller
	load_new_cards
	heartbeat nmem0
	[ $(($(used) - before)) -lt 4096 ] || die "$(($(used) - before)) KiB are not given back"
}
