// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preloaded into the emulator: its first thread continues to exist for 0.3 s after pthread_join()
 * has returned, as on a slow machine, where the kernel ends a thread later.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <unistd.h>

typedef void *(*thread_function)(void *context);

static thread_function first_function;
static pthread_t first_thread;
static sem_t first_result;
static bool is_joined;

static void *end_late(void *context)
{
	void *result = first_function(context);

	sem_post(&first_result);
	usleep(300000);
	return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, thread_function function,
		   void *context)
{
	int (*next)(pthread_t *, const pthread_attr_t *, thread_function, void *) =
		dlsym(RTLD_NEXT, "pthread_create");
	int rc;

	if (first_function)
		return next(thread, attributes, function, context);
	sem_init(&first_result, 0, 0);
	first_function = function;
	rc = next(&first_thread, attributes, end_late, context);
	*thread = first_thread;
	return rc;
}

int pthread_join(pthread_t thread, void **result)
{
	int (*next)(pthread_t, void **) = dlsym(RTLD_NEXT, "pthread_join");

	if (is_joined || !first_function || !pthread_equal(thread, first_thread))
		return next(thread, result);
	is_joined = true;
	return sem_wait(&first_result);
}
