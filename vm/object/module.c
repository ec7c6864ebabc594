/* Modules: their namespace is a plain dict. */
#include "vm/object/call.h"
#include "vm/object/def.h"
#include "vm/object/dict.h"
#include "vm/object/function.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/type.h"

/* -- Making ---------------------------------------------------------------------------------------------- */

static bool set_up(Thread *t, Module *m, Value name, Value doc) {
    Str *keys[] = {NAME(t, __name__), NAME(t, __doc__), NAME(t, __package__), NAME(t, __loader__), NAME(t, __spec__)};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (!dict_set_str(t, m->dict, keys[i], i == 0 ? name : i == 1 ? doc : VALUE_NONE))
            return false;
    return true;
}

Module *module_new(Thread *t, const char *name, const char *doc) {
    Module *m = alloc_obj(t, type_by_id(t, T_MODULE), sizeof *m);
    Value n = m ? str_from_cstr(t, name) : VALUE_ERROR, d = !n ? VALUE_ERROR : doc ? str_from_cstr(t, doc) : VALUE_NONE;
    if (!d || !(m->dict = dict_new(t)) || !set_up(t, m, str_intern(t, n), d))
        return NULL;
    return m;
}

bool module_add_functions(Thread *t, Module *m, const FunctionDef *functions) {
    Value name = dict_get_str(t, m->dict, NAME(t, __name__));
    for (const FunctionDef *f = functions; f && f->name; f++)
        if (!module_set(t, m, f->name, native_new(t, f, name)))
            return false;
    return true;
}

Module *module_from_def(Thread *t, const ModuleDef *def) {
    Module *m = module_new(t, def->name, def->doc);
    if (!m)
        return NULL;
    m->def = def;
    if (!module_add_functions(t, m, def->functions))
        return NULL;
    for (const uint16_t *id = def->types; id && *id; id++) {
        Type *y = type_by_id(t, *id);
        if (!dict_set_str(t, m->dict, y->name, from_ptr(y)))
            return NULL;
    }
    return !def->init || def->init(t, m) ? m : NULL;
}

bool module_set(Thread *t, Module *m, const char *name, Value v) { return v && dict_set_cstr(t, m->dict, name, v); }

static Value tp_new(Thread *t, Type *cls, const Value *args, size_t nargs, Tuple *kwnames) {
    Value v = object_alloc(t, cls);
    return v && (as_module(v)->dict = dict_new(t)) ? v : VALUE_ERROR;
}

static Value init(Thread *t, Value *a) {
    if (!is_str(a[1]))
        return raise_type_error(t, "module() argument 'name' must be str, not %V", a[1]);
    return set_up(t, as_module(a[0]), a[1], a[2]) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Attributes ------------------------------------------------------------------------------------------ */

/* While a module is being imported its __spec__ says so. */
static bool is_initializing(Thread *t, Dict *d) {
    Value spec = dict_get_str(t, d, NAME(t, __spec__));
    Str *name = str_intern_cstr(t, "_initializing");
    Value v = spec && spec != VALUE_NONE && name ? get_attr_or_null(t, spec, name) : 0;
    int r = v ? truth_of(t, v) : 0;
    exc_clear(t);
    return r > 0;
}

static Value getattr(Thread *t, Value self, Str *name) {
    Value v = object_getattr_quiet(t, self, name);
    if (likely(v) || (t->exc && !exc_matches(t, EXC_AttributeError)))
        return v;
    exc_clear(t);
    Dict *d = as_module(self)->dict;
    Value hook = dict_get_str(t, d, NAME(t, __getattr__));
    if (hook)
        return call1(t, hook, from_ptr(name));
    Value shown = dict_get_str(t, d, NAME(t, __name__));
    if (!shown || !is_str(shown))
        raise_error(t, EXC_AttributeError, "module has no attribute '%Q'", name);
    else if (is_initializing(t, d))
        raise_error(t, EXC_AttributeError,
                    "partially initialized module '%U' has no attribute '%Q' (most likely due to a circular import)",
                    shown, name);
    else
        raise_error(t, EXC_AttributeError, "module '%U' has no attribute '%Q'", shown, name);
    if (exc_matches(t, EXC_AttributeError)) {
        as_exc(t->exc)->field[0] = from_ptr(name);
        as_exc(t->exc)->field[1] = self;
    }
    return VALUE_ERROR;
}

static Value get_dict(Thread *t, Value self) { return from_ptr(as_module(self)->dict); }

static Value get_annotations(Thread *t, Value self) {
    Dict *d = as_module(self)->dict;
    Value v = dict_get_str(t, d, NAME(t, __annotations__));
    if (v)
        return v;
    v = from_ptr(dict_new(t));
    return v && dict_set_str(t, d, NAME(t, __annotations__), v) ? v : VALUE_ERROR;
}
static bool set_annotations(Thread *t, Value self, Value v) {
    Dict *d = as_module(self)->dict;
    if (v)
        return dict_set_str(t, d, NAME(t, __annotations__), v);
    int r = dict_delete_str(t, d, NAME(t, __annotations__));
    if (r == 0)
        raise_error(t, EXC_AttributeError, "__annotations__");
    return r > 0;
}

static Value dir(Thread *t, Value *a) {
    Dict *d = as_module(a[0])->dict;
    Value hook = dict_get_str(t, d, NAME(t, __dir__));
    return hook ? call0(t, hook) : dict_keys_list(t, d);
}

/* -- repr ------------------------------------------------------------------------------------------------ */

/* An attribute of the module or its spec that is not None; 0: none such. */
static Value known(Value v) { return v == VALUE_NONE ? 0 : v; }

static Value spec_attr(Thread *t, Value spec, const char *name) {
    Str *s = str_intern_cstr(t, name);
    return s ? known(get_attr_or_null(t, spec, s)) : 0;
}

static Value repr(Thread *t, Value self) {
    Dict *d = as_module(self)->dict;
    Value name = dict_get_str(t, d, NAME(t, __name__)), loader, file;
    Value spec = known(dict_get_str(t, d, NAME(t, __spec__)));
    if (spec) {
        Value origin = spec_attr(t, spec, "origin"), shown = spec_attr(t, spec, "name");
        shown = shown ? shown : name;
        loader = spec_attr(t, spec, "loader");
        Value located = spec_attr(t, spec, "has_location");
        if (t->exc)
            return VALUE_ERROR;
        if (origin && shown)
            return located && truth_of(t, located) > 0 ? str_format(t, "<module %R from %R>", shown, origin)
                                                       : str_format(t, "<module %R (%S)>", shown, origin);
        if (loader && shown)
            return str_format(t, "<module %R (%R)>", shown, loader);
    }
    Value unknown = name ? name : str_from_cstr(t, "?");
    if (!unknown)
        return VALUE_ERROR;
    file = dict_get_str(t, d, NAME(t, __file__));
    loader = known(dict_get_str(t, d, NAME(t, __loader__)));
    if (file)
        return str_format(t, "<module %R from %R>", unknown, file);
    if (loader)
        return str_format(t, "<module %R (%R)>", unknown, loader);
    return str_format(t, as_module(self)->def ? "<module %R (built-in)>" : "<module %R>", unknown);
}

const TypeDef type_module = {
    .name = "module",
    .doc = "Create a module object.\n\nThe name must be a string; the optional doc argument can have any type.",
    .size = sizeof(Module),
    .weakrefs = true,
    .slots = {.repr = repr, .getattr = getattr, .new_ = tp_new},
    .init = {"__init__", init, "name, doc=None", NULL, 0},
    .methods = (const FunctionDef[]){{"__dir__", dir, "", "List the attributes.", 0}, {0}},
    .getsets = (const GetSetDef[]){
        {"__dict__", get_dict, member_readonly, NULL},
        {"__annotations__", get_annotations, set_annotations, NULL}, {0},
    },
};
