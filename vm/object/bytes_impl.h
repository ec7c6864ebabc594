/* What bytes, bytearray and memoryview share. Private to vm/object. */
#pragma once
#include "vm/base/buf.h"
#include "vm/object/bytes.h"
#include "vm/object/container.h"
#include "vm/object/text.h"

/* Where the bytes of a bytes or bytearray are just now. Python code may move a bytearray's: ask again
 * after it ran. */
typedef struct Span { const char *p; int64_t n; } Span;
static inline bool is_span(Value v) { return is_bytes(v) || is_bytearray(v); }
static inline Span span_of(Value v) {
    return is_bytes(v) ? (Span){ as_bytes(v)->data, as_bytes(v)->len }
                       : (Span){ as_bytearray(v)->data, as_bytearray(v)->len };
}

/* Does get_buffer() know this type at all? */
static inline bool has_buffer(Thread *t, Value v) {
    return is_span(v) || ptr_kind(v, T_MEMORYVIEW) || type_of(t, v)->slots.buffer;
}

/* A new object of self's kind: bytes or bytearray. */
Value bytes_like(Thread *t, Value self, const char *p, int64_t n);
Value bytes_like_alloc(Thread *t, Value self, int64_t n);     /* to be filled in */
/* The same from a Buf; MemoryError if that has failed. */
Value bytes_like_buf(Thread *t, Value self, Buf *b);
/* v as a byte: "byte must be in range(0, 256)". */
MUST_CHECK bool byte_value(Thread *t, Value v, uint8_t *out);
/* What bytes(v) and bytearray(v) hold: a count, a buffer, an iterable of ints. type: for messages. */
MUST_CHECK bool bytes_collect(Thread *t, Value v, const char *type, Buf *out);
/* The arguments source, encoding, errors (0: absent). -1: raised; 1: it was a str, now encoded in
 * *encoded; 0: not. */
int bytes_encode_source(Thread *t, const char *type, Value source, Value encoding, Value errors,
                        Value *encoded);
Value bytes_quoted(Thread *t, Span s, const char *before, const char *after);
Value bytes_hex(Thread *t, const char *p, int64_t n, Value sep, Value per_sep);
Value bytes_compare_spans(Span a, Span b, enum CompareOp op);
Value bytes_repeat_span(Thread *t, Value self, Value count);
int bytes_contains(Thread *t, Value self, Value item);

/* All bytes of a view in order, also if it is not contiguous. */
void memoryview_bytes(MemoryView *m, Buf *out);
/* ValueError if m was released. */
MUST_CHECK bool memoryview_alive(Thread *t, MemoryView *m);
bool memoryview_contiguous(const MemoryView *m);
int64_t memoryview_size(const MemoryView *m);               /* bytes it shows */
void memoryview_consumed(MemoryView *m);                    /* its content was taken: see ViewClaim */

/* The methods that bytes and bytearray have in common: bytes_methods.c. F: with FN_FORMAT. */
#define BYTES_METHOD_LIST(M, F) \
    M(capitalize, "", "The first byte as upper, the rest as lower case ASCII.") \
    M(center, "width, fillchar=b' ', /", "Padded on both sides to width.") \
    F(count, "sub, start=None, end=None, /", "How often sub occurs in [start:end], without overlaps.") \
    M(decode, "encoding='utf-8', errors='strict'", "As str.") \
    F(endswith, "suffix, start=None, end=None, /", "Does it end with suffix, or one of several?") \
    M(expandtabs, "tabsize=8", "With spaces up to the next tab stop for each tab.") \
    F(find, "sub, start=None, end=None, /", "Lowest index of sub, or -1.") \
    M(hex, "sep=NULL, bytes_per_sep=1", "Two hexadecimal digits for each byte.") \
    F(index, "sub, start=None, end=None, /", "Lowest index of sub; ValueError if there is none.") \
    M(isalnum, "", "Only ASCII letters and digits, and at least one?") \
    M(isalpha, "", "Only ASCII letters, and at least one?") \
    M(isascii, "", "Only ASCII?") \
    M(isdigit, "", "Only ASCII digits, and at least one?") \
    M(islower, "", "Nothing in upper case, and something in lower case?") \
    M(isspace, "", "Only ASCII white space, and at least one?") \
    M(istitle, "", "Each word with a capital, and only one?") \
    M(isupper, "", "Nothing in lower case, and something in upper case?") \
    M(join, "iterable_of_bytes, /", "What the iterable gives, with this between.") \
    M(ljust, "width, fillchar=b' ', /", "Padded on the right to width.") \
    M(lower, "", "ASCII letters in lower case.") \
    M(lstrip, "bytes=None, /", "Without leading white space, or any of the given bytes.") \
    M(partition, "sep, /", "What is before the first sep, sep, and what is after.") \
    M(removeprefix, "prefix, /", "Without prefix, if it begins so.") \
    M(removesuffix, "suffix, /", "Without suffix, if it ends so.") \
    M(replace, "old, new, count=-1, /", "With new for each old, or the first count of them.") \
    F(rfind, "sub, start=None, end=None, /", "Highest index of sub, or -1.") \
    F(rindex, "sub, start=None, end=None, /", "Highest index of sub; ValueError if there is none.") \
    M(rjust, "width, fillchar=b' ', /", "Padded on the left to width.") \
    M(rpartition, "sep, /", "What is before the last sep, sep, and what is after.") \
    M(rsplit, "sep=None, maxsplit=-1", "The parts between separators, split from the right.") \
    M(rstrip, "bytes=None, /", "Without trailing white space, or any of the given bytes.") \
    M(split, "sep=None, maxsplit=-1", "The parts between separators; None: between white space.") \
    M(splitlines, "keepends=False", "The lines.") \
    F(startswith, "prefix, start=None, end=None, /", "Does it begin with prefix, or one of several?") \
    M(strip, "bytes=None, /", "Without white space, or any of the given bytes, at both ends.") \
    M(swapcase, "", "Upper case to lower and the reverse, in ASCII.") \
    M(title, "", "Each word with a capital, in ASCII.") \
    M(translate, "table, /, delete=b''", "Each byte replaced by what the table says.") \
    M(upper, "", "ASCII letters in upper case.") \
    M(zfill, "width, /", "Padded with zeros after the sign to width.")

#define BYTES_METHOD_DECLARE(name, signature, doc) Value bytes_m_##name(Thread *t, Value *a);
#define BYTES_METHOD_ROW(name, signature, doc) { #name, bytes_m_##name, signature, doc, 0 },
#define BYTES_METHOD_FORMAT_ROW(name, signature, doc) { #name, bytes_m_##name, signature, doc, FN_FORMAT },
BYTES_METHOD_LIST(BYTES_METHOD_DECLARE, BYTES_METHOD_DECLARE)
Value bytes_m_fromhex(Thread *t, Value *a);
Value bytes_m_maketrans(Thread *t, Value *a);
/* All rows, to be followed by the type's own. */
#define BYTES_METHOD_ROWS                                                                                   \
    BYTES_METHOD_LIST(BYTES_METHOD_ROW, BYTES_METHOD_FORMAT_ROW)                                            \
    { "fromhex", bytes_m_fromhex, "string, /", "From pairs of hexadecimal digits.", FN_CLASSMETHOD },       \
    { "maketrans", bytes_m_maketrans, "frm, to, /", "A table for translate().", FN_STATIC },
