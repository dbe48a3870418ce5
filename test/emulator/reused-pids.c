// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process that uses cards ends, and another one gets its number: nothing of the first may affect
 * the second. reused-pids.sh runs this.
 */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include "envelope.h"

#define ATTEMPTS  500
/* longer than a clock tick, which is the resolution of start times */
#define PAUSE_US  50000
#define ROUNDS	  6
#define FLAGS	  "/sys/bus/nd/devices/nmem0/ocxlpmem/flags"
#define ERROR_LOG "card 0\nerror-log type=0 data=16\n"

static int next_pid;
static int next_pid_set;

/* fork() whose child has this number, or any for 0. Another new process may take it: try again. */
static pid_t fork_as(pid_t wanted)
{
	char line[16];
	pid_t pid;
	int i;

	for (i = 0; i < ATTEMPTS; i++) {
		snprintf(line, sizeof(line), "%d\n", wanted);
		if (wanted && (write(next_pid, line, strlen(line)) < 0 ||
			       read(next_pid_set, line, sizeof(line)) < 0))
			exit(1);
		pid = fork();
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			if (!wanted || getpid() == wanted)
				return 0;
			_exit(0);
		}
		if (!wanted || pid == wanted)
			return pid;
		waitpid(pid, NULL, 0);
	}
	printf("Bail out! no process has the number %d\n", wanted);
	exit(1);
}

static int wait_for(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void kill_and_wait(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* The first process has the node open, the second has nothing. */
static void test_descriptor(void)
{
	int fd = dup(STDIN_FILENO);
	pid_t pid;

	close(fd);
	pid = fork_as(0);
	if (pid == 0) {
		fd = open("/dev/nmem0", O_RDWR);
		_exit(fd < 0 || call_plain(fd, false, OCXLPMEM_CMD_HEARTBEAT, 64) ? 255 : fd);
	}
	fd = wait_for(pid);
	tap_ok(fd > 2 && fd < 255, "the first process calls a card");
	pid = fork_as(pid);
	if (pid == 0)
		_exit(-call_plain(fd, false, OCXLPMEM_CMD_HEARTBEAT, 64));
	tap_equal(wait_for(pid), EBADF, "the second process has no such descriptor");
	pid = fork_as(pid);
	if (pid == 0) {
		dup2(open("/dev/null", O_RDWR), fd);
		_exit(-call_plain(fd, false, OCXLPMEM_CMD_HEARTBEAT, 64));
	}
	tap_equal(wait_for(pid), ENOTTY, "another file with the same number is no card");
}

/*
 * The first process is killed in its ioctl. The second has other data at the same address. It
 * starts at once, because the emulator stops a command whose caller does not exist.
 */
static bool late_answer_is_dropped(struct envelope *envelope)
{
	unsigned char *wanted = malloc(envelope->size);
	pid_t pid = fork_as(0);
	int status;

	if (!wanted)
		exit(1);
	memcpy(wanted, envelope->memory + GUARD, envelope->size);
	if (pid == 0)
		_exit(submit_envelope(open("/dev/nmem0", O_RDWR), envelope));
	wait_until_waits("nmem0 held=heartbeat\n");
	kill_and_wait(pid);
	pid = fork_as(pid);
	if (pid == 0) {
		send_lines("card 0\nrelease heartbeat\n");
		wait_until_waits("nmem0 held=none\n");
		/* only now the thread of the first process has surely ended */
		if (call_plain(open("/dev/nmem0", O_RDWR), false, OCXLPMEM_CMD_HEARTBEAT, 64))
			_exit(2);
		_exit(memcmp(wanted, envelope->memory + GUARD, envelope->size) != 0);
	}
	status = wait_for(pid);
	free(wanted);
	return status == 0;
}

static void test_late_answer(void)
{
	struct envelope envelope;
	int good = 0;
	int i;

	make_envelope(&envelope, false, OCXLPMEM_CMD_HEARTBEAT, 0, 64);
	for (i = 0; i < ROUNDS; i++) {
		send_lines("card 0\nhold heartbeat\n");
		good += late_answer_is_dropped(&envelope);
	}
	tap_equal(good, ROUNDS, "an answer to the first process is not written to the second");
	tap_equal(call_plain(open("/dev/nmem0", O_RDWR), false, OCXLPMEM_CMD_HEARTBEAT, 64), 0,
		  "it answers");
	free(envelope.memory);
}

static int poll_once(int fd)
{
	struct pollfd flags = { .fd = fd };

	return poll(&flags, 1, 0) == 1 && flags.revents == POLLERR;
}

/* Both processes inherit the open file. */
static void test_reported_change(void)
{
	int fd = open(FLAGS, O_RDONLY | O_CLOEXEC);
	pid_t pid;

	tap_ok(send_lines(ERROR_LOG), "flags change");
	pid = fork_as(0);
	if (pid == 0)
		_exit(!poll_once(fd) || poll_once(fd));
	tap_equal(wait_for(pid), 0, "poll() of the first process reports the change once");
	usleep(PAUSE_US);
	pid = fork_as(pid);
	if (pid == 0)
		_exit(!poll_once(fd) || poll_once(fd));
	tap_equal(wait_for(pid), 0, "so does poll() of the second process");
	close(fd);
}

static int control_epoll(int epoll, int operation, int fd)
{
	struct epoll_event event = { .events = EPOLLPRI };

	return epoll_ctl(epoll, operation, fd, &event) ? errno : 0;
}

static void test_epoll(void)
{
	struct epoll_event event;
	pid_t pid = fork_as(0);
	int epoll;
	int fd;

	if (pid == 0) {
		epoll = epoll_create1(0);
		fd = open(FLAGS, O_RDONLY);
		_exit(control_epoll(epoll, EPOLL_CTL_ADD, fd));
	}
	tap_equal(wait_for(pid), 0, "the first process adds the file to an epoll");
	pid = fork_as(pid);
	if (pid == 0) {
		epoll = epoll_create1(0);
		fd = open(FLAGS, O_RDONLY);
		if (control_epoll(epoll, EPOLL_CTL_MOD, fd) != ENOENT)
			_exit(1);
		if (control_epoll(epoll, EPOLL_CTL_ADD, fd))
			_exit(2);
		/* A process that has just opened the file is told nothing old. */
		if (epoll_wait(epoll, &event, 1, 0))
			_exit(3);
		if (!send_lines("card 0\nhealth cda set\n"))
			_exit(4);
		_exit(epoll_wait(epoll, &event, 1, LIMIT_SECONDS * 1000) == 1 ? 0 : 5);
	}
	tap_equal(wait_for(pid), 0, "the second process has to add its own, and gets its events");
}

int main(void)
{
	next_pid = open(getenv("NEXT_PID"), O_WRONLY | O_CLOEXEC);
	next_pid_set = open(getenv("NEXT_PID_SET"), O_RDWR | O_CLOEXEC);
	if (next_pid < 0 || next_pid_set < 0)
		return 1;
	test_descriptor();
	test_late_answer();
	test_reported_change();
	test_epoll();
	return tap_done();
}
