/* POSIX threads, clocks and memory made small. */
#include "plat.h"
#include "panic.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C(1000000000)

/* -- Clocks ---------------------------------------------------------------------------------------------- */

static int64_t clock_ns(clockid_t clock) {
    struct timespec ts;
    clock_gettime(clock, &ts);
    return ts.tv_sec * NS_PER_S + ts.tv_nsec;
}

int64_t plat_monotonic_ns(void) { return clock_ns(CLOCK_MONOTONIC); }
int64_t plat_realtime_ns(void) { return clock_ns(CLOCK_REALTIME); }
int64_t plat_process_cpu_ns(void) { return clock_ns(CLOCK_PROCESS_CPUTIME_ID); }
int64_t plat_thread_cpu_ns(void) { return clock_ns(CLOCK_THREAD_CPUTIME_ID); }

/* -- Locks: an error here is a bug of ours --------------------------------------------------------------- */

static void must(int error, const char *what) {
    if (unlikely(error != 0))
        panic("%s: %s", what, strerror(error));
}

void plat_mutex_init(PlatMutex *m) { must(pthread_mutex_init(m, NULL), "mutex init"); }
void plat_mutex_destroy(PlatMutex *m) { pthread_mutex_destroy(m); }
void plat_mutex_lock(PlatMutex *m) { must(pthread_mutex_lock(m), "mutex lock"); }
bool plat_mutex_trylock(PlatMutex *m) { return pthread_mutex_trylock(m) == 0; }
void plat_mutex_unlock(PlatMutex *m) { must(pthread_mutex_unlock(m), "mutex unlock"); }

void plat_cond_init(PlatCond *c) {
    pthread_condattr_t attr;
    must(pthread_condattr_init(&attr), "condition init");
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    must(pthread_cond_init(c, &attr), "condition init");
    pthread_condattr_destroy(&attr);
}

void plat_cond_destroy(PlatCond *c) { pthread_cond_destroy(c); }
void plat_cond_wait(PlatCond *c, PlatMutex *m) { must(pthread_cond_wait(c, m), "condition wait"); }
void plat_cond_signal(PlatCond *c) { must(pthread_cond_signal(c), "condition signal"); }
void plat_cond_broadcast(PlatCond *c) { must(pthread_cond_broadcast(c), "condition broadcast"); }

bool plat_cond_wait_until(PlatCond *c, PlatMutex *m, int64_t deadline_ns) {
    deadline_ns = MAX(deadline_ns, 0);
    struct timespec ts = { .tv_sec = deadline_ns / NS_PER_S, .tv_nsec = deadline_ns % NS_PER_S };
    int error = pthread_cond_timedwait(c, m, &ts);
    if (error != ETIMEDOUT)
        must(error, "condition wait");
    return error == 0;
}

/* -- Parking --------------------------------------------------------------------------------------------- */

enum { PARK_AWAKE, PARK_ASLEEP, PARK_HINT, PARK_GRANT };        /* PlatParker.word */

static void wake(PlatParker *p) {
    int saved = errno;
    syscall(SYS_futex, &p->word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    errno = saved;
}

/* The word's news, if there are any; then it is read and the thread awake. */
static bool news(PlatParker *p, enum PlatWake *what) {
    uint32_t word = __atomic_exchange_n(&p->word, PARK_AWAKE, __ATOMIC_ACQUIRE);
    *what = word == PARK_GRANT ? PLAT_GRANTED : PLAT_HINTED;
    return word == PARK_GRANT || word == PARK_HINT;
}

enum PlatWake plat_park(PlatParker *p, int64_t deadline_ns) {
    enum PlatWake what;
    uint32_t awake = PARK_AWAKE;
    if (!__atomic_compare_exchange_n(&p->word, &awake, PARK_ASLEEP, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
        news(p, &what);
        return what;
    }
    deadline_ns = MAX(deadline_ns, 0);
    struct timespec ts = { deadline_ns / NS_PER_S, deadline_ns % NS_PER_S };
    long r = syscall(SYS_futex, &p->word, FUTEX_WAIT_BITSET_PRIVATE, PARK_ASLEEP,
                     deadline_ns == INT64_MAX ? NULL : &ts, NULL, FUTEX_BITSET_MATCH_ANY);
    int error = r < 0 ? errno : 0;
    if (news(p, &what))
        return what;
    return error == ETIMEDOUT ? PLAT_TIMEOUT : error == EINTR ? PLAT_INTERRUPTED : PLAT_HINTED;
}

bool plat_park_spin(PlatParker *p, int64_t ns) {
    int64_t end = plat_monotonic_ns() + ns;
    do {
        for (int i = 0; i < 32; i++) {
            if (__atomic_load_n(&p->word, __ATOMIC_ACQUIRE) == PARK_GRANT) {
                __atomic_store_n(&p->word, PARK_AWAKE, __ATOMIC_SEQ_CST);
                return true;
            }
            plat_relax();
        }
    } while (plat_monotonic_ns() < end);
    return false;
}

void plat_grant(PlatParker *p) {
    if (__atomic_exchange_n(&p->word, PARK_GRANT, __ATOMIC_SEQ_CST) == PARK_ASLEEP)
        wake(p);
}

void plat_hint(PlatParker *p) {
    uint32_t word = __atomic_load_n(&p->word, __ATOMIC_RELAXED);
    while (word < PARK_HINT && !__atomic_compare_exchange_n(&p->word, &word, PARK_HINT, false, __ATOMIC_SEQ_CST,
                                                            __ATOMIC_RELAXED))
        ;
    if (word == PARK_ASLEEP)
        wake(p);
}

/* -- Threads --------------------------------------------------------------------------------------------- */

int plat_thread_start(PlatThread *thread, void *(*fn)(void *), void *arg, size_t stack_size, bool detached) {
    pthread_attr_t attr;
    int error = pthread_attr_init(&attr);
    if (error != 0)
        return error;
    if (stack_size != 0)
        error = pthread_attr_setstacksize(&attr, stack_size);
    if (error == 0 && detached)
        error = pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    if (error == 0)
        error = pthread_create(thread, &attr, fn, arg);
    pthread_attr_destroy(&attr);
    return error;
}

/* A host, or a checker, may have thread-local data of any size. glibc says so only in a function that it calls
 * private, but that others (Rust's library, Java's) ask as well. */
size_t plat_thread_overhead(void) {
    const size_t usual = 16 << 10;
    size_t (*minimum)(const pthread_attr_t *);
    pthread_attr_t attr;
    *(void **)&minimum = dlsym(RTLD_DEFAULT, "__pthread_get_minstack");
    if (minimum == NULL || pthread_attr_init(&attr) != 0)
        return usual;
    size_t bytes = minimum(&attr);
    pthread_attr_destroy(&attr);
    return bytes;                                       /* and that of the smallest stack, which hurts nobody */
}

size_t plat_stack_size(void) {
    pthread_attr_t attr;
    size_t size = 0;
    if (pthread_attr_init(&attr) == 0) {
        pthread_attr_getstacksize(&attr, &size);
        pthread_attr_destroy(&attr);
    }
    return size;
}

void plat_thread_join(PlatThread thread) { must(pthread_join(thread, NULL), "thread join"); }

int64_t plat_thread_id(void) { return syscall(SYS_gettid); }

void plat_thread_name(const char *name) {
    char cut[16];
    strncpy(cut, name, sizeof cut - 1);
    cut[sizeof cut - 1] = 0;
    pthread_setname_np(pthread_self(), cut);
}

/* The main thread's stack without reading /proc/self/maps, which pthread_getattr_np() does (80 us of
 * start-up): the program's file name is the last thing on it, and it may grow down to its limit. Below the
 * first 128 MB other mappings may lie. */
static bool main_stack_bounds(char **lo, char **hi) {
    const char *name = (const char *)getauxval(AT_EXECFN);
    struct rlimit limit;
    if (name == NULL || getpid() != plat_thread_id() || getrlimit(RLIMIT_STACK, &limit) != 0)
        return false;
    size_t page = plat_page_size();
    *hi = (char *)(((uintptr_t)name + strlen(name) + 1 + page) / page * page);
    *lo = *hi - MIN(limit.rlim_cur, (rlim_t)128 << 20) + page;
    char here;
    return *lo < &here && &here < *hi;                  /* not so in a child forked by another thread */
}

void plat_stack_bounds(char **lo, char **hi) {
    pthread_attr_t attr;
    void *base;
    size_t size, guard;
    if (main_stack_bounds(lo, hi))
        return;
    must(pthread_getattr_np(pthread_self(), &attr), "stack bounds");
    must(pthread_attr_getstack(&attr, &base, &size), "stack bounds");
    must(pthread_attr_getguardsize(&attr, &guard), "stack bounds");
    pthread_attr_destroy(&attr);
    *lo = (char *)base + guard;
    *hi = (char *)base + size;
}

/* -- Memory and the machine ------------------------------------------------------------------------------ */

size_t plat_page_size(void) { return (size_t)sysconf(_SC_PAGESIZE); }

int plat_cpu_count(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (int)n : 1;
}

size_t plat_address_space(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY ? (size_t)limit.rlim_cur : SIZE_MAX;
}

void *plat_map(size_t bytes) {
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

void plat_unmap(void *p, size_t bytes) { munmap(p, bytes); }
void plat_discard(void *p, size_t bytes) { madvise(p, bytes, MADV_DONTNEED); }

bool plat_peek(void *to, const void *from, size_t n) {
    struct iovec here = { to, n }, there = { (void *)from, n };
    int saved = errno;
    ssize_t got = process_vm_readv(getpid(), &here, 1, &there, 1, 0);
    if (got < 0 && errno != EFAULT && from != NULL) {   /* not allowed here: then as it is */
        memcpy(to, from, n);
        got = (ssize_t)n;
    }
    errno = saved;
    return got == (ssize_t)n;
}

static bool random_from_device(uint8_t *out, size_t n) {
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    while (n > 0) {
        ssize_t got = read(fd, out, n);
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        if (got > 0) {
            out += got;
            n -= (size_t)got;
        }
    }
    close(fd);
    return n == 0;
}

bool plat_random_bytes(void *out, size_t n) {
    uint8_t *p = out;
    while (n > 0) {
        ssize_t got = getrandom(p, MIN(n, (size_t)256), 0);
        if (got > 0) {
            p += got;
            n -= (size_t)got;
        } else if (errno != EINTR) {
            return random_from_device(p, n);
        }
    }
    return true;
}
