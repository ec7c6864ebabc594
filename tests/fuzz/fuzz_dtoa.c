/* Any text: what is read must be what libc reads, and the repr of it must read back. */
#include "vm/base/dtoa.h"
#include "vm/base/heap.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    char repr[DTOA_REPR_MAX], plain[256];
    double d, back;
    heap_init();
    const char *end = dtoa_parse(text, text + size, &d);
    if (end == NULL)
        return 0;
    if (end <= text || end > text + size)
        abort();
    size_t n = (size_t)(end - text);
    if (memchr(text, '_', n) == NULL && n < sizeof plain) {
        memcpy(plain, text, n);
        plain[n] = 0;
        if (!isnan(d) && strtod(plain, NULL) != d)
            abort();
    }
    n = dtoa_repr(d, repr);
    if (dtoa_parse(repr, repr + n, &back) != repr + n || (back != d && !isnan(d)))
        abort();
    Buf b = BUF_INIT;
    dtoa_format(&b, d, "eEfFgGr%"[size % 8], (int)(size % 40), (unsigned)(size / 8 % 8));
    return b.failed;
}
