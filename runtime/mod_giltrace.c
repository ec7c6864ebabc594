/* _giltrace: what the package giltrace needs of the interpreter to record what threads do with the GIL. */
#include "vm/native.h"
#include "vm/observe.h"
#include "vm/remote.h"
#include "vm/run.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* -- Recording --------------------------------------------------------------------------------------------- */

static Value folder_of(Thread *t) {
    const char *folder = observe_folder(t->interp);
    return folder ? str_from_utf8_lossy(t, folder, strlen(folder), "surrogateescape") : VALUE_NONE;
}

/* A recording that this process has from its beginning has an owner, who shows it at the end. */
static Value giltrace_start(Thread *t, Value *a) {
    int64_t room;
    if (!as_int64(t, a[0], &room)) return VALUE_ERROR;
    if (room < 0 || room > ROOM_MAX) return raise_value_error(t, "events must be from 0 to %d", ROOM_MAX);
    if (t->interp->observer) return raise_error(t, EXC_RuntimeError, "the GIL is being recorded already");
    Observation what = { .room = (uint64_t)room, .how = HOW_COMMAND };
    int err = observe_start(t, &what);
    if (err) return raise_os_error(t, err);
    t->interp->observer_owner = getpid();
    return folder_of(t);
}

static Value giltrace_stop(Thread *t, Value *a) {
    if (!t->interp->observer) return raise_error(t, EXC_RuntimeError, "the GIL is not being recorded");
    observe_stop(t, 0);
    return VALUE_NONE;
}

static Value giltrace_folder(Thread *t, Value *a) { return folder_of(t); }

static Value giltrace_touch(Thread *t, Value *a) {
    observe_touch(t->interp);
    return VALUE_NONE;
}

static Value giltrace_ask(Thread *t, Value *a) {
    int32_t pid, what, nonce;
    if (!as_int32(t, a[0], &pid) || !as_int32(t, a[1], &what) || !as_int32(t, a[2], &nonce)) return VALUE_ERROR;
    int err = remote_ask(pid, what, (unsigned)nonce);
    return err ? raise_os_error(t, err) : VALUE_NONE;
}

static Value giltrace_name_process(Thread *t, Value *a) {
    if (!is_str(a[0])) return raise_type_error(t, "a str is required, not '%T'", a[0]);
    const char *name = str_utf8_lossy(t, as_str(a[0]), NULL);
    if (!name) return VALUE_ERROR;
    observe_process_name(t->interp, name);
    return VALUE_NONE;
}

/* -- Who has it, who wants it -------------------------------------------------------------------------------- */

static Value giltrace_holder(Thread *t, Value *a) { return from_uint64(t, thread_ident(t)); }

static Value giltrace_waiters(Thread *t, Value *a) {
    List *list = list_alloc(t, 0, 4);
    for (Thread *each = t->interp->threads; list && each; each = each->next) {
        if (!each->os->gil_queued) continue;
        Value ident = from_uint64(t, thread_ident(each));
        if (!ident || !list_append(t, list, ident)) return VALUE_ERROR;
    }
    return list ? from_ptr(list) : VALUE_ERROR;
}

const ModuleDef mod_giltrace = {
    .name = "_giltrace",
    .doc = "The recorder behind giltrace.",
    .functions = (const FunctionDef[]){
        { "start", giltrace_start, "events, /", "Record; keep so many of each thread's last events. The folder.", 0 },
        { "stop", giltrace_stop, "", "End the recording.", 0 },
        { "folder", giltrace_folder, "", "Where the recording is written to, or None.", 0 },
        { "touch", giltrace_touch, "", "Bring the recording's clock up to date.", 0 },
        { "name_process", giltrace_name_process, "name, /", "What the recording calls this process.", 0 },
        { "ask", giltrace_ask, "pid, what, nonce, /", "Send another process a question (vm/remote.h).", 0 },
        { "holder", giltrace_holder, "", "The ident of the thread that has the GIL: of the caller.", 0 },
        { "waiters", giltrace_waiters, "", "The idents of the threads that wait for the GIL.", 0 },
        { 0 },
    },
};

/* -- At the beginning and the end of the program --------------------------------------------------------------- */

static bool asked(const Options *o) { return o->gil_report || o->gil_trace; }

static Value path_of(Thread *t, const char *path) {
    return path ? str_from_utf8_lossy(t, path, strlen(path), "surrogateescape") : VALUE_NONE;
}

static Value call_package(Thread *t, const char *name, Value *args, size_t n) {
    Value package = import_module(t, "giltrace"), fn = package ? get_attr_cstr(t, package, name) : VALUE_ERROR;
    return fn ? call_value(t, fn, args, n, NULL) : VALUE_ERROR;
}

/* A child of a recorded process: the variable says where. It is none of this program's concern if that fails. */
static void join_parent(Thread *t) {
    const char *text = getenv(OBSERVE_VARIABLE);
    char *folder;
    uint64_t room = text ? strtoull(text, &folder, 10) : 0;
    if (!text || *folder != ':' || room > ROOM_MAX) return;
    Observation what = { .folder = folder + 1, .room = room, .how = HOW_EXEC };
    if (observe_start(t, &what) != 0) unsetenv(OBSERVE_VARIABLE);
}

/* Waits for the end of this process, in a process of its own that nobody here is the parent of. If the recording is still
 * there then, we were killed: it is shown all the same. */
static NORETURN void watch(const Options *o, const char *folder, int process) {
    struct pollfd end = { .fd = process, .events = POLLIN };
    const char *executable = o->executable ? o->executable : "minipy", *trace = o->gil_trace ? o->gil_trace : "";
    int null = open("/dev/null", O_RDWR);
    setsid();                                           /* the terminal's signals are for the program */
    for (int fd = 0; null >= 0 && fd < 2; fd++) dup2(null, fd);
    while (poll(&end, 1, -1) < 0 && errno == EINTR) continue;
    if (access(folder, F_OK) == 0) {
        unsetenv(OBSERVE_VARIABLE);
        execl(executable, executable, "-m", "giltrace", "rescue", folder, o->gil_report ? "report" : "", trace, (char *)NULL);
    }
    _exit(0);
}

static void start_watch(Thread *t) {
    const char *folder = observe_folder(t->interp);
    int process = (int)syscall(SYS_pidfd_open, getpid(), 0);
    pid_t child = process >= 0 ? fork() : -1;
    if (child == 0) {
        if (fork() == 0) watch(t->interp->options, folder, process);
        _exit(0);
    }
    if (process >= 0) close(process);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
}

bool giltrace_begin(Thread *t) {
    const Options *o = t->interp->options;
    if (!asked(o)) return join_parent(t), true;
    Value path = path_of(t, o->gil_trace);
    if (!path || !call_package(t, "_prepare", &path, 1)) return false;
    Observation what = { .room = o->gil_trace ? o->gil_ring ? o->gil_ring : (uint64_t)ROOM_USUAL : 0, .how = HOW_COMMAND };
    int err = observe_start(t, &what);
    if (err) return raise_os_error(t, err), false;
    t->interp->observer_owner = getpid();
    start_watch(t);
    return true;
}

void giltrace_finish(Thread *t, int status) {
    const Options *o = t->interp->options;
    if (!t->interp->observer) return;
    Value folder = folder_of(t);
    observe_stop(t, status);
    if (t->interp->observer_owner != getpid()) return;
    Value exc = exc_fetch(t), args[3] = { folder, from_bool(o->gil_report), path_of(t, o->gil_trace) };
    if (!folder || !args[2] || !call_package(t, asked(o) ? "_finish" : "_remove", args, asked(o) ? 3 : 1))
        (void)report_exception(t);
    exc_restore(t, exc);
}
