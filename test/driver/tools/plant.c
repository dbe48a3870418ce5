// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hostile owner of a directory: "plant DIRECTORY VICTIM NAME..." replaces each NAME in DIRECTORY,
 * again and again, by a link to the file of that name in the directory VICTIM, a FIFO, and rubbish,
 * and DIRECTORY itself by a link to VICTIM. Needs write access to the parent of DIRECTORY. When it
 * is killed by SIGTERM, DIRECTORY is a directory, and NAME may be anything.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE    512
#define RUBBISH_SIZE (16 << 20)
#define PAUSE_MAX_US 20000

static volatile sig_atomic_t ended;

static void end_loop(int number)
{
	(void)number;
	ended = 1;
}

/* 0 to PAUSE_MAX_US */
static void pause_randomly(void)
{
	usleep((unsigned int)rand() % PAUSE_MAX_US);
}

/* lines without an end, and then a hole */
static void write_rubbish(const char *path)
{
	char rubbish[4096];
	int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0666);

	memset(rubbish, '{', sizeof(rubbish));
	if (write(fd, rubbish, sizeof(rubbish)) > 0 && ftruncate(fd, RUBBISH_SIZE))
		perror(path);
	close(fd);
}

static void replace_file(const char *directory, const char *victim, const char *name)
{
	char path[PATH_SIZE];
	char target[PATH_SIZE];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	snprintf(target, sizeof(target), "%s/%s", victim, name);
	unlink(path);
	if (symlink(target, path) == 0)
		pause_randomly();
	unlink(path);
	if (mkfifo(path, 0666) == 0)
		pause_randomly();
	unlink(path);
	write_rubbish(path);
	pause_randomly();
	unlink(path);
	pause_randomly();
}

static int replace_directory(const char *directory, const char *victim)
{
	char away[PATH_SIZE];

	snprintf(away, sizeof(away), "%s.away", directory);
	if (rename(directory, away) || symlink(victim, directory))
		return -1;
	pause_randomly();
	return unlink(directory) || rename(away, directory) ? -1 : 0;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = end_loop };
	unsigned long rounds = 0;
	int i;

	if (argc < 4)
		return 2;
	sigaction(SIGTERM, &action, NULL);
	while (!ended) {
		for (i = 3; i < argc; i++)
			replace_file(argv[1], argv[2], argv[i]);
		if (replace_directory(argv[1], argv[2])) {
			perror(argv[1]);
			return 1;
		}
		pause_randomly();
		rounds++;
	}
	printf("%lu rounds\n", rounds);
	return 0;
}
