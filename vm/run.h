/* Running programs: a file, a string, a module, standard input; and what an uncaught exception does. */
#pragma once
#include "vm/object/state.h"

/* All return the process's exit status. */
int run_file(Thread *t, const char *path);              /* script, folder with __main__.py; "-": standard input */
int run_command(Thread *t, const char *text);           /* -c */
int run_module(Thread *t, const char *name);            /* -m */
int run_interactive(Thread *t, bool greet);             /* read, evaluate, print until the end of input */

/* Prints the waiting exception by sys.excepthook and clears it; SystemExit gives its status instead. */
int report_exception(Thread *t);
