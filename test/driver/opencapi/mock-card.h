/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A card on the mock of the OpenCAPI bus: the registers of driver/card in a slot of the PCI bus. It
 * exists as long as the module, like hardware, whether a driver is bound to it or not.
 */
#ifndef OCXL_MOCK_CARD_H
#define OCXL_MOCK_CARD_H

#include <linux/debugfs.h>
#include <linux/pci.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>
#include "card/card.h"
#include "ocxl_internal.h"

#define OCXL_MOCK_CARDS	      2
/* bytes of the memory of each card, with the label area */
#define OCXL_MOCK_MEMORY      (128ULL << 20)
/* functions of a card: one for the link, one for the memory */
#define OCXL_MOCK_FUNCTIONS   2
/* bytes of the message about a refused scenario */
#define OCXL_MOCK_MESSAGE_MAX 400
#define OCXL_MOCK_PASIDS      4
/* mappings of the memory of a card by a scenario */
#define OCXL_MOCK_MAPPINGS    2

/**
 * struct ocxl_mock_memory - the memory of a card, as OPAL and the card describe it
 * @start: physical address
 * @lpc_offset: of the AFU, in bytes from the start of the memory of the link
 * @lpc_size: bytes
 * @special_size: bytes of special purpose memory, behind the LPC memory
 * @other_offset: as @lpc_offset, for an AFU of the function of the link
 * @other_size: bytes of its LPC memory; 0: there is no such AFU
 * @limit: bytes that OPAL can map
 * @refusal: errno with which OPAL refuses to map the memory; 0: it does not
 * @mapped: by this kernel
 * @mapped_size: bytes that OPAL has mapped, for this or an earlier kernel
 * @afu: the AFU for @mappings, if its function is open: the other one, if there is one; NULL when
 *	it was unplugged
 * @afu_function: PCI function of @afu
 * @mappings: those of scenarios
 * @mapping_count: of them
 */
struct ocxl_mock_memory {
	u64 start;
	u64 lpc_offset;
	u64 lpc_size;
	u64 special_size;
	u64 other_offset;
	u64 other_size;
	u64 limit;
	u32 refusal;
	bool mapped;
	u64 *mapped_size;
	struct ocxl_afu *afu;
	unsigned int afu_function;
	struct ocxl_memory *mappings[OCXL_MOCK_MAPPINGS];
	unsigned int mapping_count;
};

/**
 * struct ocxl_mock_card - a card
 * @slot: its slot on the first PCI bus
 * @memory: its memory, which an erase clears; NULL: a card without erase
 * @state: memory of @model, if it outlives the kernel; NULL
 * @host: callbacks of @model
 * @model: its registers
 * @lock: for @elements and @contexts, and for @model without the blocks of the mailboxes. A raw
 *	lock: interrupt handlers access registers
 * @advance: does what is due in @model
 * @link_users: open functions
 * @elements: process elements of the link, one bit for each PASID
 * @contexts: their contexts
 * @gone: the card has dropped off its bus
 * @busy: the card does not terminate a PASID
 * @stray: an interrupt arrives as soon as a handler is set, before the driver asks for any
 * @fail: fail the step of setting up with this number, from 1; counts down
 * @fail_access: fail the access to a register with this number, from 1; counts down
 * @targets: interrupts that a context has
 * @interrupts: number of triggers that arrived at a handler
 * @unplugged: functions that were unplugged and to which somebody refers
 * @map: where its memory is mapped
 * @mapped_size: @map.mapped_size of a card that does not outlive the kernel
 * @message: why the last scenario was refused
 */
struct ocxl_mock_card {
	unsigned int slot;
	void *memory;
	void *state;
	struct ocxlpmem_card_host host;
	struct ocxlpmem_card *model;
	raw_spinlock_t lock;
	struct delayed_work advance;
	unsigned int link_users;
	unsigned long elements;
	struct ocxl_context *contexts[OCXL_MOCK_PASIDS];
	bool gone;
	bool busy;
	bool stray;
	u32 fail;
	u32 fail_access;
	u32 targets;
	atomic_t interrupts;
	atomic_t unplugged;
	struct ocxl_mock_memory map;
	u64 mapped_size;
	char message[OCXL_MOCK_MESSAGE_MAX];
};

/**
 * ocxl_mock_card_create() - power on the card of a slot
 * @slot: the slot
 * @memory: address of its memory; 0: none
 * @state: address of memory for its registers that no kernel uses; 0: none. A card that is there
 *	from before a kexec or restart keeps its state
 *
 * Return: the card; NULL without memory.
 */
struct ocxl_mock_card *ocxl_mock_card_create(unsigned int slot, u64 memory, u64 state);

/** ocxl_mock_card_destroy() - power off and free the card; accepts NULL */
void ocxl_mock_card_destroy(struct ocxl_mock_card *card);

/** ocxl_mock_card_at() - the card of a slot, or NULL */
struct ocxl_mock_card *ocxl_mock_card_at(unsigned int slot);

/** ocxl_mock_card_of() - the card of a function */
struct ocxl_mock_card *ocxl_mock_card_of(struct pci_dev *dev);

/** ocxl_mock_card_of_afu() - the card of an AFU whose link is set up */
struct ocxl_mock_card *ocxl_mock_card_of_afu(struct ocxl_afu *afu);

/** ocxl_mock_card_read64() - read a register. Any context */
int ocxl_mock_card_read64(struct ocxl_mock_card *card, u32 offset, u64 *value);

/** ocxl_mock_card_write64() - write a register. Any context */
int ocxl_mock_card_write64(struct ocxl_mock_card *card, u32 offset, u64 value);

/** ocxl_mock_card_apply() - apply the lines of a scenario; 0 or -errno with @card->message set */
int ocxl_mock_card_apply(struct ocxl_mock_card *card, const char *text, size_t size);

/** ocxl_mock_step() - a step of setting up: 0, or -EIO if it is the one that has to fail */
int ocxl_mock_step(struct ocxl_mock_card *card);

/** ocxl_mock_access() - an access to a register: 0, or -EIO if it is the one that has to fail */
int ocxl_mock_access(struct ocxl_mock_card *card);

/**
 * ocxl_mock_trigger() - a card writes to the address of an interrupt
 * @card: the card; its lock is held
 * @line: number of its line
 * @handle: the address, in the address space of the kernel
 *
 * Complains if the card has no context, or if the address is not that of an interrupt.
 */
void ocxl_mock_trigger(struct ocxl_mock_card *card, unsigned int line, u64 handle);

/** ocxl_mock_memory_configure() - let an AFU have the memory that its card has */
void ocxl_mock_memory_configure(struct ocxl_afu *afu);

/** ocxl_mock_memory_forget() - a PCI function of the card was unplugged */
void ocxl_mock_memory_forget(struct ocxl_mock_card *card, unsigned int function);

/** ocxl_mock_memory_files_create() - files of @card->map in the card's directory */
void ocxl_mock_memory_files_create(struct ocxl_mock_card *card, struct dentry *directory);

/** ocxl_mock_memory_destroy() - complains if memory is mapped */
void ocxl_mock_memory_destroy(struct ocxl_mock_card *card);

/** ocxl_mock_config_space_attach() - let the cards' functions have the ids and serials of cards */
int ocxl_mock_config_space_attach(unsigned int domain, unsigned int bus);

void ocxl_mock_config_space_detach(void);

/** ocxl_mock_unplugged_attach() - count functions that were unplugged; 0 or -errno */
int ocxl_mock_unplugged_attach(void);

void ocxl_mock_unplugged_detach(void);

/** ocxl_mock_hold_file_create() - a file in the directory of all cards */
void ocxl_mock_hold_file_create(struct dentry *directory);

/** ocxl_mock_flush_file_create() - a file in the directory of all cards */
void ocxl_mock_flush_file_create(struct dentry *directory);

/** ocxl_mock_flush_detach() - flush as before; after the file was removed */
void ocxl_mock_flush_detach(void);

/** ocxl_mock_files_create() - the card's directory in debugfs */
void ocxl_mock_files_create(struct ocxl_mock_card *card);

/** ocxl_mock_files_remove() - all directories */
void ocxl_mock_files_remove(void);

#endif /* OCXL_MOCK_CARD_H */
