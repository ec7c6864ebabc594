/* posix: processes: who we are, running and ending others, the environment. */
#include "runtime/posix.h"
#include "vm/base/plat.h"
#include "vm/object/container.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
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
ASK(posix_cpu_count, plat_cpu_count)

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

static Value posix_getgroups(Thread *t, Value *a) {
    int n = getgroups(0, NULL);
    gid_t *groups = n < 0 ? NULL : alloc_leaf(t, ((size_t)n + 1) * sizeof *groups);
    if (n < 0) return raise_os_error(t, errno);
    if (!groups || (n = getgroups(n, groups)) < 0) return t->exc ? VALUE_ERROR : raise_os_error(t, errno);
    List *l = list_alloc(t, n, n);
    for (int i = 0; l && i < n; i++) l->items[i] = from_small(groups[i]);
    return from_ptr(l);
}
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

/* -- Time and processors --------------------------------------------------------------------------------- */

static Value posix_times(Thread *t, Value *a) {
    struct tms used;
    clock_t elapsed = times(&used);
    double tick = (double)sysconf(_SC_CLK_TCK);
    Value items[] = { from_double(t, (double)used.tms_utime / tick),
                      from_double(t, (double)used.tms_stime / tick),
                      from_double(t, (double)used.tms_cutime / tick),
                      from_double(t, (double)used.tms_cstime / tick),
                      from_double(t, (double)elapsed / tick) };
    return structseq_new(t, posix_state(t)->times_result, items);
}
static Value posix_getloadavg(Thread *t, Value *a) {
    double load[3];
    if (getloadavg(load, 3) != 3) return raise_error(t, EXC_OSError, "Load averages are unobtainable");
    return tuple_pack3(t, from_double(t, load[0]), from_double(t, load[1]), from_double(t, load[2]));
}
static Value posix_nice(Thread *t, Value *a) {
    int32_t by;
    if (!as_int32(t, a[0], &by)) return VALUE_ERROR;
    errno = 0;
    int r = nice(by);
    return r == -1 && errno ? raise_os_error(t, errno) : from_small(r);
}
static Value posix_getpriority(Thread *t, Value *a) {
    int32_t which, who;
    if (!as_int32(t, a[0], &which) || !as_int32(t, a[1], &who)) return VALUE_ERROR;
    errno = 0;
    int r = getpriority((unsigned)which, (unsigned)who);
    return r == -1 && errno ? raise_os_error(t, errno) : from_small(r);
}
static Value posix_setpriority(Thread *t, Value *a) {
    int32_t which, who, priority;
    if (!as_int32(t, a[0], &which) || !as_int32(t, a[1], &who) || !as_int32(t, a[2], &priority))
        return VALUE_ERROR;
    return done(t, setpriority((unsigned)which, (unsigned)who, priority));
}

static int64_t call_yield(void *arg) { return sched_yield(); }
static Value posix_sched_yield(Thread *t, Value *a) {
    int err;
    os_call(t, SYS_YIELD, call_yield, NULL, &err);
    return err < 0 ? VALUE_ERROR : VALUE_NONE;
}
static Value posix_sched_getaffinity(Thread *t, Value *a) {
    int32_t pid;
    cpu_set_t cpus;
    if (!as_int32(t, a[0], &pid)) return VALUE_ERROR;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0) return raise_os_error(t, errno);
    Set *s = set_new(t, type_by_id(t, T_SET));
    for (int i = 0; s && i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &cpus) && !set_add(t, s, from_small(i))) return VALUE_ERROR;
    return from_ptr(s);
}
static bool add_cpu(Thread *t, void *cpus, Value v) {
    int32_t n;
    if (!as_int32(t, v, &n)) return false;
    if (n < 0 || n >= CPU_SETSIZE)
        return raise_value_error(t, n < 0 ? "negative CPU number" : "CPU number too large"), false;
    CPU_SET((size_t)n, (cpu_set_t *)cpus);
    return true;
}
static Value posix_sched_setaffinity(Thread *t, Value *a) {
    int32_t pid;
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    if (!as_int32(t, a[0], &pid) || !each_item(t, a[1], add_cpu, &cpus)) return VALUE_ERROR;
    return done(t, sched_setaffinity(pid, sizeof cpus, &cpus));
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
    if (as_int32(t, a[0], &status)) _exit(status);
    return VALUE_ERROR;
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

/* -- Running programs ------------------------------------------------------------------------------------ */

static int64_t call_system(void *arg) {
    PosixCall *c = arg;
    return system(c->path);
}
static Value posix_system(Thread *t, Value *a) {
    PosixCall c = { .path = fs_encode(t, a[0]) };
    int err;
    if (!c.path) return VALUE_ERROR;
    int64_t r = os_call(t, SYS_SYSTEM, call_system, &c, &err);
    return r < 0 && err < 0 ? VALUE_ERROR : from_small(r);
}

/* Strings one after the other, and then an array of pointers to them. */
typedef struct Strings {
    Buf text;
    int64_t n;
} Strings;
static bool add_string(Thread *t, void *ctx, Value v) {
    Strings *s = ctx;
    const char *text = fs_encode(t, v);
    if (text) {
        buf_add(&s->text, text, strlen(text) + 1);
        s->n++;
    }
    return text != NULL;
}
static char **string_array(Thread *t, Strings *s) {
    char **array = s->text.failed ? raise_memory(t) : alloc_leaf(t, (size_t)(s->n + 1) * sizeof *array);
    char *p = s->text.data;
    for (int64_t i = 0; array && i < s->n; i++, p += strlen(p) + 1) array[i] = p;
    if (array) array[s->n] = NULL;
    return array;
}

static bool add_variables(Thread *t, Value env, Strings *out) {
    Value items = call_method0(t, env, NAME(t, items));
    Tuple *pairs = items ? tuple_from_iterable(t, items) : NULL;
    for (int64_t i = 0; pairs && i < pairs->len; i++) {
        Value pair = pairs->items[i];
        if (!is_tuple(pair) || as_tuple(pair)->len != 2)
            return raise_type_error(t, "env.items() must give pairs"), false;
        const char *name = fs_encode(t, as_tuple(pair)->items[0]);
        if (!name) return false;
        if (!*name || strchr(name + 1, '='))
            return raise_value_error(t, "illegal environment variable name"), false;
        buf_str(&out->text, name);
        buf_char(&out->text, '=');
        if (!add_string(t, out, as_tuple(pair)->items[1])) return false;
    }
    return pairs != NULL;
}

/* args as strings; `form` is how the function is named in messages. */
static bool add_arguments(Thread *t, Value args, bool execv_form, Strings *out) {
    if (!is_list(args) && !is_tuple(args))
        raise_type_error(t, execv_form ? "execv() arg 2 must be a tuple or list"
                                       : "execve: argv must be a tuple or list");
    else if (length_of(t, args) == 0)
        raise_value_error(t,
                          execv_form ? "execv() arg 2 must not be empty" : "execve: argv must not be empty");
    else if (each_item(t, args, add_string, out) && (out->text.failed || *out->text.data))
        return true;
    else if (!t->exc)
        raise_value_error(t, execv_form ? "execv() arg 2 first element cannot be empty"
                                        : "execve: argv first element cannot be empty");
    return false;
}

static Value posix_execv(Thread *t, Value *a) {
    Path path;
    Strings args = { 0 };
    if (!posix_path(t, a[0], "execv", "path", 0, &path) || !add_arguments(t, a[1], true, &args))
        return VALUE_ERROR;
    char **argv = string_array(t, &args);
    if (!argv) return VALUE_ERROR;
    execv(path.text, argv);
    return raise_os_error(t, errno);
}
static Value posix_execve(Thread *t, Value *a) {
    Path path;
    Strings args = { 0 }, variables = { 0 };
    if (!posix_path(t, a[0], "execve", "path", PATH_FD, &path) || !add_arguments(t, a[1], false, &args))
        return VALUE_ERROR;
    if (!is_dict(a[2]) && !type_of(t, a[2])->slots.getitem)
        return raise_type_error(t, "execve: environment must be a mapping object");
    if (!add_variables(t, a[2], &variables)) return VALUE_ERROR;
    char **argv = string_array(t, &args), **envp = argv ? string_array(t, &variables) : NULL;
    if (!envp) return VALUE_ERROR;
    if (path.text)
        execve(path.text, argv, envp);
    else
        fexecve(path.fd, argv, envp);
    return raise_os_error_path(t, errno, path.object);
}

/* -- Waiting for children -------------------------------------------------------------------------------- */

static int64_t call_wait(void *arg) {
    PosixCall *c = arg;
    return wait4(c->fd, &c->fd2, c->flags, c->p);
}
static Value posix_waitpid(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int err;
    if (!as_int32(t, a[0], &c.fd) || !as_int32(t, a[1], &c.flags)) return VALUE_ERROR;
    int64_t pid = os_call(t, SYS_WAIT, call_wait, &c, &err);
    return pid < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL)
                   : tuple_pack2(t, from_small(pid), from_small(c.fd2));
}
static Value posix_wait(Thread *t, Value *a) {
    Value any[2] = { from_small(-1), from_small(0) };
    return posix_waitpid(t, any);
}

static int64_t call_waitid(void *arg) {
    PosixCall *c = arg;
    return waitid((idtype_t)c->fd, (id_t)c->n, c->p, c->flags);
}
static Value posix_waitid(Thread *t, Value *a) {
    siginfo_t info = { 0 };
    PosixCall c = { .p = &info };
    int err;
    if (!as_int32(t, a[0], &c.fd) || !as_int64(t, a[1], &c.n) || !as_int32(t, a[2], &c.flags))
        return VALUE_ERROR;
    if (os_call(t, SYS_WAIT, call_waitid, &c, &err) < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    if (info.si_pid == 0) return VALUE_NONE;
    Value items[] = { from_small(info.si_pid), from_small(info.si_uid), from_small(info.si_signo),
                      from_small(info.si_status), from_small(info.si_code) };
    return structseq_new(t, posix_state(t)->waitid_result, items);
}

#define STATUS(name, macro, convert) \
    static Value name(Thread *t, Value *a) { \
        int32_t status; \
        return as_int32(t, a[0], &status) ? convert(macro(status)) : VALUE_ERROR; \
    }
STATUS(posix_wcoredump, WCOREDUMP, from_bool)
STATUS(posix_wifexited, WIFEXITED, from_bool)
STATUS(posix_wifsignaled, WIFSIGNALED, from_bool)
STATUS(posix_wifstopped, WIFSTOPPED, from_bool)
STATUS(posix_wifcontinued, WIFCONTINUED, from_bool)
STATUS(posix_wexitstatus, WEXITSTATUS, from_small)
STATUS(posix_wtermsig, WTERMSIG, from_small)
STATUS(posix_wstopsig, WSTOPSIG, from_small)
static Value posix_waitstatus_to_exitcode(Thread *t, Value *a) {
    int32_t status;
    if (!as_int32(t, a[0], &status)) return VALUE_ERROR;
    if (WIFEXITED(status)) return from_small(WEXITSTATUS(status));
    if (WIFSIGNALED(status)) return from_small(-WTERMSIG(status));
    if (WIFSTOPPED(status))
        return raise_value_error(t, "process stopped by delivery of signal %d", WSTOPSIG(status));
    return raise_value_error(t, "invalid wait status: %d", (int)status);
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
    static const char *const times_fields[] = { "user", "system", "children_user", "children_system",
                                                "elapsed" };
    static const char *const uname_fields[] = { "sysname", "nodename", "release", "version", "machine" };
    static const char *const waitid_fields[] = { "si_pid", "si_uid", "si_signo", "si_status", "si_code" };
    PosixState *s = posix_state(t);
    s->times_result = posix_structseq(t, m, "posix.times_result", times_fields, 5, 5);
    s->uname_result = posix_structseq(t, m, "posix.uname_result", uname_fields, 5, 5);
    s->waitid_result = posix_structseq(t, m, "posix.waitid_result", waitid_fields, 5, 5);
    return s->times_result && s->uname_result && s->waitid_result &&
           module_set(t, m, "environ", environment(t));
}

const FunctionDef posix_process_functions[] = {
    { "WCOREDUMP", posix_wcoredump, "status, /", NULL, 0 },
    { "WEXITSTATUS", posix_wexitstatus, "status", NULL, 0 },
    { "WIFCONTINUED", posix_wifcontinued, "status", NULL, 0 },
    { "WIFEXITED", posix_wifexited, "status", NULL, 0 },
    { "WIFSIGNALED", posix_wifsignaled, "status", NULL, 0 },
    { "WIFSTOPPED", posix_wifstopped, "status", NULL, 0 },
    { "WSTOPSIG", posix_wstopsig, "status", NULL, 0 },
    { "WTERMSIG", posix_wtermsig, "status", NULL, 0 },
    { "_exit", posix_exit, "status", "End the process at once, without cleaning up.", 0 },
    { "abort", posix_abort, "", "End the process by a signal.", 0 },
    { "cpu_count", posix_cpu_count, "", "How many processors there are.", 0 },
    { "execv", posix_execv, "path, argv, /", "Replace this process by a program.", 0 },
    { "execve", posix_execve, "path, argv, env", "Replace this process by a program, with an environment.",
      0 },
    { "getegid", posix_getegid, "", NULL, 0 },
    { "geteuid", posix_geteuid, "", NULL, 0 },
    { "getgid", posix_getgid, "", NULL, 0 },
    { "getgroups", posix_getgroups, "", NULL, 0 },
    { "getloadavg", posix_getloadavg, "", "How many processes ran in the last 1, 5, 15 minutes.", 0 },
    { "getlogin", posix_getlogin, "", "The name of the user.", 0 },
    { "getpgid", posix_getpgid, "pid", NULL, 0 },
    { "getpgrp", posix_getpgrp, "", NULL, 0 },
    { "getpid", posix_getpid, "", "The number of this process.", 0 },
    { "getppid", posix_getppid, "", "The number of its parent.", 0 },
    { "getpriority", posix_getpriority, "which, who", NULL, 0 },
    { "getrandom", posix_getrandom, "size, flags=0", NULL, 0 },
    { "getresgid", posix_getresgid, "", NULL, 0 },
    { "getresuid", posix_getresuid, "", NULL, 0 },
    { "getsid", posix_getsid, "pid, /", NULL, 0 },
    { "getuid", posix_getuid, "", NULL, 0 },
    { "kill", posix_kill, "pid, signal, /", "Send a signal to a process.", 0 },
    { "killpg", posix_killpg, "pgid, signal, /", "Send a signal to a process group.", 0 },
    { "nice", posix_nice, "increment, /", NULL, 0 },
    { "putenv", posix_putenv, "name, value, /", "Change the environment of children.", 0 },
    { "sched_getaffinity", posix_sched_getaffinity, "pid, /", "The processors that a process may use.", 0 },
    { "sched_setaffinity", posix_sched_setaffinity, "pid, mask, /", NULL, 0 },
    { "sched_yield", posix_sched_yield, "", "Let others run.", 0 },
    { "setegid", posix_setegid, "egid, /", NULL, 0 },
    { "seteuid", posix_seteuid, "euid, /", NULL, 0 },
    { "setgid", posix_setgid, "gid, /", NULL, 0 },
    { "setpgid", posix_setpgid, "pid, pgrp, /", NULL, 0 },
    { "setpgrp", posix_setpgrp, "", NULL, 0 },
    { "setpriority", posix_setpriority, "which, who, priority", NULL, 0 },
    { "setregid", posix_setregid, "rgid, egid, /", NULL, 0 },
    { "setreuid", posix_setreuid, "ruid, euid, /", NULL, 0 },
    { "setsid", posix_setsid, "", NULL, 0 },
    { "setuid", posix_setuid, "uid, /", NULL, 0 },
    { "strerror", posix_strerror, "code, /", "An error number in words.", 0 },
    { "system", posix_system, "command", "Run a shell command; its wait status.", 0 },
    { "times", posix_times, "", "Processor time used.", 0 },
    { "uname", posix_uname, "", "What the system calls itself.", 0 },
    { "unsetenv", posix_unsetenv, "name, /", NULL, 0 },
    { "urandom", posix_urandom, "size, /", "Bytes nobody can guess.", 0 },
    { "wait", posix_wait, "", "Wait for any child; its pid and status.", 0 },
    { "waitid", posix_waitid, "idtype, id, options, /", NULL, 0 },
    { "waitpid", posix_waitpid, "pid, options, /", "Wait for a child; its pid and status.", 0 },
    { "waitstatus_to_exitcode", posix_waitstatus_to_exitcode, "status", "The exit code, or minus the signal.",
      0 },
    { 0 },
};
