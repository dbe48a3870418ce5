// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls that are not left to the kernel, see seccomp-listener.h.
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/ndctl.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "syscalls/seccomp-listener.h"

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define OUR_ARCH AUDIT_ARCH_PPC64LE
#elif defined(__powerpc64__)
#define OUR_ARCH AUDIT_ARCH_PPC64
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#else
#error "the emulator does not know this architecture's system calls"
#endif

/* Linux 6.6; run the answering thread on the caller's CPU */
#ifndef SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS	   SECCOMP_IOW(4, __u64)
#endif

/* more idle threads than this go home */
#define IDLE_MAX   4
#define STACK_SIZE (256U << 10)

/* numbers 0 to 15 of type 'N' */
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

static struct {
	int listener;
	int source;
	struct seccomp_notif_sizes sizes;
	unsigned int idle;
	long (*handler)(const struct ocxl_request *request, void *context);
	void *context;
} trap;

static const struct sock_filter filter[] = {
	/* a program of another architecture (32 bits, x32) is left alone */
	LOAD(arch),
	EQUAL(OUR_ARCH, 1, 0),
	ALLOW,
	LOAD(nr),
	/* ioctl: of libnvdimm's type */
	EQUAL(SYS_ioctl, 0, 5),
	LOAD_LOW(1),
	BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ND_IOCTL_MASK),
	EQUAL(ND_IOCTL_TYPE, 0, 1),
	NOTIFY,
	ALLOW,
/* poll: of anything at all */
#ifdef SYS_poll
	EQUAL(SYS_poll, 1, 0),
#endif
	EQUAL(SYS_ppoll, 0, 4),
	LOAD_LOW(1),
	EQUAL(0, 0, 1),
	ALLOW,
	NOTIFY,
/* select: only exceptional conditions wake for sysfs */
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
	ALLOW,
};

static int set_filter(void)
{
	struct sock_fprog program = {
		.len = ARRAY_SIZE(filter),
		.filter = (struct sock_filter *)(uintptr_t)filter,
	};

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
			    &program);
}

int ocxl_trap_install(void)
{
	int listener = set_filter();

	/* with CAP_SYS_ADMIN in the namespace sudo and the like go on working inside */
	if (listener < 0 && errno == EACCES && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		listener = set_filter();
	return listener < 0 ? -errno : listener;
}

bool ocxl_trap_waiting(const struct ocxl_request *request)
{
	return ioctl(trap.listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &request->id) == 0;
}

static int receive(struct seccomp_notif *notification, struct ocxl_request *request)
{
	unsigned int i;
	ssize_t size;

	if (trap.source >= 0) {
		size = recv(trap.source, request, sizeof(*request), 0);
		if (size == (ssize_t)sizeof(*request))
			return 0;
		return size < 0 ? -errno : -EPIPE;
	}
	memset(notification, 0, trap.sizes.seccomp_notif);
	if (ioctl(trap.listener, SECCOMP_IOCTL_NOTIF_RECV, notification))
		return -errno;
	request->id = notification->id;
	request->tid = (pid_t)notification->pid;
	request->number = notification->data.nr;
	for (i = 0; i < ARRAY_SIZE(request->arguments); i++)
		request->arguments[i] = notification->data.args[i];
	return 0;
}

bool ocxl_trap_answer(const struct ocxl_request *request, long result)
{
	struct seccomp_notif_resp *response = calloc(1, trap.sizes.seccomp_notif_resp);
	bool delivered;

	if (!response)
		return false;
	response->id = request->id;
	if (result == OCXL_TRAP_PASS)
		response->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else if (result < 0)
		response->error = (int)result;
	else
		response->val = result;
	delivered = ioctl(trap.listener, SECCOMP_IOCTL_NOTIF_SEND, response) == 0;
	free(response);
	return delivered;
}

static void *serve(void *argument);

static int add_thread(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int rc;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	__atomic_add_fetch(&trap.idle, 1, __ATOMIC_SEQ_CST);
	rc = pthread_create(&thread, &attributes, serve, NULL);
	if (rc)
		__atomic_sub_fetch(&trap.idle, 1, __ATOMIC_SEQ_CST);
	pthread_attr_destroy(&attributes);
	return -rc;
}

static bool serve_one(struct seccomp_notif *notification)
{
	struct ocxl_request request;
	int rc = receive(notification, &request);
	long result;

	if (rc)
		return rc == -EINTR || rc == -ENOENT;
	/* whoever takes the last call leaves somebody behind to wait for the next */
	if (__atomic_sub_fetch(&trap.idle, 1, __ATOMIC_SEQ_CST) == 0)
		add_thread();
	result = trap.handler(&request, trap.context);
	if (result != OCXL_TRAP_ANSWERED)
		ocxl_trap_answer(&request, result);
	return __atomic_add_fetch(&trap.idle, 1, __ATOMIC_SEQ_CST) <= IDLE_MAX;
}

static void *serve(void *argument)
{
	struct seccomp_notif *notification = calloc(1, trap.sizes.seccomp_notif);

	while (notification && serve_one(notification))
		;
	__atomic_sub_fetch(&trap.idle, 1, __ATOMIC_SEQ_CST);
	free(notification);
	return argument;
}

int ocxl_trap_serve(int listener, int source,
		    long (*handler)(const struct ocxl_request *request, void *context),
		    void *context)
{
	int rc;

	trap.listener = listener;
	trap.source = source;
	trap.handler = handler;
	trap.context = context;
	if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &trap.sizes))
		return -errno;
	trap.sizes.seccomp_notif =
		max_t(u16, trap.sizes.seccomp_notif, sizeof(struct seccomp_notif));
	trap.sizes.seccomp_notif_resp =
		max_t(u16, trap.sizes.seccomp_notif_resp, sizeof(struct seccomp_notif_resp));
	/* kernels before 6.6 refuse it and are slower */
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
	rc = add_thread();
	return rc ? rc : add_thread();
}
