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

#define LOG "error-log type=0 prc=1 data=16\n"

static int pipe_fd[2];

static int open_flags(int number)
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/bus/nd/devices/nmem%d/ocxlpmem/flags", number);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static bool has_text(int fd, const char *text)
{
	char line[128] = "";

	return pread(fd, line, sizeof(line) - 1, 0) > 0 && !strcmp(line, text);
}

/* A child sends the lines while the test waits. */
static void send_later(const char *lines)
{
	if (fork() == 0) {
		usleep(150000);
		_exit(!send_lines(lines));
	}
}

static void write_later(void)
{
	if (fork() == 0) {
		usleep(150000);
		_exit(write(pipe_fd[1], "", 1) != 1);
	}
}

static void read_pipe(void)
{
	char byte;

	is(read(pipe_fd[0], &byte, 1), 1, "the pipe's byte is there");
	wait(NULL);
}

static void test_poll(void)
{
	struct pollfd fd[] = { { .fd = open_flags(0), .events = POLLPRI },
			       { .fd = open_flags(1), .events = 0 },
			       { .fd = pipe_fd[0], .events = POLLIN } };
	long long start = now_ms();

	ok(has_text(fd[0].fd, "\n"), "a card that is well");
	is(poll(fd, 3, 150), 0, "nothing happens: time is up");
	ok(now_ms() - start >= 149, "not before");
	is(poll(fd, 3, 0), 0, "nothing happens, no time");
	send_later("card 1\n" LOG);
	is(poll(fd, 3, 5000), 1, "an event");
	is(fd[0].revents, 0, "not of nmem0");
	is(fd[1].revents, POLLERR, "of nmem1, which asked for nothing");
	is(fd[2].revents, 0, "not of the pipe");
	wait(NULL);
	ok(has_text(fd[1].fd, "error_log\n"), "the file says which");
	is(poll(fd, 3, 50), 0, "the event is not reported twice");
	ok(send_lines("card 0\n" LOG), "an event while nobody polls");
	is(poll(fd, 3, 0), 1, "the next poll reports it");
	is(fd[0].revents, POLLPRI | POLLERR, "of nmem0");
	write_later();
	is(poll(fd, 3, 5000), 1, "the pipe beside");
	is(fd[2].revents, POLLIN, "it is the pipe");
	read_pipe();
	fd[0].events = POLLIN | POLLOUT;
	is(poll(fd, 3, 5000), 1, "a file can always be read");
	is(fd[0].revents, POLLIN | POLLOUT, "and, as sysfs has it, written");
	fd[2].fd = 999;
	fd[0].events = POLLPRI;
	is(poll(fd, 3, 5000), 1, "a descriptor that is not open");
	is(fd[2].revents, POLLNVAL, "is reported as invalid");
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
	long long start = now_ms();

	sigaction(SIGALRM, &action, NULL);
	ualarm(100000, 0);
	is(poll(&fd, 1, 5000) < 0 ? errno : 0, EINTR, "poll() and a signal");
	ok(signals == 1 && now_ms() - start < 2000, "its handler ran, at once");
	sigemptyset(&none);
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm_only, NULL);
	ualarm(100000, 0);
	is(poll(&fd, 1, 300), 0, "poll() and a signal that is blocked");
	is(ppoll(&fd, 1, NULL, &none) < 0 ? errno : 0, EINTR, "ppoll() lets it through");
	is(signals, 2, "its handler ran");
	ualarm(100000, 0);
	is(ppoll(&fd, 1, NULL, &none) < 0 ? errno : 0, EINTR, "ppoll() waits for it");
	is(signals, 3, "its handler ran");
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
	close(fd.fd);
}

static void test_select(void)
{
	struct timeval little = { .tv_usec = 100000 };
	struct timeval much = { .tv_sec = 5 };
	int fd = open_flags(0);
	fd_set in;
	fd_set strange;

	FD_ZERO(&in);
	FD_ZERO(&strange);
	FD_SET(fd, &strange);
	FD_SET(pipe_fd[0], &in);
	is(select(64, &in, NULL, &strange, &little), 0, "select(): nothing happens");
	ok(!FD_ISSET(fd, &strange) && !FD_ISSET(pipe_fd[0], &in), "sets are empty");
	FD_SET(fd, &strange);
	FD_SET(pipe_fd[0], &in);
	send_later("card 0\nhealth cda set\n");
	is(select(64, &in, NULL, &strange, &much), 1, "an event");
	ok(FD_ISSET(fd, &strange) && !FD_ISSET(pipe_fd[0], &in), "of the file");
	wait(NULL);
	close(fd);
}

static int wait_for_event(int epoll, unsigned int *events, int milliseconds)
{
	struct epoll_event event = { 0 };
	int count = epoll_wait(epoll, &event, 1, milliseconds);

	*events = event.events;
	return count > 0 ? (int)event.data.u32 : count;
}

static int control_epoll(int epoll, int operation, int fd, unsigned int events, unsigned int data)
{
	struct epoll_event event = { .events = events, .data.u32 = data };

	return epoll_ctl(epoll, operation, fd, &event) ? errno : 0;
}

static void test_epoll(void)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int fd[] = { open_flags(0), open_flags(1) };
	unsigned int events;

	is(control_epoll(epoll, EPOLL_CTL_ADD, fd[0], EPOLLPRI, 70), 0, "add nmem0");
	is(control_epoll(epoll, EPOLL_CTL_ADD, fd[1], 0, 71), 0, "add nmem1");
	is(control_epoll(epoll, EPOLL_CTL_ADD, fd[1], 0, 71), EEXIST, "add it again");
	is(wait_for_event(epoll, &events, 100), 0, "nothing happens");
	send_later("card 1\nhealth cda set\n");
	is(wait_for_event(epoll, &events, 5000), 71, "an event of nmem1");
	is(events, EPOLLERR, "which asked for nothing");
	wait(NULL);
	is(wait_for_event(epoll, &events, 50), 0, "no second one");
	ok(send_lines("card 0\nhealth cda clear\n") && send_lines("card 0\nhealth cda set\n"),
	   "two events");
	is(wait_for_event(epoll, &events, 5000), 70, "of nmem0, reported together");
	is(events, EPOLLPRI | EPOLLERR, "as asked for");
	is(control_epoll(epoll, EPOLL_CTL_MOD, fd[0], EPOLLPRI, 72), 0, "change nmem0's data");
	wait_for_event(epoll, &events, 0);
	ok(send_lines("card 0\nhealth cda clear\n"), "an event");
	is(wait_for_event(epoll, &events, 5000), 72, "with the new data");
	is(control_epoll(epoll, EPOLL_CTL_DEL, fd[0], 0, 0), 0, "remove nmem0");
	is(control_epoll(epoll, EPOLL_CTL_DEL, fd[0], 0, 0), ENOENT, "remove it again");
	close(fd[1]);
	ok(send_lines("card all\nhealth cda clear\n"), "events");
	is(wait_for_event(epoll, &events, 100), 0, "of no file that is still registered");
	close(fd[0]);
	close(epoll);
}

static void test_race(void)
{
	struct pollfd fd = { .fd = open_flags(2), .events = POLLPRI };
	int reported = 0;
	int i;

	has_text(fd.fd, "\n");
	for (i = 0; i < 20; i++) {
		if (fork() == 0)
			_exit(!send_lines(i & 1 ? "card 2\nhealth cda clear\n"
						: "card 2\nhealth cda set\n"));
		reported += poll(&fd, 1, 5000) == 1 && has_text(fd.fd, i & 1 ? "\n" : "dump\n");
		wait(NULL);
	}
	is(reported, 20, "each of 20 changes is reported");
	close(fd.fd);
}

static void test_fork(void)
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
			_exit(poll(&fd, 1, 10000) != 1);
	}
	usleep(200000);
	kill(pid[0], SIGKILL);
	waitpid(pid[0], NULL, 0);
	ok(send_lines("card 3\n" LOG), "an event");
	for (i = 1; i < 8; i++) {
		wait4(pid[i], &status, 0, &usage);
		good += status == 0 && usage.ru_utime.tv_sec == 0;
	}
	is(good, 7, "all children with the same file wake");
	close(fd.fd);
}

static int open_state(int number)
{
	char path[80];

	snprintf(path, sizeof(path), "/sys/bus/nd/devices/nmem%d/state", number);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* "state" belongs to libnvdimm. A driver without "flags" has no other file to wait for. */
static void test_state(void)
{
	struct pollfd fd = { .fd = open_state(1), .events = POLLPRI };
	struct timeval little = { .tv_usec = 100000 };
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	unsigned int events;
	fd_set strange;

	is(control_epoll(epoll, EPOLL_CTL_ADD, fd.fd, 0, 73), 0, "epoll takes \"state\"");
	is(control_epoll(epoll, EPOLL_CTL_ADD, fd.fd, 0, 73), EEXIST, "once");
	send_later("card 1\n" LOG "health cda set\nfatal hw\n");
	is(poll(&fd, 1, 400), 0, "poll(): it never changes");
	wait(NULL);
	is(wait_for_event(epoll, &events, 100), 0, "nor for epoll");
	FD_ZERO(&strange);
	FD_SET(fd.fd, &strange);
	is(select(fd.fd + 1, NULL, NULL, &strange, &little), 0, "nor for select()");
	is(control_epoll(epoll, EPOLL_CTL_DEL, fd.fd, 0, 0), 0, "epoll forgets it");
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
	test_race();
	test_fork();
	test_state();
	return done();
}
