// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many callers at the same time, slow cards, signals.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include "package.h"

#define THREADS	  8
#define PROCESSES 6
#define CALLS	  40

static int open_dimm(int number)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/nmem%d", number);
	return open(path, O_RDWR | O_CLOEXEC);
}

static void *send_many_calls(void *argument)
{
	int fd = open_dimm(*(int *)argument);
	long bad = 0;
	int i;

	for (i = 0; i < CALLS; i++)
		bad += one_call(fd, i & 1, i & 2 ? OCXL_CMD_EVENTS : OCXL_CMD_STATS, 200) != 0;
	close(fd);
	return (void *)bad;
}

static long run_threads(int cards)
{
	pthread_t thread[THREADS];
	int number[THREADS];
	void *bad;
	long sum = 0;
	int i;

	for (i = 0; i < THREADS; i++) {
		number[i] = i % cards;
		pthread_create(&thread[i], NULL, send_many_calls, &number[i]);
	}
	for (i = 0; i < THREADS; i++) {
		pthread_join(thread[i], &bad);
		sum += (long)bad;
	}
	return sum;
}

static void test_crowd(void)
{
	int status;
	int bad = 0;
	int i;

	is(run_threads(1), 0, "threads on one card");
	is(run_threads(4), 0, "threads on four cards");
	for (i = 0; i < PROCESSES; i++) {
		if (fork() == 0)
			_exit(run_threads(4) != 0);
	}
	for (i = 0; i < PROCESSES; i++) {
		wait(&status);
		bad += status != 0;
	}
	is(bad, 0, "processes with threads");
}

static pid_t call_in_child(int number, int command)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(one_call(open_dimm(number), false, command, 200) != 0);
	return pid;
}

static void test_slow_card(void)
{
	int fd = open_dimm(1);
	long long start;
	pid_t pid[20];
	int status;
	int i;

	ok(send_lines("card 0\nlatency op=heartbeat us=700000\ntimeout op=heartbeat ms=60000\n"),
	   "make nmem0 slow");
	/* more callers than the emulator has idle threads */
	for (i = 0; i < 20; i++)
		pid[i] = call_in_child(0, OCXL_CMD_HEARTBEAT);
	usleep(100000);
	start = now_ms();
	is(one_call(fd, false, OCXL_CMD_HEARTBEAT, 64), 0, "another card answers");
	ok(now_ms() - start < 400, "without waiting for the slow one");
	for (i = 0; i < 20; i++)
		kill(pid[i], SIGKILL);
	for (i = 0; i < 20; i++)
		waitpid(pid[i], &status, 0);
	ok(send_lines("card 0\nlatency op=heartbeat us=0\n"), "make it fast again");
	ok(now_ms() - start < 5000, "killed callers do not stay in the queue");
	is(one_call(open_dimm(0), false, OCXL_CMD_HEARTBEAT, 64), 0, "it answers");
	close(fd);
}

static void ignore_signal(int number)
{
	(void)number;
}

static void test_signal(void)
{
	struct sigaction action = { .sa_handler = ignore_signal };
	struct envelope envelope;
	long long start = now_ms();
	int fd = open_dimm(2);

	send_lines("card 2\nlatency op=heartbeat us=1000000\ntimeout op=heartbeat ms=5000\n");
	sigaction(SIGALRM, &action, NULL);
	ualarm(100000, 0);
	make_envelope(&envelope, false, OCXL_CMD_HEARTBEAT, 0, 64);
	is(submit(fd, &envelope), -EINTR, "a signal ends an ioctl");
	ok(now_ms() - start < 800, "at once");
	ok(envelope.output[0] == GUARD_BYTE, "nothing is written");
	free(envelope.memory);
	is(one_call(fd, false, OCXL_CMD_HEARTBEAT, 64), 0, "the next one is answered");
	send_lines("card 2\nlatency op=heartbeat us=0\n");
	close(fd);
}

int main(void)
{
	test_crowd();
	test_slow_card();
	test_signal();
	return done();
}
