/* System calls that may block, each once, each through the door (gil_blocking).  They retry after EINTR, running
 * Python signal handlers.  A result of -1 comes with *err: an errno, or -1 when a handler raised (t->exc is set). */
#pragma once
#include "vm/base/buf.h"
#include "vm/gil.h"
#include <sys/stat.h>
#include <sys/types.h>

ssize_t os_read(Thread *t, int fd, void *buf, size_t n, int *err);
ssize_t os_write(Thread *t, int fd, const void *buf, size_t n, int *err);
int os_open(Thread *t, const char *path, int flags, mode_t mode, int *err);     /* O_CLOEXEC is added */
int os_close(Thread *t, int fd, int *err);

/* 0, an errno, or -1 when a handler raised. */
int os_stat(Thread *t, const char *path, struct stat *st);
int os_lstat(Thread *t, const char *path, struct stat *st);
int os_fstat(Thread *t, int fd, struct stat *st);
int os_fsync(Thread *t, int fd);
int os_ftruncate(Thread *t, int fd, int64_t size);
int os_read_file(Thread *t, const char *path, Buf *out);        /* EISDIR for folders */
int os_read_all(Thread *t, int fd, Buf *out);
/* Sleeps until the monotonic clock says deadline_ns. false: a signal handler raised. */
MUST_CHECK bool os_sleep_until(Thread *t, int64_t deadline_ns);
/* The same, but any signal that was handled ends it as well. */
MUST_CHECK bool os_pause_until(Thread *t, int64_t deadline_ns);
int64_t os_lseek(Thread *t, int fd, int64_t offset, int whence, int *err);

/* Any other call: fn(arg) gives -1 and errno on failure. os_file_call is for what only the file system can delay. */
int64_t os_call(Thread *t, enum SysKind kind, int64_t (*fn)(void *arg), void *arg, int *err);
/* The same, but EINTR is a result like others, after the handlers have run. */
int64_t os_call_once(Thread *t, enum SysKind kind, int64_t (*fn)(void *arg), void *arg, int *err);
int64_t os_file_call(Thread *t, int64_t (*fn)(void *arg), void *arg, int *err);
