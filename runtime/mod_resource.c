/* resource: what a process used, and may use. */
#include "runtime/posix.h"
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

/* -- What was used --------------------------------------------------------------------------------------- */

Value posix_usage(Thread *t, const struct rusage *u) {
    const long counts[] = { u->ru_maxrss, u->ru_ixrss,   u->ru_idrss,   u->ru_isrss,  u->ru_minflt,
                            u->ru_majflt, u->ru_nswap,   u->ru_inblock, u->ru_oublock, u->ru_msgsnd,
                            u->ru_msgrcv, u->ru_nsignals, u->ru_nvcsw,  u->ru_nivcsw };
    Value items[2 + ARRAY_LEN(counts)];
    if (!import_module(t, "resource")) return VALUE_ERROR;
    items[0] = from_double(t, (double)u->ru_utime.tv_sec + (double)u->ru_utime.tv_usec * 1e-6);
    items[1] = from_double(t, (double)u->ru_stime.tv_sec + (double)u->ru_stime.tv_usec * 1e-6);
    if (!items[0] || !items[1]) return VALUE_ERROR;
    for (size_t i = 0; i < ARRAY_LEN(counts); i++)
        if (!(items[2 + i] = from_int64(t, counts[i]))) return VALUE_ERROR;
    return structseq_new(t, t->interp->module_state[STATE_RESOURCE], items);
}

static Value resource_getrusage(Thread *t, Value *a) {
    struct rusage usage;
    int32_t who;
    if (!as_int32(t, a[0], &who)) return VALUE_ERROR;
    if (getrusage(who, &usage) < 0)
        return errno == EINVAL ? raise_value_error(t, "invalid who parameter") : raise_os_error(t, errno);
    return posix_usage(t, &usage);
}

/* -- What may be used ------------------------------------------------------------------------------------ */

static bool which(Thread *t, Value v, int *out) {
    if (!as_int32(t, v, out)) return false;
    if (*out < 0 || *out >= RLIM_NLIMITS) return raise_value_error(t, "invalid resource specified"), false;
    return true;
}

/* (soft, hard); -1 is RLIM_INFINITY */
static bool limits(Thread *t, Value v, struct rlimit *out) {
    int64_t soft, hard;
    Tuple *u = tuple_from_iterable(t, v);
    if (!u) return false;
    if (u->len != 2) return raise_value_error(t, "expected a tuple of 2 integers"), false;
    if (!as_int64(t, u->items[0], &soft) || !as_int64(t, u->items[1], &hard)) return false;
    *out = (struct rlimit){ (rlim_t)soft, (rlim_t)hard };
    return true;
}
static Value limits_value(Thread *t, const struct rlimit *l) {
    return tuple_pack2(t, from_int64(t, (int64_t)l->rlim_cur), from_int64(t, (int64_t)l->rlim_max));
}
static Value refused(Thread *t) {
    if (errno == EINVAL) return raise_value_error(t, "current limit exceeds maximum limit");
    if (errno == EPERM) return raise_value_error(t, "not allowed to raise maximum limit");
    return raise_os_error(t, errno);
}

static Value resource_getrlimit(Thread *t, Value *a) {
    struct rlimit l;
    int resource;
    if (!which(t, a[0], &resource)) return VALUE_ERROR;
    return getrlimit((__rlimit_resource_t)resource, &l) < 0 ? raise_os_error(t, errno) : limits_value(t, &l);
}
static Value resource_setrlimit(Thread *t, Value *a) {
    struct rlimit l;
    int resource;
    if (!which(t, a[0], &resource) || !limits(t, a[1], &l)) return VALUE_ERROR;
    return setrlimit((__rlimit_resource_t)resource, &l) < 0 ? refused(t) : VALUE_NONE;
}
static Value resource_prlimit(Thread *t, Value *a) {
    struct rlimit new, old;
    int32_t pid;
    int resource;
    if (!as_int32(t, a[0], &pid) || !which(t, a[1], &resource) || (a[2] && !limits(t, a[2], &new))) return VALUE_ERROR;
    if (prlimit(pid, (__rlimit_resource_t)resource, a[2] ? &new : NULL, &old) < 0)
        return errno == EINVAL ? refused(t) : raise_os_error(t, errno);
    return limits_value(t, &old);
}
static Value resource_getpagesize(Thread *t, Value *a) { return from_small(sysconf(_SC_PAGESIZE)); }

/* -- Making the module ----------------------------------------------------------------------------------- */

static const struct { const char *name; int value; } constants[] = {
#define C(x) { #x, x },
    C(RLIMIT_AS) C(RLIMIT_CORE) C(RLIMIT_CPU) C(RLIMIT_DATA) C(RLIMIT_FSIZE) C(RLIMIT_MEMLOCK) C(RLIMIT_MSGQUEUE)
    C(RLIMIT_NICE) C(RLIMIT_NOFILE) C(RLIMIT_NPROC) C(RLIMIT_OFILE) C(RLIMIT_RSS) C(RLIMIT_RTPRIO) C(RLIMIT_RTTIME)
    C(RLIMIT_SIGPENDING) C(RLIMIT_STACK) C(RUSAGE_CHILDREN) C(RUSAGE_SELF) C(RUSAGE_THREAD)
#undef C
    { "RLIM_INFINITY", -1 },
};

static bool init(Thread *t, Module *m) {
    static const char *const fields[] = {
        "ru_utime",  "ru_stime", "ru_maxrss",  "ru_ixrss",   "ru_idrss",  "ru_isrss",  "ru_minflt",   "ru_majflt",
        "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw",
    };
    Type *y = posix_structseq(t, m, "resource.struct_rusage", fields, ARRAY_LEN(fields), ARRAY_LEN(fields));
    t->interp->module_state[STATE_RESOURCE] = y;
    for (size_t i = 0; y && i < ARRAY_LEN(constants); i++)
        if (!module_set(t, m, constants[i].name, from_small(constants[i].value))) return false;
    return y && module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_OSError]));
}

const ModuleDef mod_resource = {
    .name = "resource",
    .doc = "What a process used, and may use.",
    .functions = (const FunctionDef[]){
        { "getpagesize", resource_getpagesize, "", "The size of a page of memory, in bytes.", 0 },
        { "getrlimit", resource_getrlimit, "resource, /", "A limit: (soft, hard).", 0 },
        { "getrusage", resource_getrusage, "who, /", "What this process, a thread or its children used.", 0 },
        { "prlimit", resource_prlimit, "pid, resource, limits=NULL, /", "A limit of another process; the old one.", 0 },
        { "setrlimit", resource_setrlimit, "resource, limits, /", "Set a limit: (soft, hard).", 0 },
        { 0 },
    },
    .init = init,
};
