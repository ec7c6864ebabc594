/* Source text: encoding (PEP 263), line ends, single lines for messages. */
#include "compiler/source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/syntax_error.h"
#include "vm/base/utf8.h"
#include "vm/object/protocol.h"
#include "vm/object/str.h"

enum { MAX_ENCODING = 64 };

/* -- The encoding cookie --------------------------------------------------------------------------------- */

static bool is_encoding_char(char c) {
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '.';
}

/* Finds "coding[:=] name" in a line that holds nothing but a comment. */
static bool find_cookie(const char *line, const char *end, char name[MAX_ENCODING]) {
    const char *p = line;
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f'))
        p++;
    if (p == end || *p != '#')
        return false;
    for (; end - p > 7; p++) {
        if (memcmp(p, "coding", 6) != 0 || (p[6] != ':' && p[6] != '='))
            continue;
        const char *q = p + 7;
        while (q < end && (*q == ' ' || *q == '\t'))
            q++;
        size_t n = 0;
        while (q < end && is_encoding_char(*q) && n < MAX_ENCODING - 1)
            name[n++] = *q++;
        name[n] = 0;
        if (n > 0)
            return true;
    }
    return false;
}

static bool is_blank_or_comment(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\f'))
        p++;
    return p == end || *p == '#';
}

/* The cookie counts in the first line, or in the second if the first says nothing. */
static bool declared_encoding(const char *text, size_t n, char name[MAX_ENCODING]) {
    const char *end = text + n, *line = text;
    for (int i = 0; i < 2 && line < end; i++) {
        const char *stop = line;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        if (find_cookie(line, stop, name))
            return true;
        if (!is_blank_or_comment(line, stop))
            return false;
        line = stop + (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n' ? 2 : 1);
    }
    return false;
}

/* "UTF_8" -> "utf-8", and the usual other names of the two encodings that matter here. */
static void normal_encoding(char *name) {
    for (char *p = name; *p; p++)
        *p = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
    static const char *const latin[] = { "latin-1", "iso-8859-1", "iso-latin-1" };
    if (strcmp(name, "utf-8") == 0 || strncmp(name, "utf-8-", 6) == 0)
        strcpy(name, "utf-8");
    for (size_t i = 0; i < ARRAY_LEN(latin); i++) {
        size_t n = strlen(latin[i]);
        if (strncmp(name, latin[i], n) == 0 && (name[n] == 0 || name[n] == '-'))
            strcpy(name, "iso-8859-1");
    }
}

/* -- Decoding -------------------------------------------------------------------------------------------- */

static bool raise_plain(Thread *t, Value filename, const char *fmt, const char *arg) {
    Value msg = str_format(t, fmt, arg);
    return msg != VALUE_ERROR && syntax_error_at(t, EXC_SyntaxError, filename, msg, NULL);
}

/* The words of the exception that waits, as a SyntaxError of this file. */
static bool reword_decode_error(Thread *t, Value filename, const char *encoding) {
    if (exc_matches(t, EXC_LookupError)) {
        exc_clear(t);
        return raise_plain(t, filename, "unknown encoding: %s", encoding);
    }
    if (!exc_matches(t, EXC_UnicodeError))
        return false;
    Value text = to_str(t, exc_fetch(t));
    return text != VALUE_ERROR && syntax_error_at(t, EXC_SyntaxError, filename, text, NULL);
}

static int32_t line_of(const char *text, size_t at) {
    int32_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
    return line;
}

static bool raise_bad_script(Thread *t, const Source *s, const char *text, const Utf8Scan *scan) {
    raise_error(t, EXC_SyntaxError, "Non-UTF-8 code starting with '\\x%x' in file %S on line %d, but no encoding "
                                    "declared; see https://peps.python.org/pep-0263/ for details",
                (uint8_t)text[scan->valid], s->filename, line_of(text, scan->valid));
    return false;
}

/* Copies with every line end as '\n', the last one supplied. */
static bool copy_text(Thread *t, Source *s, const char *text, size_t n) {
    char *copy = n < INT32_MAX ? malloc(n + 2) : NULL;
    if (copy == NULL)
        return raise_memory(t), false;
    size_t len = n;
    if (memchr(text, '\r', n) == NULL) {
        memcpy(copy, text, n);
    } else {
        len = 0;
        for (size_t i = 0; i < n; i++) {
            if (text[i] == '\r') {
                copy[len++] = '\n';
                i += i + 1 < n && text[i + 1] == '\n';
            } else {
                copy[len++] = text[i];
            }
        }
    }
    s->newline_added = len > 0 && copy[len - 1] != '\n';
    if (s->newline_added)
        copy[len++] = '\n';
    copy[len] = 0;
    s->text = copy;
    s->len = len;
    return true;
}

static bool decode_text(Thread *t, Source *s, const char *text, size_t n, bool is_script) {
    char encoding[MAX_ENCODING] = "utf-8";
    bool mark = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    if (mark)
        text += 3, n -= 3;
    bool declared = declared_encoding(text, n, encoding) || mark;
    s->raw_columns = !declared;
    normal_encoding(encoding);
    bool is_utf8 = strcmp(encoding, "utf-8") == 0;
    if (mark && !is_utf8 && is_script) {
        raise_error(t, EXC_SyntaxError, "encoding problem: %s with BOM", encoding);
        return false;
    }
    if (mark && !is_utf8)
        return raise_plain(t, s->filename, "encoding problem: %s with BOM", encoding);
    if (is_utf8) {
        Utf8Scan scan;
        s->unchecked = !utf8_scan(text, n, &scan);
        if (s->unchecked && is_script && !declared)
            return raise_bad_script(t, s, text, &scan);
        return copy_text(t, s, text, n);
    }
    Value decoded = str_decode(t, text, n, encoding, "strict");
    if (decoded == VALUE_ERROR && is_script && (exc_matches(t, EXC_LookupError) || exc_matches(t, EXC_UnicodeError))) {
        exc_clear(t);
        raise_error(t, EXC_SyntaxError, "encoding problem: %s", encoding);
        return false;
    }
    if (decoded == VALUE_ERROR)
        return reword_decode_error(t, s->filename, encoding);
    size_t len;
    const char *utf8 = str_utf8(t, as_str(decoded), &len);
    return utf8 != NULL && copy_text(t, s, utf8, len);
}

/* -- Opening and looking --------------------------------------------------------------------------------- */

bool source_open(Thread *t, Source *s, const char *text, size_t n, Value filename, bool is_unicode,
                 bool is_script) {
    *s = (Source){ .filename = filename };
    if (memchr(text, 0, n) != NULL) {
        raise_error(t, EXC_SyntaxError, is_script ? "source code cannot contain null bytes"
                                                  : "source code string cannot contain null bytes");
        return false;
    }
    return is_unicode ? copy_text(t, s, text, n) : decode_text(t, s, text, n, is_script);
}

void source_close(Source *s) {
    free((char *)s->text);
    s->text = NULL;
}

const char *source_line(const Source *s, int32_t lineno, size_t *len) {
    const char *p = s->text, *end = s->text + s->len;
    for (int32_t i = 1; i < lineno && p < end; i++)
        p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
    const char *stop = memchr(p, '\n', (size_t)(end - p));
    *len = (size_t)((stop ? stop : end) - p);
    return p;
}
