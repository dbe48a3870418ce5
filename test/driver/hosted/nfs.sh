# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2016 # what is in single quotes is for a machine
# A log of errors on NFS: one machine has the cards, another one is Debian's NFS server. The server is
# killed and loses its write cache. Runs on the host; "machine" is an array, the command that starts
# one; work is a directory of the scenario. SERVER_KILLS=n is the number of kills before the last one (1).

# fetch_server: unpacks the programs of the server below build-vm, and installs nothing
fetch_server()
{
	local to=$PWD/build-vm/nfs-server packages=(nfs-kernel-server libnfsidmap1 libwrap0 libevent-core-2.1-7 libtirpc3)
	[ ! -e "$to/done" ] || return 0
	rm -rf "$to"
	mkdir -p "$to"
	(cd "$to" && apt-get -qq download "${packages[@]}") 2>"$to/log" || { cat "$to/log"; return 1; }
	for package in "$to"/*.deb; do
		dpkg-deb -x "$package" "$to"
	done
	touch "$to/done"
}

# Exports its disk until the machine is killed; runs the command lines in /x/do.
serving='
	set -eu
	. test/driver/lib.sh
	modprobe -a virtio_blk virtio_net nfsd
	wait_for test -b /dev/vda
	/run/busybox ip addr add 10.0.0.1/24 dev eth0
	/run/busybox ip link set lo up
	/run/busybox ip link set eth0 up
	mkdir -p /export /var/lib/nfs
	mount /dev/vda /export
	mkdir -p /export/log /export/recovery
	touch /var/lib/nfs/etab /var/lib/nfs/rmtab
	export LD_LIBRARY_PATH=$PWD/build-vm/nfs-server/usr/lib/x86_64-linux-gnu:$PWD/build-vm/nfs-server/lib/x86_64-linux-gnu
	PATH=$PWD/build-vm/nfs-server/usr/sbin:$PATH
	mount -t nfsd nfsd /proc/fs/nfsd
	echo /export/recovery >/proc/fs/nfsd/nfsv4recoverydir
	echo 10 >/proc/fs/nfsd/nfsv4leasetime
	echo 10 >/proc/fs/nfsd/nfsv4gracetime
	echo "/export/log 10.0.0.2(rw,sync,no_root_squash,no_subtree_check,fsid=0)" >/etc/exports
	exportfs -r
	rpc.mountd --no-nfs-version 3
	rpc.nfsd --no-nfs-version 3 --no-udp 4
	touch /x/serves
	while :; do
		pass_time 0.1
		[ ! -s /x/do ] || { bash -eu /x/do; mv /x/do /x/did; }
	done'

# Collects until the machine is killed, as a service manager does. /x/acknowledged is the number of
# the last entry that the card no longer has. A program keeps a lock on the log. Runs the command lines in
# /x/do beside that: a log that the server has renamed is created again by the next entry.
collecting='
	set -eu -o pipefail
	. test/driver/lib.sh
	modprobe -a virtio_net nfsv4
	/run/busybox ip addr add 10.0.0.2/24 dev eth0
	/run/busybox ip link set eth0 up
	until mount -i -t nfs4 -o hard,vers=4.2,timeo=30,addr=10.0.0.1,clientaddr=10.0.0.2 10.0.0.1:/ /mnt; do
		pass_time 1
	done
	load map=$W1
	wait_for has_regions 1
	touch /mnt/log
	flock /mnt/log sleep infinity &
	while flock -n /mnt/log true; do
		pass_time 0.1
	done
	while :; do
		ndctl ocxl read-error-log --follow --collect=/mnt/log || echo "ended with $?"
		pass_time 0.5
	done &
	while :; do
		pass_time 0.1
		[ ! -s /x/do ] || { bash -eu /x/do && mv /x/do /x/did; } || kill $$
	done &
	made=0
	while :; do
		card nmem0 "error-log type=0 id=$((made + 1)) data=200 count=3"
		made=$((made + 3))
		while has_flag nmem0 error_log; do
			pass_time 0.1
		done
		echo $made >/x/acknowledged.new
		mv /x/acknowledged.new /x/acknowledged
	done'

# boot_server: until it serves
boot_server()
{
	rm -f "$work"/server/{serves,do,did}
	cp --sparse=always "$work/disk" "$work/disk.before"
	"${machine[@]}" -b "$work/disk" -x "$work/server" -w "$wires/s:$wires/c" "$serving" \
		>"$work/server.output" 2>&1 &
	server=$!
	wait_until "$server" test -e "$work/server/serves"
}

# wait_until PROCESS COMMAND...: as long as PROCESS runs
wait_until()
{
	until "${@:2}"; do
		kill -0 "$1" 2>/dev/null || { tail -n 50 "$work"/*.output; return 1; }
		# until the next look
		sleep 0.2
	done
}

# kill_machine DIRECTORY PROCESS
kill_machine()
{
	kill -KILL "$(<"$1/qemu-process")"
	wait "$2" || :
}

# kill_server: its write cache is lost
kill_server()
{
	kill_machine "$work/server" "$server"
	mv "$work/disk.before" "$work/disk"
	test/driver/power-failure lose "$work/disk" >/dev/null
}

# order DIRECTORY PROCESS LINE: a machine runs it
order()
{
	rm -f "$1/did"
	echo "$3" >"$1/do.new"
	mv "$1/do.new" "$1/do"
	wait_until "$2" test -e "$1/did"
}

acknowledged_more_than()
{
	[ "$(cat "$work/client/acknowledged" 2>/dev/null || echo 0)" -gt "$1" ]
}

# collect_more COUNT: the client collects this number of entries
collect_more()
{
	local before
	before=$(cat "$work/client/acknowledged" 2>/dev/null || echo 0)
	wait_until "$client" acknowledged_more_than $((before + $1 - 1))
}

# rename_log client|server NAME: there
rename_log()
{
	local process=$client path=/mnt
	[ "$1" = client ] || process=$server path=/export/log
	order "$work/$1" "$process" "until mv $path/log $path/$2; do sleep 0.2; done 2>/dev/null"
}

# check_disk: each acknowledged entry is in one of the logs, maybe several times
check_disk()
{
	local acknowledged files=$work/files/log found lost
	acknowledged=$(<"$work/client/acknowledged")
	# replays the journal
	e2fsck -p "$work/disk" >"$work/e2fsck" 2>&1 || [ $? -eq 1 ] || { cat "$work/e2fsck"; return 1; }
	mkdir "$work/files"
	debugfs -R "rdump /log $work/files" "$work/disk" 2>/dev/null
	found=$(find "$files" -type f -name "log*" -exec cat {} + | sed -n 's/^{.*"log_id":"\(0x[0-9a-f]*\)".*}$/\1/p')
	lost=$(comm -13 <(sort -u <<<"$found") <(seq "$acknowledged" | xargs printf '0x%x\n' | sort))
	echo "$acknowledged entries, $(wc -l <<<"$found") lines in $(cd "$files" && echo log*)"
	[ -z "$lost" ] || { echo "lost: $lost"; return 1; }
}

# Each time, the log is renamed by the client and by the server. At the end both machines are killed
# at once.
# shellcheck disable=SC2154 # machine and work are test/driver/run's
scenario_nfs_server_is_killed()
{
	local kills=${SERVER_KILLS:-1} number client server
	PATH=$PATH:/usr/sbin:/sbin
	fetch_server
	# not local: the trap uses it
	wires=$(mktemp -d)
	trap 'cat "$work"/{server,client}/process 2>/dev/null | xargs -r kill 2>/dev/null || :; rm -rf "$wires"' EXIT
	rm -rf "$work"/{server,client,files}
	mkdir -p "$work/server" "$work/client"
	truncate -s 32M "$work/disk"
	mkfs.ext4 -q -b 4096 "$work/disk"
	boot_server
	"${machine[@]}" -x "$work/client" -w "$wires/c:$wires/s" "$collecting" \
		>"$work/client.output" 2>&1 &
	client=$!
	collect_more 6
	# from a killed command
	order "$work/client" $client 'echo part >/mnt/.check.json.0123abcd.tmp
		ndctl ocxl check -o /mnt/check.json
		[ -z "$(find /mnt -name ".check*")" ]'
	for ((number = 1; number <= kills; number++)); do
		rename_log client "log.client$number"
		collect_more 9
		# the server dies at a random moment
		sleep 0.$((RANDOM % 10))
		kill_server
		boot_server
		collect_more 9
		rename_log server "log.server$number"
	done
	collect_more 9
	# and both machines
	sleep 0.$((RANDOM % 10))
	kill_machine "$work/client" $client
	kill_server
	check_disk
}
