/* Bodies of the instructions that are rare or long. */
#include "vm/frame.h"
#include "vm/import.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/operator.h"
#include "vm/object/protocol.h"
#include "vm/object/set.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Unpacking ----------------------------------------------------------------------------------------------------- */

static bool unpack_type_error(Thread *t, Value seq) {
    if (exc_matches(t, EXC_TypeError) && !type_of(t, seq)->slots.iter && !type_of(t, seq)->slots.getitem) {
        exc_clear(t);
        raise_type_error(t, "cannot unpack non-iterable %T object", seq);
    }
    return false;
}

bool unpack_sequence(Thread *t, Value seq, uint32_t n, Value *out) {
    if (is_exact(t, seq, T_TUPLE) || is_exact(t, seq, T_LIST)) {
        bool tuple = is_tuple(seq);
        int64_t len = tuple ? as_tuple(seq)->len : as_list(seq)->len;
        const Value *items = tuple ? as_tuple(seq)->items : as_list(seq)->items;
        if (len == n) {
            for (uint32_t i = 0; i < n; i++) out[i] = items[n - 1 - i];
            return true;
        }
        if (len > n) raise_value_error(t, "too many values to unpack (expected %d)", (int)n);
        else raise_value_error(t, "not enough values to unpack (expected %d, got %ld)", (int)n, (long)len);
        return false;
    }
    Value it = get_iter(t, seq);
    if (!it) return unpack_type_error(t, seq);
    List *l = list_alloc(t, 0, n ? n : 1);          /* the items live here until all have come */
    if (!l) return false;
    for (uint32_t i = 0; i < n; i++) {
        Value v = iter_next(t, it);
        if (!v) return false;
        if (v == VALUE_STOP) {
            raise_value_error(t, "not enough values to unpack (expected %d, got %d)", (int)n, (int)i);
            return false;
        }
        if (!list_append(t, l, v)) return false;
    }
    Value more = iter_next(t, it);
    if (!more) return false;
    if (more != VALUE_STOP) {
        raise_value_error(t, "too many values to unpack (expected %d)", (int)n);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) out[i] = l->items[n - 1 - i];
    return true;
}

bool unpack_ex(Thread *t, Value seq, uint32_t before, uint32_t after, Value *out) {
    List *l = list_from_iterable(t, seq);
    if (!l) return unpack_type_error(t, seq);
    int64_t rest = l->len - before - after;
    if (rest < 0) {
        raise_value_error(t, "not enough values to unpack (expected at least %d, got %ld)", (int)(before + after),
                          (long)l->len);
        return false;
    }
    Value middle = list_new(t, l->items + before, rest);
    if (!middle) return false;
    Value *p = out;
    for (uint32_t i = 0; i < after; i++) *p++ = l->items[l->len - 1 - i];
    *p++ = middle;
    for (uint32_t i = 0; i < before; i++) *p++ = l->items[before - 1 - i];
    return true;
}

/* -- Strings ------------------------------------------------------------------------------------------------------- */

Value format_value(Thread *t, Value v, Value spec, uint32_t flags) {
    switch (flags & 3) {
    case 1: v = to_str(t, v); break;
    case 2: v = to_repr(t, v); break;
    case 3: v = to_ascii(t, v); break;
    default: break;
    }
    if (!v) return VALUE_ERROR;
    if (!spec && is_exact(t, v, T_STR)) return v;
    return to_format(t, v, spec ? spec : from_ptr(t->interp->empty_str));
}

Value build_string(Thread *t, const Value *parts, uint32_t n) {
    if (n == 1) return parts[0];
    StrBuf b;
    strbuf_init(&b, t);
    for (uint32_t i = 0; i < n; i++) strbuf_str(&b, as_str(parts[i]));
    return strbuf_finish(&b);
}

/* -- Names --------------------------------------------------------------------------------------------------------- */

/* The value of name in a namespace, which may be any mapping. 0: it is not there, or an exception waits. */
static Value namespace_get(Thread *t, Value ns, Str *name) {
    if (is_exact(t, ns, T_DICT)) return dict_get_str(t, as_dict(ns), name);
    Value v = get_item(t, ns, from_ptr(name));
    if (!v && exc_matches(t, EXC_KeyError)) exc_clear(t);
    return v;
}

Value load_global_slow(Thread *t, Func *f, Str *name) {
    Value v = namespace_get(t, from_ptr(f->globals), name);
    if (!v && !t->exc) v = namespace_get(t, from_ptr(f->builtins), name);
    return v || t->exc ? v : raise_name_error(t, name);
}

Value name_load(Thread *t, Frame *f, Str *name) {
    Value v = namespace_get(t, f->locals, name);
    if (!v && !t->exc) v = dict_get_str(t, f->func->globals, name);
    if (!v && !t->exc) v = namespace_get(t, from_ptr(f->func->builtins), name);
    return v || t->exc ? v : raise_name_error(t, name);
}

bool name_store(Thread *t, Frame *f, Str *name, Value v) {
    if (is_exact(t, f->locals, T_DICT)) return dict_set_str(t, as_dict(f->locals), name, v);
    return set_item(t, f->locals, from_ptr(name), v);
}

bool name_delete(Thread *t, Frame *f, Str *name) {
    if (is_exact(t, f->locals, T_DICT)) {
        int r = dict_delete_str(t, as_dict(f->locals), name);
        if (r == 0) raise_name_error(t, name);
        return r > 0;
    }
    if (set_item(t, f->locals, from_ptr(name), VALUE_NULL)) return true;
    if (exc_matches(t, EXC_KeyError)) {
        exc_clear(t);
        raise_name_error(t, name);
    }
    return false;
}

Value load_classderef(Thread *t, Frame *f, uint32_t local) {
    Str *name = f->code->local_names[local];
    Value v;
    if (is_exact(t, f->locals, T_DICT)) {
        v = dict_get_str(t, as_dict(f->locals), name);
    } else {
        v = get_item(t, f->locals, from_ptr(name));
        if (!v) {
            if (!exc_matches(t, EXC_KeyError)) return VALUE_ERROR;
            exc_clear(t);
        }
    }
    if (v) return v;
    v = ((Cell *)obj_of(f->fp[local]))->value;
    return v ? v : raise_unbound_deref(t, f->code, local);
}

Value raise_unbound(Thread *t, Code *code, uint32_t local) {
    return raise_error(t, EXC_UnboundLocalError,
                       "cannot access local variable '%Q' where it is not associated with a value",
                       code->local_names[local]);
}

Value raise_unbound_deref(Thread *t, Code *code, uint32_t local) {
    if (!(code->local_kinds[local] & LOCAL_FREE)) return raise_unbound(t, code, local);
    raise_error(t, EXC_NameError,
                "cannot access free variable '%Q' where it is not associated with a value in enclosing scope",
                code->local_names[local]);
    if (exc_matches(t, EXC_NameError)) as_exc(t->exc)->field[0] = from_ptr(code->local_names[local]);
    return VALUE_ERROR;
}

/* -- Functions ----------------------------------------------------------------------------------------------------- */

Value make_function(Thread *t, Frame *f, uint32_t flags, const Value *parts) {
    Value code = parts[__builtin_popcount(flags & 15)];
    Value fn = func_new(t, as_code(code), f->func->globals);
    if (!fn) return VALUE_ERROR;
    Func *func = as_func(fn);
    func->builtins = f->func->builtins;
    if (flags & 1) func->defaults = *parts++;
    if (flags & 2) func->kwdefaults = *parts++;
    if (flags & 4) func->annotations = *parts++;
    if (flags & 8) func->closure = *parts++;
    return fn;
}

/* -- Imports ------------------------------------------------------------------------------------------------------- */

Value import_name(Thread *t, Frame *f, Str *name, Value level, Value fromlist) {
    Value import = dict_get_str(t, f->func->builtins, NAME(t, __import__));
    if (!import) return raise_error(t, EXC_ImportError, "__import__ not found");
    if (import == t->interp->import_function)
        return import_module_level(t, name, f->func->globals, fromlist, small_of(level));
    Value args[5] = { from_ptr(name), from_ptr(f->func->globals), f->locals ? f->locals : VALUE_NONE, fromlist, level };
    return call_value(t, import, args, 5, NULL);
}

Value import_from(Thread *t, Value module, Str *name) {
    Value v = get_attr_or_null(t, module, name);
    if (v || t->exc) return v;
    Value package = get_attr_or_null(t, module, NAME(t, __name__));
    if (t->exc) return VALUE_ERROR;
    if (package && is_str(package)) {               /* a submodule that is being imported: in sys.modules already */
        Value full = str_format(t, "%U.%Q", package, name);
        if (!full) return VALUE_ERROR;
        if (dict_lookup(t, t->interp->modules, full, &v) > 0) return v;
        if (t->exc) return VALUE_ERROR;
    }
    Value file = get_attr_or_null(t, module, NAME(t, __file__));
    if (t->exc) return VALUE_ERROR;
    Value shown = package && is_str(package) ? package : str_from_cstr(t, "<unknown module name>");
    if (!shown) return VALUE_ERROR;
    if (!file || !is_str(file))
        return raise_import_error(t, EXC_ImportError, shown, VALUE_NONE,
                                  "cannot import name %R from %R (unknown location)",
                                  from_ptr(name), shown);
    if (module_is_initializing(t, module))
        return raise_import_error(t, EXC_ImportError, shown, file,
                                  "cannot import name %R from partially initialized module %R "
                                  "(most likely due to a circular import) (%S)",
                                  from_ptr(name), shown, file);
    return raise_import_error(t, EXC_ImportError, shown, file, "cannot import name %R from %R (%S)", from_ptr(name),
                              shown, file);
}

bool import_star(Thread *t, Frame *f, Value module) {
    Value all = get_attr_or_null(t, module, NAME(t, __all__));
    if (t->exc) return false;
    bool skip_private = !all;
    if (!all) {
        Value d = get_attr(t, module, NAME(t, __dict__));
        if (!d) return false;
        Value keys = is_dict(d) ? dict_keys_list(t, as_dict(d)) : call_method0(t, d, NAME(t, keys));
        if (!keys) return false;
        all = keys;
    }
    Tuple *names = tuple_from_iterable(t, all);
    if (!names) return false;
    for (int64_t i = 0; i < names->len; i++) {
        Value name = names->items[i];
        if (!is_str(name)) {
            Value mod = get_attr_or_null(t, module, NAME(t, __name__));
            if (!mod) mod = VALUE_NONE;
            raise_type_error(t, skip_private ? "Key in %S.__dict__ must be str, not %T"
                                             : "Item in %S.__all__ must be str, not %T",
                             mod, name);
            return false;
        }
        if (skip_private && as_str(name)->len && str_at(as_str(name), 0) == '_') continue;
        Str *s = str_intern_exact(t, as_str(name));
        Value v = s ? get_attr(t, module, s) : VALUE_ERROR;
        if (!v || !name_store(t, f, s, v)) return false;
    }
    return true;
}

/* -- with ---------------------------------------------------------------------------------------------------------- */

bool before_with(Thread *t, Value manager, bool is_async, Value *exit, Value *result) {
    Str *enter_name = is_async ? NAME(t, __aenter__) : NAME(t, __enter__);
    Str *exit_name = is_async ? NAME(t, __aexit__) : NAME(t, __exit__);
    Value self, exit_self, enter = lookup_special(t, manager, enter_name, &self);
    if (!enter) {
        if (!t->exc)
            raise_type_error(t, "'%T' object does not support the %scontext manager protocol", manager,
                             is_async ? "asynchronous " : "");
        return false;
    }
    Value leave = lookup_special(t, manager, exit_name, &exit_self);
    if (!leave) {
        if (!t->exc)
            raise_type_error(t, "'%T' object does not support the %scontext manager protocol (missed %Q method)",
                             manager,
                             is_async ? "asynchronous " : "", exit_name);
        return false;
    }
    if (exit_self && !(leave = method_new(t, leave, exit_self))) return false;
    *exit = leave;
    *result = self ? call1(t, enter, self) : call0(t, enter);
    return *result != VALUE_ERROR;
}

Value with_except_start(Thread *t, Value exit, Value exc) {
    Value tb = as_exc(exc)->traceback;
    return call3(t, exit, from_ptr(obj_of(exc)->type), exc, tb ? tb : VALUE_NONE);
}

/* -- except, except* ----------------------------------------------------------------------------------------------- */

int check_exc_match(Thread *t, Value exc, Value pattern) {
    return exc_matches_pattern(t, exc, pattern);
}

static bool is_group(Thread *t, Value exc) { return exc_is_id(t, exc, EXC_BaseExceptionGroup); }

static bool check_star_pattern(Thread *t, Value pattern) {
    Value one[1] = { pattern };
    const Value *items = one;
    int64_t n = 1;
    if (is_tuple(pattern)) {
        items = as_tuple(pattern)->items;
        n = as_tuple(pattern)->len;
    }
    for (int64_t i = 0; i < n; i++) {
        if (!is_type(items[i]) || !type_is_subtype((Type *)obj_of(items[i]), t->interp->exc_types[EXC_BaseException])) {
            raise_type_error(t, "catching classes that do not inherit from BaseException is not allowed");
            return false;
        }
        if (type_is_subtype((Type *)obj_of(items[i]), t->interp->exc_types[EXC_BaseExceptionGroup])) {
            raise_type_error(t, "catching ExceptionGroup with except* is not allowed. Use except instead.");
            return false;
        }
    }
    return true;
}

bool check_eg_match(Thread *t, Value exc, Value pattern, Value *rest, Value *match) {
    if (!check_star_pattern(t, pattern)) return false;
    *rest = exc;
    *match = VALUE_NONE;
    if (exc == VALUE_NONE) return true;
    int r = exc_matches_pattern(t, exc, pattern);
    if (r < 0) return false;
    if (r) {
        *rest = VALUE_NONE;
        if (is_group(t, exc)) {
            *match = exc;
            return true;
        }
        Value one = tuple_pack1(t, exc);            /* a naked exception arrives wrapped */
        if (!one) return false;
        Value group = call2(t, from_ptr(t->interp->exc_types[EXC_BaseExceptionGroup]), from_ptr(t->interp->empty_str),
                            one);
        if (!group) return false;
        as_exc(group)->traceback = as_exc(exc)->traceback;
        *match = group;
        return true;
    }
    if (is_group(t, exc)) {
        Str *split = str_intern_cstr(t, "split");
        Value pair = split ? call_method1(t, exc, split, pattern) : VALUE_ERROR;
        if (!pair) return false;
        if (!is_tuple(pair) || as_tuple(pair)->len != 2) {
            raise_type_error(t, "%T.split must return a 2-tuple", exc);
            return false;
        }
        *match = as_tuple(pair)->items[0];
        *rest = as_tuple(pair)->items[1];
    }
    return true;
}

/* The leaves of group a that are the same objects as leaves in the list of kept groups. */
static bool collect_leaves(Thread *t, Value exc, Set *ids) {
    if (!is_group(t, exc)) return set_add(t, ids, from_small((int64_t)(exc >> 4)));
    if (!enter_c(t, " in exception_group_projection")) return false;
    Tuple *u = as_tuple(as_exc(exc)->field[1]);
    bool ok = true;
    for (int64_t i = 0; ok && i < u->len; i++) ok = collect_leaves(t, u->items[i], ids);
    leave_c(t);
    return ok;
}

static Value project(Thread *t, Value exc, Set *ids) {
    if (!is_group(t, exc)) {
        int r = set_contains(t, ids, from_small((int64_t)(exc >> 4)));
        return r < 0 ? VALUE_ERROR : r ? exc : VALUE_NONE;
    }
    Tuple *u = as_tuple(as_exc(exc)->field[1]);
    List *kept = list_alloc(t, 0, u->len);
    if (!kept || !enter_c(t, " in exception_group_projection")) return VALUE_ERROR;
    Value v = VALUE_NONE;
    for (int64_t i = 0; v && i < u->len; i++) {
        v = project(t, u->items[i], ids);
        if (v && v != VALUE_NONE && !list_append(t, kept, v)) v = VALUE_ERROR;
    }
    leave_c(t);
    if (!v) return VALUE_ERROR;
    if (!kept->len) return VALUE_NONE;
    if (kept->len == u->len) {
        bool same = true;
        for (int64_t i = 0; i < u->len; i++) same &= kept->items[i] == u->items[i];
        if (same) return exc;
    }
    Str *derive = str_intern_cstr(t, "derive");
    Value g = derive ? call_method1(t, exc, derive, from_ptr(kept)) : VALUE_ERROR;
    if (!g) return VALUE_ERROR;
    as_exc(g)->traceback = as_exc(exc)->traceback;
    as_exc(g)->cause = as_exc(exc)->cause;
    as_exc(g)->context = as_exc(exc)->context;
    as_exc(g)->suppress_context = as_exc(exc)->suppress_context;
    return g;
}

/* PEP 654: what remains after all except* clauses.  list: exceptions raised in clauses (None: none), and the parts of
 * orig that were not handled or raised again as they were; these are merged with orig's own structure. */
Value prep_reraise_star(Thread *t, Value orig, Value list) {
    List *l = as_list(list);
    List *raised = list_alloc(t, 0, l->len);
    Set *reraised = set_new(t, type_by_id(t, T_SET));
    if (!raised || !reraised) return VALUE_ERROR;
    bool any_reraised = false;
    for (int64_t i = 0; i < l->len; i++) {
        Value e = l->items[i];
        if (e == VALUE_NONE) continue;
        if (!is_group(t, orig)) return e;           /* a naked exception: at most one clause ran */
        bool same = as_exc(e)->traceback == as_exc(orig)->traceback && is_group(t, e) &&
                    as_exc(e)->cause == as_exc(orig)->cause && as_exc(e)->context == as_exc(orig)->context;
        if (e == orig || same) {
            any_reraised = true;
            if (!collect_leaves(t, e, reraised)) return VALUE_ERROR;
        } else if (!list_append(t, raised, e)) {
            return VALUE_ERROR;
        }
    }
    Value rest = VALUE_NONE;
    if (any_reraised && !(rest = project(t, orig, reraised))) return VALUE_ERROR;
    if (!raised->len) return rest;
    if (rest != VALUE_NONE && !list_append(t, raised, rest)) return VALUE_ERROR;
    if (raised->len == 1) return raised->items[0];
    return call2(t, from_ptr(t->interp->exc_types[EXC_BaseExceptionGroup]), from_ptr(t->interp->empty_str),
                 from_ptr(raised));
}

/* -- match --------------------------------------------------------------------------------------------------------- */

int match_sequence(Thread *t, Value v) { return (type_of(t, v)->flags & TYPE_SEQUENCE) != 0; }
int match_mapping(Thread *t, Value v) { return (type_of(t, v)->flags & TYPE_MAPPING) != 0; }

Value match_keys(Thread *t, Value subject, Value keys) {
    Tuple *k = as_tuple(keys), *values = tuple_alloc(t, k->len);
    Set *seen = set_new(t, type_by_id(t, T_SET));
    if (!values || !seen) return VALUE_ERROR;
    Value get = VALUE_NULL, dummy = VALUE_NULL;
    if (!is_exact(t, subject, T_DICT)) {
        Str *name = str_intern_cstr(t, "get");
        if (!name || !(get = get_attr(t, subject, name)) || !(dummy = object_alloc(t, type_by_id(t, T_OBJECT))))
            return VALUE_ERROR;
    }
    for (int64_t i = 0; i < k->len; i++) {
        int r = set_contains(t, seen, k->items[i]);
        if (r < 0 || !set_add(t, seen, k->items[i])) return VALUE_ERROR;
        if (r) return raise_value_error(t, "mapping pattern checks duplicate key (%R)", k->items[i]);
        Value v;
        if (get) {
            v = call2(t, get, k->items[i], dummy);
            if (!v) return VALUE_ERROR;
            if (v == dummy) return VALUE_NONE;
        } else {
            r = dict_lookup(t, as_dict(subject), k->items[i], &v);
            if (r < 0) return VALUE_ERROR;
            if (!r) return VALUE_NONE;
        }
        values->items[i] = v;
    }
    return from_ptr(values);
}

static Value match_attr(Thread *t, Value subject, Type *y, Value name, Set *seen) {
    int r = set_contains(t, seen, name);
    if (r < 0 || !set_add(t, seen, name)) return VALUE_ERROR;
    if (r) return raise_type_error(t, "%N() got multiple sub-patterns for attribute %R", y, name);
    Str *s = str_intern_exact(t, as_str(name));
    return s ? get_attr_or_null(t, subject, s) : VALUE_ERROR;
}

Value match_class(Thread *t, Value subject, Value cls, uint32_t npos, Value kwnames) {
    if (!is_type(cls)) return raise_type_error(t, "called match pattern must be a type");
    int r = object_isinstance(t, subject, cls);
    if (r < 0) return VALUE_ERROR;
    if (!r) return VALUE_NONE;
    Type *y = (Type *)obj_of(cls);
    Tuple *kw = as_tuple(kwnames), *out = tuple_alloc(t, npos + kw->len);
    Set *seen = set_new(t, type_by_id(t, T_SET));
    if (!out || !seen) return VALUE_ERROR;
    int64_t n = 0;
    if (npos) {
        Value names = get_attr_or_null(t, cls, NAME(t, __match_args__));
        if (!names && t->exc) return VALUE_ERROR;
        bool self = false;
        if (!names) {
            self = (y->flags & TYPE_MATCH_SELF) != 0;
            names = from_ptr(t->interp->empty_tuple);
        }
        if (!is_tuple(names)) return raise_type_error(t, "%N.__match_args__ must be a tuple (got %T)", y, names);
        int64_t allowed = self ? 1 : as_tuple(names)->len;
        if (npos > allowed)
            return raise_type_error(t, "%N() accepts %ld positional sub-pattern%s (%d given)", y, (long)allowed,
                                    allowed == 1 ? "" : "s", (int)npos);
        if (self) {
            out->items[n++] = subject;
        } else {
            for (uint32_t i = 0; i < npos; i++) {
                Value name = as_tuple(names)->items[i];
                if (!is_str(name)) return raise_type_error(t, "__match_args__ elements must be strings (got %T)", name);
                Value v = match_attr(t, subject, y, name, seen);
                if (!v) return t->exc ? VALUE_ERROR : VALUE_NONE;
                out->items[n++] = v;
            }
        }
    }
    for (int64_t i = 0; i < kw->len; i++) {
        Value v = match_attr(t, subject, y, kw->items[i], seen);
        if (!v) return t->exc ? VALUE_ERROR : VALUE_NONE;
        out->items[n++] = v;
    }
    return from_ptr(out);
}

bool print_expr(Thread *t, Value v) {
    Str *name = str_intern_cstr(t, "displayhook");
    Value hook = name ? dict_get_str(t, t->interp->sys->dict, name) : VALUE_ERROR;
    if (!hook) {
        if (!t->exc) raise_error(t, EXC_RuntimeError, "lost sys.displayhook");
        return false;
    }
    return call1(t, hook, v) != VALUE_ERROR;
}
