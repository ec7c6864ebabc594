/* Tracebacks: the object, and an uncaught exception as text. */
#pragma once
#include "vm/object/error.h"

/* The report of exc on sys.stderr, as the interpreter prints an uncaught exception. Never raises. */
void print_exception(Thread *t, Value exc);
