/* Writes the table of character names: unicode_names UnicodeData.txt NameAliases.txt > unicode_names.h
 *
 * A name is a sequence of words, each word an index into a list of texts. Names are sorted by a hash of their text, so
 * that finding a character by name is a binary search and a comparison; a second list leads from code points to
 * names. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 60000, WORDS_MAX = 40000, UNITS_MAX = 400000, TABLE = 1 << 17 };

typedef struct { uint32_t code, hash, start, count; int alias; } Name;
static Name names[NAMES_MAX];
static char *words[WORDS_MAX];
static uint16_t units[UNITS_MAX];
static int table[TABLE], n_names, n_words, n_units;

static uint32_t hash_of(const char *s, size_t n) {          /* FNV-1a, as in vm/base/unicode_name.c */
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

static void fail(const char *what) {
    fprintf(stderr, "unicode_names: %s\n", what);
    exit(1);
}

static int word(const char *s, size_t n) {
    uint32_t slot = hash_of(s, n) % TABLE;
    for (; table[slot]; slot = (slot + 1) % TABLE) {
        const char *w = words[table[slot] - 1];
        if (strlen(w) == n && memcmp(w, s, n) == 0) return table[slot] - 1;
    }
    if (n_words == WORDS_MAX) fail("too many words");
    words[n_words] = strndup(s, n);
    table[slot] = ++n_words;
    return n_words - 1;
}

static void add(uint32_t code, const char *s, size_t n, int alias) {
    if (n_names == NAMES_MAX) fail("too many names");
    Name *m = &names[n_names++];
    *m = (Name){ code, hash_of(s, n), (uint32_t)n_units, 0, alias };
    for (const char *end = s + n; s <= end;) {
        const char *space = memchr(s, ' ', (size_t)(end - s));
        size_t len = (size_t)((space ? space : end) - s);
        if (n_units == UNITS_MAX) fail("too many units");
        units[n_units++] = (uint16_t)word(s, len);
        m->count++;
        s += len + 1;
    }
}

static void read_file(const char *path, int alias) {
    char line[4096];
    FILE *f = fopen(path, "r");
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    while (fgets(line, sizeof line, f)) {
        char *semi = strchr(line, ';'), *end = semi ? strchr(semi + 1, ';') : NULL;
        if (line[0] == '#' || end == NULL || semi[1] == '<') continue;
        add((uint32_t)strtoul(line, NULL, 16), semi + 1, (size_t)(end - semi - 1), alias);
    }
    fclose(f);
}

static int by_hash(const void *a, const void *b) {
    const Name *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : x->code < y->code ? -1 : x->code > y->code;
}
static int *order;
static int by_code(const void *a, const void *b) {
    const Name *x = &names[*(const int *)a], *y = &names[*(const int *)b];
    return x->code < y->code ? -1 : x->code > y->code;
}

int main(int argc, char **argv) {
    if (argc != 3) fail("usage: unicode_names UnicodeData.txt NameAliases.txt");
    read_file(argv[1], 0);
    read_file(argv[2], 1);
    if (n_words > 65535) fail("too many words");
    qsort(names, (size_t)n_names, sizeof *names, by_hash);
    puts("/* Made by scripts/build/unicode_names.c. */");
    printf("static const char name_text[] =\n");
    uint32_t at = 0, *starts = calloc((size_t)n_words + 1, sizeof *starts);
    order = calloc((size_t)n_names, sizeof *order);
    if (!starts || !order) fail("memory");
    for (int i = 0; i < n_words; i++) {
        starts[i] = at;
        at += (uint32_t)strlen(words[i]);
        printf("\"%s\"%s", words[i], i % 12 == 11 ? "\n" : "");
    }
    starts[n_words] = at;
    printf(";\nstatic const uint32_t word_start[] = {");
    for (int i = 0; i <= n_words; i++) printf("%s%u,", i % 16 ? "" : "\n", starts[i]);
    printf("};\nstatic const uint16_t name_words[] = {");
    for (int i = 0; i < n_units; i++) printf("%s%u,", i % 20 ? "" : "\n", units[i]);
    printf("};\nstatic const CharName char_names[] = {");
    for (int i = 0; i < n_names; i++)
        printf("%s{%uu,%u,%u,%u},", i % 5 ? "" : "\n", names[i].hash, names[i].code, names[i].start, names[i].count);
    int n = 0;
    for (int i = 0; i < n_names; i++)
        if (!names[i].alias) order[n++] = i;
    qsort(order, (size_t)n, sizeof *order, by_code);
    printf("};\nstatic const uint16_t names_by_code[] = {");
    for (int i = 0; i < n; i++) printf("%s%d,", i % 20 ? "" : "\n", order[i]);
    puts("};");
    return fflush(stdout) == 0 ? 0 : 1;
}
