/* What a thread does with the GIL, as counters and events: each hook ends one state and begins another. */
#include "vm/observe_private.h"
#include "vm/frame.h"
#include "vm/interp.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* -- States ---------------------------------------------------------------------------------------------------- */

/* It grows only as long as no event has been overwritten: event i is in slot i % room in any case. */
static NOINLINE void at_ring_end(ThreadLog *log) {
    ThreadRecord *r = log->record;
    if (r->written == log->room && ring_grow(log)) r->room = log->room;
    else log->at = 0;
}

static ALWAYS_INLINE void put_event(ThreadLog *log, const GilEvent *e) {
    ThreadRecord *r = log->record;
    if (!log->ring) return;
    if (unlikely(log->at == log->room)) at_ring_end(log);
    log->ring[log->at++] = *e;
    __atomic_store_n(&r->written, r->written + 1, __ATOMIC_RELEASE);
}

/* Returns whether it was the longest. */
static ALWAYS_INLINE bool add(GilSum *s, uint64_t ticks) {
    s->count++;
    s->ticks += ticks;
    if (likely(ticks <= s->longest)) return false;
    s->longest = ticks;
    return true;
}
static ALWAYS_INLINE void add_at(GilSum *s, uint64_t ticks, const ThreadRecord *r) {
    if (unlikely(add(s, ticks))) {
        s->place = r->place;
        s->other = r->other;
    }
}

static unsigned magnitude(uint64_t ticks) { return ticks ? 63 - (unsigned)__builtin_clzll(ticks) : 0; }

/* The present state's stay ends. */
static ALWAYS_INLINE void leave_state(ThreadRecord *r, uint64_t now) {
    uint64_t ticks = now - r->since;
    add_at(&r->states[r->state], ticks, r);
    switch (r->state) {
    case GIL_WAIT:
        add_at(&r->waits[r->call], ticks, r);
        r->wait_histogram[MIN(magnitude(ticks), HISTOGRAM - 1)]++;
        break;
    case GIL_CALL:
        add_at(&r->calls[r->call], ticks, r);
        if (r->flags & GIL_KEPT) r->kept_ticks += ticks;
        break;
    case GIL_LOCK:
        add_at(&r->locks[r->call], ticks, r);
        break;
    }
}

/* The clocks of two processors may differ by a few ticks: time never runs backwards in a log. */
static ALWAYS_INLINE void change(ThreadLog *log, GilEvent e) {
    ThreadRecord *r = log->record;
    if (unlikely((int64_t)(e.ticks - r->since) < 0)) e.ticks = r->since;
    leave_state(r, e.ticks);
    r->value = e.value;
    r->place = e.place;
    r->other = e.other;
    r->state = e.state;
    r->call = e.call;
    r->flags = e.flags;
    r->since = e.ticks;
    put_event(log, &e);
}

static inline uint64_t now_of(const ThreadLog *log) { return ticks_now(log->observer->by_counter); }
uint64_t log_now(const Thread *t) { return now_of(t->os->log); }

/* How old the processor time in the record may be when a thread lets the GIL go: some 10 ms, since asking costs 0.3 us. */
#define PROCESSOR_TICKS ((uint64_t)1 << 25)

static void end_hold(ThreadLog *log, uint64_t now, uint32_t place) {
    if (!log->hold_start) return;
    ThreadRecord *r = log->record;
    if (add(&r->holds, now - log->hold_start)) r->holds.place = place;
    uint64_t asked = RACY_GET(log->asked);
    if (unlikely(asked != 0)) {
        if (add(&r->answers, now > asked ? now - asked : 0)) {
            r->answers.place = place;
            r->answers.other = RACY_GET(log->asked_by);
        }
        RACY_SET(log->asked, 0);
    }
    if (unlikely(now - r->cpu_at > PROCESSOR_TICKS)) {
        r->cpu_ns = plat_thread_cpu_ns();
        r->cpu_at = now;
    }
    log->hold_start = 0;
    RACY_SET(log->overdue_pc, NULL);
}

/* -- Hooks ----------------------------------------------------------------------------------------------------- */

void log_place(Thread *t) {
    ThreadLog *log = t->os->log;
    log->place = place_of(t, log);
}

static uint64_t known(int64_t about) { return about >= 0 ? (uint64_t)about : GIL_NO_VALUE; }

/* Where the present hold is to be looked for: where it did not answer, or here. */
static uint32_t place_of_hold(Thread *t, ThreadLog *log) {
    const void *pc = RACY_GET(log->overdue_pc);
    uint32_t place = unlikely(pc != NULL) ? place_at(t, log, RACY_GET(t->os->overdue), pc) : 0;
    return place ? place : log->place;
}

void log_call(Thread *t, enum SysKind kind, int64_t about, bool kept) {
    ThreadLog *log = t->os->log;
    log_place(t);
    uint64_t now = now_of(log);
    end_hold(log, now, place_of_hold(t, log));
    change(log, (GilEvent){ .ticks = now, .state = GIL_CALL, .call = (uint8_t)kind, .flags = kept ? GIL_KEPT : 0,
                            .place = log->place, .value = known(about) });
}

void log_kept_call(Thread *t, enum SysKind kind, int64_t about, uint64_t start, SysResult r) {
    ThreadLog *log = t->os->log;
    log_place(t);
    change(log, (GilEvent){ .ticks = start, .state = GIL_CALL, .call = (uint8_t)kind, .flags = GIL_KEPT, .place = log->place,
                            .value = known(about) });
    t->os->result = r;
    log_run(t);
}

void log_lock(Thread *t, enum GilLock kind, const void *id, uint64_t other) {
    ThreadLog *log = t->os->log;
    log_place(t);
    uint64_t now = now_of(log);
    log->woken = 0;
    end_hold(log, now, place_of_hold(t, log));
    change(log, (GilEvent){ .ticks = now, .state = GIL_LOCK, .call = (uint8_t)kind, .place = log->place,
                            .value = (uint64_t)(uintptr_t)id, .other = (uint32_t)other });
}

static GilEvent with_result(const Thread *t, GilEvent e) {
    if (t->os->log->record->state != GIL_CALL) return e;
    SysResult r = t->os->result;
    e.value = (uint64_t)r.value;
    e.result = r.value < 0 ? r.err : 0;
    return e;
}

void log_wait(Thread *t, const Thread *holder) {
    ThreadLog *log = t->os->log;
    const ThreadRecord *r = log->record;
    if (r->state == GIL_WAIT) return;
    enum GilWait why = r->state == GIL_CALL ? GIL_WAIT_CALL : r->state == GIL_LOCK ? GIL_WAIT_LOCK : GIL_WAIT_START;
    uint64_t at = log->woken ? log->woken : now_of(log);
    log->woken = 0;
    change(log, with_result(t, (GilEvent){ .ticks = at, .state = GIL_WAIT, .call = (uint8_t)why, .place = log->place,
                                           .other = holder ? (uint32_t)holder->id : 0 }));
}

void log_run(Thread *t) {
    ThreadLog *log = t->os->log;
    uint64_t now = now_of(log);
    bool direct = log->record->state == GIL_WAIT && log->granted_by;
    GilEvent e = { .ticks = now, .state = GIL_RUN, .place = log->place };
    if (direct) {
        e.flags = GIL_DIRECT;
        e.other = (uint32_t)log->granted_by;
    }
    log->granted_by = 0;
    if (!log->hold_start) log->hold_start = now;
    change(log, with_result(t, e));
}

void log_woken(Thread *t) {
    ThreadLog *log = t->os->log;
    log->woken = now_of(log);
}

void log_granted(Thread *t, const Thread *by) { t->os->log->granted_by = by->id; }

void log_give_way(Thread *t, const Thread *next, bool broken_off, bool offered) {
    ThreadLog *log = t->os->log;
    ThreadRecord *r = log->record;
    uint64_t now = now_of(log), held = log->hold_start ? now - log->hold_start : 0;
    end_hold(log, now, place_of_hold(t, log));
    if (broken_off) r->broken_off++;
    else if (!offered) r->forced++;
    change(log, (GilEvent){ .ticks = now, .state = GIL_WAIT, .call = offered ? GIL_WAIT_YIELD : GIL_WAIT_FORCED,
                            .flags = broken_off ? GIL_BROKEN_OFF : 0, .place = log->place, .value = held,
                            .other = next ? (uint32_t)next->id : 0 });
}

void log_instant(Thread *t, enum GilState what, int64_t value, uint64_t other) {
    ThreadLog *log = t->os->log;
    GilEvent e = { .ticks = now_of(log), .state = (uint8_t)what, .place = log->place, .value = (uint64_t)value,
                   .other = (uint32_t)other };
    put_event(log, &e);
}

/* With the GIL's mutex: the holder stays. */
void log_request(Thread *t, const Thread *holder) {
    ThreadLog *log = t->os->log, *asked = holder->os->log;
    log->record->requests++;
    log_instant(t, GIL_REQUEST, 0, holder->id);
    if (!asked) return;
    RACY_SET(asked->asked_by, (uint32_t)t->id);
    RACY_SET(asked->asked, now_of(log));
}

/* The other one runs meanwhile, and what is read here may be of different moments: place_at() looks whether it fits
 * together. The frames stay mapped as long as the GIL's mutex is held (gil_hide()). */
void log_overdue(Thread *t) {
    ThreadLog *log = t->os->log;
    Frame *frames = RACY_GET(t->frames), *f = RACY_GET(t->frame);
    if (!frames || f < frames || f >= t->frames_end) return;
    RACY_SET(t->os->overdue, RACY_GET(f->code));
    RACY_SET(log->overdue_pc, RACY_GET(f->pc));
}

void log_collect(Thread *t, bool begins) {
    ThreadLog *log = t->os->log;
    ThreadRecord *r = log->record;
    if (begins && r->state != GIL_RUN) return;
    if (!begins && r->state != GIL_COLLECT) return;
    log->observer->process->collections += begins;
    change(log, (GilEvent){ .ticks = now_of(log), .state = begins ? GIL_COLLECT : GIL_RUN, .place = r->place });
}

static void copy_name(const Thread *t, ThreadRecord *r) {
    const char *name = thread_shown(t, "");
    memset(r->name, 0, sizeof r->name);
    memcpy(r->name, name, strnlen(name, sizeof r->name - 1));
}

void log_name(Thread *t) {
    ThreadRecord *r = t->os->log->record;
    r->ident = thread_ident(t);
    r->native_id = (uint64_t)t->os->native_id;
    copy_name(t, r);
}

void log_end(Thread *t) {
    ThreadLog *log = t->os->log;
    ThreadRecord *r = log->record;
    uint64_t now = now_of(log);
    r->cpu_ns = plat_thread_cpu_ns();
    r->cpu_at = now;
    end_hold(log, now, log->place);
    leave_state(r, now);
    r->since = now;
    GilEvent e = { .ticks = now, .state = GIL_END, .place = log->place };
    put_event(log, &e);
    copy_name(t, r);
    __atomic_store_n(&r->end, now, __ATOMIC_RELEASE);
    observer_seen(log->observer, now);
    gil_hide(t);
    log_close(log);
}

/* -- Beginning and end ------------------------------------------------------------------------------------------ */

/* The state that t is in while it is not running, as far as its own notes say. */
static void begin(Thread *t, uint32_t state, uint32_t call) {
    ThreadLog *log = t->os->log;
    ThreadRecord *r = log->record;
    uint64_t now = now_of(log);
    r->id = t->id;
    r->start = r->since = r->cpu_at = now;
    r->state = state;
    r->call = call;
    r->value = GIL_NO_VALUE;
    if (state == GIL_RUN) log->hold_start = now;
    log_name(t);
    r->place = log->place;
    put_event(log, &(GilEvent){ .ticks = now, .state = (uint8_t)state, .call = (uint8_t)call, .place = log->place,
                                .value = GIL_NO_VALUE });
}

void log_new_thread(Thread *t) {
    ThreadLog *log = log_open(t->interp->observer);
    if (!log) return;
    t->os->log = log;
    begin(t, GIL_WAIT, GIL_WAIT_START);
}

/* A thread that was there before the recording. It may be about to change its state: then it does so a moment later. */
static void join(Thread *t, const Thread *current) {
    ThreadLog *log = log_open(t->interp->observer);
    if (!log) return;
    enum SysKind kind = t->os->in_call;
    log->place = place_of(t, log);
    t->os->log = log;
    if (t == current) begin(t, GIL_RUN, 0);
    else if (kind == SYS_LOCK) begin(t, GIL_LOCK, GIL_LOCK_LOCK);
    else if (kind != SYS_COUNT) begin(t, GIL_CALL, kind);
    else begin(t, GIL_WAIT, GIL_WAIT_START);
}

static int start(Thread *t, const Observation *what) {
    Observer *o = observer_new(t->interp, what);
    if (!o) return errno;
    t->interp->observer = o;
    putenv(o->variable);
    return 0;
}

int observe_start(Thread *t, const Observation *what) {
    int err = start(t, what);
    for (Thread *each = err ? NULL : t->interp->threads; each; each = each->next) join(each, t);
    return err;
}

const char *observe_folder(const Interp *interp) { return interp->observer ? interp->observer->folder : NULL; }
const char *observe_variable(const Interp *interp) { return interp->observer ? interp->observer->variable : NULL; }

void observe_process_name(const Interp *interp, const char *name) {
    if (!interp->observer) return;
    char *out = interp->observer->process->name;
    memset(out, 0, sizeof interp->observer->process->name);
    memcpy(out, name, strnlen(name, sizeof interp->observer->process->name - 1));
}

/* A thread's processor time, read by another one. */
static void read_processor_time(const Thread *t) {
    ThreadRecord *r = t->os->log->record;
    clockid_t clock;
    struct timespec used;
    if (!t->os->native_id || pthread_getcpuclockid(t->os->handle, &clock) != 0 || clock_gettime(clock, &used) != 0) return;
    r->cpu_ns = used.tv_sec * INT64_C(1000000000) + used.tv_nsec;
    r->cpu_at = now_of(t->os->log);
}

void observe_touch(const Interp *interp) {
    if (!interp->observer) return;
    for (Thread *each = interp->threads; each; each = each->next)
        if (each->os->log) read_processor_time(each);
    observer_clock(interp->observer);
}

/* The others are in no hook now: these run with the GIL, which is ours, or with its mutex, which gil_hide() takes. */
void observe_stop(Thread *t, int status) {
    Observer *o = t->interp->observer;
    if (!o) return;
    observe_end(t);
    observe_touch(t->interp);
    for (Thread *each = t->interp->threads; each; each = each->next) {
        ThreadLog *log = each->os->log;
        gil_hide(each);
        if (log) log_drop(log);
    }
    o->process->status = status;
    __atomic_store_n(&o->process->end, o->process->clock_ticks[1], __ATOMIC_RELEASE);
    unsetenv(OBSERVE_VARIABLE);
    t->interp->observer = NULL;
    observer_free(o);
}

/* The others are gone; their logs, and this one's, belong to the parent. */
void observe_after_fork(Thread *t) {
    Observer *parent = t->interp->observer;
    if (!parent) return;
    for (Thread *each = t->interp->threads; each; each = each->next) {
        if (each->os->log) log_drop(each->os->log);
        each->os->log = NULL;
    }
    Observation what = { .folder = parent->folder, .room = parent->room, .how = HOW_FORK };
    t->interp->observer = NULL;
    unsetenv(OBSERVE_VARIABLE);                 /* the parent's text */
    if (start(t, &what) != 0) __atomic_fetch_add(&parent->process->lost_children, 1, __ATOMIC_RELAXED);
    else join(t, t);
    observer_free(parent);
}
