/* _contextvars: variables whose values belong to a context, and the contexts.
 *
 * A context's values are in a dict that copies share: whoever changes a value first makes the dict its own. So a copy
 * costs nothing, and iterators walk over what was there when they were made. */
#include "vm/native.h"
#include "vm/object/container.h"

typedef struct Context {
    Obj h;
    Dict *vars;                 /* ContextVar to value */
    Value outer;                /* the thread's context before this one was entered, or 0 */
    bool shared;                /* vars may belong to others, too */
    bool entered;               /* it is the current one of a thread, or one of those around it */
} Context;
typedef struct ContextVar { Obj h; Value name, fallback; } ContextVar;                  /* fallback: 0, none */
typedef struct Token { Obj h; Value var, context, old; bool used; } Token;              /* old: 0, there was none */

static Context *as_context(Value v) { return (Context *)obj_of(v); }
static ContextVar *as_var(Value v) { return (ContextVar *)obj_of(v); }
static Token *as_token(Value v) { return (Token *)obj_of(v); }
static bool is_context(Value v) { return ptr_kind(v, T_CONTEXT); }
static bool is_var(Value v) { return ptr_kind(v, T_CONTEXT_VAR); }

/* -- Values of a context --------------------------------------------------------------------------------- */

static Value context_new(Thread *t, Dict *vars, bool shared) {
    Context *c = alloc_obj(t, type_by_id(t, T_CONTEXT), sizeof *c);
    if (!c || !(c->vars = vars ? vars : dict_new(t)))
        return VALUE_ERROR;
    c->shared = shared;
    return from_ptr(c);
}

/* The thread's; every thread begins with an empty one of its own. */
static Context *current(Thread *t) {
    if (!t->context)
        t->context = context_new(t, NULL, false);
    return t->context ? as_context(t->context) : NULL;
}

static bool make_own(Thread *t, Context *c) {
    if (!c->shared)
        return true;
    Dict *vars = dict_copy(t, c->vars);
    if (!vars)
        return false;
    c->vars = vars;
    c->shared = false;
    return true;
}

/* The dict for somebody who keeps it. */
static Dict *share(Context *c) {
    c->shared = true;
    return c->vars;
}

/* 1 found, 0 missing, -1 error. A variable is equal to itself only: no Python code runs. */
static int find(Thread *t, Context *c, Value var, Value *out) {
    int64_t hash;
    if (c->vars->used == 0)
        return 0;
    return object_hash_pointer(t, var, &hash) ? dict_lookup_hash(t, c->vars, var, hash, out) : -1;
}

static bool check_key(Thread *t, Value key) {
    if (is_var(key))
        return true;
    raise_type_error(t, "a ContextVar key was expected, got %R", key);
    return false;
}

/* -- Context --------------------------------------------------------------------------------------------- */

static Value new_context(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    if (nargs || (kwnames && kwnames->len))
        return raise_type_error(t, "Context() does not accept any arguments");
    return context_new(t, NULL, false);
}

static bool init_context(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames) { return true; }

/* run(callable, *args, **kwargs): bound by hand, since these may have any names. */
static Value context_run(Thread *t, Value *a) {
    Context *c = as_context(a[0]);
    if (as_tuple(a[1])->len < 1)
        return raise_type_error(t, "run() missing 1 required positional argument");
    if (c->entered)
        return raise_error(t, EXC_RuntimeError, "cannot enter context: %R is already entered", a[0]);
    if (!current(t))
        return VALUE_ERROR;
    Tuple *args = as_tuple(a[1]);
    c->outer = t->context;
    c->entered = true;
    t->context = a[0];
    Value result;
    if (!a[2]) {
        result = call_value(t, args->items[0], args->items + 1, (size_t)args->len - 1, NULL);
    } else {
        Value rest = tuple_new(t, args->items + 1, args->len - 1);
        result = rest ? call_tuple_dict(t, args->items[0], rest, a[2]) : VALUE_ERROR;
    }
    t->context = c->outer;
    c->outer = 0;
    c->entered = false;
    return result;
}

static Value context_copy(Thread *t, Value *a) { return context_new(t, share(as_context(a[0])), true); }

static Value context_get(Thread *t, Value *a) {
    Value v;
    if (!check_key(t, a[1]))
        return VALUE_ERROR;
    int found = find(t, as_context(a[0]), a[1], &v);
    return found < 0 ? VALUE_ERROR : found ? v : a[2];
}

static Value context_getitem(Thread *t, Value self, Value key) {
    Value v;
    if (!check_key(t, key))
        return VALUE_ERROR;
    int found = find(t, as_context(self), key, &v);
    return found < 0 ? VALUE_ERROR : found ? v : raise_key_error(t, key);
}

static int context_contains(Thread *t, Value self, Value key) {
    Value v;
    return check_key(t, key) ? find(t, as_context(self), key, &v) : -1;
}

static int64_t context_len(Thread *t, Value self) { return dict_len(as_context(self)->vars); }

static Value context_iter(Thread *t, Value self) {
    return dict_iter_new(t, T_DICT_KEYITER, from_ptr(share(as_context(self))));
}
static Value context_keys(Thread *t, Value *a) { return context_iter(t, a[0]); }
static Value context_values(Thread *t, Value *a) {
    return dict_iter_new(t, T_DICT_VALUEITER, from_ptr(share(as_context(a[0]))));
}
static Value context_items(Thread *t, Value *a) {
    return dict_iter_new(t, T_DICT_ITEMITER, from_ptr(share(as_context(a[0]))));
}

static Value context_compare(Thread *t, Value a, Value b, enum CompareOp op) {
    if (!is_context(a) || !is_context(b) || (op != CMP_EQ && op != CMP_NE))
        return VALUE_NOTIMPLEMENTED;
    int equal = dict_equal(t, share(as_context(a)), share(as_context(b)));
    return equal < 0 ? VALUE_ERROR : from_bool(equal == (op == CMP_EQ));
}

const TypeDef type_context = {
    .name = "_contextvars.Context",
    .size = sizeof(Context),
    .flags = TYPE_NO_BASE,
    .weakrefs = true,
    .slots = { .new_ = new_context, .init = init_context, .compare = context_compare,
               .len = context_len, .getitem = context_getitem, .contains = context_contains, .iter = context_iter },
    .methods = (const FunctionDef[]) {
        { "run", context_run, "*args, **kwargs", "Call the first argument with the others, in this context.", 0 },
        { "copy", context_copy, "", "A new context with the same values.", 0 },
        { "get", context_get, "key, default=None, /", "The variable's value here, or default.", 0 },
        { "keys", context_keys, "", "The variables that have a value here.", 0 },
        { "values", context_values, "", "Their values.", 0 },
        { "items", context_items, "", "Pairs of variable and value.", 0 }, { 0 } },
};

/* -- ContextVar ------------------------------------------------------------------------------------------ */

static Value var_new(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "context variable name must be a str");
    ContextVar *v = alloc_obj(t, type_by_id(t, T_CONTEXT_VAR), sizeof *v);
    if (!v)
        return VALUE_ERROR;
    v->name = a[1];
    v->fallback = a[2];
    return from_ptr(v);
}

static Value var_get(Thread *t, Value *a) {
    Value v;
    int found = t->context ? find(t, as_context(t->context), a[0], &v) : 0;
    if (found)
        return found < 0 ? VALUE_ERROR : v;
    if (a[1])
        return a[1];
    if (as_var(a[0])->fallback)
        return as_var(a[0])->fallback;
    return raise_object(t, call1(t, from_ptr(t->interp->exc_types[EXC_LookupError]), a[0]), 0);
}

static Value var_set(Thread *t, Value *a) {
    Context *c = current(t);
    Token *token = c && make_own(t, c) ? alloc_obj(t, type_by_id(t, T_CONTEXT_TOKEN), sizeof *token) : NULL;
    int64_t hash;
    Value old;
    if (!token || !object_hash_pointer(t, a[0], &hash))
        return VALUE_ERROR;
    int found = dict_lookup_hash(t, c->vars, a[0], hash, &old);
    if (found < 0 || !dict_set_hash(t, c->vars, a[0], hash, a[1]))
        return VALUE_ERROR;
    token->var = a[0];
    token->context = t->context;
    token->old = found ? old : 0;
    return from_ptr(token);
}

static Value var_reset(Thread *t, Value *a) {
    if (!ptr_kind(a[1], T_CONTEXT_TOKEN))
        return raise_type_error(t, "expected an instance of Token, got %R", a[1]);
    Token *token = as_token(a[1]);
    Context *c = current(t);
    int64_t hash;
    if (!c)
        return VALUE_ERROR;
    if (token->used)
        return raise_error(t, EXC_RuntimeError, "%R has already been used once", a[1]);
    if (token->var != a[0])
        return raise_value_error(t, "%R was created by a different ContextVar", a[1]);
    if (token->context != t->context)
        return raise_value_error(t, "%R was created in a different Context", a[1]);
    token->used = true;
    if (!make_own(t, c) || !object_hash_pointer(t, a[0], &hash))
        return VALUE_ERROR;
    if (token->old)
        return dict_set_hash(t, c->vars, a[0], hash, token->old) ? VALUE_NONE : VALUE_ERROR;
    return dict_delete_hash(t, c->vars, a[0], hash) >= 0 ? VALUE_NONE : VALUE_ERROR;
}

static Value var_name(Thread *t, Value self) { return as_var(self)->name; }

static Value var_repr(Thread *t, Value self) {
    ContextVar *v = as_var(self);
    if (!v->fallback)
        return str_format(t, "<ContextVar name=%R at 0x%llx>", v->name, (unsigned long long)self);
    return str_format(t, "<ContextVar name=%R default=%R at 0x%llx>", v->name, v->fallback, (unsigned long long)self);
}

const TypeDef type_context_var = {
    .name = "_contextvars.ContextVar",
    .size = sizeof(ContextVar),
    .flags = TYPE_NO_BASE,
    .slots = { .repr = var_repr },
    .new_ = { "__new__", var_new, "name, /, *, default=NULL", 0, FN_FORMAT },
    .getsets = (const GetSetDef[]) { { "name", var_name, member_readonly, 0 }, { 0 } },
    .methods = (const FunctionDef[]) {
        { "get", var_get, "default=NULL, /", "The value in the current context, or default, or the variable's own.",
          0 },
        { "set", var_set, "value, /", "Give it a value in the current context; the token is for reset().", 0 },
        { "reset", var_reset, "token, /", "Undo the set() that gave the token.", 0 },
        CLASS_GETITEM, { 0 } },
};

/* -- Token ----------------------------------------------------------------------------------------------- */

static Value token_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    return raise_error(t, EXC_RuntimeError, "Tokens can only be created by ContextVars");
}

static Value token_repr(Thread *t, Value self) {
    return str_format(t, "<Token%s var=%R at 0x%llx>", as_token(self)->used ? " used" : "", as_token(self)->var,
                      (unsigned long long)self);
}

static Value token_var(Thread *t, Value self) { return as_token(self)->var; }

/* Token.MISSING, kept where a program cannot change it. */
static Value missing(Thread *t) { return from_ptr(t->interp->module_state[STATE_CONTEXTVARS]); }
static Value token_old(Thread *t, Value self) {
    return as_token(self)->old ? as_token(self)->old : missing(t);
}

const TypeDef type_context_token = {
    .name = "_contextvars.Token",
    .size = sizeof(Token),
    .flags = TYPE_NO_BASE,
    .slots = { .repr = token_repr, .new_ = token_new, .compare = object_compare_default },      /* and no hash */
    .getsets = (const GetSetDef[]) { { "var", token_var, NULL, 0 }, { "old_value", token_old, NULL, 0 }, { 0 } },
    .methods = (const FunctionDef[]) { CLASS_GETITEM, { 0 } },
};

static Value missing_repr(Thread *t, Value self) { return str_from_cstr(t, "<Token.MISSING>"); }

const TypeDef type_token_missing = {
    .name = "Token.MISSING",
    .size = sizeof(Obj) * 2,
    .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .repr = missing_repr },
};

/* -- The module ------------------------------------------------------------------------------------------ */

static Value copy_context(Thread *t, Value *a) {
    Context *c = current(t);
    return c ? context_new(t, share(c), true) : VALUE_ERROR;
}

static bool init(Thread *t, Module *m) {
    Type *token = type_by_id(t, T_CONTEXT_TOKEN);
    Dict *names = type_namespace(t, token);
    Obj *none = alloc_obj(t, type_by_id(t, T_TOKEN_MISSING), sizeof(Obj) * 2);
    if (!names || !none)
        return false;
    t->interp->module_state[STATE_CONTEXTVARS] = none;
    if (!dict_set_cstr(t, names, "MISSING", from_ptr(none)))
        return false;
    type_modified(t, token);
    return true;
}

const ModuleDef mod_contextvars = {
    .name = "_contextvars",
    .doc = "Context variables.",
    .functions = (const FunctionDef[]) {
        { "copy_context", copy_context, "", "A copy of the current context.", 0 }, { 0 } },
    .types = (const uint16_t[]) { T_CONTEXT, T_CONTEXT_VAR, T_CONTEXT_TOKEN, 0 },
    .init = init,
};
