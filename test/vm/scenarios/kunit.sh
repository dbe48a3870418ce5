# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The KUnit tests of the driver, on kernels with KUnit: those of test/vm/debug-kernel.

scenario_kunit()
{
	local suite results
	modprobe ocxlpmem-kunit
	for suite in ocxlpmem-window-plan ocxlpmem-mailbox; do
		results=/sys/kernel/debug/kunit/$suite/results
		cat $results
		grep -qE "^ *ok [0-9]+ (- )?test_" $results || die "$suite: no test ran"
		! grep -E "^ *not ok" $results || die "$suite failed"
	done
	modprobe -r ocxlpmem-kunit
}
