/* _socket: names and numbers of hosts, services, protocols and interfaces; byte order. */
#include "runtime/socket.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* -- Errors and arguments -------------------------------------------------------------------------------- */

static Value raise_coded(Thread *t, Value cls, int code, const char *text) {
    Value message = str_from_cstr(t, text), exc = message ? call2(t, cls, from_small(code), message) : VALUE_ERROR;
    return exc ? raise_value(t, exc) : VALUE_ERROR;
}
Value socket_gai_error(Thread *t, int code, int err) {
    if (code == EAI_SYSTEM)
        return err > 0 ? raise_os_error(t, err) : VALUE_ERROR;
    return raise_coded(t, socket_state(t)->gaierror, code, gai_strerror(code));
}
Value socket_host_error(Thread *t, int code) { return raise_coded(t, socket_state(t)->herror, code, hstrerror(code)); }

bool socket_int(Thread *t, Value v, int32_t *out) {
    int64_t n;
    if (!as_int64(t, v, &n))
        return false;
    if (n > INT32_MAX || n < INT32_MIN) {
        raise_overflow(t, n > 0 ? "signed integer is greater than maximum" : "signed integer is less than minimum");
        return false;
    }
    *out = (int32_t)n;
    return true;
}

/* Argument `number` of a function, a str; NULL: raised. */
static const char *text_arg(Thread *t, Value v, const char *function, int number) {
    size_t n;
    if (!is_str(v)) {
        raise_type_error(t, "%s() argument %d must be str, not %V", function, number, v);
        return NULL;
    }
    const char *text = str_utf8(t, as_str(v), &n);
    if (text && strlen(text) != n) {
        raise_value_error(t, "embedded null character");
        return NULL;
    }
    return text;
}

/* A host's name for gethostby...(). */
static const char *host_arg(Thread *t, Value v, const char *function) {
    if (!is_str(v) && !is_bytes(v) && !is_bytearray(v)) {
        raise_type_error(t, "%s() argument 1 must be str, bytes or bytearray, not %V", function, v);
        return NULL;
    }
    if (!is_str(v))
        return socket_host(t, v);
    size_t n;
    const char *text = str_utf8(t, as_str(v), &n);
    if (text && strlen(text) != n) {
        raise_type_error(t, "%s() argument 1 must be encoded string without null bytes, not %V", function, v);
        return NULL;
    }
    return text ? socket_idna(t, v) : NULL;
}

/* -- The resolver ---------------------------------------------------------------------------------------- */

static Value addrinfo_value(Thread *t, const struct addrinfo *ai) {
    SockAddr a;
    memset(&a, 0, sizeof a);
    a.len = MIN(ai->ai_addrlen, (socklen_t)sizeof a.storage);
    memcpy(&a.storage, ai->ai_addr, a.len);
    Value items[] = { from_small(ai->ai_family), from_small(ai->ai_socktype), from_small(ai->ai_protocol),
                      str_from_utf8_lossy(t, ai->ai_canonname ? ai->ai_canonname : "",
                                          ai->ai_canonname ? strlen(ai->ai_canonname) : 0, "surrogateescape"),
                      socket_addr_value(t, &a, -1) };
    return items[3] && items[4] ? tuple_new(t, items, 5) : VALUE_ERROR;
}

/* A port: number, name or None. room: for the digits of a number. */
static bool service_arg(Thread *t, Value v, char *room, size_t size, const char **out) {
    int64_t n;
    *out = NULL;
    if (v == VALUE_NONE)
        return true;
    if (is_int(v)) {
        if (!as_int64(t, v, &n))
            return false;
        snprintf(room, size, "%ld", (long)n);
        *out = room;
    } else if (is_str(v)) {
        *out = str_utf8(t, as_str(v), NULL);
    } else if (is_bytes(v)) {
        *out = as_bytes(v)->data;
    } else {
        raise_error(t, EXC_OSError, "Int or String expected");
    }
    return *out != NULL;
}

static Value names_getaddrinfo(Thread *t, Value *a) {
    const char *host = NULL, *service;
    char digits[24];
    struct addrinfo hints = { 0 }, *found = NULL;
    int32_t numbers[4];
    int err;
    for (int i = 0; i < 4; i++)
        if (!socket_int(t, a[2 + i], &numbers[i]))
            return VALUE_ERROR;
    if (is_str(a[0]))
        host = socket_idna(t, a[0]);
    else if (is_bytes(a[0]))
        host = as_bytes(a[0])->data;
    else if (a[0] != VALUE_NONE)
        return raise_type_error(t, "getaddrinfo() argument 1 must be string or None");
    if ((a[0] != VALUE_NONE && !host) || !service_arg(t, a[1], digits, sizeof digits, &service))
        return VALUE_ERROR;
    hints.ai_family = numbers[0];
    hints.ai_socktype = numbers[1];
    hints.ai_protocol = numbers[2];
    hints.ai_flags = numbers[3];
    int code = os_getaddrinfo(t, host, service, &hints, &found, &err);
    if (code)
        return socket_gai_error(t, code, err);
    List *l = list_alloc(t, 0, 0);
    Value item = from_ptr(l);
    for (struct addrinfo *ai = found; ai && item; ai = ai->ai_next)
        if ((item = addrinfo_value(t, ai)) && !list_append(t, l, item))
            item = VALUE_ERROR;
    freeaddrinfo(found);
    return item ? from_ptr(l) : VALUE_ERROR;
}

static Value names_getnameinfo(Thread *t, Value *a) {
    int32_t flags, port;
    int64_t flow = 0, scope = 0;
    struct addrinfo hints = { .ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICHOST }, *found = NULL;
    char digits[16], host[NI_MAXHOST], service[NI_MAXSERV];
    const char *name;
    int err;
    if (!is_tuple(a[0]))
        return raise_type_error(t, "getnameinfo() argument 1 must be a tuple");
    if (!socket_int(t, a[1], &flags))
        return VALUE_ERROR;
    Tuple *u = as_tuple(a[0]);
    if (u->len < 2 || u->len > 4 || !is_str(u->items[0]))
        return raise_type_error(t, "getnameinfo(): illegal sockaddr argument");
    if (!(name = text_arg(t, u->items[0], "getnameinfo", 1)) || !socket_int(t, u->items[1], &port) ||
        (u->len > 2 && !as_int64(t, u->items[2], &flow)) || (u->len > 3 && !as_int64(t, u->items[3], &scope)))
        return VALUE_ERROR;
    if ((uint32_t)flow > 0xfffff)
        return raise_overflow(t, "getnameinfo(): flowinfo must be 0-1048575.");
    snprintf(digits, sizeof digits, "%d", (int)port);
    int code = os_getaddrinfo(t, name, digits, &hints, &found, &err);
    if (code)
        return socket_gai_error(t, code, err);
    SockAddr to;
    to.len = MIN(found->ai_addrlen, (socklen_t)sizeof to.storage);
    memcpy(&to.storage, found->ai_addr, to.len);
    bool many = found->ai_next != NULL;
    freeaddrinfo(found);
    if (many)
        return raise_error(t, EXC_OSError, "sockaddr resolved to multiple addresses");
    if (to.sa.sa_family == AF_INET && u->len != 2)
        return raise_error(t, EXC_OSError, "IPv4 sockaddr must be 2 tuple");
    if (to.sa.sa_family == AF_INET6) {
        to.in6.sin6_flowinfo = htonl((uint32_t)flow);
        to.in6.sin6_scope_id = (uint32_t)scope;
    }
    if ((code = os_getnameinfo(t, &to.sa, to.len, host, sizeof host, service, sizeof service, flags, &err)) != 0)
        return socket_gai_error(t, code, err);
    Value h = str_from_utf8_lossy(t, host, strlen(host), "surrogateescape");
    Value s = h ? str_from_cstr(t, service) : VALUE_ERROR;
    return s ? tuple_pack2(t, h, s) : VALUE_ERROR;
}

static Value names_gethostbyname(Thread *t, Value *a) {
    SockAddr found;
    char text[INET_ADDRSTRLEN];
    const char *name = host_arg(t, a[0], "gethostbyname");
    if (!name || !socket_resolve(t, name, AF_INET, &found))
        return VALUE_ERROR;
    inet_ntop(AF_INET, &found.in.sin_addr, text, sizeof text);
    return str_from_cstr(t, text);
}

/* gethostbyname_r() and gethostbyaddr_r(): into a block that grows until all has room. */
typedef struct HostCall {
    const char *name;                                   /* NULL: by address */
    const void *addr;
    socklen_t addr_len;
    int family, herr, err;
    Buf block;
    struct hostent entry, *found;
} HostCall;

static int64_t ask_for_host(void *p) {
    HostCall *c = p;
    for (size_t room = 4096;; room *= 2) {
        if (!buf_reserve(&c->block, room)) {
            c->err = ENOMEM;
            return 0;
        }
        char *block = c->block.data;
        if (c->name)
            c->err = gethostbyname_r(c->name, &c->entry, block, room, &c->found, &c->herr);
        else
            c->err = gethostbyaddr_r(c->addr, c->addr_len, c->family, &c->entry, block, room, &c->found, &c->herr);
        if (c->err != ERANGE || room > (1 << 20))
            return 0;
    }
}

static Value strings(Thread *t, char **list, int family) {
    char text[INET6_ADDRSTRLEN];
    List *l = list_alloc(t, 0, 0);
    for (; l && list && *list; list++) {
        const char *s = *list;
        if (family != AF_UNSPEC)
            s = inet_ntop(family, *list, text, sizeof text);
        Value item = str_from_utf8_lossy(t, s ? s : "", s ? strlen(s) : 0, "surrogateescape");
        if (!item || !list_append(t, l, item))
            return VALUE_ERROR;
    }
    return from_ptr(l);
}

/* (name, aliases, addresses) */
static Value host_value(Thread *t, HostCall *c) {
    int err;
    if (os_call(t, SYS_RESOLVE, ask_for_host, c, &err) < 0)
        return socket_fail(t, err, false);
    if (!c->found)
        return c->err == ENOMEM ? (raise_memory(t), VALUE_ERROR) : socket_host_error(t, c->herr);
    if (c->found->h_addrtype != c->family)
        return raise_os_error(t, EAFNOSUPPORT);
    Value name = str_from_utf8_lossy(t, c->found->h_name, strlen(c->found->h_name), "surrogateescape");
    Value aliases = name ? strings(t, c->found->h_aliases, AF_UNSPEC) : VALUE_ERROR;
    Value addresses = aliases ? strings(t, c->found->h_addr_list, c->family) : VALUE_ERROR;
    return addresses ? tuple_pack3(t, name, aliases, addresses) : VALUE_ERROR;
}

static Value names_gethostbyname_ex(Thread *t, Value *a) {
    SockAddr found;
    const char *name = host_arg(t, a[0], "gethostbyname_ex");
    if (!name || !socket_resolve(t, name, AF_INET, &found))
        return VALUE_ERROR;
    HostCall c = { .name = name, .family = AF_INET };
    return host_value(t, &c);
}

static Value names_gethostbyaddr(Thread *t, Value *a) {
    SockAddr found;
    const char *name = host_arg(t, a[0], "gethostbyaddr");
    if (!name || !socket_resolve(t, name, AF_UNSPEC, &found))
        return VALUE_ERROR;
    HostCall c = { .family = found.sa.sa_family };
    if (c.family != AF_INET && c.family != AF_INET6)
        return raise_error(t, EXC_OSError, "unsupported address family");
    bool v4 = c.family == AF_INET;
    c.addr = v4 ? (void *)&found.in.sin_addr : (void *)&found.in6.sin6_addr;
    c.addr_len = v4 ? sizeof found.in.sin_addr : sizeof found.in6.sin6_addr;
    return host_value(t, &c);
}

static Value names_gethostname(Thread *t, Value *a) {
    char name[1024];
    if (gethostname(name, sizeof name - 1) < 0)
        return raise_os_error(t, errno);
    name[sizeof name - 1] = 0;
    return str_from_utf8_lossy(t, name, strlen(name), "surrogateescape");
}
static Value names_sethostname(Thread *t, Value *a) {
    const char *name = fs_encode(t, a[0]);
    if (!name)
        return VALUE_ERROR;
    return sethostname(name, strlen(name)) < 0 ? raise_os_error(t, errno) : VALUE_NONE;
}

/* -- Services and protocols ------------------------------------------------------------------------------ */

enum { ENTRY_ROOM = 4096 };

static Value names_getservbyname(Thread *t, Value *a) {
    char room[ENTRY_ROOM];
    struct servent entry, *found = NULL;
    const char *name = text_arg(t, a[0], "getservbyname", 1);
    const char *proto = name && a[1] ? text_arg(t, a[1], "getservbyname", 2) : NULL;
    if (!name || (a[1] && !proto))
        return VALUE_ERROR;
    if (getservbyname_r(name, proto, &entry, room, sizeof room, &found) != 0 || !found)
        return raise_error(t, EXC_OSError, "service/proto not found");
    return from_small(ntohs((uint16_t)found->s_port));
}
static Value names_getservbyport(Thread *t, Value *a) {
    char room[ENTRY_ROOM];
    struct servent entry, *found = NULL;
    int32_t port;
    const char *proto = NULL;
    if (!socket_int(t, a[0], &port) || (a[1] && !(proto = text_arg(t, a[1], "getservbyport", 2))))
        return VALUE_ERROR;
    if (port < 0 || port > 0xffff)
        return raise_overflow(t, "getservbyport: port must be 0-65535.");
    if (getservbyport_r(htons((uint16_t)port), proto, &entry, room, sizeof room, &found) != 0 || !found)
        return raise_error(t, EXC_OSError, "port/proto not found");
    return str_from_cstr(t, found->s_name);
}
static Value names_getprotobyname(Thread *t, Value *a) {
    char room[ENTRY_ROOM];
    struct protoent entry, *found = NULL;
    const char *name = text_arg(t, a[0], "getprotobyname", 1);
    if (!name)
        return VALUE_ERROR;
    if (getprotobyname_r(name, &entry, room, sizeof room, &found) != 0 || !found)
        return raise_error(t, EXC_OSError, "protocol not found");
    return from_small(found->p_proto);
}

/* -- Numbers of addresses -------------------------------------------------------------------------------- */

static Value names_inet_aton(Thread *t, Value *a) {
    struct in_addr address;
    const char *text = text_arg(t, a[0], "inet_aton", 1);
    if (!text)
        return VALUE_ERROR;
    if (!inet_aton(text, &address))
        return raise_error(t, EXC_OSError, "illegal IP address string passed to inet_aton");
    return bytes_new(t, (char *)&address, sizeof address);
}
static Value names_inet_ntoa(Thread *t, Value *a) {
    BufferView v;
    char text[INET_ADDRSTRLEN] = "";
    if (!get_buffer(t, a[0], &v))
        return VALUE_ERROR;
    bool fits = v.len == sizeof(struct in_addr);
    if (fits)
        inet_ntop(AF_INET, v.data, text, sizeof text);
    release_buffer(t, &v);
    return fits ? str_from_cstr(t, text) : raise_error(t, EXC_OSError, "packed IP wrong length for inet_ntoa");
}
static Value names_inet_pton(Thread *t, Value *a) {
    int32_t family;
    char packed[sizeof(struct in6_addr)];
    const char *text;
    if (!socket_int(t, a[0], &family) || !(text = text_arg(t, a[1], "inet_pton", 2)))
        return VALUE_ERROR;
    int r = inet_pton(family, text, packed);
    if (r < 0)
        return raise_os_error(t, errno);
    if (r == 0)
        return raise_error(t, EXC_OSError, "illegal IP address string passed to inet_pton");
    return bytes_new(t, packed, family == AF_INET ? sizeof(struct in_addr) : sizeof packed);
}
static Value names_inet_ntop(Thread *t, Value *a) {
    int32_t family;
    BufferView v;
    char text[INET6_ADDRSTRLEN] = "";
    if (!socket_int(t, a[0], &family) || !get_buffer(t, a[1], &v))
        return VALUE_ERROR;
    size_t want = family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
    bool known = family == AF_INET || family == AF_INET6, fits = v.len == want;
    if (known && fits)
        inet_ntop(family, v.data, text, sizeof text);
    release_buffer(t, &v);
    if (!known)
        return raise_value_error(t, "unknown address family %d", (int)family);
    return fits ? str_from_cstr(t, text) : raise_value_error(t, "invalid length of packed IP address string");
}

/* -- Byte order ------------------------------------------------------------------------------------------ */

static Value swap16(Thread *t, Value v, const char *function) {
    int32_t n;
    if (!socket_int(t, v, &n))
        return VALUE_ERROR;
    if (n < 0)
        return raise_overflow(t, "%s: can't convert negative Python int to C 16-bit unsigned integer", function);
    if (n > 0xffff)
        return raise_overflow(t, "%s: Python int too large to convert to C 16-bit unsigned integer", function);
    return from_small(htons((uint16_t)n));
}
static Value names_htons(Thread *t, Value *a) { return swap16(t, a[0], "htons"); }
static Value names_ntohs(Thread *t, Value *a) { return swap16(t, a[0], "ntohs"); }

/* htonl() and ntohl(): on every machine the same. */
static Value names_htonl(Thread *t, Value *a) {
    int64_t n;
    if (!is_int(a[0]))
        return raise_type_error(t, "expected int, %T found", a[0]);
    if (int_sign(a[0]) < 0)
        return raise_overflow(t, "can't convert negative value to unsigned int");
    if (!int_fits_int64(a[0], &n) && int_bit_length(a[0]) > 64)
        return raise_overflow(t, "Python int too large to convert to C unsigned long");
    if (int_bit_length(a[0]) > 32)
        return raise_overflow(t, "int larger than 32 bits");
    return from_small(htonl((uint32_t)n));
}

/* -- Interfaces ------------------------------------------------------------------------------------------ */

static Value names_if_nameindex(Thread *t, Value *a) {
    struct if_nameindex *all = if_nameindex();
    if (!all)
        return raise_os_error(t, errno);
    List *l = list_alloc(t, 0, 0);
    Value pair = from_ptr(l);
    for (struct if_nameindex *i = all; pair && i->if_index; i++) {
        Value name = str_from_utf8_lossy(t, i->if_name, strlen(i->if_name), "surrogateescape");
        pair = name ? tuple_pack2(t, from_small(i->if_index), name) : VALUE_ERROR;
        if (pair && !list_append(t, l, pair))
            pair = VALUE_ERROR;
    }
    if_freenameindex(all);
    return pair ? from_ptr(l) : VALUE_ERROR;
}
static Value names_if_nametoindex(Thread *t, Value *a) {
    const char *name = fs_encode(t, a[0]);
    if (!name)
        return VALUE_ERROR;
    unsigned index = if_nametoindex(name);
    return index ? from_small(index) : raise_error(t, EXC_OSError, "no interface with this name");
}
static Value names_if_indextoname(Thread *t, Value *a) {
    int64_t n;
    char name[IF_NAMESIZE];
    if (!is_int(a[0]))
        return raise_type_error(t, "an integer is required");
    if (int_sign(a[0]) < 0)
        return raise_overflow(t, "can't convert negative value to unsigned int");
    if (!int_fits_int64(a[0], &n))
        return raise_overflow(t, "Python int too large to convert to C unsigned long");
    if (n > UINT32_MAX || !if_indextoname((unsigned)n, name))
        return raise_os_error(t, ENXIO);
    return str_from_utf8_lossy(t, name, strlen(name), "surrogateescape");
}

const FunctionDef socket_name_functions[] = {
    { "getaddrinfo", names_getaddrinfo, "host, port, family=0, type=0, proto=0, flags=0",
      "What addresses a host and a service have: [(family, type, proto, canonical name, address), ...].", FN_FORMAT },
    { "getnameinfo", names_getnameinfo, "sockaddr, flags, /", "The names (host, service) of an address.", FN_FORMAT },
    { "gethostbyname", names_gethostbyname, "host, /", "The IPv4 address of a host.", FN_FORMAT },
    { "gethostbyname_ex", names_gethostbyname_ex, "host, /", "(name, aliases, IPv4 addresses) of a host.", FN_FORMAT },
    { "gethostbyaddr", names_gethostbyaddr, "host, /",
      "(name, aliases, addresses) of the host with an address.", FN_FORMAT },
    { "gethostname", names_gethostname, "", "The name of this machine.", 0 },
    { "sethostname", names_sethostname, "name, /", "Set the name of this machine.", FN_FORMAT },
    { "getservbyname", names_getservbyname, "servicename, protocolname=NULL, /", "The port of a service.", FN_FORMAT },
    { "getservbyport", names_getservbyport, "port, protocolname=NULL, /", "The service of a port.", FN_FORMAT },
    { "getprotobyname", names_getprotobyname, "name, /", "The number of a protocol.", FN_FORMAT },
    { "inet_aton", names_inet_aton, "string, /", "The 4 bytes of an IPv4 address, short forms too.", FN_FORMAT },
    { "inet_ntoa", names_inet_ntoa, "packed, /", "An IPv4 address of its 4 bytes.", FN_FORMAT },
    { "inet_pton", names_inet_pton, "af, ip, /", "The bytes of an address.", FN_FORMAT },
    { "inet_ntop", names_inet_ntop, "af, packed, /", "An address of its bytes.", FN_FORMAT },
    { "htons", names_htons, "x, /", "A 16-bit int from the machine's to the network's byte order.", FN_FORMAT },
    { "ntohs", names_ntohs, "x, /", "A 16-bit int from the network's to the machine's byte order.", FN_FORMAT },
    { "htonl", names_htonl, "x, /", "A 32-bit int from the machine's to the network's byte order.", 0 },
    { "ntohl", names_htonl, "x, /", "A 32-bit int from the network's to the machine's byte order.", 0 },
    { "if_nameindex", names_if_nameindex, "", "All network interfaces: [(number, name), ...].", 0 },
    { "if_nametoindex", names_if_nametoindex, "name, /", "The number of a network interface.", FN_FORMAT },
    { "if_indextoname", names_if_indextoname, "index, /", "The name of a network interface.", 0 },
    { 0 }
};
