/* The formatting languages, for those who show them to Python. Strings of C code: str_format() in str.h. */
#pragma once
#include "vm/object/dict.h"
#include "vm/object/str.h"

/* What the string module's Formatter is built on (module _string): iterators of
 * (literal, field name, format spec, conversion), and (first, iterator of (is attribute, name or index)). */
Value format_parse_markup(Thread *t, Value format);
Value format_split_field_name(Thread *t, Value name);
