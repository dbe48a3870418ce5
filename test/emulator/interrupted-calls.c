// SPDX-License-Identifier: GPL-2.0-only
/*
 * interrupted-calls EMULATOR: a signal interrupts a call while its card works, and the kernel or the program repeats
 * the call. Prints TAP.
 */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include "envelope.h"

#define CALLS	 4
#define INTERVAL 20000 /* microseconds */
#define LOST_MAX 8

/* shared with children */
static volatile int *signals;

static void count_signal(int number)
{
	(void)number;
	(*signals)++;
}

/* in a child: until signals have come during the call of its parent, whose card does not answer */
static pid_t release_later(void)
{
	pid_t pid = fork();
	int before;

	if (pid == 0) {
		wait_until_waits("nmem0 held=smart\n");
		before = *signals;
		while (*signals < before + 3)
			usleep(INTERVAL / 2);
		_exit(!send_lines("release smart"));
	}
	return pid;
}

static void start_timer(int interval_us)
{
	const struct itimerval timer = { { 0, interval_us }, { 0, interval_us } };

	setitimer(ITIMER_REAL, &timer, NULL);
}

/* to a card that may not answer until it is released */
static int send_request(int fd)
{
	struct {
		struct nd_cmd_pkg package;
		unsigned char answer[4096];
	} call = {
		.package = {
			.nd_family = NVDIMM_FAMILY_OCXL,
			.nd_command = OCXLPMEM_CMD_SMART,
			.nd_size_out = sizeof(call.answer),
		},
	};

	return ioctl(fd, ND_IOCTL_CALL, &call);
}

/* Return: how often the card has executed SMART; -1 if the emulator does not say */
static int read_executions(const char *emulator)
{
	char line[512] = "", command[512], name[16];
	const char *found;
	FILE *counters;

	snprintf(command, sizeof(command), "'%s' --send \"$CONTROL\" counters", emulator);
	snprintf(name, sizeof(name), "%d:", OCXLPMEM_CMD_SMART);
	counters = popen(command, "r");
	if (!counters || !fgets(line, sizeof(line), counters) || pclose(counters))
		return -1;
	found = strstr(line, "wire=");
	found = found ? strstr(found, name) : NULL;
	return found ? atoi(found + strlen(name)) : 0;
}

static void interrupt_calls(const char *emulator, int flags, const char *text)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = flags };
	int before = read_executions(emulator), fd = open("/dev/nmem0", O_RDWR), i, failed = 0;

	sigaction(SIGALRM, &action, NULL);
	*signals = 0;
	for (i = 0; i < CALLS; i++) {
		send_lines("hold smart");
		release_later();
		start_timer(INTERVAL);
		while (send_request(fd) && errno == EINTR)
			;
		failed += errno == EBADF;
		start_timer(0);
		wait(NULL);
	}
	tap_ok(*signals > CALLS && !failed, "%s: signals have interrupted the calls", text);
	tap_equal(read_executions(emulator) - before, CALLS, text);
	close(fd);
}

/* a process that is killed while its card works */
static void kill_caller(const char *emulator)
{
	int before = read_executions(emulator), fd = open("/dev/nmem0", O_RDWR);
	pid_t pid;

	send_lines("hold smart");
	pid = fork();
	if (pid == 0) {
		send_request(fd);
		_exit(0);
	}
	wait_until_waits("nmem0 held=smart\n");
	kill(pid, SIGSTOP);
	kill(pid, SIGCONT);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	send_lines("release smart");
	send_request(fd);
	tap_ok(read_executions(emulator) - before <= 2,
	       "a killed caller: its call is executed at most once");
	close(fd);
}

/* Return: a request that a signal has ended, whose card works on */
static int begin_request(void)
{
	struct sigaction action = { .sa_handler = count_signal };
	int fd = open("/dev/nmem0", O_RDWR);
	bool ended;

	sigaction(SIGALRM, &action, NULL);
	send_lines("hold smart");
	/* on a busy machine, the first signals may come before the call */
	start_timer(INTERVAL);
	ended = send_request(fd) && errno == EINTR;
	start_timer(0);
	send_lines("release smart");
	tap_ok(ended, "a signal ends a call");
	return fd;
}

/* the program does not repeat its call: the next one is executed, with the values of then */
static void abandon_call(const char *emulator)
{
	int before = read_executions(emulator), fd = begin_request(), other;

	send_lines("advance 251ms");
	tap_equal(send_request(fd), 0, "the same request, more than 250 ms later");
	tap_equal(read_executions(emulator) - before, 2, "is executed");
	close(fd);
	fd = begin_request();
	tap_ok(send_lines("smart temperature raw=99\n"), "a scenario changes the card");
	send_request(fd);
	tap_equal(read_executions(emulator) - before, 4, "the same request at once is executed");
	close(fd);
	fd = begin_request();
	other = open("/dev/nmem1", O_RDWR);
	send_request(other);
	send_request(fd);
	tap_equal(read_executions(emulator) - before, 6, "a request to another card in between");
	close(other);
	close(fd);
}

/* longer than a program may wait with its repetition */
static void stop_caller(const char *emulator)
{
	int before = read_executions(emulator), fd = open("/dev/nmem0", O_RDWR), status;
	pid_t pid;

	send_lines("hold smart");
	pid = fork();
	if (pid == 0)
		_exit(send_request(fd) != 0);
	wait_until_waits("nmem0 held=smart\n");
	kill(pid, SIGSTOP);
	waitpid(pid, &status, WUNTRACED);
	send_lines("release smart");
	send_lines("advance 1h");
	kill(pid, SIGCONT);
	waitpid(pid, &status, 0);
	tap_equal(status, 0, "a caller that was stopped gets its answer");
	tap_equal(read_executions(emulator) - before, 1, "its call is executed once");
	close(fd);
}

/*
 * epoll_ctl() ends within microseconds: of thousands of calls, a signal interrupts dozens between execution and answer.
 * A few fail nevertheless: it seems that the kernel loses an answer that arrives together with the signal.
 */
static void interrupt_epoll_ctl(void)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = SA_RESTART };
	int file = open("/sys/bus/nd/devices/nmem0/ocxlpmem/flags", O_RDONLY);
	int epoll = epoll_create1(0), failed[2] = { 0 }, i;
	struct epoll_event event = { .events = EPOLLPRI };

	sigaction(SIGALRM, &action, NULL);
	start_timer(2000);
	for (i = 0; i < 4000; i++) {
		failed[0] += epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event) != 0;
		failed[1] += epoll_ctl(epoll, EPOLL_CTL_DEL, file, NULL) != 0;
	}
	start_timer(0);
	printf("# failed: EPOLL_CTL_ADD %d, EPOLL_CTL_DEL %d\n", failed[0], failed[1]);
	tap_ok(failed[0] <= LOST_MAX, "EPOLL_CTL_ADD succeeds");
	tap_ok(failed[1] <= LOST_MAX, "EPOLL_CTL_DEL succeeds");
	close(epoll);
	close(file);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	signals = mmap(NULL, sizeof(*signals), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (signals == MAP_FAILED)
		return 2;
	interrupt_calls(argv[1], SA_RESTART, "the kernel repeats: executed once");
	interrupt_calls(argv[1], 0, "the program repeats: executed once");
	abandon_call(argv[1]);
	stop_caller(argv[1]);
	kill_caller(argv[1]);
	interrupt_epoll_ctl();
	return tap_done();
}
