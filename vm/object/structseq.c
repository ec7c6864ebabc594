/* Struct sequences: tuples whose items have names, some of them hidden behind the tuple's length. */
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"
#include "vm/object/type.h"

/* In type->extra. A field without a name (NULL) is reached by index only. */
typedef struct Fields {
    const char *const *names;
    int n, visible;
    GetSetDef *getsets;
} Fields;

static inline Fields *fields_of(Type *y) { return y->extra; }

/* -- One getter for each place --------------------------------------------------------------------------- */

#define PLACES(X) \
    X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) \
    X(20) X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31)
#define GETTER(i) \
    static Value get_##i(Thread *t, Value self) { return as_tuple(self)->items[i]; }
PLACES(GETTER)
#define ENTRY(i) get_##i,
static Value (*const getters[])(Thread *, Value) = {PLACES(ENTRY)};

/* -- Making ---------------------------------------------------------------------------------------------- */

Type *structseq_type(Thread *t, const char *name, const char *const *names, int n, int visible) {
    TypeDef *def = alloc_array(t, 1, sizeof *def);
    Fields *f = alloc_array(t, 1, sizeof *f);
    GetSetDef *getsets = alloc_array(t, (size_t)n + 1, sizeof *getsets);
    if (!def || !f || !getsets || n > (int)ARRAY_LEN(getters))
        return NULL;
    int unnamed = 0, k = 0;
    for (int i = 0; i < n; i++) {
        if (names[i])
            getsets[k++] = (GetSetDef){names[i], getters[i], member_readonly, NULL};
        else
            unnamed++;
    }
    def->name = name;
    def->flags = TYPE_NO_BASE;
    def->getsets = getsets;
    *f = (Fields){names, n, visible, getsets};
    Type *y = type_from_def(t, def, -1, type_by_id(t, T_STRUCTSEQ));
    if (!y)
        return NULL;
    y->extra = f;
    Dict *d = type_namespace(t, y);
    Tuple *match = d ? tuple_alloc(t, visible - unnamed) : NULL;
    if (!match)
        return NULL;
    for (int i = 0, m = 0; i < visible; i++)
        if (names[i] && !(match->items[m++] = from_ptr(str_intern_cstr(t, names[i]))))
            return NULL;
    if (!dict_set_cstr(t, d, "n_fields", from_small(n)) ||
        !dict_set_cstr(t, d, "n_sequence_fields", from_small(visible)) ||
        !dict_set_cstr(t, d, "n_unnamed_fields", from_small(unnamed)) ||
        !dict_set_str(t, d, NAME(t, __match_args__), from_ptr(match)))
        return NULL;
    return y;
}

/* Room for all fields; the tuple's length counts the visible ones only. */
static Tuple *alloc(Thread *t, Type *y) {
    Fields *f = fields_of(y);
    Tuple *u = alloc_obj(t, y, sizeof *u + (size_t)f->n * sizeof(Value));
    if (u) {
        u->len = f->visible;
        for (int i = 0; i < f->n; i++)
            u->items[i] = VALUE_NONE;
    }
    return u;
}

Value structseq_new(Thread *t, Type *y, const Value *items) {
    Tuple *u = alloc(t, y);
    if (u)
        memcpy(u->items, items, (size_t)fields_of(y)->n * sizeof(Value));
    return from_ptr(u);
}

static Value tp_new(Thread *t, Value *a) {
    Type *y = (Type *)obj_of(a[0]);
    Fields *f = fields_of(y);
    if (!f)
        return raise_type_error(t, "cannot create '%N' instances", y);
    Tuple *u = tuple_from_iterable(t, a[1]);
    if (!u) {
        if (!exc_matches(t, EXC_TypeError))
            return VALUE_ERROR;
        exc_clear(t);
        return raise_type_error(t, "constructor requires a sequence");
    }
    if (a[2] != VALUE_NONE && !is_dict(a[2]))
        return raise_type_error(t, "%N() takes a dict as second arg, if any", y);
    if (u->len < f->visible || u->len > f->n) {
        bool more = u->len < f->visible;
        const char *how = f->visible == f->n ? "a" : more ? "an at least " : "an at most ";
        return raise_type_error(t, "%N() takes %s%s%d-sequence (%d-sequence given)", y, how,
                                f->visible == f->n ? " " : "", more ? f->visible : f->n, (int)u->len);
    }
    Tuple *v = alloc(t, y);
    if (!v)
        return VALUE_ERROR;
    memcpy(v->items, u->items, (size_t)u->len * sizeof(Value));
    for (int64_t i = u->len; i < f->n && a[2] != VALUE_NONE; i++) {
        Value x = f->names[i] ? dict_get_cstr(t, as_dict(a[2]), f->names[i]) : 0;
        if (x)
            v->items[i] = x;
    }
    return from_ptr(v);
}

/* -- Methods --------------------------------------------------------------------------------------------- */

static Value repr(Thread *t, Value self) {
    Type *y = type_of(t, self);
    Fields *f = fields_of(y);
    StrBuf b;
    strbuf_init(&b, t);
    strbuf_cstr(&b, type_name(y));
    strbuf_char(&b, '(');
    for (int i = 0; i < f->visible; i++) {
        strbuf_cstr(&b, i ? ", " : "");
        if (f->names[i]) {
            strbuf_cstr(&b, f->names[i]);
            strbuf_char(&b, '=');
        }
        if (!strbuf_repr(&b, as_tuple(self)->items[i]))
            return VALUE_ERROR;
    }
    strbuf_char(&b, ')');
    return strbuf_finish(&b);
}

static Value reduce(Thread *t, Value *a) {
    Type *y = type_of(t, a[0]);
    Fields *f = fields_of(y);
    Tuple *u = as_tuple(a[0]);
    Value visible = tuple_new(t, u->items, f->visible);
    Dict *hidden = dict_new(t);
    if (!visible || !hidden)
        return VALUE_ERROR;
    for (int i = f->visible; i < f->n; i++)
        if (f->names[i] && !dict_set_cstr(t, hidden, f->names[i], u->items[i]))
            return VALUE_ERROR;
    Value args = tuple_pack2(t, visible, from_ptr(hidden));
    return args ? tuple_pack2(t, from_ptr(y), args) : VALUE_ERROR;
}

const TypeDef type_structseq = {
    .name = "structseq",
    .base = T_TUPLE,
    .size = sizeof(Tuple),
    .flags = TYPE_NO_BASE,
    .slots = {.repr = repr},
    .new_ = {"__new__", tp_new, "sequence, dict=None", NULL, 0},
    .methods = (const FunctionDef[]){{"__reduce__", reduce, "", NULL, 0}, {0}},
};
