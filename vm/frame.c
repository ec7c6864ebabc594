/* Frame records, the Python frame object, and the binding of arguments to the parameters of Python functions. */
#include "vm/jump.h"
#include "vm/object/call.h"
#include "vm/object/dict.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"
#include "vm/object/tuple.h"

/* -- Records ------------------------------------------------------------------------------------------------------- */

COLD Frame *frame_too_deep(Thread *t) {
    raise_error(t, EXC_RecursionError, "maximum recursion depth exceeded");
    return NULL;
}

int32_t frame_line(const Frame *f) {
    return code_line(f->code, (uint32_t)(f->pc > f->code->instrs ? frame_pc_index(f) : 0));
}

Frame *frame_caller(Thread *t) { return t->frame >= t->frames ? t->frame : NULL; }

Dict *caller_globals(Thread *t) {
    Frame *f = frame_caller(t);
    return f ? f->func->globals : NULL;
}

bool caller_position(Thread *t, int level, Value *filename, int *line) {
    Frame *f = t->frame - level;
    if (level < 0 || f < t->frames) return false;
    *filename = f->code->filename;
    *line = frame_line(f);
    return true;
}

/* -- The frame object ---------------------------------------------------------------------------------------------- */

/* f->object before somebody looks: 0, or the traceback entry that the frame has made (traceback_push). */
static Traceback *unseen_entry(const Frame *f) {
    return ptr_kind(f->object, T_TRACEBACK) ? (Traceback *)obj_of(f->object) : NULL;
}

Value frame_object(Thread *t, Frame *f) {
    Traceback *tb = unseen_entry(f);
    if (f->object && !tb) return f->object;
    if (f->gen && f->gen->frame_object) {
        FrameObj *o = (FrameObj *)obj_of(f->gen->frame_object);
        o->frame = f;
        return f->object = from_ptr(o);
    }
    FrameObj *o = alloc_obj(t, type_by_id(t, T_FRAME), sizeof *o);
    if (!o) return VALUE_ERROR;
    o->frame = f;
    o->gen = f->gen;
    o->code = f->code;
    o->func = f->func;
    if (tb) tb->frame = from_ptr(o);
    if (f->gen) f->gen->frame_object = from_ptr(o);
    return f->object = from_ptr(o);
}

/* The record ends (or a generator is suspended): the object, or the traceback entry that may have to make one, keeps
 * what may still be asked for. An exception may be on its way. */
void frame_pop_slow(Thread *t, Frame *f) {
    Value waiting = exc_fetch(t);
    Traceback *tb = unseen_entry(f);
    if (tb) {
        Value pc = from_small(frame_pc_index(f));
        Value kept = f->locals ? tuple_pack1(t, f->locals) : tuple_new(t, f->fp, f->code->nlocals);
        tb->frame = kept ? tuple_pack2(t, kept, pc) : VALUE_NULL;
        t->exc = waiting;
        return;
    }
    FrameObj *o = (FrameObj *)obj_of(f->object);
    o->pc = frame_pc_index(f);
    o->frame = NULL;
    if (f->locals) o->locals_dict = f->locals;
    if (f->gen && f->gen->state != GEN_CLOSED) {
        o->gen = f->gen;
    } else {
        o->gen = NULL;
        o->saved = alloc_array(t, f->code->nlocals + 1, sizeof(Value));
        if (o->saved) memcpy(o->saved, f->fp, f->code->nlocals * sizeof(Value));
        if (!f->gen && f > t->frames) o->back = frame_object(t, f - 1);
    }
    t->exc = waiting;
}

Value generator_frame(Thread *t, Generator *g) {
    if (g->frame_object) return g->frame_object;
    if (g->state == GEN_RUNNING)
        for (Frame *f = t->frame; f >= t->frames; f--)
            if (f->gen == g) return frame_object(t, f);
    FrameObj *o = alloc_obj(t, type_by_id(t, T_FRAME), sizeof *o);
    if (!o) return VALUE_ERROR;
    o->gen = g;
    o->code = g->code;
    o->func = g->func;
    return g->frame_object = from_ptr(o);
}

/* The running frame whose entry tb is. */
static Frame *frame_of_entry(Thread *t, const Traceback *tb) {
    for (Thread *other = t->interp->threads; other; other = other->next)
        for (Frame *f = other->frame; f >= other->frames; f--)
            if (f->object == from_ptr(tb)) return f;
    return NULL;
}

/* tb->frame holds what the object is made of: the object itself, a generator, nothing while the frame runs, and
 * afterwards a tuple of its last instruction and a tuple of its namespace or, for functions, of the locals (which has
 * holes for unbound ones, but never gets out). */
Value traceback_frame(Thread *t, Traceback *tb) {
    Value from = tb->frame;
    if (ptr_kind(from, T_FRAME)) return from;
    if (is_generator(from) || ptr_kind(from, T_ASYNC_GENERATOR))
        return tb->frame = generator_frame(t, as_generator(from));
    Frame *f = from ? NULL : frame_of_entry(t, tb);
    if (f) return frame_object(t, f);
    Value fn = func_new(t, tb->code, tb->globals);
    FrameObj *o = fn ? alloc_obj(t, type_by_id(t, T_FRAME), sizeof *o) : NULL;
    if (!o) return VALUE_ERROR;
    o->code = tb->code;
    o->func = as_func(fn);
    o->pc = from ? (int32_t)small_of(as_tuple(from)->items[1]) : tb->lasti / (int32_t)sizeof(Instr);
    const Value *kept = from ? as_tuple(as_tuple(from)->items[0])->items : NULL;
    if (kept && !(tb->code->flags & CO_OPTIMIZED)) {
        o->locals_dict = kept[0];
    } else if (kept) {
        o->saved = alloc_array(t, tb->code->nlocals + 1, sizeof(Value));
        if (!o->saved) return VALUE_ERROR;
        memcpy(o->saved, kept, tb->code->nlocals * sizeof(Value));
    }
    return tb->frame = from_ptr(o);
}

static Value local_value(const Code *c, const Value *fp, uint32_t i) {
    Value v = fp[i];
    if (v && (c->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE)) && ptr_kind(v, T_CELL)) return ((Cell *)obj_of(v))->value;
    return v;
}

/* The one dict of a frame's locals, brought up to date: what exec() has added to it stays. */
static Value locals_dict(Thread *t, FrameObj *o, const Value *fp) {
    if (!o->locals_dict) o->locals_dict = from_ptr(dict_new(t));
    if (!o->locals_dict) return VALUE_ERROR;
    Dict *d = as_dict(o->locals_dict);
    for (uint32_t i = 0; i < o->code->nlocals; i++) {
        if (o->code->local_kinds[i] & LOCAL_HIDDEN) continue;
        Value v = local_value(o->code, fp, i);
        if (v ? !dict_set_str(t, d, o->code->local_names[i], v) : dict_delete_str(t, d, o->code->local_names[i]) < 0)
            return VALUE_ERROR;
    }
    return o->locals_dict;
}

bool frame_refresh_locals(Thread *t, FrameObj *o) {
    if (!o->locals_dict || !(o->code->flags & CO_OPTIMIZED)) return true;
    return locals_dict(t, o, o->frame->fp) != VALUE_ERROR;
}

void frame_store_locals(Thread *t, FrameObj *o) {
    const Code *c = o->code;
    if (!o->locals_dict || !(c->flags & CO_OPTIMIZED)) return;
    for (uint32_t i = 0; i < c->nlocals; i++) {
        if (c->local_kinds[i] & LOCAL_HIDDEN) continue;
        Value v = dict_get_str(t, as_dict(o->locals_dict), c->local_names[i]), *at = &o->frame->fp[i];
        if ((c->local_kinds[i] & (LOCAL_CELL | LOCAL_FREE)) && *at && ptr_kind(*at, T_CELL))
            at = &((Cell *)obj_of(*at))->value;
        *at = v;
    }
}

Value frame_locals(Thread *t, Frame *f) {
    if (f->locals) return f->locals;
    Value o = frame_object(t, f);
    return o ? locals_dict(t, (FrameObj *)obj_of(o), f->fp) : VALUE_ERROR;
}

static Value traceback_or_frame_code(Thread *t, Value self) { return from_ptr(((FrameObj *)obj_of(self))->code); }

static Value frame_get_back(Thread *t, Value self) {
    FrameObj *o = (FrameObj *)obj_of(self);
    if (!o->frame) return o->back ? o->back : VALUE_NONE;
    Thread *whose = t;                              /* sys._current_frames() shows those of other threads */
    if (o->frame < t->frames || o->frame >= t->frames_end)
        for (whose = t->interp->threads; whose; whose = whose->next)
            if (o->frame >= whose->frames && o->frame < whose->frames_end) break;
    return whose && o->frame > whose->frames ? frame_object(t, o->frame - 1) : VALUE_NONE;
}
static Value frame_get_locals(Thread *t, Value self) {
    FrameObj *o = (FrameObj *)obj_of(self);
    if (o->frame) return frame_locals(t, o->frame);
    const Value *fp = o->gen ? o->gen->items : o->saved;
    if ((o->code->flags & CO_OPTIMIZED) && fp) return locals_dict(t, o, fp);
    return o->locals_dict ? o->locals_dict : from_ptr(dict_new(t));
}
static Value frame_get_globals(Thread *t, Value self) { return from_ptr(((FrameObj *)obj_of(self))->func->globals); }
static Value frame_get_builtins(Thread *t, Value self) { return from_ptr(((FrameObj *)obj_of(self))->func->builtins); }
static int32_t frameobj_pc(FrameObj *o) {
    if (o->frame) return o->frame->pc > o->code->instrs ? frame_pc_index(o->frame) : 0;
    if (o->gen && o->gen->state != GEN_CLOSED) return (int32_t)(o->gen->pc - o->code->instrs) - 1;
    return o->pc;
}
static Value frame_get_lineno(Thread *t, Value self) {
    FrameObj *o = (FrameObj *)obj_of(self);
    int32_t pc = frameobj_pc(o);
    if (o->frame ? o->frame->pc == o->code->instrs : o->gen && o->gen->state == GEN_CREATED) pc = -1;
    if (pc < 0 && !(o->code->flags & CO_OPTIMIZED) && o->code->name == o->code->qualname &&
        str_equals_cstr(as_str(o->code->name), "<module>"))
        return from_small(0);
    return from_small(pc < 0 ? o->code->first_line : code_line(o->code, (uint32_t)pc));
}
static const char *jump_refused(Thread *t, FrameObj *o) {
    if (!t->trace_event || t->trace_event == NAMEV(t, call))
        return "can't jump from the 'call' trace event of a new frame";
    if (t->trace_event != NAMEV(t, line)) return "can only jump from a 'line' trace event";
    if (!o->trace) return "f_lineno can only be set by a trace function";
    return o->frame == t->trace_frame && t->trace_sp ? NULL : "can only jump from a 'line' trace event";
}
static bool frame_set_lineno(Thread *t, Value self, Value v) {
    FrameObj *o = (FrameObj *)obj_of(self);
    const char *refused = jump_refused(t, o);
    if (!v) raise_error(t, EXC_AttributeError, "cannot delete attribute");
    else if (!is_small(v) && !is_exact(t, v, T_INT)) raise_value_error(t, "lineno must be an integer");
    else if (refused) raise_value_error(t, "%s", refused);
    else if (!is_small(v) || small_of(v) != (int32_t)small_of(v)) raise_value_error(t, "lineno out of range");
    else return frame_jump(t, o->frame, t->trace_sp, (int32_t)small_of(v));
    return false;
}
static Value frame_get_lasti(Thread *t, Value self) {
    return from_small((int64_t)frameobj_pc((FrameObj *)obj_of(self)) * 4);
}
static Value frame_get_trace(Thread *t, Value self) {
    Value v = ((FrameObj *)obj_of(self))->trace;
    return v ? v : VALUE_NONE;
}
static bool frame_set_trace(Thread *t, Value self, Value v) {
    ((FrameObj *)obj_of(self))->trace = v == VALUE_NONE ? VALUE_NULL : v;
    return true;
}
static Value frame_get_lines(Thread *t, Value self) { return from_bool(!((FrameObj *)obj_of(self))->no_lines); }
static Value frame_get_opcodes(Thread *t, Value self) { return from_bool(((FrameObj *)obj_of(self))->opcodes); }
static bool set_flag(Thread *t, Value v, bool *flag, bool on) {
    if (!v) raise_type_error(t, "can't delete numeric/char attribute");
    else if (!is_bool(v)) raise_type_error(t, "attribute value type must be bool");
    else *flag = (v == VALUE_TRUE) == on;
    return t->exc == 0;
}
static bool frame_set_lines(Thread *t, Value self, Value v) {
    return set_flag(t, v, &((FrameObj *)obj_of(self))->no_lines, false);
}
static bool frame_set_opcodes(Thread *t, Value self, Value v) {
    return set_flag(t, v, &((FrameObj *)obj_of(self))->opcodes, true);
}
static Value frame_clear(Thread *t, Value *a) {
    FrameObj *o = (FrameObj *)obj_of(a[0]);
    if (o->frame || (o->gen && o->gen->state == GEN_RUNNING))
        return raise_error(t, EXC_RuntimeError, "cannot clear an executing frame");
    if (o->gen && o->gen->state != GEN_CLOSED && !call_method0(t, from_ptr(o->gen), NAME(t, close))) return VALUE_ERROR;
    o->saved = NULL;
    o->gen = NULL;
    o->locals_dict = VALUE_NULL;
    return VALUE_NONE;
}
static Value frame_repr(Thread *t, Value self) {
    FrameObj *o = (FrameObj *)obj_of(self);
    return str_format(t, "<frame at 0x%lx, file %R, line %S, code %S>", (long)self, o->code->filename,
                      frame_get_lineno(t, self), o->code->name);
}

const TypeDef type_frame = {
    .name = "frame", .size = sizeof(FrameObj), .flags = TYPE_NO_BASE | TYPE_NO_NEW,
    .slots = { .repr = frame_repr },
    .methods = (const FunctionDef[]) { { "clear", frame_clear, "", "Drop the locals.", 0 }, { 0 } },
    .getsets = (const GetSetDef[]) {
        { "f_back", frame_get_back, NULL, NULL }, { "f_code", traceback_or_frame_code, NULL, NULL },
        { "f_locals", frame_get_locals, NULL, NULL }, { "f_globals", frame_get_globals, NULL, NULL },
        { "f_builtins", frame_get_builtins, NULL, NULL }, { "f_lineno", frame_get_lineno, frame_set_lineno, NULL },
        { "f_lasti", frame_get_lasti, NULL, NULL }, { "f_trace", frame_get_trace, frame_set_trace, NULL },
        { "f_trace_lines", frame_get_lines, frame_set_lines, NULL },
        { "f_trace_opcodes", frame_get_opcodes, frame_set_opcodes, NULL }, { 0 } }
};

/* -- Arguments ----------------------------------------------------------------------------------------------------- */

/* "'a', 'b', and 'c'" */
static Value join_names(Thread *t, const Value *names, int n) {
    StrBuf b;
    strbuf_init(&b, t);
    for (int i = 0; i < n; i++) {
        if (i > 0) strbuf_cstr(&b, n == 2 ? " and " : i == n - 1 ? ", and " : ", ");
        strbuf_cstr(&b, "'");
        strbuf_str(&b, as_str(names[i]));
        strbuf_cstr(&b, "'");
    }
    return strbuf_finish(&b);
}

static COLD bool too_many_positional(Thread *t, Func *fn, size_t given, const Value *dst) {
    const Code *c = fn->code;
    size_t ndefaults = fn->defaults ? (size_t)as_tuple(fn->defaults)->len : 0;
    size_t kwonly_given = 0;
    for (uint32_t i = c->argcount; i < c->argcount + c->kwonly; i++) kwonly_given += dst[i] != VALUE_NULL;
    Value takes = ndefaults ? str_format(t, "from %zu to %d", c->argcount - ndefaults, (int)c->argcount)
                            : str_format(t, "%d", (int)c->argcount);
    bool plural = ndefaults ? true : c->argcount != 1;
    Value extra = kwonly_given ? str_format(t, " positional argument%s (and %zu keyword-only argument%s)",
                                            given != 1 ? "s" : "", kwonly_given, kwonly_given != 1 ? "s" : "")
                               : str_from_cstr(t, "");
    if (!takes || !extra) return false;
    raise_type_error(t, "%U() takes %U positional argument%s but %zu%U %s given", fn->qualname, takes,
                     plural ? "s" : "", given, extra, given == 1 && !kwonly_given ? "was" : "were");
    return false;
}

/* Of the parameters from..to those without a value are missing: none of these has a default. */
static COLD bool missing_arguments(Thread *t, Func *fn, const Value *dst, uint32_t from, uint32_t to,
                                   const char *kind) {
    Value *names = alloc_array(t, to - from, sizeof(Value));
    if (!names) return false;
    int n = 0;
    for (uint32_t i = from; i < to; i++)
        if (!dst[i]) names[n++] = from_ptr(fn->code->local_names[i]);
    Value list = join_names(t, names, n);
    if (!list) return false;
    raise_type_error(t, "%U() missing %d required %s argument%s: %U", fn->qualname, n, kind,
                     n == 1 ? "" : "s", list);
    return false;
}

static COLD bool positional_only_by_name(Thread *t, Func *fn, Tuple *kwnames) {
    const Code *c = fn->code;
    Value names[256];
    int n = 0;
    for (uint32_t i = 0; i < c->posonly && n < 256; i++)
        for (int64_t k = 0; k < kwnames->len; k++)
            if (is_str(kwnames->items[k]) && str_equal(as_str(kwnames->items[k]), c->local_names[i]))
                names[n++] = kwnames->items[k];
    if (!n) return true;
    StrBuf b;
    strbuf_init(&b, t);
    for (int i = 0; i < n; i++) {
        if (i) strbuf_cstr(&b, ", ");
        strbuf_str(&b, as_str(names[i]));
    }
    Value list = strbuf_finish(&b);
    if (list)
        raise_type_error(t, "%U() got some positional-only arguments passed as keyword arguments: '%U'", fn->qualname,
                         list);
    return false;
}

bool bind_arguments(Thread *t, Func *fn, const Value *args, size_t nargs, Tuple *kwnames, Value *dst) {
    const Code *c = fn->code;
    if (!code_ready(t, fn->code)) return false;
    uint32_t argcount = c->argcount, nnamed = argcount + c->kwonly;
    size_t npos = nargs < argcount ? nargs : argcount;

    if (npos) memcpy(dst, args, npos * sizeof(Value));
    for (uint32_t i = (uint32_t)npos; i < c->nparams; i++) dst[i] = VALUE_NULL;
    if (c->flags & CO_VARARGS) {
        Value rest = tuple_new(t, args + npos, (int64_t)(nargs - npos));
        if (!rest) return false;
        dst[nnamed] = rest;
    }
    Dict *extra = NULL;
    if (c->flags & CO_VARKEYWORDS) {
        if (!(extra = dict_new(t))) return false;
        dst[c->nparams - 1] = from_ptr(extra);
    }
    for (int64_t k = 0; kwnames && k < kwnames->len; k++) {
        Value name = kwnames->items[k], v = args[nargs + (size_t)k];
        if (!is_str(name)) {
            raise_type_error(t, "%U() keywords must be strings", fn->qualname);
            return false;
        }
        Str *s = as_str(name);
        uint32_t i = c->posonly;
        for (; i < nnamed; i++)
            if (c->local_names[i] == s) break;
        if (i == nnamed && !s->interned)
            for (i = c->posonly; i < nnamed; i++)
                if (str_equal(c->local_names[i], s)) break;
        if (i == nnamed) {
            if (extra) {
                if (!dict_set(t, extra, name, v)) return false;
                continue;
            }
            if (c->posonly && !positional_only_by_name(t, fn, kwnames)) return false;
            raise_type_error(t, "%U() got an unexpected keyword argument '%S'", fn->qualname, name);
            return false;
        }
        if (dst[i]) {
            raise_type_error(t, "%U() got multiple values for argument '%S'", fn->qualname, name);
            return false;
        }
        dst[i] = v;
    }
    if (unlikely(nargs > argcount && !(c->flags & CO_VARARGS))) return too_many_positional(t, fn, nargs, dst);
    if (npos < argcount) {
        uint32_t ndefaults = fn->defaults ? (uint32_t)as_tuple(fn->defaults)->len : 0;
        uint32_t first_default = ndefaults < argcount ? argcount - ndefaults : 0;
        for (uint32_t i = (uint32_t)npos; i < first_default; i++)
            if (!dst[i]) return missing_arguments(t, fn, dst, 0, first_default, "positional");
        for (uint32_t i = first_default > npos ? first_default : (uint32_t)npos; i < argcount; i++)
            if (!dst[i]) dst[i] = as_tuple(fn->defaults)->items[i - (argcount - ndefaults)];
    }
    for (uint32_t i = argcount; i < nnamed; i++) {
        if (dst[i]) continue;
        if (fn->kwdefaults) dst[i] = dict_get_str(t, as_dict(fn->kwdefaults), c->local_names[i]);
    }
    for (uint32_t i = argcount; i < nnamed; i++)
        if (!dst[i]) return missing_arguments(t, fn, dst, argcount, nnamed, "keyword-only");
    return true;
}

/* -- super() ------------------------------------------------------------------------------------------------------- */

/* The class is in the __class__ cell, the object in the first argument (maybe in a cell too). */
bool caller_super(Thread *t, Type **type, Value *obj) {
    Frame *f = frame_caller(t);
    const char *problem = NULL;
    if (!f) problem = "super(): no current frame";
    else if (f->code->argcount == 0) problem = "super(): no arguments";
    else if (!(*obj = local_value(f->code, f->fp, 0))) problem = "super(): arg[0] deleted";
    if (problem) return raise_error(t, EXC_RuntimeError, "%s", problem), false;
    const Code *c = f->code;
    for (uint32_t i = c->first_free; i < c->nlocals; i++) {
        if (c->local_names[i] != NAME(t, __class__) || !(c->local_kinds[i] & LOCAL_FREE)) continue;
        Value cell = f->fp[i], cls = cell && ptr_kind(cell, T_CELL) ? ((Cell *)obj_of(cell))->value : VALUE_NULL;
        if (!cls) return raise_error(t, EXC_RuntimeError, "super(): empty __class__ cell"), false;
        if (!is_type(cls)) return raise_error(t, EXC_RuntimeError, "super(): __class__ is not a type (%T)", cls), false;
        *type = (Type *)obj_of(cls);
        return true;
    }
    return raise_error(t, EXC_RuntimeError, "super(): __class__ cell not found"), false;
}
