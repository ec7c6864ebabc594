/* Interpreters and their threads: creation in order, end in the opposite order. */
#pragma once
#include "vm/object/state.h"

typedef struct Options {
    int argc;
    char **argv;                /* sys.argv, decoded by surrogateescape */
    int orig_argc;
    char **orig_argv;           /* the command line as it was */
    const char *executable;     /* sys.executable, may be NULL */
    bool inspect, interactive, quiet, unbuffered, no_site, isolated, ignore_environment, dont_write_bytecode, safe_path, dev_mode;
    bool no_user_site;
    int optimize, verbose, debug, bytes_warning;
    int utf8_mode;              /* 0 or 1: what sys.flags says */
    bool forgiving_streams;     /* bytes that are no UTF-8 pass through stdin and stdout (surrogateescape) */
    const char *hash_seed;      /* PYTHONHASHSEED or NULL */
    const char *python_path;    /* PYTHONPATH or NULL */
    int recursion_limit;        /* 0: 1000 */
    long int_max_str_digits;    /* -1: 4300 */
    int nwarnoptions, nxoptions;
    char **warnoptions, **xoptions;
    bool plain_gil;             /* -X gil=cpython */
    uint64_t gil_seed;          /* -X gil-seed=N; 0: none */
    int64_t gil_interval_ns;    /* -X switch-interval=SECONDS; 0: the usual */
    bool deadlock_raises;       /* -X deadlock=raise */
    bool gil_report;            /* --gil-report */
    const char *gil_trace;      /* --gil-trace FILE, or NULL */
    uint64_t gil_ring;          /* -X gil-ring=N: events of each thread that are kept; 0: the usual number */
    bool embedded;              /* in a host: signals are the host's */
} Options;

/* A new interpreter, its main thread being the calling one, ready to run code. NULL: out of memory, or a broken
 * build (said on stderr). The calling thread holds its GIL. */
Thread *interp_new(const Options *options);
/* Flushes the standard streams, runs what is registered with atexit, frees. Returns false if flushing failed. status:
 * what the process will exit with, for the GIL's recording. */
bool interp_end(Thread *t, int status);
