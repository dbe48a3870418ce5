// SPDX-License-Identifier: GPL-2.0-only
/*
 * poll(), ppoll(), select() and epoll on the sysfs files "flags" and "state".
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/wait.h>
#include "tap.h"

/* only a defect reaches it */
#define LIMIT_MS 60000
#define LOG	 "error-log type=0 reference_code=1 data=16\n"

static int pipe_fd[2];

static int open_flags(int number)
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/bus/nd/devices/nmem%d/ocxlpmem/flags", number);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static bool file_has(int fd, const char *text)
{
	char line[128] = "";

	return pread(fd, line, sizeof(line) - 1, 0) > 0 && !strcmp(line, text);
}

/* from a child process, while this one waits */
static void send_lines_later(const char *lines)
{
	if (fork() == 0) {
		wait_until_asleep(getppid());
		_exit(!send_lines(lines));
	}
}

static void write_pipe_later(void)
{
	if (fork() == 0) {
		wait_until_asleep(getppid());
		_exit(write(pipe_fd[1], "", 1) != 1);
	}
}

static void read_pipe_byte(void)
{
	char byte;

	tap_equal(read(pipe_fd[0], &byte, 1), 1, "read from the pipe");
	wait(NULL);
}

static void test_poll(void)
{
	struct pollfd fd[] = { { .fd = open_flags(0), .events = POLLPRI },
			       { .fd = open_flags(1), .events = 0 },
			       { .fd = pipe_fd[0], .events = POLLIN } };
	long long start = now_ms();

	tap_ok(file_has(fd[0].fd, "\n"), "flags of a healthy card");
	tap_equal(poll(fd, 3, 150), 0, "poll() without an event times out");
	tap_ok(now_ms() - start >= 149, "not before its time");
	tap_equal(poll(fd, 3, 0), 0, "poll() with time-out 0");
	send_lines_later("card 1\n" LOG);
	tap_equal(poll(fd, 3, LIMIT_MS), 1, "poll() returns after an event");
	tap_equal(fd[0].revents, 0, "no event of nmem0");
	tap_equal(fd[1].revents, POLLERR, "POLLERR of nmem1, without requested events");
	tap_equal(fd[2].revents, 0, "no event of the pipe");
	wait(NULL);
	tap_ok(file_has(fd[1].fd, "error_log\n"), "the file has the flag");
	tap_equal(poll(fd, 3, 50), 0, "poll() reports the event once");
	tap_ok(send_lines("card 0\n" LOG), "an event comes before poll()");
	tap_equal(poll(fd, 3, 0), 1, "the next poll() reports it");
	tap_equal(fd[0].revents, POLLPRI | POLLERR, "POLLPRI of nmem0");
	write_pipe_later();
	tap_equal(poll(fd, 3, LIMIT_MS), 1, "poll() returns for the pipe");
	tap_equal(fd[2].revents, POLLIN, "POLLIN of the pipe");
	read_pipe_byte();
	fd[0].events = POLLIN | POLLOUT;
	tap_equal(poll(fd, 3, LIMIT_MS), 1, "poll() for reading returns at once");
	tap_equal(fd[0].revents, POLLIN | POLLOUT, "sysfs files can be read and written");
	fd[2].fd = 999;
	fd[0].events = POLLPRI;
	tap_equal(poll(fd, 3, LIMIT_MS), 1, "poll() of a closed descriptor returns");
	tap_equal(fd[2].revents, POLLNVAL, "POLLNVAL");
	close(fd[0].fd);
	close(fd[1].fd);
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

static void test_signals(void)
{
	struct sigaction action = { .sa_handler = count_signal };
	struct pollfd fd = { .fd = open_flags(0), .events = POLLPRI };
	sigset_t none;
	sigset_t alarm_only;

	sigaction(SIGALRM, &action, NULL);
	/* again and again: the first one may come before poll() */
	ualarm(100000, 100000);
	tap_equal(poll(&fd, 1, LIMIT_MS) < 0 ? errno : 0, EINTR, "a signal interrupts poll()");
	ualarm(0, 0);
	tap_ok(signals >= 1, "its handler ran");
	signals = 0;
	sigemptyset(&none);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm_only, NULL);
	ualarm(100000, 0);
	tap_equal(poll(&fd, 1, 300), 0, "a blocked signal does not interrupt poll()");
	tap_equal(ppoll(&fd, 1, NULL, &none) < 0 ? errno : 0, EINTR,
		  "ppoll() delivers a pending signal");
	tap_equal(signals, 1, "its handler ran");
	ualarm(100000, 0);
	tap_equal(ppoll(&fd, 1, NULL, &none) < 0 ? errno : 0, EINTR, "a signal interrupts ppoll()");
	tap_equal(signals, 2, "its handler ran");
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
	close(fd.fd);
}

static void test_select(void)
{
	struct timeval little = { .tv_usec = 100000 };
	struct timeval much = { .tv_sec = LIMIT_MS / 1000 };
	int fd = open_flags(0);
	fd_set in;
	fd_set strange;

	FD_ZERO(&in);
	FD_ZERO(&strange);
	FD_SET(fd, &strange);
	FD_SET(pipe_fd[0], &in);
	tap_equal(select(64, &in, NULL, &strange, &little), 0,
		  "select() without an event times out");
	tap_ok(!FD_ISSET(fd, &strange) && !FD_ISSET(pipe_fd[0], &in), "the sets are empty");
	FD_SET(fd, &strange);
	FD_SET(pipe_fd[0], &in);
	send_lines_later("card 0\nhealth cda set\n");
	tap_equal(select(64, &in, NULL, &strange, &much), 1, "select() returns after an event");
	tap_ok(FD_ISSET(fd, &strange) && !FD_ISSET(pipe_fd[0], &in), "the set has the file");
	wait(NULL);
	close(fd);
}

static int wait_epoll(int epoll, unsigned int *events, int milliseconds)
{
	struct epoll_event event = { 0 };
	int count = epoll_wait(epoll, &event, 1, milliseconds);

	*events = event.events;
	return count > 0 ? (int)event.data.u32 : count;
}

static int change_epoll(int epoll, int operation, int fd, unsigned int events, unsigned int data)
{
	struct epoll_event event = { .events = events, .data.u32 = data };

	return epoll_ctl(epoll, operation, fd, &event) ? errno : 0;
}

static void test_epoll(void)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int fd[] = { open_flags(0), open_flags(1) };
	unsigned int events;

	tap_equal(change_epoll(epoll, EPOLL_CTL_ADD, fd[0], EPOLLPRI, 70), 0, "add nmem0");
	tap_equal(change_epoll(epoll, EPOLL_CTL_ADD, fd[1], 0, 71), 0, "add nmem1");
	tap_equal(change_epoll(epoll, EPOLL_CTL_ADD, fd[1], 0, 71), EEXIST, "add nmem1 twice");
	tap_equal(wait_epoll(epoll, &events, 100), 0, "epoll_wait() without an event times out");
	send_lines_later("card 1\nhealth cda set\n");
	tap_equal(wait_epoll(epoll, &events, LIMIT_MS), 71, "epoll_wait() returns nmem1");
	tap_equal(events, EPOLLERR, "EPOLLERR, without requested events");
	wait(NULL);
	tap_equal(wait_epoll(epoll, &events, 50), 0, "the event is reported once");
	tap_ok(send_lines("card 0\nhealth cda clear\n") && send_lines("card 0\nhealth cda set\n"),
	       "two events of nmem0");
	tap_equal(wait_epoll(epoll, &events, LIMIT_MS), 70, "are reported together");
	tap_equal(events, EPOLLPRI | EPOLLERR, "EPOLLPRI, as requested");
	tap_equal(change_epoll(epoll, EPOLL_CTL_MOD, fd[0], EPOLLPRI, 72), 0,
		  "change nmem0's data");
	wait_epoll(epoll, &events, 0);
	tap_ok(send_lines("card 0\nhealth cda clear\n"), "another event");
	tap_equal(wait_epoll(epoll, &events, LIMIT_MS), 72, "is reported with the new data");
	tap_equal(change_epoll(epoll, EPOLL_CTL_DEL, fd[0], 0, 0), 0, "remove nmem0");
	tap_equal(change_epoll(epoll, EPOLL_CTL_DEL, fd[0], 0, 0), ENOENT, "remove nmem0 twice");
	close(fd[1]);
	tap_ok(send_lines("card all\nhealth cda clear\n"), "events of all cards");
	tap_equal(wait_epoll(epoll, &events, 100), 0, "no registered card has one");
	close(fd[0]);
	close(epoll);
}

static void test_events_in_fast_sequence(void)
{
	struct pollfd fd = { .fd = open_flags(2), .events = POLLPRI };
	int reported = 0;
	int i;

	file_has(fd.fd, "\n");
	for (i = 0; i < 20; i++) {
		if (fork() == 0)
			_exit(!send_lines(i & 1 ? "card 2\nhealth cda clear\n"
						: "card 2\nhealth cda set\n"));
		reported += poll(&fd, 1, LIMIT_MS) == 1 && file_has(fd.fd, i & 1 ? "\n" : "dump\n");
		wait(NULL);
	}
	tap_equal(reported, 20, "poll() reports each of 20 changes");
	close(fd.fd);
}

static void test_shared_file(void)
{
	struct pollfd fd = { .fd = open_flags(3), .events = POLLPRI };
	struct rusage usage;
	pid_t pid[8];
	int status;
	int good = 0;
	int i;

	for (i = 0; i < 8; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(poll(&fd, 1, LIMIT_MS) != 1);
	}
	for (i = 0; i < 8; i++)
		wait_until_asleep(pid[i]);
	kill(pid[0], SIGKILL);
	waitpid(pid[0], NULL, 0);
	tap_ok(send_lines("card 3\n" LOG), "an event");
	for (i = 1; i < 8; i++) {
		wait4(pid[i], &status, 0, &usage);
		good += status == 0 && usage.ru_utime.tv_sec == 0;
	}
	tap_equal(good, 7, "poll() returns in all processes that share the file");
	close(fd.fd);
}

static int open_state(int number)
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/bus/nd/devices/nmem%d/state", number);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/*
 * A word that comes because time passes wakes, too; virtual-clock.py has a controller that becomes
 * overdue.
 */
static void test_change_by_time(void)
{
	struct pollfd flags = { .events = POLLPRI };

	tap_ok(send_lines("card 2\nhealth cda clear\n"), "a card without a dump");
	/* a file that is opened after a change does not report it */
	flags.fd = open_flags(2);
	tap_ok(file_has(flags.fd, "\n"), "its file has no word");
	tap_ok(send_lines("card 2\nhealth cda set after-ms=50\n"), "a card that changes later");
	tap_equal(poll(&flags, 1, LIMIT_MS), 1, "poll() returns when the card has changed");
	tap_ok(file_has(flags.fd, "dump\n"), "the file says so");
	close(flags.fd);
}

/* libnvdimm's file "state": tools poll it where a driver has no "flags" */
static void test_constant_file(void)
{
	struct pollfd fd = { .fd = open_state(1), .events = POLLPRI };
	struct timeval little = { .tv_usec = 100000 };
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	unsigned int events;
	fd_set strange;

	tap_equal(change_epoll(epoll, EPOLL_CTL_ADD, fd.fd, 0, 73), 0, "epoll accepts \"state\"");
	tap_equal(change_epoll(epoll, EPOLL_CTL_ADD, fd.fd, 0, 73), EEXIST, "only once");
	send_lines_later("card 1\n" LOG "health cda set\nfatal hw\n");
	tap_equal(poll(&fd, 1, 400), 0, "poll() reports no change of it");
	wait(NULL);
	tap_equal(wait_epoll(epoll, &events, 100), 0, "epoll reports none");
	FD_ZERO(&strange);
	FD_SET(fd.fd, &strange);
	tap_equal(select(fd.fd + 1, NULL, NULL, &strange, &little), 0, "select() reports none");
	tap_equal(change_epoll(epoll, EPOLL_CTL_DEL, fd.fd, 0, 0), 0, "epoll removes it");
	close(fd.fd);
	close(epoll);
}

int main(void)
{
	if (pipe2(pipe_fd, O_CLOEXEC))
		return 1;
	test_poll();
	test_signals();
	test_select();
	test_epoll();
	test_events_in_fast_sequence();
	test_shared_file();
	test_change_by_time();
	test_constant_file();
	return tap_done();
}
