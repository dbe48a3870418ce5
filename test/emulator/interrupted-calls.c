// SPDX-License-Identifier: GPL-2.0-only
/*
 * interrupted-calls EMULATOR: signals arrive during calls. Since Linux 5.19, they do not end an
 * ioctl whose card works. Before, the kernel or the program repeats the ioctl. Prints TAP.
 */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include "envelope.h"
#include "killable.h"

#define CALLS		 4
#define SIGNALS		 3 /* in each call */
#define INTERVAL	 20000 /* microseconds */
/* pairs of epoll_ctl(), and how many of them have one signal together */
#define EPOLL_PAIRS	 4000
#define PAIRS_PER_SIGNAL 4
#define LOST_MAX	 8

/* shared with children */
static volatile int *signals;

static void count_signal(int number)
{
	(void)number;
	(*signals)++;
}

/* in a child: signals during the call of its parent, whose card does not answer until then */
static pid_t interrupt_and_release(void)
{
	bool have_handlers = signals_end_calls();
	pid_t parent = getpid(), pid = fork();
	int before, i;

	for (i = 0; i < SIGNALS && pid == 0; i++) {
		wait_until_waits("nmem0 held=smart\n");
		before = *signals;
		kill(parent, SIGALRM);
		while (have_handlers ? *signals == before : !has_pending_signal(parent))
			usleep(INTERVAL / 2);
	}
	if (pid == 0)
		_exit(!send_lines("release smart"));
	return pid;
}

/* in a child: a signal during the call of its parent, whose card does not answer */
static void interrupt_later(void)
{
	pid_t parent = getpid();

	if (fork() == 0)
		_exit(!wait_until_waits("nmem0 held=smart\n") || kill(parent, SIGALRM));
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
	int before = read_executions(emulator), fd = open("/dev/nmem0", O_RDWR), i;
	int failed = 0, interrupted = 0;

	sigaction(SIGALRM, &action, NULL);
	*signals = 0;
	for (i = 0; i < CALLS; i++) {
		send_lines("hold smart");
		interrupt_and_release();
		while (send_request(fd) && errno == EINTR)
			interrupted++;
		failed += errno == EBADF;
		wait(NULL);
	}
	tap_ok(*signals >= CALLS && !failed, "%s: signals have arrived", text);
	tap_equal(interrupted > 0, !flags && signals_end_calls(), "they end calls");
	tap_equal(read_executions(emulator) - before, CALLS, "each call is executed once");
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
	interrupt_later();
	ended = send_request(fd) && errno == EINTR;
	wait(NULL);
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

/*
 * Stopped before the answer, or with it. It may be longer than a program may wait with its
 * repetition.
 */
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
	if (signals_end_calls())
		waitpid(pid, &status, WUNTRACED);
	send_lines("release smart");
	if (!signals_end_calls())
		waitpid(pid, &status, WUNTRACED);
	send_lines("advance 1h");
	kill(pid, SIGCONT);
	waitpid(pid, &status, 0);
	tap_equal(status, 0, "a caller that was stopped gets its answer");
	tap_equal(read_executions(emulator) - before, 1, "its call is executed once");
	close(fd);
}

/*
 * epoll_ctl() ends within microseconds: of thousands of calls, a signal interrupts dozens between
 * execution and answer. A few fail nevertheless: before Linux 6.17, and without
 * SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, the kernel loses an answer that arrives together with the
 * signal.
 */
static void interrupt_epoll_ctl(void)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = SA_RESTART };
	int file = open("/sys/bus/nd/devices/nmem0/ocxlpmem/flags", O_RDONLY);
	int epoll = epoll_create1(0), failed[2] = { 0 }, i;
	struct epoll_event event = { .events = EPOLLPRI };

	sigaction(SIGALRM, &action, NULL);
	for (i = 0; i < EPOLL_PAIRS; i++) {
		/* once, however long a call takes, at a moment that differs */
		if (i % PAIRS_PER_SIGNAL == 0)
			setitimer(ITIMER_REAL, &(struct itimerval) { { 0 }, { 0, 1 + i % 199 } },
				  NULL);
		failed[0] += epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event) != 0;
		failed[1] += epoll_ctl(epoll, EPOLL_CTL_DEL, file, NULL) != 0;
	}
	setitimer(ITIMER_REAL, &(struct itimerval) { 0 }, NULL);
	printf("# failed: EPOLL_CTL_ADD %d, EPOLL_CTL_DEL %d\n", failed[0], failed[1]);
	tap_ok(failed[0] <= LOST_MAX, "EPOLL_CTL_ADD succeeds");
	tap_ok(failed[1] <= LOST_MAX, "EPOLL_CTL_DEL succeeds");
	close(epoll);
	close(file);
}

/* in a thread: a wait with a virtual limit */
static void *wait_for_flags(void *context)
{
	struct pollfd fd = { .events = POLLPRI };
	int *result = context;

	fd.fd = open("/sys/bus/nd/devices/nmem0/ocxlpmem/flags", O_RDONLY);
	*result = poll(&fd, 1, 1000 * LIMIT_SECONDS) < 0 ? errno : 0;
	close(fd.fd);
	return NULL;
}

/* Return: whether the process has stopped, its wait has ended, and another one begins with SIGCONT */
static bool stop_process(pid_t pid)
{
	int status;

	return wait_until_waits("limited=1\n") && !kill(pid, SIGSTOP) &&
	       waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status) &&
	       wait_until_waits("limited=0\n") && !kill(pid, SIGCONT) &&
	       wait_until_waits("limited=1\n");
}

/* SIGSTOP reaches one of two threads */
static void stop_waiting_thread(void)
{
	pthread_t thread;
	int result, status;
	pid_t pid = fork();

	if (pid == 0) {
		pthread_create(&thread, NULL, wait_for_flags, &result);
		pthread_join(thread, NULL);
		_exit(result);
	}
	tap_ok(stop_process(pid), "SIGSTOP also stops a thread that waits until a virtual time");
	send_lines("advance 1h");
	waitpid(pid, &status, 0);
	tap_equal(status, 0, "its wait ends at its limit");
}

/*
 * The kernel starts poll() with a handler never again, whatever SA_RESTART says. Where signals end
 * calls, it does, unless the emulator sees the signal first.
 */
static void interrupt_poll(void)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = SA_RESTART };
	bool starts_again = signals_end_calls();
	int result = 0, status;
	pid_t pid = fork();

	if (pid == 0) {
		sigaction(SIGALRM, &action, NULL);
		wait_for_flags(&result);
		_exit(result);
	}
	wait_until_waits("limited=1\n");
	kill(pid, SIGALRM);
	while (*signals == 0)
		usleep(INTERVAL / 2);
	while (waitpid(pid, &status, starts_again ? WNOHANG : 0) == 0) {
		send_lines("advance 1h");
		usleep(INTERVAL / 2);
	}
	tap_ok(WEXITSTATUS(status) == EINTR || (starts_again && status == 0),
	       "a signal during poll() until a virtual time");
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	signals = mmap(NULL, sizeof(*signals), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (signals == MAP_FAILED)
		return 2;
	interrupt_calls(argv[1], SA_RESTART, "SA_RESTART");
	interrupt_calls(argv[1], 0, "without SA_RESTART");
	if (signals_end_calls())
		abandon_call(argv[1]);
	stop_caller(argv[1]);
	kill_caller(argv[1]);
	interrupt_epoll_ctl();
	stop_waiting_thread();
	*signals = 0;
	interrupt_poll();
	return tap_done();
}
