/* Character classes and case: categories and simple mappings from utf8proc, the rest from small tables. */
#include "unicode.h"

#include "unicode_data.h"
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool in_ranges(const Range *table, size_t n, uint32_t cp) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > table[mid].hi)
            lo = mid + 1;
        else if (cp < table[mid].lo)
            hi = mid;
        else
            return true;
    }
    return false;
}
#define IN(table, cp) in_ranges(table, ARRAY_LEN(table), cp)

/* -- Categories ------------------------------------------------------------------------------------------ */

/* A set of utf8proc's categories as bits. */
#define BIT(name)   (1u << UTF8PROC_CATEGORY_##name)
#define LETTERS     (BIT(LU) | BIT(LL) | BIT(LT) | BIT(LM) | BIT(LO))
#define NUMBERS     (BIT(ND) | BIT(NL) | BIT(NO))
#define STARTERS    (LETTERS | BIT(NL))
#define PARTS       (STARTERS | BIT(MN) | BIT(MC) | BIT(ND) | BIT(PC))
#define UNPRINTABLE (BIT(CC) | BIT(CF) | BIT(CS) | BIT(CO) | BIT(CN) | BIT(ZL) | BIT(ZP) | BIT(ZS))
#define IGNORABLE   (BIT(MN) | BIT(ME) | BIT(CF) | BIT(LM) | BIT(SK))

static utf8proc_category_t category_of(uint32_t cp) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);
    return category != UTF8PROC_CATEGORY_CN && IN(assigned_later, cp) ? UTF8PROC_CATEGORY_CN : category;
}

static inline bool in_category(uint32_t cp, uint32_t set) { return set >> category_of(cp) & 1; }

static inline bool is_ascii_letter(uint32_t cp) { return (cp | 0x20) - 'a' < 26; }

const char *unicode_category(uint32_t cp) {
    return category_of(cp) == UTF8PROC_CATEGORY_CN ? "Cn" : utf8proc_category_string((utf8proc_int32_t)cp);
}

bool unicode_is_alpha(uint32_t cp) { return cp < 0x80 ? is_ascii_letter(cp) : in_category(cp, LETTERS); }
bool unicode_is_title(uint32_t cp) { return cp >= 0x80 && in_category(cp, BIT(LT)); }
bool unicode_is_case_ignorable(uint32_t cp) { return in_category(cp, IGNORABLE) || IN(other_ignorable, cp); }

bool unicode_is_cased(uint32_t cp) {
    return unicode_is_lower(cp) || unicode_is_upper(cp) || unicode_is_title(cp);
}

bool unicode_is_lower(uint32_t cp) {
    return cp < 0x80 ? cp - 'a' < 26 : in_category(cp, BIT(LL)) || IN(other_lower, cp);
}

bool unicode_is_upper(uint32_t cp) {
    return cp < 0x80 ? cp - 'A' < 26 : in_category(cp, BIT(LU)) || IN(other_upper, cp);
}

bool unicode_is_space(uint32_t cp) {
    if (cp < 0x80)
        return cp == ' ' || cp - '\t' < 5 || cp - 0x1C < 4;
    return cp == 0x85 || cp == 0x2028 || cp == 0x2029 || in_category(cp, BIT(ZS));
}

bool unicode_is_linebreak(uint32_t cp) {
    return cp - '\n' < 4 || cp - 0x1C < 3 || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

bool unicode_is_printable(uint32_t cp) {
    return cp < 0x7F ? cp >= ' ' : !in_category(cp, UNPRINTABLE);
}

bool unicode_is_xid_start(uint32_t cp) {
    if (cp < 0x80)
        return is_ascii_letter(cp);
    return in_category(cp, STARTERS) ? !IN(start_not, cp) : IN(start_too, cp);
}

bool unicode_is_xid_continue(uint32_t cp) {
    if (cp < 0x80)
        return is_ascii_letter(cp) || cp - '0' < 10 || cp == '_';
    return in_category(cp, PARTS) ? !IN(part_not, cp) : IN(part_too, cp);
}

/* -- Digits ---------------------------------------------------------------------------------------------- */

int unicode_decimal(uint32_t cp) {
    if (cp < 0x80)
        return cp - '0' < 10 ? (int)(cp - '0') : -1;
    if (!in_category(cp, BIT(ND)))
        return -1;
    size_t lo = 0, hi = ARRAY_LEN(decimal_zeros);
    while (hi - lo > 1) {                               /* the last zero that is not above cp */
        size_t mid = (lo + hi) / 2;
        if (decimal_zeros[mid].lo <= cp)
            lo = mid;
        else
            hi = mid;
    }
    return (int)(cp - decimal_zeros[lo].lo) % 10;
}

int unicode_digit(uint32_t cp) {
    int value = unicode_decimal(cp);
    for (size_t i = 0; value < 0 && cp >= 0x80 && i < ARRAY_LEN(special_digits); i++)
        if (cp >= special_digits[i].range.lo && cp <= special_digits[i].range.hi)
            value = special_digits[i].value + (int)(cp - special_digits[i].range.lo);
    return value;
}

bool unicode_is_decimal(uint32_t cp) { return unicode_decimal(cp) >= 0; }
bool unicode_is_digit(uint32_t cp) { return unicode_digit(cp) >= 0; }

bool unicode_is_numeric(uint32_t cp) {
    return cp < 0x80 ? cp - '0' < 10 : in_category(cp, NUMBERS) || IN(other_numeric, cp);
}

/* -- Case ------------------------------------------------------------------------------------------------ */

static int special_case(const CaseRow *table, size_t n, uint32_t cp, uint32_t out[UNICODE_CASE_MAX]) {
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (table[mid].from < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == n || table[lo].from != cp)
        return 0;
    memcpy(out, table[lo].to, sizeof table[lo].to);
    return out[2] != 0 ? 3 : 2;
}

/* Later characters have no case yet. */
typedef utf8proc_int32_t CaseMap(utf8proc_int32_t cp);
static int simple_case(CaseMap *map, uint32_t cp, uint32_t out[UNICODE_CASE_MAX]) {
    uint32_t mapped = (uint32_t)map((utf8proc_int32_t)cp);
    out[0] = mapped != cp && (IN(assigned_later, cp) || IN(assigned_later, mapped)) ? cp : mapped;
    return 1;
}

int unicode_lower(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]) {
    if (cp < 0x80) {
        out[0] = cp - 'A' < 26 ? cp + 32 : cp;
        return 1;
    }
    if (cp == 0x130) {                                  /* the one that gives two: I with a dot */
        out[0] = 'i';
        out[1] = 0x307;
        return 2;
    }
    return simple_case(utf8proc_tolower, cp, out);
}

int unicode_upper(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]) {
    if (cp < 0x80) {
        out[0] = cp - 'a' < 26 ? cp - 32 : cp;
        return 1;
    }
    int n = special_case(special_upper, ARRAY_LEN(special_upper), cp, out);
    return n > 0 ? n : simple_case(utf8proc_toupper, cp, out);
}

int unicode_title(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]) {
    if (cp < 0x80)
        return unicode_upper(cp, out);
    int n = special_case(special_title, ARRAY_LEN(special_title), cp, out);
    return n > 0 ? n : simple_case(utf8proc_totitle, cp, out);
}

int unicode_casefold(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]) {
    utf8proc_int32_t folded[8];
    int boundary = 0;
    if (cp < 0x80)
        return unicode_lower(cp, out);
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, folded, ARRAY_LEN(folded),
                                                 UTF8PROC_CASEFOLD, &boundary);
    if (n < 1 || n > UNICODE_CASE_MAX || IN(assigned_later, cp)) {
        out[0] = cp;                                    /* a surrogate, for one */
        return 1;
    }
    for (int i = 0; i < n; i++)
        out[i] = (uint32_t)folded[i];
    return (int)n;
}

char *unicode_nfkc(const char *s, size_t n, size_t *out_len) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &out,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
    if (len < 0)
        return NULL;
    *out_len = (size_t)len;
    return (char *)out;
}

bool unicode_is_wide(uint32_t cp) { return cp >= 0x1100 && utf8proc_charwidth((utf8proc_int32_t)cp) == 2; }
