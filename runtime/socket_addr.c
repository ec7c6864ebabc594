/* Socket addresses: what Python calls ('host', port), a path or the like, and what the system wants. */
#include "runtime/socket.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <utf8proc.h>

/* -- Host names ------------------------------------------------------------------------------------------ */

static const char *idna_error(Thread *t, const char *why) {
    raise_error(t, EXC_UnicodeError, "encoding with 'idna' codec failed (UnicodeError: %s)", why);
    return NULL;
}

enum { LABEL_MAX = 63 };

/* Punycode (RFC 3492) of n code points; the length, or 0 if it does not fit. */
static size_t punycode(const int32_t *in, size_t n, char *out, size_t room) {
    enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700 };
    size_t len = 0, done, basic;
    for (size_t i = 0; i < n; i++)
        if (in[i] < 0x80 && len < room)
            out[len++] = (char)in[i];
    done = basic = len;
    if (basic && len < room)
        out[len++] = '-';
    int64_t delta = 0, bias = 72;
    for (int64_t code = 0x80; done < n; code++) {
        int64_t next = INT32_MAX;
        for (size_t i = 0; i < n; i++)
            if (in[i] >= code && in[i] < next)
                next = in[i];
        delta += (next - code) * (int64_t)(done + 1);
        code = next;
        for (size_t i = 0; i < n; i++) {
            if (in[i] < code)
                delta++;
            if (in[i] != code)
                continue;
            int64_t q = delta;
            for (int64_t k = BASE;; k += BASE) {
                int64_t limit = k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
                int64_t digit = q < limit ? q : limit + (q - limit) % (BASE - limit);
                if (len == room)
                    return 0;
                out[len++] = (char)(digit < 26 ? 'a' + digit : '0' + digit - 26);
                if (q < limit)
                    break;
                q = (q - limit) / (BASE - limit);
            }
            delta = done == basic ? delta / DAMP : delta / 2;
            delta += delta / (int64_t)(done + 1);
            int64_t k = 0;
            for (; delta > ((BASE - TMIN) * TMAX) / 2; k += BASE)
                delta /= BASE - TMIN;
            bias = k + (BASE - TMIN + 1) * delta / (delta + SKEW);
            delta = 0;
            done++;
        }
        delta++;
    }
    return len;
}

/* One label of a name that is not all ASCII. */
static bool encode_label(Thread *t, const char *label, size_t n, Buf *out) {
    enum { ROOM = 4 * LABEL_MAX };                      /* what is longer has no form that fits */
    utf8proc_int32_t points[ROOM];
    utf8proc_option_t options =
        UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    char text[LABEL_MAX];
    size_t len = 0;
    bool ascii = true;
    for (size_t i = 0; i < n; i++)
        ascii = ascii && (signed char)label[i] >= 0;
    if (ascii) {                                        /* as it is */
        if (n > 0 && n <= LABEL_MAX)
            return buf_add(out, label, len = n), true;
        return idna_error(t, "label empty or too long") != NULL;
    }
    ssize_t count = utf8proc_decompose((const uint8_t *)label, (ssize_t)n, points, ROOM, options);
    if (count >= 0 && count <= ROOM)
        count = utf8proc_normalize_utf32(points, count, options);
    if (count >= 0 && count <= ROOM) {
        ascii = true;
        for (ssize_t i = 0; i < count; i++)
            ascii = ascii && points[i] < 0x80;
        size_t prefix = ascii ? 0 : 4;
        if (!ascii)
            len = punycode(points, (size_t)count, text, LABEL_MAX - prefix);
        else if (count <= LABEL_MAX)
            for (len = 0; len < (size_t)count; len++)
                text[len] = (char)points[len];
        if (len)
            buf_add(out, "xn--", prefix);
    }
    buf_add(out, text, len);
    return len || idna_error(t, "label empty or too long") != NULL;
}

/* How many bytes the dot at p has: the usual one, or one of East Asia's. 0: it is none. */
static size_t dot_size(const char *p) {
    if (*p == '.')
        return 1;
    static const char others[][4] = { "\u3002", "\uFF0E", "\uFF61" };
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        if (strncmp(p, others[i], 3) == 0)
            return 3;
    return 0;
}

static const char *encode_unicode_name(Thread *t, const char *text) {
    Buf out = BUF_INIT;
    while (*text) {
        size_t n = 0, dot = 0;
        while (text[n] && !(dot = dot_size(text + n)))
            n++;
        if (!encode_label(t, text, n, &out))
            return NULL;
        if (dot)
            buf_add(&out, ".", 1);
        text += n + dot;
    }
    buf_add(&out, "", 1);
    if (out.failed)
        return raise_memory(t);
    return out.data;
}

const char *socket_idna(Thread *t, Value v) {
    size_t n;
    const char *text = str_utf8(t, as_str(v), &n);
    if (!text)
        return NULL;
    if (!as_str(v)->ascii)
        return encode_unicode_name(t, text);
    for (size_t at = 0; at < n;) {
        const char *dot = memchr(text + at, '.', n - at);
        size_t len = dot ? (size_t)(dot - (text + at)) : n - at;
        if (len == 0 || len > LABEL_MAX)
            return idna_error(t, dot ? "label empty or too long" : "label too long");
        at += len + 1;
    }
    return text;
}

const char *socket_host(Thread *t, Value v) {
    const char *text;
    size_t n;
    if (is_str(v)) {
        text = str_utf8(t, as_str(v), &n);
        if (text && !as_str(v)->ascii && strlen(text) == n && (text = socket_idna(t, v)) != NULL)
            n = strlen(text);
        if (!text) {
            if (exc_matches(t, EXC_UnicodeError)) {
                exc_clear(t);
                raise_type_error(t, "encoding of hostname failed");
            }
            return NULL;
        }
    } else if (is_bytes(v)) {
        text = as_bytes(v)->data;
        n = (size_t)as_bytes(v)->len;
    } else if (is_bytearray(v)) {                       /* a copy: it may change */
        Value copy = bytes_new(t, as_bytearray(v)->data, (size_t)as_bytearray(v)->len);
        if (!copy)
            return NULL;
        text = as_bytes(copy)->data;
        n = (size_t)as_bytes(copy)->len;
    } else {
        raise_type_error(t, "str, bytes or bytearray expected, not %T", v);
        return NULL;
    }
    if (strlen(text) != n) {
        raise_type_error(t, "host name must not contain null character");
        return NULL;
    }
    return text;
}

/* -- Resolving ------------------------------------------------------------------------------------------- */

static void set_ipv4(SockAddr *out, in_addr_t address) {
    out->len = sizeof out->in;
    out->in.sin_family = AF_INET;
    out->in.sin_addr.s_addr = address;
}

/* By the resolver: what may take its time. */
static bool look_up(Thread *t, const char *name, int family, SockAddr *out) {
    struct addrinfo hints = { .ai_family = family }, *found = NULL;
    int err;
    if (!*name) {
        hints.ai_socktype = SOCK_DGRAM;                 /* so that each address comes once */
        hints.ai_flags = AI_PASSIVE;
    }
    int code = os_getaddrinfo(t, *name ? name : NULL, *name ? NULL : "0", &hints, &found, &err);
    if (code)
        return socket_gai_error(t, code, err) != VALUE_ERROR;
    bool many = !*name && found->ai_next;
    out->len = MIN(found->ai_addrlen, (socklen_t)sizeof out->storage);
    memcpy(&out->storage, found->ai_addr, out->len);
    freeaddrinfo(found);
    if (many)
        raise_error(t, EXC_OSError, "wildcard resolved to multiple address");
    return !many;
}

bool socket_resolve(Thread *t, const char *name, int family, SockAddr *out) {
    memset(out, 0, sizeof *out);
    if (strcmp(name, "<broadcast>") == 0 || strcmp(name, "255.255.255.255") == 0) {
        if (family != AF_INET && family != AF_UNSPEC) {
            raise_error(t, EXC_OSError, "address family mismatched");
            return false;
        }
        set_ipv4(out, INADDR_BROADCAST);
        return true;
    }
    struct in_addr v4;
    if (family == AF_INET && !*name) {
        set_ipv4(out, INADDR_ANY);
        return true;
    }
    if ((family == AF_INET || family == AF_UNSPEC) && inet_pton(AF_INET, name, &v4) > 0) {
        set_ipv4(out, v4.s_addr);
        return true;
    }
    if ((family == AF_INET6 || family == AF_UNSPEC) && (*name || family == AF_INET6) && !strchr(name, '%') &&
        inet_pton(AF_INET6, *name ? name : "::", &out->in6.sin6_addr) > 0) {
        out->len = sizeof out->in6;
        out->in6.sin6_family = AF_INET6;
        return true;
    }
    return look_up(t, name, family, out);
}

/* -- From Python ----------------------------------------------------------------------------------------- */

bool socket_addr_tuple(Thread *t, Value v, const char *caller, const char *family) {
    if (is_tuple(v))
        return true;
    raise_type_error(t, "%s(): %s address must be tuple, not %T", caller, family, v);
    return false;
}

static bool port_arg(Thread *t, Value v, const char *caller, int *port) {
    int64_t n;
    if (!as_int64(t, v, &n)) {
        if (!exc_matches(t, EXC_OverflowError))
            return false;
        exc_clear(t);
        n = -1;
    }
    if (n < 0 || n > 0xffff)
        return raise_overflow(t, "%s(): port must be 0-65535.", caller), false;
    *port = (int)n;
    return true;
}

static bool from_ipv4(Thread *t, Value v, SockAddr *out, const char *caller) {
    const char *host;
    int port;
    if (!socket_addr_tuple(t, v, caller, "AF_INET"))
        return false;
    Tuple *u = as_tuple(v);
    if (u->len != 2)
        return raise_type_error(t, "AF_INET address must be a pair (host, port)"), false;
    if (!(host = socket_host(t, u->items[0])) || !port_arg(t, u->items[1], caller, &port) ||
        !socket_resolve(t, host, AF_INET, out))
        return false;
    out->in.sin_port = htons((uint16_t)port);
    return true;
}

static bool from_ipv6(Thread *t, Value v, SockAddr *out, const char *caller) {
    const char *host;
    int port;
    int64_t flow = 0, scope = 0;
    if (!socket_addr_tuple(t, v, caller, "AF_INET6"))
        return false;
    Tuple *u = as_tuple(v);
    if (u->len < 2 || u->len > 4)
        return raise_type_error(t, "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])"), false;
    if (!(host = socket_host(t, u->items[0])) || !port_arg(t, u->items[1], caller, &port) ||
        (u->len > 2 && !as_int64(t, u->items[2], &flow)) || (u->len > 3 && !as_int64(t, u->items[3], &scope)))
        return false;
    if (flow < 0 || flow > 0xfffff)
        return raise_overflow(t, "%s(): flowinfo must be 0-1048575.", caller), false;
    if (!socket_resolve(t, host, AF_INET6, out))
        return false;
    out->in6.sin6_port = htons((uint16_t)port);
    out->in6.sin6_flowinfo = htonl((uint32_t)flow);
    if (u->len > 3)
        out->in6.sin6_scope_id = (uint32_t)scope;
    return true;
}

static bool from_path(Thread *t, Value v, SockAddr *out) {
    BufferView view = { 0 };
    const char *path;
    size_t n;
    if (is_str(v)) {
        if (!(path = str_fs(t, as_str(v), &n)))
            return false;
    } else {
        if (!get_buffer(t, v, &view))
            return false;
        path = view.data;
        n = view.len;
    }
    /* A name that begins with a zero byte is no file's: it may fill the room, and has no zero at its end. */
    bool abstract = n > 0 && path[0] == 0;
    bool fits = n < sizeof out->un.sun_path || (abstract && n == sizeof out->un.sun_path);
    if (fits) {
        memset(&out->un, 0, sizeof out->un);
        out->un.sun_family = AF_UNIX;
        memcpy(out->un.sun_path, path, n);
        out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + !(abstract || n == 0));
    } else {
        raise_error(t, EXC_OSError, "AF_UNIX path too long");
    }
    release_buffer(t, &view);
    return fits;
}

bool socket_addr(Thread *t, const Socket *s, Value v, SockAddr *out, const char *caller) {
    memset(out, 0, sizeof *out);
    switch (s->family) {
    case AF_UNIX: return from_path(t, v, out);
    case AF_INET: return from_ipv4(t, v, out, caller);
    case AF_INET6: return from_ipv6(t, v, out, caller);
    default: break;
    }
    int known = socket_addr_linux(t, s, v, out, caller);
    if (known == 0)
        raise_error(t, EXC_OSError, "%s(): bad family", caller);
    return known > 0;
}

/* -- To Python ------------------------------------------------------------------------------------------- */

static Value path_value(Thread *t, const SockAddr *a) {
    size_t start = offsetof(struct sockaddr_un, sun_path);
    if (a->len <= start)
        return from_ptr(t->interp->empty_str);
    size_t n = a->len - start;
    if (!a->un.sun_path[0])
        return bytes_new(t, a->un.sun_path, n);
    return str_from_utf8_lossy(t, a->un.sun_path, strnlen(a->un.sun_path, n), "surrogateescape");
}

Value socket_addr_value(Thread *t, const SockAddr *a, int proto) {
    char text[INET6_ADDRSTRLEN];
    if (a->len == 0)
        return VALUE_NONE;
    switch (a->sa.sa_family) {
    case AF_UNIX: return path_value(t, a);
    case AF_INET: {
        inet_ntop(AF_INET, &a->in.sin_addr, text, sizeof text);
        Value host = str_from_cstr(t, text);
        return host ? tuple_pack2(t, host, from_small(ntohs(a->in.sin_port))) : VALUE_ERROR;
    }
    case AF_INET6: {
        inet_ntop(AF_INET6, &a->in6.sin6_addr, text, sizeof text);
        Value items[] = { str_from_cstr(t, text), from_small(ntohs(a->in6.sin6_port)),
                          from_small(ntohl(a->in6.sin6_flowinfo)), from_small(a->in6.sin6_scope_id) };
        return items[0] ? tuple_new(t, items, 4) : VALUE_ERROR;
    }
    default: return socket_addr_linux_value(t, a, proto);
    }
}
