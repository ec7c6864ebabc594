/* What the observatory's files share. */
#pragma once
#include "vm/observe.h"

enum { PLACES_BYTES = 16 << 20, SLOTS_MAX = 1 << 14, PAGE = 4096 };

struct PlaceTable;

/* In malloc'd memory, and so is ThreadLog. */
struct Observer {
    Interp *interp;
    int fd;
    bool by_counter;            /* ticks are the processor's, else nanoseconds */
    ProcessRecord *process;
    char *places;
    struct PlaceTable *table;
    uint64_t room;
    uint64_t places_room;       /* bytes that are certainly on the disk */
    char *folder, *variable;
    uint64_t first_ended, nended;
    uint32_t ended[SLOTS_MAX];  /* slots of ended threads, a ring, in the order of their ends */
};

enum { CACHED_PLACES = 64 };
typedef struct CachedPlace { const void *pc; uint32_t place; } CachedPlace;

typedef struct ThreadLog {
    Observer *observer;
    ThreadRecord *record;
    GilEvent *ring;             /* NULL: counters only */
    uint64_t room;              /* events that the ring has, up to now (observe_file.c) */
    uint64_t at;                /* where the next one goes */
    uint64_t slot;
    uint32_t place;             /* the last one that was looked up */
    uint64_t hold_start;        /* took the GIL, and has it still; 0: has it not */
    volatile uint64_t woken;    /* when somebody woke it, 0: nobody */
    volatile uint64_t granted_by;
    uint64_t asked;             /* when it was asked for the GIL, and by whom; 0: nobody has */
    uint32_t asked_by;
    const void *overdue_pc;     /* where it was when it did not answer; the code: ThreadOs.overdue */
    CachedPlace cache[CACHED_PLACES];
} ThreadLog;

static inline uint64_t ticks_now(bool by_counter) {
#if defined(__x86_64__)
    if (likely(by_counter)) return __builtin_ia32_rdtsc();
#endif
    return (uint64_t)plat_monotonic_ns();
}

/* observe_file.c */
Observer *observer_new(Interp *interp, const Observation *what);        /* NULL: errno says why */
void observer_free(Observer *o);
ThreadLog *log_open(Observer *o);               /* NULL: no room for it */
void log_close(ThreadLog *log);                 /* of a thread that has ended: its slot may be used again */
void log_drop(ThreadLog *log);                  /* unmaps and frees it */
bool ring_grow(ThreadLog *log);                 /* false: it has to wrap */
bool places_reserve(Observer *o, uint64_t bytes);
void observer_seen(Observer *o, uint64_t now);  /* alive at this time */
void observer_clock(Observer *o);               /* reads the clocks once more */

/* observe_place.c */
struct PlaceTable *places_new(void);
void places_free(struct PlaceTable *p);
uint32_t place_of(Thread *t, ThreadLog *log);   /* the GIL is held; no collection */
uint32_t place_at(Thread *t, ThreadLog *log, const void *code, const void *pc); /* 0: they do not belong together */
