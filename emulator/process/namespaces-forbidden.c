// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds the setting of the machine that forbids namespaces, or the file that they lack.
 */
#include <linux/capability.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "process/namespaces.h"

#define FORBIDDEN "namespaces are forbidden here: "

/**
 * struct setting - a sysctl that can forbid namespaces
 * @file: below /proc/sys
 * @value: the value that forbids them
 * @advice: for the message
 */
struct setting {
	const char *file;
	long value;
	const char *advice;
};

static const struct setting settings[] = {
	{ "user/max_user_namespaces", 0, "a positive number allows them" },
	{ "user/max_mnt_namespaces", 0, "a positive number allows them" },
	{ "user/max_pid_namespaces", 0, "a positive number allows them" },
	{ "kernel/unprivileged_userns_clone", 0, "1 allows them" },
	{ "kernel/apparmor_restrict_unprivileged_userns", 1, "0 allows them" },
};

static bool read_text(const char *path, char *text, size_t size)
{
	ssize_t length;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	length = read(fd, text, size - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

static bool explain_setting(const struct setting *setting, char *text, size_t size)
{
	char path[128];
	char value[32];
	size_t used;
	char *slash;

	snprintf(path, sizeof(path), "/proc/sys/%s", setting->file);
	if (!read_text(path, value, sizeof(value)) || strtol(value, NULL, 10) != setting->value)
		return false;
	used = (size_t)scnprintf(text, size, FORBIDDEN "the sysctl %s is %ld", setting->file,
				 setting->value);
	slash = strchr(text, '/');
	if (slash)
		*slash = '.';
	scnprintf(text + used, size - used, " (%s)", setting->advice);
	return true;
}

/* Since Linux 5.12, the kernel demands this of a process that maps user 0 of its own namespace. */
static bool is_root_without_setfcap(const char *status)
{
	const char *effective = strstr(status, "\nCapEff:\t");

	return effective && geteuid() == 0 &&
	       !(strtoull(effective + strlen("\nCapEff:\t"), NULL, 16) & 1ULL << CAP_SETFCAP);
}

static bool is_mounted_with(const char *path, unsigned long flag)
{
	struct statvfs mount;

	return statvfs(path, &mount) == 0 && (mount.f_flag & flag);
}

static const char *find_other_cause(void)
{
	char status[4096] = "";

	if (access("/dev/null", F_OK))
		return "/dev/null does not exist";
	if (is_mounted_with("/dev/null", ST_NODEV))
		return "/dev/null is mounted with the option nodev";
	if (is_mounted_with("/proc/self", ST_RDONLY))
		return "/proc is mounted read-only";
	read_text("/proc/self/status", status, sizeof(status));
	if (strstr(status, "\nSeccomp:\t2"))
		return FORBIDDEN "a seccomp filter is active, perhaps that of a container "
				 "or of a systemd unit";
	if (is_root_without_setfcap(status))
		return FORBIDDEN "this root has no capability CAP_SETFCAP; another user needs none";
	return FORBIDDEN "no sysctl forbids them; after chroot() they do not exist, and a security "
			 "module may forbid them";
}

void ocxl_namespaces_explain_failure(char *text, size_t size)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++) {
		if (explain_setting(&settings[i], text, size))
			return;
	}
	snprintf(text, size, "%s", find_other_cause());
}
