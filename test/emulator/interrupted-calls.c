// SPDX-License-Identifier: GPL-2.0-only
/*
 * interrupted-calls EMULATOR: a signal interrupts a call while its card works, and the kernel or the program repeats
 * the call. Prints TAP.
 */
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include "envelope.h"

#define CALLS	 4
#define INTERVAL 20000 /* microseconds */

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	signals++;
}

static void start_timer(int interval_us)
{
	const struct itimerval timer = { { 0, interval_us }, { 0, interval_us } };

	setitimer(ITIMER_REAL, &timer, NULL);
}

/* to a card that needs a tenth of a second */
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
	signals = 0;
	start_timer(INTERVAL);
	for (i = 0; i < CALLS; i++) {
		while (send_request(fd) && errno == EINTR)
			;
		failed += errno == EBADF;
	}
	start_timer(0);
	tap_ok(signals > CALLS && !failed, "%s: signals have interrupted the calls", text);
	tap_equal(read_executions(emulator) - before, CALLS, text);
	close(fd);
}

/* a process that is killed while its card works */
static void kill_caller(const char *emulator)
{
	int before = read_executions(emulator), fd = open("/dev/nmem0", O_RDWR);
	pid_t pid = fork();

	if (pid == 0) {
		send_request(fd);
		_exit(0);
	}
	usleep(2 * INTERVAL);
	kill(pid, SIGSTOP);
	kill(pid, SIGCONT);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	send_request(fd);
	tap_ok(read_executions(emulator) - before <= 2,
	       "a killed caller: its call is executed at most once");
	close(fd);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	if (!send_lines("latency op=smart us=100000\n"))
		return 2;
	interrupt_calls(argv[1], SA_RESTART, "the kernel repeats: executed once");
	interrupt_calls(argv[1], 0, "the program repeats: executed once");
	kill_caller(argv[1]);
	return tap_done();
}
