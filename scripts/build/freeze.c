/* Writes the tables of vm/frozen.h for all files of a folder, modules and others: freeze FOLDER > frozen.c */
#define _GNU_SOURCE
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *name, *path;          /* module name, or path below the folder; path as given */
    size_t size;
    bool is_package;
} File;

typedef struct {
    File *items;
    size_t count;
} Files;

static Files modules, others;
static size_t root_length;

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
    const char *ends[] = { ".py", ".html", ".css", ".js" }, *dot = strrchr(path, '.');
    size_t kind = 0;
    (void)where;
    while (dot != NULL && kind < 4 && strcmp(dot, ends[kind]) != 0)
        kind++;
    if (type != FTW_F || dot == NULL || kind == 4)
        return 0;
    Files *files = kind == 0 ? &modules : &others;
    files->items = realloc(files->items, (files->count + 1) * sizeof *files->items);
    if (files->items == NULL)
        fail("memory", path);
    File *f = &files->items[files->count++];
    f->path = copy_of(path);
    f->is_package = false;
    f->name = kind == 0 ? name_of(path + root_length + 1, &f->is_package) : f->path + root_length + 1;
    f->size = (size_t)st->st_size;
    return 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const File *)a)->name, ((const File *)b)->name);
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

static void write_sources(const char *prefix, Files *files) {
    if (files->count)
        qsort(files->items, files->count, sizeof *files->items, by_name);
    for (size_t i = 0; i < files->count; i++) {
        printf("static const char %s_%zu[] =\n", prefix, i);
        files->items[i].size = write_source(files->items[i].path);
        puts("    ;\n");
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: freeze FOLDER\n");
        return 2;
    }
    root_length = strlen(argv[1]);
    if (nftw(argv[1], visit, 16, FTW_PHYS) != 0)
        fail("walk", argv[1]);
    puts("/* Made by scripts/build/freeze.c. */\n#include \"vm/frozen.h\"\n");
    write_sources("source", &modules);
    write_sources("text", &others);
    printf("const FrozenModule frozen_modules[] = {\n");
    for (size_t i = 0; i < modules.count; i++)
        printf("    { \"%s\", \"%s\", source_%zu, %zu, %s },\n", modules.items[i].name,
               modules.items[i].path + root_length + 1, i, modules.items[i].size,
               modules.items[i].is_package ? "true" : "false");
    printf("    { 0 }\n};\nconst size_t frozen_module_count = %zu;\n", modules.count);
    printf("const FrozenText frozen_texts[] = {\n");
    for (size_t i = 0; i < others.count; i++)
        printf("    { \"%s\", text_%zu, %zu },\n", others.items[i].name, i, others.items[i].size);
    puts("    { 0 }\n};");
    return fflush(stdout) == 0 ? 0 : 1;
}
