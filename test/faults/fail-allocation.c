// SPDX-License-Identifier: GPL-2.0-only
/*
 * LD_PRELOAD: counts the allocations of a program from main() on, and lets the one with number
 * OCXL_FAIL_ALLOCATION (environment) fail. Writes lines to the file OCXL_FAIL_REPORT:
 *
 * 	main			main() begins
 * 	count NUMBER		at the end: number of allocations; only if one was to fail, 0: none
 * 	failed			one failed; its stack follows
 * 	signal NUMBER		the program dies; its stack follows
 * 	at ADDRESS OBJECT	a frame, innermost first; an address in the file of the object
 */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FRAMES_MAX 40
/* memory for dlsym(), before the real functions are known */
#define EARLY_SIZE 8192

static struct {
	void *(*malloc)(size_t size);
	void *(*calloc)(size_t count, size_t size);
	void *(*realloc)(void *old, size_t size);
	void *(*memalign)(size_t align, size_t size);
	int (*posix_memalign)(void **memory, size_t align, size_t size);
	void (*free)(void *memory);
} next;

static _Alignas(16) char early[EARLY_SIZE];
static size_t early_used;
static char report_path[PATH_MAX];
static unsigned long wanted, count;
static bool counting, counts;
/* allocations of a report do not count */
static __thread bool inside;

static void __attribute__((format(printf, 1, 2))) write_report(const char *format, ...)
{
	char line[PATH_MAX + 64];
	int fd = open(report_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (fd < 0 || write(fd, line, length) != length)
		abort();
	close(fd);
}

static void report_frames(void)
{
	void *frames[FRAMES_MAX];
	int i, found = backtrace(frames, FRAMES_MAX);

	for (i = 0; i < found; i++) {
		Dl_info info;

		if (dladdr(frames[i], &info) && info.dli_fname)
			write_report("at 0x%lx %s\n",
				     (unsigned long)((char *)frames[i] - (char *)info.dli_fbase),
				     info.dli_fname);
	}
}

static void report_fatal_signal(int number)
{
	inside = true;
	write_report("signal %d\n", number);
	report_frames();
	signal(number, SIG_DFL);
	raise(number);
}

/* ends a program that waits for events */
static void stop_at_signal(int number)
{
	inside = true;
	if (counts)
		write_report("count %lu\n", count);
	signal(number, SIG_DFL);
	raise(number);
}

/* false while dlsym() runs, which allocates as well */
static bool find_next(void)
{
	static bool condition;

	if (next.free || condition)
		return next.free;
	condition = true;
	next.malloc = dlsym(RTLD_NEXT, "malloc");
	next.calloc = dlsym(RTLD_NEXT, "calloc");
	next.realloc = dlsym(RTLD_NEXT, "realloc");
	next.memalign = dlsym(RTLD_NEXT, "aligned_alloc");
	next.posix_memalign = dlsym(RTLD_NEXT, "posix_memalign");
	next.free = dlsym(RTLD_NEXT, "free");
	return true;
}

/* never freed, and always zero */
static void *allocate_early(size_t size)
{
	void *memory = early + early_used;

	size = (size + 15) / 16 * 16;
	if (size > EARLY_SIZE - early_used)
		abort();
	early_used += size;
	return memory;
}

static bool is_early(const void *memory)
{
	uintptr_t place = (uintptr_t)memory, begin = (uintptr_t)early;

	return place >= begin && place < begin + EARLY_SIZE;
}

/* is this the allocation that has to fail? */
static bool must_fail(void)
{
	int before = errno;

	if (!counting || inside)
		return false;
	if (__atomic_add_fetch(&count, 1, __ATOMIC_RELAXED) != wanted)
		return false;
	inside = true;
	write_report("failed\n");
	report_frames();
	inside = false;
	errno = before;
	return true;
}

static void *no_memory(void)
{
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size)
{
	if (!find_next())
		return allocate_early(size);
	return must_fail() ? no_memory() : next.malloc(size);
}

void *calloc(size_t number, size_t size)
{
	if (!find_next())
		return allocate_early(number * size);
	return must_fail() ? no_memory() : next.calloc(number, size);
}

void *realloc(void *old, size_t size)
{
	size_t behind = early + EARLY_SIZE - (char *)old;
	void *new;

	if (!find_next())
		return allocate_early(size);
	if (!is_early(old))
		return must_fail() ? no_memory() : next.realloc(old, size);
	new = next.malloc(size);
	if (new)
		memcpy(new, old, size < behind ? size : behind);
	return new;
}

void *reallocarray(void *old, size_t number, size_t size)
{
	size_t bytes;

	return __builtin_mul_overflow(number, size, &bytes) ? no_memory() : realloc(old, bytes);
}

void *aligned_alloc(size_t align, size_t size)
{
	if (!find_next())
		return NULL;
	return must_fail() ? no_memory() : next.memalign(align, size);
}

int posix_memalign(void **memory, size_t align, size_t size)
{
	if (!find_next())
		return ENOMEM;
	return must_fail() ? ENOMEM : next.posix_memalign(memory, align, size);
}

void free(void *memory)
{
	if (memory && !is_early(memory) && next.free)
		next.free(memory);
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
		      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

static int (*real_main)(int argc, char **argv, char **environment);

static int counted_main(int argc, char **argv, char **environment)
{
	/* programs that this one starts are not disturbed */
	unsetenv("LD_PRELOAD");
	inside = true;
	write_report("main\n");
	inside = false;
	counting = true;
	return real_main(argc, argv, environment);
}

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
		      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	static const char name[] = "__libc_start_main";
	__typeof__(&__libc_start_main) start;
	void *symbol = dlsym(RTLD_NEXT, name);

	memcpy(&start, &symbol, sizeof(start));
	real_main = main;
	return start(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

__attribute__((constructor)) static void prepare_report(void)
{
	const char *number = getenv("OCXL_FAIL_ALLOCATION");
	const char *path = getenv("OCXL_FAIL_REPORT");
	void *frame;

	find_next();
	counts = number != NULL;
	wanted = number ? strtoul(number, NULL, 10) : 0;
	if (!path || strlen(path) >= sizeof(report_path))
		abort();
	strcpy(report_path, path);
	/* the first call of backtrace() loads a library */
	backtrace(&frame, 1);
	signal(SIGSEGV, report_fatal_signal);
	signal(SIGBUS, report_fatal_signal);
	signal(SIGFPE, report_fatal_signal);
	signal(SIGABRT, report_fatal_signal);
	signal(SIGTERM, stop_at_signal);
}

__attribute__((destructor)) static void report_count(void)
{
	if (!counting || !counts)
		return;
	inside = true;
	write_report("count %lu\n", count);
}
