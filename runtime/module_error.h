/* Exception classes of native modules. */
#pragma once
#include "vm/native.h"

/* A new class, named "module.Name", with one base; put into m, too, if that is not NULL. 0: error. */
Value module_error_new(Thread *t, Module *m, const char *full_name, Value base);
/* Raises an instance of cls with a text; the formats are those of raise_error. Returns VALUE_ERROR. */
Value raise_class(Thread *t, Value cls, const char *fmt, ...);
