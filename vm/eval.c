/* The loop that runs bytecode.  One C call of eval_run() runs any number of Python frames: calls and returns between
 * Python functions, and steps of generators, stay inside.  A handler shows its fast path; the rest is in
 * eval_slow.c, cache.c, call.c.
 *
 * Handlers are written OP(NAME) { ... NEXT; } so that the same text can be compiled as computed goto or a switch. */
#include "vm/cache.h"
#include "vm/temporary.h"
#include "vm/trace.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/iter.h"
#include "vm/object/list.h"
#include "vm/object/opcode.h"
#include "vm/object/operator.h"
#include "vm/object/range.h"
#include "vm/object/set.h"
#include "vm/object/tuple.h"

/* Marks in the state words of a `for` loop (FOR_PREP): what drives it. */
#define LOOP_RANGE      VALUE_STOP          /* word 0: an unboxed range: next, step, left in words 1..3 */
#define LOOP_ITEMS      VALUE_ELLIPSIS      /* word 3: a list or tuple in word 0, index in word 1 */

#define both_floats(a, b)   both_imm_float(a, b)

/* Functions with more parameters than this are called through call_value(). */
#define CALL_PARAMS_MAX     48

static ALWAYS_INLINE int64_t small_mod(int64_t x, int64_t y) {
    if (likely(((x | y) >> 32) == 0)) return (uint32_t)x % (uint32_t)y;    /* a 32-bit divide is much faster */
    int64_t r = x % y;
    return r && (r ^ y) < 0 ? r + y : r;
}

static ALWAYS_INLINE int64_t small_floordiv(int64_t x, int64_t y) {
    if (likely(((x | y) >> 32) == 0)) return (uint32_t)x / (uint32_t)y;
    int64_t q = x / y;
    return (x % y != 0 && (x ^ y) < 0) ? q - 1 : q;
}

/* -- What the inline paths of operators leave over ----------------------------------------------------------------- */

static NOINLINE Value operator_slow(Thread *t, enum BinaryOp op, Value a, Value b, uint32_t in_place) {
    return temporary_step(t, a, b, in_place ? inplace_op(t, op, a, b) : binary_op(t, op, a, b));
}

static NOINLINE Value add_slow(Thread *t, Value a, Value b, bool in_place) {
    if (is_exact(t, a, T_STR) && is_exact(t, b, T_STR)) return str_append(t, a, b);
    return operator_slow(t, BIN_ADD, a, b, in_place);
}

static ALWAYS_INLINE Value add_values(Thread *t, Value a, Value b, bool in_place) {
    int64_t sum;
    if (likely(both_small(a, b) && !__builtin_add_overflow((int64_t)a, (int64_t)(b - 1), &sum))) return (Value)sum;
    if (both_floats(a, b)) return from_double(t, imm_float_of(a) + imm_float_of(b));
    return add_slow(t, a, b, in_place);
}

static ALWAYS_INLINE Value sub_values(Thread *t, Value a, Value b, uint32_t in_place) {
    int64_t d;
    if (likely(both_small(a, b) && !__builtin_sub_overflow((int64_t)a, (int64_t)(b - 1), &d))) return (Value)d;
    if (both_floats(a, b)) return from_double(t, imm_float_of(a) - imm_float_of(b));
    return operator_slow(t, BIN_SUB, a, b, in_place);
}

static ALWAYS_INLINE Value mul_values(Thread *t, Value a, Value b, uint32_t in_place) {
    int64_t p;
    if (both_floats(a, b)) return from_double(t, imm_float_of(a) * imm_float_of(b));
    if (likely(both_small(a, b) && !__builtin_mul_overflow((int64_t)(a - 1), small_of(b), &p))) return (Value)p + 1;
    return operator_slow(t, BIN_MUL, a, b, in_place);
}

static ALWAYS_INLINE Value mod_values(Thread *t, Value a, Value b, uint32_t in_place) {
    if (likely(both_small(a, b) && b != from_small(0) && b != from_small(-1)))
        return from_small(small_mod(small_of(a), small_of(b)));
    return operator_slow(t, BIN_MOD, a, b, in_place);
}

static ALWAYS_INLINE bool small_compare(enum CompareOp op, int64_t a, int64_t b) {
    switch (op) {
    case CMP_LT: return a < b;
    case CMP_LE: return a <= b;
    case CMP_EQ: return a == b;
    case CMP_NE: return a != b;
    case CMP_GT: return a > b;
    default: return a >= b;
    }
}

static ALWAYS_INLINE bool double_compare(enum CompareOp op, double a, double b) {
    switch (op) {
    case CMP_LT: return a < b;
    case CMP_LE: return a <= b;
    case CMP_EQ: return a == b;
    case CMP_NE: return a != b;
    case CMP_GT: return a > b;
    default: return a >= b;
    }
}

static NOINLINE Value compare_slow(Thread *t, enum CompareOp op, Value a, Value b) {
    if ((op == CMP_EQ || op == CMP_NE) && is_exact(t, a, T_STR) && is_exact(t, b, T_STR))
        return from_bool(str_equal(as_str(a), as_str(b)) == (op == CMP_EQ));
    return temporary_step(t, a, b, compare_op(t, op, a, b));
}

static ALWAYS_INLINE Value compare_values(Thread *t, enum CompareOp op, Value a, Value b) {
    if (likely(both_small(a, b))) return from_bool(small_compare(op, (int64_t)a, (int64_t)b));
    if (both_floats(a, b)) return from_bool(double_compare(op, imm_float_of(a), imm_float_of(b)));
    return compare_slow(t, op, a, b);
}

static ALWAYS_INLINE Value subscript(Thread *t, Value o, Value key) {
    if (likely(is_ptr(o))) {
        Type *y = obj_of(o)->type, **types = t->interp->types;
        if (y == types[T_LIST] && is_small(key)) {
            List *l = as_list(o);
            int64_t i = small_of(key);
            if (i < 0) i += l->len;
            if (likely((uint64_t)i < (uint64_t)l->len)) return l->items[i];
        } else if (y == types[T_DICT]) {
            Value v;
            int found = dict_lookup(t, as_dict(o), key, &v);
            if (likely(found > 0)) return v;
            if (found < 0) return VALUE_ERROR;
            return raise_key_error(t, key);
        } else if (y == types[T_TUPLE] && is_small(key)) {
            Tuple *u = as_tuple(o);
            int64_t i = small_of(key);
            if (i < 0) i += u->len;
            if (likely((uint64_t)i < (uint64_t)u->len)) return u->items[i];
        }
    }
    return get_item(t, o, key);
}

/* Finds the handler for instruction index `at` of code; NULL: none. */
static const ExcEntry *find_handler(const Code *code, uint32_t at) {
    for (uint32_t i = 0; i < code->nexc; i++) {
        const ExcEntry *e = &code->exc_table[i];
        if (at >= e->start && at < e->end) return e;
    }
    return NULL;
}

/* A generator's frame ends by an exception: PEP 479. */
static COLD void generator_failed(Thread *t, Frame *f) {
    Generator *g = f->gen;
    g->state = GEN_CLOSED;
    enum ExcId bad = exc_is_id(t, t->exc, EXC_StopIteration) ? EXC_StopIteration
                   : exc_is_id(t, t->exc, EXC_StopAsyncIteration) && (g->code->flags & CO_ASYNC_GENERATOR)
                         ? EXC_StopAsyncIteration : EXC_COUNT;
    if (bad == EXC_COUNT) return;
    Value cause = exc_fetch(t);
    const char *what = g->code->flags & CO_ASYNC_GENERATOR ? "async generator"
                     : g->code->flags & CO_COROUTINE ? "coroutine" : "generator";
    raise_error(t, EXC_RuntimeError, "%s raised %s", what,
                bad == EXC_StopIteration ? "StopIteration" : "StopAsyncIteration");
    if (t->exc && t->exc != cause) {
        as_exc(t->exc)->cause = cause;
        as_exc(t->exc)->context = cause;
        as_exc(t->exc)->suppress_context = true;
    }
}

#define SAVE()          (f->pc = pc)
#define LOAD_FRAME()    (pc = f->pc, fp = f->fp, consts = f->code->consts, caches = f->code->caches)
#define TOP             sp[-1]
#define PUSH(v)         (*sp++ = (v))
#define POP()           (*--sp)
#define CHECK(v)        do { if (unlikely(!(v))) goto error; } while (0)
/* Before the jump is made: what is raised there belongs to the jump's place, inside of the loop. */
#define POLL()          do { if (unlikely(RACY_GET(t->breaker))) { SAVE(); if (!breaker_handle(t)) goto error; } } while (0)

#define NEXT            do { ins = *pc++; goto *t->dispatch[INSTR_OP(ins)]; } while (0)

Value eval_run(Thread *t) {
    static const void *const labels[2 * OP_COUNT] = {
#define OP(name, operand, pops, pushes, doc) &&L_##name,
#include "vm/object/opcode.def"
#undef OP
        [OP_COUNT ... 2 * OP_COUNT - 1] = &&traced,
#define OP(name)        L_##name:
    };
    Frame *f = t->frame;
    const Instr *pc;
    Value *fp, *sp, *consts;
    Cache *caches;
    Instr ins;
    Value result;
    uint32_t at;

    if (unlikely(!t->dispatch)) t->dispatch = t->traced ? labels + OP_COUNT : labels;
    LOAD_FRAME();
    sp = fp + f->code->nlocals;
    if (f->gen) {
        sp += f->gen->depth;
        if (t->exc) goto error;             /* throw(): the exception is raised where the generator stands */
    }
    NEXT;

    /* -- Stack ---------------------------------------------------------------------------------------------------- */
    OP(NOP) { NEXT; }
    OP(POP_TOP) { sp--; NEXT; }
    OP(POP_N) { sp -= INSTR_ARG(ins); NEXT; }
    OP(COPY) { Value v = sp[-(int64_t)INSTR_ARG(ins)]; PUSH(v); NEXT; }
    OP(SWAP) {
        int64_t i = INSTR_ARG(ins);
        Value v = TOP;
        TOP = sp[-i];
        sp[-i] = v;
        NEXT;
    }
    OP(PUSH_NULL) { PUSH(VALUE_NULL); NEXT; }
    OP(LOAD_CONST) { PUSH(consts[INSTR_ARG(ins)]); NEXT; }
    OP(LOAD_INT) { PUSH(from_small(INSTR_SARG(ins))); NEXT; }

    /* -- Variables ------------------------------------------------------------------------------------------------- */
    OP(LOAD_FAST) {
        Value v = fp[INSTR_ARG(ins)];
        if (unlikely(!v)) goto unbound;
        PUSH(v);
        NEXT;
    }
    OP(STORE_FAST) { fp[INSTR_ARG(ins)] = *--sp; NEXT; }
    OP(DELETE_FAST) {
        if (unlikely(!fp[INSTR_ARG(ins)])) goto unbound;
        fp[INSTR_ARG(ins)] = VALUE_NULL;
        NEXT;
    }
    OP(MAKE_CELL) {
        Value c = cell_new(t, fp[INSTR_ARG(ins)]);
        CHECK(c);
        fp[INSTR_ARG(ins)] = c;
        NEXT;
    }
    OP(COPY_FREE_VARS) {
        memcpy(fp + f->code->nlocals - INSTR_ARG(ins), as_tuple(f->func->closure)->items,
               INSTR_ARG(ins) * sizeof(Value));
        NEXT;
    }
    OP(LOAD_CLOSURE) { PUSH(fp[INSTR_ARG(ins)]); NEXT; }
    OP(LOAD_DEREF) {
        Value v = ((Cell *)obj_of(fp[INSTR_ARG(ins)]))->value;
        if (unlikely(!v)) {
            raise_unbound_deref(t, f->code, INSTR_ARG(ins));
            goto error;
        }
        PUSH(v);
        NEXT;
    }
    OP(STORE_DEREF) { ((Cell *)obj_of(fp[INSTR_ARG(ins)]))->value = POP(); NEXT; }
    OP(DELETE_DEREF) {
        Cell *c = (Cell *)obj_of(fp[INSTR_ARG(ins)]);
        if (unlikely(!c->value)) {
            raise_unbound_deref(t, f->code, INSTR_ARG(ins));
            goto error;
        }
        c->value = VALUE_NULL;
        NEXT;
    }
    OP(LOAD_CLASSDEREF) {
        SAVE();
        Value v = load_classderef(t, f, INSTR_ARG(ins));
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(LOAD_GLOBAL) {
        Value v = load_global_cached(t, &caches[INSTR_ARG(ins)], f->func);
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(LOAD_GLOBAL_CALL) {
        Value v = load_global_cached(t, &caches[INSTR_ARG(ins)], f->func);
        CHECK(v);
        sp[0] = v;
        sp[1] = VALUE_NULL;
        sp += 2;
        NEXT;
    }
    OP(STORE_GLOBAL) {
        CHECK(dict_set_str(t, f->func->globals, caches[INSTR_ARG(ins)].name, TOP));
        sp--;
        NEXT;
    }
    OP(DELETE_GLOBAL) {
        int r = dict_delete_str(t, f->func->globals, caches[INSTR_ARG(ins)].name);
        if (unlikely(r <= 0)) {
            if (r == 0) raise_name_error(t, caches[INSTR_ARG(ins)].name);
            goto error;
        }
        NEXT;
    }
    OP(LOAD_NAME) {
        Cache *c = &caches[INSTR_ARG(ins)];
        Value v;
        if (likely(f->locals == from_ptr(f->func->globals))) {
            v = load_global_cached(t, c, f->func);
        } else {
            SAVE();
            v = name_load(t, f, c->name);
        }
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(STORE_NAME) {
        Cache *c = &caches[INSTR_ARG(ins)];
        Dict *g = f->func->globals;
        if (likely(f->locals == from_ptr(g))) {
            if (likely(c->kind == CACHE_GLOBAL && g->keys_version == c->version)) {
                g->entries[c->index].value = POP();
                NEXT;
            }
            SAVE();
            CHECK(name_store(t, f, c->name, TOP));
            int64_t i = is_exact(t, f->locals, T_DICT) ? dict_find_str(t, g, c->name) : -1;
            if (i >= 0) {
                c->version = dict_keys_version(t, g);
                c->index = (uint32_t)i;
                c->kind = CACHE_GLOBAL;
            }
        } else {
            SAVE();
            CHECK(name_store(t, f, c->name, TOP));
        }
        sp--;
        NEXT;
    }
    OP(DELETE_NAME) {
        SAVE();
        CHECK(name_delete(t, f, caches[INSTR_ARG(ins)].name));
        NEXT;
    }

    /* -- Attributes ------------------------------------------------------------------------------------------------ */
    OP(LOAD_ATTR) {
        Cache *c = &caches[INSTR_ARG(ins)];
        Value v = load_attr_hit(c, TOP);
        if (unlikely(!v)) {
            if (c->kind == CACHE_PROPERTY && is_ptr(TOP) && obj_of(TOP)->type->version == c->version) {
                Func *g = as_func(c->value);
                Value *locals = f->gen ? f->limit : sp;
                SAVE();
                if (unlikely(locals >= t->stack_end)) goto property_slow;
                *locals = TOP;
                Frame *n = frame_push(t, g, g->code, locals, 1);
                CHECK(n);
                n->ret = sp - 1;
                f = n;
                LOAD_FRAME();
                sp = fp + f->code->nlocals;
                NEXT;
            }
        property_slow:
            SAVE();
            v = load_attr_miss(t, c, TOP);
            CHECK(v);
        }
        TOP = v;
        NEXT;
    }
    OP(LOAD_FAST_ATTR) {
        Value o = fp[INSTR_A(ins)];
        if (unlikely(!o)) goto unbound_a;
        Cache *c = &caches[INSTR_U16(ins)];
        Value v = load_attr_hit(c, o);
        if (unlikely(!v)) {
            if (c->kind == CACHE_PROPERTY && is_ptr(o) && obj_of(o)->type->version == c->version) {
                Func *g = as_func(c->value);
                Value *locals = f->gen ? f->limit : sp;
                SAVE();
                if (unlikely(locals >= t->stack_end)) goto fast_property_slow;
                *locals = o;
                Frame *n = frame_push(t, g, g->code, locals, 1);
                CHECK(n);
                n->ret = sp;
                f = n;
                LOAD_FRAME();
                sp = fp + f->code->nlocals;
                NEXT;
            }
        fast_property_slow:
            SAVE();
            v = load_attr_miss(t, c, o);
            CHECK(v);
        }
        PUSH(v);
        NEXT;
    }
    OP(STORE_ATTR) {
        Cache *c = &caches[INSTR_ARG(ins)];
        Value o = TOP, v = sp[-2];
        if (likely(is_ptr(o) && obj_of(o)->type->version == c->version)) {
            Attrs *a;
            if (c->kind == CACHE_FIELD && (a = attrs_at(obj_of(o), obj_of(o)->type))->shape == c->shape) {
                a->values[c->index] = v;
                sp -= 2;
                NEXT;
            }
            if (c->kind == CACHE_ADD_FIELD && (a = attrs_at(obj_of(o), obj_of(o)->type))->shape == c->shape) {
                CHECK(attrs_append(t, o, a, c->next_shape, v));
                sp -= 2;
                NEXT;
            }
        }
        SAVE();
        CHECK(store_attr_miss(t, c, o, v));
        sp -= 2;
        NEXT;
    }
    OP(STORE_FAST_ATTR) {
        Cache *c = &caches[INSTR_U16(ins)];
        Value o = fp[INSTR_A(ins)], v = TOP;
        if (unlikely(!o)) goto unbound_a;
        if (likely(is_ptr(o) && obj_of(o)->type->version == c->version)) {
            Attrs *a;
            if (c->kind == CACHE_FIELD && (a = attrs_at(obj_of(o), obj_of(o)->type))->shape == c->shape) {
                a->values[c->index] = v;
                sp--;
                NEXT;
            }
            if (c->kind == CACHE_ADD_FIELD && (a = attrs_at(obj_of(o), obj_of(o)->type))->shape == c->shape) {
                CHECK(attrs_append(t, o, a, c->next_shape, v));
                sp--;
                NEXT;
            }
        }
        SAVE();
        CHECK(store_attr_miss(t, c, o, v));
        sp--;
        NEXT;
    }
    OP(DELETE_ATTR) {
        SAVE();
        CHECK(set_attr(t, TOP, caches[INSTR_ARG(ins)].name, VALUE_NULL));
        sp--;
        NEXT;
    }
    OP(LOAD_METHOD) {
        Cache *c = &caches[INSTR_ARG(ins)];
        Value o = TOP, self = o, v = load_method_hit(t, c, o);
        if (unlikely(!v)) {
            v = load_attr_hit(c, o);
            self = VALUE_NULL;
            if (!v) {
                SAVE();
                *sp = VALUE_NULL;
                v = load_method_miss(t, c, o, sp);      /* not into the C stack, where it would stay for the collector */
                CHECK(v);
                self = *sp;
            }
        }
        TOP = v;
        PUSH(self);
        NEXT;
    }
    OP(LOAD_FAST_METHOD) {
        Cache *c = &caches[INSTR_U16(ins)];
        Value o = fp[INSTR_A(ins)];
        if (unlikely(!o)) goto unbound_a;
        Value self = o, v = load_method_hit(t, c, o);
        if (unlikely(!v)) {
            v = load_attr_hit(c, o);
            self = VALUE_NULL;
            if (!v) {
                SAVE();
                sp[1] = VALUE_NULL;
                v = load_method_miss(t, c, o, sp + 1);
                CHECK(v);
                self = sp[1];
            }
        }
        PUSH(v);
        PUSH(self);
        NEXT;
    }

    /* -- Items ----------------------------------------------------------------------------------------------------- */
    OP(BINARY_SUBSCR) {
        SAVE();
        Value v = subscript(t, sp[-2], TOP);
        CHECK(v);
        sp--;
        TOP = v;
        NEXT;
    }
    OP(SUBSCR_LL) {
        Value o = fp[INSTR_A(ins)], k = fp[INSTR_B(ins)];
        if (unlikely(!o || !k)) goto unbound_ab;
        SAVE();
        Value v = subscript(t, o, k);
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(STORE_SUBSCR) {
        Value x = sp[-3], o = sp[-2], k = TOP;
        if (likely(is_ptr(o))) {
            Type *y = obj_of(o)->type;
            if (y == t->interp->types[T_LIST] && is_small(k)) {
                List *l = as_list(o);
                int64_t i = small_of(k);
                if (i < 0) i += l->len;
                if (likely((uint64_t)i < (uint64_t)l->len)) {
                    l->items[i] = x;
                    sp -= 3;
                    NEXT;
                }
            } else if (y == t->interp->types[T_DICT]) {
                SAVE();
                CHECK(dict_set(t, as_dict(o), k, x));
                sp -= 3;
                NEXT;
            }
        }
        SAVE();
        CHECK(set_item(t, o, k, x));
        sp -= 3;
        NEXT;
    }
    OP(DELETE_SUBSCR) {
        SAVE();
        CHECK(set_item(t, sp[-2], TOP, VALUE_NULL));
        sp -= 2;
        NEXT;
    }
    OP(BINARY_SLICE) {
        SAVE();
        Value s = slice_new(t, sp[-2], TOP, VALUE_NONE);
        CHECK(s);
        Value v = get_item(t, sp[-3], s);
        CHECK(v);
        sp -= 2;
        TOP = v;
        NEXT;
    }
    OP(BUILD_SLICE) {
        Value step = INSTR_ARG(ins) == 3 ? POP() : VALUE_NONE;
        Value v = slice_new(t, sp[-2], TOP, step);
        CHECK(v);
        sp--;
        TOP = v;
        NEXT;
    }

    /* -- Operators ------------------------------------------------------------------------------------------------- */
#define BINARY_END(v) CHECK(v); sp--; TOP = (v); NEXT
    OP(BINARY_ADD) { SAVE(); Value v = add_values(t, sp[-2], TOP, INSTR_ARG(ins)); BINARY_END(v); }
    OP(BINARY_SUB) { SAVE(); Value v = sub_values(t, sp[-2], TOP, INSTR_ARG(ins)); BINARY_END(v); }
    OP(BINARY_MUL) { SAVE(); Value v = mul_values(t, sp[-2], TOP, INSTR_ARG(ins)); BINARY_END(v); }
    OP(BINARY_MOD) { SAVE(); Value v = mod_values(t, sp[-2], TOP, INSTR_ARG(ins)); BINARY_END(v); }
    OP(BINARY_TRUEDIV) {
        Value a = sp[-2], b = TOP, v;
        SAVE();
        if (both_floats(a, b) && imm_float_of(b) != 0.0) {
            v = from_double(t, imm_float_of(a) / imm_float_of(b));
        } else if (both_small(a, b) && b != from_small(0) && small_of(a) >> 52 == small_of(a) >> 63 &&
                   small_of(b) >> 52 == small_of(b) >> 63) {     /* both exact as doubles: one rounding */
            v = from_double(t, (double)small_of(a) / (double)small_of(b));
        } else {
            v = operator_slow(t, BIN_TRUEDIV, a, b, INSTR_ARG(ins));
        }
        BINARY_END(v);
    }
    OP(BINARY_FLOORDIV) {
        Value a = sp[-2], b = TOP, v;
        SAVE();
        if (likely(both_small(a, b) && b != from_small(0) && b != from_small(-1)))
            v = from_small(small_floordiv(small_of(a), small_of(b)));
        else
            v = operator_slow(t, BIN_FLOORDIV, a, b, INSTR_ARG(ins));
        BINARY_END(v);
    }
    OP(BINARY_POW) { SAVE(); Value v = operator_slow(t, BIN_POW, sp[-2], TOP, INSTR_ARG(ins)); BINARY_END(v); }
    OP(BINARY_MATMUL) { SAVE(); Value v = operator_slow(t, BIN_MATMUL, sp[-2], TOP, INSTR_ARG(ins)); BINARY_END(v); }
    OP(BINARY_LSHIFT) {
        Value a = sp[-2], b = TOP, v;
        SAVE();
        int64_t x = small_of(a), n = small_of(b);
        if (both_small(a, b) && (uint64_t)n < 61 && x >> (61 - n) == x >> 63)
            v = from_small((int64_t)((uint64_t)x << n));
        else
            v = operator_slow(t, BIN_LSHIFT, a, b, INSTR_ARG(ins));
        BINARY_END(v);
    }
    OP(BINARY_RSHIFT) {
        Value a = sp[-2], b = TOP, v;
        SAVE();
        if (both_small(a, b) && small_of(b) >= 0)
            v = from_small(small_of(a) >> (small_of(b) > 63 ? 63 : small_of(b)));
        else
            v = operator_slow(t, BIN_RSHIFT, a, b, INSTR_ARG(ins));
        BINARY_END(v);
    }
    OP(BINARY_AND) {
        SAVE();
        Value a = sp[-2], b = TOP, v = both_small(a, b) ? (a & b) : operator_slow(t, BIN_AND, a, b, INSTR_ARG(ins));
        BINARY_END(v);
    }
    OP(BINARY_OR) {
        SAVE();
        Value a = sp[-2], b = TOP, v = both_small(a, b) ? (a | b) : operator_slow(t, BIN_OR, a, b, INSTR_ARG(ins));
        BINARY_END(v);
    }
    OP(BINARY_XOR) {
        SAVE();
        Value a = sp[-2], b = TOP, v = both_small(a, b) ? ((a ^ b) | 1)
                                                        : operator_slow(t, BIN_XOR, a, b, INSTR_ARG(ins));
        BINARY_END(v);
    }
#define LOCAL_OPERANDS(a, b)                                                                                           \
    Value a = fp[INSTR_A(ins)], b = fp[INSTR_B(ins)];                                                                  \
    if (unlikely(!a || !b)) goto unbound_ab;                                                                           \
    SAVE()
    OP(ADD_LL) { LOCAL_OPERANDS(a, b); Value v = add_values(t, a, b, false); CHECK(v); PUSH(v); NEXT; }
    OP(SUB_LL) { LOCAL_OPERANDS(a, b); Value v = sub_values(t, a, b, false); CHECK(v); PUSH(v); NEXT; }
    OP(MUL_LL) { LOCAL_OPERANDS(a, b); Value v = mul_values(t, a, b, false); CHECK(v); PUSH(v); NEXT; }
    OP(MOD_LL) { LOCAL_OPERANDS(a, b); Value v = mod_values(t, a, b, false); CHECK(v); PUSH(v); NEXT; }
    OP(ADD_LI) {
        Value a = fp[INSTR_A(ins)];
        if (unlikely(!a)) goto unbound_a;
        SAVE();
        Value v = add_values(t, a, from_small(INSTR_S16(ins)), false);
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(SUB_LI) {
        Value a = fp[INSTR_A(ins)];
        if (unlikely(!a)) goto unbound_a;
        SAVE();
        Value v = sub_values(t, a, from_small(INSTR_S16(ins)), false);
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(INC_FAST) {
        Value a = fp[INSTR_A(ins)];
        if (unlikely(!a)) goto unbound_a;
        SAVE();
        Value v = add_values(t, a, from_small(INSTR_S16(ins)), true);
        CHECK(v);
        fp[INSTR_A(ins)] = v;
        NEXT;
    }
    OP(DEC_FAST) {
        Value a = fp[INSTR_A(ins)];
        if (unlikely(!a)) goto unbound_a;
        SAVE();
        Value v = sub_values(t, a, from_small(INSTR_S16(ins)), true);
        CHECK(v);
        fp[INSTR_A(ins)] = v;
        NEXT;
    }
    OP(ADD_STORE) {
        SAVE();
        Value v = add_values(t, sp[-2], TOP, true);
        CHECK(v);
        sp -= 2;
        fp[INSTR_ARG(ins)] = v;
        NEXT;
    }
    OP(UNARY_NEG) {
        Value a = TOP, v;
        SAVE();
        if (is_small(a) && a != from_small(SMALL_MIN)) v = from_small(-small_of(a));
        else if (is_imm_float(a)) v = from_double(t, -imm_float_of(a));
        else v = unary_neg(t, a);
        CHECK(v);
        TOP = v;
        NEXT;
    }
    OP(UNARY_POS) { SAVE(); Value v = unary_pos(t, TOP); CHECK(v); TOP = v; NEXT; }
    OP(UNARY_INVERT) { SAVE(); Value v = unary_invert(t, TOP); CHECK(v); TOP = v; NEXT; }
    OP(UNARY_NOT) {
        SAVE();
        int b = truth_of(t, TOP);
        if (unlikely(b < 0)) goto error;
        TOP = from_bool(!b);
        NEXT;
    }
    OP(COMPARE) { SAVE(); Value v = compare_values(t, INSTR_ARG(ins), sp[-2], TOP); BINARY_END(v); }
    OP(COMPARE_JUMP) {
        Value a = sp[-2], b = TOP;
        enum CompareOp op = INSTR_A(ins) & 7;
        bool yes;
        if (likely(both_small(a, b))) {
            yes = small_compare(op, (int64_t)a, (int64_t)b);
        } else if (both_floats(a, b)) {
            yes = double_compare(op, imm_float_of(a), imm_float_of(b));
        } else {
            SAVE();
            Value v = compare_slow(t, op, a, b);
            CHECK(v);
            int r = truth_of(t, v);
            if (unlikely(r < 0)) goto error;
            yes = r;
        }
        sp -= 2;
        if (yes == (INSTR_A(ins) >> 3 & 1)) {
            if (INSTR_S16(ins) < 0) POLL();
            pc += INSTR_S16(ins);
        }
        NEXT;
    }
    OP(COMPARE_INT_JUMP) {
        Value a = TOP;
        enum CompareOp op = INSTR_A(ins) & 7;
        int64_t k = (int8_t)INSTR_B(ins);
        bool yes;
        if (likely(is_small(a))) {
            yes = small_compare(op, (int64_t)a, (int64_t)from_small(k));
        } else {
            SAVE();
            Value v = compare_values(t, op, a, from_small(k));
            CHECK(v);
            int r = truth_of(t, v);
            if (unlikely(r < 0)) goto error;
            yes = r;
        }
        sp--;
        if (yes == (INSTR_A(ins) >> 3 & 1)) {
            if ((int8_t)INSTR_C(ins) < 0) POLL();
            pc += (int8_t)INSTR_C(ins);
        }
        NEXT;
    }
    OP(IS_OP) {
        Value a = sp[-2], b = TOP;
        sp--;
        TOP = from_bool((a == b) != (INSTR_ARG(ins) != 0));
        NEXT;
    }
    OP(CONTAINS_OP) {
        SAVE();
        int r = contains(t, TOP, sp[-2]);
        if (unlikely(r < 0)) goto error;
        sp--;
        TOP = from_bool(r != (int)INSTR_ARG(ins));
        NEXT;
    }

    /* -- Jumps ----------------------------------------------------------------------------------------------------- */
    OP(JUMP) { pc += INSTR_SARG(ins); NEXT; }
    OP(JUMP_BACK) {
        POLL();
        pc += INSTR_SARG(ins);
        NEXT;
    }
#define BRANCH(cond)                                                                                                   \
    do {                                                                                                               \
        if (cond) {                                                                                                    \
            if (INSTR_SARG(ins) < 0) POLL();                                                                           \
            pc += INSTR_SARG(ins);                                                                                     \
        }                                                                                                              \
        NEXT;                                                                                                          \
    } while (0)
#define TRUTH(b, v)                                                                                                    \
    int b = (v) == VALUE_TRUE ? 1 : (v) == VALUE_FALSE ? 0 : (SAVE(), truth_of(t, v));                                 \
    if (unlikely(b < 0)) goto error
    OP(POP_JUMP_IF_FALSE) { TRUTH(b, TOP); sp--; BRANCH(!b); }
    OP(POP_JUMP_IF_TRUE) { TRUTH(b, TOP); sp--; BRANCH(b); }
    OP(POP_JUMP_IF_NONE) { sp--; BRANCH(*sp == VALUE_NONE); }
    OP(POP_JUMP_IF_NOT_NONE) { sp--; BRANCH(*sp != VALUE_NONE); }
    OP(JUMP_IF_FALSE_OR_POP) {
        TRUTH(b, TOP);
        if (b) sp--;
        else pc += INSTR_SARG(ins);
        NEXT;
    }
    OP(JUMP_IF_TRUE_OR_POP) {
        TRUTH(b, TOP);
        if (!b) sp--;
        else pc += INSTR_SARG(ins);
        NEXT;
    }

    /* -- Iteration ------------------------------------------------------------------------------------------------- */
    OP(GET_ITER) { SAVE(); Value v = get_iter(t, TOP); CHECK(v); TOP = v; NEXT; }
    OP(FOR_PREP) {
        Value v = TOP;
        int64_t start, step, count;
        SAVE();
        if (range_fast(t, v, &start, &step, &count)) {
            sp[-1] = LOOP_RANGE;
            sp[0] = from_small(start);
            sp[1] = from_small(step);
            sp[2] = from_small(count);
        } else if (is_exact(t, v, T_LIST) || is_exact(t, v, T_TUPLE)) {
            sp[0] = from_small(0);
            sp[1] = VALUE_NULL;
            sp[2] = LOOP_ITEMS;
        } else {
            v = get_iter(t, v);
            CHECK(v);
            sp[-1] = v;
            sp[0] = sp[1] = sp[2] = VALUE_NULL;
            if (INSTR_ARG(ins) && is_exact(t, v, T_RANGE_ITER)) {
                RangeIter *it = (RangeIter *)obj_of(v);
                int64_t last;
                if (fits_small(it->next) && fits_small(it->step) && fits_small(it->left) &&
                    !__builtin_mul_overflow(it->step, it->left, &last) &&
                    !__builtin_add_overflow(last, it->next, &last) &&
                    fits_small(last)) {
                    sp[-1] = LOOP_RANGE;
                    sp[0] = from_small(it->next);
                    sp[1] = from_small(it->step);
                    sp[2] = from_small(it->left);
                }
            } else if (INSTR_ARG(ins) && (is_exact(t, v, T_LIST_ITER) || is_exact(t, v, T_TUPLE_ITER)) &&
                       ((SeqIter *)obj_of(v))->seq) {
                SeqIter *it = (SeqIter *)obj_of(v);
                sp[-1] = it->seq;
                sp[0] = from_small(it->i);
                sp[2] = LOOP_ITEMS;
            }
        }
        sp += 3;
        NEXT;
    }
#define LOOP_STEP(STORE, EXHAUSTED, PAIR)                                                                              \
    do {                                                                                                               \
        Value it = sp[-4], v;                                                                                          \
        if (likely(it == LOOP_RANGE)) {                                                                                \
            if (unlikely((int64_t)sp[-1] <= (int64_t)from_small(0))) { EXHAUSTED; }                                    \
            sp[-1] -= 4;                                                                                               \
            v = sp[-3];                                                                                                \
            sp[-3] = v + sp[-2] - 1;                                                                                   \
        } else if (sp[-1] == LOOP_ITEMS) {                                                                             \
            int64_t i = small_of(sp[-3]);                                                                              \
            if (obj_of(it)->type->kind == T_LIST) {                                                                    \
                if (i >= as_list(it)->len) { EXHAUSTED; }                                                              \
                v = as_list(it)->items[i];                                                                             \
            } else {                                                                                                   \
                if (i >= as_tuple(it)->len) { EXHAUSTED; }                                                             \
                v = as_tuple(it)->items[i];                                                                            \
            }                                                                                                          \
            sp[-3] += 4;                                                                                               \
        } else if (is_exact(t, it, T_GENERATOR)) {                                                                     \
            Generator *g = as_generator(it);                                                                           \
            if (unlikely(g->state == GEN_CLOSED)) { EXHAUSTED; }                                                       \
            bool fresh = g->state == GEN_CREATED;                                                                      \
            SAVE();                                                                                                    \
            Frame *n = generator_enter(t, g, FRAME_FOR);                                                               \
            CHECK(n);                                                                                                  \
            n->ret = sp;                                                                                               \
            f = n;                                                                                                     \
            LOAD_FRAME();                                                                                              \
            sp = fp + f->code->nlocals + g->depth;                                                                     \
            if (!fresh) PUSH(VALUE_NONE);                                                                              \
            NEXT;                                                                                                      \
        } else {                                                                                                       \
            SAVE();                                                                                                    \
            PAIR;                                                                                                      \
            UnaryFn next = type_of(t, it)->slots.next;  /* gone if __next__ was deleted */                             \
            v = likely(next != NULL) ? next(t, it) : iter_next(t, it);                                                 \
            if (unlikely(v == VALUE_STOP)) {                                                                           \
                if (unlikely(t->traced)) trace_delegate_end(t, f, it, VALUE_NONE, VALUE_NONE);                         \
                EXHAUSTED;                                                                                             \
            }                                                                                                          \
            if (unlikely(!v)) {                                                                                        \
                if (!exc_matches(t, EXC_StopIteration)) goto error;                                                    \
                if (unlikely(t->traced)) trace_raised(t, f);                                                           \
                exc_clear(t);                                                                                          \
                EXHAUSTED;                                                                                             \
            }                                                                                                          \
        }                                                                                                              \
        STORE;                                                                                                         \
        NEXT;                                                                                                          \
    } while (0)
    /* `for a, b in`: what makes pairs hands over their parts, without a tuple. */
#define PAIR_STEP                                                                                                      \
    if (*pc == MAKE_INSTR(OP_UNPACK_SEQUENCE, 2)) {                                                                    \
        Value second;                                                                                                  \
        int got = iter_next_pair(t, it, &v, &second);                                                                  \
        if (likely(got == 1)) {                                                                                        \
            sp[0] = second;                                                                                            \
            sp[1] = v;                                                                                                 \
            sp += 2;                                                                                                   \
            pc++;                                                                                                      \
            NEXT;                                                                                                      \
        }                                                                                                              \
        if (got == 0) { sp -= 4; pc += INSTR_SARG(ins); NEXT; }                                                        \
        if (got == -1) goto error;                                                                                     \
    }
    OP(FOR_NEXT) { LOOP_STEP(PUSH(v), sp -= 4; pc += INSTR_SARG(ins); NEXT, PAIR_STEP); }
    OP(FOR_NEXT_FAST) { LOOP_STEP(fp[INSTR_A(ins)] = v, sp -= 4; pc += INSTR_S16(ins); NEXT, (void)0); }
    OP(UNPACK_SEQUENCE) {
        Value seq = TOP;
        uint32_t n = INSTR_ARG(ins);
        if (likely(is_exact(t, seq, T_TUPLE) && as_tuple(seq)->len == n)) {
            Tuple *u = as_tuple(seq);
            sp--;
            for (uint32_t i = n; i-- > 0;) PUSH(u->items[i]);
            NEXT;
        }
        SAVE();
        CHECK(unpack_sequence(t, seq, n, sp - 1));
        sp += (int64_t)n - 1;
        NEXT;
    }
    OP(UNPACK_EX) {
        uint32_t before = INSTR_A(ins), after = INSTR_U16(ins);
        SAVE();
        CHECK(unpack_ex(t, TOP, before, after, sp - 1));
        sp += before + after;
        NEXT;
    }

    /* -- Building -------------------------------------------------------------------------------------------------- */
#define BUILT(n, v) CHECK(v); sp -= (n); PUSH(v); NEXT
    OP(BUILD_TUPLE) { uint32_t n = INSTR_ARG(ins); Value v = tuple_new(t, sp - n, n); BUILT(n, v); }
    OP(BUILD_LIST) { uint32_t n = INSTR_ARG(ins); Value v = list_new(t, sp - n, n); BUILT(n, v); }
    OP(BUILD_SET) {
        uint32_t n = INSTR_ARG(ins);
        SAVE();
        Set *s = set_new(t, type_by_id(t, T_SET));
        CHECK(s);
        for (uint32_t i = 0; i < n; i++) CHECK(set_add(t, s, sp[(int64_t)i - n]));
        BUILT(n, from_ptr(s));
    }
    OP(BUILD_MAP) {
        uint32_t n = INSTR_ARG(ins) * 2;
        SAVE();
        Dict *d = n > 16 ? dict_new_sized(t, n / 2) : dict_new(t);
        CHECK(d);
        for (Value *p = sp - n; p < sp; p += 2) CHECK(dict_set(t, d, p[0], p[1]));
        BUILT(n, from_ptr(d));
    }
    OP(BUILD_CONST_KEY_MAP) {
        uint32_t n = INSTR_ARG(ins);
        SAVE();
        Dict *d = n > 8 ? dict_new_sized(t, n) : dict_new(t);
        CHECK(d);
        Tuple *keys = as_tuple(TOP);
        for (uint32_t i = 0; i < n; i++) CHECK(dict_set(t, d, keys->items[i], sp[(int64_t)i - 1 - n]));
        BUILT(n + 1, from_ptr(d));
    }
    OP(BUILD_STRING) { uint32_t n = INSTR_ARG(ins); Value v = build_string(t, sp - n, n); BUILT(n, v); }
    OP(LIST_APPEND) {
        CHECK(list_append(t, as_list(sp[-1 - (int64_t)INSTR_ARG(ins)]), TOP));
        sp--;
        NEXT;
    }
    OP(SET_ADD) {
        SAVE();
        CHECK(set_add(t, as_set(sp[-1 - (int64_t)INSTR_ARG(ins)]), TOP));
        sp--;
        NEXT;
    }
    OP(MAP_ADD) {
        SAVE();
        CHECK(dict_set(t, as_dict(sp[-2 - (int64_t)INSTR_ARG(ins)]), sp[-2], TOP));
        sp -= 2;
        NEXT;
    }
    OP(LIST_EXTEND) {
        SAVE();
        CHECK(list_extend_star(t, sp[-1 - (int64_t)INSTR_ARG(ins)], TOP));
        sp--;
        NEXT;
    }
    OP(SET_UPDATE) {
        SAVE();
        CHECK(set_update(t, as_set(sp[-1 - (int64_t)INSTR_ARG(ins)]), TOP));
        sp--;
        NEXT;
    }
    OP(DICT_UPDATE) {
        SAVE();
        Value m = TOP;
        if (!is_dict(m) && !get_attr_or_null(t, m, NAME(t, keys))) {
            if (!t->exc) raise_type_error(t, "'%T' object is not a mapping", m);
            goto error;
        }
        CHECK(dict_update(t, as_dict(sp[-1 - (int64_t)INSTR_ARG(ins)]), m));
        sp--;
        NEXT;
    }
    OP(DICT_MERGE) {
        int64_t i = INSTR_ARG(ins);
        SAVE();
        CHECK(dict_merge_call(t, as_dict(sp[-1 - i]), TOP, sp[-4 - i]));
        sp--;
        NEXT;
    }
    OP(LIST_TO_TUPLE) {
        List *l = as_list(TOP);
        Value v = tuple_new(t, l->items, l->len);
        CHECK(v);
        TOP = v;
        NEXT;
    }
    OP(FORMAT_VALUE) {
        uint32_t flags = INSTR_ARG(ins);
        SAVE();
        Value spec = flags & 4 ? TOP : VALUE_NULL;
        Value v = format_value(t, flags & 4 ? sp[-2] : TOP, spec, flags);
        CHECK(v);
        if (flags & 4) sp--;
        TOP = v;
        NEXT;
    }

    /* -- Calls ----------------------------------------------------------------------------------------------------- */
    OP(CALL) {
        Value *base = sp - INSTR_ARG(ins) - 2;
        Value *args;
        uint32_t nargs;
        Value callee;
        SAVE();
        if (unlikely(RACY_GET(t->breaker)) && !breaker_handle(t)) goto error;
    call_again:
        callee = base[0];
        args = base[1] ? base + 1 : base + 2;
        nargs = (uint32_t)(sp - args);
        if (unlikely(!is_ptr(callee))) goto call_any;
        switch (obj_of(callee)->type->kind) {
        case T_FUNCTION: {
            Func *fn = as_func(callee);
            Code *code = fn->code;
            /* a generator's stack is in the heap: its callees' locals go on the thread's */
            Value *locals = likely(!f->gen) ? args : f->limit;
            uint32_t nbound = code->nparams;
            if (unlikely(locals + nbound > t->stack_end)) goto call_any;
            if (likely(code->simple && nargs == nbound)) {
                if (unlikely(locals != args)) memcpy(locals, args, nargs * sizeof(Value));
            } else {
                Value bound[CALL_PARAMS_MAX];           /* on the C stack, where the collector sees them */
                if (nbound > CALL_PARAMS_MAX) goto call_any;
                if (!bind_arguments(t, fn, args, nargs, NULL, bound)) goto error;
                if (unlikely(code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR))) {
                    result = generator_new(t, fn, code, bound);
                    goto call_done;
                }
                memcpy(locals, bound, nbound * sizeof(Value));
            }
            Frame *n = frame_push(t, fn, code, locals, nbound);
            CHECK(n);
            n->ret = base;
            f = n;
            LOAD_FRAME();
            sp = fp + code->nlocals;
            NEXT;
        }
        case T_METHOD: {
            if (base[1]) goto call_any;
            Method *m = (Method *)obj_of(callee);
            base[0] = m->func;
            base[1] = m->self;
            goto call_again;
        }
        case T_BUILTIN: {
            Native *n = (Native *)obj_of(callee);
            if (likely(!n->self && n->sig->simple && nargs == n->sig->total))
                result = n->fn(t, args);
            else if (n->self && args == base + 2 && n->sig->simple && nargs + 1 == n->sig->total && n->sig->self) {
                base[1] = n->self;
                result = n->fn(t, base + 1);
            } else
                result = native_call(t, n, args, nargs, NULL);
            goto call_done;
        }
        case T_METHOD_DESCR: {
            Native *n = (Native *)obj_of(callee);
            if (likely(n->sig->simple && nargs == n->sig->total && type_is_subtype(type_of(t, args[0]), n->owner)))
                result = n->fn(t, args);
            else
                result = native_call(t, n, args, nargs, NULL);
            goto call_done;
        }
        case T_TYPE: {
            Type *y = (Type *)obj_of(callee);
            if (y == t->interp->types[T_TYPE] || y->init_version != y->version || !y->version || base[1] || f->gen)
                goto call_any;
            Func *fn = as_func(y->init_cached);
            Code *code = fn->code;
            if (!code->simple || nargs + 1 != code->argcount) goto call_any;
            Value self = object_alloc(t, y);
            CHECK(self);
            base[0] = base[1] = self;
            Frame *n = frame_push(t, fn, code, base + 1, nargs + 1);
            CHECK(n);
            n->ret = base;
            n->flags = FRAME_INIT;
            f = n;
            LOAD_FRAME();
            sp = fp + code->nlocals;
            NEXT;
        }
        default:
            break;
        }
    call_any:
        result = call_value(t, callee, args, nargs, NULL);
    call_done:
        CHECK(result);
        *base = result;
        sp = base + 1;
        NEXT;
    }
    OP(CALL_KW) {
        Tuple *names = as_tuple(TOP);
        Value *base = sp - INSTR_ARG(ins) - 3;
        SAVE();
        if (unlikely(RACY_GET(t->breaker)) && !breaker_handle(t)) goto error;
        if (!base[1] && ptr_kind(base[0], T_METHOD)) {
            Method *m = (Method *)obj_of(base[0]);
            base[0] = m->func;
            base[1] = m->self;
        }
        Value *args = base[1] ? base + 1 : base + 2;
        uint32_t npos = (uint32_t)(sp - 1 - args) - (uint32_t)names->len;
        Func *fn;
        if (ptr_kind(base[0], T_FUNCTION) && (fn = as_func(base[0]))->code->nparams <= CALL_PARAMS_MAX &&
            !(fn->code->flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR)) &&
            (f->gen ? f->limit : args) + CALL_PARAMS_MAX < t->stack_end) {
            Code *code = fn->code;
            Value bound[CALL_PARAMS_MAX];
            if (!bind_arguments(t, fn, args, npos, names, bound)) goto error;
            Value *locals = f->gen ? f->limit : args;
            memcpy(locals, bound, code->nparams * sizeof(Value));
            Frame *n = frame_push(t, fn, code, locals, code->nparams);
            CHECK(n);
            n->ret = base;
            f = n;
            LOAD_FRAME();
            sp = fp + code->nlocals;
            NEXT;
        }
        Value v = call_value(t, base[0], args, npos, names);
        CHECK(v);
        *base = v;
        sp = base + 1;
        NEXT;
    }
    OP(CALL_EX) {
        uint32_t has_kw = INSTR_ARG(ins) & 1;
        Value *base = sp - 3 - has_kw;
        SAVE();
        if (unlikely(RACY_GET(t->breaker)) && !breaker_handle(t)) goto error;
        Value v = call_ex(t, base[0], base[2], has_kw ? base[3] : VALUE_NULL, has_kw);
        CHECK(v);
        *base = v;
        sp = base + 1;
        NEXT;
    }
    OP(MAKE_FUNCTION) {
        uint32_t flags = INSTR_ARG(ins);
        Value *parts = sp - 1 - __builtin_popcount(flags & 15);
        Value v = make_function(t, f, flags, parts);
        CHECK(v);
        *parts = v;
        sp = parts + 1;
        NEXT;
    }
    OP(LOAD_BUILD_CLASS) {
        Value v = dict_get_str(t, f->func->builtins, NAME(t, __build_class__));
        if (unlikely(!v)) {
            raise_error(t, EXC_NameError, "__build_class__ not found");
            goto error;
        }
        PUSH(v);
        NEXT;
    }
    OP(RETURN_VALUE) {
        result = TOP;
        Frame *caller = f - 1;
        uint32_t flags = f->flags;
        if (unlikely(f->gen != NULL)) {
            f->gen->state = GEN_CLOSED;
            t->handled = f->outer_handled;
        }
        if (unlikely(f->object)) {
            SAVE();
            frame_pop_slow(t, f);
        }
        t->frame = caller;
        t->depth--;
        sp = f->ret;
        if (likely(!(flags & (FRAME_ENTRY | FRAME_FOR | FRAME_SEND | FRAME_INIT)))) {
            f = caller;
            LOAD_FRAME();
            PUSH(result);
            NEXT;
        }
        if (flags & FRAME_ENTRY) return result;
        f = caller;
        LOAD_FRAME();
        if (flags & FRAME_INIT) {
            if (unlikely(result != VALUE_NONE)) {
                raise_type_error(t, "__init__() should return None, not '%T'", result);
                goto error;
            }
            sp++;                                       /* the instance stands where the class stood */
            NEXT;
        }
        ins = pc[-1];
        if (flags & FRAME_FOR) {
            if (unlikely(t->traced)) trace_delegate_end(t, f, sp[-4], VALUE_NONE, result);
            sp -= 4;
            pc += INSTR_OP(ins) == OP_FOR_NEXT ? INSTR_SARG(ins) : INSTR_S16(ins);
            NEXT;
        }
        sp[-2] = result;                                /* SEND: receiver x -> value */
        sp--;
        pc += INSTR_SARG(ins);
        NEXT;
    }

    /* -- Generators ------------------------------------------------------------------------------------------------ */
    OP(YIELD_VALUE) {
        result = TOP;
        Generator *g = f->gen;
        Frame *caller = f - 1;
        uint32_t flags = f->flags;
        if (unlikely(flags & FRAME_SINK) && !t->traced && t->sink->take(t, t->sink, result)) {
            TOP = VALUE_NONE;
            NEXT;
        }
        g->pc = pc;
        g->depth = (uint32_t)(sp - 1 - (fp + f->code->nlocals));
        g->state = GEN_SUSPENDED;
        g->handled = g->handling ? t->handled : VALUE_NULL;
        t->handled = f->outer_handled;
        if (unlikely(f->object)) frame_pop_slow(t, f);
        t->frame = caller;
        t->depth--;
        sp = f->ret;
        if (flags & FRAME_ENTRY) return result;
        f = caller;
        LOAD_FRAME();
        ins = pc[-1];
        if (flags & FRAME_FOR) {
            if (INSTR_OP(ins) == OP_FOR_NEXT_FAST) fp[INSTR_A(ins)] = result;
            else PUSH(result);
            NEXT;
        }
        TOP = result;                                   /* SEND: receiver x -> receiver y */
        NEXT;
    }
    OP(ASYNC_GEN_WRAP) { Value v = async_gen_wrap(t, TOP); CHECK(v); TOP = v; NEXT; }
    OP(GET_YIELD_FROM_ITER) { SAVE(); Value v = get_yield_from_iter(t, TOP, f->code); CHECK(v); TOP = v; NEXT; }
    OP(SEND) {
        Value receiver = sp[-2], sent = TOP;
        SAVE();
        if (is_generator(receiver) && as_generator(receiver)->state != GEN_CLOSED && !f->object) {
            Generator *g = as_generator(receiver);
            if (unlikely(g->state == GEN_CREATED && sent != VALUE_NONE)) {
                raise_type_error(t, "can't send non-None value to a just-started %s",
                                 g->code->flags & CO_COROUTINE ? "coroutine" : "generator");
                goto error;
            }
            bool fresh = g->state == GEN_CREATED;
            Frame *n = generator_enter(t, g, FRAME_SEND);
            CHECK(n);
            n->ret = sp;
            f = n;
            LOAD_FRAME();
            sp = fp + f->code->nlocals + g->depth;
            if (!fresh) PUSH(sent);
            NEXT;
        }
        Value value = VALUE_NULL, v = send_step(t, receiver, sent, &value);
        CHECK(v);
        if (v == VALUE_STOP) {
            if (unlikely(t->traced)) trace_delegate_end(t, f, receiver, sent, value);
            sp--;
            TOP = value;
            pc += INSTR_SARG(ins);
            NEXT;
        }
        TOP = v;
        NEXT;
    }
    OP(JUMP_BACK_SEND) { pc += INSTR_SARG(ins); NEXT; }
    OP(GET_AWAITABLE) { SAVE(); Value v = get_awaitable(t, TOP, INSTR_ARG(ins)); CHECK(v); TOP = v; NEXT; }
    OP(GET_AITER) { SAVE(); Value v = get_aiter(t, TOP); CHECK(v); TOP = v; NEXT; }
    OP(GET_ANEXT) { SAVE(); Value v = get_anext(t, TOP); CHECK(v); PUSH(v); NEXT; }
    OP(END_ASYNC_FOR) {
        Value exc = TOP;
        if (exc_is_id(t, exc, EXC_StopAsyncIteration)) {
            sp -= 2;
            NEXT;
        }
        t->exc = exc;
        SAVE();
        goto reraise;
    }

    /* -- with ------------------------------------------------------------------------------------------------------ */
    OP(BEFORE_WITH) {
        Value exit, v;
        SAVE();
        CHECK(before_with(t, TOP, false, &exit, &v));
        TOP = exit;
        PUSH(v);
        NEXT;
    }
    OP(BEFORE_ASYNC_WITH) {
        Value exit, v;
        SAVE();
        CHECK(before_with(t, TOP, true, &exit, &v));
        TOP = exit;
        PUSH(v);
        NEXT;
    }
    OP(WITH_EXCEPT_START) {
        SAVE();
        Value v = with_except_start(t, sp[-4], TOP);
        CHECK(v);
        PUSH(v);
        NEXT;
    }

    /* -- Exceptions ------------------------------------------------------------------------------------------------ */
    OP(PUSH_EXC_INFO) {
        Value exc = TOP;
        /* a generator's outer exception is whoever resumes it: remember "the outer one", not which */
        TOP = f->gen && !f->gen->handling ? VALUE_NULL : t->handled ? t->handled : VALUE_NONE;
        if (f->gen) f->gen->handling = true;
        PUSH(exc);
        t->handled = exc;
        NEXT;
    }
    OP(POP_EXCEPT) {
        Value prev = POP();
        if (!prev) f->gen->handling = false;
        t->handled = !prev ? f->outer_handled : prev == VALUE_NONE ? VALUE_NULL : prev;
        NEXT;
    }
    OP(CHECK_EXC_MATCH) {
        SAVE();
        int r = check_exc_match(t, sp[-2], TOP);
        if (unlikely(r < 0)) goto error;
        TOP = from_bool(r);
        NEXT;
    }
    OP(CHECK_EG_MATCH) {
        Value rest, match;
        SAVE();
        CHECK(check_eg_match(t, sp[-2], TOP, &rest, &match));
        if (match != VALUE_NONE) t->handled = match;
        sp[-2] = rest;
        TOP = match;
        NEXT;
    }
    OP(PREP_RERAISE_STAR) {
        SAVE();
        Value v = prep_reraise_star(t, sp[-2], TOP);
        CHECK(v);
        sp--;
        TOP = v;
        NEXT;
    }
    OP(RERAISE) {           /* this frame is in the traceback already, with the original position */
        t->exc = TOP;
        SAVE();
        at = (uint32_t)frame_pc_index(f);
        if (INSTR_ARG(ins)) f->pc = f->code->instrs + small_of(sp[-1 - (int64_t)INSTR_ARG(ins)]) + 1;
        goto search;
    }
    OP(RAISE) {
        uint32_t n = INSTR_ARG(ins);
        SAVE();
        if (n == 0) {
            if (!t->handled) raise_error(t, EXC_RuntimeError, "No active exception to reraise");
            else {
                t->exc = t->handled;
                goto reraise;
            }
        } else {
            raise_object(t, n == 2 ? sp[-2] : TOP, n == 2 ? TOP : VALUE_NULL);
        }
        goto error;
    }
    OP(LOAD_ASSERTION_ERROR) { PUSH(from_ptr(t->interp->exc_types[EXC_AssertionError])); NEXT; }

    /* -- Import ---------------------------------------------------------------------------------------------------- */
    OP(IMPORT_NAME) {
        SAVE();
        Value v = import_name(t, f, f->code->names[INSTR_ARG(ins)], sp[-2], TOP);
        CHECK(v);
        sp--;
        TOP = v;
        NEXT;
    }
    OP(IMPORT_FROM) {
        SAVE();
        Value v = import_from(t, TOP, f->code->names[INSTR_ARG(ins)]);
        CHECK(v);
        PUSH(v);
        NEXT;
    }
    OP(IMPORT_STAR) {
        SAVE();
        CHECK(import_star(t, f, TOP));
        sp--;
        NEXT;
    }

    /* -- match ----------------------------------------------------------------------------------------------------- */
    OP(MATCH_SEQUENCE) { Value v = from_bool(match_sequence(t, TOP)); PUSH(v); NEXT; }
    OP(MATCH_MAPPING) { Value v = from_bool(match_mapping(t, TOP)); PUSH(v); NEXT; }
    OP(MATCH_KEYS) { SAVE(); Value v = match_keys(t, sp[-2], TOP); CHECK(v); PUSH(v); NEXT; }
    OP(MATCH_CLASS) {
        SAVE();
        Value v = match_class(t, sp[-3], sp[-2], INSTR_ARG(ins), TOP);
        CHECK(v);
        sp -= 2;
        TOP = v;
        NEXT;
    }
    OP(GET_LEN) {
        SAVE();
        int64_t n = length_of(t, TOP);
        if (n < 0) goto error;
        PUSH(from_small(n));
        NEXT;
    }

    /* -- Rare ------------------------------------------------------------------------------------------------------ */
    OP(SETUP_ANNOTATIONS) {
        SAVE();
        Value found = is_dict(f->locals) ? dict_get_str(t, as_dict(f->locals), NAME(t, __annotations__)) : VALUE_NULL;
        if (!found) {
            Dict *d = dict_new(t);
            CHECK(d);
            CHECK(name_store(t, f, NAME(t, __annotations__), from_ptr(d)));
        }
        NEXT;
    }
    OP(PRINT_EXPR) { SAVE(); CHECK(print_expr(t, TOP)); sp--; NEXT; }
    OP(LOAD_FAST2) {
        Value a = fp[INSTR_A(ins)], b = fp[INSTR_B(ins)];
        if (unlikely(!a || !b)) goto unbound_ab;
        sp[0] = a;
        sp[1] = b;
        sp += 2;
        NEXT;
    }

    /* -- Tracing: every instruction comes by here while events are wanted ------------------------------------------ */
traced: {
        Value *top = sp;
        const Instr *place = pc;                    /* pc itself stays in a register */
        enum TraceResult r = trace_instruction(t, f, &place, &top);
        sp = top;
        pc = place;
        if (r == TRACE_DONE) NEXT;
        ins = pc[-1];
        if (r == TRACE_GO) goto *labels[INSTR_OP(ins)];
        if (r == TRACE_ERROR) goto error;
        goto unwind;
    }

    /* -- Errors ---------------------------------------------------------------------------------------------------- */
unbound:
    raise_unbound(t, f->code, INSTR_ARG(ins));
    goto error;
unbound_a:
    raise_unbound(t, f->code, INSTR_A(ins));
    goto error;
unbound_ab:
    raise_unbound(t, f->code, fp[INSTR_A(ins)] ? INSTR_B(ins) : INSTR_A(ins));
    goto error;

error:      /* an exception waits in t->exc: note this place in its traceback, then look for a handler */
    SAVE();
    f = t->frame;
    if (unlikely(t->ntemporaries)) temporary_forget(t);
    if (!traceback_push(t, t->exc, f->code, f->func->globals, f->object, frame_pc_index(f))) {
        /* t->exc is now MemoryError */
    }
    if (unlikely(t->traced) && !trace_raised(t, f)) goto unwind;
reraise:    /* the same without a new traceback entry */
    at = (uint32_t)frame_pc_index(t->frame);
search:     /* a handler for instruction `at`; f->pc tells where the exception came from */
    for (;;) {
        f = t->frame;
        const ExcEntry *h = find_handler(f->code, at);
        if (h) {
            fp = f->fp;
            sp = fp + f->code->nlocals + h->depth;
            if (h->lasti) PUSH(from_small(frame_pc_index(f)));
            PUSH(exc_fetch(t));
            consts = f->code->consts;
            caches = f->code->caches;
            pc = f->code->instrs + h->handler;
            NEXT;
        }
        if (unlikely(t->traced)) trace_unwinding(t, f);
    unwind:;
        uint32_t flags = f->flags;
        if (f->gen) {
            generator_failed(t, f);
            t->handled = f->outer_handled;
        }
        if (f->object) frame_pop_slow(t, f);
        t->frame = f - 1;
        t->depth--;
        if (flags & FRAME_ENTRY) return VALUE_ERROR;
        f = t->frame;
        traceback_push(t, t->exc, f->code, f->func->globals, f->object, frame_pc_index(f));
        if (unlikely(t->traced) && !trace_raised(t, f)) goto unwind;
        at = (uint32_t)frame_pc_index(f);
    }
}
