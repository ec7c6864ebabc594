/* What minipy wants of POSIX threads, clocks and memory, made small. Nothing here knows the collector or
 * blocks except the lock operations; system calls that scripts ask for are in vm/oscall.c. */
#pragma once

#include "config.h"
#include <pthread.h>

/* -- Clocks (nanoseconds) -------------------------------------------------------------------------------- */
int64_t plat_monotonic_ns(void);
int64_t plat_realtime_ns(void);
int64_t plat_process_cpu_ns(void);
int64_t plat_thread_cpu_ns(void);

/* -- Locks ----------------------------------------------------------------------------------------------- */
typedef pthread_mutex_t PlatMutex;
typedef pthread_cond_t PlatCond;                        /* its deadlines are on the monotonic clock */

void plat_mutex_init(PlatMutex *m);
void plat_mutex_destroy(PlatMutex *m);
void plat_mutex_lock(PlatMutex *m);
bool plat_mutex_trylock(PlatMutex *m);
void plat_mutex_unlock(PlatMutex *m);

void plat_cond_init(PlatCond *c);
void plat_cond_destroy(PlatCond *c);
void plat_cond_wait(PlatCond *c, PlatMutex *m);
bool plat_cond_wait_until(PlatCond *c, PlatMutex *m, int64_t deadline_ns);  /* false: the time is over */
void plat_cond_signal(PlatCond *c);
void plat_cond_broadcast(PlatCond *c);

/* -- Parking --------------------------------------------------------------------------------------------- */
/* Where one thread sleeps until another says go on: a word and the kernel's futex on it. A *grant* is what the
 * sleeper waits for; a *hint* only makes it look around, also from a signal handler. A grant that comes before
 * the sleeper does is kept. */
typedef struct PlatParker { volatile uint32_t word; } PlatParker;
enum PlatWake { PLAT_GRANTED, PLAT_HINTED, PLAT_TIMEOUT, PLAT_INTERRUPTED };

static inline void plat_relax(void) {                   /* in a loop that waits for another core */
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    COMPILER_BARRIER();
#endif
}
enum PlatWake plat_park(PlatParker *p, int64_t deadline_ns);    /* on the monotonic clock; INT64_MAX: none */
bool plat_park_spin(PlatParker *p, int64_t ns);         /* looks for a grant, busily; true: granted */
void plat_grant(PlatParker *p);
void plat_hint(PlatParker *p);

/* -- Threads --------------------------------------------------------------------------------------------- */
typedef pthread_t PlatThread;

/* The new thread has the caller's signal mask. stack_size 0: the system's. Returns an errno. */
int plat_thread_start(PlatThread *thread, void *(*fn)(void *), void *arg, size_t stack_size, bool detached);
size_t plat_stack_size(void);                           /* of threads that do not ask for another */
size_t plat_thread_overhead(void);                      /* what of it the C library takes, for thread-local data above all */
void plat_thread_join(PlatThread thread);
int64_t plat_thread_id(void);                           /* the kernel's number of the calling thread */
void plat_thread_name(const char *name);                /* as tools show it; cut to 15 bytes */

/* The calling thread's C stack: [*lo, *hi). */
void plat_stack_bounds(char **lo, char **hi);

/* -- Memory and the machine ------------------------------------------------------------------------------ */
size_t plat_page_size(void);
int plat_cpu_count(void);

/* How much a process may map (ulimit -v). */
size_t plat_address_space(void);

/* Address space that costs memory only where it is touched (value stacks). NULL when there is none. */
void *plat_map(size_t bytes) MUST_CHECK;
void plat_unmap(void *p, size_t bytes);
void plat_discard(void *p, size_t bytes);               /* back to untouched zeros; whole pages */

/* Copies n bytes that another thread may be changing, or unmapping: false if there is no such memory. From signal handlers,
 * too. */
bool plat_peek(void *to, const void *from, size_t n) MUST_CHECK;

/* Bytes nobody can guess. false: the system has no source of them. */
bool plat_random_bytes(void *out, size_t n) MUST_CHECK;
