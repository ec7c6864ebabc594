/* Pages of the collected heap and of the program: a page fault costs up to 20 us in some virtual machines.
 *
 * The first 2 MB that libgc asks for, all that a short program needs, are one huge page, which costs one fault: commands are
 * linked with --wrap=mmap.
 *
 * libgc gives free blocks back to the system after some collections. Small ones are not worth a system call and the faults
 * when they are used again. Commands are linked with --wrap=madvise, so that only large parts are given back; hosts that link
 * libminipy.a otherwise get what libgc does and lose nothing else. */
#pragma once

#include "config.h"

#define PAGE            ((uintptr_t)4096)
#define HUGE_PAGE       ((uintptr_t)2 << 20)
#define WORTH_GIVING    ((uintptr_t)2 << 20)            /* aligned parts of this size */

static inline char *align_down(const void *p, uintptr_t size) { return (char *)((uintptr_t)p & ~(size - 1)); }
static inline char *align_up(const void *p, uintptr_t size) { return align_down((const char *)p + size - 1, size); }

/* Gives the memory of whole pages back; they read as zero from now on. false: they still hold what they held. */
bool pages_discard(void *p, size_t n);

/* Makes small pages of the huge one. A program that lives longer has no use for it, and where the kernel watches which pages are
 * in use (DAMON), one collection in eight took three times as long with it, in a virtual machine that maps 2 MB anew each time. */
void pages_split(void);
/* Not any more: the program ends, and each of the small pages would cost a fault once more. */
void pages_keep(void);
/* How many of the n bytes from the page p on are to be mapped ahead: those in the same part of the heap, if nobody has touched
 * p yet; from now on they count as touched. 0: also where the program was linked without our mmap. */
size_t pages_take_fresh(void *p, size_t n);

/* The next part of the heap is to be in huge pages. false: the program was linked without our mmap. */
bool pages_next_is_huge(void);
/* see(start, end, in huge pages?, arg) for each part of the heap that is known here. */
void pages_of_heap(void (*see)(char *start, char *end, bool huge, void *arg), void *arg);
/* A new huge page in the place of one that nobody uses. */
void pages_renew(void *page);
/* A forked child gets zeros there and no copy, if the system can do that; or again a copy. false: it refuses, perhaps for a
 * part only. */
bool pages_empty_in_children(void *p, size_t n, bool empty);

/* The program's code is mapped at once and not by one fault for each part of it that is used. */
void pages_map_program(void);
