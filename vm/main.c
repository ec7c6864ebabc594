/* The command: what minipy_main() does. */
#include "vm/options.h"
#include "include/minipy.h"
#include "vm/native.h"
#include "vm/run.h"
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int minipy_main(int argc, char **argv) {
    Command c;
    int status;
    if (!options_parse(argc, argv, &c, &status)) return status;
    Thread *t = interp_new(&c.options);
    if (!t) {
        fputs("minipy: cannot start: out of memory\n", stderr);
        return 1;
    }
    if (!giltrace_begin(t)) {
        (void)report_exception(t);
        (void)!interp_end(t, 2);
        return 2;
    }
    if (c.options.nwarnoptions && !import_module(t, "warnings")) exc_clear(t);     /* says which options are wrong */
    switch (c.what) {
    case RUN_COMMAND: status = run_command(t, c.target); break;
    case RUN_MODULE: status = run_module(t, c.target); break;
    case RUN_FILE: status = run_file(t, c.target); break;
    default: status = isatty(0) || c.options.interactive ? run_interactive(t, true) : run_file(t, "-"); break;
    }
    if (c.options.inspect && c.what != RUN_INPUT) status = run_interactive(t, false);
    if (!interp_end(t, status)) status = 120;
    if (status == 128 + SIGINT) {           /* die by the signal, so that a shell sees it */
        signal(SIGINT, SIG_DFL);
        kill(getpid(), SIGINT);
    }
    return status;
}
