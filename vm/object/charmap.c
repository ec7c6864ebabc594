/* The tables of the encodings of one byte a character. */
#include "vm/object/charmap.h"
#include "charmaps.h"
#include <string.h>

static const struct { const char *name, *aliases; } maps[] = {
#define CHARMAP(name, iconv_name, aliases) { name, aliases },
#include "vm/object/charmaps.def"
#undef CHARMAP
};

/* Is key one of the words? */
static bool has_word(const char *words, const char *key) {
    size_t n = strlen(key);
    for (const char *p = words; (p = strstr(p, key)) != NULL; p += n)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == 0))
            return true;
    return false;
}

int charmap_find(const char *key) {
    for (size_t i = 0; *key && i < ARRAY_LEN(maps); i++)
        if (strcmp(maps[i].name, key) == 0 || has_word(maps[i].aliases, key))
            return charmap_byte((int)i, '0') < 0 ? -1 : (int)i;     /* unknown where minipy was built */
    return -1;
}

const char *charmap_name(int map) { return maps[map].name; }
const uint16_t *charmap_codes(int map) { return charmap_tables[map].codes; }

int charmap_byte(int map, uint32_t c) {
    const uint16_t *codes = charmap_tables[map].codes;
    const uint8_t *order = charmap_tables[map].order;
    int lo = 0, hi = 256;
    while (lo < hi) {
        int mid = (lo + hi) / 2;
        if (codes[order[mid]] < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < 256 && c < CHARMAP_NONE && codes[order[lo]] == c ? order[lo] : -1;
}
