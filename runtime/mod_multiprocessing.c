/* _multiprocessing: what the package multiprocessing needs of the system. */
#include "runtime/multiprocessing.h"
#include "vm/cache.h"
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* a: fd, signal. The reading end of a pipe whose other end only the parent has: when the parent is gone, however it
 * ended, this process gets the signal. The owner that signals go to belongs to the open file, which the children
 * share: so the pipe is opened once more. */
static Value f_end_with_parent(Thread *t, Value *a) {
    int32_t fd, number;
    char path[64];
    if (!as_int32(t, a[0], &fd) || !as_int32(t, a[1], &number))
        return VALUE_ERROR;
    snprintf(path, sizeof path, "/proc/self/fd/%d", (int)fd);
    int own = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (own < 0)
        return VALUE_FALSE;
    if (fcntl(own, F_SETOWN, getpid()) < 0 || fcntl(own, F_SETSIG, number) < 0 ||
        fcntl(own, F_SETFL, O_NONBLOCK | O_ASYNC) < 0) {
        close(own);
        return VALUE_FALSE;
    }
    struct pollfd p = { .fd = own, .events = POLLIN };
    if (poll(&p, 1, 0) > 0)                             /* it was gone before */
        raise(number);
    return VALUE_TRUE;
}

/* a: buffer, index, old, new. One byte of shared memory, at once for all processes. */
static Value f_exchange(Thread *t, Value *a) {
    BufferView b;
    int64_t index;
    int32_t old, new;
    if (!as_int64(t, a[1], &index) || !as_int32(t, a[2], &old) || !as_int32(t, a[3], &new) ||
        !get_buffer_writable(t, a[0], &b))
        return VALUE_ERROR;
    bool inside = index >= 0 && (uint64_t)index < b.len, done = false;
    if (inside) {
        uint8_t expected = (uint8_t)old;
        done = __atomic_compare_exchange_n((uint8_t *)b.data + index, &expected, (uint8_t)new, false,
                                           __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    }
    release_buffer(t, &b);
    return inside ? from_bool(done) : raise_error(t, EXC_IndexError, "index out of range");
}

/* a: fd. A socket, for all who have it. */
static Value f_hang_up(Thread *t, Value *a) {
    int32_t fd;
    if (!as_int32(t, a[0], &fd))
        return VALUE_ERROR;
    (void)shutdown(fd, SHUT_RDWR);
    close(fd);
    return VALUE_NONE;
}

/* a: functions. What the first call of each would make is made here, and not in each child. */
static Value f_settle(Thread *t, Value *a) {
    Tuple *fns = as_tuple(a[0]);
    for (int64_t i = 0; i < fns->len; i++) {
        if (!is_func(fns->items[i]))
            return raise_type_error(t, "expected a function, got %T", fns->items[i]);
        if (!function_settle(t, as_func(fns->items[i])))
            return VALUE_ERROR;
    }
    return VALUE_NONE;
}

/* -- HMAC of MD5 (RFC 2104, RFC 1321): what CPython's listeners ask for ------------------------------------ */

typedef struct Md5 { uint32_t state[4]; uint64_t n; uint8_t block[64]; } Md5;

static void md5_block(uint32_t *state, const uint8_t *p) {
    static const uint8_t turn[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], x[16];
    memcpy(x, p, sizeof x);
    for (uint32_t i = 0; i < 64; i++) {
        uint32_t f, k;
        switch (i / 16) {
        case 0: f = (b & c) | (~b & d), k = i; break;
        case 1: f = (d & b) | (~d & c), k = (5 * i + 1) % 16; break;
        case 2: f = b ^ c ^ d, k = (3 * i + 5) % 16; break;
        default: f = c ^ (b | ~d), k = 7 * i % 16; break;
        }
        uint32_t sum = a + f + le32toh(x[k]) + (uint32_t)(int64_t)(fabs(sin(i + 1.0)) * 0x1p32);
        unsigned s = turn[i / 16][i % 4];
        a = d, d = c, c = b;
        b += sum << s | sum >> (32 - s);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}
static void md5_begin(Md5 *m) { *m = (Md5){ .state = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 } }; }
static void md5_add(Md5 *m, const void *data, size_t n) {
    for (const uint8_t *p = data; n; n--) {
        m->block[m->n++ % 64] = *p++;
        if (m->n % 64 == 0)
            md5_block(m->state, m->block);
    }
}
static void md5_end(Md5 *m, uint8_t *digest) {
    uint64_t bits = htole64(m->n * 8);
    md5_add(m, "\x80", 1);
    while (m->n % 64 != 56)
        md5_add(m, "", 1);
    md5_add(m, &bits, 8);
    for (int i = 0; i < 4; i++) {
        uint32_t word = htole32(m->state[i]);
        memcpy(digest + 4 * i, &word, 4);
    }
}

/* a: key, message */
static Value f_hmac_md5(Thread *t, Value *a) {
    uint8_t key[64] = { 0 }, digest[16];
    BufferView k, b;
    Md5 m;
    if (!get_buffer(t, a[0], &k))
        return VALUE_ERROR;
    if (k.len > sizeof key) {
        md5_begin(&m);
        md5_add(&m, k.data, k.len);
        md5_end(&m, key);
    } else {
        memcpy(key, k.data, k.len);
    }
    release_buffer(t, &k);
    if (!get_buffer(t, a[1], &b))
        return VALUE_ERROR;
    for (size_t i = 0; i < sizeof key; i++)
        key[i] ^= 0x36;
    md5_begin(&m);
    md5_add(&m, key, sizeof key);
    md5_add(&m, b.data, b.len);
    md5_end(&m, digest);
    release_buffer(t, &b);
    for (size_t i = 0; i < sizeof key; i++)
        key[i] ^= 0x36 ^ 0x5c;
    md5_begin(&m);
    md5_add(&m, key, sizeof key);
    md5_add(&m, digest, sizeof digest);
    md5_end(&m, digest);
    return bytes_new(t, (char *)digest, sizeof digest);
}

static bool init(Thread *t, Module *m) {
    t->interp->module_state[STATE_MULTIPROCESSING] = alloc_array(t, 1, sizeof(MultiprocessingState));
    if (!t->interp->module_state[STATE_MULTIPROCESSING])
        return false;
    /* the picklers work on what _pickle has set up */
    return import_module(t, "_pickle") && module_add_functions(t, m, multiprocessing_message_functions) &&
           module_add_functions(t, m, multiprocessing_object_functions) &&
           module_set(t, m, "SEM_VALUE_MAX", from_small(INT_MAX));
}

const ModuleDef mod_multiprocessing = {
    .name = "_multiprocessing",
    .doc = "Semaphores that processes share, and messages between processes.",
    .functions = (const FunctionDef[]) {
        { "end_with_parent", f_end_with_parent, "fd, signal, /", "Get a signal when the pipe's writer is gone.", 0 },
        { "exchange", f_exchange, "buffer, index, old, new, /", "Replace a byte if it is old: was it?", 0 },
        { "hang_up", f_hang_up, "fd, /", "Close a socket, also for other processes that have it.", 0 },
        { "hmac_md5", f_hmac_md5, "key, message, /",
          "The keyed digest that listeners and clients show each other.", 0 },
        { "settle", f_settle, "*functions", "Make what the first call of each would make.", 0 },
        { 0 } },
    .types = (const uint16_t[]) { T_SEMLOCK, T_MESSAGE, T_MESSAGE_READER, 0 },
    .init = init,
};
