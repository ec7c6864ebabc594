/* posix: who we are, ending ourselves and others, random bytes, the environment. */
#include "runtime/posix.h"
#include "vm/object/container.h"
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>

static Value done(Thread *t, int r) { return r < 0 ? raise_os_error(t, errno) : VALUE_NONE; }
static Value number(Thread *t, int r) { return r < 0 ? raise_os_error(t, errno) : from_small(r); }

/* -- Who we are ------------------------------------------------------------------------------------------ */

#define ASK(name, call) \
    static Value name(Thread *t, Value *a) { return from_small(call()); }
ASK(posix_getpid, getpid)
ASK(posix_getppid, getppid)
ASK(posix_getuid, getuid)
ASK(posix_geteuid, geteuid)
ASK(posix_getgid, getgid)
ASK(posix_getegid, getegid)
ASK(posix_getpgrp, getpgrp)

#define ASK_INT(name, call) \
    static Value name(Thread *t, Value *a) { \
        int32_t x; \
        return as_int32(t, a[0], &x) ? number(t, call(x)) : VALUE_ERROR; \
    }
ASK_INT(posix_getpgid, getpgid)
ASK_INT(posix_getsid, getsid)

#define SET_ID(name, call, what) \
    static Value name(Thread *t, Value *a) { \
        unsigned id; \
        return posix_id(t, a[0], what, &id) ? done(t, call(id)) : VALUE_ERROR; \
    }
SET_ID(posix_setuid, setuid, "uid")
SET_ID(posix_seteuid, seteuid, "uid")
SET_ID(posix_setgid, setgid, "gid")
SET_ID(posix_setegid, setegid, "gid")
#define SET_TWO_IDS(name, call, what) \
    static Value name(Thread *t, Value *a) { \
        unsigned x, y; \
        return posix_id(t, a[0], what, &x) && posix_id(t, a[1], what, &y) ? done(t, call(x, y)) \
                                                                                : VALUE_ERROR; \
    }
SET_TWO_IDS(posix_setreuid, setreuid, "uid")
SET_TWO_IDS(posix_setregid, setregid, "gid")
#define SET_THREE_IDS(name, call, what) \
    static Value name(Thread *t, Value *a) { \
        unsigned x, y, z; \
        return posix_id(t, a[0], what, &x) && posix_id(t, a[1], what, &y) && posix_id(t, a[2], what, &z) \
                   ? done(t, call(x, y, z)) \
                   : VALUE_ERROR; \
    }
SET_THREE_IDS(posix_setresuid, setresuid, "uid")
SET_THREE_IDS(posix_setresgid, setresgid, "gid")

static Value three(Thread *t, int r, unsigned a, unsigned b, unsigned c) {
    return r < 0 ? raise_os_error(t, errno) : tuple_pack3(t, from_small(a), from_small(b), from_small(c));
}
static Value posix_getresuid(Thread *t, Value *a) {
    uid_t r, e, s;
    int result = getresuid(&r, &e, &s);
    return three(t, result, r, e, s);
}
static Value posix_getresgid(Thread *t, Value *a) {
    gid_t r, e, s;
    int result = getresgid(&r, &e, &s);
    return three(t, result, r, e, s);
}

/* -- Groups ---------------------------------------------------------------------------------------------- */

static Value group_list(Thread *t, const gid_t *groups, int n) {
    List *l = list_alloc(t, n, n);
    for (int i = 0; l && i < n; i++) l->items[i] = from_small(groups[i]);
    return from_ptr(l);
}
static Value posix_getgroups(Thread *t, Value *a) {
    int n = getgroups(0, NULL);
    gid_t *groups = n < 0 ? NULL : alloc_leaf(t, ((size_t)n + 1) * sizeof *groups);
    if (n < 0) return raise_os_error(t, errno);
    if (!groups || (n = getgroups(n, groups)) < 0) return t->exc ? VALUE_ERROR : raise_os_error(t, errno);
    return group_list(t, groups, n);
}
static Value posix_setgroups(Thread *t, Value *a) {
    if (!is_list(a[0]) && !is_tuple(a[0]) && !type_of(t, a[0])->slots.getitem)
        return raise_type_error(t, "setgroups argument must be a sequence");
    Tuple *u = tuple_from_iterable(t, a[0]);
    if (!u) return VALUE_ERROR;
    if (u->len > NGROUPS_MAX) return raise_value_error(t, "too many groups");
    gid_t *groups = alloc_leaf(t, ((size_t)u->len + 1) * sizeof *groups);
    if (!groups) return VALUE_ERROR;
    for (int64_t i = 0; i < u->len; i++) {
        if (!is_int(u->items[i])) return raise_type_error(t, "groups must be integers");
        if (!posix_id(t, u->items[i], "gid", &groups[i])) return VALUE_ERROR;
    }
    return done(t, setgroups((size_t)u->len, groups));
}

/* These two read the user database: files, perhaps a server. */
typedef struct GroupCall {
    const char *user;
    gid_t group, *groups;
    int n;
} GroupCall;
static int64_t call_getgrouplist(void *arg) {
    GroupCall *c = arg;
    getgrouplist(c->user, c->group, c->groups, &c->n);      /* -1: more room is needed, n says how much */
    return 0;
}
static int64_t call_initgroups(void *arg) {
    GroupCall *c = arg;
    return initgroups(c->user, c->group);
}
static Value posix_getgrouplist(Thread *t, Value *a) {
    GroupCall c = { 0 };
    int err;
    if (!is_str(a[0])) return raise_type_error(t, "getgrouplist() argument 1 must be str, not %V", a[0]);
    if (!(c.user = fs_encode(t, a[0])) || !posix_id(t, a[1], "gid", &c.group)) return VALUE_ERROR;
    for (int room = 32;; room = MAX(c.n, room * 2)) {
        c.n = room;
        if (!(c.groups = alloc_leaf(t, (size_t)room * sizeof *c.groups)) ||
            os_file_call(t, call_getgrouplist, &c, &err) < 0)
            return VALUE_ERROR;
        if (c.n <= room) return group_list(t, c.groups, c.n);
    }
}
static Value posix_initgroups(Thread *t, Value *a) {
    GroupCall c = { .user = fs_encode(t, a[0]) };
    int err;
    if (!c.user || !posix_id(t, a[1], "gid", &c.group)) return VALUE_ERROR;
    if (os_file_call(t, call_initgroups, &c, &err) < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    return VALUE_NONE;
}

/* -- Sessions and names ---------------------------------------------------------------------------------- */

static Value posix_setsid(Thread *t, Value *a) { return done(t, setsid()); }
static Value posix_setpgrp(Thread *t, Value *a) { return done(t, setpgid(0, 0)); }
static Value posix_setpgid(Thread *t, Value *a) {
    int32_t pid, group;
    return as_int32(t, a[0], &pid) && as_int32(t, a[1], &group) ? done(t, setpgid(pid, group)) : VALUE_ERROR;
}
static Value posix_getlogin(Thread *t, Value *a) {
    char name[LOGIN_NAME_MAX];
    int err = getlogin_r(name, sizeof name);
    return err ? raise_os_error(t, err) : posix_name(t, name, strlen(name), false);
}

static Value posix_uname(Thread *t, Value *a) {
    struct utsname u;
    if (uname(&u) < 0) return raise_os_error(t, errno);
    Value items[] = { posix_name(t, u.sysname, strlen(u.sysname), false),
                      posix_name(t, u.nodename, strlen(u.nodename), false),
                      posix_name(t, u.release, strlen(u.release), false),
                      posix_name(t, u.version, strlen(u.version), false),
                      posix_name(t, u.machine, strlen(u.machine), false) };
    for (size_t i = 0; i < ARRAY_LEN(items); i++)
        if (!items[i]) return VALUE_ERROR;
    return structseq_new(t, posix_state(t)->uname_result, items);
}

/* -- Random bytes ---------------------------------------------------------------------------------------- */

static int64_t call_random(void *arg) {
    PosixCall *c = arg;
    return getrandom(c->p, (size_t)c->n, (unsigned)c->flags);
}
static Value posix_urandom(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int64_t n;
    int err;
    if (!as_ssize(t, a[0], &n)) return VALUE_ERROR;
    if (n < 0) return raise_value_error(t, "negative argument not allowed");
    Bytes *b = bytes_alloc(t, (size_t)n);
    for (int64_t have = 0; b && have < n;) {
        c.p = b->data + have;
        c.n = n - have;
        int64_t got = os_call(t, SYS_GETRANDOM, call_random, &c, &err);
        if (got < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
        have += got;
    }
    return from_ptr(b);
}
static Value posix_getrandom(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int err;
    if (!as_ssize(t, a[0], &c.n) || !as_int32(t, a[1], &c.flags)) return VALUE_ERROR;
    if (c.n < 0) return raise_os_error(t, EINVAL);
    Bytes *b = bytes_alloc(t, (size_t)c.n);
    if (!b) return VALUE_ERROR;
    c.p = b->data;
    int64_t got = os_call(t, SYS_GETRANDOM, call_random, &c, &err);
    return got < 0      ? posix_fail(t, err, VALUE_NULL, VALUE_NULL)
           : got == c.n ? from_ptr(b)
                        : bytes_new(t, b->data, (size_t)got);
}

/* -- The environment ------------------------------------------------------------------------------------- */

static Value posix_putenv(Thread *t, Value *a) {
    const char *name = fs_encode(t, a[0]), *value = name ? fs_encode(t, a[1]) : NULL;
    if (!value) return VALUE_ERROR;
    if (strchr(name, '=')) return raise_value_error(t, "illegal environment variable name");
    return done(t, setenv(name, value, 1));
}
static Value posix_unsetenv(Thread *t, Value *a) {
    const char *name = fs_encode(t, a[0]);
    return name ? done(t, unsetenv(name)) : VALUE_ERROR;
}

/* The environment as it is now; of two entries for one name the first counts. */
static Value environment(Thread *t) {
    Dict *d = dict_new(t);
    for (char **e = environ; d && e && *e; e++) {
        const char *eq = strchr(*e, '=');
        if (!eq) continue;
        Value name = bytes_new(t, *e, (size_t)(eq - *e)), value = bytes_new(t, eq + 1, strlen(eq + 1));
        if (!name || !value || !dict_setdefault(t, d, name, value)) return VALUE_ERROR;
    }
    return from_ptr(d);
}

/* -- Ending ---------------------------------------------------------------------------------------------- */

static Value posix_exit(Thread *t, Value *a) {
    int32_t status;
    if (!as_int32(t, a[0], &status)) return VALUE_ERROR;
    giltrace_finish(t, status);
    _exit(status);
}
static Value posix_abort(Thread *t, Value *a) { abort(); }
static Value posix_kill(Thread *t, Value *a) {
    int32_t pid, number;
    return as_int32(t, a[0], &pid) && as_int32(t, a[1], &number) ? done(t, kill(pid, number)) : VALUE_ERROR;
}
static Value posix_killpg(Thread *t, Value *a) {
    int32_t group, number;
    return as_int32(t, a[0], &group) && as_int32(t, a[1], &number) ? done(t, killpg(group, number))
                                                                   : VALUE_ERROR;
}

static Value posix_strerror(Thread *t, Value *a) {
    int32_t err;
    char room[128];
    if (!as_int32(t, a[0], &err)) return VALUE_ERROR;
    const char *text = strerror_r(err, room, sizeof room);
    return posix_name(t, text, strlen(text), false);
}

/* -- Making the module ----------------------------------------------------------------------------------- */

bool posix_process_init(Thread *t, Module *m) {
    static const char *const uname_fields[] = { "sysname", "nodename", "release", "version", "machine" };
    PosixState *s = posix_state(t);
    s->uname_result = posix_structseq(t, m, "posix.uname_result", uname_fields, 5, 5);
    return s->uname_result && module_set(t, m, "environ", environment(t));
}

const FunctionDef posix_process_functions[] = {
    { "_exit", posix_exit, "status", "End the process at once, without cleaning up.", 0 },
    { "abort", posix_abort, "", "End the process by a signal.", 0 },
    { "getegid", posix_getegid, "", NULL, 0 },
    { "geteuid", posix_geteuid, "", NULL, 0 },
    { "getgid", posix_getgid, "", NULL, 0 },
    { "getgrouplist", posix_getgrouplist, "user, group, /", "The groups that a user is in.", 0 },
    { "getgroups", posix_getgroups, "", NULL, 0 },
    { "getlogin", posix_getlogin, "", "The name of the user.", 0 },
    { "getpgid", posix_getpgid, "pid", NULL, 0 },
    { "getpgrp", posix_getpgrp, "", NULL, 0 },
    { "getpid", posix_getpid, "", "The number of this process.", 0 },
    { "getppid", posix_getppid, "", "The number of its parent.", 0 },
    { "getrandom", posix_getrandom, "size, flags=0", NULL, 0 },
    { "getresgid", posix_getresgid, "", NULL, 0 },
    { "getresuid", posix_getresuid, "", NULL, 0 },
    { "getsid", posix_getsid, "pid, /", NULL, 0 },
    { "getuid", posix_getuid, "", NULL, 0 },
    { "initgroups", posix_initgroups, "username, gid, /", "Be in the groups of a user.", 0 },
    { "kill", posix_kill, "pid, signal, /", "Send a signal to a process.", 0 },
    { "killpg", posix_killpg, "pgid, signal, /", "Send a signal to a process group.", 0 },
    { "putenv", posix_putenv, "name, value, /", "Change the environment of children.", 0 },
    { "setegid", posix_setegid, "egid, /", NULL, 0 },
    { "seteuid", posix_seteuid, "euid, /", NULL, 0 },
    { "setgid", posix_setgid, "gid, /", NULL, 0 },
    { "setgroups", posix_setgroups, "groups, /", NULL, 0 },
    { "setpgid", posix_setpgid, "pid, pgrp, /", NULL, 0 },
    { "setpgrp", posix_setpgrp, "", NULL, 0 },
    { "setregid", posix_setregid, "rgid, egid, /", NULL, 0 },
    { "setresgid", posix_setresgid, "rgid, egid, sgid, /", NULL, 0 },
    { "setresuid", posix_setresuid, "ruid, euid, suid, /", NULL, 0 },
    { "setreuid", posix_setreuid, "ruid, euid, /", NULL, 0 },
    { "setsid", posix_setsid, "", NULL, 0 },
    { "setuid", posix_setuid, "uid, /", NULL, 0 },
    { "strerror", posix_strerror, "code, /", "An error number in words.", 0 },
    { "uname", posix_uname, "", "What the system calls itself.", 0 },
    { "unsetenv", posix_unsetenv, "name, /", NULL, 0 },
    { "urandom", posix_urandom, "size, /", "Bytes nobody can guess.", 0 },
    { 0 },
};
