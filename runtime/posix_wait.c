/* posix: waiting for children. */
#include "runtime/posix.h"
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* (pid, status, resource.struct_rusage) */
static Value wait_usage(Thread *t, Value pid, Value options) {
    struct rusage usage;
    PosixCall c = { .p = &usage };
    int err;
    if (!as_int32(t, pid, &c.fd) || !as_int32(t, options, &c.flags)) return VALUE_ERROR;
    int64_t r = os_call(t, SYS_WAIT, call_wait, &c, &err);
    if (r < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    if (r == 0) usage = (struct rusage){ 0 };
    Value shown = posix_usage(t, &usage);
    return shown ? tuple_pack3(t, from_small(r), from_small(c.fd2), shown) : VALUE_ERROR;
}
static Value posix_wait3(Thread *t, Value *a) { return wait_usage(t, from_small(-1), a[0]); }
static Value posix_wait4(Thread *t, Value *a) { return wait_usage(t, a[0], a[1]); }

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

static Value posix_pidfd_open(Thread *t, Value *a) {
    int32_t pid;
    int64_t flags;
    if (!as_int32(t, a[0], &pid) || !as_int64(t, a[1], &flags)) return VALUE_ERROR;
    long fd = syscall(SYS_pidfd_open, pid, (unsigned)flags);
    return fd < 0 ? raise_os_error(t, errno) : from_small(fd);
}

bool posix_wait_init(Thread *t, Module *m) {
    static const char *const fields[] = { "si_pid", "si_uid", "si_signo", "si_status", "si_code" };
    posix_state(t)->waitid_result = posix_structseq(t, m, "posix.waitid_result", fields, 5, 5);
    return posix_state(t)->waitid_result != NULL;
}

const FunctionDef posix_wait_functions[] = {
    { "WCOREDUMP", posix_wcoredump, "status, /", NULL, 0 },
    { "WEXITSTATUS", posix_wexitstatus, "status", NULL, 0 },
    { "WIFCONTINUED", posix_wifcontinued, "status", NULL, 0 },
    { "WIFEXITED", posix_wifexited, "status", NULL, 0 },
    { "WIFSIGNALED", posix_wifsignaled, "status", NULL, 0 },
    { "WIFSTOPPED", posix_wifstopped, "status", NULL, 0 },
    { "WSTOPSIG", posix_wstopsig, "status", NULL, 0 },
    { "WTERMSIG", posix_wtermsig, "status", NULL, 0 },
    { "wait", posix_wait, "", "Wait for any child; its pid and status.", 0 },
    { "waitid", posix_waitid, "idtype, id, options, /", NULL, 0 },
    { "waitpid", posix_waitpid, "pid, options, /", "Wait for a child; its pid and status.", 0 },
    { "waitstatus_to_exitcode", posix_waitstatus_to_exitcode, "status", "The exit code, or minus the signal.",
      0 },
    { "pidfd_open", posix_pidfd_open, "pid, flags=0", "A descriptor that can be read when the process has ended.", 0 },
    { "wait3", posix_wait3, "options", "Wait for any child; its pid, status and what it used.", 0 },
    { "wait4", posix_wait4, "pid, options", "Wait for a child; its pid, status and what it used.", 0 },
    { 0 },
};
