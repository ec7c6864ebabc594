/* The command line and the environment, as CPython's. */
#pragma once
#include "vm/interp.h"

enum Target { RUN_INPUT, RUN_FILE, RUN_COMMAND, RUN_MODULE };

typedef struct Command {
    Options options;
    enum Target what;
    const char *target;         /* file, text or module */
    char executable[4096];
} Command;

/* false: there is nothing to run (-V, -h, a wrong option); *status is the exit status. */
bool options_parse(int argc, char **argv, Command *c, int *status);
