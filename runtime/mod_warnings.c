/* _warnings: warn() and warn_explicit(), which are Python (stdlib/warnings.py) but leave no trace of that in the traceback
 * of a warning that has become an exception. */
#include "vm/frame.h"
#include "vm/native.h"

static Value call_python(Thread *t, const char *name, const Value *args, size_t n) {
    Value module = import_module(t, "warnings");
    Value f = module ? get_attr_cstr(t, module, name) : VALUE_ERROR, v = f ? call_value(t, f, args, n, NULL) : VALUE_ERROR;
    if (v || !t->exc || !f || !ptr_kind(f, T_FUNCTION)) return v;
    Exc *exc = as_exc(t->exc);
    Value own = as_func(f)->code->filename;
    while (exc->traceback && str_equal(as_str(((Traceback *)obj_of(exc->traceback))->code->filename), as_str(own)))
        exc->traceback = ((Traceback *)obj_of(exc->traceback))->next;
    return v;
}

static Value warnings_warn(Thread *t, Value *a) { return call_python(t, "_warn", a, 4); }
static Value warnings_warn_explicit(Thread *t, Value *a) { return call_python(t, "_warn_explicit", a, 8); }

const ModuleDef mod_warnings = { .name = "_warnings", .doc = "Issuing warnings.", .functions = (const FunctionDef[]) {
    { "warn", warnings_warn, "message, category=None, stacklevel=1, source=None",
      "Issue a warning about the caller, or a caller further out.", 0 },
    { "warn_explicit", warnings_warn_explicit, "message, category, filename, lineno, module=None, registry=None, "
      "module_globals=None, source=None", "Issue a warning about a given place.", 0 },
    { 0 } } };
