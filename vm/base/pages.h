/* Pages of the collected heap. Only heap.c includes this.
 *
 * libgc gives free blocks back to the system after some collections. Small ones are not worth a system call, and the faults
 * when they are used again: up to 20 us a page in some virtual machines. Commands are linked with --wrap=madvise, so that
 * only large parts are given back; hosts that link libminipy.a otherwise get what libgc does and lose nothing else. */
#pragma once

#include "config.h"

#define PAGE            4096
#define WORTH_GIVING    ((uintptr_t)2 << 20)            /* aligned parts of this size */

/* Gives the memory of whole pages back; they read as zero from now on. false: they still hold what they held. */
bool pages_discard(void *p, size_t n);
