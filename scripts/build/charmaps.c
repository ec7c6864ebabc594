/* Writes the tables of vm/object/charmap.c: what the bytes of the encodings of charmaps.def mean to the C
 * library. */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NONE = 0xFFFF };

static const char *const names[] = {
#define CHARMAP(name, iconv_name, aliases) iconv_name,
#include "../../vm/object/charmaps.def"
#undef CHARMAP
};

static uint16_t codes[256];

static int by_code(const void *a, const void *b) {
    int x = *(const uint8_t *)a, y = *(const uint8_t *)b;
    return codes[x] != codes[y] ? (codes[x] > codes[y] ? 1 : -1) : x - y;
}

/* An encoding that this system's iconv does not know has no bytes. */
static void read_codes(const char *name) {
    iconv_t cd = iconv_open("UTF-16LE", name);
    for (int i = 0; i < 256; i++) {
        char in = (char)i, *from = &in;
        unsigned char out[8];
        char *to = (char *)out;
        size_t nin = 1, nout = sizeof out;
        codes[i] = NONE;
        if (cd == (iconv_t)-1 || iconv(cd, NULL, NULL, NULL, NULL) == (size_t)-1)
            continue;
        if (iconv(cd, &from, &nin, &to, &nout) != 0 || iconv(cd, NULL, NULL, &to, &nout) != 0)
            continue;
        if (to == (char *)out + 2)
            codes[i] = (uint16_t)(out[0] | out[1] << 8);
    }
    if (cd != (iconv_t)-1)
        iconv_close(cd);
}

int main(void) {
    printf("/* Made by scripts/build/charmaps.c: the code point of each byte (0x%x: none), and the bytes in the\n"
           " * order of those. */\n"
           "static const struct { uint16_t codes[256]; uint8_t order[256]; } charmap_tables[] = {\n", NONE);
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        uint8_t order[256];
        read_codes(names[n]);
        for (int i = 0; i < 256; i++)
            order[i] = (uint8_t)i;
        qsort(order, 256, 1, by_code);
        printf("    { {");
        for (int i = 0; i < 256; i++)
            printf("%s%u,", i % 16 ? "" : "\n        ", codes[i]);
        printf("\n      }, {");
        for (int i = 0; i < 256; i++)
            printf("%s%u,", i % 16 ? "" : "\n        ", order[i]);
        printf("\n      } },     /* %s */\n", names[n]);
    }
    printf("};\n");
    return 0;
}
