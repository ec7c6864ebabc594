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
    fprintf(stderr, "%s %s\n", what, arg);
    fputs("usage: minipy [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `minipy -h' for more information.\n",
          stderr);
    *status = 2;
    return false;
}

/* How far the start has come is what CPython would say of it. */
static bool fatal(int *status, const char *what) {
    fprintf(stderr, "Fatal Python error: %s\nPython runtime state: %s\n\n", what,
            strncmp(what, "preconfig", 9) == 0 ? "preinitializing" : "preinitialized");
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

/* -1: it is none, and *status is set. */
static long digit_limit(const char *text, const char *from, int *status) {
    char *end, message[160];
    long n = strtol(text, &end, 10);
    if (!*end && end != text && (n == 0 || n >= 640)) return n;
    snprintf(message, sizeof message,
             "config_init_int_max_str_digits: %s: invalid limit; must be >= 640 or 0 for unlimited.", from);
    fatal(status, message);
    return -1;
}

static bool xoption(Options *o, char *opt, int *status) {
    if (!gil_option(o, opt, status)) return false;
    if (strncmp(opt, "int_max_str_digits=", 19) == 0) {
        o->int_max_str_digits = digit_limit(opt + 19, "-X int_max_str_digits", status);
        if (o->int_max_str_digits < 0) return false;
    }
    if (strcmp(opt, "dev") == 0) o->dev_mode = true;
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
    fprintf(stderr, "Fatal Python error: init_stdio_encoding: failed to get the Python codec name of the stdio encoding\n"
            "Python runtime state: core initialized\nLookupError: unknown encoding: %.*s\n", (int)n, set);
    *status = 1;
    return false;
}

/* A variable that stands for an option given n times; what is no number counts as 1. */
static int flag_variable(const Options *o, const char *name) {
    const char *text = environment(o, name);
    char *end;
    long n = text ? strtol(text, &end, 10) : 0;
    return !text ? 0 : *end || n < 0 || n > 1000 ? 1 : (int)n;
}

/* sys.warnoptions: the development mode's, PYTHONWARNINGS, those of the command line, and what -b asks for. */
static bool gather_warnings(Options *o) {
    const char *set = environment(o, "PYTHONWARNINGS");
    size_t room = (size_t)o->nwarnoptions + 3;
    for (const char *p = set; p && *p; p++) room += *p == ',';
    char **all = calloc(room, sizeof *all), *copy = set ? strdup(set) : NULL;
    int n = 0;
    if (!all || (set && !copy)) return false;
    if (o->dev_mode) all[n++] = (char *)"default";
    for (char *rest = copy; rest;) {
        char *one = strsep(&rest, ",");
        if (*one) all[n++] = one;
    }
    for (int i = 0; i < o->nwarnoptions; i++) all[n++] = o->warnoptions[i];
    if (o->bytes_warning) all[n++] = (char *)(o->bytes_warning > 1 ? "error::BytesWarning" : "default::BytesWarning");
    free(o->warnoptions);
    o->warnoptions = all;
    o->nwarnoptions = n;
    return true;
}

/* What the environment adds to the options. */
static bool look_at_environment(Options *o, int *status) {
    o->hash_seed = environment(o, "PYTHONHASHSEED");
    if (o->hash_seed && strcmp(o->hash_seed, "random") != 0) {
        char *end;
        unsigned long n = strtoul(o->hash_seed, &end, 10);
        if (*end || n > 4294967295ul)
            return fatal(status, "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer "
                                 "in range [0; 4294967295]");
    }
    o->python_path = environment(o, "PYTHONPATH");
    o->optimize = MAX(o->optimize, flag_variable(o, "PYTHONOPTIMIZE"));
    o->debug = MAX(o->debug, flag_variable(o, "PYTHONDEBUG"));
    o->verbose = MAX(o->verbose, flag_variable(o, "PYTHONVERBOSE"));
    o->unbuffered |= flag_variable(o, "PYTHONUNBUFFERED") > 0;
    o->inspect |= flag_variable(o, "PYTHONINSPECT") > 0;
    o->safe_path |= flag_variable(o, "PYTHONSAFEPATH") > 0;
    o->no_user_site |= flag_variable(o, "PYTHONNOUSERSITE") > 0;
    o->dont_write_bytecode |= flag_variable(o, "PYTHONDONTWRITEBYTECODE") > 0;
    o->dev_mode |= environment(o, "PYTHONDEVMODE") != NULL;
    const char *digits = environment(o, "PYTHONINTMAXSTRDIGITS");
    if (digits) {
        long n = digit_limit(digits, "PYTHONINTMAXSTRDIGITS", status);
        if (n < 0) return false;
        if (o->int_max_str_digits < 0) o->int_max_str_digits = n;
    }
    if (!gather_warnings(o)) {
        *status = 1;
        return false;
    }
    return true;
}

static bool check_pycs(const char *mode, int *status) {
    if (mode && (strcmp(mode, "always") == 0 || strcmp(mode, "never") == 0 || strcmp(mode, "default") == 0)) return true;
    return wrong(status, "--check-hash-based-pycs must be one of", "'default', 'always', or 'never'");
}

bool options_parse(int argc, char **argv, Command *c, int *status) {
    Options *o = &c->options;
    memset(c, 0, sizeof *c);
    o->int_max_str_digits = -1;
    o->utf8_mode = -1;
    o->executable = argv[0];
    o->orig_argc = argc;
    o->orig_argv = argv;
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
            if (i == argc) return wrong(status, "a file name is needed behind:", arg);
            o->gil_trace = argv[i++];
        }
        else if (strcmp(arg, "--check-hash-based-pycs") == 0) {             /* there are none */
            if (!check_pycs(i < argc ? argv[i] : NULL, status)) return false;
            i++;
            continue;
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
            case 'i': o->inspect = o->interactive = true; break;
            case 'I': o->isolated = o->no_user_site = o->ignore_environment = o->safe_path = true; break;
            case 'O': o->optimize++; break;
            case 'P': o->safe_path = true; break;
            case 'q': o->quiet = true; break;
            case 'R': case 't': case 'x': break;
            case 's': o->no_user_site = true; break;
            case 'S': o->no_site = true; break;
            case 'u': o->unbuffered = true; break;
            case 'v': o->verbose++; break;
            case 'V': puts("Python 3.11.7 (minipy 0.1.0)"); *status = 0; return false;
            default: {
                char one[3] = { '-', *p, 0 };
                return wrong(status, "Unknown option:", one);
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
    return look_at_environment(o, status) && look_at_locale(o, status) && look_at_streams(o, status);
}
