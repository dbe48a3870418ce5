// SPDX-License-Identifier: GPL-2.0-only
/*
 * caller-memory: signals arrive at any time of the calls whose answer the emulator writes into the
 * memory of this program. After each call, the memory has another use: a late answer would change
 * it. Nor may the emulator, which stops the program for a moment when a card changes, lose a
 * signal. Prints TAP.
 */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/time.h>
#include <sys/wait.h>
#include "envelope.h"

/* calls with each timer, and more until its signals have arrived */
#define CALLS	     400
/* A call that takes longer than its timer would be interrupted forever. */
#define PER_CALL     3
#define LABEL_BYTES  32768
#define ENTRIES	     512
#define REUSED_COUNT 64
#define REUSED_BYTE  0x5A

static volatile sig_atomic_t signals, signals_in_call, is_running;
static int interval_us;

static void start_timer(void)
{
	const struct itimerval timer = { .it_value = { 0, interval_us } };

	is_running = 1;
	setitimer(ITIMER_REAL, &timer, NULL);
}

static void count_signal(int number)
{
	(void)number;
	signals++;
	signals_in_call++;
	is_running = 0;
	/* valgrind may call this after the last call of a timer */
	if (interval_us && signals_in_call < PER_CALL)
		start_timer();
}

/* Return: whether the signal of a timer arrives that ends now */
static bool signal_arrives(int before)
{
	int i;

	for (i = 0; i < LIMIT_SECONDS * 1000 && signals == before; i++)
		usleep(1000);
	return signals != before;
}

/* start it again, if its last call had all its signals. Return: false if a signal is lost */
static bool prepare_timer(void)
{
	int before = signals;
	struct itimerval timer;

	signals_in_call = 0;
	getitimer(ITIMER_REAL, &timer);
	if (is_running && !timer.it_value.tv_sec && !timer.it_value.tv_usec &&
	    !signal_arrives(before))
		return false;
	if (!is_running)
		start_timer();
	return true;
}

/* memory of earlier calls that has another use */
static struct {
	unsigned char *memory;
	size_t size;
} reused[REUSED_COUNT];
static unsigned int reused_next;
static long changed;

static void *allocate_zeroed(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		exit(1);
	return memory;
}

/*
 * after a call: use its memory for something else, and free that of an earlier one, if it is as it
 * was left
 */
static void reuse_memory(void *memory, size_t size)
{
	unsigned int slot = reused_next++ % REUSED_COUNT;
	bool is_intact = true;
	size_t i;

	for (i = 0; i < reused[slot].size; i++)
		is_intact &= reused[slot].memory[i] == REUSED_BYTE;
	changed += !is_intact;
	free(reused[slot].memory);
	reused[slot].memory = memset(memory, REUSED_BYTE, size);
	reused[slot].size = size;
}

/* what the calls wait for */
struct files {
	int dimm;
	int flags;
	int other; /* a pipe from which nothing comes */
	int epoll;
};

static unsigned char label_byte(size_t offset)
{
	return (unsigned char)(offset * 7 + 1);
}

static int write_labels(const struct files *files)
{
	struct nd_cmd_set_config_hdr *command = allocate_zeroed(sizeof(*command) + LABEL_BYTES + 4);
	size_t i;
	int rc;

	command->in_length = LABEL_BYTES;
	for (i = 0; i < LABEL_BYTES; i++)
		command->in_buf[i] = label_byte(i);
	rc = ioctl(files->dimm, ND_IOCTL_SET_CONFIG_DATA, command);
	free(command);
	return rc;
}

/* The calls below. Return: 0, an errno, or -1 for a wrong answer */
static int read_labels(const struct files *files)
{
	size_t size = sizeof(struct nd_cmd_get_config_data_hdr) + LABEL_BYTES, i;
	struct nd_cmd_get_config_data_hdr *command = allocate_zeroed(size);
	int result;

	command->in_length = LABEL_BYTES;
	result = ioctl(files->dimm, ND_IOCTL_GET_CONFIG_DATA, command) ? errno : 0;
	for (i = 0; i < LABEL_BYTES && !result; i++)
		result = command->out_buf[i] == label_byte(i) ? 0 : -1;
	reuse_memory(command, size);
	return result;
}

static int send_command(const struct files *files)
{
	struct envelope envelope;
	int result;

	make_envelope(&envelope, false, OCXLPMEM_CMD_SMART, 0, 1024);
	result = -submit_envelope(files->dimm, &envelope);
	if (!result && (envelope.output[1] != OCXLPMEM_STATUS_OK || !guards_are_intact(&envelope)))
		result = -1;
	reuse_memory(envelope.memory, envelope.size + 2 * GUARD);
	return result;
}

static int wait_by_poll(const struct files *files)
{
	struct pollfd *fd = allocate_zeroed(ENTRIES * sizeof(*fd));
	int result, i;

	for (i = 0; i < ENTRIES; i++)
		fd[i] = (struct pollfd) { .fd = -1, .events = POLLPRI };
	fd[ENTRIES - 1].fd = files->flags;
	fd[0].fd = files->other;
	result = poll(fd, ENTRIES, LIMIT_SECONDS * 1000);
	if (result < 0)
		result = errno;
	else
		result = result == 1 && fd[ENTRIES - 1].revents == (POLLPRI | POLLERR) ? 0 : -1;
	reuse_memory(fd, ENTRIES * sizeof(*fd));
	return result;
}

static int wait_by_select(const struct files *files)
{
	fd_set *set = allocate_zeroed(2 * sizeof(*set));
	struct timeval limit = { LIMIT_SECONDS, 0 };
	int result;

	FD_SET(files->other, &set[0]);
	FD_SET(files->flags, &set[1]);
	result = select(FD_SETSIZE, &set[0], NULL, &set[1], &limit);
	if (result < 0)
		result = errno;
	else
		result = result == 1 && FD_ISSET(files->flags, &set[1]) ? 0 : -1;
	reuse_memory(set, 2 * sizeof(*set));
	return result;
}

static int wait_by_epoll(const struct files *files)
{
	struct epoll_event *event = allocate_zeroed(ENTRIES * sizeof(*event));
	int result = epoll_wait(files->epoll, event, ENTRIES, LIMIT_SECONDS * 1000);

	if (result < 0)
		result = errno;
	else
		result = result == 1 && event->data.fd == files->flags ? 0 : -1;
	reuse_memory(event, ENTRIES * sizeof(*event));
	return result;
}

/* @can_wait: signals interrupt it, also with SA_RESTART */
static const struct {
	int (*make)(const struct files *files);
	const char *name;
	bool can_wait;
} calls[] = { { read_labels, "label ioctl", false },
	      { send_command, "command ioctl", false },
	      { wait_by_poll, "poll", true },
	      { wait_by_select, "select", true },
	      { wait_by_epoll, "epoll_wait", true } };

/*
 * A signal ends an ioctl that the emulator has not received yet. Return: whether the result may be
 */
static bool make_call(const struct files *files, unsigned int number, bool may_interrupt)
{
	char text[256];
	int result;

	result = calls[number].make(files);
	(void)!pread(files->flags, text, sizeof(text), 0);
	if (result == 0 || (result == EINTR && (may_interrupt || calls[number].can_wait)))
		return true;
	printf("# %s: %s\n", calls[number].name, result < 0 ? "a wrong answer" : strerror(result));
	return false;
}

static void check_all_reused(void)
{
	unsigned int i;

	for (i = 0; i < REUSED_COUNT; i++)
		reuse_memory(allocate_zeroed(1), 1);
}

static void call_with_timer(const struct files *files, int interval, int count, int flags)
{
	struct sigaction action = { .sa_handler = count_signal, .sa_flags = flags };
	bool have_arrived = true;
	long wrong = 0;
	unsigned int i;

	sigaction(SIGALRM, &action, NULL);
	interval_us = interval;
	signals = 0;
	changed = 0;
	for (i = 0; (i < CALLS || signals < count) && have_arrived; i++) {
		have_arrived = prepare_timer();
		wrong += !make_call(files, i % ARRAY_SIZE(calls), !flags);
	}
	interval_us = 0;
	setitimer(ITIMER_REAL, &(struct itimerval) { 0 }, NULL);
	is_running = 0;
	check_all_reused();
	printf("# %u calls, %d signals\n", i, (int)signals);
	tap_ok(have_arrived, "%d us%s: no signal is lost", interval, flags ? ", SA_RESTART" : "");
	tap_ok(!wrong, "%d us%s: all answers are right", interval, flags ? ", SA_RESTART" : "");
	tap_ok(!changed, "%d us%s: memory stays as it was left", interval,
	       flags ? ", SA_RESTART" : "");
}

/* a child that changes the card again and again */
static pid_t start_changes(void)
{
	pid_t pid = fork();

	while (pid == 0) {
		if (!send_lines("health cda set\n") || !send_lines("health cda clear\n"))
			_exit(1);
	}
	return pid;
}

static bool open_files(struct files *files)
{
	struct epoll_event event = { .events = EPOLLPRI };
	int ends[2];

	files->dimm = open("/dev/nmem0", O_RDWR);
	files->flags = open("/sys/bus/nd/devices/nmem0/ocxlpmem/flags", O_RDONLY);
	files->epoll = epoll_create1(0);
	event.data.fd = files->flags;
	if (files->dimm < 0 || files->flags < 0 || pipe(ends) ||
	    epoll_ctl(files->epoll, EPOLL_CTL_ADD, files->flags, &event))
		return false;
	files->other = ends[0];
	return true;
}

int main(void)
{
	/* The first one often ends during an answer. */
	static const struct {
		int interval_us;
		int signals;
	} timers[] = { { 80, 3000 }, { 500, 300 }, { 5000, 60 }, { 50000, 10 } };
	struct files files;
	unsigned int i;
	pid_t pid;

	if (!open_files(&files) || write_labels(&files))
		return 2;
	pid = start_changes();
	for (i = 0; i < ARRAY_SIZE(timers); i++) {
		call_with_timer(&files, timers[i].interval_us, timers[i].signals, SA_RESTART);
		call_with_timer(&files, timers[i].interval_us, timers[i].signals, 0);
	}
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		tap_ok(make_call(&files, i, false), "%s, without signals", calls[i].name);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	for (i = 0; i < REUSED_COUNT; i++)
		free(reused[i].memory);
	return tap_done();
}
