// SPDX-License-Identifier: GPL-2.0-only
/*
 * Caches of the processors over the memory of a card. A card that erases its memory may not tell the
 * processors about it: a dirty line that is written back later undoes a part of the erase, and a line
 * that stays in a cache brings labels back.
 */
#include <linux/io.h>
#include <linux/sched.h>
#include <asm/cacheflush.h>
#include "pmem.h"

/* bytes that are mapped at once */
#define FLUSH_CHUNK (64ULL << 20)

#if IS_ENABLED(CONFIG_X86)

void ocxlpmem_flush_lines(void *start, size_t size)
{
	clflush_cache_range(start, size);
}

#elif IS_ENABLED(CONFIG_PPC64)

void ocxlpmem_flush_lines(void *start, size_t size)
{
	flush_dcache_range((unsigned long)start, (unsigned long)start + size);
}

#else
#error "no instruction that flushes a cache line is known for this processor"
#endif

int ocxlpmem_flush_caches(struct ocxlpmem *pmem)
{
	u64 start = pmem->memory.start;
	u64 end = start + pmem->memory.size;
	size_t size;
	void *memory;

	for (; start < end; start += size) {
		size = min(end - start, FLUSH_CHUNK);
		memory = memremap(start, size, MEMREMAP_WB);
		if (!memory)
			return -ENOMEM;
		ocxlpmem_flush_lines(memory, size);
		memunmap(memory);
		cond_resched();
	}
	return 0;
}
