# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Metrics, reports and rates on a kernel: they agree with other verbs, for cards in every state,
# windows without a card, and users other than root.

# metric_value METRIC DIMM [LABEL]: from /tmp/metrics
metric_value()
{
	sed -n "s/^ndctl_ocxl_$1{dimm=\"$2\",[^}]*${3-}[^}]*} //p" /tmp/metrics
}

# first_number FILE NAME: the first number of that name
first_number()
{
	sed "s/.*\"$2\":\([0-9]*\).*/\1/" "$1"
}

# numbers of read-stats, read-smart, events and info, with the names of metrics
scenario_metrics_agree_with_other_verbs()
{
	local pair
	load map=$W1
	within 5 has_regions 1
	card nmem0 'stats frozen' 'stats host_load_count=4711 host_load_duration=1500000000' \
		'smart 0xC2 raw=41' 'error-log type=1 data=8' 'fw V1.07'
	ndctl ocxl metrics >/tmp/metrics
	ndctl ocxl read-stats >/tmp/stats
	for pair in host_loads_total=host_load_count host_stores_total=host_store_count \
		media_reads_total=media_read_count media_writes_total=media_write_count \
		cache_read_hits_total=cache_read_hit_count fast_writes_total=fast_write_count \
		resets_total=reset_count power_on_seconds_total=power_on_uptime_seconds; do
		check_equal "$(metric_value "${pair%=*}" nmem0)" "$(first_number /tmp/stats "${pair#*=}")" "${pair%=*}"
	done
	check_equal "$(metric_value host_loads_total nmem0)" 4711 "loads"
	check_equal "$(metric_value host_load_seconds_total nmem0)" 1.5 "seconds of loads"
	ndctl ocxl read-smart >/tmp/smart
	check_equal "$(metric_value temperature_celsius nmem0)" "$(first_number /tmp/smart temperature_celsius)" "temperature"
	check_equal "$(metric_value smart_raw nmem0 temperature)" 41 "raw temperature"
	check_equal "$(metric_value condition nmem0 'condition="error_log_pending",severity="warning"')" 1 "an entry in the log"
	check_equal "$(metric_value severity nmem0)" 1 "the verdict"
	check_equal "$(metric_value error_log_entries_total nmem0 '"predictive_failure"')" 0 "entries taken from the card"
	check_equal "$(sed -n 's/^ndctl_ocxl_\(dimms\|driver_loaded\|exit_status\) //p' /tmp/metrics | tr '\n' ' ')" '1 1 0 ' "the host"
	grep -q '^ndctl_ocxl_start_time_seconds{' /tmp/metrics
	check_equal "$(metric_value events_total nmem0 '"error_log"')" 1 "events of the log"
	grep -q '^ndctl_ocxl_info{.*fw_version="V1.07"' /tmp/metrics
	check_equal "$(metric_value capacity_bytes nmem0)" "$(cat $DEVICES/region0/size)" "capacity"
	# each series has a value, each name its type
	fails grep -vE '^# (HELP|TYPE) |^ndctl_ocxl_[a-z_]+(\{[^{}]*\})? -?[0-9.e+]+$' /tmp/metrics
	has_flag nmem0 error_log || die "metrics acknowledged an entry"
}

# status_of COMMAND...: standard output goes to /tmp/said, standard error to /tmp/error
status_of()
{
	STATUS=0
	"$@" >/tmp/said 2>/tmp/error || STATUS=$?
}

scenario_metrics_and_reports_of_failing_cards()
{
	load map=$W1,$W2,$W3
	within 5 has_regions 3
	card nmem0 'error-log type=2 id=1 data=4' 'fatal hw'
	card nmem1 dead
	status_of ndctl ocxl metrics
	cp /tmp/said /tmp/metrics
	check_equal "$(metric_value up nmem0),$(metric_value up nmem1),$(metric_value up nmem2)" 1,0,1 "who is up"
	check_equal "$(metric_value condition nmem0 'condition="hw_fatal",severity="critical"')" 1 "a fatal card"
	check_equal "$(metric_value severity nmem0),$(metric_value severity nmem1),$(metric_value severity nmem2)" 2,2,0 "verdicts"
	check_equal "$(metric_value condition nmem1)" 1 "a dead card has one condition"
	check_equal "$(metric_value temperature_celsius nmem0),$(metric_value temperature_celsius nmem2)" ,35 "temperatures"
	status_of ndctl ocxl report -f ndjson
	check_equal "$(grep -c . /tmp/said)" 3 "reports"
	grep '"dev":"nmem0"' /tmp/said | grep -q '"log_id":"0x1"' || die "the log of a fatal card: $(cat /tmp/said)"
	grep '"dev":"nmem1"' /tmp/said | grep -q '"status":"error"' || die "a dead card: $(cat /tmp/said)"
	grep '"dev":"nmem2"' /tmp/said | grep -q '"status":"ok"' || die "a card that is well: $(cat /tmp/said)"
	has_flag nmem0 error_log || die "report acknowledged an entry"
}

# as a user who may only read sysfs
scenario_metrics_of_another_user()
{
	load map=$W1
	within 5 has_regions 1
	card nmem0 'error-log type=1 data=8'
	status_of setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all \
		--bounding-set=-all ndctl ocxl metrics
	check_equal $STATUS 4 "status"
	cp /tmp/said /tmp/metrics
	check_equal "$(metric_value up nmem0)" 0 "up"
	check_equal "$(metric_value condition nmem0 '"error_log"')" 1 "an entry in the log, from flags"
	check_equal "$(metric_value severity nmem0)" 3 "the verdict is unknown"
	check_equal "$(metric_value temperature_celsius nmem0)" "" "temperature"
}

# a window without a controller has no metrics and no injection
scenario_metrics_of_a_generic_window()
{
	load emulate=0 map=$W1
	within 5 has_regions 1
	status_of ndctl ocxl metrics
	check_equal "$(grep -c '^ndctl_ocxl.*dimm=' /tmp/said)" 0 "series"
	grep -qx 'ndctl_ocxl_driver_loaded 1' /tmp/said
	fails ndctl inject-smart -m 90 nmem0 >/tmp/said 2>/tmp/error
	status_of ndctl ocxl report
	check_equal $STATUS 2 "status of report"
	status_of ndctl ocxl read-dump -o /tmp/none nmem0
	check_equal $STATUS 2 "status of read-dump"
	[ ! -e /tmp/none ]
}

# A card whose counters start again between two readings. This shell writes to the card without
# starting a program, so the first interval is long enough on a slow machine as well.
scenario_rates_across_a_reset()
{
	local reader scenario
	load map=$W1
	within 5 has_regions 1
	card nmem0 'stats frozen' 'stats reset_count=1 host_load_count=1000'
	scenario=$(debug_of nmem0)/scenario
	ndctl ocxl read-stats -v --interval 5 --count 2 -f ndjson nmem0 >/tmp/said 2>/tmp/looks &
	reader=$!
	within 10 grep -q 'stats: in ' /tmp/looks
	echo 'stats reset_count=2 host_load_count=5' >"$scenario"
	within 20 has_looks 2
	echo 'stats host_load_count=25' >"$scenario"
	wait $reader
	grep '"dev":"nmem0"' /tmp/said | sed -n 1p | grep -q '"reset":true' || die "$(cat /tmp/said)"
	fails grep '"host_load_count_per_second":-' /tmp/said
	# twenty loads in the second interval, whatever its length
	grep '"dev":"nmem0"' /tmp/said | sed -n 2p |
		grep -qE '"host_load_count_per_second":(0\.0*)?[1-9]' || die "$(cat /tmp/said)"
	fails sh -c "grep '\"dev\":\"nmem0\"' /tmp/said | sed -n 2p | grep -q '\"reset\":true'"
}

has_looks()
{
	[ "$(grep -c 'stats: in ' /tmp/looks)" -ge "$1" ]
}
