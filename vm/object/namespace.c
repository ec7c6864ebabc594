/* types.SimpleNamespace: attributes and a repr. */
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

static Value tp_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return object_alloc(t, cls);
}

static bool init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs > 0) {
        raise_type_error(t, "no positional arguments expected");
        return false;
    }
    for (int64_t i = 0; kwnames && i < kwnames->len; i++) {
        Str *name = str_intern_exact(t, as_str(kwnames->items[i]));
        if (!name || !attrs_set(t, self, object_attrs(self), name, args[i]))
            return false;
    }
    return true;
}

static Value repr(Thread *t, Value self) {
    Value name = is_exact(t, self, T_SIMPLE_NAMESPACE) ? str_from_cstr(t, "namespace")
                                                       : from_ptr(type_of(t, self)->name);
    int active = name ? repr_enter(t, self) : -1;
    if (active)
        return active < 0 ? VALUE_ERROR : str_format(t, "%U(...)", name);
    Dict *d = object_dict(t, self, true);
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_str(&b, as_str(name));
    strbuf_char(&b, '(');
    bool ok = d != NULL, first = true;
    Value k, v;
    for (int64_t i = 0; ok && dict_next(d, &i, &k, &v);) {
        if (!is_str(k) || as_str(k)->len == 0)
            continue;
        strbuf_cstr(&b, first ? "" : ", ");
        strbuf_str(&b, as_str(k));
        strbuf_char(&b, '=');
        ok = strbuf_repr(&b, v);
        first = false;
    }
    strbuf_char(&b, ')');
    repr_leave(t, self);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

static Value compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!ptr_kind(a, T_SIMPLE_NAMESPACE) || !ptr_kind(b, T_SIMPLE_NAMESPACE))
        return VALUE_NOTIMPLEMENTED;
    Dict *x = object_dict(t, a, true), *y = object_dict(t, b, true);
    return x && y ? compare_op(t, op, from_ptr(x), from_ptr(y)) : VALUE_ERROR;
}

static Value reduce(Thread *t, Value *a) {
    Dict *d = object_dict(t, a[0], true);
    return d ? tuple_pack3(t, from_ptr(type_of(t, a[0])), from_ptr(tuple_alloc(t, 0)), from_ptr(d)) : VALUE_ERROR;
}

const TypeDef type_simple_namespace = {
    .name = "types.SimpleNamespace",
    .doc = "A simple attribute-based namespace.\n\nSimpleNamespace(**kwargs)",
    .size = sizeof(Instance),
    .attrs_offset = offsetof(Instance, attrs),
    .slots = {.repr = repr, .compare = compare, .new_ = tp_new, .init = init},
    .methods = (const FunctionDef[]){{"__reduce__", reduce, "", "Return state information for pickling", 0}, {0}},
};
