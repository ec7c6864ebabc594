/* list's methods. */
#include "vm/object/container.h"

static Value append(Thread *t, Value *a) {
    return list_append(t, as_list(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value extend(Thread *t, Value *a) {
    return list_extend(t, as_list(a[0]), a[1]) ? VALUE_NONE : VALUE_ERROR;
}

static Value insert(Thread *t, Value *a) {
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    return list_insert(t, as_list(a[0]), i, a[2]) ? VALUE_NONE : VALUE_ERROR;
}

static Value pop(Thread *t, Value *a) {
    List *l = as_list(a[0]);
    int64_t i;
    if (!as_ssize(t, a[1], &i))
        return VALUE_ERROR;
    if (l->len == 0)
        return raise_error(t, EXC_IndexError, "pop from empty list");
    if (i < 0)
        i += l->len;
    if (i < 0 || i >= l->len)
        return raise_error(t, EXC_IndexError, "pop index out of range");
    Value v = l->items[i];
    if (i == l->len - 1 && l->len > l->cap / 4) {
        l->items[--l->len] = 0;
        return v;
    }
    return list_splice(t, l, i, i + 1, NULL, 0) ? v : VALUE_ERROR;
}

static Value clear(Thread *t, Value *a) {
    list_clear(as_list(a[0]));
    return VALUE_NONE;
}

static Value copy(Thread *t, Value *a) {
    return list_new(t, as_list(a[0])->items, as_list(a[0])->len);
}

static Value remove_value(Thread *t, Value *a) {
    List *l = as_list(a[0]);
    for (int64_t i = 0; i < l->len; i++) {
        int eq = equal_values(t, l->items[i], a[1]);
        if (eq < 0)
            return VALUE_ERROR;
        if (eq) {
            if (i >= l->len)                            /* __eq__ has emptied the list */
                return VALUE_NONE;
            return list_splice(t, l, i, i + 1, NULL, 0) ? VALUE_NONE : VALUE_ERROR;
        }
    }
    return raise_value_error(t, "list.remove(x): x not in list");
}

static Value reverse(Thread *t, Value *a) {
    List *l = as_list(a[0]);
    for (int64_t i = 0, k = l->len - 1; i < k; i++, k--) {
        Value v = l->items[i];
        l->items[i] = l->items[k];
        l->items[k] = v;
    }
    return VALUE_NONE;
}

static Value count(Thread *t, Value *a) {
    List *l = as_list(a[0]);
    int64_t n = 0;
    for (int64_t i = 0; i < l->len; i++) {
        int eq = equal_values(t, l->items[i], a[1]);
        if (eq < 0)
            return VALUE_ERROR;
        n += eq;
    }
    return from_small(n);
}

static Value find_index(Thread *t, Value *a) {
    List *l = as_list(a[0]);
    int64_t start, stop;
    if (!slice_bound(t, a[2], &start) || !slice_bound(t, a[3], &stop))
        return VALUE_ERROR;
    clamp_bounds(l->len, &start, &stop);
    for (int64_t i = start; i < stop && i < l->len; i++) {
        int eq = equal_values(t, l->items[i], a[1]);
        if (eq)
            return eq < 0 ? VALUE_ERROR : from_small(i);
    }
    return raise_value_error(t, "%R is not in list", a[1]);
}

static Value sort(Thread *t, Value *a) {
    int32_t reversed;
    if (!as_int32(t, a[2], &reversed))
        return VALUE_ERROR;
    return list_sort(t, as_list(a[0]), a[1], reversed != 0) ? VALUE_NONE : VALUE_ERROR;
}

static Value dunder_reversed(Thread *t, Value *a) {
    Value it = seq_iter_new(t, T_LIST_REVITER, a[0]);
    if (it)
        ((SeqIter *)obj_of(it))->i = as_list(a[0])->len - 1;
    return it;
}

static Value dunder_getitem(Thread *t, Value *a) { return list_subscript(t, a[0], a[1]); }

static Value dunder_sizeof(Thread *t, Value *a) {
    List *l = as_list(a[0]);
    return from_small((int64_t)(l->h.type->size + (size_t)l->cap * sizeof(Value)));
}

const FunctionDef list_methods[] = {
    { "append", append, "object, /", "Add object at the end.", 0 },
    { "extend", extend, "iterable, /", "Add all items of iterable at the end.", 0 },
    { "insert", insert, "index, object, /", "Put object before index.", 0 },
    { "pop", pop, "index=-1, /", "Remove the item at index and return it.", 0 },
    { "clear", clear, "", "Remove all items.", 0 },
    { "copy", copy, "", "A shallow copy.", 0 },
    { "remove", remove_value, "value, /", "Remove the first item that equals value.", 0 },
    { "reverse", reverse, "", "Turn the order round, in place.", 0 },
    { "count", count, "value, /", "How many items equal value.", 0 },
    { "index", find_index, "value, start=0, stop=9223372036854775807, /", "Index of the first value.", 0 },
    { "sort", sort, "*, key=None, reverse=False",
      "Sort in place, ascending; equal items keep their order.", 0 },
    { "__reversed__", dunder_reversed, "", "An iterator from the end.", 0 },
    { "__getitem__", dunder_getitem, "index, /", "Same as self[index].", 0 },
    { "__sizeof__", dunder_sizeof, "", "Bytes this takes.", 0 },
    CLASS_GETITEM, { 0 }
};
