/* Unpickling: the input, in memory or from a file; the stack with its marks; the memo. */
#include "runtime/pickle.h"
#include "vm/object/bytes.h"

enum { PREFETCH = 128 * 1024, MEMO_DENSE = 4096 };

Value raise_unpickling(Thread *t, const char *text) {
    return raise_class(t, pickle_state(t)->unpickling_error, "%s", text);
}

static const void *truncated(Thread *t) {
    raise_unpickling(t, "pickle data was truncated");
    return NULL;
}

/* -- Input ----------------------------------------------------------------------------------------------- */

/* The file's answer becomes the input. */
static bool use_chunk(Thread *t, Unpickler *u, Value chunk) {
    if (!chunk)
        return false;
    if (!is_bytes(chunk)) {
        BufferView b;
        if (!get_buffer(t, chunk, &b))
            return false;
        chunk = bytes_new(t, b.data, b.len);
        release_buffer(t, &b);
        if (!chunk)
            return false;
    }
    u->chunk = chunk;
    u->data = (const uint8_t *)as_bytes(chunk)->data;
    u->at = 0;
    u->end = (size_t)as_bytes(chunk)->len;
    return true;
}

bool input_skip(Thread *t, Unpickler *u) {
    if (!u->read || !u->peeked)
        return true;
    size_t used = u->at;
    u->peeked = 0;
    u->end = u->at = 0;
    return used == 0 || call1(t, u->read, from_small((int64_t)used)) != VALUE_ERROR;
}

const uint8_t *input_take_slow(Thread *t, Unpickler *u, size_t n) {
    if (!u->read)
        return truncated(t);
    if (n > INT64_MAX - u->at) {
        raise_unpickling(t, "read would overflow (invalid bytecode)");
        return NULL;
    }
    if (u->peeked) {
        if (!input_skip(t, u))
            return NULL;
    } else if (u->at < u->end) {                        /* a frame that ends inside of this */
        if (n == 0)
            return u->data + u->at;
        return truncated(t);
    }
    if (u->peek && n < PREFETCH) {
        Value v = call1(t, u->peek, from_small(PREFETCH));
        if (!v) {
            if (!exc_matches(t, EXC_NotImplementedError))
                return NULL;
            exc_clear(t);
            u->peek = 0;
        } else {
            if (!use_chunk(t, u, v))
                return NULL;
            u->peeked = u->end;
            if (n <= u->end) {
                u->at = n;
                return u->data;
            }
            u->peeked = u->at = u->end = 0;
        }
    }
    if (!use_chunk(t, u, call1(t, u->read, from_small((int64_t)n))))
        return NULL;
    if (u->end < n)
        return truncated(t);
    u->at = n;
    return u->data;
}

const char *input_line(Thread *t, Unpickler *u, size_t *n) {
    const uint8_t *start = u->data + u->at;
    const uint8_t *end = u->end > u->at ? memchr(start, '\n', u->end - u->at) : NULL;
    if (end == NULL && u->read) {
        if (u->at < u->end && !u->peeked)
            return truncated(t);
        if (!input_skip(t, u) || !use_chunk(t, u, call0(t, u->readline)))
            return NULL;
        *n = u->at = u->end;
        if (*n == 0 || u->data[*n - 1] != '\n')
            return truncated(t);
        return (const char *)u->data;
    }
    if (end == NULL)
        return truncated(t);
    *n = (size_t)(end + 1 - start);
    u->at += *n;
    return (const char *)start;
}

bool input_into(Thread *t, Unpickler *u, char *to, size_t n) {
    if (u->end - u->at >= n) {
        memcpy(to, u->data + u->at, n);
        u->at += n;
        return true;
    }
    const uint8_t *p = input_take(t, u, n);
    if (p)
        memcpy(to, p, n);
    return p != NULL;
}

bool unpickler_setup(Thread *t, Unpickler *u, Value fix_imports, Value encoding, Value errors, Value buffers,
                     Value allow) {
    int fix = truth_of(t, fix_imports);
    if (fix < 0)
        return false;
    if (!is_str(encoding) || !is_str(errors)) {
        raise_type_error(t, "Unpickler() argument '%s' must be str, not %V", is_str(encoding) ? "errors" : "encoding",
                         is_str(encoding) ? errors : encoding);
        return false;
    }
    if (allow != VALUE_NONE && (is_str(allow) || !type_of(t, allow)->slots.contains)) {
        raise_type_error(t, "allow must be a container of names, not %T", allow);
        return false;
    }
    u->fix_imports = fix;
    u->encoding = encoding;
    u->errors = errors;
    u->allow = allow == VALUE_NONE ? 0 : allow;
    u->buffers = 0;
    if (buffers && buffers != VALUE_NONE && !(u->buffers = get_iter(t, buffers)))
        return false;
    u->memo = NULL;
    u->memo_cap = u->memo_len = 0;
    u->memo_far = NULL;
    u->ready = true;
    return true;
}

bool unpickler_open(Thread *t, Unpickler *u, Value file) {
    PickleState *s = pickle_state(t);
    if (!(u->peek = get_attr_or_null(t, file, s->peek)) && t->exc)
        return false;
    if (!(u->read = get_attr_or_null(t, file, NAME(t, read))) && t->exc)
        return false;
    if (!(u->readline = get_attr_or_null(t, file, NAME(t, readline))) && t->exc)
        return false;
    if (!u->read || !u->readline) {
        raise_type_error(t, "file must have 'read' and 'readline' attributes");
        return false;
    }
    return true;
}

/* -- The stack ------------------------------------------------------------------------------------------- */

Value raise_underflow(Thread *t, Unpickler *u) {
    return raise_unpickling(t, u->nmarks ? "unexpected MARK found" : "unpickling stack underflow");
}

bool push_slow(Thread *t, Unpickler *u, Value v) {
    int64_t cap = MAX(u->cap * 2, 64);
    Value *stack = grow_array(t, u->stack, (size_t)u->cap, (size_t)cap, sizeof(Value));
    if (stack == NULL)
        return false;
    free_array(u->stack, (size_t)u->cap * sizeof(Value));
    u->stack = stack;
    u->cap = cap;
    u->stack[u->len++] = v;
    return true;
}

static void set_fence(Unpickler *u) { u->fence = u->nmarks ? u->marks[u->nmarks - 1] : 0; }

bool push_mark(Thread *t, Unpickler *u) {
    if (u->nmarks == u->marks_cap) {
        int64_t cap = MAX(u->marks_cap * 2, 16);
        int64_t *marks = alloc_leaf(t, (size_t)cap * sizeof *marks);
        if (marks == NULL)
            return false;
        if (u->nmarks)
            memcpy(marks, u->marks, (size_t)u->nmarks * sizeof *marks);
        u->marks = marks;
        u->marks_cap = cap;
    }
    u->marks[u->nmarks++] = u->fence = u->len;
    return true;
}

int64_t pop_mark(Thread *t, Unpickler *u) {
    if (u->nmarks == 0) {
        raise_unpickling(t, "could not find MARK");
        return -1;
    }
    int64_t mark = u->marks[--u->nmarks];
    set_fence(u);
    return mark;
}

void stack_cut(Unpickler *u, int64_t height) {
    if (height < u->len)
        u->len = height;
}

Tuple *pop_tuple(Thread *t, Unpickler *u, int64_t from) {
    if (from < u->fence || from > u->len) {
        raise_underflow(t, u);
        return NULL;
    }
    Tuple *r = tuple_alloc(t, u->len - from);
    if (r && u->len > from)
        memcpy(r->items, u->stack + from, (size_t)(u->len - from) * sizeof(Value));
    u->len = from;
    return r;
}

/* -- The memo -------------------------------------------------------------------------------------------- */

bool unpickler_memo_set(Thread *t, Unpickler *u, int64_t index, Value v) {
    if (index >= u->memo_cap) {
        if (index > u->memo_cap * 2 + MEMO_DENSE) {     /* a number out of nowhere takes no memory */
            if (!u->memo_far && !(u->memo_far = dict_new(t)))
                return false;
            int64_t before = dict_len(u->memo_far);
            if (!dict_set(t, u->memo_far, from_int64(t, index), v))
                return false;
            u->memo_len += dict_len(u->memo_far) - before;
            return true;
        }
        int64_t cap = MAX(index + 1, MAX(u->memo_cap * 2, 32));
        Value *memo = grow_array(t, u->memo, (size_t)u->memo_cap, (size_t)cap, sizeof(Value));
        if (memo == NULL)
            return false;
        free_array(u->memo, (size_t)u->memo_cap * sizeof(Value));
        u->memo = memo;
        u->memo_cap = cap;
    }
    u->memo_len += u->memo[index] == 0;
    u->memo[index] = v;
    return true;
}

Value unpickler_memo_get(Thread *t, Unpickler *u, int64_t index) {
    Value v = index >= 0 && index < u->memo_cap ? u->memo[index] : 0;
    if (!v && u->memo_far && dict_lookup(t, u->memo_far, from_int64(t, index), &v) <= 0)
        return 0;
    return v;
}
