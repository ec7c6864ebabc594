/* Classes, case and numeric values of characters, as CPython 3.11 has them (Unicode 14). */
#pragma once

#include "config.h"

/* General category as its two letters: "Lu", "Nd", ... "Cn" for what is not assigned. */
const char *unicode_category(uint32_t cp);

bool unicode_is_alpha(uint32_t cp);
bool unicode_is_decimal(uint32_t cp);
bool unicode_is_digit(uint32_t cp);
bool unicode_is_numeric(uint32_t cp);
bool unicode_is_space(uint32_t cp);
bool unicode_is_linebreak(uint32_t cp);
bool unicode_is_printable(uint32_t cp);
bool unicode_is_lower(uint32_t cp);
bool unicode_is_upper(uint32_t cp);
bool unicode_is_title(uint32_t cp);
bool unicode_is_cased(uint32_t cp);
bool unicode_is_case_ignorable(uint32_t cp);
bool unicode_is_xid_start(uint32_t cp);             /* '_' is not among them */
bool unicode_is_xid_continue(uint32_t cp);
static inline bool unicode_is_alnum(uint32_t cp) { return unicode_is_alpha(cp) || unicode_is_numeric(cp); }

bool unicode_is_wide(uint32_t cp);                  /* takes two columns on a screen */
int unicode_decimal(uint32_t cp);                   /* 0 to 9, or -1 */
int unicode_digit(uint32_t cp);                     /* the same, with superscripts and the like */

/* Full mappings: up to three characters for one. Returns how many. The final sigma is the caller's
 * business. */
#define UNICODE_CASE_MAX 3
int unicode_lower(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]);
int unicode_upper(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]);
int unicode_title(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]);
int unicode_casefold(uint32_t cp, uint32_t out[UNICODE_CASE_MAX]);

/* NFKC of an identifier in UTF-8. The result is malloc'd and 0-terminated; NULL when out of memory. */
char *unicode_nfkc(const char *s, size_t n, size_t *out_len) MUST_CHECK;

/* Names of characters. by_name: also aliases, letters in either case. unicode_name: length of the name, 0: none. */
#define UNICODE_NAME_MAX 256
bool unicode_by_name(const char *text, size_t n, uint32_t *cp) MUST_CHECK;
size_t unicode_name(uint32_t cp, char out[UNICODE_NAME_MAX]);
