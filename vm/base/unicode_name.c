/* Names of characters, from the table that scripts/build/unicode_names.c makes of the Unicode database; names of
 * ideographs and Hangul syllables follow rules instead (Unicode 15, sections 3.12 and 4.8). */
#include "vm/base/unicode.h"
#include <stdio.h>
#include <string.h>

/* its words: name_words[start, start + count) */
typedef struct { uint32_t hash, code, start; uint8_t count; } CharName;
#include "unicode_names.h"

static const char *const lead[] = {
    "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"
};
static const char *const vowel[] = {
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU",
    "YI", "I"
};
static const char *const tail[] = {
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S", "SS",
    "NG", "J", "C", "K", "T", "P", "H"
};

static bool is_ideograph(uint32_t c) {
    return (c >= 0x3400 && c <= 0x4dbf) || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x2a6df) ||
           (c >= 0x2a700 && c <= 0x2b739) || (c >= 0x2b740 && c <= 0x2b81d) || (c >= 0x2b820 && c <= 0x2cea1) ||
           (c >= 0x2ceb0 && c <= 0x2ebe0) || (c >= 0x30000 && c <= 0x3134a) || (c >= 0x31350 && c <= 0x323af);
}

static size_t spell(const CharName *m, char *out) {
    size_t n = 0;
    for (unsigned i = 0; i < m->count; i++) {
        uint16_t w = name_words[m->start + i];
        size_t len = word_start[w + 1] - word_start[w];
        if (i) out[n++] = ' ';
        memcpy(out + n, name_text + word_start[w], len);
        n += len;
    }
    return n;
}

size_t unicode_name(uint32_t c, char out[UNICODE_NAME_MAX]) {
    if (c >= 0xac00 && c <= 0xd7a3) {
        unsigned s = c - 0xac00;
        return (size_t)sprintf(out, "HANGUL SYLLABLE %s%s%s", lead[s / 588], vowel[s % 588 / 28], tail[s % 28]);
    }
    if (is_ideograph(c)) return (size_t)sprintf(out, "CJK UNIFIED IDEOGRAPH-%X", c);
    size_t lo = 0, hi = sizeof names_by_code / sizeof *names_by_code;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        const CharName *m = &char_names[names_by_code[mid]];
        if (m->code == c) return spell(m, out);
        if (m->code < c) lo = mid + 1;
        else hi = mid;
    }
    return 0;
}

static bool find_syllable(const char *s, size_t n, uint32_t *c) {
    char text[32];
    for (unsigned l = 0; l < ARRAY_LEN(lead); l++) {
        size_t k = strlen(lead[l]);
        if (k > n || memcmp(s, lead[l], k) != 0) continue;
        for (unsigned v = 0; v < ARRAY_LEN(vowel); v++)
            for (unsigned t = 0; t < ARRAY_LEN(tail); t++)
                if ((size_t)sprintf(text, "%s%s%s", lead[l], vowel[v], tail[t]) == n && memcmp(text, s, n) == 0) {
                    *c = 0xac00 + (l * 21 + v) * 28 + t;
                    return true;
                }
    }
    return false;
}

bool unicode_by_name(const char *text, size_t n, uint32_t *c) {
    char upper[UNICODE_NAME_MAX], spelled[UNICODE_NAME_MAX];
    if (n >= sizeof upper) return false;
    uint32_t hash = 2166136261u;                            /* FNV-1a, as the table's maker has it */
    for (size_t i = 0; i < n; i++) {
        upper[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
        hash = (hash ^ (unsigned char)upper[i]) * 16777619u;
    }
    upper[n] = 0;
    if (n > 16 && memcmp(upper, "HANGUL SYLLABLE ", 16) == 0) return find_syllable(upper + 16, n - 16, c);
    if (n > 22 && memcmp(upper, "CJK UNIFIED IDEOGRAPH-", 22) == 0) {
        uint32_t code = 0;
        for (size_t i = 22; i < n; i++) {
            char d = upper[i];
            if (!((d >= '0' && d <= '9') || (d >= 'A' && d <= 'F')) || code > 0xfffff) return false;
            code = code * 16 + (uint32_t)(d <= '9' ? d - '0' : d - 'A' + 10);
        }
        *c = code;
        return is_ideograph(code) && (n == 26 || n == 27);
    }
    size_t lo = 0, hi = ARRAY_LEN(char_names);
    while (lo < hi) {                                       /* the first with this hash */
        size_t mid = (lo + hi) / 2;
        if (char_names[mid].hash < hash) lo = mid + 1;
        else hi = mid;
    }
    for (; lo < ARRAY_LEN(char_names) && char_names[lo].hash == hash; lo++)
        if (spell(&char_names[lo], spelled) == n && memcmp(spelled, upper, n) == 0) {
            *c = char_names[lo].code;
            return true;
        }
    return false;
}
