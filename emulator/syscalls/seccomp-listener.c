// SPDX-License-Identifier: GPL-2.0-only
/*
 * Receives the system calls that the filter catches, and answers them on a pool of threads.
 */
#include <linux/seccomp.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "syscalls/seccomp-listener.h"

/* Linux 6.6: the answering thread runs on the caller's CPU, which is faster */
#ifndef SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS	   SECCOMP_IOW(4, __u64)
#endif

/* Idle threads above this number end. */
#define IDLE_MAX   4
#define STACK_SIZE (256U << 10)

/**
 * struct pool - the threads
 * @listener: delivers calls, takes answers
 * @sizes: sizes of the kernel's structures, which may be larger than ours
 * @idle: threads that wait for a call
 * @handler: see ocxl_seccomp_serve()
 * @context: see ocxl_seccomp_serve()
 */
static struct {
	int listener;
	struct seccomp_notif_sizes sizes;
	unsigned int idle;
	ocxl_syscall_handler *handler;
	void *context;
} pool;

bool ocxl_seccomp_is_waiting(const struct ocxl_syscall *call)
{
	return ioctl(pool.listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &call->id) == 0;
}

static int receive_call(struct seccomp_notif *notification, struct ocxl_syscall *call)
{
	unsigned int i;

	memset(notification, 0, pool.sizes.seccomp_notif);
	if (ioctl(pool.listener, SECCOMP_IOCTL_NOTIF_RECV, notification))
		return -errno;
	call->id = notification->id;
	call->tid = (pid_t)notification->pid;
	call->number = notification->data.nr;
	for (i = 0; i < ARRAY_SIZE(call->arguments); i++)
		call->arguments[i] = notification->data.args[i];
	return 0;
}

bool ocxl_seccomp_answer(const struct ocxl_syscall *call, long result)
{
	struct seccomp_notif_resp *response = calloc(1, pool.sizes.seccomp_notif_resp);
	bool delivered;

	if (!response)
		return false;
	response->id = call->id;
	if (result == OCXL_SYSCALL_CONTINUE)
		response->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else if (result < 0)
		response->error = (int)result;
	else
		response->val = result;
	delivered = ioctl(pool.listener, SECCOMP_IOCTL_NOTIF_SEND, response) == 0;
	free(response);
	return delivered;
}

static void *run_thread(void *argument);

static int add_thread(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int rc;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	__atomic_add_fetch(&pool.idle, 1, __ATOMIC_SEQ_CST);
	rc = pthread_create(&thread, &attributes, run_thread, NULL);
	if (rc)
		__atomic_sub_fetch(&pool.idle, 1, __ATOMIC_SEQ_CST);
	pthread_attr_destroy(&attributes);
	return -rc;
}

/* Return: whether the thread continues */
static bool serve_call(struct seccomp_notif *notification)
{
	struct ocxl_syscall call;
	int rc = receive_call(notification, &call);
	long result;

	/* EINTR: a signal of ours; ENOENT: the caller was interrupted before we saw its call */
	if (rc)
		return rc == -EINTR || rc == -ENOENT;
	/* One thread must always wait for the next call. */
	if (__atomic_sub_fetch(&pool.idle, 1, __ATOMIC_SEQ_CST) == 0)
		add_thread();
	result = pool.handler(&call, pool.context);
	if (result != OCXL_SYSCALL_ANSWERED)
		ocxl_seccomp_answer(&call, result);
	return __atomic_add_fetch(&pool.idle, 1, __ATOMIC_SEQ_CST) <= IDLE_MAX;
}

static void *run_thread(void *argument)
{
	struct seccomp_notif *notification = calloc(1, pool.sizes.seccomp_notif);

	while (notification && serve_call(notification))
		;
	__atomic_sub_fetch(&pool.idle, 1, __ATOMIC_SEQ_CST);
	free(notification);
	return argument;
}

int ocxl_seccomp_serve(int listener, ocxl_syscall_handler *handler, void *context)
{
	int rc;

	pool.listener = listener;
	pool.handler = handler;
	pool.context = context;
	if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &pool.sizes))
		return -errno;
	pool.sizes.seccomp_notif =
		max_t(u16, pool.sizes.seccomp_notif, sizeof(struct seccomp_notif));
	pool.sizes.seccomp_notif_resp =
		max_t(u16, pool.sizes.seccomp_notif_resp, sizeof(struct seccomp_notif_resp));
	/* Kernels before 6.6 refuse this, and are slower. */
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
	rc = add_thread();
	return rc ? rc : add_thread();
}
