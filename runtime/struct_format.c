/* Formats of the struct module: from text to fields. */
#include "runtime/module_error.h"
#include "runtime/struct_format.h"

/* The same letters with C's sizes and with the standard ones (no alignment). */
static const StructCode native_codes[] = {
    { 'x', 1, 1 }, { 'c', 1, 1 }, { 'b', 1, 1 }, { 'B', 1, 1 }, { '?', 1, 1 }, { 's', 1, 1 }, { 'p', 1, 1 },
    { 'h', 2, 2 }, { 'H', 2, 2 }, { 'e', 2, 2 }, { 'i', 4, 4 }, { 'I', 4, 4 }, { 'f', 4, 4 }, { 'l', 8, 8 },
    { 'L', 8, 8 }, { 'q', 8, 8 }, { 'Q', 8, 8 }, { 'n', 8, 8 }, { 'N', 8, 8 }, { 'd', 8, 8 }, { 'P', 8, 8 },
    { 0, 0, 0 },
};
static const StructCode standard_codes[] = {
    { 'x', 1, 1 }, { 'c', 1, 1 }, { 'b', 1, 1 }, { 'B', 1, 1 }, { '?', 1, 1 }, { 's', 1, 1 }, { 'p', 1, 1 },
    { 'h', 2, 1 }, { 'H', 2, 1 }, { 'e', 2, 1 }, { 'i', 4, 1 }, { 'I', 4, 1 }, { 'f', 4, 1 }, { 'l', 4, 1 },
    { 'L', 4, 1 }, { 'q', 8, 1 }, { 'Q', 8, 1 }, { 'd', 8, 1 }, { 0, 0, 0 },
};

static bool fail(Thread *t, const char *what) {
    raise_class(t, struct_state(t)->error, "%s", what);
    return false;
}

static const StructCode *find_code(const StructCode *table, char c) {
    for (; table->code; table++)
        if (table->code == c)
            return table;
    return NULL;
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* The next letter with its count. 1 got, 0 end, -1 error. */
static int next_code(Thread *t, const StructCode *table, const char **p, const char *end, const StructCode **code,
                     int64_t *count) {
    while (*p < end && is_blank(**p))
        ++*p;
    if (*p == end)
        return 0;
    char c = *(*p)++;
    *count = 1;
    if (c >= '0' && c <= '9') {
        *count = 0;
        for (;; c = *(*p)++) {
            if (c < '0' || c > '9')
                break;
            if (__builtin_mul_overflow(*count, 10, count) || __builtin_add_overflow(*count, c - '0', count))
                return fail(t, "total struct size too long") - 1;
            if (*p == end)
                return fail(t, "repeat count given without format specifier") - 1;
        }
    }
    *code = find_code(table, c);
    return *code ? 1 : fail(t, "bad char in struct format") - 1;
}

bool struct_parse(Thread *t, const char *text, size_t n, StructFormat *out) {
    const char *p = text, *end = text + n;
    StructFormat s = { .little = true, .native = true };
    if (memchr(text, 0, n))
        return fail(t, "embedded null character");
    if (n && strchr("@=<>!", *p)) {
        s.native = *p == '@';
        s.little = *p != '>' && *p != '!';
        p++;
    }
    const StructCode *table = s.native ? native_codes : standard_codes, *code;
    int64_t count, room = 0;
    int got;
    for (const char *q = p; (got = next_code(t, table, &q, end, &code, &count)) > 0;)
        room++;
    if (got < 0)
        return false;
    s.fields = alloc_leaf(t, (size_t)(room + 1) * sizeof(StructField));
    if (!s.fields)
        return false;
    while (next_code(t, table, &p, end, &code, &count) > 0) {
        int64_t bytes, gap = -s.size & (code->align - 1);
        if (__builtin_add_overflow(s.size, gap, &s.size) || __builtin_mul_overflow(count, code->size, &bytes))
            return fail(t, "total struct size too long");
        StructField f = { code->code, code->size, s.size, count };
        if (__builtin_add_overflow(s.size, bytes, &s.size))
            return fail(t, "total struct size too long");
        if (code->code != 'x' && struct_field_items(&f)) {
            s.items += struct_field_items(&f);
            s.fields[s.nfields++] = f;
        }
    }
    *out = s;
    return true;
}
