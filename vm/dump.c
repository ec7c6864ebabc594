/* Thread stacks and lock waits as text, by write(2) alone. */
#include "vm/dump.h"
#include "vm/frame.h"
#include "vm/gil.h"
#include "vm/lock.h"
#include "vm/base/plat.h"
#include "vm/object/code.h"
#include "vm/object/type.h"
#include "vm/thread.h"
#include "vm/object/str.h"
#include <errno.h>
#include <unistd.h>

enum { MAX_FRAMES = 100, MAX_TEXT = 500, MAX_THREADS = 100 };

/* -- Text without memory ----------------------------------------------------------------------------------- */

typedef struct Out { int fd; size_t n; char text[512]; } Out;

static void flush(Out *o) {
    for (size_t done = 0; done < o->n;) {
        ssize_t r = write(o->fd, o->text + done, o->n - done);
        if (r < 0 && errno != EINTR) break;
        if (r > 0) done += (size_t)r;
    }
    o->n = 0;
}

static void put_char(Out *o, char c) {
    if (o->n == sizeof o->text) flush(o);
    o->text[o->n++] = c;
}
static void put(Out *o, const char *s) {
    while (*s) put_char(o, *s++);
}
static void put_number(Out *o, uint64_t n, unsigned base, int width) {
    char digits[24];
    int i = 0;
    do digits[i++] = "0123456789abcdef"[n % base];
    while ((n /= base) || i < width);
    while (i) put_char(o, digits[--i]);
}
static void put_address(Out *o, uint64_t n) {
    put(o, "0x");
    put_number(o, n, 16, 16);
}
/* Threads go on running while they are looked at, and what they have just let go of may be anything: all of it is copied
 * before it is used, and has the type that it must have. */
static bool peek_str(Value v, Str *s) {
    uint16_t kind;
    STATIC_ASSERT(sizeof kind == sizeof ((Type *)NULL)->kind);
    return is_ptr(v) && plat_peek(s, obj_of(v), sizeof *s) && plat_peek(&kind, &s->h.type->kind, sizeof kind) &&
           kind == T_STR;
}

static void put_str(Out *o, Value v) {
    Str copy, *s = &copy;
    if (!peek_str(v, s)) {
        put(o, "???");
        return;
    }
    for (int64_t i = 0; i < s->len && i < MAX_TEXT; i++) {
        uint32_t c = 0;
        if (!plat_peek(&c, (const char *)s->text + i * s->width, MIN(s->width, sizeof c))) break;
        if (c >= ' ' && c < 127) {
            put_char(o, (char)c);
        } else {
            put(o, c < 256 ? "\\x" : c < 65536 ? "\\u" : "\\U");
            put_number(o, c, 16, c < 256 ? 2 : c < 65536 ? 4 : 8);
        }
    }
    if (s->len > MAX_TEXT) put(o, "...");
}

/* -- Stacks ------------------------------------------------------------------------------------------------- */

static void put_thread(Out *o, const Thread *t) {
    if (t->os->name[0]) {
        put(o, t->os->name);
        put(o, " (");
    }
    put(o, "thread ");
    put_address(o, thread_ident(t));
    if (t->os->name[0]) put(o, ")");
}

/* As code_line() finds it. */
static int32_t line_of(const Frame *f, const Code *code) {
    Pos p;
    uint32_t pc = f->pc > code->instrs ? (uint32_t)(f->pc - code->instrs - 1) : 0;
    for (uint32_t i = pc < code->ninstrs ? pc + 1 : 0; i-- > 0 && plat_peek(&p, &code->positions[i], sizeof p);)
        if (p.line != 0) return p.line;
    return code->first_line;
}

static void put_frames(Out *o, const Thread *t) {
    int n = 0;
    Frame copy;
    Code code;
    const Frame *first = t->frames;
    for (const Frame *f = RACY_GET(t->frame); first && f >= first; f--) {
        if (n++ == MAX_FRAMES) {
            put(o, "  ...\n");
            break;
        }
        if (!plat_peek(&copy, f, sizeof copy) || !plat_peek(&code, copy.code, sizeof code) ||
            code.h.type != t->interp->types[T_CODE])
            continue;                   /* it begins or ends just now */
        put(o, "  File \"");
        put_str(o, code.filename);
        put(o, "\", line ");
        put_number(o, (uint64_t)MAX(line_of(&copy, &code), 0), 10, 1);
        put(o, " in ");
        put_str(o, code.name);
        put(o, "\n");
    }
    if (n == 0) put(o, "  <no Python frame>\n");
}

static void put_stack(Out *o, const Thread *t, bool current) {
    put(o, current ? "Current thread " : "Thread ");
    put_address(o, thread_ident(t));
    put(o, " (most recent call first):\n");
    put_frames(o, t);
}

void dump_frames(const Thread *t, int fd) {
    Out o = { .fd = fd };
    put(&o, "Stack (most recent call first):\n");
    put_frames(&o, t);
    flush(&o);
}

void dump_stack(const Thread *t, int fd, bool current) {
    Out o = { .fd = fd };
    put_stack(&o, t, current);
    flush(&o);
}

Thread *dump_caller(const Interp *interp) {
    Thread *t = interp->threads;
    while (t && !pthread_equal(t->os->handle, pthread_self())) t = t->next;
    return t;
}

/* -- Locks -------------------------------------------------------------------------------------------------- */

static Thread *owner_of_awaited(const Interp *interp, const Thread *t) {
    Lock l;
    return lock_awaited_now(t, &l) ? thread_by_id((Interp *)interp, l.owner) : NULL;
}

Thread *deadlocked_thread(const Interp *interp, int *length) {
    for (Thread *start = interp->threads; start; start = start->next) {
        Thread *t = start;
        for (int n = 1; n <= interp->nthreads; n++) {
            t = owner_of_awaited(interp, t);
            if (!t) break;
            if (t != start) continue;
            *length = n;
            return start;
        }
    }
    return NULL;
}

static void put_wait(Out *o, const Interp *interp, const Thread *t) {
    enum SysKind kind = RACY_GET(t->os->in_call);
    Lock copy, *l = lock_awaited_now(t, &copy);
    if (kind == SYS_COUNT || t == gil_holder(interp)) return;
    put(o, "  ");
    put_thread(o, t);
    if (!l) {
        put(o, kind == SYS_LOCK ? " waits to be notified" : " is in ");
        if (kind != SYS_LOCK) put(o, sys_kind_name[kind]);
    } else {
        Thread *owner = thread_by_id((Interp *)interp, copy.owner);
        put(o, " waits for lock ");
        put_address(o, (uint64_t)(uintptr_t)CONTAINER_OF(l, LockObj, lock));
        put(o, owner ? ", which is held by " : copy.owner ? ", whose owner has ended" : ", which is free now");
        if (owner) put_thread(o, owner);
    }
    put(o, "\n");
}

static void put_deadlock(Out *o, const Interp *interp) {
    int length;
    Thread *first = deadlocked_thread(interp, &length);
    if (!first) return;
    put(o, "Deadlock:\n");
    Thread *t = first;
    for (int i = 0; t && i < length; i++, t = owner_of_awaited(interp, t)) put_wait(o, interp, t);
}

void dump_threads(const Interp *interp, const Thread *current, int fd) {
    Out o = { .fd = fd };
    int n = 0;
    for (const Thread *t = interp->threads; t; t = t->next) {
        if (n) put(&o, "\n");
        if (n++ == MAX_THREADS) {
            put(&o, "...\n");
            break;
        }
        put_stack(&o, t, t == current);
    }
    if (interp->nthreads > 1) {
        Thread *owner = gil_holder(interp);
        const Thread *holder = interp->threads;
        while (holder && holder != owner) holder = holder->next;
        put(&o, "\nGIL: ");
        if (holder) {
            put(&o, "held by ");
            put_thread(&o, holder);
            put(&o, "\n");
        } else if (owner) {                     /* not in the list any more, and perhaps no more there */
            put(&o, "held by a thread that ends\n");
        } else {
            put(&o, "free\n");
        }
        for (const Thread *t = interp->threads; t; t = t->next) put_wait(&o, interp, t);
    }
    put_deadlock(&o, interp);
    flush(&o);
}
