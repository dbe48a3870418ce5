// SPDX-License-Identifier: GPL-2.0-only
/*
 * The server of the control socket.
 */
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/safe-print.h"
#include "base/unix-socket.h"
#include "cards/card-lock.h"
#include "core/device.h"
#include "scenario/clock-lines.h"
#include "scenario/control-socket.h"
#include "scenario/scenario-apply.h"
#include "scenario/scenario-stages.h"

#define BACKLOG	   64
/* A client that sends or reads nothing for this time is disconnected. */
#define STACK_SIZE (256U << 10)

static struct {
	int socket;
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	dev_t device;
	ino_t inode;
	struct ocxl_emulated_cards *cards;
} control = { .socket = -1 };

/**
 * struct client - one connection
 * @socket: the connection
 * @text: the lines that the client sent
 * @size: bytes of @text
 * @reply: the reply
 */
struct client {
	int socket;
	char *text;
	size_t size;
	FILE *reply;
};

static bool has_listener(const struct sockaddr_un *address)
{
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool found;

	/* unknown: the socket of another emulator must not be removed */
	if (probe < 0)
		return true;
	/* EAGAIN: a process listens, and its queue is full */
	found = connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0 ||
		errno == EAGAIN;
	close(probe);
	return found;
}

static int bind_socket(const struct sockaddr_un *address)
{
	struct stat st;

	if (bind(control.socket, (const struct sockaddr *)address, sizeof(*address)) == 0)
		return 0;
	if (errno != EADDRINUSE)
		return -errno;
	if (lstat(address->sun_path, &st) || !S_ISSOCK(st.st_mode) || has_listener(address))
		return -EADDRINUSE;
	if (unlink(address->sun_path) ||
	    bind(control.socket, (const struct sockaddr *)address, sizeof(*address)))
		return -errno;
	return 0;
}

static int open_socket(const char *path)
{
	struct sockaddr_un address;
	struct stat st;
	int rc = ocxl_unix_address_set(&address, path);

	if (rc)
		return rc;
	control.socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/*
	 * The file gets the mode of the socket. Every process that can connect controls the cards.
	 */
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
		ocxl_print_error("cannot create control socket '%s': %s", path, strerror(-rc));
	return rc;
}

const char *ocxl_control_path(void)
{
	static char path[PATH_MAX];

	if (!control.path[0])
		return NULL;
	return realpath(control.path, path) ? path : control.path;
}

void ocxl_control_close_in_child(void)
{
	if (control.socket >= 0)
		close(control.socket);
}

void ocxl_control_remove(void)
{
	struct stat st;

	if (control.path[0] && lstat(control.path, &st) == 0 && st.st_dev == control.device &&
	    st.st_ino == control.inode)
		unlink(control.path);
}

static int read_lines(struct client *client)
{
	struct pollfd wait = { .fd = client->socket, .events = POLLIN };
	ssize_t part;

	for (;;) {
		if (poll(&wait, 1, OCXL_CONTROL_SECONDS * 1000) != 1)
			return -ETIMEDOUT;
		part = recv(client->socket, client->text + client->size,
			    OCXL_SCENARIO_SIZE_MAX + 1 - client->size, 0);
		if (part <= 0)
			return part < 0 ? -errno : 0;
		client->size += (size_t)part;
		if (client->size > OCXL_SCENARIO_SIZE_MAX)
			return -EMSGSIZE;
	}
}

static unsigned long long read_counter(const u64 *counter)
{
	return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

static void print_card_counters(FILE *reply, const struct ocxl_emulated_card *card)
{
	const struct ocxl_ioctl_counters *counters = &card->counters;
	const char *separator = " wire=";
	unsigned long long count;
	unsigned int wire;

	fprintf(reply, "nmem%u call=%llu vendor=%llu labels=%llu refused=%llu", card->number,
		read_counter(&counters->call), read_counter(&counters->vendor),
		read_counter(&counters->labels), read_counter(&counters->refused));
	for (wire = 0; wire <= OCXLPMEM_CMD_MAX; wire++) {
		count = read_counter(&counters->wire[wire]);
		if (!count)
			continue;
		fprintf(reply, "%s%u:%llu", separator, wire, count);
		separator = ",";
	}
	fprintf(reply, "\n");
}

static void print_counters(FILE *reply)
{
	unsigned int i;

	for (i = 0; i < control.cards->count; i++)
		print_card_counters(reply, &control.cards->card[i]);
}

static void print_card_first_contact(FILE *reply, struct ocxl_emulated_card *card)
{
	char text[OCXL_FIRST_CONTACT_SIZE];
	char *rest = text;
	const char *line;

	ocxl_emulated_card_lock(card);
	ocxl_emulated_card_run_events(card);
	ocxlpmem_first_contact_write(&card->device, text, sizeof(text));
	ocxl_emulated_card_unlock(card);
	while ((line = strsep(&rest, "\n")) && *line)
		fprintf(reply, "nmem%u %s\n", card->number, line);
}

static void print_first_contacts(FILE *reply)
{
	unsigned int i;

	for (i = 0; i < control.cards->count; i++) {
		if (!ocxl_emulated_card_is_generic(&control.cards->card[i]))
			print_card_first_contact(reply, &control.cards->card[i]);
	}
}

#define NAME_ROW(number, NAME, name, ...) [number] = (name),

/* what does not continue until virtual time passes, or a request is released */
static void print_waiting(FILE *reply)
{
	static const char *const names[] = { OCXL_OPCODES(NAME_ROW) };
	unsigned int i;
	u8 opcode;

	for (i = 0; i < control.cards->count; i++) {
		opcode = ocxl_card_clock_stopped_by(&control.cards->card[i].clock);
		fprintf(reply, "nmem%u held=%s\n", i,
			opcode < ARRAY_SIZE(names) ? names[opcode] : "none");
	}
	fprintf(reply, "limited=%u\n", ocxl_virtual_limit_count());
}

static const struct {
	const char *line;
	void (*print)(FILE *reply);
} questions[] = {
	{ "counters", print_counters },
	{ "first-contact", print_first_contacts },
	{ "waiting", print_waiting },
};

/* Answer a question and replace it with blanks, which keeps the line numbers of the other lines. */
static void answer_question(struct client *client, char *line, size_t size)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(questions); i++) {
		if (size != strlen(questions[i].line) || memcmp(line, questions[i].line, size))
			continue;
		memset(line, ' ', size);
		questions[i].print(client->reply);
		return;
	}
}

static void answer_questions(struct client *client)
{
	size_t size;
	size_t at;

	for (at = 0; at < client->size; at += size + 1) {
		size = ocxl_scenario_line_size(client->text + at, client->size - at);
		answer_question(client, client->text + at, size);
	}
}

/* Is "stage NAME" the only line? */
static bool is_stage(const struct client *client, const char **name, size_t *size)
{
	size_t length = ocxl_scenario_line_size(client->text, client->size);

	return length + 1 >= client->size &&
	       ocxl_scenario_stage_name(client->text, length, name, size);
}

/* The cards change before a line lets time pass: one that holds a request holds the next one. */
static int apply_cards_and_clock(struct client *client, struct ocxl_scenario_error *error)
{
	struct ocxl_clock_lines lines;
	int rc = ocxl_clock_lines_take(&lines, client->text, client->size, error);

	if (!rc)
		rc = ocxl_scenario_apply(control.cards, client->text, client->size, error);
	if (!rc)
		ocxl_clock_lines_run(&lines, control.cards);
	ocxl_clock_lines_free(&lines);
	return rc;
}

static void apply_lines(struct client *client)
{
	struct ocxl_scenario_error error;
	const char *stage;
	size_t stage_size;
	int rc;

	if (is_stage(client, &stage, &stage_size)) {
		rc = ocxl_scenario_stage_enter(control.cards, stage, stage_size, error.why,
					       sizeof(error.why));
		if (rc)
			fprintf(client->reply, "error %s\n", error.why);
	} else {
		answer_questions(client);
		rc = apply_cards_and_clock(client, &error);
		if (rc)
			fprintf(client->reply, "error line %u: %s\n", error.line, error.why);
	}
	if (!rc)
		fprintf(client->reply, "ok\n");
}

static void receive_and_apply(struct client *client)
{
	int rc = read_lines(client);

	if (!rc)
		apply_lines(client);
	else if (rc == -EMSGSIZE)
		fprintf(client->reply, "error too many lines; allowed: %u bytes at once\n",
			OCXL_SCENARIO_SIZE_MAX);
	else
		fprintf(client->reply, "error %s\n", strerror(-rc));
}

static void *serve_client(void *argument)
{
	struct client client = { .socket = (int)(intptr_t)argument };
	struct timeval limit = { .tv_sec = OCXL_CONTROL_SECONDS };
	char *reply = NULL;
	size_t size = 0;

	setsockopt(client.socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	client.text = malloc(OCXL_SCENARIO_SIZE_MAX + 1);
	client.reply = open_memstream(&reply, &size);
	if (client.text && client.reply)
		receive_and_apply(&client);
	if (client.reply && fclose(client.reply) == 0)
		ocxl_unix_send_all(client.socket, reply, size);
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
		/* Without free descriptors or memory: wait until other clients release some. */
		if (client < 0 && errno != EINTR && errno != ECONNABORTED)
			usleep(10000);
	}
	return argument;
}

int ocxl_control_serve(struct ocxl_emulated_cards *cards)
{
	pthread_t thread;

	control.cards = cards;
	return control.socket < 0 ? 0 : -pthread_create(&thread, NULL, accept_clients, NULL);
}
