/* _posixsubprocess: what subprocess cannot say in Python: starting a program, waiting for a process and its pipes.
 *
 * A child is started with clone(CLONE_VM | CLONE_VFORK), as posix_spawn() does: the parent's thread stands still until
 * the program runs, nothing is copied, and what goes wrong in the child is written straight into the parent's memory.
 * Until execve() the child makes system calls only. With a preexec_fn, which is Python, it is a fork with a pipe that
 * tells of errors. */
#include "runtime/posix.h"
#include "vm/observe.h"
#include "vm/base/plat.h"
#include "vm/object/container.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHILD_STACK = 16 << 10 };

enum Stage { STAGE_NONE, STAGE_SETUP, STAGE_CHDIR, STAGE_PREEXEC, STAGE_EXEC };
typedef struct Failure { int stage, err; } Failure;

/* Plain data for the child. */
typedef struct Child {
    char **argv, **envp, **programs;            /* programs: tried in this order */
    const char *cwd;
    int std[3];                                 /* what becomes 0, 1 and 2; -1: as it is */
    const int *keep;                            /* descriptors above 2 that stay open, sorted */
    int64_t nkeep;
    int report;                                 /* the pipe that tells of errors; -1: shared memory */
    int process_group;                          /* -1: the parent's */
    int umask;                                  /* -1: the parent's */
    bool own_environment;                       /* envp is not the parent's: preexec_fn cannot change it */
    bool close_fds, restore_signals, new_session, set_uid, set_gid, set_groups;
    uid_t uid;
    gid_t gid, *groups;
    int64_t ngroups;
    uint64_t mask;                              /* the signals that the parent's thread blocked */
    Failure failure;
} Child;

/* -- In the child ---------------------------------------------------------------------------------------- */

static bool failed(Child *c, enum Stage stage) {
    c->failure = (Failure){ stage, errno };
    return false;
}

static bool place_descriptors(Child *c) {
    for (int64_t i = 0; i < c->nkeep; i++) {
        int flags = fcntl(c->keep[i], F_GETFD);
        if (flags < 0 || fcntl(c->keep[i], F_SETFD, flags & ~FD_CLOEXEC) < 0) return false;
    }
    for (int i = 0; i < 3; i++)                 /* out of the way of those that go there */
        if (c->std[i] >= 0 && c->std[i] < 3 && c->std[i] != i && (c->std[i] = fcntl(c->std[i], F_DUPFD_CLOEXEC, 3)) < 0)
            return false;
    for (int i = 0; i < 3; i++)
        if (c->std[i] == i ? fcntl(i, F_SETFD, 0) < 0 : c->std[i] >= 0 && dup2(c->std[i], i) < 0) return false;
    return true;
}

/* Handlers are the parent's code: none may run here. Ignored signals stay ignored, but for those Python ignores. */
static void reset_signals(const Child *c) {
    struct sigaction sa;
    for (int number = 1; number < NSIG; number++) {
        if (sigaction(number, NULL, &sa) < 0 || sa.sa_handler == SIG_DFL) continue;
        if (sa.sa_handler == SIG_IGN && !(c->restore_signals && (number == SIGPIPE || number == SIGXFSZ))) continue;
        sa.sa_handler = SIG_DFL;
        sa.sa_flags = 0;
        sigaction(number, &sa, NULL);
    }
}

/* The system calls themselves: the library's functions would tell the parent's other threads. */
static bool change_user(const Child *c) {
    return !(c->set_groups && syscall(SYS_setgroups, (size_t)c->ngroups, c->groups) < 0) &&
           !(c->set_gid && syscall(SYS_setregid, c->gid, c->gid) < 0) &&
           !(c->set_uid && syscall(SYS_setreuid, c->uid, c->uid) < 0);
}

static bool set_up(Child *c) {
    if (!place_descriptors(c)) return failed(c, STAGE_SETUP);
    if (c->cwd && chdir(c->cwd) < 0) return failed(c, STAGE_CHDIR);
    if (c->umask >= 0) umask((mode_t)c->umask);
    if (c->report < 0)
        reset_signals(c);
    else if (c->restore_signals)
        signal(SIGPIPE, SIG_DFL), signal(SIGXFSZ, SIG_DFL);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &c->mask, NULL, sizeof c->mask);
    if (c->new_session) setsid();
    if ((c->process_group >= 0 && setpgid(0, c->process_group) < 0) || !change_user(c)) return failed(c, STAGE_SETUP);
    return true;
}

static void close_between(unsigned from, unsigned to) {
    struct rlimit limit;
    if (from > to || syscall(SYS_close_range, from, to, 0) == 0) return;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur <= to) to = (unsigned)limit.rlim_cur - 1;
    for (unsigned fd = from; fd <= to && fd >= from; fd++) close((int)fd);
}
static void close_others(const Child *c) {
    int64_t i = 0;
    unsigned from = 3;
    for (;; i++) {
        bool reporting = c->report >= (int)from && (i == c->nkeep || c->report < c->keep[i]);
        if (i == c->nkeep && !reporting) break;
        unsigned stays = (unsigned)(reporting ? c->report : c->keep[i]);
        if (reporting) i--;
        if (stays < from) continue;
        close_between(from, stays - 1);
        from = stays + 1;
    }
    close_between(from, ~0u);
}

/* Returns if no program could be run. */
static void execute(Child *c) {
    int telling = 0;                            /* the first error that says more than "not here" */
    if (c->close_fds) close_others(c);
    for (char **program = c->programs; *program; program++) {
        execve(*program, c->argv, c->envp);
        if (errno != ENOENT && errno != ENOTDIR && !telling) telling = errno;
    }
    if (telling) errno = telling;
    failed(c, STAGE_EXEC);
}

static int run_child(void *arg) {
    Child *c = arg;
    if (set_up(c)) execute(c);
    _exit(255);
}

static int64_t call_start(void *arg) {
    Child *c = arg;
    _Alignas(16) char stack[CHILD_STACK];
    uint64_t all = ~UINT64_C(0);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &c->mask, sizeof all);
    int pid = clone(run_child, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, c), err = errno;
    if (pid >= 0 && c->failure.stage)
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, &c->mask, NULL, sizeof c->mask);
    errno = err;
    return pid;
}

/* -- With preexec_fn ------------------------------------------------------------------------------------- */

static int64_t call_wait(void *arg) { return waitpid(*(int *)arg, NULL, 0); }

static void run_forked_child(Thread *t, Child *c, Value preexec) {
    if (set_up(c)) {
        if (!call0(t, preexec))
            c->failure.stage = STAGE_PREEXEC;
        else {
            if (!c->own_environment) c->envp = environ;     /* as preexec_fn left it */
            execute(c);
        }
    }
    ssize_t n = write(c->report, &c->failure, sizeof c->failure);
    _exit(n < 0 ? 254 : 255);
}

static int64_t start_by_fork(Thread *t, Child *c, Value preexec, int *err) {
    int pipe[2], e;
    if (pipe2(pipe, O_CLOEXEC) < 0) return *err = errno, -1;
    if (pipe[1] < 3) {                          /* 0, 1 and 2 will be taken */
        int fd = fcntl(pipe[1], F_DUPFD_CLOEXEC, 3);
        close(pipe[1]);
        pipe[1] = fd;
    }
    c->report = pipe[1];
    syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &c->mask, sizeof c->mask);
    int64_t pid = posix_fork(t, err);
    if (pid == 0) run_forked_child(t, c, preexec);
    close(pipe[1]);
    if (pid > 0 && os_read(t, pipe[0], &c->failure, sizeof c->failure, &e) < 0) {
        close(pipe[0]);
        return *err = e, -1;
    }
    close(pipe[0]);
    if (pid > 0 && c->failure.stage) {
        int number = (int)pid;
        os_call(t, SYS_WAIT, call_wait, &number, &e);
    }
    return pid;
}

/* -- fork_exec() ----------------------------------------------------------------------------------------- */

typedef struct Numbers { int64_t *items; int64_t n; } Numbers;
static bool add_descriptor(Thread *t, void *arg, Value v) {
    Numbers *s = arg;
    int32_t fd;
    if (!as_int32(t, v, &fd)) return false;
    if (fd < 0 || (s->n > 0 && fd <= ((int *)s->items)[s->n - 1]))
        return raise_value_error(t, "bad value(s) in fds_to_keep"), false;
    ((int *)s->items)[s->n++] = fd;
    return true;
}
static bool add_group(Thread *t, void *arg, Value v) {
    Numbers *s = arg;
    unsigned id;
    if (!posix_id(t, v, "gid", &id)) {
        if (!exc_matches(t, EXC_OverflowError)) return false;
        exc_clear(t);
        return raise_value_error(t, "invalid group id"), false;
    }
    ((gid_t *)s->items)[s->n++] = id;
    return true;
}
/* The numbers of a tuple: int or gid_t, which have one size. */
static void *numbers(Thread *t, Value tuple, bool (*add)(Thread *, void *, Value), int64_t *n) {
    Numbers s = { .n = 0 };
    if (!is_tuple(tuple)) return raise_type_error(t, "a tuple is required, not %T", tuple), NULL;
    s.items = alloc_leaf(t, ((size_t)as_tuple(tuple)->len + 1) * sizeof(int));
    if (!s.items || !each_item(t, tuple, add, &s)) return NULL;
    *n = s.n;
    return s.items;
}

static char **strings_of(Thread *t, Value items) {
    PosixStrings s = { 0 };
    return each_item(t, items, posix_add_string, &s) ? posix_string_array(t, &s) : NULL;
}

static bool ids_of(Thread *t, Child *c, Value gid, Value groups, Value uid) {
    c->set_gid = gid != VALUE_NONE;
    c->set_uid = uid != VALUE_NONE;
    c->set_groups = groups != VALUE_NONE;
    return (!c->set_gid || posix_id(t, gid, "gid", &c->gid)) &&
           (!c->set_groups || (c->groups = numbers(t, groups, add_group, &c->ngroups))) &&
           (!c->set_uid || posix_id(t, uid, "uid", &c->uid));
}

static Value child_failure(Thread *t, const Child *c, Value cwd, Value program) {
    switch (c->failure.stage) {
    case STAGE_CHDIR: return raise_os_error_path(t, c->failure.err, cwd);
    case STAGE_EXEC: return raise_os_error_path(t, c->failure.err, program);
    case STAGE_PREEXEC: return VALUE_NONE;      /* subprocess knows the class to raise */
    default: return raise_os_error(t, c->failure.err);
    }
}

enum { ARGS, PROGRAMS, CLOSE_FDS, PASS_FDS, CWD, ENV, STDIN, STDOUT, STDERR, RESTORE, SESSION, GROUP, GID, GROUPS, UID,
       UMASK, PREEXEC, NAME };

static Value subprocess_fork_exec(Thread *t, Value *a) {
    Child c = { .report = -1 };
    PosixStrings variables = { 0 };
    if (a[PREEXEC] != VALUE_NONE && !is_callable(t, a[PREEXEC])) return VALUE_NONE;
    if (!(c.argv = strings_of(t, a[ARGS])) || !(c.programs = strings_of(t, a[PROGRAMS])) ||
        !(c.keep = numbers(t, a[PASS_FDS], add_descriptor, &c.nkeep)) ||
        (a[ENV] != VALUE_NONE && !posix_add_variables(t, a[ENV], true, &variables)) ||
        !(c.envp = a[ENV] == VALUE_NONE ? posix_environment(t) : posix_string_array(t, &variables)) ||
        (a[CWD] != VALUE_NONE && !(c.cwd = fs_encode(t, a[CWD]))) || !as_int32(t, a[STDIN], &c.std[0]) ||
        !as_int32(t, a[STDOUT], &c.std[1]) || !as_int32(t, a[STDERR], &c.std[2]) ||
        !as_int32(t, a[GROUP], &c.process_group) || !ids_of(t, &c, a[GID], a[GROUPS], a[UID]) ||
        !as_int32(t, a[UMASK], &c.umask))
        return VALUE_ERROR;
    int close_fds = truth_of(t, a[CLOSE_FDS]), restore = truth_of(t, a[RESTORE]), session = truth_of(t, a[SESSION]);
    int err;
    if (close_fds < 0 || restore < 0 || session < 0) return VALUE_ERROR;
    c.own_environment = a[ENV] != VALUE_NONE;
    c.close_fds = close_fds;
    c.restore_signals = restore;
    c.new_session = session;
    files_flush(t);
    int64_t pid = a[PREEXEC] == VALUE_NONE ? os_call(t, SYS_SPAWN, call_start, &c, &err)
                                           : start_by_fork(t, &c, a[PREEXEC], &err);
    if (pid < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    if (c.failure.stage) return child_failure(t, &c, a[CWD], a[NAME]);
    observe_instant(t, GIL_SPAWN, pid, 0);
    return from_small(pid);
}

static int64_t call_pipe(void *fd) { return pipe2(fd, O_CLOEXEC); }
static Value subprocess_pipe(Thread *t, Value *a) {
    int32_t size;
    int fd[2], e;
    if (!as_int32(t, a[0], &size)) return VALUE_ERROR;
    if (os_call(t, SYS_FILE, call_pipe, fd, &e) < 0) return posix_fail(t, e, VALUE_NULL, VALUE_NULL);
    if (size > 0 && fcntl(fd[1], F_SETPIPE_SZ, size) < 0) {
        int err = errno;
        close(fd[0]);
        close(fd[1]);
        return raise_os_error(t, err);
    }
    return tuple_pack2(t, from_small(fd[0]), from_small(fd[1]));
}

/* -- Waiting --------------------------------------------------------------------------------------------- */

typedef struct PollCall {
    struct pollfd *fds;
    nfds_t n;
    int64_t deadline;                           /* on the monotonic clock; -1: none */
    int pid;
} PollCall;

static int64_t poll_until(const PollCall *c) {
    struct timespec left = { 0 };
    if (c->deadline >= 0) {
        int64_t ns = MAX(c->deadline - plat_monotonic_ns(), 0);
        left = (struct timespec){ ns / 1000000000, ns % 1000000000 };
    }
    return ppoll(c->fds, c->n, c->deadline < 0 ? NULL : &left, NULL);
}
static int64_t call_poll(void *arg) { return poll_until(arg); }

/* Where the system has no pidfd_open(): asks again and again, less and less often. */
static int64_t watch_child(const PollCall *c) {
    siginfo_t info = { 0 };
    for (int64_t pause = 500000;; pause = MIN(pause * 2, INT64_C(50000000))) {
        if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0) return errno == EINTR ? -1 : 1;
        int64_t left = c->deadline < 0 ? pause : c->deadline - plat_monotonic_ns();
        if (info.si_pid || left <= 0) return info.si_pid != 0;
        struct timespec ts = { 0, (long)MIN(pause, left) };
        if (nanosleep(&ts, NULL) < 0) return -1;
    }
}
static int64_t call_wait_exit(void *arg) {
    PollCall *c = arg;
    if (c->deadline < 0) {
        siginfo_t info;
        return waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOWAIT) < 0 && errno == EINTR ? -1 : 1;
    }
    int fd = (int)syscall(SYS_pidfd_open, c->pid, 0);
    if (fd < 0) return errno == ESRCH ? 1 : watch_child(c);
    struct pollfd p = { .fd = fd, .events = POLLIN };
    c->fds = &p;
    c->n = 1;
    int64_t r = poll_until(c);
    int err = errno;
    close(fd);
    errno = err;
    return r;
}

static bool deadline_of(Thread *t, Value timeout, int64_t *out) {
    int64_t ns, now = plat_monotonic_ns();
    *out = -1;
    if (timeout == VALUE_NONE) return true;
    if (!patience_ns(t, timeout, &ns)) return false;
    ns = MAX(ns, 0);
    *out = ns > INT64_MAX - now ? INT64_MAX : now + ns;
    return true;
}

static Value subprocess_wait_exit(Thread *t, Value *a) {
    PollCall c = { 0 };
    int err;
    if (!as_int32(t, a[0], &c.pid) || !deadline_of(t, a[1], &c.deadline)) return VALUE_ERROR;
    int64_t r = os_call(t, SYS_WAIT, call_wait_exit, &c, &err);
    return r < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_bool(r > 0);
}

typedef struct Polled { struct pollfd *fds; int64_t n; short events; } Polled;
static bool add_polled(Thread *t, void *arg, Value v) {
    Polled *p = arg;
    struct pollfd *f = &p->fds[p->n++];
    f->events = p->events;
    return as_int32(t, v, &f->fd);
}
static Value subprocess_poll(Thread *t, Value *a) {
    PollCall c = { 0 };
    int err;
    int64_t nread = length_of(t, a[0]), nwrite = nread < 0 ? -1 : length_of(t, a[1]);
    if (nwrite < 0 || !deadline_of(t, a[2], &c.deadline)) return VALUE_ERROR;
    if (!is_list(a[0]) || !is_list(a[1])) return raise_type_error(t, "poll() takes lists of descriptors");
    Polled p = { .fds = alloc_leaf(t, (size_t)(nread + nwrite + 1) * sizeof *p.fds), .events = POLLIN };
    if (!p.fds || !each_item(t, a[0], add_polled, &p)) return VALUE_ERROR;
    p.events = POLLOUT;
    if (p.n != nread || !each_item(t, a[1], add_polled, &p)) return VALUE_ERROR;
    c.fds = p.fds;
    c.n = (nfds_t)p.n;
    if (os_call(t, SYS_POLL, call_poll, &c, &err) < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    List *ready = list_alloc(t, 0, p.n);
    for (int64_t i = 0; ready && i < p.n; i++)
        if (p.fds[i].revents && !list_append(t, ready, from_small(p.fds[i].fd))) return VALUE_ERROR;
    return from_ptr(ready);
}

/* Would a write to this pipe have to wait? Its other end knows for sure: a pipe of pages that are not full holds fewer
 * bytes than its size says. */
static Value subprocess_full(Thread *t, Value *a) {
    int32_t fd;
    int waiting;
    char path[40];
    if (!as_int32(t, a[0], &fd)) return VALUE_ERROR;
    if (ioctl(fd, FIONREAD, &waiting) < 0) return raise_os_error(t, errno);
    if (waiting == 0) return from_small(0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", (int)fd);
    struct stat st;
    int end = fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) ? open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
    bool full;
    if (end >= 0) {
        struct pollfd p = { .fd = end, .events = POLLOUT };
        full = poll(&p, 1, 0) == 0;
        close(end);
    } else {
        full = waiting >= fcntl(fd, F_GETPIPE_SZ) / 2;
    }
    return from_small(full ? waiting : 0);
}

static const FunctionDef functions[] = {
    { "fork_exec", subprocess_fork_exec,
      "args, programs, close_fds, pass_fds, cwd, env, stdin, stdout, stderr, restore_signals, start_new_session, "
      "process_group, gid, extra_groups, uid, umask, preexec_fn, name, /",
      "Start the first of the programs that can be run; its process id, or None if preexec_fn failed. name is for the "
      "error when none can.", 0 },
    { "full", subprocess_full, "fd, /", "How many bytes wait in a pipe that is full; 0 if it is not.", 0 },
    { "pipe", subprocess_pipe, "size, /", "A pipe for so many bytes, or for as many as usual.", 0 },
    { "poll", subprocess_poll, "reading, writing, timeout, /", "The descriptors of two lists that are ready.", 0 },
    { "wait_exit", subprocess_wait_exit, "pid, timeout, /",
      "Wait until a child has ended, and leave it to waitpid(). False: the time is over.", 0 },
    { 0 },
};
const ModuleDef mod_posixsubprocess = {
    .name = "_posixsubprocess",
    .doc = "Starting programs and waiting for them.",
    .functions = functions,
};
