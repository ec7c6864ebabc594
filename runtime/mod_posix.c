/* posix: the system calls under os. */
#include "runtime/posix.h"
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/limits.h>
#include <sched.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <sysexits.h>
#include <unistd.h>

static const struct { const char *name; int64_t value; } constants[] = {
#define C(x) { #x, x },
    C(CLD_CONTINUED) C(CLD_DUMPED) C(CLD_EXITED) C(CLD_KILLED) C(CLD_STOPPED) C(CLD_TRAPPED) C(EX_CANTCREAT)
    C(EX_CONFIG) C(EX_DATAERR) C(EX_IOERR) C(EX_NOHOST) C(EX_NOINPUT) C(EX_NOPERM) C(EX_NOUSER) C(EX_OK)
    C(EX_OSERR) C(EX_OSFILE) C(EX_PROTOCOL) C(EX_SOFTWARE) C(EX_TEMPFAIL) C(EX_UNAVAILABLE) C(EX_USAGE)
    C(F_LOCK) C(F_OK) C(F_TEST) C(F_TLOCK) C(F_ULOCK) C(GRND_NONBLOCK) C(GRND_RANDOM) C(MFD_ALLOW_SEALING)
    C(MFD_CLOEXEC) C(NGROUPS_MAX) C(O_ACCMODE) C(O_APPEND) C(O_ASYNC) C(O_CLOEXEC) C(O_CREAT) C(O_DIRECT)
    C(O_DIRECTORY) C(O_DSYNC) C(O_EXCL) C(O_FSYNC) C(O_NDELAY) C(O_NOATIME) C(O_NOCTTY) C(O_NOFOLLOW)
    C(O_NONBLOCK) C(O_PATH) C(O_RDONLY) C(O_RDWR) C(O_RSYNC) C(O_SYNC) C(O_TMPFILE) C(O_TRUNC) C(O_WRONLY)
    C(POSIX_FADV_DONTNEED) C(POSIX_FADV_NOREUSE) C(POSIX_FADV_NORMAL) C(POSIX_FADV_RANDOM)
    C(POSIX_FADV_SEQUENTIAL) C(POSIX_FADV_WILLNEED) C(PRIO_PGRP) C(PRIO_PROCESS) C(PRIO_USER) C(P_ALL)
    C(P_PGID) C(P_PID) C(RTLD_DEEPBIND) C(RTLD_GLOBAL) C(RTLD_LAZY) C(RTLD_LOCAL) C(RTLD_NODELETE)
    C(RTLD_NOLOAD) C(RTLD_NOW) C(RWF_APPEND) C(RWF_DSYNC) C(RWF_HIPRI) C(RWF_NOWAIT) C(RWF_SYNC) C(R_OK)
    C(SCHED_BATCH) C(SCHED_FIFO) C(SCHED_IDLE) C(SCHED_OTHER) C(SCHED_RR) C(SEEK_DATA) C(SEEK_HOLE)
    C(ST_APPEND) C(ST_MANDLOCK) C(ST_NOATIME) C(ST_NODEV) C(ST_NODIRATIME) C(ST_NOEXEC) C(ST_NOSUID)
    C(ST_RDONLY) C(ST_RELATIME) C(ST_SYNCHRONOUS) C(ST_WRITE) C(TMP_MAX) C(WCONTINUED) C(WEXITED) C(WNOHANG)
    C(WNOWAIT) C(WSTOPPED) C(WUNTRACED) C(W_OK) C(X_OK)
    C(EFD_CLOEXEC) C(EFD_NONBLOCK) C(EFD_SEMAPHORE) C(MFD_HUGETLB) C(SCHED_RESET_ON_FORK) C(SPLICE_F_MORE)
    C(SPLICE_F_MOVE) C(SPLICE_F_NONBLOCK) C(XATTR_CREATE) C(XATTR_REPLACE) C(XATTR_SIZE_MAX)
    { "O_LARGEFILE", 0 }, { "P_PIDFD", 3 },
    { "POSIX_SPAWN_OPEN", 0 }, { "POSIX_SPAWN_CLOSE", 1 }, { "POSIX_SPAWN_DUP2", 2 },
#undef C
#define HUGE(size, log2) { "MFD_HUGE_" #size, INT64_C(log2) << 26 },     /* linux/memfd.h, which fights with sys/mman.h */
    HUGE(64KB, 16) HUGE(512KB, 19) HUGE(1MB, 20) HUGE(2MB, 21) HUGE(8MB, 23) HUGE(16MB, 24) HUGE(32MB, 25)
    HUGE(256MB, 28) HUGE(512MB, 29) HUGE(1GB, 30) HUGE(2GB, 31) HUGE(16GB, 34)
    { "MFD_HUGE_MASK", 63 }, { "MFD_HUGE_SHIFT", 26 },
#undef HUGE
};

Type *posix_structseq(Thread *t, Module *m, const char *name, const char *const *fields, int n, int visible) {
    Type *y = structseq_type(t, name, fields, n, visible);
    return y && module_set(t, m, strchr(name, '.') + 1, from_ptr(y)) ? y : NULL;
}

static bool init(Thread *t, Module *m) {
    const FunctionDef *const tables[] = {
        posix_path_functions, posix_stat_functions,  posix_dir_functions,  posix_file_functions,
        posix_copy_functions, posix_xattr_functions, posix_fork_functions, posix_exec_functions,
        posix_wait_functions, posix_sched_functions, posix_process_functions, posix_conf_functions,
    };
    PosixState *s = alloc_array(t, 1, sizeof *s);
    if (!s)
        return false;
    t->interp->module_state[STATE_POSIX] = s;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        if (!module_add_functions(t, m, tables[i]))
            return false;
    for (size_t i = 0; i < ARRAY_LEN(constants); i++)
        if (!module_set(t, m, constants[i].name, from_int64(t, constants[i].value)))
            return false;
    return posix_stat_init(t, m) && posix_file_init(t, m) && posix_process_init(t, m) &&
           posix_wait_init(t, m) && posix_sched_init(t, m) && posix_conf_init(t, m) &&
           module_set(t, m, "error", from_ptr(t->interp->exc_types[EXC_OSError]));
}

const ModuleDef mod_posix = {
    .name = "posix",
    .doc = "The system calls under os.",
    .types = (const uint16_t[]){ T_DIR_ENTRY, 0 },
    .init = init,
};
