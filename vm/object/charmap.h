/* Encodings of one byte a character, by the tables of charmaps.def. Private to the codecs. */
#pragma once
#include "vm/base/config.h"

enum { CHARMAP_NONE = 0xFFFF };                             /* a byte without a meaning */

int charmap_find(const char *key);                          /* by its normalised name; -1: there is none */
const char *charmap_name(int map);
const uint16_t *charmap_codes(int map);                     /* of the 256 bytes */
int charmap_byte(int map, uint32_t c);                      /* -1: it has none for c */
