/* list.sort: a stable merge sort of natural runs that gallops, after Tim Peters' published description.
 *
 * The algorithm is in sort.inc, compiled for plain values and for values with a key, each for ints,
 * floats, strs and anything. While it works the list is empty: comparisons may run Python code that looks
 * at it, or changes it. */
#include "vm/object/container.h"

#define MIN_GALLOP 7
#define RUNS_MAX   96        /* run lengths grow as Fibonacci numbers: enough for 2**64 */

typedef struct Run { size_t start, len; } Run;
typedef struct Pair { Value key, value; } Pair;
typedef struct Text { uint64_t prefix; Value key; } Text;       /* key: a str */
typedef struct KeyedText { Text text; Value value; } KeyedText;

typedef struct Sort {
    Thread *t;
    int (*less)(Thread *t, Value a, Value b);
    void *temp;
    size_t temp_bytes;
    size_t min_gallop;
    int nruns;
    Run runs[RUNS_MAX];
} Sort;

/* Runs shorter than this are lengthened by insertion: n / minrun is just below or at a power of two. */
static size_t sort_minrun(size_t n) {
    size_t odd = 0;
    while (n >= 64) {
        odd |= n & 1;
        n >>= 1;
    }
    return n + odd;
}

static void *sort_temp(Sort *s, size_t n, size_t item) {
    if (n * item > s->temp_bytes) {
        free_array(s->temp, s->temp_bytes);
        s->temp = alloc_array(s->t, n, item);
        s->temp_bytes = s->temp ? n * item : 0;
    }
    return s->temp;
}

static inline int not_less(int c) { return c < 0 ? c : !c; }

/* -- Ways of comparing ------------------------------------------------------------------------- */

static inline int compare_strs(const Str *a, const Str *b) {
    if (likely(a->width == 1 && b->width == 1)) {
        int c = memcmp(a->text, b->text, (size_t)MIN(a->len, b->len));
        return c ? c : (a->len > b->len) - (a->len < b->len);
    }
    return str_compare(a, b);
}

static int less_any(Thread *t, Value a, Value b) {
    if (both_small(a, b))
        return (int64_t)a < (int64_t)b;
    return compare_bool(t, CMP_LT, a, b);
}

/* Exact tuples: the first pair of items that differ decides. */
static int less_tuple(Thread *t, Value a, Value b) {
    Tuple *u = as_tuple(a), *w = as_tuple(b);
    int64_t n = MIN(u->len, w->len);
    for (int64_t i = 0; i < n; i++) {
        Value x = u->items[i], y = w->items[i];
        if (x == y)
            continue;
        if (both_small(x, y))
            return (int64_t)x < (int64_t)y;
        if (is_exact_str(t, x) && is_exact_str(t, y)) {
            int c = compare_strs(as_str(x), as_str(y));
            if (c)
                return c < 0;
            continue;
        }
        int eq = values_equal(t, x, y);
        if (eq < 0)
            return -1;
        if (!eq)
            return compare_bool(t, CMP_LT, x, y);
    }
    return u->len < w->len;
}

/* Strs sort with their first characters beside them, so that most comparisons touch no str. */
static inline int less_text(const Text *a, const Text *b) {
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    return compare_strs(as_str(a->key), as_str(b->key)) < 0;
}

#define LESS_INT(s, a, b)   ((int64_t)(a) < (int64_t)(b))       /* both tagged alike: order as the ints' */
#define LESS_FLOAT(s, a, b) (float_of(a) < float_of(b))
#define LESS_ANY(s, a, b)   ((s)->less((s)->t, a, b))
#define LESS_TEXT(s, a, b)  less_text(&(a), &(b))

#define ELEM     Value
#define KEY(e)   (e)
#define KEY_TYPE Value
#define LESS     LESS_INT
#define SUFFIX   ints
#include "vm/object/sort.inc"

#define ELEM     Value
#define KEY(e)   (e)
#define KEY_TYPE Value
#define LESS     LESS_FLOAT
#define SUFFIX   floats
#include "vm/object/sort.inc"

#define ELEM     Value
#define KEY(e)   (e)
#define KEY_TYPE Value
#define LESS     LESS_ANY
#define SUFFIX   plain
#include "vm/object/sort.inc"

#define ELEM     Text
#define KEY(e)   (e)
#define KEY_TYPE Text
#define LESS     LESS_TEXT
#define SUFFIX   texts
#include "vm/object/sort.inc"

#define ELEM     Pair
#define KEY(e)   ((e).key)
#define KEY_TYPE Value
#define LESS     LESS_INT
#define SUFFIX   int_pairs
#include "vm/object/sort.inc"

#define ELEM     Pair
#define KEY(e)   ((e).key)
#define KEY_TYPE Value
#define LESS     LESS_FLOAT
#define SUFFIX   float_pairs
#include "vm/object/sort.inc"

#define ELEM     Pair
#define KEY(e)   ((e).key)
#define KEY_TYPE Value
#define LESS     LESS_ANY
#define SUFFIX   pairs
#include "vm/object/sort.inc"

#define ELEM     KeyedText
#define KEY(e)   ((e).text)
#define KEY_TYPE Text
#define LESS     LESS_TEXT
#define SUFFIX   keyed_texts
#include "vm/object/sort.inc"

/* -- The list ---------------------------------------------------------------------------------- */

enum KeyKind { INTS, FLOATS, STRS, TUPLES, ANY };

static enum KeyKind kind_of(Thread *t, Value v) {
    if (is_small(v))
        return INTS;
    if (is_imm_float(v) || is_exact(t, v, T_FLOAT))
        return FLOATS;
    if (is_exact_str(t, v))
        return STRS;
    return is_exact_tuple(t, v) ? TUPLES : ANY;
}

/* stride: from one key to the next, in Values. */
static enum KeyKind common_kind(Thread *t, const Value *keys, size_t n, size_t stride) {
    enum KeyKind kind = kind_of(t, keys[0]);
    for (size_t i = 1; i < n && kind != ANY; i++)
        if (kind_of(t, keys[i * stride]) != kind)
            return ANY;
    return kind;
}

/* Characters from the start of a str, in one word that orders as they do. `bits` is enough for any of
 * them. */
static uint64_t prefix_of(const Str *s, int bits) {
    uint64_t prefix = 0;
    int room = 64 / bits;
    for (int64_t i = 0; i < room; i++)
        prefix = prefix << bits | (i < s->len ? str_at(s, i) : 0);
    return prefix;
}

/* Bits of the widest characters; stride as above. */
static int prefix_bits(const Value *keys, size_t n, size_t stride) {
    int width = 1;
    for (size_t i = 0; i < n; i++)
        width = MAX(width, as_str(keys[i * stride])->width);
    return width == 1 ? 8 : width == 2 ? 16 : 21;
}

static bool sort_strs(Sort *s, Value *items, size_t n) {
    Text *a = alloc_array(s->t, n, sizeof(Text));
    if (!a)
        return false;
    int bits = prefix_bits(items, n, 1);
    for (size_t i = 0; i < n; i++)
        a[i] = (Text){ prefix_of(as_str(items[i]), bits), items[i] };
    bool ok = sort_texts(s, a, n);
    for (size_t i = 0; i < n; i++)
        items[i] = a[i].key;
    free_array(a, n * sizeof(Text));
    return ok;
}

static bool sort_values(Sort *s, Value *a, size_t n) {
    switch (common_kind(s->t, a, n, 1)) {
    case INTS: return sort_ints(s, a, n);
    case FLOATS: return sort_floats(s, a, n);
    case STRS: return sort_strs(s, a, n);
    case TUPLES: s->less = less_tuple; break;
    case ANY: s->less = less_any; break;
    }
    return sort_plain(s, a, n);
}

/* The pairs by their str keys; on success the values are in order in items. */
static bool sort_str_pairs(Sort *s, const Pair *pairs, Value *items, size_t n) {
    KeyedText *a = alloc_array(s->t, n, sizeof(KeyedText));
    if (!a)
        return false;
    int bits = prefix_bits(&pairs->key, n, 2);
    for (size_t i = 0; i < n; i++)
        a[i] = (KeyedText){ { prefix_of(as_str(pairs[i].key), bits), pairs[i].key }, pairs[i].value };
    bool ok = sort_keyed_texts(s, a, n);
    for (size_t i = 0; i < n; i++)
        items[i] = a[i].value;
    free_array(a, n * sizeof(KeyedText));
    return ok;
}

static bool sort_by_key(Sort *s, Value *items, size_t n, Value key) {
    Pair *a = alloc_array(s->t, n, sizeof(Pair));
    if (!a)
        return false;
    for (size_t i = 0; i < n; i++) {
        a[i].value = items[i];
        a[i].key = call1(s->t, key, items[i]);
        if (!a[i].key)
            return false;
    }
    bool ok = false;
    switch (common_kind(s->t, &a->key, n, 2)) {
    case INTS: ok = sort_int_pairs(s, a, n); break;
    case FLOATS: ok = sort_float_pairs(s, a, n); break;
    case STRS: return sort_str_pairs(s, a, items, n);
    case TUPLES: s->less = less_tuple; ok = sort_pairs(s, a, n); break;
    case ANY: s->less = less_any; ok = sort_pairs(s, a, n); break;
    }
    for (size_t i = 0; i < n; i++)
        items[i] = a[i].value;
    free_array(a, n * sizeof(Pair));
    return ok;
}

static void turn_round(Value *a, size_t n) {
    for (size_t i = 0; i + 1 < n - i; i++) {
        Value v = a[i];
        a[i] = a[n - 1 - i];
        a[n - 1 - i] = v;
    }
}

bool list_sort(Thread *t, List *l, Value key, bool reverse) {
    if (!enter_c(t, ""))
        return false;
    Sort s = { .t = t, .min_gallop = MIN_GALLOP };
    Value *items = l->items;
    int64_t len = l->len, cap = l->cap;
    l->items = NULL;
    l->len = l->cap = 0;
    size_t n = (size_t)len;
    bool ok = true;
    if (n > 0) {
        if (reverse && n > 1)
            turn_round(items, n);                       /* before and after: equal items keep their order */
        if (key && key != VALUE_NONE)
            ok = sort_by_key(&s, items, n, key);
        else if (n > 1)
            ok = sort_values(&s, items, n);
        if (reverse && n > 1)
            turn_round(items, n);
    }
    free_array(s.temp, s.temp_bytes);
    bool touched = l->items != NULL;
    l->items = items;
    l->len = len;
    l->cap = cap;
    leave_c(t);
    if (ok && touched) {
        raise_value_error(t, "list modified during sort");
        return false;
    }
    return ok;
}
