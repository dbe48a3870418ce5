// SPDX-License-Identifier: GPL-2.0-only
/*
 * like-kernel FILE [CHANGE]: waits for FILE, a sysfs file that nobody reads meanwhile, with every
 * system call that can wait for it. Prints a line for each call and situation: "call | situation |
 * result". Run for a file of the kernel and for a file of the emulator, the lines are to be equal.
 * CHANGE is a shell command that changes FILE; without it, the situations with a change are left
 * out.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/ndctl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_MS    500
/*
 * While signals come in this interval, a call whose limit starts anew with each of them never ends.
 */
#define INTERVAL_MS 100
/* Only a defect reaches it. */
#define LONG_MS	    60000
#define SIZE	    96

struct waiter {
	int file;
	int other; /* read end of a pipe, beside the file */
	int epoll;
	int limit_ms;
	const sigset_t *mask;
	char *result;
};

static const char *error_name(void)
{
	static const struct {
		int number;
		const char *name;
	} names[] = { { EINTR, "EINTR" },   { EBADF, "EBADF" },	  { EINVAL, "EINVAL" },
		      { ENOENT, "ENOENT" }, { EEXIST, "EEXIST" }, { EFAULT, "EFAULT" },
		      { ENOTTY, "ENOTTY" }, { EPERM, "EPERM" } };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (names[i].number == errno)
			return names[i].name;
	}
	return strerror(errno);
}

static void append_events(char *text, const char *name, int bits)
{
	static const struct {
		int bit;
		const char *name;
	} names[] = { { POLLIN, "in" },
		      { POLLPRI, "pri" },
		      { POLLERR, "err" },
		      { POLLHUP, "hup" },
		      { POLLNVAL, "nval" } };
	size_t i;

	if (!bits)
		return;
	strcat(text, *text ? ", " : "");
	strcat(text, name);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (bits & names[i].bit)
			strcat(strcat(text, " "), names[i].name);
	}
}

static struct timespec to_timespec(int milliseconds)
{
	return (struct timespec) { milliseconds / 1000, milliseconds % 1000 * 1000000L };
}

static int wait_poll(struct waiter *w, bool with_mask)
{
	struct pollfd fd[] = { { w->file, POLLPRI, 0 }, { w->other, POLLIN, 0 } };
	struct timespec limit = to_timespec(w->limit_ms);
	int rc = with_mask ? ppoll(fd, 2, &limit, w->mask) : poll(fd, 2, w->limit_ms);

	append_events(w->result, "file", rc > 0 ? fd[0].revents : 0);
	append_events(w->result, "pipe", rc > 0 ? fd[1].revents : 0);
	return rc;
}

static int wait_select(struct waiter *w, bool with_mask)
{
	struct timespec limit = to_timespec(w->limit_ms);
	struct timeval rest = { limit.tv_sec, limit.tv_nsec / 1000 };
	int highest = w->file > w->other ? w->file : w->other;
	fd_set in, except;
	int rc;

	FD_ZERO(&in);
	FD_ZERO(&except);
	FD_SET(w->other, &in);
	FD_SET(w->file, &except);
	rc = with_mask ? pselect(highest + 1, &in, NULL, &except, &limit, w->mask)
		       : select(highest + 1, &in, NULL, &except, &rest);
	if (rc < 0 && errno == EINTR && !with_mask) {
		bool is_rest = rest.tv_sec * 1000000 + rest.tv_usec < w->limit_ms * 1000L;

		strcat(w->result, is_rest ? "rest of the limit, " : "whole limit, ");
		errno = EINTR;
	}
	append_events(w->result, "file", rc > 0 && FD_ISSET(w->file, &except) ? POLLPRI : 0);
	append_events(w->result, "pipe", rc > 0 && FD_ISSET(w->other, &in) ? POLLIN : 0);
	return rc;
}

static int wait_epoll(struct waiter *w, int number)
{
	struct epoll_event event[2] = { 0 };
	struct timespec limit = to_timespec(w->limit_ms);
	int rc, i;

	if (number == 0)
		rc = epoll_wait(w->epoll, event, 2, w->limit_ms);
	else if (number == 1)
		rc = epoll_pwait(w->epoll, event, 2, w->limit_ms, w->mask);
	else
		rc = (int)syscall(SYS_epoll_pwait2, w->epoll, event, 2, &limit, w->mask,
				  w->mask ? 8 : 0);
	for (i = 0; i < rc; i++)
		append_events(w->result, event[i].data.fd == w->file ? "file" : "pipe",
			      (int)event[i].events);
	return rc;
}

static int wait_with(int call, struct waiter *w)
{
	switch (call) {
	case 0:
	case 1:
		return wait_poll(w, call == 1);
	case 2:
	case 3:
		return wait_select(w, call == 3);
	default:
		return wait_epoll(w, call - 4);
	}
}

static const char *const calls[] = { "poll",	   "ppoll",	  "select",	 "pselect",
				     "epoll_wait", "epoll_pwait", "epoll_pwait2" };

enum situation {
	HANDLER,
	RESTART,
	IGNORED,
	DEFAULT_IGNORED,
	BLOCKED,
	UNBLOCKED,
	STOPPED,
	HANG_UP,
	NOTHING,
	NEVER_READ,
	CHANGE,
	AFTER_READ,
	WITHOUT_READ,
	SITUATIONS
};

static const char *const situations[] = {
	[HANDLER] = "a signal with a handler",
	[RESTART] = "a signal with a handler and SA_RESTART",
	[IGNORED] = "a signal that is ignored",
	[DEFAULT_IGNORED] = "a signal without effect (SIGWINCH)",
	[BLOCKED] = "a signal that is blocked",
	[UNBLOCKED] = "a signal that is blocked, except during the call",
	[STOPPED] = "SIGSTOP and SIGCONT",
	[HANG_UP] = "a pipe in the same call is closed",
	[NOTHING] = "no event",
	[NEVER_READ] = "the program has not read the file before",
	[CHANGE] = "a change",
	[AFTER_READ] = "a second call, after the program has read the change",
	[WITHOUT_READ] = "a second call, before the program reads the change",
};

static bool has_mask(int call)
{
	return call == 1 || call == 3 || call >= 5;
}

static void do_nothing(int number)
{
	(void)number;
}

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void prepare_signals(enum situation situation, struct waiter *w, sigset_t *mask)
{
	struct sigaction action = { .sa_handler = do_nothing };
	sigset_t alarm_only;

	sigemptyset(mask);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	if (situation == RESTART)
		action.sa_flags = SA_RESTART;
	if (situation == IGNORED)
		action.sa_handler = SIG_IGN;
	sigaction(SIGALRM, &action, NULL);
	if (situation == BLOCKED || situation == UNBLOCKED)
		sigprocmask(SIG_BLOCK, &alarm_only, NULL);
	if (situation == UNBLOCKED)
		w->mask = mask;
}

/* in a process of its own. @ready: gets a byte before the call */
static void run_situation(int call, enum situation situation, const char *path, int other,
			  int ready)
{
	static char result[SIZE], text[256];
	struct waiter w = { .other = other, .limit_ms = LIMIT_MS, .result = result };
	struct epoll_event event = { .events = EPOLLPRI };
	long long start;
	sigset_t mask;
	int rc;

	w.file = event.data.fd = open(path, O_RDONLY);
	w.epoll = epoll_create1(0);
	if ((situation != NEVER_READ && read(w.file, text, sizeof(text)) < 0) ||
	    epoll_ctl(w.epoll, EPOLL_CTL_ADD, w.file, &event))
		_exit(1);
	event = (struct epoll_event) { .events = EPOLLIN, .data.fd = other };
	epoll_ctl(w.epoll, EPOLL_CTL_ADD, other, &event);
	prepare_signals(situation, &w, &mask);
	if (situation >= CHANGE)
		w.limit_ms = LONG_MS;
	if (write(ready, "", 1) != 1)
		_exit(1);
	start = now_ms();
	rc = wait_with(call, &w);
	if (situation > CHANGE && rc == 1) {
		*result = '\0';
		if (situation == AFTER_READ && pread(w.file, text, sizeof(text), 0) < 0)
			_exit(1);
		w.limit_ms = 100;
		rc = wait_with(call, &w);
	}
	if (rc < 0)
		strcat(result, error_name());
	if (rc == 0)
		strcat(result, now_ms() - start < w.limit_ms - 1 ? "too early" : "the limit");
	printf("%s | %s | %s\n", calls[call], situations[situation], result);
	fflush(stdout);
	_exit(0);
}

static void disturb_process(enum situation situation, pid_t pid, int pipe_end)
{
	if (situation <= UNBLOCKED)
		kill(pid, situation == DEFAULT_IGNORED ? SIGWINCH : SIGALRM);
	if (situation == STOPPED) {
		kill(pid, SIGSTOP);
		usleep(INTERVAL_MS * 500);
		kill(pid, SIGCONT);
	}
	if (situation == HANG_UP && pipe_end >= 0)
		close(pipe_end);
}

/* A copy in another process would keep a pipe from being closed. */
static void close_write_ends(int pipes[][2], int count)
{
	int i;

	for (i = 0; i < count; i++)
		close(pipes[i][1]);
}

/* disturbs the processes again and again. Return: number of those that have ended well */
static int disturb_until_end(enum situation situation, pid_t *pid, int (*beside)[2], int count)
{
	int left = LONG_MS / INTERVAL_MS, running = count, good = 0, status, i;

	for (; running > 0 && left > 0; left--) {
		usleep(INTERVAL_MS * 1000);
		running = 0;
		for (i = 0; i < count; i++) {
			if (!pid[i])
				continue;
			if (waitpid(pid[i], &status, WNOHANG) == pid[i]) {
				good += status == 0;
				pid[i] = 0;
				continue;
			}
			running++;
			disturb_process(situation, pid[i], beside[i][1]);
			beside[i][1] = -1;
		}
	}
	for (i = 0; i < count; i++) {
		if (!pid[i])
			continue;
		printf("%s | %s | never ends\n", calls[i], situations[situation]);
		kill(pid[i], SIGKILL);
	}
	return good;
}

/* all calls at the same time. Return: whether all have ended well */
static bool run_calls(enum situation situation, const char *path, const char *change)
{
	int count = sizeof(calls) / sizeof(*calls), begun = 0, i;
	int ready[2], beside[7][2];
	pid_t pid[7] = { 0 };
	char byte;

	if (pipe2(ready, O_CLOEXEC))
		return false;
	memset(beside, -1, sizeof(beside));
	for (i = 0; i < count; i++) {
		if ((situation == UNBLOCKED && !has_mask(i)) || pipe2(beside[i], O_CLOEXEC))
			continue;
		pid[i] = fork();
		if (pid[i] == 0) {
			close_write_ends(beside, i + 1);
			run_situation(i, situation, path, beside[i][0], ready[1]);
		}
		if (read(ready[0], &byte, 1) != 1)
			return false;
		begun++;
	}
	/* a change before the call is reported, too */
	if (situation >= CHANGE && system(change))
		return false;
	return disturb_until_end(situation, pid, beside, count) == begun;
}

static void print_result(const char *call, const char *situation, int rc)
{
	printf("%s | %s | %s\n", call, situation, rc < 0 ? error_name() : "0");
}

static void print_epoll_ctl(const char *path, int other)
{
	struct epoll_event event = { .events = EPOLLPRI };
	int file = open(path, O_RDONLY), epoll = epoll_create1(0);

	print_result("epoll_ctl", "EPOLL_CTL_MOD before EPOLL_CTL_ADD",
		     epoll_ctl(epoll, EPOLL_CTL_MOD, file, &event));
	print_result("epoll_ctl", "EPOLL_CTL_ADD without data",
		     epoll_ctl(epoll, EPOLL_CTL_ADD, file, NULL));
	print_result("epoll_ctl", "EPOLL_CTL_ADD to a descriptor that is no epoll",
		     epoll_ctl(other, EPOLL_CTL_ADD, file, &event));
	print_result("epoll_ctl", "EPOLL_CTL_ADD to a closed descriptor",
		     epoll_ctl(999, EPOLL_CTL_ADD, file, &event));
	print_result("epoll_ctl", "EPOLL_CTL_ADD", epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event));
	print_result("epoll_ctl", "EPOLL_CTL_ADD twice",
		     epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event));
	print_result("epoll_ctl", "EPOLL_CTL_MOD", epoll_ctl(epoll, EPOLL_CTL_MOD, file, &event));
	print_result("epoll_ctl", "an unknown operation", epoll_ctl(epoll, 77, file, &event));
	print_result("epoll_ctl", "EPOLL_CTL_DEL", epoll_ctl(epoll, EPOLL_CTL_DEL, file, NULL));
	print_result("epoll_ctl", "EPOLL_CTL_DEL twice",
		     epoll_ctl(epoll, EPOLL_CTL_DEL, file, NULL));
	close(epoll);
	close(file);
}

/* calls that end at once */
static void print_immediate(const char *path)
{
	int file = open(path, O_RDONLY), ends[2], i;
	struct pollfd ready = { file, POLLIN | POLLOUT | POLLPRI, 0 }, closed = { 999, POLLPRI, 0 };
	struct timespec bad = { 0, 1000000000 };
	struct nd_cmd_pkg package = { 0 };
	struct timeval now = { 0 };
	fd_set sets[3];

	if (pipe(ends))
		return;
	print_epoll_ctl(path, ends[0]);
	print_result("ioctl", "ioctl of libnvdimm for another file",
		     ioctl(file, ND_IOCTL_CALL, &package));
	print_result("ioctl", "ioctl of libnvdimm for a pipe",
		     ioctl(ends[0], ND_IOCTL_CALL, &package));
	(void)!read(file, sets, sizeof(sets));
	poll(&ready, 1, 0);
	printf("poll | a file that can be read and written |%s%s\n",
	       ready.revents & POLLIN ? " in" : "", ready.revents & POLLOUT ? " out" : "");
	poll(&closed, 1, 0);
	printf("poll | a closed descriptor | %s\n", closed.revents == POLLNVAL ? "nval" : "none");
	print_result("ppoll", "a malformed time limit", ppoll(&ready, 1, &bad, NULL));
	for (i = 0; i < 3; i++) {
		FD_ZERO(&sets[i]);
		FD_SET(file, &sets[i]);
	}
	printf("select | a file that can be read and written | %d descriptors\n",
	       select(file + 1, &sets[0], &sets[1], &sets[2], &now));
	FD_SET(60, &sets[2]);
	print_result("select", "a closed descriptor", select(61, NULL, NULL, &sets[2], &now));
	print_result("pselect", "a malformed time limit",
		     pselect(file + 1, NULL, NULL, &sets[2], &bad, NULL));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	int situation;

	if (argc < 2)
		return 2;
	print_immediate(argv[1]);
	for (situation = 0; situation < (argc > 2 ? SITUATIONS : CHANGE); situation++) {
		if (!run_calls(situation, argv[1], argv[2]))
			return 1;
	}
	return 0;
}
