/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel does with a signal for a process whose call the emulator has received.
 */
#ifndef OCXL_TEST_KILLABLE_H
#define OCXL_TEST_KILLABLE_H

#include <errno.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

/**
 * signals_end_calls() - does the signal end the call? Since Linux 5.19, only one that kills the
 * process does.
 */
static inline bool signals_end_calls(void)
{
	/* A kernel that knows the flag complains about the filter that is missing. */
	return !(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			 SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
			 NULL) &&
		 errno == EFAULT);
}

/** has_pending_signal() - has the process a signal that it has not handled yet? */
static inline bool has_pending_signal(pid_t pid)
{
	unsigned long long pending = 0;
	char path[32], line[256];
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	status = fopen(path, "r");
	while (status && !pending && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "SigPnd: %llx", &pending) != 1)
			sscanf(line, "ShdPnd: %llx", &pending);
	}
	if (status)
		fclose(status);
	return pending != 0;
}

#endif /* OCXL_TEST_KILLABLE_H */
