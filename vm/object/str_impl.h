/* What the files of str share among themselves. Private to vm/object. */
#pragma once
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"
#include "vm/object/str.h"
#include "vm/object/type.h"
#include "vm/object/text.h"

#define STR_MAX ((int64_t)1 << 46)        /* bytes of text; far more than there is, far less than overflows */

static inline bool text_is_space(uint32_t c) {
    if (likely(c < 128))
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
    return unicode_is_space(c);
}

/* An exact str with room for len > 0 code points of that width, terminated. */
MUST_CHECK Str *str_alloc_raw(Thread *t, int64_t len, int width, bool ascii);
/* A copy of n code points in the narrowest form. */
Value str_from_text(Thread *t, const void *text, int width, int64_t n);
/* s itself if its type is str, else a str with the same text. */
Value str_exact(Thread *t, Str *s);
/* The good UTF-8 that a scan has measured. */
Value str_from_scanned(Thread *t, const char *utf8, const Utf8Scan *scan);
static inline void *str_ptr(const Str *s, int64_t i) { return text_ptr(s->text, s->width, i); }

/* The text of sub in the given width, which is not less than its own; NULL: MemoryError. */
const void *str_widened(Thread *t, const Str *sub, int width);
/* r, just built and seen by nobody, in its narrowest form. */
Value str_narrowed(Thread *t, Str *r);

/* The arguments start and end (0 or None: absent) cut to [0, len] as slicing does; *start may exceed *end. */
MUST_CHECK bool find_bounds(Thread *t, Value start_arg, Value end_arg, int64_t len, int64_t *start,
                            int64_t *end);
/* The type of a wrong argument, as messages name it. */
static inline const char *argument_type(Thread *t, Value v) {
    return v == VALUE_NONE ? "None" : type_name_of(t, v);
}
/* A parameter that must be a str without NUL (encoding, errors) as UTF-8; *out is NULL if it is absent
 * (0). */
MUST_CHECK bool codec_argument(Thread *t, const char *fname, const char *param, Value v, const char **out);

/* str_case.c */
Value str_lower(Thread *t, Value *a);
Value str_upper(Thread *t, Value *a);
Value str_casefold(Thread *t, Value *a);
Value str_capitalize(Thread *t, Value *a);
Value str_title(Thread *t, Value *a);
Value str_swapcase(Thread *t, Value *a);
Value str_isalpha(Thread *t, Value *a);
Value str_isalnum(Thread *t, Value *a);
Value str_isdecimal(Thread *t, Value *a);
Value str_isdigit(Thread *t, Value *a);
Value str_isnumeric(Thread *t, Value *a);
Value str_isspace(Thread *t, Value *a);
Value str_isprintable(Thread *t, Value *a);
Value str_isascii(Thread *t, Value *a);
Value str_islower(Thread *t, Value *a);
Value str_isupper(Thread *t, Value *a);
Value str_istitle(Thread *t, Value *a);
Value str_isidentifier(Thread *t, Value *a);

/* str_split.c */
Value str_split(Thread *t, Value *a);
Value str_rsplit(Thread *t, Value *a);
Value str_splitlines(Thread *t, Value *a);
Value str_partition(Thread *t, Value *a);
Value str_rpartition(Thread *t, Value *a);
Value str_join_method(Thread *t, Value *a);

/* str_find.c */
Value str_find_method(Thread *t, Value *a);
Value str_rfind(Thread *t, Value *a);
Value str_index(Thread *t, Value *a);
Value str_rindex(Thread *t, Value *a);
Value str_count(Thread *t, Value *a);
Value str_startswith(Thread *t, Value *a);
Value str_endswith(Thread *t, Value *a);
Value str_replace(Thread *t, Value *a);
Value str_removeprefix(Thread *t, Value *a);
Value str_removesuffix(Thread *t, Value *a);

/* str_translate.c */
Value str_translate(Thread *t, Value *a);
Value str_maketrans(Thread *t, Value *a);
