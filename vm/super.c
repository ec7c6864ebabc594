/* What super() without arguments stands for: the class whose body the running function was defined in, and the
 * function's first argument. */
#include "vm/frame.h"
#include "vm/object/call.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

static bool fail(Thread *t, const char *what) {
    raise_error(t, EXC_RuntimeError, "super(): %s", what);
    return false;
}

bool caller_super(Thread *t, Type **type, Value *obj) {
    Frame *f = frame_caller(t);
    if (!f) return fail(t, "no current frame");
    Code *c = f->code;
    if (c->argcount == 0) return fail(t, "no arguments");
    Value self = f->fp[0];
    if (self && (c->local_kinds[0] & LOCAL_CELL) && is_exact(t, self, T_CELL)) self = ((Cell *)obj_of(self))->value;
    if (!self) return fail(t, "arg[0] deleted");
    for (uint32_t i = c->first_free; i < c->nlocals; i++) {
        if (!(c->local_kinds[i] & LOCAL_FREE) || !str_equal(c->local_names[i], NAME(t, __class__))) continue;
        Value cell = f->fp[i];
        if (!cell || !is_exact(t, cell, T_CELL)) return fail(t, "bad __class__ cell");
        Value cls = ((Cell *)obj_of(cell))->value;
        if (!cls) return fail(t, "empty __class__ cell");
        if (!is_type(cls)) {
            raise_error(t, EXC_RuntimeError, "super(): __class__ is not a type (%T)", cls);
            return false;
        }
        *type = (Type *)obj_of(cls);
        *obj = self;
        return true;
    }
    return fail(t, "__class__ cell not found");
}
