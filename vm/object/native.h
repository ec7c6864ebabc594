/* Between args.c and native.c. */
#pragma once
#include "vm/object/call.h"

MUST_CHECK bool args_bind_native(Thread *t, const Sig *s, const char *fname, const Native *native, Value self,
                                 const Value *args, size_t nargs, Tuple *kwnames, Value *out);
/* A doc may begin with "name(signature)\n--\n\n": the text behind that, and the signature. */
const char *doc_text(const char *doc);
Value doc_signature(Thread *t, const char *doc);        /* None: it does not */
Value native_full_name(Thread *t, const Native *n);     /* "list.append", "time.sleep", "len" */
