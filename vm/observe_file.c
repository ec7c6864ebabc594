/* The recording's files: the folder, the process's file with its slots for threads, rings that grow. */
#include "vm/observe_private.h"
#include "vm/interp.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

/* A ring begins with one page of events and doubles, up to steps of this many. */
enum { FIRST_EVENTS = PAGE / sizeof(GilEvent), STEP_EVENTS = 1 << 13, PLACES_STEP = 64 << 10 };

/* -- The clock --------------------------------------------------------------------------------------------------- */

/* Runs at one rate on all processors, also while they sleep. (Intel SDM 18.17.1: invariant TSC) */
static bool counter_is_reliable(void) {
#if defined(__x86_64__)
    unsigned a, b, c, d;
    return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & 1u << 8);
#else
    return false;
#endif
}

/* The shortest of a few tries: nothing came between the two readings. */
static void read_clocks(const Observer *o, uint64_t *ticks, int64_t *ns) {
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < 5; i++) {
        uint64_t before = ticks_now(o->by_counter);
        int64_t between = plat_monotonic_ns();
        uint64_t after = ticks_now(o->by_counter);
        if (after - before >= best) continue;
        best = after - before;
        *ticks = before + best / 2;
        *ns = between;
    }
}

void observer_seen(Observer *o, uint64_t now) { __atomic_store_n(&o->process->seen, now, __ATOMIC_RELEASE); }

void observer_clock(Observer *o) {
    ProcessRecord *p = o->process;
    uint64_t ticks = 0;
    int64_t ns = 0;
    read_clocks(o, &ticks, &ns);
    /* several threads may be here at once: the pair is never half one's and half another's for long, and a later one follows */
    RACY_SET(p->clock_ticks[1], ticks);
    RACY_SET(p->clock_ns[1], ns);
    observer_seen(o, ticks);
}

/* -- Slots ------------------------------------------------------------------------------------------------------- */

/* Disk for [at, at + n), so that a store there can't fail. */
static bool reserve(int fd, uint64_t at, uint64_t n) {
    do errno = posix_fallocate(fd, (off_t)at, (off_t)n);
    while (errno == EINTR);
    return errno == 0;
}

static void *map(int fd, uint64_t at, uint64_t n) {
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)at);
    return p == MAP_FAILED ? NULL : p;
}

static uint64_t slot_at(const Observer *o, uint64_t slot) {
    return o->process->threads_offset + (slot - 1) * o->process->thread_stride;
}

static ThreadLog *log_at(Observer *o, uint64_t slot) {
    ThreadLog *log = calloc(1, sizeof *log);
    uint64_t bytes = o->process->thread_stride, at = slot_at(o, slot);
    char *p = log && reserve(o->fd, at, PAGE) ? map(o->fd, at, bytes) : NULL;
    if (!p) {
        free(log);
        return NULL;
    }
    log->observer = o;
    log->slot = slot;
    log->record = (ThreadRecord *)p;
    log->ring = o->room ? (GilEvent *)(p + PAGE) : NULL;
    return log;
}

/* The slot of the thread that ended first: what it had is lost; its ring stays as large as it was. */
static ThreadLog *log_again(Observer *o) {
    if (!o->nended) return NULL;
    ThreadLog *log = log_at(o, o->ended[o->first_ended]);
    if (!log) return NULL;
    o->first_ended = (o->first_ended + 1) % SLOTS_MAX;
    o->nended--;
    log->room = log->record->room;
    memset(log->record, 0, sizeof *log->record);
    return log;
}

ThreadLog *log_open(Observer *o) {
    ProcessRecord *p = o->process;
    ThreadLog *log = p->nthreads < SLOTS_MAX ? log_at(o, p->nthreads + 1) : log_again(o);
    if (!log || log->slot <= p->nthreads) p->lost_threads++;
    if (!log) return NULL;
    if (log->ring && !log->room && !ring_grow(log)) log->ring = NULL;
    log->record->room = log->room;
    if (log->slot > p->nthreads) __atomic_store_n(&p->nthreads, log->slot, __ATOMIC_RELEASE);
    observer_seen(o, ticks_now(o->by_counter));
    return log;
}

void log_close(ThreadLog *log) {
    Observer *o = log->observer;
    o->ended[(o->first_ended + o->nended++) % SLOTS_MAX] = (uint32_t)log->slot;
    log_drop(log);
}

void log_drop(ThreadLog *log) {
    munmap(log->record, log->observer->process->thread_stride);
    free(log);
}

bool ring_grow(ThreadLog *log) {
    Observer *o = log->observer;
    uint64_t step = log->room ? MIN(log->room, (uint64_t)STEP_EVENTS) : (uint64_t)FIRST_EVENTS;
    step = MIN(step, o->room - log->room);
    if (!step) return false;
    uint64_t from = PAGE + log->room * sizeof(GilEvent), bytes = step * sizeof(GilEvent);
    int saved = errno;
    bool ok = reserve(o->fd, slot_at(o, log->slot) + from, bytes);
    /* all pages at once: one by one they would cost ten times as much */
    if (ok) (void)madvise((char *)log->record + from, bytes, MADV_POPULATE_WRITE);
    errno = saved;
    if (!ok) __atomic_fetch_add(&o->process->disk_full, 1, __ATOMIC_RELAXED);
    else log->room += step;
    observer_clock(o);
    return ok;
}

bool places_reserve(Observer *o, uint64_t bytes) {
    if (bytes <= o->places_room) return true;
    if (o->places_room + PLACES_STEP > PLACES_BYTES) return false;
    if (!reserve(o->fd, o->process->places_offset + o->places_room, PLACES_STEP)) return false;
    o->places_room += PLACES_STEP;
    return bytes <= o->places_room;
}

/* -- The process's file ---------------------------------------------------------------------------------------------- */

/* The first name of its kind that is free: a process that has replaced itself by exec has one already. */
static int create_file(const char *folder, char *path, size_t n) {
    for (int i = 0; i < 10000; i++) {
        snprintf(path, n, "%s/%ld.%d", folder, (long)getpid(), i);
        int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST) return fd;
    }
    return -1;
}

static void write_title(ProcessRecord *p, const Options *options) {
    char *out = p->title, *end = p->title + sizeof p->title - 1;
    for (int i = -1; i < options->argc && out < end; i++) {
        const char *word = i < 0 ? options->executable : options->argv[i];
        for (; word && *word && out + 1 < end; word++) *out++ = *word;
        *out++ = 0;
    }
}

static void describe(Observer *o, int how) {
    ProcessRecord *p = o->process;
    memcpy(p->magic, "MPGIL001", sizeof p->magic);
    p->pid = (uint64_t)getpid();
    p->ppid = (uint64_t)getppid();
    p->how = (uint32_t)how;
    read_clocks(o, &p->clock_ticks[0], &p->clock_ns[0]);
    p->wall_ns = plat_realtime_ns();
    p->start = p->clock_ticks[0];
    p->interval_ns = gil_interval(o->interp);
    p->seed = o->interp->options->gil_seed;
    p->plain = gil_is_plain(o->interp);
    p->cpus = (uint32_t)plat_cpu_count();
    p->room = o->room;
    p->places_offset = PAGE;
    p->threads_offset = PAGE + PLACES_BYTES;
    p->thread_stride = PAGE + (o->room * sizeof(GilEvent) + PAGE - 1) / PAGE * PAGE;
    for (int i = 0; i < SYS_COUNT && i < CALLS_MAX; i++)
        snprintf(p->call_names[i], sizeof p->call_names[i], "%s", sys_kind_name[i]);
    write_title(p, o->interp->options);
    observer_clock(o);
}

void observer_free(Observer *o) {
    if (o->table) places_free(o->table);
    if (o->process) munmap(o->process, PAGE);
    if (o->places) munmap(o->places, PLACES_BYTES);
    if (o->fd >= 0) close(o->fd);
    free(o->folder);
    free(o->variable);
    free(o);
}

/* A new folder, in memory if there is a place for that. */
static char *new_folder(void) {
    const char *tmp = getenv("TMPDIR"), *const parents[] = { "/dev/shm", tmp && *tmp ? tmp : "/tmp", "/tmp" };
    for (size_t i = 0; i < ARRAY_LEN(parents); i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/minipy-gil-XXXXXX", parents[i]);
        if (mkdtemp(path)) return strdup(path);
    }
    return NULL;
}

/* The folder is removed again if it was made here and nothing could be written into it. */
Observer *observer_new(Interp *interp, const Observation *what) {
    Observer *o = calloc(1, sizeof *o);
    char path[PATH_MAX];
    if (!o) return NULL;
    o->interp = interp;
    o->fd = -1;
    o->by_counter = counter_is_reliable();
    o->room = what->room;
    o->folder = what->folder ? strdup(what->folder) : new_folder();
    bool ok = o->folder && asprintf(&o->variable, "%s=%llu:%s", OBSERVE_VARIABLE, (unsigned long long)o->room, o->folder) > 0 &&
              (o->fd = create_file(o->folder, path, sizeof path)) >= 0;
    if (ok) {
        ok = reserve(o->fd, 0, PAGE) && (o->process = map(o->fd, 0, PAGE)) &&
             (o->places = map(o->fd, PAGE, PLACES_BYTES)) && (o->table = places_new());
        if (!ok) unlink(path);
    }
    if (!ok) {
        int err = errno ? errno : ENOSPC;
        if (o->folder && !what->folder) rmdir(o->folder);
        observer_free(o);
        errno = err;
        return NULL;
    }
    describe(o, what->how);
    return o;
}
