/* posix: sysconf(), pathconf(), confstr() and their names. */
#include "runtime/posix.h"
#include <errno.h>
#include <unistd.h>

typedef struct ConfName {
    const char *name;
    int value;
} ConfName;

static const ConfName path_names[] = {
#define PC(x) { "PC_" #x, _PC_##x },
    PC(ALLOC_SIZE_MIN) PC(ASYNC_IO) PC(CHOWN_RESTRICTED) PC(FILESIZEBITS) PC(LINK_MAX) PC(MAX_CANON)
    PC(MAX_INPUT) PC(NAME_MAX) PC(NO_TRUNC) PC(PATH_MAX) PC(PIPE_BUF) PC(PRIO_IO) PC(REC_INCR_XFER_SIZE)
    PC(REC_MAX_XFER_SIZE) PC(REC_MIN_XFER_SIZE) PC(REC_XFER_ALIGN) PC(SOCK_MAXBUF) PC(SYMLINK_MAX)
    PC(SYNC_IO) PC(VDISABLE)
#undef PC
};
static const ConfName system_names[] = {
#define SC(x) { "SC_" #x, _SC_##x },
    SC(2_CHAR_TERM) SC(2_C_BIND) SC(2_C_DEV) SC(2_C_VERSION) SC(2_FORT_DEV) SC(2_FORT_RUN) SC(2_LOCALEDEF)
    SC(2_SW_DEV) SC(2_UPE) SC(2_VERSION) SC(AIO_LISTIO_MAX) SC(AIO_MAX) SC(AIO_PRIO_DELTA_MAX) SC(ARG_MAX)
    SC(ASYNCHRONOUS_IO) SC(ATEXIT_MAX) SC(AVPHYS_PAGES) SC(BC_BASE_MAX) SC(BC_DIM_MAX) SC(BC_SCALE_MAX)
    SC(BC_STRING_MAX) SC(CHAR_BIT) SC(CHAR_MAX) SC(CHAR_MIN) SC(CHILD_MAX) SC(CLK_TCK)
    SC(COLL_WEIGHTS_MAX) SC(DELAYTIMER_MAX) SC(EXPR_NEST_MAX) SC(FSYNC) SC(GETGR_R_SIZE_MAX)
    SC(GETPW_R_SIZE_MAX) SC(INT_MAX) SC(INT_MIN) SC(IOV_MAX) SC(JOB_CONTROL) SC(LINE_MAX)
    SC(LOGIN_NAME_MAX) SC(LONG_BIT) SC(MAPPED_FILES) SC(MB_LEN_MAX) SC(MEMLOCK) SC(MEMLOCK_RANGE)
    SC(MEMORY_PROTECTION) SC(MESSAGE_PASSING) SC(MQ_OPEN_MAX) SC(MQ_PRIO_MAX) SC(NGROUPS_MAX)
    SC(NPROCESSORS_CONF) SC(NPROCESSORS_ONLN) SC(NZERO) SC(OPEN_MAX) SC(PAGESIZE) SC(PAGE_SIZE)
    SC(PASS_MAX) SC(PHYS_PAGES) SC(PRIORITIZED_IO) SC(PRIORITY_SCHEDULING) SC(REALTIME_SIGNALS)
    SC(RE_DUP_MAX) SC(RTSIG_MAX) SC(SAVED_IDS) SC(SCHAR_MAX) SC(SCHAR_MIN) SC(SEMAPHORES)
    SC(SEM_NSEMS_MAX) SC(SEM_VALUE_MAX) SC(SHARED_MEMORY_OBJECTS) SC(SHRT_MAX) SC(SHRT_MIN)
    SC(SIGQUEUE_MAX) SC(SSIZE_MAX) SC(STREAM_MAX) SC(SYNCHRONIZED_IO) SC(THREADS)
    SC(THREAD_ATTR_STACKADDR) SC(THREAD_ATTR_STACKSIZE) SC(THREAD_DESTRUCTOR_ITERATIONS)
    SC(THREAD_KEYS_MAX) SC(THREAD_PRIORITY_SCHEDULING) SC(THREAD_PRIO_INHERIT) SC(THREAD_PRIO_PROTECT)
    SC(THREAD_PROCESS_SHARED) SC(THREAD_SAFE_FUNCTIONS) SC(THREAD_STACK_MIN) SC(THREAD_THREADS_MAX)
    SC(TIMERS) SC(TIMER_MAX) SC(TTY_NAME_MAX) SC(TZNAME_MAX) SC(UCHAR_MAX) SC(UINT_MAX) SC(UIO_MAXIOV)
    SC(ULONG_MAX) SC(USHRT_MAX) SC(VERSION) SC(WORD_BIT) SC(XOPEN_CRYPT) SC(XOPEN_ENH_I18N)
    SC(XOPEN_LEGACY) SC(XOPEN_REALTIME) SC(XOPEN_REALTIME_THREADS) SC(XOPEN_SHM) SC(XOPEN_UNIX)
    SC(XOPEN_VERSION)
#undef SC
};
static const ConfName text_names[] = {
#define CS(x) { "CS_" #x, _CS_##x },
    CS(GNU_LIBC_VERSION) CS(GNU_LIBPTHREAD_VERSION) CS(LFS64_CFLAGS) CS(LFS64_LDFLAGS) CS(LFS64_LIBS)
    CS(LFS64_LINTFLAGS) CS(LFS_CFLAGS) CS(LFS_LDFLAGS) CS(LFS_LIBS) CS(LFS_LINTFLAGS) CS(PATH)
#undef CS
};

static bool number_of(Thread *t, Value v, const ConfName *names, size_t n, int *out) {
    if (is_int(v))
        return as_int32(t, v, out);
    if (!is_str(v))
        return raise_type_error(t, "configuration names must be strings or integers"), false;
    for (size_t i = 0; i < n; i++)
        if (str_equals_cstr(as_str(v), names[i].name)) {
            *out = names[i].value;
            return true;
        }
    return raise_value_error(t, "unrecognized configuration name"), false;
}

static Value posix_sysconf(Thread *t, Value *a) {
    int name;
    if (!number_of(t, a[0], system_names, ARRAY_LEN(system_names), &name))
        return VALUE_ERROR;
    errno = 0;
    long r = sysconf(name);
    return r == -1 && errno ? raise_os_error(t, errno) : from_int64(t, r);
}

static int64_t call_pathconf(void *arg) {
    PosixCall *c = arg;
    errno = 0;
    return c->path ? pathconf(c->path, c->flags) : fpathconf(c->fd, c->flags);
}
static Value posix_pathconf(Thread *t, Value *a) {
    Path path;
    PosixCall c = { 0 };
    int err;
    if (!posix_path(t, a[0], "pathconf", "path", PATH_FD, &path) ||
        !number_of(t, a[1], path_names, ARRAY_LEN(path_names), &c.flags))
        return VALUE_ERROR;
    c.path = path.text;
    c.fd = path.fd;
    int64_t r = os_file_call(t, call_pathconf, &c, &err);
    return r == -1 && err ? posix_fail(t, err, path.object, VALUE_NULL) : from_int64(t, r);
}
static Value posix_fpathconf(Thread *t, Value *a) {
    PosixCall c = { 0 };
    int err;
    if (!posix_fileno(t, a[0], &c.fd) || !number_of(t, a[1], path_names, ARRAY_LEN(path_names), &c.flags))
        return VALUE_ERROR;
    int64_t r = os_file_call(t, call_pathconf, &c, &err);
    return r == -1 && err ? posix_fail(t, err, VALUE_NULL, VALUE_NULL) : from_int64(t, r);
}

static Value posix_confstr(Thread *t, Value *a) {
    int name;
    if (!number_of(t, a[0], text_names, ARRAY_LEN(text_names), &name))
        return VALUE_ERROR;
    errno = 0;
    size_t n = confstr(name, NULL, 0);
    if (n == 0)
        return errno ? raise_os_error(t, errno) : VALUE_NONE;
    char *text = alloc_leaf(t, n);
    if (!text)
        return VALUE_ERROR;
    confstr(name, text, n);
    return posix_name(t, text, n - 1, false);
}

static bool set_names(Thread *t, Module *m, const char *dict_name, const ConfName *names, size_t n) {
    Dict *d = dict_new(t);
    for (size_t i = 0; i < n; i++)
        if (!d || !dict_set_cstr(t, d, names[i].name, from_small(names[i].value)))
            return false;
    return module_set(t, m, dict_name, from_ptr(d));
}
bool posix_conf_init(Thread *t, Module *m) {
    return set_names(t, m, "pathconf_names", path_names, ARRAY_LEN(path_names)) &&
           set_names(t, m, "sysconf_names", system_names, ARRAY_LEN(system_names)) &&
           set_names(t, m, "confstr_names", text_names, ARRAY_LEN(text_names));
}

const FunctionDef posix_conf_functions[] = {
    { "confstr", posix_confstr, "name, /", "A text that describes the system.", 0 },
    { "fpathconf", posix_fpathconf, "fd, name, /", NULL, 0 },
    { "pathconf", posix_pathconf, "path, name", "A limit of a file system.", 0 },
    { "sysconf", posix_sysconf, "name, /", "A limit of the system.", 0 },
    { 0 },
};
