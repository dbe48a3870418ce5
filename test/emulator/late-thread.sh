#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# late-thread.sh EMULATOR LATE_THREAD
#
# A thread of the emulator that ends late still traces the first process: the emulator waits for COMMAND nevertheless.
emulator=$(realpath "$1")
late_thread=$(realpath "$2")
directory=$(mktemp -d "${TMPDIR:-/tmp}/ocxl.XXXXXX")
trap 'rm -rf "$directory"' EXIT
# shellcheck source=test/emulator/run-command.sh disable=SC1091
. "$(dirname "$0")/run-command.sh"
unset CDPATH
cd "$directory" || exit 1
# the sanitizers want to be first
export ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS-}

run_command 7 'exit status of COMMAND' env LD_PRELOAD="$late_thread" "$emulator" -- sh -c 'echo it ran; exit 7'
has_text out 'it ran'
tap_plan
