/* Writes the table of vm/frozen.h for all Python files of a folder: freeze FOLDER > frozen.c */
#define _GNU_SOURCE
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *name, *path;          /* module name; path as given */
    size_t size;
    bool is_package;
} Module;

static Module *modules;
static size_t count, root_length;

static void fail(const char *what, const char *path) {
    fprintf(stderr, "freeze: %s: ", what);
    perror(path);
    exit(1);
}

static char *copy_of(const char *s) {
    char *copy = strdup(s);
    if (copy == NULL)
        fail("memory", s);
    return copy;
}

/* "collections/__init__.py" is the package "collections". */
static char *name_of(const char *relative, bool *is_package) {
    char *name = copy_of(relative);
    name[strlen(name) - strlen(".py")] = 0;
    char *slash = strrchr(name, '/');
    *is_package = slash != NULL && strcmp(slash, "/__init__") == 0;
    if (*is_package)
        *slash = 0;
    for (char *p = name; *p; p++)
        if (*p == '/')
            *p = '.';
    return name;
}

static int visit(const char *path, const struct stat *st, int type, struct FTW *where) {
    const char *dot = strrchr(path, '.');
    (void)where;
    if (type != FTW_F || dot == NULL || strcmp(dot, ".py") != 0)
        return 0;
    modules = realloc(modules, (count + 1) * sizeof *modules);
    if (modules == NULL)
        fail("memory", path);
    Module *m = &modules[count++];
    m->path = copy_of(path);
    m->name = name_of(path + root_length + 1, &m->is_package);
    m->size = (size_t)st->st_size;
    return 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const Module *)a)->name, ((const Module *)b)->name);
}

/* A string literal for each line; octal escapes have three digits, so that nothing can follow them by
 * accident. */
static size_t write_source(const char *path) {
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        fail("open", path);
    size_t n = 0;
    bool open = false;
    for (int c; (c = getc(f)) != EOF; n++) {
        if (!open)
            fputs("    \"", stdout);
        open = true;
        if (c == '\n') {
            fputs("\\n\"\n", stdout);
            open = false;
        } else if (c == '"' || c == '\\' || c == '?') {
            printf("\\%c", c);
        } else if (c < ' ' || c > '~') {
            printf("\\%03o", (unsigned)c);
        } else {
            putchar(c);
        }
    }
    if (open)
        puts("\"");
    if (n == 0)
        puts("    \"\"");
    if (ferror(f))
        fail("read", path);
    fclose(f);
    return n;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: freeze FOLDER\n");
        return 2;
    }
    root_length = strlen(argv[1]);
    if (nftw(argv[1], visit, 16, FTW_PHYS) != 0)
        fail("walk", argv[1]);
    qsort(modules, count, sizeof *modules, by_name);

    puts("/* Made by scripts/build/freeze.c. */\n#include \"vm/frozen.h\"\n");
    for (size_t i = 0; i < count; i++) {
        printf("static const char source_%zu[] =\n", i);
        modules[i].size = write_source(modules[i].path);
        puts("    ;\n");
    }
    printf("const FrozenModule frozen_modules[] = {\n");
    for (size_t i = 0; i < count; i++)
        printf("    { \"%s\", \"%s\", source_%zu, %zu, %s },\n", modules[i].name,
               modules[i].path + root_length + 1, i, modules[i].size, modules[i].is_package ? "true" : "false");
    printf("    { 0 }\n};\nconst size_t frozen_module_count = %zu;\n", count);
    return fflush(stdout) == 0 ? 0 : 1;
}
