/* The end of the process for states that cannot be, and checks that only debug builds make. */
#pragma once

#include "config.h"

NORETURN COLD void panic_at(const char *file, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);

#define panic(...)      panic_at(__FILE__, __LINE__, __VA_ARGS__)
#define unreachable()   panic("unreachable")

#ifdef MINIPY_DEBUG
#define debug_check(x)  ((x) ? (void)0 : panic("check failed: %s", #x))
#else
#define debug_check(x)  ((void)0)
#endif
