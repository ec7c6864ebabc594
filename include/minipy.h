/* minipy: a Python 3.11 interpreter to embed.  This header is the whole interface and includes none of ours.
 *
 *     Minipy *m = minipy_open();
 *     if (!minipy_exec(m, "x = 6 * 7", "<host>")) fputs(minipy_error(m), stderr);
 *     puts(minipy_eval(m, "x"));                        // 42
 *     minipy_close(m);
 *
 * An interpreter belongs to the thread that opened it: all calls on it come from there.  Any number of interpreters
 * may be open, in one thread or in several, where they run in parallel; they share nothing that Python code could see.
 * Between two calls the threads that Python code has started run on. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Minipy Minipy;

/* A new interpreter, or NULL when memory is short. It does not touch the process's signal handlers. */
Minipy *minipy_open(void);
/* Runs what was registered with atexit, flushes the files, frees. false: some output could not be written. */
bool minipy_close(Minipy *m);

/* Runs statements in the module __main__, which lives as long as the interpreter. name is what tracebacks call the
 * text.
 * false: an exception was raised; minipy_error() is its report. */
bool minipy_exec(Minipy *m, const char *text, const char *name);
/* The str() of an expression's value in __main__, in UTF-8, valid until the next call on m; NULL: an exception. */
const char *minipy_eval(Minipy *m, const char *expression);
/* Binds a str (UTF-8) to a name in __main__. */
bool minipy_set(Minipy *m, const char *name, const char *value);
/* The traceback of the last failure, valid until the next call on m; "" when nothing has failed. */
const char *minipy_error(Minipy *m);
/* The status a failed program would exit with (SystemExit's, else 1); 0 when nothing has failed. */
int minipy_status(Minipy *m);

/* The `minipy` command: parses the arguments, runs, returns the exit status. */
int minipy_main(int argc, char **argv);

#ifdef __cplusplus
}
#endif
