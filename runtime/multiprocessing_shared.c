/* _multiprocessing.SharedObject: the base of multiprocessing's values and arrays. Their methods are Python; here is the
 * view of shared memory that they stand on, and who wants a buffer gets its memory. The view is held meanwhile, and
 * holds the memory. */
#include "runtime/multiprocessing.h"
#include "vm/object/bytes_impl.h"

typedef struct SharedObject {
    Obj h;
    MemoryView *view;
    char format;                            /* as ctypes names the type: standard sizes, "<" before it */
    bool scalar;                            /* one value, not an array of one */
} SharedObject;
static SharedObject *shared_of(Value v) { return (SharedObject *)obj_of(v); }

/* a: cls, view, format, scalar */
static Value shared_new(Thread *t, Value *a) {
    if (!ptr_kind(a[1], T_MEMORYVIEW))
        return raise_type_error(t, "expected a memoryview, got %T", a[1]);
    if (!is_str(a[2]) || as_str(a[2])->len != 1 || str_at(as_str(a[2]), 0) > 127)
        return raise_type_error(t, "a format is one character");
    MemoryView *view = (MemoryView *)obj_of(a[1]);
    if (!memoryview_alive(t, view))
        return VALUE_ERROR;
    if (view->ndim != 1 || view->readonly || !memoryview_contiguous(view))
        return raise_value_error(t, "a writable view without gaps is required");
    Value v = object_alloc(t, (Type *)obj_of(a[0]));
    if (!v)
        return VALUE_ERROR;
    SharedObject *s = shared_of(v);
    s->view = view;
    s->format = (char)str_at(as_str(a[2]), 0);
    s->scalar = a[3] == VALUE_TRUE;
    return v;
}

static bool shared_buffer(Thread *t, Value self, BufferView *out, bool writable) {
    SharedObject *s = shared_of(self);
    if (out == NULL) {
        BufferView held = { .owner = from_ptr(s->view) };
        release_buffer(t, &held);
        return true;
    }
    if (!get_buffer(t, from_ptr(s->view), out))
        return false;
    out->itemsize = (uint8_t)s->view->itemsize;
    out->format[0] = '<';
    out->format[1] = s->format;
    out->scalar = s->scalar;
    return true;
}

static Value get_view(Thread *t, Value self) { return from_ptr(shared_of(self)->view); }

const TypeDef type_shared_object = {
    .name = "_multiprocessing.SharedObject",
    .doc = "A value or an array in shared memory.",
    .size = sizeof(SharedObject),
    .weakrefs = true,
    .slots = { .buffer = shared_buffer },
    .new_ = { "__new__", shared_new, "view, format, scalar", NULL, 0 },
    .getsets = (const GetSetDef[]) {
        { "_view", get_view, NULL, "Its memory." },
        { 0 } },
};
