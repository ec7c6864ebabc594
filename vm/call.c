/* Calling any value from C, and the entry of Python functions from C: each such call runs an eval loop of its own. */
#include "vm/object/call.h"
#include "vm/frame.h"
#include "vm/object/dict.h"
#include "vm/object/list.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* Runs func with its parameters already bound at frame_limit(t) (or at `bound`, copied there). */
static Value run_function(Thread *t, Func *fn, const Value *bound) {
    Code *c = fn->code;
    if (c->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) return generator_new(t, fn, c, bound);
    Value *locals = frame_limit(t);
    if (locals + c->nparams > t->stack_end)
        return raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded while calling a Python object");
    if (c->nparams) memmove(locals, bound, c->nparams * sizeof(Value));
    Frame *f = frame_push(t, fn, c, locals, c->nparams);
    if (!f) return VALUE_ERROR;
    f->flags = FRAME_ENTRY;
    if ((char *)__builtin_frame_address(0) < t->c_stack_limit) {
        t->frame--;
        t->depth--;
        return raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded while calling a Python object");
    }
    return eval_run(t);
}

static Value call_function(Thread *t, Func *fn, const Value *args, size_t nargs, Tuple *kwnames) {
    Code *c = fn->code;
    if (c->simple && nargs == c->argcount && !kwnames) return run_function(t, fn, args);
    if (c->nparams <= 32) {
        Value bound[32];
        if (!bind_arguments(t, fn, args, nargs, kwnames, bound)) return VALUE_ERROR;
        return run_function(t, fn, bound);
    }
    Value *bound = alloc_array(t, c->nparams, sizeof(Value));
    if (!bound || !bind_arguments(t, fn, args, nargs, kwnames, bound)) return VALUE_ERROR;
    return run_function(t, fn, bound);
}

Value call_value(Thread *t, Value f, const Value *args, size_t nargs, Tuple *kwnames) {
    if (unlikely(!is_ptr(f))) return raise_type_error(t, "'%T' object is not callable", f);
    Type *y = obj_of(f)->type;
    if (kwnames && kwnames->len == 0) kwnames = NULL;
    switch (y->kind) {
    case T_FUNCTION:
        return call_function(t, as_func(f), args, nargs, kwnames);
    case T_BUILTIN:
    case T_METHOD_DESCR: {
        if (!enter_c(t, " while calling a Python object")) return VALUE_ERROR;
        Value r = native_call(t, (Native *)obj_of(f), args, nargs, kwnames);
        leave_c(t);
        return r;
    }
    case T_METHOD: {
        Method *m = (Method *)obj_of(f);
        size_t total = nargs + 1 + (kwnames ? (size_t)kwnames->len : 0);
        Value small[16], *all = small;
        if (total > ARRAY_LEN(small) && !(all = alloc_array(t, total, sizeof(Value)))) return VALUE_ERROR;
        all[0] = m->self;
        if (total > 1) memcpy(all + 1, args, (total - 1) * sizeof(Value));
        if (is_func(m->func)) return call_function(t, as_func(m->func), all, nargs + 1, kwnames);
        if (!enter_c(t, " while calling a Python object")) return VALUE_ERROR;  /* a method of a method of ... */
        Value r = call_value(t, m->func, all, nargs + 1, kwnames);
        leave_c(t);
        return r;
    }
    default: {
        if (!y->slots.call) return raise_type_error(t, "'%T' object is not callable", f);
        if (!enter_c(t, " while calling a Python object")) return VALUE_ERROR;
        Value r = y->slots.call(t, f, args, nargs, kwnames);
        leave_c(t);
        return r;
    }
    }
}

Value call_method(Thread *t, Value obj, Str *name, const Value *args, size_t nargs) {
    Value self, f = get_method(t, obj, name, &self);
    if (!f) return VALUE_ERROR;
    if (!self) return call_value(t, f, args, nargs, NULL);
    Value small[8], *all = small;
    if (nargs + 1 > ARRAY_LEN(small) && !(all = alloc_array(t, nargs + 1, sizeof(Value)))) return VALUE_ERROR;
    all[0] = self;
    if (nargs) memcpy(all + 1, args, nargs * sizeof(Value));
    return call_value(t, f, all, nargs + 1, NULL);
}

Value call_special(Thread *t, Value obj, Str *name, const Value *args, size_t nargs) {
    Value self, f = lookup_special(t, obj, name, &self);
    if (!f) return t->exc ? VALUE_ERROR : VALUE_NOTIMPLEMENTED;
    if (!self) return call_value(t, f, args, nargs, NULL);
    Value small[8], *all = small;
    if (nargs + 1 > ARRAY_LEN(small) && !(all = alloc_array(t, nargs + 1, sizeof(Value)))) return VALUE_ERROR;
    all[0] = self;
    if (nargs) memcpy(all + 1, args, nargs * sizeof(Value));
    return call_value(t, f, all, nargs + 1, NULL);
}

Value call_tuple_dict(Thread *t, Value f, Value args, Value kwargs) {
    Tuple *u = as_tuple(args);
    if (!kwargs || as_dict(kwargs)->used == 0) return call_value(t, f, u->items, (size_t)u->len, NULL);
    Dict *d = as_dict(kwargs);
    size_t n = (size_t)u->len, nk = (size_t)d->used, k = 0;
    Value small[24], *all = small;
    if (n + nk > ARRAY_LEN(small) && !(all = alloc_array(t, n + nk, sizeof(Value)))) return VALUE_ERROR;
    memcpy(all, u->items, n * sizeof(Value));
    Tuple *names = tuple_alloc(t, (int64_t)nk);
    if (!names) return VALUE_ERROR;
    Value key, v;
    for (int64_t i = 0; dict_next(d, &i, &key, &v); k++) {
        if (!is_str(key)) return raise_type_error(t, "keywords must be strings");
        names->items[k] = key;
        all[n + k] = v;
    }
    return call_value(t, f, all, n, names);
}

/* "f()" or "module.f()" the way messages name a callable. */
static Value call_name(Thread *t, Value f) {
    Value qualname = get_attr_or_null(t, f, NAME(t, __qualname__));
    if (!qualname || !is_str(qualname)) {
        exc_clear(t);
        return to_str(t, f);
    }
    Value module = get_attr_or_null(t, f, NAME(t, __module__));
    exc_clear(t);
    if (module && is_str(module) && !str_equals_cstr(as_str(module), "builtins"))
        return str_format(t, "%U.%U()", module, qualname);
    return str_format(t, "%U()", qualname);
}

Value call_ex(Thread *t, Value f, Value args, Value kwargs, bool has_kwargs) {
    if (!is_tuple(args)) {
        Value it = get_iter(t, args);
        if (!it) {
            if (exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                Value name = call_name(t, f);
                if (name) raise_type_error(t, "%U argument after * must be an iterable, not %T", name, args);
            }
            return VALUE_ERROR;
        }
        Tuple *u = tuple_from_iterable(t, it);
        if (!u) return VALUE_ERROR;
        args = from_ptr(u);
    }
    if (has_kwargs && !is_dict(kwargs)) {
        Dict *d = dict_new(t);
        if (!d || !dict_merge_call(t, d, kwargs, f)) return VALUE_ERROR;
        kwargs = from_ptr(d);
    }
    return call_tuple_dict(t, f, args, has_kwargs ? kwargs : VALUE_NULL);
}

bool dict_merge_call(Thread *t, Dict *d, Value mapping, Value func) {
    if (!is_dict(mapping)) {
        Value keys = get_attr_or_null(t, mapping, NAME(t, keys));
        if (!keys) {
            if (t->exc) return false;
            Value name = call_name(t, func);
            if (name) raise_type_error(t, "%U argument after ** must be a mapping, not %T", name, mapping);
            return false;
        }
        Dict *copy = dict_new(t);
        if (!copy || !dict_update(t, copy, mapping)) return false;
        mapping = from_ptr(copy);
    }
    Value key, v, old;
    for (int64_t i = 0; dict_next(as_dict(mapping), &i, &key, &v);) {
        int found = dict_lookup(t, d, key, &old);
        if (found < 0) return false;
        if (found || !is_str(key)) {
            Value name = call_name(t, func);
            if (!name) return false;
            if (found) raise_type_error(t, "%U got multiple values for keyword argument '%S'", name, key);
            else raise_type_error(t, "keywords must be strings");
            return false;
        }
        if (!dict_set(t, d, key, v)) return false;
    }
    return true;
}

bool list_extend_star(Thread *t, Value list, Value iterable) {
    if (list_extend(t, as_list(list), iterable)) return true;
    Type *y = type_of(t, iterable);
    if (exc_matches(t, EXC_TypeError) && !y->slots.iter && !y->slots.getitem) {
        exc_clear(t);
        raise_type_error(t, "Value after * must be an iterable, not %T", iterable);
    }
    return false;
}

/* -- Code with a namespace: modules, exec, class bodies ------------------------------------------------------------ */

static Value run_with_namespace(Thread *t, Func *fn, Value locals) {
    Value *base = frame_limit(t);
    if (base + fn->code->nlocals > t->stack_end ||
        (char *)__builtin_frame_address(0) < t->c_stack_limit)
        return raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded");
    Frame *f = frame_push(t, fn, fn->code, base, 0);
    if (!f) return VALUE_ERROR;
    f->flags = FRAME_ENTRY;
    f->locals = locals;
    return eval_run(t);
}

Value eval_code(Thread *t, Code *code, Dict *globals, Value locals, Value closure) {
    Value fn = func_new(t, code, globals);
    if (!fn) return VALUE_ERROR;
    if (closure != VALUE_NONE) as_func(fn)->closure = closure;
    if (code->flags & CO_OPTIMIZED) return call0(t, fn);        /* a function's: it has its own locals */
    return run_with_namespace(t, as_func(fn), locals ? locals : from_ptr(globals));
}

Value run_class_body(Thread *t, Func *body, Value ns) { return run_with_namespace(t, body, ns); }
