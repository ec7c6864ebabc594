/* Between exception.c and exception_group.c. */
#pragma once
#include "vm/object/def.h"
#include "vm/object/error.h"

Value exc_alloc(Thread *t, Type *cls, Value args);      /* bare instance with args set */
MUST_CHECK bool exc_no_keywords(Thread *t, Type *cls, Tuple *kwnames);
bool exc_init(Thread *t, Value self, const Value *args, size_t nargs, Tuple *kwnames);     /* BaseException's */
extern const TypeDef exc_def_group;
