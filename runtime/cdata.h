/* C data in memory: what ctypes' objects stand on. Items: cdata_item.c; the objects: mod_cdata.c. */
#pragma once
#include "vm/native.h"
#include "vm/object/bytes_impl.h"

/* Codes are ctypes' `_type_`: c u b B h H i I l L q Q f d g ?.  0: no such code. */
size_t cdata_size(char code);
Value cdata_get(Thread *t, char code, bool swapped, const char *p);
enum { CDATA_ITEM_MAX = 16 };
/* v as C stores it, into room: ints are cut off at the top. What v does meanwhile may concern any memory but that. */
MUST_CHECK bool cdata_convert(Thread *t, char code, bool swapped, Value v, char room[CDATA_ITEM_MAX]);
