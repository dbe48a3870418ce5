// SPDX-License-Identifier: GPL-2.0-only
/*
 * forbid-call CALL COMMAND...: runs COMMAND with a seccomp filter that refuses a system call with
 * EPERM, as that of a container. With "wait-killable", it refuses
 * SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV with EINVAL, as Linux before 5.19.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
/* the emulator runs on little-endian machines */
#define SECOND_ARGUMENT offsetof(struct seccomp_data, args[1])

/* refused with these bits in the second argument; 0: always */
struct call {
	const char *name;
	unsigned int number;
	unsigned int bits;
	unsigned int error;
};

static const struct call calls[] = {
	{ "clone", SYS_clone, 0, EPERM },
	{ "kcmp", SYS_kcmp, 0, EPERM },
	{ "mount", SYS_mount, 0, EPERM },
	{ "pidfd_getfd", SYS_pidfd_getfd, 0, EPERM },
	{ "pidfd_open", SYS_pidfd_open, 0, EPERM },
	{ "process_vm_readv", SYS_process_vm_readv, 0, EPERM },
	{ "ptrace", SYS_ptrace, 0, EPERM },
	{ "seccomp", SYS_seccomp, 0, EPERM },
	{ "unshare", SYS_unshare, 0, EPERM },
	{ "wait-killable", SYS_seccomp, SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, EINVAL },
};

static int forbid_call(const struct call *call)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call->number, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SECOND_ARGUMENT),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, call->bits),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call->bits, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | call->error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = sizeof(filter) / sizeof(*filter), .filter = filter };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int argc, char **argv)
{
	size_t i = 0;

	while (argc > 2 && i < sizeof(calls) / sizeof(*calls) && strcmp(argv[1], calls[i].name))
		i++;
	if (argc <= 2 || i == sizeof(calls) / sizeof(*calls) || forbid_call(&calls[i]))
		return 2;
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
