// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "ocxl/output/write-lease.h"

/*
 * The kernel sends this signal when another process begins to wait. It takes the lease away only much
 * later. By default the signal is ignored.
 */
#define WAIT_SIGNAL SIGURG

/* where leave_truncate() continues, and whether this thread is there */
static __thread sigjmp_buf before_truncate;
static __thread volatile sig_atomic_t in_truncate;

bool ocxl_write_lease_take(int fd)
{
	struct f_owner_ex owner = { .type = F_OWNER_TID, .pid = gettid() };

	return !fcntl(fd, F_SETOWN_EX, &owner) && !fcntl(fd, F_SETSIG, WAIT_SIGNAL) &&
	       !fcntl(fd, F_SETLEASE, F_WRLCK);
}

void ocxl_write_lease_give_back(int fd)
{
	fcntl(fd, F_SETLEASE, F_UNLCK);
}

/* another process may send the signal to another thread */
static void leave_truncate(int number)
{
	if (in_truncate)
		siglongjmp(before_truncate, 1);
}

/*
 * The process may be stopped between F_GETLEASE and ftruncate() until the lease is gone. When it
 * continues, the signal arrives first, and its handler leaves out ftruncate().
 */
static int truncate_unless_signaled(int fd, off_t size, const sigset_t *signals)
{
	int rc = 0;

	if (sigsetjmp(before_truncate, 1)) {
		in_truncate = false;
		return -EWOULDBLOCK;
	}
	in_truncate = true;
	pthread_sigmask(SIG_UNBLOCK, signals, NULL);
	if (fcntl(fd, F_GETLEASE) != F_WRLCK)
		rc = -EWOULDBLOCK;
	else if (ftruncate(fd, size) < 0)
		rc = -errno;
	in_truncate = false;
	return rc;
}

int ocxl_write_lease_truncate(int fd, off_t size)
{
	struct sigaction action, old;
	sigset_t signals, mask;
	int rc;

	sigemptyset(&signals);
	sigaddset(&signals, WAIT_SIGNAL);
	pthread_sigmask(SIG_BLOCK, &signals, &mask);
	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	action.sa_handler = leave_truncate;
	sigaction(WAIT_SIGNAL, &action, &old);
	rc = truncate_unless_signaled(fd, size, &signals);
	sigaction(WAIT_SIGNAL, &old, NULL);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	return rc;
}
