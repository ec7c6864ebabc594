/* Encodings: between str and bytes, with error handlers. */
#pragma once
#include "vm/object/bytes.h"
#include "vm/object/str.h"

typedef enum CodecId {
    CODEC_UNKNOWN, CODEC_UTF8, CODEC_UTF8_SIG, CODEC_ASCII, CODEC_LATIN1,
    CODEC_UTF16, CODEC_UTF16_LE, CODEC_UTF16_BE, CODEC_UTF32, CODEC_UTF32_LE, CODEC_UTF32_BE,
    CODEC_UNICODE_ESCAPE, CODEC_RAW_UNICODE_ESCAPE,
    CODEC_CHARMAP                               /* and those of charmap.h behind it */
} CodecId;

CodecId codec_find(const char *name);           /* any spelling or alias; NULL is UTF-8 */
const char *codec_name(CodecId id);             /* as codecs.lookup(...).name says it: 'utf-8', 'iso8859-1' */

Value codec_encode(Thread *t, CodecId id, Str *s, const char *errors);
/* consumed NULL: the data is complete. Else an incomplete character at the end is left alone and *consumed
 * tells how many bytes were decoded (for streams that come in pieces). */
Value codec_decode(Thread *t, CodecId id, const char *data, size_t n, const char *errors, size_t *consumed);
/* UTF-16 and UTF-32 with a byte order mark: which order do these first bytes announce, and how long is the
 * mark? */
CodecId codec_after_mark(CodecId id, const char *data, size_t n, size_t *mark);
