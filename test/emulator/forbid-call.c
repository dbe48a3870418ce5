// SPDX-License-Identifier: GPL-2.0-only
/*
 * forbid-call CALL COMMAND...: runs COMMAND with a seccomp filter that refuses a system call with EPERM, as that of a
 * container.
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

struct call {
	const char *name;
	unsigned int number;
};

static const struct call calls[] = {
	{ "clone", SYS_clone },		  { "kcmp", SYS_kcmp },
	{ "mount", SYS_mount },		  { "pidfd_getfd", SYS_pidfd_getfd },
	{ "pidfd_open", SYS_pidfd_open }, { "process_vm_readv", SYS_process_vm_readv },
	{ "ptrace", SYS_ptrace },	  { "seccomp", SYS_seccomp },
	{ "unshare", SYS_unshare },
};

static int forbid_call(unsigned int number)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
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
	if (argc <= 2 || i == sizeof(calls) / sizeof(*calls) || forbid_call(calls[i].number))
		return 2;
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
