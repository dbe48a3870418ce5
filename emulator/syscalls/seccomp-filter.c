// SPDX-License-Identifier: GPL-2.0-only
/*
 * The seccomp filter that decides which system calls of COMMAND the emulator answers.
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/ndctl.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "cards/card-clock.h"
#include "syscalls/seccomp-filter.h"

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define OUR_ARCH AUDIT_ARCH_PPC64LE
#elif defined(__powerpc64__)
#define OUR_ARCH AUDIT_ARCH_PPC64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define OUR_ARCH AUDIT_ARCH_RISCV64
#else
#error "the emulator does not know this architecture's system calls"
#endif

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#define KILLABLE_FLAGS (SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV)

/* ioctl numbers 0 to 15 of the type 'N' */
#define ND_IOCTL_MASK 0xFFF0U
#define ND_IOCTL_TYPE ((u32)ND_IOCTL << 8)

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define LOW 0
#else
#define LOW 4
#endif
#define HIGH	    (4 - LOW)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define LOAD_LOW(n) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[n]) + LOW)
#define LOAD_HIGH(n) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[n]) + HIGH)
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ALLOW		      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define NOTIFY		      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF)

static const struct sock_filter filter[] = {
	/*
	 * Calls of other architectures (32 bits, x32) have other numbers: leave them to the kernel.
	 */
	LOAD(arch),
	EQUAL(OUR_ARCH, 1, 0),
	ALLOW,
	LOAD(nr),
	/* ioctl: of the type of libnvdimm */
	EQUAL(SYS_ioctl, 0, 5),
	LOAD_LOW(1),
	BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ND_IOCTL_MASK),
	EQUAL(ND_IOCTL_TYPE, 0, 1),
	NOTIFY,
	ALLOW,
/* poll: unless it only sleeps */
#ifdef SYS_poll
	EQUAL(SYS_poll, 1, 0),
#endif
	EQUAL(SYS_ppoll, 0, 4),
	LOAD_LOW(1),
	EQUAL(0, 0, 1),
	ALLOW,
	NOTIFY,
/* select: with exceptional conditions, the only ones that sysfs reports */
#ifdef SYS_select
	EQUAL(SYS_select, 1, 0),
#endif
	EQUAL(SYS_pselect6, 0, 6),
	LOAD_LOW(3),
	EQUAL(0, 0, 3),
	LOAD_HIGH(3),
	EQUAL(0, 0, 1),
	ALLOW,
	NOTIFY,
	EQUAL(SYS_epoll_ctl, 0, 1),
	NOTIFY,
/* the rest of a poll() that was interrupted */
#ifdef SYS_poll
	EQUAL(SYS_restart_syscall, 0, 1),
	NOTIFY,
#endif
};

/* with a virtual clock: epoll_wait(), unless it returns at once */
static const struct sock_filter virtual_filter[] = {
#ifdef SYS_epoll_wait
	EQUAL(SYS_epoll_wait, 2, 0),
#endif
	EQUAL(SYS_epoll_pwait, 1, 0),
	EQUAL(SYS_epoll_pwait2, 0, 4),
	LOAD_LOW(3),
	EQUAL(0, 0, 1),
	ALLOW,
	NOTIFY,
};

static const struct sock_filter last_instruction = ALLOW;

/* A kernel that knows the flag complains about the filter that is missing. */
bool ocxl_seccomp_waits_killable(void)
{
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, KILLABLE_FLAGS, NULL) &&
	       errno == EFAULT;
}

static int set_filter(void)
{
	struct sock_filter whole[ARRAY_SIZE(filter) + ARRAY_SIZE(virtual_filter) + 1];
	struct sock_fprog program = { .len = ARRAY_SIZE(filter), .filter = whole };

	memcpy(whole, filter, sizeof(filter));
	if (ocxl_card_clock_is_virtual()) {
		memcpy(whole + program.len, virtual_filter, sizeof(virtual_filter));
		program.len += ARRAY_SIZE(virtual_filter);
	}
	whole[program.len++] = last_instruction;

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    ocxl_seccomp_waits_killable() ? KILLABLE_FLAGS
							  : SECCOMP_FILTER_FLAG_NEW_LISTENER,
			    &program);
}

int ocxl_seccomp_filter_install(void)
{
	int listener = set_filter();

	/*
	 * Try without NO_NEW_PRIVS first, because sudo does not work with it. The kernel requires
	 * it unless the process has CAP_SYS_ADMIN in its user namespace.
	 */
	if (listener < 0 && errno == EACCES && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		listener = set_filter();
	return listener < 0 ? -errno : listener;
}
