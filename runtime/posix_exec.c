/* posix: running programs. */
#include "runtime/posix.h"
#include "vm/observe.h"
#include "vm/object/container.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>

/* -- Running programs ------------------------------------------------------------------------------------ */

static int64_t call_system(void *arg) {
    PosixCall *c = arg;
    return system(c->path);
}
static Value posix_system(Thread *t, Value *a) {
    PosixCall c = { .path = fs_encode(t, a[0]) };
    int err;
    if (!c.path) return VALUE_ERROR;
    files_flush(t);
    int64_t r = os_call(t, SYS_SYSTEM, call_system, &c, &err);
    return r < 0 && err < 0 ? VALUE_ERROR : from_small(r);
}

bool posix_add_string(Thread *t, void *ctx, Value v) {
    PosixStrings *s = ctx;
    const char *text = fs_encode(t, v);
    if (text) {
        buf_add(&s->text, text, strlen(text) + 1);
        s->n++;
    }
    return text != NULL;
}
char **posix_string_array(Thread *t, PosixStrings *s) {
    /* scanned: its first item keeps the text alive */
    char **array = s->text.failed ? raise_memory(t) : alloc_array(t, (size_t)s->n + 1, sizeof *array);
    char *p = s->text.data;
    for (int64_t i = 0; array && i < s->n; i++, p += strlen(p) + 1) array[i] = p;
    return array;
}

bool posix_add_variables(Thread *t, Value env, bool any_name, PosixStrings *out) {
    if (!get_attr(t, env, NAME(t, keys))) return false;         /* a list has neither: the message is about this one */
    Value items = call_method0(t, env, NAME(t, items));
    Tuple *pairs = items ? tuple_from_iterable(t, items) : NULL;
    for (int64_t i = 0; pairs && i < pairs->len; i++) {
        Value pair = pairs->items[i];
        if (!is_tuple(pair) || as_tuple(pair)->len != 2)
            return raise_type_error(t, "env.items() must give pairs"), false;
        const char *name = fs_encode(t, as_tuple(pair)->items[0]);
        if (!name) return false;
        if (any_name ? strchr(name, '=') != NULL : !*name || strchr(name + 1, '='))
            return raise_value_error(t, "illegal environment variable name"), false;
        buf_str(&out->text, name);
        buf_char(&out->text, '=');
        if (!posix_add_string(t, out, as_tuple(pair)->items[1])) return false;
    }
    const char *recording = pairs ? observe_variable(t->interp) : NULL;
    if (recording) {                            /* the program joins it, whatever environment it gets */
        buf_add(&out->text, recording, strlen(recording) + 1);
        out->n++;
    }
    return pairs != NULL;
}

/* who: how messages name the function; NULL: execv, which has words of its own. */
static bool add_arguments(Thread *t, Value args, const char *who, PosixStrings *out) {
    if (!is_list(args) && !is_tuple(args))
        who ? raise_type_error(t, "%s: argv must be a tuple or list", who)
            : raise_type_error(t, "execv() arg 2 must be a tuple or list");
    else if (length_of(t, args) == 0)
        who ? raise_value_error(t, "%s: argv must not be empty", who)
            : raise_value_error(t, "execv() arg 2 must not be empty");
    else if (each_item(t, args, posix_add_string, out) && (out->text.failed || *out->text.data))
        return true;
    else if (!t->exc)
        who ? raise_value_error(t, "%s: argv first element cannot be empty", who)
            : raise_value_error(t, "execv() arg 2 first element cannot be empty");
    return false;
}
static bool add_environment(Thread *t, Value env, const char *who, PosixStrings *out) {
    if (is_dict(env) || type_of(t, env)->slots.getitem) return posix_add_variables(t, env, false, out);
    return raise_type_error(t, "%s: environment must be a mapping object", who), false;
}

static Value posix_execv(Thread *t, Value *a) {
    Path path;
    PosixStrings args = { 0 };
    if (!posix_path(t, a[0], "execv", "path", 0, &path) || !add_arguments(t, a[1], NULL, &args))
        return VALUE_ERROR;
    char **argv = posix_string_array(t, &args);
    if (!argv) return VALUE_ERROR;
    files_flush(t);
    execv(path.text, argv);
    return raise_os_error(t, errno);
}
static Value posix_execve(Thread *t, Value *a) {
    Path path;
    PosixStrings args = { 0 }, variables = { 0 };
    if (!posix_path(t, a[0], "execve", "path", PATH_FD, &path) || !add_arguments(t, a[1], "execve", &args))
        return VALUE_ERROR;
    if (!add_environment(t, a[2], "execve", &variables)) return VALUE_ERROR;
    char **argv = posix_string_array(t, &args), **envp = argv ? posix_string_array(t, &variables) : NULL;
    if (!envp) return VALUE_ERROR;
    files_flush(t);
    if (path.text)
        execve(path.text, argv, envp);
    else
        fexecve(path.fd, argv, envp);
    return raise_os_error_path(t, errno, path.object);
}

char **posix_environment(Thread *t) {
    size_t n = 0;
    while (environ && environ[n]) n++;
    char **array = alloc_leaf(t, (n + 1) * sizeof *array);
    if (array && n) memcpy(array, environ, n * sizeof *array);
    if (array) array[n] = NULL;
    return array;
}

/* -- posix_spawn() --------------------------------------------------------------------------------------- */

enum { PATH, ARGV, ENV, ACTIONS, GROUP, RESETIDS, SETSID, SIGMASK, SIGDEF, SCHEDULER };
enum { ACTION_OPEN, ACTION_CLOSE, ACTION_DUP2 };

typedef struct Spawn {
    const char *path;
    char **argv, **envp;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    bool search;
} Spawn;

static bool add_action(Thread *t, void *ctx, Value v) {
    posix_spawn_file_actions_t *actions = ctx;
    Value *item = is_tuple(v) ? as_tuple(v)->items : NULL;
    int64_t n = item ? as_tuple(v)->len : 0;
    int32_t kind, fd, other, flags, mode;
    const char *path;
    int err = 0;
    if (n == 0) return raise_type_error(t, "Each file_actions element must be a non-empty tuple"), false;
    if (!as_int32(t, item[0], &kind)) return false;
    switch (kind) {
    case ACTION_OPEN:
        if (n != 5) return raise_type_error(t, "A open file_action tuple must have 5 elements"), false;
        if (!as_int32(t, item[1], &fd) || !(path = fs_encode(t, item[2])) || !as_int32(t, item[3], &flags) ||
            !as_int32(t, item[4], &mode))
            return false;
        err = posix_spawn_file_actions_addopen(actions, fd, path, flags, (mode_t)mode);
        break;
    case ACTION_CLOSE:
        if (n != 2) return raise_type_error(t, "A close file_action tuple must have 2 elements"), false;
        if (!as_int32(t, item[1], &fd)) return false;
        err = posix_spawn_file_actions_addclose(actions, fd);
        break;
    case ACTION_DUP2:
        if (n != 3) return raise_type_error(t, "A dup2 file_action tuple must have 3 elements"), false;
        if (!as_int32(t, item[1], &fd) || !as_int32(t, item[2], &other)) return false;
        err = posix_spawn_file_actions_adddup2(actions, fd, other);
        break;
    default: return raise_type_error(t, "Unknown file_actions identifier"), false;
    }
    return err ? raise_os_error(t, err), false : true;
}

static bool add_signal(Thread *t, void *set, Value v) {
    int32_t number;
    if (!as_int32(t, v, &number)) return false;
    if (number < 1 || number >= NSIG)
        return raise_value_error(t, "signal number %d out of range [1; %d]", (int)number, NSIG - 1), false;
    sigaddset(set, number);
    return true;
}

/* (policy or None, sched_param) */
static bool set_scheduler(Thread *t, Value v, Spawn *s, short *flags) {
    struct sched_param param;
    int32_t policy;
    if (!is_tuple(v) || as_tuple(v)->len != 2)
        return raise_type_error(t, "A scheduler tuple must have two elements"), false;
    if (!posix_sched_param(t, as_tuple(v)->items[1], &param)) return false;
    if (as_tuple(v)->items[0] != VALUE_NONE) {
        if (!as_int32(t, as_tuple(v)->items[0], &policy)) return false;
        posix_spawnattr_setschedpolicy(&s->attributes, policy);
        *flags |= POSIX_SPAWN_SETSCHEDULER;
    }
    posix_spawnattr_setschedparam(&s->attributes, &param);
    *flags |= POSIX_SPAWN_SETSCHEDPARAM;
    return true;
}

static bool set_attributes(Thread *t, Value *a, Spawn *s) {
    short flags = 0;
    int32_t group;
    sigset_t mask, defaults;
    int32_t reset = 0;
    int session = truth_of(t, a[SETSID]);
    if (session < 0 || !as_int32(t, a[RESETIDS], &reset) || (a[GROUP] && !as_int32(t, a[GROUP], &group))) return false;
    if (a[GROUP]) {
        posix_spawnattr_setpgroup(&s->attributes, group);
        flags |= POSIX_SPAWN_SETPGROUP;
    }
    if (reset) flags |= POSIX_SPAWN_RESETIDS;
    if (session) flags |= POSIX_SPAWN_SETSID;
    sigemptyset(&mask);
    sigemptyset(&defaults);
    if ((a[SIGMASK] && !each_item(t, a[SIGMASK], add_signal, &mask)) ||
        (a[SIGDEF] && !each_item(t, a[SIGDEF], add_signal, &defaults)))
        return false;
    posix_spawnattr_setsigmask(&s->attributes, &mask);
    posix_spawnattr_setsigdefault(&s->attributes, &defaults);
    if (a[SIGMASK]) flags |= POSIX_SPAWN_SETSIGMASK;
    if (a[SIGDEF]) flags |= POSIX_SPAWN_SETSIGDEF;
    if (a[SCHEDULER] && a[SCHEDULER] != VALUE_NONE && !set_scheduler(t, a[SCHEDULER], s, &flags)) return false;
    posix_spawnattr_setflags(&s->attributes, flags);
    return true;
}

static int64_t call_spawn(void *arg) {
    Spawn *s = arg;
    pid_t pid;
    errno = s->search ? posix_spawnp(&pid, s->path, &s->actions, &s->attributes, s->argv, s->envp)
                      : posix_spawn(&pid, s->path, &s->actions, &s->attributes, s->argv, s->envp);
    return errno ? -1 : pid;
}

static Value spawn_prepared(Thread *t, Value *a, const char *who, Spawn *s) {
    Path path;
    PosixStrings args = { 0 }, variables = { 0 };
    int err;
    if (!posix_path(t, a[PATH], who, "path", 0, &path) || !add_arguments(t, a[ARGV], who, &args) ||
        !add_environment(t, a[ENV], who, &variables) || !(s->argv = posix_string_array(t, &args)) ||
        !(s->envp = posix_string_array(t, &variables)))
        return VALUE_ERROR;
    if (a[ACTIONS] && a[ACTIONS] != VALUE_NONE) {
        if (!is_list(a[ACTIONS]) && !is_tuple(a[ACTIONS]) && !type_of(t, a[ACTIONS])->slots.getitem)
            return raise_type_error(t, "file_actions must be a sequence or None");
        if (!each_item(t, a[ACTIONS], add_action, &s->actions)) return VALUE_ERROR;
    }
    if (!set_attributes(t, a, s)) return VALUE_ERROR;
    s->path = path.text;
    files_flush(t);
    int64_t pid = os_call(t, SYS_SPAWN, call_spawn, s, &err);
    if (pid < 0) return posix_fail(t, err, path.object, VALUE_NULL);
    observe_instant(t, GIL_SPAWN, pid, 0);
    return from_small(pid);
}
static Value spawn_with(Thread *t, Value *a, bool search) {
    Spawn s = { .search = search };
    posix_spawn_file_actions_init(&s.actions);
    posix_spawnattr_init(&s.attributes);
    Value v = spawn_prepared(t, a, search ? "posix_spawnp" : "posix_spawn", &s);
    posix_spawn_file_actions_destroy(&s.actions);
    posix_spawnattr_destroy(&s.attributes);
    return v;
}
static Value posix_spawn_function(Thread *t, Value *a) { return spawn_with(t, a, false); }
static Value posix_spawnp_function(Thread *t, Value *a) { return spawn_with(t, a, true); }

#define SPAWN_SIGNATURE \
    "path, argv, env, /, *, file_actions=(), setpgroup=NULL, resetids=False, setsid=False, setsigmask=NULL, " \
    "setsigdef=NULL, scheduler=NULL"

const FunctionDef posix_exec_functions[] = {
    { "execv", posix_execv, "path, argv, /", "Replace this process by a program.", 0 },
    { "execve", posix_execve, "path, argv, env", "Replace this process by a program, with an environment.", 0 },
    { "posix_spawn", posix_spawn_function, SPAWN_SIGNATURE, "Run a program in a new process; its pid.", 0 },
    { "posix_spawnp", posix_spawnp_function, SPAWN_SIGNATURE, "posix_spawn() that looks for the program in PATH.", 0 },
    { "system", posix_system, "command", "Run a shell command; its wait status.", 0 },
    { 0 },
};
