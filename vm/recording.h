/* The recording: what the GIL observatory writes down, and the format of its files.
 *
 * A recording is a folder with one file PID.N per interpreter (N: 0 for a process's first, 1 ...). The interpreter maps the
 * file and writes into it while it runs; other processes may read it at any time, also after a crash. All numbers are in
 * the machine's byte order, all texts UTF-8. A file consists of
 *
 *     ProcessRecord               one page
 *     places                      PLACES_BYTES; of these ProcessRecord.places_bytes are used
 *     ThreadRecord, its events    for each of ProcessRecord.nthreads slots, every thread_stride bytes
 *
 * and is sparse: what has not been written takes no space.
 *
 * An event is the beginning of a state of its thread, which lasts until the next one that is a state, or an instant. Events
 * of one thread are in order of time. They form a ring: of `written` events the last `room` are there, event i in
 * slot i % room. A reader of a living thread's ring reads `written` first and again after copying: events below
 * written - room may have been overwritten meanwhile. The counters beside the ring see every event, also without
 * rings (room 0: --gil-report).
 *
 * A place is a line of a function: u32 line, u32 bytes of the function's name, u32 bytes of the file's, the two names. The
 * first place has number 1, the next 2 ...; 0: no Python code. It is the innermost line that is not in the frozen
 * library, if there is one.
 *
 * Time is in ticks, on one clock for all processes of a machine: the processor's counter where it is reliable, else
 * CLOCK_MONOTONIC's nanoseconds. Two pairs (ticks, ns) far apart give the rate; take those of the process that ran longest
 * for the whole recording. A thread's place in the picture is [start, end]; end 0: it was still there when its process
 * ended or was last seen (`seen`). */
#pragma once
#include <stdint.h>

enum GilState {                 /* value, other, result */
    GIL_RUN,                    /* has the GIL. The result and errno of the call that ended, or 0 */
    GIL_WAIT,                   /* wants the GIL. other: who has it, or gets it; see enum GilWait in `call` */
    GIL_CALL,                   /* in a system call (enum SysKind). value: the descriptor, or how long it may take in ns (sleep,
                                   select, poll, epoll_wait), or GIL_NO_VALUE */
    GIL_LOCK,                   /* sleeps (enum GilLock in `call`). value: id() of the lock; other: its owner, or who is joined */
    GIL_COLLECT,                /* collects garbage; then goes on as before. other: 0 */
    GIL_STATES,
    /* instants */
    GIL_REQUEST = 16,           /* asks for the GIL at the end of the holder's interval. other: of whom */
    GIL_SIGNAL,                 /* a handler runs. value: the signal's number */
    GIL_FORK,                   /* value: the child's process id */
    GIL_SPAWN,                  /* value: the child's process id: vfork and exec */
    GIL_THREAD,                 /* starts a thread. other: which */
    GIL_END,                    /* of the thread: its last event */
};

enum GilWait {                  /* what came before GIL_WAIT */
    GIL_WAIT_START,             /* nothing: the thread is new */
    GIL_WAIT_CALL,              /* a system call that has ended */
    GIL_WAIT_LOCK,              /* a lock that it has got, or a notification, or its time limit */
    GIL_WAIT_FORCED,            /* it had the GIL and gave way at a request. value: how long it had it, in ticks;
                                   other: who gets it; GIL_BROKEN_OFF: it broke its turn off for one back from a call */
    GIL_WAIT_YIELD,             /* it offered it: time.sleep(0) */
    GIL_WAITS
};

enum GilLock {
    GIL_LOCK_LOCK,              /* acquire() of a lock. value: id() of the lock object; other: the owner's thread */
    GIL_LOCK_NOTIFY,            /* Condition.wait(), and what is made of it: events, queues */
    GIL_LOCK_JOIN,              /* Thread.join(). other: the joined thread */
    GIL_LOCK_START,             /* Thread.start(), until it runs */
    GIL_LOCK_IMPORT,            /* a module that another thread imports. other: that thread */
    GIL_LOCKS
};

enum GilFlags {
    GIL_KEPT = 1,               /* GIL_CALL: the GIL was not let go, since nobody else could use it or it ended at once */
    GIL_BROKEN_OFF = 2,         /* GIL_WAIT: the rest of the turn comes right after */
    GIL_DIRECT = 4,             /* GIL_RUN: handed over by `other`, not found free */
};

#define GIL_NO_VALUE UINT64_MAX

typedef struct GilEvent {       /* 32 bytes */
    uint64_t ticks;
    uint8_t state;              /* enum GilState */
    uint8_t call;               /* enum SysKind, GilWait or GilLock */
    uint16_t flags;             /* enum GilFlags */
    uint32_t place;
    uint64_t value;
    uint32_t other;             /* ThreadRecord.id, 0: nobody */
    int32_t result;             /* errno of a call that failed */
} GilEvent;

/* How often, how long altogether, how long at most (ticks), and where that was. */
typedef struct GilSum { uint64_t count, ticks, longest; uint32_t place, other; } GilSum;        /* 32 bytes */

enum { CALLS_MAX = 64, HISTOGRAM = 48 };

typedef struct ThreadRecord {   /* 4096 bytes */
    uint64_t id;                /* 1 is the interpreter's first; no other ever has the same. 0: the slot is not used */
    uint64_t ident, native_id;  /* threading.get_ident(), get_native_id() */
    char name[64];              /* threading's; "": not known */
    uint64_t start, end;        /* ticks */
    uint64_t written, room;     /* events */
    /* the present state: its first event once more, whether there is a ring or not */
    uint64_t since;
    uint64_t value;
    uint32_t place, other;
    uint32_t state, call;
    uint32_t flags, reserved;
    int64_t cpu_ns;             /* processor time it used, as known at `cpu_at` (ticks) */
    uint64_t cpu_at;
    uint64_t kept_ticks;        /* of the time in system calls, how much with the GIL in its hands */
    uint64_t forced, broken_off;        /* it gave way: at the end of its interval; to one back from a call or lock */
    uint64_t requests;          /* it asked for the GIL at the end of somebody's interval */
    GilSum states[GIL_STATES];  /* finished stays only: add [since, now] to states[state]. For GIL_RUN, count is how often it
                                   took the GIL, and a stay begins anew after a collection or a kept call */
    GilSum holds;               /* from taking the GIL to letting it go, or to a call while there is no other thread */
    GilSum waits[GIL_WAITS];    /* for the GIL, by what came before; other: who had it */
    GilSum locks[GIL_LOCKS];    /* other: the owner */
    GilSum calls[CALLS_MAX];    /* by enum SysKind */
    uint32_t wait_histogram[HISTOGRAM]; /* GIL_WAIT by log2(ticks) */
    GilSum answers;             /* how long it took to let the GIL go once it was asked to at the end of its interval; place:
                                   where it was meanwhile; other: who asked */
    uint8_t rest[1104];
} ThreadRecord;

enum { HOW_COMMAND, HOW_FORK, HOW_EXEC };

typedef struct ProcessRecord {  /* 4096 bytes */
    char magic[8];              /* "MPGIL001" */
    uint64_t pid, ppid, interp; /* interp: N */
    uint64_t start, end;        /* ticks; end 0: it runs, or was killed */
    uint64_t seen;              /* ticks: it was certainly alive then; brought up to date with places, threads and rings */
    uint64_t clock_ticks[2];
    int64_t clock_ns[2];        /* CLOCK_MONOTONIC */
    int64_t wall_ns;            /* CLOCK_REALTIME at clock_ticks[0] */
    int64_t interval_ns;        /* the switch interval, the last one that was set */
    uint64_t seed;              /* -X gil-seed, 0: none */
    uint32_t plain;             /* -X gil=cpython */
    uint32_t cpus;              /* that the process may use */
    uint32_t how;               /* HOW_... it came about */
    int32_t status;             /* exit status, valid when end != 0 */
    uint64_t room;              /* events that each thread's ring may have; 0: counters only */
    uint64_t nthreads;          /* slots in use */
    uint64_t lost_threads;      /* ended threads whose slot was given to another one */
    uint64_t disk_full;         /* how often a ring could not grow: it wraps earlier */
    uint64_t places, places_bytes;      /* how many, and their bytes */
    uint64_t lost_places;
    uint64_t lost_children;     /* forked ones that could not write a file of their own */
    uint64_t collections;
    uint64_t places_offset, threads_offset, thread_stride;
    char call_names[CALLS_MAX][20];     /* enum SysKind's names */
    char title[2528];           /* the command line, words separated by NUL, ended by two */
    char name[64];              /* multiprocessing's; "": none */
} ProcessRecord;

_Static_assert(sizeof(GilEvent) == 32, "as readers expect it");
_Static_assert(sizeof(ThreadRecord) == 4096, "one page");
_Static_assert(sizeof(ProcessRecord) == 4096, "one page");
