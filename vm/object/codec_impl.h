/* What the files of the codecs share. Private to vm/object. */
#pragma once
#include "vm/base/buf.h"
#include "vm/object/codec.h"
#include "vm/object/text.h"

enum ErrorPolicy {
    ERRORS_NOT_READ, ERRORS_STRICT, ERRORS_IGNORE, ERRORS_REPLACE, ERRORS_BACKSLASH, ERRORS_XML, ERRORS_NAME,
    ERRORS_ESCAPE, ERRORS_PASS, ERRORS_OTHER                /* OTHER: registered by the program, or unknown */
};
enum ErrorPolicy codec_policy(const char *errors);

/* A conversion under way. The name of the error handler is looked at only when there is an error, as
 * CPython does. */
typedef struct Encoder {
    Thread *t;
    Str *s;
    CodecId id;
    const char *errors;
    enum ErrorPolicy policy;
    Buf out;
} Encoder;

typedef struct Decoder {
    Thread *t;
    CodecId id;
    const char *data;
    size_t n;
    const char *errors;
    enum ErrorPolicy policy;
    StrBuf out;
} Decoder;

const char *codec_error_name(CodecId id);                   /* as messages of UnicodeError say it */

/* What to do about characters (bytes) [start, end): puts a replacement and returns where to go on; -1:
 * raised. */
int64_t encode_error(Encoder *e, int64_t start, int64_t end, const char *reason);
int64_t decode_error(Decoder *d, size_t start, size_t end, const char *reason);

void encode_char(Encoder *e, uint32_t c);                   /* c exists in that encoding */
bool encodable(CodecId id, uint32_t c);
/* \xHH, \uHHHH or \UHHHHHHHH: backslashed_size() bytes. */
static inline void backslashed(char *out, uint32_t c) {
    int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    *out++ = '\\';
    *out++ = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    while (digits--)
        *out++ = "0123456789abcdef"[c >> digits * 4 & 15];
}
static inline int backslashed_size(uint32_t c) { return c < 0x100 ? 4 : c < 0x10000 ? 6 : 10; }

MUST_CHECK bool encode_all(Encoder *e);
/* Decodes d->data; false: raised. *used: how far it came (less than n only if partial). */
MUST_CHECK bool decode_all(Decoder *d, bool partial, size_t *used);
MUST_CHECK bool decode_escapes(Decoder *d, bool partial, size_t *used);
MUST_CHECK bool decode_raw_escapes(Decoder *d, bool partial, size_t *used);

/* Calls codecs.<function>(name) of the running program, if it has imported codecs; 0 without exception if
 * not. */
Value codec_registry(Thread *t, const char *function, const char *name);
