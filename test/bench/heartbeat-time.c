// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures heartbeats through the kernel driver, and sleeps of the machine. Prints a line of
 * numbers for each; times in ns.
 *
 * 	heartbeat-time heart NODE ENVELOPE TIMING COUNT
 * 		time according to the driver (its debugfs file TIMING), time of the ioctl, its CPU time,
 * 		number of sleeps
 * 	heartbeat-time sleep US COUNT
 * 		time of a sleep of this many microseconds, its CPU time
 */
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include "../emulator/envelope.h"

#define HEARTBEAT 3

/* elapsed time and CPU time */
struct used {
	long long passed_ns;
	long long cpu_ns;
	long sleeps;
};

static long long read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct used read_used(void)
{
	struct rusage usage;
	struct used used;

	getrusage(RUSAGE_SELF, &usage);
	used.sleeps = usage.ru_nvcsw;
	used.cpu_ns = read_clock(CLOCK_PROCESS_CPUTIME_ID);
	used.passed_ns = read_clock(CLOCK_MONOTONIC);
	return used;
}

static struct used since(struct used before)
{
	struct used now = read_used();

	now.passed_ns -= before.passed_ns;
	now.cpu_ns -= before.cpu_ns;
	now.sleeps -= before.sleeps;
	return now;
}

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* of the last heartbeat; no other process may send one */
static unsigned long long driver_ns(const char *timing)
{
	FILE *file = fopen(timing, "r");
	unsigned long long last;
	char line[256];

	if (!file)
		fail(timing);
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "heartbeat count=%*u last_ns=%llu", &last) == 1) {
			fclose(file);
			return last;
		}
	}
	fprintf(stderr, "%s: no heartbeat\n", timing);
	exit(1);
}

static void beat(int fd, bool vendor, const char *timing)
{
	struct envelope envelope;
	struct used used;
	int rc;

	make_envelope(&envelope, vendor, HEARTBEAT, 0, 8);
	used = read_used();
	rc = submit_envelope(fd, &envelope);
	used = since(used);
	if (rc || envelope.output[1] != OCXLPMEM_STATUS_OK) {
		fprintf(stderr, "heartbeat: rc %d status 0x%02x\n", rc, envelope.output[1]);
		exit(1);
	}
	free(envelope.memory);
	printf("%llu %lld %lld %ld\n", driver_ns(timing), used.passed_ns, used.cpu_ns, used.sleeps);
}

static void sleep_once(long us)
{
	struct timespec time = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
	struct used used = read_used();

	nanosleep(&time, NULL);
	used = since(used);
	printf("%lld %lld\n", used.passed_ns, used.cpu_ns);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int count;
	int fd;

	if (!strcmp(what, "sleep") && argc == 4) {
		/* the driver's sleeps have no slack either */
		prctl(PR_SET_TIMERSLACK, 1);
		for (count = atoi(argv[3]); count > 0; count--)
			sleep_once(atol(argv[2]));
		return 0;
	}
	if (strcmp(what, "heart") || argc != 6)
		return 129;
	fd = open(argv[2], O_RDWR | O_CLOEXEC);
	if (fd < 0)
		fail(argv[2]);
	for (count = atoi(argv[5]); count > 0; count--)
		beat(fd, !strcmp(argv[3], "vendor"), argv[4]);
	return 0;
}
