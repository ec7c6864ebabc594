/* Between args.c and native.c. */
#pragma once
#include "vm/object/call.h"

MUST_CHECK bool args_bind_native(Thread *t, const Sig *s, const char *fname, const Native *native, Value self,
                                 const Value *args, size_t nargs, Tuple *kwnames, Value *out);
Value native_full_name(Thread *t, const Native *n);     /* "list.append", "time.sleep", "len" */
