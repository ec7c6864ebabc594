/* Places: which line of which function, as numbers that events can hold. */
#include "vm/observe_private.h"
#include "vm/frame.h"
#include "vm/base/utf8.h"
#include "vm/object/str.h"
#include <string.h>

enum { LIBRARY = UINT32_MAX };          /* a line of the frozen library: its caller's is the one to tell */

/* Open addressing by (code, line). It keeps the codes alive, so that an instruction's address says where it belongs for
 * ever. The collector must see it: uncollectable memory, not malloc'd. */
typedef struct Place { Code *code; int32_t line; uint32_t number; } Place;
typedef struct PlaceTable { Place *items; size_t room, used; } PlaceTable;

PlaceTable *places_new(void) { return heap_alloc_uncollectable(sizeof(PlaceTable)); }

void places_free(PlaceTable *p) {
    if (p->items) heap_free_uncollectable(p->items);
    heap_free_uncollectable(p);
}

static Place *find(const PlaceTable *p, const Code *code, int32_t line) {
    size_t i = ((uintptr_t)code >> 4) * 31 + (size_t)line * 0x9e3779b1u;
    while (p->items[i & (p->room - 1)].code &&
           (p->items[i & (p->room - 1)].code != code || p->items[i & (p->room - 1)].line != line))
        i++;
    return &p->items[i & (p->room - 1)];
}

static bool grow(PlaceTable *p) {
    PlaceTable bigger = { NULL, p->room ? p->room * 2 : 256, p->used };
    if (!(bigger.items = heap_alloc_uncollectable(bigger.room * sizeof *bigger.items))) return false;
    for (size_t i = 0; i < p->room; i++)
        if (p->items[i].code) *find(&bigger, p->items[i].code, p->items[i].line) = p->items[i];
    Place *old = p->items;
    *p = bigger;
    if (old) heap_free_uncollectable(old);
    return true;
}

/* -- In the file --------------------------------------------------------------------------------------------- */

static size_t put_text(char *out, size_t room, Value text) {
    size_t n = 0;
    const Str *s = is_str(text) ? as_str(text) : NULL;
    for (int64_t i = 0; s && i < s->len && n + UTF8_MAX_BYTES <= room; i++) {
        uint32_t c = str_at(s, i);
        n += utf8_put(out + n, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
    return n;
}

enum { TEXT_MAX = 4096 };

static uint32_t write_place(Observer *o, const Code *code, int32_t line) {
    ProcessRecord *p = o->process;
    if (!places_reserve(o, p->places_bytes + 12 + 2 * TEXT_MAX)) {
        p->lost_places++;
        return 0;
    }
    char *at = o->places + p->places_bytes;
    uint32_t head[3] = { (uint32_t)line };
    head[1] = (uint32_t)put_text(at + 12, TEXT_MAX, code->qualname);
    head[2] = (uint32_t)put_text(at + 12 + head[1], TEXT_MAX, code->filename);
    memcpy(at, head, sizeof head);
    __atomic_store_n(&p->places_bytes, p->places_bytes + 12 + head[1] + head[2], __ATOMIC_RELEASE);
    __atomic_store_n(&p->places, p->places + 1, __ATOMIC_RELEASE);
    return (uint32_t)p->places;
}

static uint32_t number_of(Observer *o, Code *code, int32_t line, bool any) {
    PlaceTable *p = o->table;
    if (p->used * 2 >= p->room && !grow(p)) return 0;
    Place *place = find(p, code, line);
    if (!place->code) {
        *place = (Place){ code, line, code_from_library(code) ? (uint32_t)LIBRARY : write_place(o, code, line) };
        p->used++;
    }
    if (any && place->number == LIBRARY) place->number = write_place(o, code, line);
    return place->number;
}

/* -- Of a thread ------------------------------------------------------------------------------------------------ */

static uint32_t look_up(ThreadLog *log, const Frame *f) {
    CachedPlace *c = &log->cache[((uintptr_t)f->pc / sizeof(Instr)) % CACHED_PLACES];
    if (likely(c->pc == f->pc)) return c->place;
    uint32_t place = number_of(log->observer, f->code, frame_line(f), false);
    *c = (CachedPlace){ f->pc, place };
    return place;
}

uint32_t place_of(Thread *t, ThreadLog *log) {
    for (const Frame *f = t->frame; f >= t->frames; f--) {
        uint32_t place = look_up(log, f);
        if (place != LIBRARY) return place;
    }
    return t->frame >= t->frames ? number_of(log->observer, t->frame->code, frame_line(t->frame), true) : 0;
}

uint32_t place_at(Thread *t, ThreadLog *log, const void *object, const void *pc) {
    Code *code = (Code *)object;
    if (!code || code->h.type != t->interp->types[T_CODE]) return 0;
    const Instr *at = pc, *from = code->instrs;
    if (at <= from || at > from + code->ninstrs) return 0;
    uint32_t place = number_of(log->observer, code, code_line(code, (uint32_t)(at - from) - 1), false);
    return place == LIBRARY ? 0 : place;
}
