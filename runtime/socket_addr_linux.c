/* Addresses of Linux' own families: netlink, packets, virtual machines, CAN buses, TIPC, QIPCRTR, the crypto API. */
#include "runtime/socket.h"
#include <errno.h>
#include <sys/ioctl.h>

/* Items of an address as ints; what is missing stays as it was. */
static bool ints(Thread *t, Tuple *u, int64_t from, int64_t **out, int64_t n) {
    for (int64_t i = 0; i < n && from + i < u->len; i++)
        if (!as_int64(t, u->items[from + i], out[i]))
            return false;
    return true;
}

static bool wrong_count(Thread *t, Value v) {
    raise_type_error(t, "getsockaddrarg() takes exactly 2 arguments (%lld given)", (long long)as_tuple(v)->len);
    return false;
}

static bool wrong_tuple(Thread *t, const char *message) {
    raise_type_error(t, "%s", message);
    return false;
}

/* -- From Python ----------------------------------------------------------------------------------------- */

static bool interface_index(Thread *t, const Socket *s, Value name, int *index) {
    const char *text = is_str(name) ? str_fs(t, as_str(name), NULL) : is_bytes(name) ? as_bytes(name)->data : NULL;
    if (!text) {
        if (!t->exc)
            raise_type_error(t, "expected str, bytes or os.PathLike object, not %T", name);
        return false;
    }
    *index = 0;
    struct ifreq request = { 0 };
    if (strlen(text) >= sizeof request.ifr_name)
        return raise_error(t, EXC_OSError, "AF_CAN interface name too long"), false;
    if (!*text)
        return true;
    strcpy(request.ifr_name, text);
    if (ioctl(s->fd, SIOCGIFINDEX, &request) < 0)
        return raise_os_error(t, errno), false;
    *index = request.ifr_ifindex;
    return true;
}

static bool from_netlink(Thread *t, Value v, SockAddr *out, const char *caller) {
    int64_t pid = 0, groups = 0, *into[] = { &pid, &groups };
    if (!socket_addr_tuple(t, v, caller, "AF_NETLINK"))
        return false;
    if (as_tuple(v)->len != 2)
        return wrong_tuple(t, "AF_NETLINK address must be a pair (pid, groups)");
    if (!ints(t, as_tuple(v), 0, into, 2))
        return false;
    out->nl = (struct sockaddr_nl){ .nl_family = AF_NETLINK, .nl_pid = (uint32_t)pid, .nl_groups = (uint32_t)groups };
    out->len = sizeof out->nl;
    return true;
}

static bool from_packet(Thread *t, const Socket *s, Value v, SockAddr *out, const char *caller) {
    int64_t proto = 0, kind = 0, hardware = 0, *into[] = { &proto, &kind, &hardware };
    int index;
    BufferView address = { 0 };
    if (!socket_addr_tuple(t, v, caller, "AF_PACKET"))
        return false;
    Tuple *u = as_tuple(v);
    if (u->len < 2 || u->len > 5)
        return wrong_tuple(t, "AF_PACKET address must be a tuple of two to five elements");
    if (!ints(t, u, 1, into, 3) || !interface_index(t, s, u->items[0], &index))
        return false;
    if (u->len > 4 && !get_buffer(t, u->items[4], &address))
        return false;
    out->ll.sll_family = AF_PACKET;
    out->ll.sll_protocol = htons((uint16_t)proto);
    out->ll.sll_ifindex = index;
    out->ll.sll_pkttype = (unsigned char)kind;
    out->ll.sll_hatype = (unsigned short)hardware;
    out->len = sizeof out->ll;
    bool fits = address.len <= sizeof out->ll.sll_addr;
    if (fits && address.len) {
        memcpy(out->ll.sll_addr, address.data, address.len);
        out->ll.sll_halen = (unsigned char)address.len;
    }
    release_buffer(t, &address);
    if (!fits)
        return raise_value_error(t, "Hardware address must be 8 bytes or less"), false;
    if (proto < 0 || proto > 0xffff)
        return raise_overflow(t, "%s(): proto must be 0-65535.", caller), false;
    return true;
}

static bool from_vsock(Thread *t, Value v, SockAddr *out) {
    int64_t cid = 0, port = 0, *into[] = { &cid, &port };
    if (!is_tuple(v))
        return raise_type_error(t, "getsockaddrarg: AF_VSOCK address must be tuple, not %T", v), false;
    if (as_tuple(v)->len != 2)
        return wrong_count(t, v);
    if (!ints(t, as_tuple(v), 0, into, 2))
        return false;
    out->vm.svm_family = AF_VSOCK;
    out->vm.svm_cid = (unsigned)cid;
    out->vm.svm_port = (unsigned)port;
    out->len = sizeof out->vm;
    return true;
}

static bool from_can(Thread *t, const Socket *s, Value v, SockAddr *out, const char *caller) {
    int64_t a = 0, b = 0, c = 0, *into[] = { &a, &b, &c };
    int index, want = s->proto == CAN_ISOTP ? 3 : s->proto == CAN_J1939 ? 4 : 1;
    if (s->proto != CAN_RAW && s->proto != CAN_BCM && want == 1)
        return raise_error(t, EXC_OSError, "%s(): unsupported CAN protocol", caller), false;
    if (!socket_addr_tuple(t, v, caller, "AF_CAN"))
        return false;
    Tuple *u = as_tuple(v);
    if (u->len != want)
        return wrong_tuple(t, want == 1 ? "AF_CAN address must be a tuple (interface, )"
                              : want == 3 ? "AF_CAN address must be a tuple (interface, rx_addr, tx_addr)"
                                          : "AF_CAN address must be a tuple (interface, name, pgn, addr)");
    if (!ints(t, u, 1, into, 3) || !interface_index(t, s, u->items[0], &index))
        return false;
    out->can.can_family = AF_CAN;
    out->can.can_ifindex = index;
    if (want == 3) {
        out->can.can_addr.tp.rx_id = (canid_t)a;
        out->can.can_addr.tp.tx_id = (canid_t)b;
    } else if (want == 4) {
        out->can.can_addr.j1939.name = (uint64_t)a;
        out->can.can_addr.j1939.pgn = (uint32_t)b;
        out->can.can_addr.j1939.addr = (uint8_t)c;
    }
    out->len = sizeof out->can;
    return true;
}

static bool from_tipc(Thread *t, Value v, SockAddr *out, const char *caller) {
    int64_t kind = 0, v1 = 0, v2 = 0, v3 = 0, scope = TIPC_CLUSTER_SCOPE, *into[] = { &kind, &v1, &v2, &v3, &scope };
    if (!socket_addr_tuple(t, v, caller, "AF_TIPC"))
        return false;
    if (as_tuple(v)->len < 4 || as_tuple(v)->len > 5)
        return wrong_tuple(t, "AF_TIPC address must be a tuple (addr_type, v1, v2, v3[, scope])");
    if (!ints(t, as_tuple(v), 0, into, 5))
        return false;
    out->tipc.family = AF_TIPC;
    out->tipc.scope = (signed char)scope;
    out->len = sizeof out->tipc;
    switch (kind) {
    case TIPC_ADDR_NAMESEQ:
        out->tipc.addrtype = TIPC_ADDR_NAMESEQ;
        out->tipc.addr.nameseq.type = (uint32_t)v1;
        out->tipc.addr.nameseq.lower = (uint32_t)v2;
        out->tipc.addr.nameseq.upper = (uint32_t)v3;
        return true;
    case TIPC_ADDR_NAME:
        out->tipc.addrtype = TIPC_ADDR_NAME;
        out->tipc.addr.name.name.type = (uint32_t)v1;
        out->tipc.addr.name.name.instance = (uint32_t)v2;
        return true;
    case TIPC_ADDR_ID:
        out->tipc.addrtype = TIPC_ADDR_ID;
        out->tipc.addr.id.node = (uint32_t)v1;
        out->tipc.addr.id.ref = (uint32_t)v2;
        return true;
    default: return wrong_tuple(t, "Invalid address type");
    }
}

static bool from_alg(Thread *t, Value v, SockAddr *out, const char *caller) {
    int64_t feature = 0, mask = 0, *into[] = { &feature, &mask };
    if (!socket_addr_tuple(t, v, caller, "AF_ALG"))
        return false;
    Tuple *u = as_tuple(v);
    if (u->len < 2 || u->len > 4 || !is_str(u->items[0]) || !is_str(u->items[1]))
        return wrong_tuple(t, "AF_ALG address must be a tuple (type, name[, feat[, mask]])");
    const char *type = str_utf8(t, as_str(u->items[0]), NULL), *name = str_utf8(t, as_str(u->items[1]), NULL);
    if (!type || !name || !ints(t, u, 2, into, 2))
        return false;
    if (strlen(type) >= sizeof out->alg.salg_type)
        return raise_value_error(t, "AF_ALG type too long."), false;
    if (strlen(name) >= sizeof out->alg.salg_name)
        return raise_value_error(t, "AF_ALG name too long."), false;
    out->alg.salg_family = AF_ALG;
    out->alg.salg_feat = (uint32_t)feature;
    out->alg.salg_mask = (uint32_t)mask;
    strcpy((char *)out->alg.salg_type, type);
    strcpy((char *)out->alg.salg_name, name);
    out->len = sizeof out->alg;
    return true;
}

static bool from_qrtr(Thread *t, Value v, SockAddr *out) {
    int64_t node = 0, port = 0, *into[] = { &node, &port };
    if (!is_tuple(v))
        return raise_type_error(t, "getsockaddrarg: AF_QIPCRTR address must be tuple, not %T", v), false;
    if (as_tuple(v)->len != 2)
        return wrong_count(t, v);
    if (!ints(t, as_tuple(v), 0, into, 2))
        return false;
    out->qrtr.sq_family = AF_QIPCRTR;
    out->qrtr.sq_node = (uint32_t)node;
    out->qrtr.sq_port = (uint32_t)port;
    out->len = sizeof out->qrtr;
    return true;
}

int socket_addr_linux(Thread *t, const Socket *s, Value v, SockAddr *out, const char *caller) {
    bool done;
    switch (s->family) {
    case AF_NETLINK: done = from_netlink(t, v, out, caller); break;
    case AF_PACKET: done = from_packet(t, s, v, out, caller); break;
    case AF_VSOCK: done = from_vsock(t, v, out); break;
    case AF_CAN: done = from_can(t, s, v, out, caller); break;
    case AF_TIPC: done = from_tipc(t, v, out, caller); break;
    case AF_ALG: done = from_alg(t, v, out, caller); break;
    case AF_QIPCRTR: done = from_qrtr(t, v, out); break;
    default: return 0;
    }
    return done ? 1 : -1;
}

/* -- To Python ------------------------------------------------------------------------------------------- */

static Value interface_name(Thread *t, int index) {
    char name[IF_NAMESIZE];
    return str_from_cstr(t, index && if_indextoname((unsigned)index, name) ? name : "");
}

static Value numbers(Thread *t, const int64_t *n, int64_t count) {
    Value items[8];
    for (int64_t i = 0; i < count; i++)
        if (!(items[i] = from_int64(t, n[i])))
            return VALUE_ERROR;
    return tuple_new(t, items, count);
}

static Value packet_value(Thread *t, const struct sockaddr_ll *a) {
    Value items[] = { interface_name(t, a->sll_ifindex), from_small(ntohs(a->sll_protocol)), from_small(a->sll_pkttype),
                      from_small(a->sll_hatype),
                      bytes_new(t, (const char *)a->sll_addr, MIN(a->sll_halen, sizeof a->sll_addr)) };
    return items[0] && items[4] ? tuple_new(t, items, 5) : VALUE_ERROR;
}

static Value can_value(Thread *t, const struct sockaddr_can *a, int proto) {
    Value items[4] = { interface_name(t, a->can_ifindex) };
    int n = 1;
    if (proto == CAN_ISOTP) {
        items[n++] = from_small(a->can_addr.tp.rx_id);
        items[n++] = from_small(a->can_addr.tp.tx_id);
    } else if (proto == CAN_J1939) {
        items[n++] = from_uint64(t, a->can_addr.j1939.name);
        items[n++] = from_small(a->can_addr.j1939.pgn);
        items[n++] = from_small(a->can_addr.j1939.addr);
    }
    return items[0] && items[MIN(n, 2) - 1] ? tuple_new(t, items, n) : VALUE_ERROR;
}

static Value tipc_value(Thread *t, const struct sockaddr_tipc *a) {
    int64_t n[5] = { a->addrtype, 0, 0, 0, a->scope };
    if (a->addrtype == TIPC_ADDR_NAMESEQ) {
        n[1] = a->addr.nameseq.type;
        n[2] = a->addr.nameseq.lower;
        n[3] = a->addr.nameseq.upper;
    } else if (a->addrtype == TIPC_ADDR_NAME) {
        n[1] = a->addr.name.name.type;
        n[2] = n[3] = a->addr.name.name.instance;
    } else if (a->addrtype == TIPC_ADDR_ID) {
        n[1] = a->addr.id.node;
        n[2] = a->addr.id.ref;
    } else {
        raise_value_error(t, "Invalid address type");
        return VALUE_ERROR;
    }
    return numbers(t, n, 5);
}

static Value alg_value(Thread *t, const struct sockaddr_alg *a) {
    const char *type = (const char *)a->salg_type, *name = (const char *)a->salg_name;
    Value items[] = { str_from_utf8_lossy(t, type, strnlen(type, sizeof a->salg_type), "surrogateescape"),
                      str_from_utf8_lossy(t, name, strnlen(name, sizeof a->salg_name), "surrogateescape"),
                      from_small((uint16_t)a->salg_feat), from_small((uint16_t)a->salg_mask) };
    return items[0] && items[1] ? tuple_new(t, items, 4) : VALUE_ERROR;
}

Value socket_addr_linux_value(Thread *t, const SockAddr *a, int proto) {
    switch (a->sa.sa_family) {
    case AF_NETLINK: return numbers(t, (int64_t[]){ a->nl.nl_pid, a->nl.nl_groups }, 2);
    case AF_PACKET: return packet_value(t, &a->ll);
    case AF_VSOCK: return numbers(t, (int64_t[]){ a->vm.svm_cid, a->vm.svm_port }, 2);
    case AF_CAN: return can_value(t, &a->can, proto);
    case AF_TIPC: return tipc_value(t, &a->tipc);
    case AF_ALG: return alg_value(t, &a->alg);
    case AF_QIPCRTR: return numbers(t, (int64_t[]){ a->qrtr.sq_node, a->qrtr.sq_port }, 2);
    default: {                                          /* one that nobody here knows: its bytes */
        Value data = bytes_new(t, a->sa.sa_data, MIN(a->len - 2, sizeof a->sa.sa_data));
        return data ? tuple_pack2(t, from_small(a->sa.sa_family), data) : VALUE_ERROR;
    }
    }
}
