/* Exception classes of native modules. */
#include "runtime/module_error.h"

Value module_error_new(Thread *t, Module *m, const char *full_name, Value base) {
    const char *name = strrchr(full_name, '.') + 1;
    Dict *body = dict_new(t);
    Value module = str_from_ascii(t, full_name, (size_t)(name - 1 - full_name)), bases = tuple_pack1(t, base);
    if (!body || !module || !bases || !dict_set_str(t, body, NAME(t, __module__), module))
        return VALUE_ERROR;
    Value cls = call3(t, from_ptr(type_by_id(t, T_TYPE)), str_from_cstr(t, name), bases, from_ptr(body));
    return cls && (!m || module_set(t, m, name, cls)) ? cls : VALUE_ERROR;
}

Value raise_class(Thread *t, Value cls, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    Value text = str_vformat(t, fmt, ap), exc;
    va_end(ap);
    return text && (exc = call1(t, cls, text)) ? raise_value(t, exc) : VALUE_ERROR;
}
