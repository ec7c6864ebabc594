/* _weakref: what stdlib/weakref.py is built on. */
#include "vm/native.h"
#include "vm/object/weakref.h"

static Value proxy(Thread *t, Value *a) { return weakproxy_new(t, a[0], a[1]); }

static Value getweakrefs(Thread *t, Value *a) { return weakref_list(t, a[0]); }

static Value getweakrefcount(Thread *t, Value *a) {
    Value l = weakref_list(t, a[0]);
    return l ? from_small(as_list(l)->len) : VALUE_ERROR;
}

/* Deletes the key if its value is a reference that has lost its object. */
static Value remove_dead(Thread *t, Value *a) {
    Value v;
    if (!is_dict(a[0]))
        return raise_type_error(t, "_remove_dead_weakref() argument 1 must be dict, not %V", a[0]);
    int found = dict_lookup(t, as_dict(a[0]), a[1], &v);
    if (found < 0)
        return VALUE_ERROR;
    if (found && !is_weakref(v))
        return raise_type_error(t, "not a weakref");
    if (found && !weakref_get(as_weakref(v)) && dict_delete(t, as_dict(a[0]), a[1]) < 0)
        return VALUE_ERROR;
    return VALUE_NONE;
}

static bool init(Thread *t, Module *m) { return module_set(t, m, "ref", from_ptr(type_by_id(t, T_WEAKREF))); }

const ModuleDef mod_weakref = {
    .name = "_weakref",
    .doc = "Weak references.",
    .functions = (const FunctionDef[]) {
        { "proxy", proxy, "object, callback=None, /", "A stand-in that does not keep object alive.", 0 },
        { "getweakrefs", getweakrefs, "object, /", "All weak references to object.", 0 },
        { "getweakrefcount", getweakrefcount, "object, /",
          "How many weak references to object there are.", 0 },
        { "_remove_dead_weakref", remove_dead, "dct, key, /",
          "Delete key if its value is a dead reference.", 0 },
        { 0 } },
    .types = (const uint16_t[]) { T_WEAKREF, T_WEAKPROXY, T_WEAKCALLABLEPROXY, 0 },
    .init = init,
};
