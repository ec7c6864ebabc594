/* posix: what its files share. Each has a table of functions; mod_posix.c puts them into the module. */
#pragma once
#include "vm/base/buf.h"
#include "vm/native.h"

typedef struct PosixState {
    Type *stat_result, *statvfs_result, *terminal_size, *times_result, *uname_result, *waitid_result, *sched_param;
    List *fork_before, *fork_in_parent, *fork_in_child;     /* register_at_fork(); NULL: none */
    bool fork_is_seen;                                      /* the program has functions of its own in fork_in_child */
    Str *threading;                                         /* the name: children ask for the module */
} PosixState;
static inline PosixState *posix_state(Thread *t) { return t->interp->module_state[STATE_POSIX]; }

extern const FunctionDef posix_path_functions[], posix_stat_functions[], posix_dir_functions[],
    posix_file_functions[], posix_process_functions[], posix_exec_functions[], posix_wait_functions[],
    posix_fork_functions[], posix_sched_functions[], posix_copy_functions[], posix_xattr_functions[],
    posix_conf_functions[];
MUST_CHECK bool posix_conf_init(Thread *t, Module *m);          /* sysconf_names and its like */
MUST_CHECK bool posix_stat_init(Thread *t, Module *m);          /* stat_result, statvfs_result */
MUST_CHECK bool posix_file_init(Thread *t, Module *m);
MUST_CHECK bool posix_process_init(Thread *t, Module *m);
MUST_CHECK bool posix_wait_init(Thread *t, Module *m);
MUST_CHECK bool posix_sched_init(Thread *t, Module *m);

/* -- Arguments ------------------------------------------------------------------------------------------- */

enum PathFlags { PATH_FD = 1, PATH_NONE = 2 };          /* a descriptor, None are allowed */

/* A path argument. object is what was given: for errors, and to know whether bytes came. */
typedef struct Path {
    const char *text;                                   /* NULL: descriptor or None */
    int fd;                                             /* -1 but for descriptors */
    Value object;                                       /* str, bytes, int or 0 for None */
} Path;
MUST_CHECK bool posix_path(Thread *t, Value v, const char *function, const char *name, int flags, Path *out);
/* dir_fd arguments: AT_FDCWD for None. */
MUST_CHECK bool posix_dir_fd(Thread *t, Value v, int *out);
/* A descriptor, or something with fileno(). */
MUST_CHECK bool posix_fileno(Thread *t, Value v, int *out);
/* A user's or group's id (`what` is uid or gid); -1 means "leave it". */
MUST_CHECK bool posix_id(Thread *t, Value v, const char *what, unsigned *out);
/* A name in the form in which its directory's path was given. */
Value posix_name(Thread *t, const char *name, size_t n, bool as_bytes);

/* -- Calls ----------------------------------------------------------------------------------------------- */

/* What the system calls here take; plain data for the other side of the door. */
typedef struct PosixCall {
    const char *path, *path2;
    int fd, fd2, flags;
    unsigned mode, uid, gid;
    int64_t n, at;
    void *p;
} PosixCall;
typedef int64_t (*PosixFn)(void *call);

/* OSError about what was not done; err as from vm/oscall.h, names 0 if there are none. */
Value posix_fail(Thread *t, int err, Value name, Value name2);
/* What an os.stat_result shows. */
Value posix_stat_value(Thread *t, const struct stat *st);
/* A struct sequence type under its last name in the module; NULL: error. */
Type *posix_structseq(Thread *t, Module *m, const char *name, const char *const *fields, int n, int visible);

/* None, or OSError. */
Value posix_do(Thread *t, PosixFn fn, PosixCall *c, Value name, Value name2);

/* -- Running programs ------------------------------------------------------------------------------------ */

/* Strings for execve(): one after the other, then an array of pointers to them. */
typedef struct PosixStrings {
    Buf text;
    int64_t n;
} PosixStrings;
MUST_CHECK bool posix_add_string(Thread *t, void *strings, Value v);        /* as each_item() wants it */
char **posix_string_array(Thread *t, PosixStrings *s);                      /* ends with NULL; NULL: MemoryError */
/* The variables of a mapping as name=value; any_name: also those that start with = or are empty. */
MUST_CHECK bool posix_add_variables(Thread *t, Value env, bool any_name, PosixStrings *out);
/* The pointers of the process's environment as they are now: putenv() in another thread moves them. */
char **posix_environment(Thread *t);

/* resource.struct_rusage (mod_resource.c). */
struct rusage;
Value posix_usage(Thread *t, const struct rusage *usage);
/* A sched_param object; TypeError if it is none. */
struct sched_param;
MUST_CHECK bool posix_sched_param(Thread *t, Value v, struct sched_param *out);

/* Copies the process with what register_at_fork() was told. 0: in the child; -1: *err as from vm/oscall.h. */
int64_t posix_fork(Thread *t, int *err);
