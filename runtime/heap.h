/* A list as a heap, the smallest item first (heapq). Comparisons may run Python code. */
#pragma once
#include "vm/object/list.h"

MUST_CHECK bool heap_push(Thread *t, List *l, Value v);
Value heap_pop(Thread *t, List *l);             /* IndexError if there is none */
