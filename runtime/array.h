/* array.array: one kind of C value, many times. */
#pragma once
#include "vm/native.h"
#include "vm/object/container.h"

typedef struct ArrayCode { char code; uint8_t size; } ArrayCode;

typedef struct Array {
    Obj h;
    const ArrayCode *code;
    int64_t len, cap;           /* items */
    char *data;                 /* leaf */
    int64_t exports;            /* views of data: it must stay where it is */
} Array;

static inline Array *as_array(Value v) { return (Array *)obj_of(v); }
static inline bool is_array(Value v) { return ptr_kind(v, T_ARRAY); }
static inline char *array_at(const Array *a, int64_t i) { return a->data + i * a->code->size; }

extern const ArrayCode array_codes[];
const ArrayCode *array_code(uint32_t c);                /* NULL: no such type */
Value c_item_get(Thread *t, char code, const char *p);  /* one of array_codes; what else there is counts as 'u' */
static inline Value array_get(Thread *t, const ArrayCode *code, const char *p) { return c_item_get(t, code->code, p); }
MUST_CHECK bool array_put(Thread *t, const ArrayCode *code, char *p, Value v);

Array *array_new(Thread *t, Type *cls, const ArrayCode *code, int64_t n);      /* items not set */
MUST_CHECK bool array_may_resize(Thread *t, Array *a);
MUST_CHECK bool array_resize(Thread *t, Array *a, int64_t n);
MUST_CHECK bool array_append_bytes(Thread *t, Array *a, const char *data, size_t n);
MUST_CHECK bool array_extend(Thread *t, Array *a, Value iterable);
/* The characters of a 'u' array. */
Value array_text(Thread *t, Array *a);
MUST_CHECK bool array_append_text(Thread *t, Array *a, Str *s);
Value array_list(Thread *t, Array *a);
Value array_reconstruct(Thread *t, Value *a);

extern const FunctionDef array_methods[];
