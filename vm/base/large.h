/* Large leaf objects: bytes, limbs, GMP's scratch memory. A process that uses many gets a part of the heap in huge pages,
 * which cost one page fault for 2 MB.
 *
 * A fork makes all memory common to both processes: whoever writes to a page next has to copy it, even if nothing of it is
 * in use. So what is free then is set aside until the next collection, and both go on in memory that neither has touched. */
#pragma once

#include "config.h"

enum { LARGE_MIN = 64 << 10 };                          /* bytes */

/* A leaf object of n bytes, more than 2 KB. What is not collectable has to be freed. NULL: out of memory. */
void *large_new(bool collectable, size_t n) MUST_CHECK;

/* Before this process is copied. May collect a small heap. */
void large_before_fork(void);

/* Gives back what was set aside, if there was a collection since. Cheap. */
void large_settle(void);
/* The same when memory is short. false: there was nothing. */
bool large_give_up(void);
