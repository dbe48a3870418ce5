// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control socket's server, see control-server.h.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "scenario/control-server.h"
#include "scenario/scenario-apply.h"
#include "scenario/scenario-stages.h"

#define BACKLOG	   64
/* a client that keeps silent so long is sent away */
#define SILENCE_MS 10000
#define STACK_SIZE (256U << 10)

static struct {
	int socket;
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	dev_t device;
	ino_t inode;
	struct ocxl_cards *cards;
} control = { .socket = -1 };

/**
 * struct client - one connection
 */
struct client {
	int socket;
	char *text;
	size_t size;
	FILE *reply;
};

static bool is_listened_on(const struct sockaddr_un *address)
{
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* EAGAIN: its queue is full, but there is one */
	bool alive = connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0 ||
		     errno == EAGAIN;

	close(probe);
	return alive;
}

static int bind_socket(const struct sockaddr_un *address)
{
	struct stat st;

	if (bind(control.socket, (const struct sockaddr *)address, sizeof(*address)) == 0)
		return 0;
	if (errno != EADDRINUSE)
		return -errno;
	if (lstat(address->sun_path, &st) || !S_ISSOCK(st.st_mode) || is_listened_on(address))
		return -EADDRINUSE;
	if (unlink(address->sun_path) ||
	    bind(control.socket, (const struct sockaddr *)address, sizeof(*address)))
		return -errno;
	return 0;
}

static int open_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat st;
	int rc;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	control.socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* what the file in its place will have: whoever may connect has the cards in hand */
	if (control.socket < 0 || fchmod(control.socket, 0600))
		return -errno;
	rc = bind_socket(&address);
	if (rc)
		return rc;
	if (listen(control.socket, BACKLOG) || lstat(path, &st))
		return -errno;
	control.device = st.st_dev;
	control.inode = st.st_ino;
	snprintf(control.path, sizeof(control.path), "%s", path);
	return 0;
}

int ocxl_control_open(const char *path)
{
	int rc;

	if (!path)
		return 0;
	rc = open_socket(path);
	if (rc)
		fprintf(stderr, "ocxl-emulator: cannot make control socket '%s': %s\n", path,
			strerror(-rc));
	return rc;
}

void ocxl_control_leave(void)
{
	if (control.socket >= 0)
		close(control.socket);
}

void ocxl_control_close(void)
{
	struct stat st;

	if (control.path[0] && lstat(control.path, &st) == 0 && st.st_dev == control.device &&
	    st.st_ino == control.inode)
		unlink(control.path);
}

static int read_batch(struct client *client)
{
	struct pollfd wait = { .fd = client->socket, .events = POLLIN };
	ssize_t part;

	for (;;) {
		if (poll(&wait, 1, SILENCE_MS) != 1)
			return -ETIMEDOUT;
		part = recv(client->socket, client->text + client->size,
			    OCXL_SCENARIO_MAX + 1 - client->size, 0);
		if (part <= 0)
			return part < 0 ? -errno : 0;
		client->size += (size_t)part;
		if (client->size > OCXL_SCENARIO_MAX)
			return -EMSGSIZE;
	}
}

static u64 load(const u64 *counter)
{
	return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

static void print_counters(FILE *reply)
{
	unsigned int i;
	unsigned int wire;

	for (i = 0; i < control.cards->count; i++) {
		const struct ocxl_counters *counters = &control.cards->card[i].counters;
		const char *before = " wire=";

		fprintf(reply, "nmem%u call=%llu vendor=%llu labels=%llu refused=%llu", i,
			(unsigned long long)load(&counters->call),
			(unsigned long long)load(&counters->vendor),
			(unsigned long long)load(&counters->labels),
			(unsigned long long)load(&counters->refused));
		for (wire = 0; wire <= OCXL_CMD_MAX; wire++) {
			if (!load(&counters->wire[wire]))
				continue;
			fprintf(reply, "%s%u:%llu", before, wire,
				(unsigned long long)load(&counters->wire[wire]));
			before = ",";
		}
		fprintf(reply, "\n");
	}
}

/* answer the questions and blank them, so that scenario lines keep their numbers */
static void take_questions(struct client *client)
{
	static const char question[] = "counters";
	char *line = client->text;
	char *end = client->text + client->size;
	char *stop;

	for (; line < end; line = stop + 1) {
		stop = memchr(line, '\n', (size_t)(end - line));
		if (!stop)
			stop = end;
		if ((size_t)(stop - line) != strlen(question) ||
		    memcmp(line, question, strlen(question)))
			continue;
		memset(line, ' ', strlen(question));
		print_counters(client->reply);
	}
}

/* a line "stage NAME", with nothing else */
static bool is_stage(const struct client *client, const char **name, size_t *size)
{
	const char *end = memchr(client->text, '\n', client->size);
	size_t length = end ? (size_t)(end - client->text) : client->size;

	return (!end || (size_t)(end - client->text) + 1 == client->size) &&
	       ocxl_stage_parse(client->text, length, name, size);
}

static void obey(struct client *client)
{
	const char *stage;
	unsigned int line = 0;
	size_t stage_size;
	char why[512];
	int rc;

	if (is_stage(client, &stage, &stage_size)) {
		rc = ocxl_stage_enter(control.cards, stage, stage_size, why, sizeof(why));
		if (rc)
			fprintf(client->reply, "error %s\n", why);
		else
			fprintf(client->reply, "ok\n");
		return;
	}
	take_questions(client);
	rc = ocxl_scenario_apply(control.cards, client->text, client->size, &line, why,
				 sizeof(why));
	if (rc)
		fprintf(client->reply, "error line %u: %s\n", line, why);
	else
		fprintf(client->reply, "ok\n");
}

static void send_all(int to, const char *text, size_t size)
{
	ssize_t part;

	while (size > 0) {
		part = send(to, text, size, MSG_NOSIGNAL);
		if (part <= 0)
			return;
		text += part;
		size -= (size_t)part;
	}
}

static void *serve_client(void *argument)
{
	struct client client = { .socket = (int)(intptr_t)argument };
	struct timeval limit = { .tv_sec = SILENCE_MS / 1000 };
	char *reply = NULL;
	size_t size = 0;
	int rc;

	setsockopt(client.socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	client.text = malloc(OCXL_SCENARIO_MAX + 1);
	client.reply = open_memstream(&reply, &size);
	if (client.text && client.reply) {
		rc = read_batch(&client);
		if (!rc)
			obey(&client);
		else if (rc == -EMSGSIZE)
			fprintf(client.reply, "error too many lines; allowed: %u bytes at once\n",
				OCXL_SCENARIO_MAX);
		else
			fprintf(client.reply, "error %s\n", strerror(-rc));
	}
	if (client.reply && fclose(client.reply) == 0)
		send_all(client.socket, reply, size);
	free(reply);
	free(client.text);
	close(client.socket);
	return NULL;
}

static void *accept_clients(void *argument)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int client;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	for (;;) {
		client = accept4(control.socket, NULL, NULL, SOCK_CLOEXEC);
		if (client >= 0 &&
		    pthread_create(&thread, &attributes, serve_client, (void *)(intptr_t)client))
			close(client);
		/* out of descriptors or memory: let others give some back */
		if (client < 0 && errno != EINTR && errno != ECONNABORTED)
			usleep(10000);
	}
	return argument;
}

int ocxl_control_start(struct ocxl_cards *cards)
{
	pthread_t thread;

	control.cards = cards;
	return control.socket < 0 ? 0 : -pthread_create(&thread, NULL, accept_clients, NULL);
}
