/* Formats of the struct module: parsed (struct_format.c), single items (struct_item.c). */
#pragma once
#include "vm/native.h"

typedef struct StructCode {
    char code;
    uint8_t size, align;
} StructCode;

/* `count` items one after the other, or one item of `count` bytes (s and p). Padding has no field. */
typedef struct StructField {
    char code;
    uint8_t size;
    int64_t offset, count;
} StructField;

typedef struct StructFormat {
    int64_t size;               /* bytes */
    int64_t items;              /* values; -1: not initialised */
    int64_t nfields;
    StructField *fields;        /* leaf */
    bool little;                /* byte order */
    bool native;                /* '@': C's sizes and alignment */
} StructFormat;

typedef struct StructState { Value error; Dict *cache; } StructState;
static inline StructState *struct_state(Thread *t) { return t->interp->module_state[STATE_STRUCT]; }

MUST_CHECK bool struct_parse(Thread *t, const char *text, size_t n, StructFormat *out);

static inline int64_t struct_field_items(const StructField *f) {
    return f->code == 's' || f->code == 'p' ? 1 : f->count;
}
Value struct_get(Thread *t, const StructFormat *s, const StructField *f, const uint8_t *p);
MUST_CHECK bool struct_put(Thread *t, const StructFormat *s, const StructField *f, uint8_t *p, Value v);

/* IEEE 754 with 16 bits. */
double half_to_double(uint16_t half);
MUST_CHECK bool half_from_double(double d, uint16_t *out);      /* false: too large */
