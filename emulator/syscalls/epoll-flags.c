// SPDX-License-Identifier: GPL-2.0-only
/*
 * epoll on the sysfs files "flags" and "state".
 */
#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "syscalls/caller-process.h"
#include "syscalls/epoll-flags.h"
#include "syscalls/polled-file.h"
#include "syscalls/virtual-limit.h"
#include "syscalls/wakeup-socket.h"

/**
 * struct registration - a file that a caller has added to an epoll
 * @next: next in the list
 * @card: the card whose changes it reports; NULL for a file that never changes
 * @tid: the caller
 * @epoll_fd: the caller's descriptor of the epoll
 * @file_fd: the caller's descriptor of the file
 * @epoll: our copy of @epoll_fd
 * @file: our copy of @file_fd
 * @wakeup: the socket in the epoll
 * @event: of the socket: the caller's, with EPOLLET
 * @raised: a change was reported since the last EPOLL_CTL_MOD
 */
struct registration {
	struct registration *next;
	struct ocxl_emulated_card *card;
	pid_t tid;
	int epoll_fd;
	int file_fd;
	int epoll;
	int file;
	struct ocxl_wakeup_socket wakeup;
	struct epoll_event event;
	bool raised;
};

static struct {
	pthread_mutex_t lock;
	struct registration *first;
	unsigned int count;
	/* number of registrations at which those of closed descriptors are removed */
	unsigned int sweep_at;
} registry = { .lock = PTHREAD_MUTEX_INITIALIZER, .sweep_at = 16 };

static void free_registration(struct registration *registration)
{
	int fds[] = { registration->epoll, registration->file, registration->wakeup.polled,
		      registration->wakeup.other };
	unsigned int i;

	epoll_ctl(registration->epoll, EPOLL_CTL_DEL, registration->wakeup.polled, NULL);
	for (i = 0; i < ARRAY_SIZE(fds); i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
	free(registration);
}

static void remove_registration(struct registration **link)
{
	struct registration *registration = *link;

	*link = registration->next;
	registry.count--;
	free_registration(registration);
}

static bool process_has_copy(pid_t pid, int own_fd)
{
	char path[32];
	struct dirent *entry;
	bool found = false;
	DIR *fds;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	fds = opendir(path);
	while (fds && !found && (entry = readdir(fds))) {
		if (isdigit((unsigned char)entry->d_name[0]))
			found = ocxl_caller_fd_is_copy_of(pid, atoi(entry->d_name), own_fd);
	}
	if (fds)
		closedir(fds);
	return found;
}

static bool any_process_has_copy(int own_fd)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	bool found = false;
	pid_t pid;

	while (processes && !found && (entry = readdir(processes))) {
		if (!isdigit((unsigned char)entry->d_name[0]))
			continue;
		pid = atoi(entry->d_name);
		found = pid != getpid() && process_has_copy(pid, own_fd);
	}
	if (processes)
		closedir(processes);
	return found;
}

/*
 * The caller is asked first, because that is fast. After a fork, another process may have the copy.
 */
static bool is_open(const struct registration *registration, int fd, int own_fd)
{
	return ocxl_caller_fd_is_copy_of(registration->tid, fd, own_fd) ||
	       any_process_has_copy(own_fd);
}

/*
 * Remove registrations whose file or epoll is closed in all processes, as the kernel would.
 * @card: only those of this card, or NULL
 */
static void remove_closed(const struct ocxl_emulated_card *card)
{
	struct registration **link = &registry.first;

	while (*link) {
		const struct registration *registration = *link;

		if ((card && registration->card != card) ||
		    (is_open(registration, registration->file_fd, registration->file) &&
		     is_open(registration, registration->epoll_fd, registration->epoll)))
			link = &(*link)->next;
		else
			remove_registration(link);
	}
}

void ocxl_epoll_flags_wake(struct ocxl_emulated_card *card)
{
	struct registration *registration;

	pthread_mutex_lock(&registry.lock);
	remove_closed(card);
	for (registration = registry.first; registration; registration = registration->next) {
		if (registration->card != card)
			continue;
		registration->raised = true;
		ocxl_wakeup_socket_raise(&registration->wakeup);
	}
	pthread_mutex_unlock(&registry.lock);
}

static struct registration **find_registration(pid_t tid, int epoll_fd, int file_fd)
{
	struct registration **link = &registry.first;

	while (*link && !(ocxl_caller_fd_is_copy_of(tid, file_fd, (*link)->file) &&
			  ocxl_caller_fd_is_copy_of(tid, epoll_fd, (*link)->epoll)))
		link = &(*link)->next;
	return link;
}

static int copy_descriptors(struct registration *registration)
{
	int pidfd = ocxl_caller_open_pidfd(registration->tid);

	if (pidfd < 0)
		return pidfd;
	registration->epoll = ocxl_caller_copy_fd(pidfd, registration->epoll_fd);
	registration->file = ocxl_caller_copy_fd(pidfd, registration->file_fd);
	close(pidfd);
	if (registration->epoll < 0)
		return registration->epoll;
	return registration->file < 0 ? registration->file : 0;
}

static void insert_registration(struct registration *registration)
{
	if (++registry.count >= registry.sweep_at) {
		remove_closed(NULL);
		registry.sweep_at = 2 * registry.count + 16;
	}
	registration->next = registry.first;
	registry.first = registration;
}

static int add_file(const struct ocxl_polled_file *file, int epoll_fd,
		    const struct epoll_event *event)
{
	struct registration *registration = calloc(1, sizeof(*registration));
	int rc;

	if (!registration)
		return -ENOMEM;
	*registration = (struct registration) {
		.card = ocxl_polled_file_can_change(file) ? file->card : NULL,
		.tid = file->reader.tid,
		.epoll_fd = epoll_fd,
		.file_fd = file->reader.fd,
		.epoll = -1,
		.file = -1,
		.wakeup = { .polled = -1, .other = -1 },
		.event = *event,
	};
	registration->event.events |= EPOLLET;
	rc = copy_descriptors(registration);
	if (!rc)
		rc = ocxl_wakeup_socket_open(&registration->wakeup);
	if (!rc && epoll_ctl(registration->epoll, EPOLL_CTL_ADD, registration->wakeup.polled,
			     &registration->event))
		rc = -errno;
	if (rc) {
		free_registration(registration);
		return rc;
	}
	if (ocxl_polled_file_unreported(file))
		ocxl_wakeup_socket_raise(&registration->wakeup);
	insert_registration(registration);
	return 0;
}

/*
 * A signal may end a call before the caller has its answer, and then the kernel starts it again. So
 * each change is taken back whose answer was not delivered. The lock of the registry lets no other
 * call come between.
 */
static long answer_add(const struct ocxl_syscall *call, const struct ocxl_polled_file *file,
		       int epoll_fd, const struct epoll_event *event)
{
	int rc = add_file(file, epoll_fd, event);

	if (rc)
		return rc;
	if (!ocxl_seccomp_answer(call, 0))
		remove_registration(&registry.first);
	return OCXL_SYSCALL_ANSWERED;
}

static long answer_modify(const struct ocxl_syscall *call, struct registration *registration,
			  const struct epoll_event *event)
{
	struct epoll_event changed = *event;

	changed.events |= EPOLLET;
	/*
	 * EPOLL_CTL_MOD reports pending events again. A change that was reported before the last
	 * EPOLL_CTL_MOD must not be; the caller may not have seen a later one yet.
	 */
	if (!registration->raised)
		ocxl_wakeup_socket_clear(&registration->wakeup);
	if (epoll_ctl(registration->epoll, EPOLL_CTL_MOD, registration->wakeup.polled, &changed))
		return -errno;
	registration->event = changed;
	if (ocxl_seccomp_answer(call, 0))
		registration->raised = false;
	return OCXL_SYSCALL_ANSWERED;
}

static long answer_delete(const struct ocxl_syscall *call, struct registration **link)
{
	struct registration *registration = *link;
	int polled = registration->wakeup.polled;

	epoll_ctl(registration->epoll, EPOLL_CTL_DEL, polled, NULL);
	if (ocxl_seccomp_answer(call, 0))
		remove_registration(link);
	else
		epoll_ctl(registration->epoll, EPOLL_CTL_ADD, polled, &registration->event);
	return OCXL_SYSCALL_ANSWERED;
}

static long control_file(const struct ocxl_syscall *call, const struct ocxl_polled_file *file,
			 const struct epoll_event *event)
{
	int epoll_fd = (int)call->arguments[0];
	struct registration **link = find_registration(file->reader.tid, epoll_fd, file->reader.fd);

	switch ((int)call->arguments[1]) {
	case EPOLL_CTL_ADD:
		return *link ? -EEXIST : answer_add(call, file, epoll_fd, event);
	case EPOLL_CTL_MOD:
		return *link ? answer_modify(call, *link, event) : -ENOENT;
	case EPOLL_CTL_DEL:
		return *link ? answer_delete(call, link) : -ENOENT;
	default:
		return -EINVAL;
	}
}

long ocxl_epoll_flags_control(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *call)
{
	struct epoll_event event = { 0 };
	struct ocxl_polled_file file;
	long rc;

	if (!ocxl_polled_file_find(&file, cards, call->tid, (int)call->arguments[2]))
		return OCXL_SYSCALL_CONTINUE;
	if ((int)call->arguments[1] != EPOLL_CTL_DEL &&
	    ocxl_caller_read(call->tid, call->arguments[3], &event, sizeof(event)))
		return -EFAULT;
	pthread_mutex_lock(&registry.lock);
	rc = control_file(call, &file, &event);
	pthread_mutex_unlock(&registry.lock);
	return rc;
}

static bool has_card_files(pid_t tid, int epoll_fd)
{
	const struct registration *registration;

	pthread_mutex_lock(&registry.lock);
	registration = registry.first;
	while (registration && !ocxl_caller_fd_is_copy_of(tid, epoll_fd, registration->epoll))
		registration = registration->next;
	pthread_mutex_unlock(&registry.lock);
	return registration != NULL;
}

long ocxl_epoll_flags_wait(const struct ocxl_syscall *call)
{
	struct pollfd epoll = { .events = POLLIN };
	bool answers = false;
	u64 limit_ns;
	int pidfd;

	if (!ocxl_virtual_limit_read(call, &limit_ns) ||
	    !has_card_files(call->tid, (int)call->arguments[0]))
		return OCXL_SYSCALL_CONTINUE;
	pidfd = ocxl_caller_open_pidfd(call->tid);
	epoll.fd = ocxl_caller_copy_fd(pidfd, (int)call->arguments[0]);
	if (epoll.fd >= 0) {
		answers = ocxl_virtual_limit_wait(call, limit_ns, &epoll, 1, NULL, NULL);
		close(epoll.fd);
	}
	if (pidfd >= 0)
		close(pidfd);
	/* the kernel reports the events */
	return answers && !epoll.revents ? 0 : OCXL_SYSCALL_CONTINUE;
}
