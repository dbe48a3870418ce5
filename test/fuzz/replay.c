// SPDX-License-Identifier: GPL-2.0-only
/*
 * replay_NAME FILE-OR-DIRECTORY...: runs a fuzz target on known inputs, without an engine. An input
 * that breaks something ends the program, after its name was printed. No input is a failure.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>
#include <sys/stat.h>
#include "fuzz.h"

#define PATH_SIZE 4096

static unsigned long inputs;
static const char *current = "";

/* Only for mutators of targets, which are not called here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	return size;
}

int __attribute__((weak)) LLVMFuzzerInitialize(int *argc, char ***argv)
{
	return 0;
}

static void exit_with_error(const char *path, const char *what)
{
	fprintf(stderr, "replay: %s: %s: %s\n", path, what, strerror(errno));
	exit(2);
}

/* Memory of exactly the input's size. */
static void replay_file(const char *path, size_t size)
{
	uint8_t *data = malloc(size ? size : 1);
	FILE *file = fopen(path, "rb");

	if (!data || !file || fread(data, 1, size, file) != size)
		exit_with_error(path, "cannot be read");
	fclose(file);
	current = path;
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	inputs++;
}

static void replay_path(const char *path);

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* In the order of names, so that each run does the same. */
static void replay_directory(const char *path)
{
	char name[PATH_SIZE];
	struct dirent **entries;
	int count = scandir(path, &entries, is_visible, alphasort);
	int i;

	if (count < 0)
		exit_with_error(path, "cannot be listed");
	for (i = 0; i < count; i++) {
		if (snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name) >= PATH_SIZE)
			exit_with_error(path, "has a name that is too long");
		replay_path(name);
		free(entries[i]);
	}
	free(entries);
}

static void replay_path(const char *path)
{
	struct stat status;

	if (stat(path, &status))
		exit_with_error(path, "is not there");
	if (S_ISDIR(status.st_mode))
		replay_directory(path);
	else
		replay_file(path, (size_t)status.st_size);
}

/* Exists only with a sanitizer, which ends the program by itself. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

/* Prints the current input; also called from a signal handler. */
static void print_current_input(void)
{
	ssize_t written = write(STDERR_FILENO, current, strlen(current));

	if (written >= 0)
		written = write(STDERR_FILENO, ": the input that did it\n", 24);
}

static void tell_of_signal(int number)
{
	print_current_input();
	signal(number, SIG_DFL);
	raise(number);
}

static void tell_at_the_end(void)
{
	signal(SIGABRT, tell_of_signal);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(print_current_input);
	else
		signal(SIGSEGV, tell_of_signal);
}

int main(int argc, char **argv)
{
	int i;

	tell_at_the_end();
	LLVMFuzzerInitialize(&argc, &argv);
	for (i = 1; i < argc; i++)
		replay_path(argv[i]);
	current = "";
	printf("%lu inputs\n", inputs);
	return inputs > 0 ? 0 : 1;
}
