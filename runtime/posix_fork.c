/* posix: copying the process. */
#include "runtime/posix.h"
#include "vm/base/large.h"
#include "vm/base/pages.h"
#include "vm/frame.h"
#include "vm/observe.h"
#include "vm/signal.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utmp.h>

/* -- What is done around a fork --------------------------------------------------------------------------- */

static bool keep(Thread *t, List **list, Value fn) {
    return !fn || ((*list || (*list = list_alloc(t, 0, 1))) && list_append(t, *list, fn));
}
static Value posix_register_at_fork(Thread *t, Value *a) {
    static const char *const names[] = { "before", "after_in_child", "after_in_parent" };
    PosixState *s = posix_state(t);
    if (!a[0] && !a[1] && !a[2]) return raise_type_error(t, "At least one argument is required.");
    for (int i = 0; i < 3; i++)
        if (a[i] && !is_callable(t, a[i]))
            return raise_type_error(t, "'%s' must be callable, not %T", names[i], a[i]);
    const Frame *caller = frame_caller(t);
    /* our modules do nothing in a child that could not be done later */
    s->fork_is_seen |= a[1] && !(caller && code_from_library(caller->code));
    return keep(t, &s->fork_before, a[0]) && keep(t, &s->fork_in_child, a[1]) && keep(t, &s->fork_in_parent, a[2])
               ? VALUE_NONE
               : VALUE_ERROR;
}

/* A hook that fails is reported and keeps nobody else from running. */
static void call_hooks(Thread *t, List *hooks, bool backwards) {
    for (int64_t i = 0, n = hooks ? hooks->len : 0; i < n && i < hooks->len; i++) {
        Value fn = hooks->items[backwards ? n - 1 - i : i];
        if (!call0(t, fn)) error_unraisable(t, fn);
    }
}

/* The child has one thread: this one. Whatever must be made anew for it is made here, before any Python code runs. */
static void fork_in_child(Thread *t, bool streams_flushed) {
    Value alone = from_bool(t->interp->nthreads == 1);
    threads_after_fork(t);
    files_forget(t, streams_flushed);
    Value threading = dict_get_str(t, t->interp->modules, posix_state(t)->threading);
    if (!threading || !is_module(threading)) return;
    Value fn = get_attr_cstr(t, threading, "_after_fork");
    if (!fn || !call1(t, fn, alone)) error_unraisable(t, fn ? fn : threading);
}

/* A child for which sys.stdout and sys.stderr have been flushed. It may begin when it is spoken to: before, it takes no
 * memory of its own. */
typedef struct Prepared {
    int conn;                                   /* a socket; -1: it begins at once */
    int lifeline, writer;                       /* a pipe of the parent's, and its other end: when the parent is gone ... */
    sigset_t handled;                           /* signals that it is to begin for: they are blocked */
} Prepared;

/* No other thread is there that could want the GIL. The child ends if nobody will ever speak to it. A signal that has a
 * handler lets it begin as well; the handler runs when the child knows who it is, and takes the signals again. SIGINT does
 * so too: who forks has blocked that. */
static void wait_for_words(const Prepared *p) {
    char c;
    int signals = signalfd(-1, &p->handled, SFD_CLOEXEC);
    if (signals < 0) return;
    struct pollfd fds[3] = { { .fd = p->conn, .events = POLLIN },
                             { .fd = p->lifeline, .events = POLLIN },
                             { .fd = signals, .events = POLLIN } };
    (void)dup3(p->lifeline, p->writer, O_CLOEXEC);              /* only the parent is to have that end */
    if (poll(fds, 3, -1) > 0 && !fds[2].revents &&
        (fds[1].revents || recv(p->conn, &c, 1, MSG_PEEK | MSG_DONTWAIT) == 0)) _exit(0);
    close(signals);
}

static int64_t fork_with(Thread *t, int64_t (*copy)(void *arg), void *arg, const Prepared *prepared, int *err) {
    PosixState *s = posix_state(t);
    if (!s->threading && !(s->threading = str_intern_cstr(t, "threading"))) return *err = -1, -1;
    large_before_fork();
    finalizers_run(t);                          /* here, and not in both */
    call_hooks(t, s->fork_before, true);
    files_flush(t);                             /* else the child would write the same once more */
    int64_t pid = copy(arg);
    *err = errno;
    if (pid == 0) {
        signals_after_fork(t);                  /* while the thread that took signals is still known */
        if (prepared && prepared->conn >= 0 && !s->fork_is_seen) wait_for_words(prepared);
        pages_map_program();
        fork_in_child(t, prepared != NULL);
        call_hooks(t, s->fork_in_child, false);
    } else {
        if (pid > 0) observe_instant(t, GIL_FORK, pid, 0);
        call_hooks(t, s->fork_in_parent, false);
    }
    return pid;
}

/* -- The calls -------------------------------------------------------------------------------------------- */

static int64_t call_fork(void *arg) { return fork(); }
int64_t posix_fork(Thread *t, int *err) { return fork_with(t, call_fork, NULL, NULL, err); }

/* The names of the other threads, for people: those that the child will not have. */
static Value names_of_others(Thread *t) {
    Value names = VALUE_NULL;
    for (Thread *o = t->interp->threads; o; o = o->next) {
        if (o == t) continue;
        const char *name = thread_shown(o, "a thread without a name");
        names = names ? str_format(t, "%U, %s", names, name) : str_from_cstr(t, name);
        if (!names) return VALUE_ERROR;
    }
    return names;
}

/* A copy of a program with threads: locks that these hold at this moment stay taken in it. */
static bool warn_of_threads(Thread *t) {
    if (t->interp->nthreads < 2) return true;
    Value names = names_of_others(t);
    return names && warn(t, EXC_DeprecationWarning, 1,
                         "This process (pid=%ld) is multi-threaded, use of os.fork() may lead to deadlocks in the "
                         "child; it will not have these threads: %U", (long)getpid(), names);
}

static Value posix_fork_loudly(Thread *t, Value *a) {
    int err;
    if (!warn_of_threads(t)) return VALUE_ERROR;
    int64_t pid = posix_fork(t, &err);
    return pid < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_small(pid);
}

/* a: conn, lifeline, writer, or nothing. A child that waits has the signals blocked for which it begins: one that came before
 * it can take it would be noted only in its copy of what was noted for the parent. */
static Value posix_fork_function(Thread *t, Value *a) {
    int err;
    int64_t pid;
    Prepared p = { -1 };
    sigset_t before;
    if (!a[2]) {
        pid = fork_with(t, call_fork, NULL, &p, &err);
    } else {
        if (!posix_fileno(t, a[0], &p.conn) || !posix_fileno(t, a[1], &p.lifeline) || !posix_fileno(t, a[2], &p.writer))
            return VALUE_ERROR;
        signals_handled(t, &p.handled);
        sigaddset(&p.handled, SIGINT);
        pthread_sigmask(SIG_BLOCK, &p.handled, &before);
        pid = fork_with(t, call_fork, NULL, &p, &err);
        if (pid != 0) pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    return pid < 0 ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_small(pid);
}

static int64_t call_forkpty(void *master) { return forkpty(master, NULL, NULL, NULL); }
static Value posix_forkpty(Thread *t, Value *a) {
    int err, master = -1;
    int64_t pid = fork_with(t, call_forkpty, &master, NULL, &err);
    if (pid < 0) return posix_fail(t, err, VALUE_NULL, VALUE_NULL);
    return tuple_pack2(t, from_small(pid), from_small(master));
}
static Value posix_login_tty(Thread *t, Value *a) {
    int fd;
    if (!posix_fileno(t, a[0], &fd)) return VALUE_ERROR;
    return login_tty(fd) < 0 ? raise_os_error(t, errno) : VALUE_NONE;
}

const FunctionDef posix_fork_functions[] = {
    { "fork", posix_fork_loudly, "", "Copy this process: 0 in the child, the child's pid in the parent.", 0 },
    { "_fork", posix_fork_function, "conn=NULL, lifeline=NULL, writer=NULL, /",
      "fork() without a warning, for who knows what the child may do and has flushed stdout and stderr. The child may wait for "
      "something to read first.", 0 },
    { "forkpty", posix_forkpty, "", "fork() with a new terminal for the child: (pid, its other end).", 0 },
    { "login_tty", posix_login_tty, "fd, /", "Make a terminal the controlling one, and 0, 1 and 2.", 0 },
    { "register_at_fork", posix_register_at_fork, "*, before=NULL, after_in_child=NULL, after_in_parent=NULL",
      "Functions to be called around fork(): those before it last one first.", 0 },
    { 0 },
};
