// SPDX-License-Identifier: GPL-2.0-only
/*
 * ioctls on /dev/nmemN, with the checks of libnvdimm.
 */
#include <stdlib.h>
#include <sys/ioctl.h>
#include "cards/card-lock.h"
#include "cards/dimm-command.h"
#include "syscalls/caller-process.h"
#include "syscalls/dimm-ioctl.h"
#include "syscalls/ioctl-buffer.h"
#include "syscalls/undelivered-answers.h"

static bool needs_write_access(unsigned int command)
{
	return command == ND_CMD_VENDOR || command == ND_CMD_SET_CONFIG_DATA ||
	       command == ND_CMD_CALL;
}

static int check_command(const struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
			 const struct ocxl_ioctl_buffer *buffer, unsigned int command)
{
	struct nd_cmd_pkg package;

	if (command == ND_CMD_CALL) {
		if (ocxl_ioctl_buffer_read(buffer, 0, &package, sizeof(package)))
			return -EFAULT;
		if (package.nd_family != NVDIMM_FAMILY_OCXL || card->options->vendor_only)
			return -EINVAL;
	}
	if (command > ND_CMD_CALL || !(ocxl_dimm_command_mask(card) & 1U << command))
		return -ENOTTY;
	if (needs_write_access(command) &&
	    ocxl_caller_fd_is_read_only(call->tid, (int)call->arguments[0]))
		return -EPERM;
	return 0;
}

static void increment_counter(u64 *counter)
{
	__atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

static void count_ioctl(struct ocxl_ioctl_counters *counters, unsigned int command, int rc)
{
	if (rc)
		increment_counter(&counters->refused);
	if (command == ND_CMD_CALL)
		increment_counter(&counters->call);
	else if (command == ND_CMD_VENDOR)
		increment_counter(&counters->vendor);
	else
		increment_counter(&counters->labels);
}

static void count_wire_command(struct ocxl_ioctl_counters *counters, unsigned int command,
			       const u8 *buffer, u64 size)
{
	u64 offset = command == ND_CMD_VENDOR ? sizeof(struct nd_cmd_vendor_hdr) : 0;
	struct nd_cmd_pkg package;

	if ((command != ND_CMD_VENDOR && command != ND_CMD_CALL) || size < offset + sizeof(package))
		return;
	memcpy(&package, buffer + offset, sizeof(package));
	if (package.nd_command && package.nd_command <= OCXLPMEM_CMD_MAX)
		increment_counter(&counters->wire[package.nd_command]);
}

static bool caller_has_stopped_waiting(void *context)
{
	const struct ocxl_syscall *call = context;
	bool is_waiting = ocxl_seccomp_is_waiting(call);

	ocxl_answer_see_caller(call, is_waiting);
	return !is_waiting;
}

static bool caller_was_killed(void *context)
{
	const struct ocxl_syscall *call = context;

	return caller_has_stopped_waiting(context) && ocxl_caller_has_ended(call->tid);
}

static bool caller_is_admin(void *context)
{
	const struct ocxl_syscall *call = context;

	return ocxl_caller_is_admin(call->tid);
}

/* @copy: the request; receives the answer. The caller holds the lock of the card. */
static int execute_command(struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
			   unsigned int command, u8 *copy, u64 size)
{
	const struct ocxlpmem_caller caller = { .is_admin = caller_is_admin,
						.context = (void *)(uintptr_t)call };
	int rc = ocxl_answer_begin(card, call, copy, size);

	if (rc)
		return rc;
	count_wire_command(&card->counters, command, copy, size);
	card->caller_is_gone = caller_was_killed;
	card->caller_context = (void *)(uintptr_t)call;
	ocxl_emulated_card_run_events(card);
	rc = ocxl_dimm_command_answer(card, &caller, command, copy, size);
	card->caller_is_gone = NULL;
	ocxl_answer_keep(card, call, copy, rc);
	return rc;
}

static int run_command(struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
		       unsigned int command, u8 *copy, u64 size)
{
	int rc;

	ocxl_answer_claim(card, call, copy, size);
	if (!ocxl_emulated_card_lock_unless(card, caller_has_stopped_waiting,
					    (void *)(uintptr_t)call))
		return -EINTR;
	if (!ocxl_answer_recall(card, call, copy, size, &rc))
		rc = execute_command(card, call, command, copy, size);
	ocxl_emulated_card_unlock(card);
	return rc;
}

/* @reply: receives the answer; the caller frees its bytes */
static int copy_and_run(struct ocxl_emulated_card *card, const struct ocxl_syscall *call,
			unsigned int command, struct ocxl_reply *reply)
{
	struct ocxl_reply_part *answer = &reply->part[0];
	struct ocxl_ioctl_buffer buffer;
	u64 size;
	int rc;

	ocxl_ioctl_buffer_open(&buffer, call);
	rc = check_command(card, call, &buffer, command);
	if (!rc)
		rc = ocxl_ioctl_buffer_measure(&buffer, command, &size);
	if (rc)
		return rc;
	*answer = (struct ocxl_reply_part) { buffer.address, malloc(size), size };
	if (!answer->bytes)
		return -ENOMEM;
	rc = ocxl_ioctl_buffer_read(&buffer, 0, answer->bytes, size);
	if (!rc)
		rc = run_command(card, call, command, answer->bytes, size);
	reply->count = rc ? 0 : 1;
	return rc;
}

struct counted_ioctl {
	struct ocxl_ioctl_counters *counters;
	unsigned int command;
};

static void count_answer(void *context, long result)
{
	const struct counted_ioctl *counted = context;

	count_ioctl(counted->counters, counted->command, (int)result);
}

long ocxl_dimm_ioctl(struct ocxl_emulated_cards *cards, const struct ocxl_syscall *call)
{
	unsigned int command = _IOC_NR((u32)call->arguments[1]);
	int number = ocxl_caller_dimm_number(call->tid, (int)call->arguments[0]);
	struct counted_ioctl counted = { .command = command };
	struct ocxl_reply reply = { .before = count_answer, .context = &counted };

	if (number < 0 || (unsigned int)number >= cards->count)
		return OCXL_SYSCALL_CONTINUE;
	counted.counters = &cards->card[number].counters;
	reply.result = copy_and_run(&cards->card[number], call, command, &reply);
	ocxl_answer_deliver(call, &reply);
	free(reply.part[0].bytes);
	return OCXL_SYSCALL_ANSWERED;
}
