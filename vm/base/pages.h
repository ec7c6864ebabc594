/* Pages of the collected heap: where libgc's memory comes from. Only heap.c includes this.
 *
 * A page fault costs a few hundred nanoseconds on bare hardware and 20 us in some virtual machines, and a heap of
 * 8 MB has two thousand small pages. So the heap lies in pieces of whole huge pages, which the system is asked to
 * use where it has them (transparent huge pages, "madvise" or "always"): one fault for 2 MB. libgc knows nothing
 * of it: commands are linked with --wrap=mmap and --wrap=madvise. Hosts that link libminipy.a otherwise get small
 * pages and lose nothing else. */
#pragma once

#include "config.h"

#define PAGE            4096
#define HUGE_PAGE       ((size_t)2 << 20)

void pages_after_fork(void);                            /* in the child */

/* Gives the memory of whole pages back; they read as zero from now on. false: they still hold what they held. */
bool pages_discard(void *p, size_t n);
