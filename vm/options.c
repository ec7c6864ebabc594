/* Parsing of the command line: options up to the script, -c or -m; everything behind belongs to the program. */
#include "vm/options.h"
#include "vm/object/codec.h"
#include "vm/observe.h"
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: minipy [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
    "Options:\n"
    "-b     : issue warnings about str(bytes_instance) and comparing bytes with str\n"
    "-B     : accepted (minipy writes no .pyc files)\n"
    "-c cmd : program passed in as string (terminates option list)\n"
    "-d     : accepted\n"
    "-E     : ignore PYTHON* environment variables (such as PYTHONPATH)\n"
    "-h     : print this help message and exit (also --help)\n"
    "-i     : inspect interactively after running the script\n"
    "-I     : isolate from the user's environment (implies -E and -P)\n"
    "-m mod : run library module as a script (terminates option list)\n"
    "-O     : remove assert statements; -OO also docstrings\n"
    "-P     : don't prepend a potentially unsafe path to sys.path\n"
    "-q     : don't print version on interactive startup\n"
    "-s, -S : accepted (minipy has no site module)\n"
    "-u     : unbuffered output streams\n"
    "-v     : accepted\n"
    "-V     : print the version number and exit (also --version)\n"
    "-W arg : warning control\n"
    "-x     : accepted\n"
    "-X opt : set implementation-specific option: gil=cpython (CPython's plain hand-over of the GIL),\n"
    "         gil-seed=N (threads change at pseudo-random places that N repeats), switch-interval=SECONDS,\n"
    "         deadlock=raise (an exception where waiting for a lock would never end), gil-ring=EVENTS\n"
    "         (how many of each thread's last events --gil-trace keeps), int_max_str_digits=N\n"
    "--gil-report     : say at the end who held the GIL, who waited for it, and why it was let go\n"
    "--gil-trace FILE : draw it over time; FILE ends in .html, .json (for trace viewers), .svg or .txt\n"
    "file   : program read from script file\n"
    "-      : program read from stdin (default)\n"
    "arg ...: arguments passed to program in sys.argv[1:]\n";

static const char *environment(const Options *o, const char *name) {
    const char *v = o->ignore_environment ? NULL : getenv(name);
    return v && *v ? v : NULL;
}

static bool wrong(int *status, const char *what, const char *arg) {
    fprintf(stderr, "%s: %s\n", what, arg);
    fputs("usage: minipy [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `minipy -h' for more information.\n",
          stderr);
    *status = 2;
    return false;
}

static bool fatal(int *status, const char *what) {
    fprintf(stderr, "Fatal Python error: %s\n", what);
    *status = 1;
    return false;
}

static bool positive_integer(const char *name, const char *text, uint64_t max, uint64_t *n, int *status) {
    char *end;
    errno = 0;
    *n = strtoull(text, &end, 10);
    if (!*end && *n && *n <= max && !errno && *text != '-') return true;
    fprintf(stderr, "-X %s: a positive integer is required", name);
    if (!*end && *n > max) fprintf(stderr, ", at most %llu", (unsigned long long)max);
    fputs("\n", stderr);
    *status = 2;
    return false;
}

/* Those that are about the GIL. */
static bool gil_option(Options *o, const char *opt, int *status) {
    if (strncmp(opt, "gil-seed=", 9) == 0) return positive_integer("gil-seed", opt + 9, UINT64_MAX, &o->gil_seed, status);
    if (strncmp(opt, "gil-ring=", 9) == 0) return positive_integer("gil-ring", opt + 9, ROOM_MAX, &o->gil_ring, status);
    if (strncmp(opt, "switch-interval=", 16) == 0) {
        char *end;
        double seconds = strtod(opt + 16, &end);
        if (*end || end == opt + 16 || !(seconds >= 1e-6 && seconds <= 1e6)) {
            fputs("-X switch-interval: seconds from 0.000001 to 1000000 are required\n", stderr);
            *status = 2;
            return false;
        }
        o->gil_interval_ns = (int64_t)(seconds * 1e9);
    }
    if (strcmp(opt, "gil=cpython") == 0) o->plain_gil = true;
    if (strcmp(opt, "deadlock=raise") == 0) o->deadlock_raises = true;
    return true;
}

static bool xoption(Options *o, char *opt, int *status) {
    if (!gil_option(o, opt, status)) return false;
    if (strncmp(opt, "int_max_str_digits=", 19) == 0) {
        char *end;
        long n = strtol(opt + 19, &end, 10);
        if (*end || end == opt + 19 || (n && n < 640)) {
            fputs("Fatal Python error: config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; "
                  "must be >= 640 or 0 for unlimited.\n", stderr);
            *status = 1;
            return false;
        }
        o->int_max_str_digits = n;
    }
    if (strcmp(opt, "utf8") == 0 || strcmp(opt, "utf8=1") == 0) o->utf8_mode = 1;
    else if (strcmp(opt, "utf8=0") == 0) o->utf8_mode = 0;
    else if (strncmp(opt, "utf8=", 5) == 0)
        return fatal(status, "preconfig_init_utf8_mode: invalid -X utf8 option value");
    o->xoptions[o->nxoptions++] = opt;
    return true;
}

/* The locale decides about the UTF-8 mode and how forgiving the standard streams are; text is UTF-8 in any case. One
 * that is not installed counts as C. */
static bool look_at_locale(Options *o, int *status) {
    static const char *const forgiving[] = { "C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8" };
    static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };
    const char *name = NULL, *mode = environment(o, "PYTHONUTF8");
    for (int i = 0; i < 3 && !(name && *name); i++) name = getenv(variables[i]);
    if (!name || !*name) name = "C";
    bool plain = strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
    if (!plain && strcmp(name, "C.UTF-8") != 0 && strcmp(name, "C.utf8") != 0) {    /* these are everywhere */
        locale_t found = newlocale(LC_CTYPE_MASK, name, (locale_t)0);
        if (found) freelocale(found);
        else plain = true;
    }
    if (o->utf8_mode < 0 && mode) {
        if (strcmp(mode, "0") != 0 && strcmp(mode, "1") != 0)
            return fatal(status, "preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value");
        o->utf8_mode = *mode == '1';
    }
    if (o->utf8_mode < 0) o->utf8_mode = plain;
    o->forgiving_streams = plain || o->utf8_mode;
    for (size_t i = 0; i < ARRAY_LEN(forgiving); i++) o->forgiving_streams |= strcmp(name, forgiving[i]) == 0;
    return true;
}

static bool look_at_streams(const Options *o, int *status) {
    const char *set = environment(o, "PYTHONIOENCODING");
    char name[64];
    size_t n = set ? strcspn(set, ":") : 0;
    if (!n) return true;
    snprintf(name, sizeof name, "%.*s", (int)MIN(n, sizeof name), set);
    if (n < sizeof name && codec_find(name) != CODEC_UNKNOWN) return true;
    fatal(status, "init_sys_streams: can't initialize sys standard streams");
    fprintf(stderr, "LookupError: unknown encoding: %.*s\n", (int)n, set);
    return false;
}

bool options_parse(int argc, char **argv, Command *c, int *status) {
    Options *o = &c->options;
    memset(c, 0, sizeof *c);
    o->int_max_str_digits = -1;
    o->utf8_mode = -1;
    o->executable = argv[0];
    ssize_t len = readlink("/proc/self/exe", c->executable, sizeof c->executable - 1);
    if (len > 0) o->executable = c->executable;             /* zeroed: terminated */
    o->xoptions = calloc((size_t)argc + 1, sizeof *o->xoptions);
    o->warnoptions = calloc((size_t)argc + 1, sizeof *o->warnoptions);
    if (!o->xoptions || !o->warnoptions) {
        *status = 1;
        return false;
    }
    int i = 1;
    while (i < argc && argv[i][0] == '-' && argv[i][1] && c->what == RUN_INPUT) {
        const char *arg = argv[i++];
        if (strcmp(arg, "--help") == 0) arg = "-h";
        else if (strcmp(arg, "--version") == 0) arg = "-V";
        else if (strcmp(arg, "--") == 0) break;
        else if (strcmp(arg, "--gil-report") == 0) o->gil_report = true;
        else if (strncmp(arg, "--gil-trace=", 12) == 0) o->gil_trace = arg + 12;
        else if (strcmp(arg, "--gil-trace") == 0) {
            if (i == argc) return wrong(status, "a file name is needed behind", arg);
            o->gil_trace = argv[i++];
        }
        else if (arg[1] == '-') return wrong(status, "unknown option", arg);
        if (strncmp(arg, "--gil-", 6) == 0) continue;
        for (const char *p = arg + 1; *p; p++) {
            char *value = NULL;
            if (strchr("cmWX", *p)) {
                if (p[1]) value = (char *)p + 1;
                else if (i < argc) value = argv[i++];
                else {
                    fprintf(stderr, "Argument expected for the -%c option\n", *p);
                    fputs("usage: minipy [option] ... [-c cmd | -m mod | file | -] [arg] ...\n"
                          "Try `minipy -h' for more information.\n", stderr);
                    *status = 2;
                    return false;
                }
            }
            switch (*p) {
            case 'c': c->what = RUN_COMMAND; c->target = value; break;
            case 'm': c->what = RUN_MODULE; c->target = value; break;
            case 'W': o->warnoptions[o->nwarnoptions++] = value; break;
            case 'X':
                if (!xoption(o, value, status)) return false;
                break;
            case 'b': o->bytes_warning++; break;
            case 'B': o->dont_write_bytecode = true; break;
            case 'd': o->debug++; break;
            case 'E': o->ignore_environment = true; break;
            case 'h': fputs(usage, stdout); *status = 0; return false;
            case 'i': o->inspect = true; break;
            case 'I': o->isolated = o->ignore_environment = o->safe_path = true; break;
            case 'O': o->optimize++; break;
            case 'P': o->safe_path = true; break;
            case 'q': o->quiet = true; break;
            case 's': case 'x': break;
            case 'S': o->no_site = true; break;
            case 'u': o->unbuffered = true; break;
            case 'v': o->verbose++; break;
            case 'V': puts("Python 3.11.7 (minipy 0.1.0)"); *status = 0; return false;
            default: {
                char one[3] = { '-', *p, 0 };
                return wrong(status, "Unknown option", one);
            }
            }
            if (value) break;
        }
    }
    if (c->what == RUN_INPUT && i < argc) {
        c->what = RUN_FILE;
        c->target = argv[i];
        o->argv = argv + i;
        o->argc = argc - i;
    } else {                                /* sys.argv[0] is '-c', '-m' or '' */
        o->argc = argc - i + 1;
        o->argv = calloc((size_t)o->argc + 1, sizeof *o->argv);
        if (!o->argv) {
            *status = 1;
            return false;
        }
        o->argv[0] = (char *)(c->what == RUN_COMMAND ? "-c" : c->what == RUN_MODULE ? "-m" : "");
        memcpy(o->argv + 1, argv + i, (size_t)(argc - i) * sizeof *argv);
    }
    o->hash_seed = environment(o, "PYTHONHASHSEED");
    if (o->hash_seed && strcmp(o->hash_seed, "random") != 0) {
        char *end;
        unsigned long n = strtoul(o->hash_seed, &end, 10);
        if (*end || n > 4294967295ul) {
            fputs("Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer "
                  "in range [0; 4294967295]\n", stderr);
            *status = 1;
            return false;
        }
    }
    o->python_path = environment(o, "PYTHONPATH");
    if (environment(o, "PYTHONUNBUFFERED")) o->unbuffered = true;
    if (environment(o, "PYTHONINSPECT")) o->inspect = true;
    if (environment(o, "PYTHONSAFEPATH")) o->safe_path = true;
    const char *digits = environment(o, "PYTHONINTMAXSTRDIGITS");
    if (digits && o->int_max_str_digits < 0) o->int_max_str_digits = atol(digits);
    return look_at_locale(o, status) && look_at_streams(o, status);
}
