/* Compiler attributes and feature macros. The first include of every file. */
#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A result that reports failure; dropping it does not compile. */
#define MUST_CHECK          __attribute__((warn_unused_result))
#define NORETURN            __attribute__((noreturn))
#define NOINLINE            __attribute__((noinline))
#define ALWAYS_INLINE       inline __attribute__((always_inline))
#define COLD                __attribute__((cold, noinline))
#define UNUSED              __attribute__((unused))
#define FALLTHROUGH         __attribute__((fallthrough))
#define PURE                __attribute__((pure))
#define CONST_FN            __attribute__((const))
#define PRINTF_LIKE(f, a)   __attribute__((format(printf, f, a)))
#define MALLOC_LIKE         __attribute__((malloc))

#define likely(x)           __builtin_expect(!!(x), 1)
#define unlikely(x)         __builtin_expect(!!(x), 0)

#define ARRAY_LEN(a)        (sizeof(a) / sizeof((a)[0]))
#define STATIC_ASSERT(x)    _Static_assert(x, #x)
#define CONTAINER_OF(p, type, field)  ((type *)((char *)(p) - offsetof(type, field)))

/* A C value out of memory, whatever its alignment. */
#define LOAD(ctype, p)      ({ ctype x_; __builtin_memcpy(&x_, (p), sizeof x_); x_; })

#define MIN(a, b)           ((a) < (b) ? (a) : (b))
#define MAX(a, b)           ((a) > (b) ? (a) : (b))

/* Orders memory accesses for the compiler only: enough against a thread that is stopped by a signal. */
#define COMPILER_BARRIER()  __atomic_signal_fence(__ATOMIC_SEQ_CST)

/* A field that another thread reads or writes at the same moment, where the old and the new value will both do: read and
 * written as a whole, and in no particular order. */
#define RACY_GET(field)         __atomic_load_n(&(field), __ATOMIC_RELAXED)
#define RACY_SET(field, value)  __atomic_store_n(&(field), (value), __ATOMIC_RELAXED)

/* Says to the compiler that a pointer is needed up to here, so that the collector finds it on the stack. */
#define KEEP_ALIVE(p)       __asm__ volatile("" : : "r"(p) : "memory")

#if defined(__SANITIZE_ADDRESS__)
#define HAVE_ASAN 1
#define NO_SANITIZE_ADDRESS __attribute__((no_sanitize_address))
#else
#define HAVE_ASAN 0
#define NO_SANITIZE_ADDRESS
#endif

/* The value representation needs 64-bit little-endian words and arithmetic right shifts. */
STATIC_ASSERT(sizeof(void *) == 8);
STATIC_ASSERT(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);
STATIC_ASSERT((-1 >> 1) == -1);
