/* _string: the parser behind str.format, for string.Formatter. */
#include "vm/native.h"
#include "vm/object/format.h"

static Value string_formatter_parser(Thread *t, Value *a) { return format_parse_markup(t, a[0]); }
static Value string_field_name_split(Thread *t, Value *a) { return format_split_field_name(t, a[0]); }

const ModuleDef mod_string = { .name = "_string", .doc = "What string.Formatter is made of.",
    .functions = (const FunctionDef[]) {
    { "formatter_parser", string_formatter_parser, "string, /",
      "Iterator of (literal text, field name, format spec, conversion).", 0 },
    { "formatter_field_name_split", string_field_name_split, "string, /",
      "First part of a field name, and an iterator of (is attribute, name or index).", 0 },
    { 0 } } };
