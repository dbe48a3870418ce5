// SPDX-License-Identifier: GPL-2.0-only
/*
 * measure COMMAND...: runs COMMAND without its output, and prints user and system time in
 * microseconds, elapsed time in microseconds, peak memory in KiB, exit status. The program is
 * small, because a new process begins with its memory.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long to_microseconds(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct timespec start, end;
	struct rusage usage;
	pid_t pid;
	int status;

	if (argc < 2)
		return 129;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	clock_gettime(CLOCK_MONOTONIC, &start);
	if (posix_spawnp(&pid, argv[1], &actions, NULL, argv + 1, environ) != 0 ||
	    wait4(pid, &status, 0, &usage) != pid) {
		perror(argv[1]);
		return 127;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%lld %lld %ld %d\n",
	       to_microseconds(usage.ru_utime) + to_microseconds(usage.ru_stime),
	       (end.tv_sec - start.tv_sec) * 1000000LL + (end.tv_nsec - start.tv_nsec) / 1000,
	       usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	return 0;
}
