/* list[int] and int | str: parameterised types for annotations. */
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

typedef struct Alias {
    Obj h;
    Value origin;
    Tuple *args;
    Tuple *params;              /* made when first asked for */
    bool starred;               /* *tuple[int] */
} Alias;

typedef struct Union {
    Obj h;
    Tuple *args;                /* no two equal, no unions among them */
    Tuple *params;
} Union;

static inline Alias *as_alias(Value v) { return (Alias *)obj_of(v); }
static inline bool is_alias(Value v) { return ptr_kind(v, T_GENERIC_ALIAS); }
static inline bool is_union(Value v) { return ptr_kind(v, T_UNION); }

Tuple *union_args(Value u) { return ((Union *)obj_of(u))->args; }

/* -- Parameters and substitution ------------------------------------------------------------------------- */

static bool add_once(Thread *t, List *l, Value v) {
    for (int64_t i = 0; i < l->len; i++)
        if (l->items[i] == v)
            return true;
    return list_append(t, l, v);
}

/* __parameters__ of v if it is a tuple, else NULL (look at t->exc). */
static Tuple *parameters_of(Thread *t, Value v) {
    Value p = get_attr_or_null(t, v, NAME(t, __parameters__));
    return p && is_tuple(p) ? as_tuple(p) : NULL;
}

/* The type variables in args, each once. */
static Tuple *collect_parameters(Thread *t, Tuple *args) {
    List *out = list_alloc(t, 0, 4);
    for (int64_t i = 0; out && i < args->len; i++) {
        Value v = args->items[i];
        if (is_type(v))
            continue;
        Value subst = get_attr_or_null(t, v, NAME(t, __typing_subst__));
        if (t->exc)
            return NULL;
        if (subst) {
            if (!add_once(t, out, v))
                return NULL;
            continue;
        }
        Tuple *p = parameters_of(t, v);
        if (t->exc)
            return NULL;
        for (int64_t k = 0; p && k < p->len; k++)
            if (!add_once(t, out, p->items[k]))
                return NULL;
    }
    return out ? (Tuple *)obj_of(tuple_new(t, out->items, out->len)) : NULL;
}

static Tuple *make_parameters(Thread *t, Tuple *args) {
    if (!enter_c(t, ""))
        return NULL;
    Tuple *u = collect_parameters(t, args);
    leave_c(t);
    return u;
}

static int64_t index_of(Tuple *u, Value v) {
    for (int64_t i = 0; i < u->len; i++)
        if (u->items[i] == v)
            return i;
    return -1;
}

static bool append_all(Thread *t, List *l, Tuple *u) {
    for (int64_t i = 0; i < u->len; i++)
        if (!list_append(t, l, u->items[i]))
            return false;
    return true;
}

/* An argument that has parameters of its own, with these replaced: arg[values]. */
static Value substitute_in(Thread *t, Value arg, Tuple *params, Tuple *values) {
    Tuple *own = parameters_of(t, arg);
    if (!own || own->len == 0)
        return t->exc ? VALUE_ERROR : arg;
    List *sub = list_alloc(t, 0, own->len);
    for (int64_t i = 0; sub && i < own->len; i++) {
        int64_t k = index_of(params, own->items[i]);
        Value v = k >= 0 ? values->items[k] : own->items[i];
        bool spread = k >= 0 && is_tuple(v) && type_of(t, own->items[i])->slots.iter;
        if (spread ? !append_all(t, sub, as_tuple(v)) : !list_append(t, sub, v))
            return VALUE_ERROR;
    }
    Value key = sub ? tuple_new(t, sub->items, sub->len) : VALUE_ERROR;
    if (!key || !enter_c(t, ""))
        return VALUE_ERROR;
    Value v = get_item(t, arg, key);
    leave_c(t);
    return v;
}

/* The subscript as a tuple, with *tuple[...] in it unpacked. */
static Tuple *unpack_item(Thread *t, Value item) {
    Value one[1] = {item};
    int64_t n = is_tuple(item) ? as_tuple(item)->len : 1;
    const Value *items = is_tuple(item) ? as_tuple(item)->items : one;
    List *out = list_alloc(t, 0, n);
    for (int64_t i = 0; out && i < n; i++) {
        Value u = is_type(items[i]) ? 0 : get_attr_or_null(t, items[i], NAME(t, __typing_unpacked_tuple_args__));
        if (t->exc)
            return NULL;
        bool plain = !u || !is_tuple(u) ||
                     (as_tuple(u)->len > 0 && as_tuple(u)->items[as_tuple(u)->len - 1] == VALUE_ELLIPSIS);
        if (plain ? !list_append(t, out, items[i]) : !append_all(t, out, as_tuple(u)))
            return NULL;
    }
    return out ? (Tuple *)obj_of(tuple_new(t, out->items, out->len)) : NULL;
}

/* args with params replaced by item. */
static Tuple *substitute(Thread *t, Value self, Tuple *args, Tuple *params, Value item) {
    if (params->len == 0) {
        raise_type_error(t, "%R is not a generic class", self);
        return NULL;
    }
    Tuple *values = unpack_item(t, item);
    for (int64_t i = 0; values && i < params->len; i++) {
        Value prepare = get_attr_or_null(t, params->items[i], NAME(t, __typing_prepare_subst__));
        if (t->exc)
            return NULL;
        if (!prepare || prepare == VALUE_NONE)
            continue;
        Value v = call2(t, prepare, self, from_ptr(values));
        if (!v)
            return NULL;
        values = is_tuple(v) ? as_tuple(v) : (Tuple *)obj_of(tuple_pack1(t, v));
    }
    if (!values)
        return NULL;
    if (values->len != params->len) {
        raise_type_error(t, "Too %s arguments for %R; actual %lld, expected %lld",
                         values->len > params->len ? "many" : "few", self, (long long)values->len,
                         (long long)params->len);
        return NULL;
    }
    List *out = list_alloc(t, 0, args->len);
    for (int64_t i = 0; out && i < args->len; i++) {
        Value arg = args->items[i];
        if (is_type(arg)) {
            if (!list_append(t, out, arg))
                return NULL;
            continue;
        }
        Value flag = get_attr_or_null(t, arg, NAME(t, __typing_is_unpacked_typevartuple__));
        int spread = flag ? truth_of(t, flag) : 0;
        Value subst = t->exc ? VALUE_ERROR : get_attr_or_null(t, arg, NAME(t, __typing_subst__));
        if (t->exc)
            return NULL;
        int64_t k = subst ? index_of(params, arg) : -1;
        Value v = subst && k >= 0 ? call1(t, subst, values->items[k]) : substitute_in(t, arg, params, values);
        if (!v || (spread && is_tuple(v) ? !append_all(t, out, as_tuple(v)) : !list_append(t, out, v)))
            return NULL;
    }
    return out ? (Tuple *)obj_of(tuple_new(t, out->items, out->len)) : NULL;
}

/* -- Text ------------------------------------------------------------------------------------------------ */

static bool add_item(Thread *t, StrBuf *b, Value v);

static bool add_list(Thread *t, StrBuf *b, Value l) {
    if (!enter_c(t, " while getting the repr of an object"))
        return false;
    strbuf_char(b, '[');
    bool ok = true;
    for (int64_t i = 0; ok && i < as_list(l)->len; i++) {
        strbuf_cstr(b, i ? ", " : "");
        ok = add_item(t, b, as_list(l)->items[i]);
    }
    strbuf_char(b, ']');
    leave_c(t);
    return ok;
}

/* A class by its name, everything else by its repr. */
static bool add_item(Thread *t, StrBuf *b, Value v) {
    if (v == VALUE_ELLIPSIS) {
        strbuf_cstr(b, "...");
        return true;
    }
    if (is_list(v))
        return add_list(t, b, v);
    Value origin = is_type(v) ? 0 : get_attr_or_null(t, v, NAME(t, __origin__));
    Value args = origin ? get_attr_or_null(t, v, NAME(t, __args__)) : 0;
    if (t->exc)
        return false;
    if (origin && args)
        return strbuf_repr(b, v);
    Value name = get_attr_or_null(t, v, NAME(t, __qualname__));
    Value module = name ? get_attr_or_null(t, v, NAME(t, __module__)) : 0;
    if (t->exc)
        return false;
    if (!name || !is_str(name) || !module || module == VALUE_NONE)
        return strbuf_repr(b, v);
    if (is_str(module) && !str_equal(as_str(module), NAME(t, builtins))) {
        strbuf_str(b, as_str(module));
        strbuf_char(b, '.');
    }
    strbuf_str(b, as_str(name));
    return true;
}

static Value alias_repr(Thread *t, Value self) {
    Alias *a = as_alias(self);
    StrBuf b;
    strbuf_init(&b, t);
    if (a->starred)
        strbuf_char(&b, '*');
    if (!enter_c(t, " while getting the repr of an object"))
        return VALUE_ERROR;
    bool ok = add_item(t, &b, a->origin);
    strbuf_char(&b, '[');
    for (int64_t i = 0; ok && i < a->args->len; i++) {
        strbuf_cstr(&b, i ? ", " : "");
        ok = add_item(t, &b, a->args->items[i]);
    }
    if (a->args->len == 0)
        strbuf_cstr(&b, "()");
    strbuf_char(&b, ']');
    leave_c(t);
    return ok ? strbuf_finish(&b) : VALUE_ERROR;
}

/* -- types.GenericAlias ---------------------------------------------------------------------------------- */

static Value alias_make(Thread *t, Type *cls, Value origin, Value args, bool starred) {
    Value v = object_alloc(t, cls);
    if (!v || (!is_tuple(args) && !(args = tuple_pack1(t, args))))
        return VALUE_ERROR;
    as_alias(v)->origin = origin;
    as_alias(v)->args = as_tuple(args);
    as_alias(v)->starred = starred;
    return v;
}

Value generic_alias_new(Thread *t, Value origin, Value args) {
    return alias_make(t, type_by_id(t, T_GENERIC_ALIAS), origin, args, false);
}

static Value alias_tp_new(Thread *t, Value *a) { return alias_make(t, (Type *)obj_of(a[0]), a[1], a[2], false); }

static Tuple *alias_params(Thread *t, Alias *a) {
    return a->params ? a->params : (a->params = make_parameters(t, a->args));
}

static Value alias_getitem(Thread *t, Value self, Value key) {
    Alias *a = as_alias(self);
    Tuple *params = alias_params(t, a), *args = params ? substitute(t, self, a->args, params, key) : NULL;
    return args ? alias_make(t, type_of(t, self), a->origin, from_ptr(args), a->starred) : VALUE_ERROR;
}

static Value alias_call(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v = call_value(t, as_alias(self)->origin, args, nargs, kwnames);
    Str *name = v ? str_intern_cstr(t, "__orig_class__") : NULL;
    if (!name)
        return VALUE_ERROR;
    if (!set_attr(t, v, name, self)) {
        if (!exc_matches(t, EXC_AttributeError) && !exc_matches(t, EXC_TypeError))
            return VALUE_ERROR;
        exc_clear(t);
    }
    return v;
}

/* The alias's own names; all others are the origin's. */
static bool is_own_name(const Str *name) {
    static const char *const own[] = {
        "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__", "__typing_unpacked_tuple_args__",
        "__mro_entries__", "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__",
    };
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (str_equals_cstr(name, own[i]))
            return true;
    return false;
}

static Value alias_getattr(Thread *t, Value self, Str *name) {
    if (is_own_name(name))
        return object_getattr(t, self, name);
    if (!enter_c(t, ""))                                /* an alias of an alias of ... */
        return VALUE_ERROR;
    Value v = get_attr(t, as_alias(self)->origin, name);
    leave_c(t);
    return v;
}

static Value alias_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_alias(a) || !is_alias(b))
        return VALUE_NOTIMPLEMENTED;
    Alias *x = as_alias(a), *y = as_alias(b);
    int same = x->starred == y->starred;
    if (same)
        same = values_equal(t, x->origin, y->origin);
    if (same > 0)
        same = values_equal(t, from_ptr(x->args), from_ptr(y->args));
    return same < 0 ? VALUE_ERROR : from_bool(same == (op == CMP_EQ));
}

static bool alias_hash(Thread *t, Value self, int64_t *out) {
    int64_t h;
    if (!hash_of(t, as_alias(self)->origin, out) || !hash_of(t, from_ptr(as_alias(self)->args), &h))
        return false;
    *out ^= h;
    if (*out == -1)
        *out = -2;
    return true;
}

/* *tuple[int, ...] in a subscript: one item, the starred alias. */
static Value alias_iter(Thread *t, Value self) {
    Alias *a = as_alias(self);
    Value starred = alias_make(t, type_of(t, self), a->origin, from_ptr(a->args), true);
    Value one = starred ? tuple_pack1(t, starred) : VALUE_ERROR;
    return one ? get_iter(t, one) : VALUE_ERROR;
}

static Value type_or(Thread *t, Value a, Value b) { return union_new(t, a, b); }

static Value alias_mro_entries(Thread *t, Value *a) { return tuple_pack1(t, as_alias(a[0])->origin); }
static Value alias_instancecheck(Thread *t, Value *a) {
    return raise_type_error(t, "isinstance() argument 2 cannot be a parameterized generic");
}
static Value alias_subclasscheck(Thread *t, Value *a) {
    return raise_type_error(t, "issubclass() argument 2 cannot be a parameterized generic");
}

static Value alias_reduce(Thread *t, Value *a) {
    Alias *x = as_alias(a[0]);
    if (x->starred) {                                   /* next(iter(alias)) */
        Value plain = generic_alias_new(t, x->origin, from_ptr(x->args)), it = plain ? get_iter(t, plain) : VALUE_ERROR;
        Value next = dict_get_cstr(t, t->interp->builtins, "next"), args = it ? tuple_pack1(t, it) : VALUE_ERROR;
        return next && args ? tuple_pack2(t, next, args) : VALUE_ERROR;
    }
    Value args = tuple_pack2(t, x->origin, from_ptr(x->args));
    return args ? tuple_pack2(t, from_ptr(type_of(t, a[0])), args) : VALUE_ERROR;
}

static Value alias_dir(Thread *t, Value *a) {
    static const char *const extra[] = {"__origin__", "__args__", "__parameters__", "__mro_entries__",
                                        "__reduce_ex__", "__reduce__", "__copy__", "__deepcopy__", "__unpacked__",
                                        "__typing_unpacked_tuple_args__", "__class__"};
    Value names = call_special(t, as_alias(a[0])->origin, NAME(t, __dir__), NULL, 0);
    List *l = names ? list_from_iterable(t, names) : NULL;
    for (size_t i = 0; l && i < ARRAY_LEN(extra); i++) {
        Str *s = str_intern_cstr(t, extra[i]);
        int has = s ? contains(t, from_ptr(l), from_ptr(s)) : -1;
        if (has < 0 || (!has && !list_append(t, l, from_ptr(s))))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

static Value get_origin(Thread *t, Value self) { return as_alias(self)->origin; }
static Value get_args(Thread *t, Value self) { return from_ptr(as_alias(self)->args); }
static Value get_params(Thread *t, Value self) { return from_ptr(alias_params(t, as_alias(self))); }
static Value get_unpacked(Thread *t, Value self) { return from_bool(as_alias(self)->starred); }
static Value get_unpacked_args(Thread *t, Value self) {
    Alias *a = as_alias(self);
    return a->starred && a->origin == from_ptr(type_by_id(t, T_TUPLE)) ? from_ptr(a->args) : VALUE_NONE;
}

const TypeDef type_generic_alias = {
    .name = "types.GenericAlias",
    .doc = "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    .size = sizeof(Alias),
    .weakrefs = true,
    .slots = {
        .repr = alias_repr, .getitem = alias_getitem, .call = alias_call, .getattr = alias_getattr,
        .compare = alias_compare, .hash = alias_hash, .iter = alias_iter, .binary = {[BIN_OR] = type_or},
    },
    .new_ = {"__new__", alias_tp_new, "origin, args, /", NULL, 0},
    .methods = (const FunctionDef[]){
        {"__mro_entries__", alias_mro_entries, "bases, /", NULL, 0},
        {"__instancecheck__", alias_instancecheck, "instance, /", NULL, 0},
        {"__subclasscheck__", alias_subclasscheck, "subclass, /", NULL, 0},
        {"__reduce__", alias_reduce, "", NULL, 0},
        {"__dir__", alias_dir, "", NULL, 0},
        {0},
    },
    .getsets = (const GetSetDef[]){
        {"__origin__", get_origin, member_readonly, NULL}, {"__args__", get_args, member_readonly, NULL},
        {"__parameters__", get_params, NULL, "Type variables in the GenericAlias."},
        {"__unpacked__", get_unpacked, member_readonly, NULL},
        {"__typing_unpacked_tuple_args__", get_unpacked_args, NULL, NULL}, {0},
    },
};

/* -- types.UnionType ------------------------------------------------------------------------------------- */

static bool add_member(Thread *t, List *l, Value v) {
    if (v == VALUE_NONE)
        v = from_ptr(type_by_id(t, T_NONE));
    if (is_union(v)) {
        Tuple *u = union_args(v);
        for (int64_t i = 0; i < u->len; i++)
            if (!add_member(t, l, u->items[i]))
                return false;
        return true;
    }
    for (int64_t i = 0; i < l->len; i++) {
        int same = is_alias(v) || is_alias(l->items[i]) ? values_equal(t, l->items[i], v) : l->items[i] == v;
        if (same)
            return same > 0;
    }
    return list_append(t, l, v);
}

static bool may_be_member(Value v) { return v == VALUE_NONE || is_type(v) || is_alias(v) || is_union(v); }

static Value union_of(Thread *t, List *l) {
    if (l->len == 1)
        return l->items[0];
    Union *u = alloc_obj(t, type_by_id(t, T_UNION), sizeof *u);
    Value args = u ? tuple_new(t, l->items, l->len) : VALUE_ERROR;
    if (!args)
        return VALUE_ERROR;
    u->args = as_tuple(args);
    return from_ptr(u);
}

Value union_new(Thread *t, Value a, Value b) {
    if (!may_be_member(a) || !may_be_member(b))
        return VALUE_NOTIMPLEMENTED;
    List *l = list_alloc(t, 0, 4);
    return l && add_member(t, l, a) && add_member(t, l, b) ? union_of(t, l) : VALUE_ERROR;
}

static Value union_repr(Thread *t, Value self) {
    Tuple *u = union_args(self);
    StrBuf b;
    strbuf_init(&b, t);
    for (int64_t i = 0; i < u->len; i++) {
        strbuf_cstr(&b, i ? " | " : "");
        if (u->items[i] == from_ptr(type_by_id(t, T_NONE)))
            strbuf_cstr(&b, "None");
        else if (!add_item(t, &b, u->items[i]))
            return VALUE_ERROR;
    }
    return strbuf_finish(&b);
}

static Set *union_set(Thread *t, Value self) {
    Set *s = set_new(t, type_by_id(t, T_FROZENSET));
    return s && set_update(t, s, from_ptr(union_args(self))) ? s : NULL;
}

static Value union_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if ((op != CMP_EQ && op != CMP_NE) || !is_union(b))
        return VALUE_NOTIMPLEMENTED;
    Set *x = union_set(t, a), *y = x ? union_set(t, b) : NULL;
    return y ? compare_op(t, op, from_ptr(x), from_ptr(y)) : VALUE_ERROR;
}

static bool union_hash(Thread *t, Value self, int64_t *out) {
    Set *s = union_set(t, self);
    return s && hash_of(t, from_ptr(s), out);
}

static Tuple *union_params(Thread *t, Value self) {
    Union *u = (Union *)obj_of(self);
    return u->params ? u->params : (u->params = make_parameters(t, u->args));
}

static Value union_getitem(Thread *t, Value self, Value key) {
    Tuple *params = union_params(t, self);
    Tuple *args = params ? substitute(t, self, union_args(self), params, key) : NULL;
    if (!args || args->len == 0)
        return VALUE_ERROR;
    Value r = args->items[0];
    for (int64_t i = 1; r && i < args->len; i++)
        r = binary_op(t, BIN_OR, r, args->items[i]);
    return r;
}

static Value union_instancecheck(Thread *t, Value *a) {
    int r = object_isinstance(t, a[1], a[0]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}
static Value union_subclasscheck(Thread *t, Value *a) {
    if (!is_type(a[1]))
        return raise_type_error(t, "issubclass() arg 1 must be a class");
    int r = object_issubclass(t, a[1], a[0]);
    return r < 0 ? VALUE_ERROR : from_bool(r);
}
static Value union_get_args(Thread *t, Value self) { return from_ptr(union_args(self)); }
static Value union_get_params(Thread *t, Value self) { return from_ptr(union_params(t, self)); }

const TypeDef type_union = {
    .name = "types.UnionType",
    .doc = "Represent a PEP 604 union type\n\nE.g. for int | str",
    .size = sizeof(Union),
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .weakrefs = true,
    .slots = {.repr = union_repr, .getitem = union_getitem, .compare = union_compare, .hash = union_hash,
              .binary = {[BIN_OR] = type_or}},
    .methods = (const FunctionDef[]){
        {"__instancecheck__", union_instancecheck, "instance, /", NULL, 0},
        {"__subclasscheck__", union_subclasscheck, "subclass, /", NULL, 0},
        {0},
    },
    .getsets = (const GetSetDef[]){
        {"__args__", union_get_args, member_readonly, NULL},
        {"__parameters__", union_get_params, NULL, "Type variables in the types.UnionType."}, {0},
    },
};
