/* Any bytes: what is called valid must decode and encode to the same bytes. */
#include "vm/base/unicode.h"
#include "vm/base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Utf8Scan r;
    bool good = utf8_scan(data, size, &r);
    if (good ? r.valid != size : r.error_end <= r.valid || r.error_end > size || r.reason == NULL)
        abort();
    uint32_t *chars = malloc(r.chars * sizeof *chars + 1);
    char *back = malloc(r.valid + 1);
    utf8_decode_4(chars, data, r.valid);
    if (utf8_count(data, r.valid) != r.chars || utf8_encode(back, chars, r.chars, 4) != r.valid ||
        memcmp(back, data, r.valid) != 0)
        abort();
    for (size_t i = 0; i < r.chars; i++) {
        uint32_t out[UNICODE_CASE_MAX];
        if (chars[i] > r.max || unicode_upper(chars[i], out) > 3 || unicode_casefold(chars[i], out) > 3)
            abort();
    }
    free(chars);
    free(back);
    return 0;
}
