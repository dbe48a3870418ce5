// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/ocxlpmem/ndbusN/scenario: lines written to it change the emulated card. Read,
 * it tells why the last write was refused.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "../card/card.h"
#include "emulated.h"

/* bytes of one write */
#define SCENARIO_MAX (64U << 10)

/**
 * struct written_scenario - a write while it is executed
 * @card: the card
 * @text: the written text
 * @size: bytes of @text
 * @line: number of the bad line
 * @message: the error in that line
 */
struct written_scenario {
	struct ocxlpmem_card *card;
	const char *text;
	size_t size;
	unsigned int line;
	char message[OCXL_SCENARIO_MESSAGE_MAX - 32];
};

/* the driver calls this between two commands */
static int apply_scenario(void *context)
{
	struct written_scenario *written = context;

	return ocxlpmem_card_apply_scenario(written->card, written->text, written->size,
					    &written->line, written->message,
					    sizeof(written->message));
}

static void store_message(struct ocxlpmem_emulated *emulated,
			  const struct written_scenario *written, int rc)
{
	mutex_lock(&emulated->message_lock);
	emulated->message[0] = '\0';
	if (rc)
		scnprintf(emulated->message, sizeof(emulated->message), "line %u: %s\n",
			  written->line, written->message);
	mutex_unlock(&emulated->message_lock);
	if (rc)
		pr_err("window at 0x%llx: scenario refused: line %u: %s\n", emulated->start,
		       written->line, written->message);
}

static int execute_write(struct ocxlpmem_emulated *emulated, const char *text, size_t size)
{
	struct ocxlpmem_controller *controller = &emulated->controller;
	struct written_scenario written = { .card = emulated->card, .text = text, .size = size };
	int rc = controller->host->update(controller, apply_scenario, &written);

	store_message(emulated, &written, rc);
	return rc;
}

static ssize_t scenario_write(struct file *file, const char __user *buffer, size_t size,
			      loff_t *position)
{
	char *text;
	int rc;

	if (size > SCENARIO_MAX)
		return -E2BIG;
	text = memdup_user_nul(buffer, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	rc = execute_write(file_inode(file)->i_private, text, size);
	kfree(text);
	return rc ? rc : size;
}

static ssize_t scenario_read(struct file *file, char __user *buffer, size_t size, loff_t *position)
{
	struct ocxlpmem_emulated *emulated = file_inode(file)->i_private;
	char message[sizeof(emulated->message)];

	mutex_lock(&emulated->message_lock);
	strscpy(message, emulated->message, sizeof(message));
	mutex_unlock(&emulated->message_lock);
	return simple_read_from_buffer(buffer, size, position, message, strlen(message));
}

static const struct file_operations scenario_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = scenario_write,
	.read = scenario_read,
	.llseek = default_llseek,
};

void ocxlpmem_scenario_add_file(struct ocxlpmem_controller *controller, struct dentry *directory)
{
	debugfs_create_file("scenario", 0600, directory, ocxlpmem_emulated_of(controller),
			    &scenario_operations);
}
