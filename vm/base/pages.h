/* Pages of the collected heap: where libgc's memory comes from. Only heap.c includes this.
 *
 * A page fault costs a few hundred nanoseconds on bare hardware and 20 us in some virtual machines, and what every program
 * needs of the heap has two hundred small pages. So the heap begins with a huge page where the system has them ("madvise" or
 * "always"): one fault for 2 MB. The rest stays in small pages: with huge ones a collection took twice as long in such a
 * machine. libgc knows nothing of it: commands are linked with --wrap=mmap and --wrap=madvise. Hosts that link libminipy.a
 * otherwise get small pages and lose nothing else. */
#pragma once

#include "config.h"

#define PAGE            4096
#define HUGE_PAGE       ((size_t)2 << 20)

/* Gives the memory of whole pages back; they read as zero from now on. false: they still hold what they held. */
bool pages_discard(void *p, size_t n);
