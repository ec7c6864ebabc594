/* _pickle: Pickler, Unpickler, PickleBuffer and the functions that use them. */
#include "runtime/pickle.h"
#include "vm/object/bytes_impl.h"

static Pickler *pickler_of(Value v) { return (Pickler *)obj_of(v); }
static Unpickler *unpickler_of(Value v) { return (Unpickler *)obj_of(v); }

static Value from_module(Thread *t, Value *kept, const char *module, const char *name) {
    if (!*kept && !(*kept = import_module(t, module)))
        return VALUE_ERROR;
    return get_attr_cstr(t, *kept, name);
}
Value pickle_copyreg(Thread *t, const char *name) {
    return from_module(t, &pickle_state(t)->copyreg, "copyreg", name);
}
Value pickle_compat(Thread *t, const char *name) {
    Value v = from_module(t, &pickle_state(t)->compat, "_compat_pickle", name);
    if (v && !is_dict(v))
        return raise_error(t, EXC_RuntimeError, "_compat_pickle.%s should be a dict, not %T", name, v);
    return v;
}

/* -- Pickler --------------------------------------------------------------------------------------------- */

static Value pickler_new(Thread *t, Value *a) {
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (v)
        pickler_of(v)->frame_start = -1;
    return v;
}

/* a: self, file, protocol, fix_imports, buffer_callback */
static Value pickler_init(Thread *t, Value *a) {
    Pickler *p = pickler_of(a[0]);
    PickleState *s = pickle_state(t);
    p->ready = false;
    if (!pickler_setup(t, p, a[2], a[3], a[4]))
        return VALUE_ERROR;
    p->ready = false;
    p->write = get_attr_or_null(t, a[1], NAME(t, write));
    if (!p->write)
        return t->exc ? VALUE_ERROR : raise_type_error(t, "file must have a 'write' attribute");
    p->out = NULL;
    p->len = p->cap = 0;
    p->memo = (PickleMemo){ 0 };
    p->persistent_id = p->dispatch_table = 0;
    if (!(p->persistent_id = get_attr_or_null(t, a[0], s->persistent_id)) && t->exc)
        return VALUE_ERROR;
    if (!(p->dispatch_table = get_attr_or_null(t, a[0], s->dispatch_table)) && t->exc)
        return VALUE_ERROR;
    p->ready = true;
    return VALUE_NONE;
}

static Value m_dump(Thread *t, Value *a) {
    Pickler *p = pickler_of(a[0]);
    if (!p->ready)
        return raise_class(t, pickle_state(t)->pickling_error, "Pickler.__init__() was not called by %T.__init__()", a[0]);
    if (!(p->reducer_override = get_attr_or_null(t, a[0], pickle_state(t)->reducer_override)) && t->exc)
        return VALUE_ERROR;
    bool ok = pickler_dump(t, p, a[1]) && pickler_flush(t, p);
    p->reducer_override = 0;
    return ok ? VALUE_NONE : VALUE_ERROR;
}

static Value m_clear_memo(Thread *t, Value *a) {
    pickler_of(a[0])->memo = (PickleMemo){ 0 };
    return VALUE_NONE;
}

static Value pickler_sizeof(Thread *t, Value *a) {
    Pickler *p = pickler_of(a[0]);
    size_t n = sizeof *p + p->cap + (p->memo.table ? (size_t)(p->memo.mask + 1) * sizeof(MemoEntry) : 0);
    return from_int64(t, (int64_t)n);
}

static Value missing(Thread *t, const char *name) { return raise_error(t, EXC_AttributeError, "%s", name); }
static bool no_deletion(Thread *t, Value v) {
    if (!v)
        raise_type_error(t, "attribute deletion is not supported");
    return v != 0;
}

static Value get_persistent_id(Thread *t, Value self) {
    Value v = pickler_of(self)->persistent_id;
    return v ? v : missing(t, "persistent_id");
}
static bool set_persistent_id(Thread *t, Value self, Value v) {
    if (!no_deletion(t, v))
        return false;
    if (!is_callable(t, v)) {
        raise_type_error(t, "persistent_id must be a callable taking one argument");
        return false;
    }
    pickler_of(self)->persistent_id = v;
    return true;
}
static Value get_dispatch_table(Thread *t, Value self) {
    Value v = pickler_of(self)->dispatch_table;
    return v ? v : raise_error(t, EXC_AttributeError, "'%T' object has no attribute 'dispatch_table'", self);
}
static bool set_dispatch_table(Thread *t, Value self, Value v) {
    if (!v && !pickler_of(self)->dispatch_table) {
        missing(t, "dispatch_table");
        return false;
    }
    pickler_of(self)->dispatch_table = v;
    return true;
}
static Value get_bin(Thread *t, Value self) { return from_small(pickler_of(self)->bin); }
static bool set_bin(Thread *t, Value self, Value v) {
    int32_t i = 0;
    if (!no_deletion(t, v) || !as_int32(t, v, &i))
        return false;
    pickler_of(self)->bin = i != 0;
    return true;
}
static Value get_fast(Thread *t, Value self) { return from_small(pickler_of(self)->fast); }
static bool set_fast(Thread *t, Value self, Value v) {
    int32_t i = 0;
    if (!no_deletion(t, v) || !as_int32(t, v, &i))
        return false;
    pickler_of(self)->fast = i != 0;
    return true;
}

/* -- Memos ----------------------------------------------------------------------------------------------- */

/* What `memo` gives: the table of a Pickler or Unpickler. */
typedef struct MemoProxy { Obj h; Value of; } MemoProxy;

static Value proxy_new(Thread *t, int id, Value of) {
    MemoProxy *m = alloc_obj(t, type_by_id(t, id), sizeof *m);
    if (m)
        m->of = of;
    return from_ptr(m);
}
static Value get_memo(Thread *t, Value self) {
    return proxy_new(t, ptr_kind(self, T_PICKLER) ? T_PICKLER_MEMO : T_UNPICKLER_MEMO, self);
}

static Value proxy_clear(Thread *t, Value *a) {
    Value of = ((MemoProxy *)obj_of(a[0]))->of;
    if (ptr_kind(of, T_PICKLER)) {
        pickler_of(of)->memo = (PickleMemo){ 0 };
    } else {
        Unpickler *u = unpickler_of(of);
        u->memo = NULL;
        u->memo_cap = u->memo_len = 0;
        u->memo_far = NULL;
    }
    return VALUE_NONE;
}

static Value proxy_copy(Thread *t, Value *a) {
    Value of = ((MemoProxy *)obj_of(a[0]))->of;
    Dict *d = dict_new(t);
    if (d == NULL)
        return VALUE_ERROR;
    if (ptr_kind(of, T_PICKLER)) {
        PickleMemo m = pickler_of(of)->memo;
        for (int64_t i = 0; m.table && i <= m.mask; i++) {
            MemoEntry e = m.table[i];
            if (!e.key)
                continue;
            Value pair = tuple_pack2(t, from_int64(t, e.index), e.key);
            if (!pair || !dict_set(t, d, from_small((int64_t)(e.key >> 2)), pair))
                return VALUE_ERROR;
        }
        return from_ptr(d);
    }
    Unpickler *u = unpickler_of(of);
    for (int64_t i = 0; i < u->memo_cap; i++)
        if (u->memo[i] && !dict_set(t, d, from_small(i), u->memo[i]))
            return VALUE_ERROR;
    return !u->memo_far || dict_update(t, d, from_ptr(u->memo_far)) ? from_ptr(d) : VALUE_ERROR;
}

static Value proxy_reduce(Thread *t, Value *a) {
    Value copy = proxy_copy(t, a), args = copy ? tuple_pack1(t, copy) : VALUE_ERROR;
    return args ? tuple_pack2(t, from_ptr(type_by_id(t, T_DICT)), args) : VALUE_ERROR;
}

static bool set_pickler_memo(Thread *t, Value self, Value v) {
    PickleMemo m = { 0 };
    if (!no_deletion(t, v))
        return false;
    if (ptr_kind(v, T_PICKLER_MEMO)) {
        PickleMemo from = pickler_of(((MemoProxy *)obj_of(v))->of)->memo;
        for (int64_t i = 0; from.table && i <= from.mask; i++)
            if (from.table[i].key && !memo_add(t, &m, from.table[i].key, from.table[i].index))
                return false;
    } else if (is_dict(v)) {
        Value key, pair;
        for (int64_t i = 0; dict_next(as_dict(v), &i, &key, &pair);) {
            int64_t index;
            if (!is_tuple(pair) || as_tuple(pair)->len != 2) {
                raise_type_error(t, "'memo' values must be 2-item tuples");
                return false;
            }
            if (!as_ssize(t, as_tuple(pair)->items[0], &index) || !memo_add(t, &m, as_tuple(pair)->items[1], index))
                return false;
        }
    } else {
        raise_type_error(t, "'memo' attribute must be a PicklerMemoProxy object or dict, not %T", v);
        return false;
    }
    pickler_of(self)->memo = m;
    return true;
}

static bool set_unpickler_memo(Thread *t, Value self, Value v) {
    if (!no_deletion(t, v))
        return false;
    if (ptr_kind(v, T_UNPICKLER_MEMO)) {
        Value copy = proxy_copy(t, &v);
        if (!copy)
            return false;
        v = copy;
    } else if (!is_dict(v)) {
        raise_type_error(t, "'memo' attribute must be an UnpicklerMemoProxy object or dict, not %T", v);
        return false;
    }
    Unpickler fresh = { 0 };
    Value key, x;
    for (int64_t i = 0; dict_next(as_dict(v), &i, &key, &x);) {
        int64_t index;
        if (!is_int(key)) {
            raise_type_error(t, "memo key must be integers");
            return false;
        }
        if (!as_ssize(t, key, &index))
            return false;
        if (index < 0) {
            raise_value_error(t, "memo key must be positive integers.");
            return false;
        }
        if (!unpickler_memo_set(t, &fresh, index, x))
            return false;
    }
    Unpickler *u = unpickler_of(self);
    u->memo = fresh.memo;
    u->memo_cap = fresh.memo_cap;
    u->memo_len = fresh.memo_len;
    u->memo_far = fresh.memo_far;
    return true;
}

/* -- Unpickler ------------------------------------------------------------------------------------------- */

static Value unpickler_new(Thread *t, Value *a) { return object_alloc(t, (Type *)obj_of(a[0])); }

/* a: self, file, fix_imports, encoding, errors, buffers, allow */
static Value unpickler_init(Thread *t, Value *a) {
    Unpickler *u = unpickler_of(a[0]);
    PickleState *s = pickle_state(t);
    u->ready = false;
    u->read = u->chunk = 0;
    u->data = NULL;
    u->at = u->end = u->peeked = 0;
    if (!unpickler_open(t, u, a[1]) || !unpickler_setup(t, u, a[2], a[3], a[4], a[5], a[6]))
        return VALUE_ERROR;
    u->ready = false;
    u->persistent_load = 0;
    if (!(u->persistent_load = get_attr_or_null(t, a[0], s->persistent_load)) && t->exc)
        return VALUE_ERROR;
    u->plain_find = is_exact(t, a[0], T_UNPICKLER);
    u->ready = true;
    return VALUE_NONE;
}

static Value m_load(Thread *t, Value *a) {
    Unpickler *u = unpickler_of(a[0]);
    if (!u->ready)
        return raise_class(t, pickle_state(t)->unpickling_error, "Unpickler.__init__() was not called by %T.__init__()",
                           a[0]);
    return unpickler_load(t, u);
}

static Value m_find_class(Thread *t, Value *a) { return unpickler_find_class(t, unpickler_of(a[0]), a[1], a[2]); }

static Value unpickler_sizeof(Thread *t, Value *a) {
    Unpickler *u = unpickler_of(a[0]);
    return from_int64(t, (int64_t)sizeof *u + 8 * (u->cap + u->memo_cap + u->marks_cap));
}

static Value get_persistent_load(Thread *t, Value self) {
    Value v = unpickler_of(self)->persistent_load;
    return v ? v : missing(t, "persistent_load");
}
static bool set_persistent_load(Thread *t, Value self, Value v) {
    if (!no_deletion(t, v))
        return false;
    if (!is_callable(t, v)) {
        raise_type_error(t, "persistent_load must be a callable taking one argument");
        return false;
    }
    unpickler_of(self)->persistent_load = v;
    return true;
}

/* -- PickleBuffer ---------------------------------------------------------------------------------------- */

static PickleBuffer *buffer_of(Value v) { return (PickleBuffer *)obj_of(v); }

static Value buffer_new(Thread *t, Value *a) {
    Value view = has_buffer(t, a[1])
                     ? memoryview_new(t, ptr_kind(a[1], T_PICKLE_BUFFER) ? buffer_of(a[1])->view : a[1])
                     : raise_type_error(t, "a bytes-like object is required, not '%T'", a[1]);
    Value v = view ? object_alloc(t, (Type *)obj_of(a[0])) : VALUE_ERROR;
    if (v) {
        buffer_of(v)->view = view;
        ((MemoryView *)obj_of(view))->pinned = true;        /* holds the memory until release() */
    }
    return v;
}

static bool buffer_alive(Thread *t, Value v) {
    if (!buffer_of(v)->released)
        return true;
    raise_value_error(t, "operation forbidden on released PickleBuffer object");
    return false;
}

static bool buffer_export(Thread *t, Value v, BufferView *out, bool writable) {
    if (out == NULL) {
        BufferView b = { .owner = buffer_of(v)->view };
        release_buffer(t, &b);
        return true;
    }
    return buffer_alive(t, v) && get_buffer(t, buffer_of(v)->view, out);
}

static Value buffer_raw(Thread *t, Value *a) {
    if (!buffer_alive(t, a[0]))
        return VALUE_ERROR;
    MemoryView *m = (MemoryView *)obj_of(buffer_of(a[0])->view);
    if (!memoryview_alive(t, m))
        return VALUE_ERROR;
    if (!memoryview_contiguous(m))
        return raise_error(t, EXC_BufferError, "cannot extract raw buffer from non-contiguous buffer");
    if (m->format[0] == 'B' && m->ndim == 1)
        return memoryview_new(t, from_ptr(m));
    return call_method1(t, from_ptr(m), str_intern_cstr(t, "cast"), from_ptr(str_intern_cstr(t, "B")));
}

static Value buffer_release(Thread *t, Value *a) {
    PickleBuffer *b = buffer_of(a[0]);
    MemoryView *m = (MemoryView *)obj_of(b->view);
    if (!b->released && m->exports == 0 && !call_method0(t, b->view, str_intern_cstr(t, "release")))
        return VALUE_ERROR;
    b->released = true;
    return VALUE_NONE;
}

/* -- Functions ------------------------------------------------------------------------------------------- */

/* a: obj, protocol, fix_imports, buffer_callback */
static Value f_dumps(Thread *t, Value *a) {
    Pickler *p = alloc_obj(t, type_by_id(t, T_PICKLER), sizeof *p);
    if (p == NULL || !pickler_setup(t, p, a[1], a[2], a[3]) || !pickler_dump(t, p, a[0]))
        return VALUE_ERROR;
    Value r = pickler_result(t, p);
    free_array(p->memo.table, (size_t)(p->memo.mask + 1) * sizeof(MemoEntry));
    p->memo.table = NULL;
    return r;
}

/* a: obj, file, protocol, fix_imports, buffer_callback */
static Value f_dump(Thread *t, Value *a) {
    Pickler *p = alloc_obj(t, type_by_id(t, T_PICKLER), sizeof *p);
    if (p == NULL || !pickler_setup(t, p, a[2], a[3], a[4]))
        return VALUE_ERROR;
    p->write = get_attr_or_null(t, a[1], NAME(t, write));
    if (!p->write)
        return t->exc ? VALUE_ERROR : raise_type_error(t, "file must have a 'write' attribute");
    return pickler_dump(t, p, a[0]) && pickler_flush(t, p) ? VALUE_NONE : VALUE_ERROR;
}

/* a: fix_imports, encoding, errors, buffers, allow */
static Value load_memory(Thread *t, const void *data, size_t n, const Value *a) {
    Unpickler *u = alloc_obj(t, type_by_id(t, T_UNPICKLER), sizeof *u);
    if (u == NULL)
        return VALUE_ERROR;
    u->data = data;
    u->end = n;
    u->plain_find = true;
    Value v = unpickler_setup(t, u, a[0], a[1], a[2], a[3], a[4]) ? unpickler_load(t, u) : VALUE_ERROR;
    u->end = u->at = 0;
    return v;
}

Value unpickle(Thread *t, const void *data, size_t n) {
    Str *encoding = str_intern_cstr(t, "ASCII"), *errors = str_intern_cstr(t, "strict");
    if (!encoding || !errors)
        return VALUE_ERROR;
    return load_memory(t, data, n, (Value[]){ VALUE_TRUE, from_ptr(encoding), from_ptr(errors), VALUE_NONE, VALUE_NONE });
}

/* a: data, fix_imports, encoding, errors, buffers, allow */
static Value f_loads(Thread *t, Value *a) {
    BufferView b;
    if (!get_buffer(t, a[0], &b))
        return VALUE_ERROR;
    Value v = load_memory(t, b.data, b.len, a + 1);
    release_buffer(t, &b);
    return v;
}

/* a: file, fix_imports, encoding, errors, buffers, allow */
static Value f_load(Thread *t, Value *a) {
    Unpickler *u = alloc_obj(t, type_by_id(t, T_UNPICKLER), sizeof *u);
    if (u == NULL || !unpickler_open(t, u, a[0]) || !unpickler_setup(t, u, a[1], a[2], a[3], a[4], a[5]))
        return VALUE_ERROR;
    u->plain_find = true;
    return unpickler_load(t, u);
}

/* -- Tables ---------------------------------------------------------------------------------------------- */

const TypeDef type_pickler = {
    .name = "_pickle.Pickler",
    .doc = "Writes pickles to a file.",
    .size = sizeof(Pickler),
    .new_ = { "__new__", pickler_new, "*args, **kwargs", NULL, 0 },
    .init = { "__init__", pickler_init, "file, protocol=None, fix_imports=True, buffer_callback=None", NULL, 0 },
    .methods = (const FunctionDef[]){
        { "dump", m_dump, "obj, /", "Write a pickle of obj to the file.", 0 },
        { "clear_memo", m_clear_memo, "", "Forget the objects written so far.", 0 },
        { "__sizeof__", pickler_sizeof, "", "Bytes this takes.", 0 },
        { 0 } },
    .getsets = (const GetSetDef[]){
        { "memo", get_memo, set_pickler_memo, "The objects written so far." },
        { "persistent_id", get_persistent_id, set_persistent_id, "Gives the persistent id of an object, or None." },
        { "bin", get_bin, set_bin, "Is it a binary protocol?" },
        { "fast", get_fast, set_fast, "Write without a memo." },
        { "dispatch_table", get_dispatch_table, set_dispatch_table, "Reducers by class, instead of copyreg's." },
        { 0 } },
};

const TypeDef type_unpickler = {
    .name = "_pickle.Unpickler",
    .doc = "Reads pickles from a file.",
    .size = sizeof(Unpickler),
    .new_ = { "__new__", unpickler_new, "*args, **kwargs", NULL, 0 },
    .init = { "__init__", unpickler_init,
              "file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=NULL, allow=None", NULL, 0 },
    .methods = (const FunctionDef[]){
        { "load", m_load, "", "The object of the next pickle in the file.", 0 },
        { "find_class", m_find_class, "module_name, global_name, /", "The object with this name in a module.", 0 },
        { "__sizeof__", unpickler_sizeof, "", "Bytes this takes.", 0 },
        { 0 } },
    .getsets = (const GetSetDef[]){
        { "memo", get_memo, set_unpickler_memo, "The objects read so far." },
        { "persistent_load", get_persistent_load, set_persistent_load, "Gives the object of a persistent id." },
        { 0 } },
};

#define PROXY(c_name, full_name)                                                           \
    const TypeDef c_name = {                                                               \
        .name = full_name,                                                                 \
        .size = sizeof(MemoProxy),                                                         \
        .flags = TYPE_NO_BASE | TYPE_NO_NEW,                                               \
        .methods = (const FunctionDef[]){ { "clear", proxy_clear, "", "Forget all.", 0 },  \
                                          { "copy", proxy_copy, "", "As a dict.", 0 },     \
                                          { "__reduce__", proxy_reduce, "", NULL, 0 },     \
                                          { 0 } },                                         \
    };
PROXY(type_pickler_memo, "_pickle.PicklerMemoProxy")
PROXY(type_unpickler_memo, "_pickle.UnpicklerMemoProxy")

const TypeDef type_pickle_buffer = {
    .name = "pickle.PickleBuffer",
    .doc = "A buffer that may be pickled out of band.",
    .size = sizeof(PickleBuffer),
    .flags = TYPE_NO_BASE,
    .weakrefs = true,
    .slots = { .buffer = buffer_export },
    .new_ = { "__new__", buffer_new, "object, /", NULL, 0 },
    .methods = (const FunctionDef[]){
        { "raw", buffer_raw, "", "A memoryview of the bytes, in one dimension.", 0 },
        { "release", buffer_release, "", "Let the memory go.", 0 },
        { 0 } },
};

static bool init(Thread *t, Module *m) {
    PickleState *s = alloc_array(t, 1, sizeof *s);
    if (s == NULL)
        return false;
    t->interp->module_state[STATE_PICKLE] = s;
    const struct { Str **to; const char *name; } names[] = {
        { &s->persistent_id, "persistent_id" }, { &s->persistent_load, "persistent_load" },
        { &s->dispatch_table, "dispatch_table" }, { &s->reducer_override, "reducer_override" },
        { &s->newobj, "__newobj__" }, { &s->newobj_ex, "__newobj_ex__" }, { &s->find_class, "find_class" },
        { &s->peek, "peek" }, { &s->extend, "extend" }, { &s->append, "append" }, { &s->add, "add" },
        { &s->getinitargs, "__getinitargs__" }, { &s->getnewargs, "__getnewargs__" },
        { &s->getnewargs_ex, "__getnewargs_ex__" }, { &s->dict, "__dict__" }, { &s->class_, "__class__" },
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (!(*names[i].to = str_intern_cstr(t, names[i].name)))
            return false;
    s->pickle_error = module_error_new(t, m, "_pickle.PickleError", from_ptr(t->interp->exc_types[EXC_Exception]));
    if (!s->pickle_error || !(s->pickling_error = module_error_new(t, m, "_pickle.PicklingError", s->pickle_error)))
        return false;
    s->unpickling_error = module_error_new(t, m, "_pickle.UnpicklingError", s->pickle_error);
    return s->unpickling_error != VALUE_ERROR;
}

#define LOAD_OPTIONS "*, fix_imports=True, encoding='ASCII', errors='strict', buffers=NULL, allow=None"

const ModuleDef mod_pickle = {
    .name = "_pickle",
    .doc = "Objects as bytes, and back.",
    .functions = (const FunctionDef[]){
        { "dump", f_dump, "obj, file, protocol=None, *, fix_imports=True, buffer_callback=None",
          "Write a pickle of obj to a file.", 0 },
        { "dumps", f_dumps, "obj, protocol=None, *, fix_imports=True, buffer_callback=None", "A pickle of obj as bytes.",
          0 },
        { "load", f_load, "file, " LOAD_OPTIONS, "The object of the next pickle in a file.", 0 },
        { "loads", f_loads, "data, /, " LOAD_OPTIONS, "The object of a pickle in bytes.", 0 },
        { 0 } },
    .types = (const uint16_t[]){ T_PICKLER, T_UNPICKLER, T_PICKLE_BUFFER, 0 },
    .init = init,
};
