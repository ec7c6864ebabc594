/* mappingproxy: a read-only view of a mapping, such as a class's __dict__. */
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

typedef struct MappingProxy { Obj h; Value mapping; } MappingProxy;

static inline Value mapping_of(Value v) { return ((MappingProxy *)obj_of(v))->mapping; }

Value mappingproxy_new(Thread *t, Value mapping) {
    MappingProxy *p = alloc_obj(t, type_by_id(t, T_MAPPINGPROXY), sizeof *p);
    if (p)
        p->mapping = mapping;
    return from_ptr(p);
}

static Value proxy_new(Thread *t, Value *a) {
    Value m = a[1];
    if (!type_of(t, m)->slots.getitem || is_list(m) || is_tuple(m))
        return raise_type_error(t, "mappingproxy() argument must be a mapping, not %T", m);
    return mappingproxy_new(t, m);
}

static Value proxy_repr(Thread *t, Value v) { return str_format(t, "mappingproxy(%R)", mapping_of(v)); }
static Value proxy_str(Thread *t, Value v) { return to_str(t, mapping_of(v)); }
static int64_t proxy_len(Thread *t, Value v) { return length_of(t, mapping_of(v)); }
static Value proxy_getitem(Thread *t, Value v, Value key) { return get_item(t, mapping_of(v), key); }
static int proxy_contains(Thread *t, Value v, Value key) { return contains(t, mapping_of(v), key); }
static Value proxy_iter(Thread *t, Value v) { return get_iter(t, mapping_of(v)); }

static Value proxy_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (is_exact(t, b, T_MAPPINGPROXY))
        b = mapping_of(b);
    return compare_op(t, op, mapping_of(a), b);
}

static Value bare(Thread *t, Value v) { return is_exact(t, v, T_MAPPINGPROXY) ? mapping_of(v) : v; }
static Value proxy_or(Thread *t, Value a, Value b) { return binary_op(t, BIN_OR, bare(t, a), bare(t, b)); }

static Value proxy_ior(Thread *t, Value a, Value b) {
    return raise_type_error(t, "'|=' is not supported by %T; use '|' instead", a);
}

static Value forward(Thread *t, Value *a, const char *name, size_t nargs) {
    Str *s = str_intern_cstr(t, name);
    return s ? call_method(t, mapping_of(a[0]), s, a + 1, nargs) : VALUE_ERROR;
}
static Value proxy_get(Thread *t, Value *a) { return forward(t, a, "get", 2); }
static Value proxy_keys(Thread *t, Value *a) { return forward(t, a, "keys", 0); }
static Value proxy_values(Thread *t, Value *a) { return forward(t, a, "values", 0); }
static Value proxy_items(Thread *t, Value *a) { return forward(t, a, "items", 0); }
static Value proxy_copy(Thread *t, Value *a) { return forward(t, a, "copy", 0); }
static Value proxy_reversed(Thread *t, Value *a) { return forward(t, a, "__reversed__", 0); }
static Value proxy_class_getitem(Thread *t, Value *a) { return generic_alias_new(t, a[0], a[1]); }

const TypeDef type_mappingproxy = {
    .name = "mappingproxy",
    .size = sizeof(MappingProxy),
    .flags = TYPE_NO_BASE | TYPE_MAPPING,
    .slots = {
        .repr = proxy_repr, .str = proxy_str, .len = proxy_len, .getitem = proxy_getitem, .contains = proxy_contains,
        .iter = proxy_iter, .compare = proxy_compare, .binary = {[BIN_OR] = proxy_or},
        .inplace = {[BIN_OR] = proxy_ior},
    },
    .new_ = {"__new__", proxy_new, "mapping", NULL, 0},
    .methods = (const FunctionDef[]){
        {"get", proxy_get, "key, default=None, /", "Return the value for key if key is in the mapping, else default.",
         0},
        {"keys", proxy_keys, "", "a set-like object providing a view on D's keys", 0},
        {"values", proxy_values, "", "an object providing a view on D's values", 0},
        {"items", proxy_items, "", "a set-like object providing a view on D's items", 0},
        {"copy", proxy_copy, "", "a shallow copy of D", 0},
        {"__reversed__", proxy_reversed, "", "reversed(self)", 0},
        {"__class_getitem__", proxy_class_getitem, "item, /", "See PEP 585", FN_CLASSMETHOD},
        {0},
    },
};
