// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many callers at once, also of a slow card, and callers that signals interrupt.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include "envelope.h"
#include "killable.h"

#define THREADS	  8
#define PROCESSES 6
#define CALLS	  40

static int open_dimm(int number)
{
	char path[32];

	snprintf(path, sizeof(path), "/dev/nmem%d", number);
	return open(path, O_RDWR | O_CLOEXEC);
}

static void *make_calls(void *argument)
{
	int fd = open_dimm(*(int *)argument);
	long bad = 0;
	int i;

	for (i = 0; i < CALLS; i++)
		bad += call_plain(fd, i & 1, i & 2 ? OCXLPMEM_CMD_EVENTS : OCXLPMEM_CMD_STATS,
				  200) != 0;
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
		pthread_create(&thread[i], NULL, make_calls, &number[i]);
	}
	for (i = 0; i < THREADS; i++) {
		pthread_join(thread[i], &bad);
		sum += (long)bad;
	}
	return sum;
}

static void test_many_callers(void)
{
	int status;
	int bad = 0;
	int i;

	tap_equal(run_threads(1), 0, "threads call one card");
	tap_equal(run_threads(4), 0, "threads call four cards");
	for (i = 0; i < PROCESSES; i++) {
		if (fork() == 0)
			_exit(run_threads(4) != 0);
	}
	for (i = 0; i < PROCESSES; i++) {
		wait(&status);
		bad += status != 0;
	}
	tap_equal(bad, 0, "processes with threads call four cards");
}

static pid_t call_in_child(int number, int command)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(call_plain(open_dimm(number), false, command, 200) != 0);
	return pid;
}

static void test_slow_card(void)
{
	int fd = open_dimm(1);
	pid_t pid[20];
	int status;
	int i;

	tap_ok(send_lines("card 0\nhold heartbeat\n"), "nmem0 does not answer");
	/* more callers than a thread pool of any usual size */
	for (i = 0; i < 20; i++)
		pid[i] = call_in_child(0, OCXLPMEM_CMD_HEARTBEAT);
	tap_ok(wait_until_waits("nmem0 held=heartbeat\n"), "the driver waits for it");
	tap_equal(call_plain(fd, false, OCXLPMEM_CMD_HEARTBEAT, 64), 0, "another card answers");
	tap_equal(waitpid(-1, &status, WNOHANG), 0, "while no caller has an answer of nmem0");
	for (i = 0; i < 20; i++)
		kill(pid[i], SIGKILL);
	for (i = 0; i < 20; i++)
		waitpid(pid[i], &status, 0);
	tap_ok(wait_until_waits("nmem0 held=none\n"), "killed callers leave its queue");
	tap_ok(send_lines("card 0\nrelease heartbeat\n"), "nmem0 answers again");
	/*
	 * A card whose CRDY is clear while it works (controller.md 7, 27) may have missed the
	 * request of a killed caller. The next caller waits for its response, up to the time-out.
	 */
	tap_equal(call_plain(open_dimm(0), false, OCXLPMEM_CMD_HEARTBEAT, 64), 0,
		  "the next caller has its answer");
	close(fd);
}

static void ignore_signal(int number)
{
	(void)number;
}

/*
 * in a child: a signal for the parent, whose card answers afterwards, unless the signal ends the
 * ioctl
 */
static pid_t send_signal_later(bool ends)
{
	pid_t parent = getpid(), pid = fork();

	if (pid)
		return pid;
	wait_until_waits("nmem2 held=heartbeat\n");
	kill(parent, SIGALRM);
	if (ends)
		_exit(0);
	while (!has_pending_signal(parent))
		usleep(10000);
	_exit(!send_lines("card 2\nrelease heartbeat\n"));
}

static void test_signal(void)
{
	struct sigaction action = { .sa_handler = ignore_signal };
	bool ends = signals_end_calls();
	int fd = open_dimm(2);
	struct envelope envelope;

	send_lines("card 2\nhold heartbeat\n");
	sigaction(SIGALRM, &action, NULL);
	send_signal_later(ends);
	make_envelope(&envelope, false, OCXLPMEM_CMD_HEARTBEAT, 0, 64);
	tap_equal(submit_envelope(fd, &envelope), ends ? -EINTR : 0,
		  "a signal arrives during an ioctl");
	tap_equal(envelope.output[0] == GUARD_BYTE, ends, "output of an ioctl that it has ended");
	free(envelope.memory);
	wait(NULL);
	send_lines("card 2\nrelease heartbeat\n");
	tap_equal(call_plain(fd, false, OCXLPMEM_CMD_HEARTBEAT, 64), 0,
		  "the next ioctl is answered");
	close(fd);
}

int main(void)
{
	test_many_callers();
	test_slow_card();
	test_signal();
	return tap_done();
}
