/* _frozen: the library's texts that are no modules (vm/frozen.h). */
#include "vm/frozen.h"
#include "vm/native.h"
#include "vm/object/container.h"

static Value frozen_read(Thread *t, Value *a) {
    if (!is_str(a[0])) return raise_type_error(t, "read() argument must be str, not %V", a[0]);
    const char *path = str_utf8_lossy(t, as_str(a[0]), NULL);
    if (!path) return VALUE_ERROR;
    for (const FrozenText *f = frozen_texts; f->path; f++)
        if (strcmp(f->path, path) == 0) return bytes_new(t, f->text, f->size);
    return raise_error(t, EXC_LookupError, "no frozen text %R", a[0]);
}

const ModuleDef mod_frozen = { .name = "_frozen", .doc = "What is frozen into the interpreter beside modules.",
    .functions = (const FunctionDef[]) {
    { "read", frozen_read, "path, /", "The bytes of a text; path: its place in the library.", 0 },
    { 0 } } };
