/* ThreadSanitizer beside the collector, in builds with SAN=thread.
 *
 * The sanitizer keeps a signal until its thread calls the C library, and also while it waits for a lock; a thread that
 * collects waits until the others have answered its signal. With several interpreters in a process that would be for
 * ever. So what libgc calls for its signals (linked with --wrap=...) goes straight to the C library. */
#include "config.h"

#if defined(__SANITIZE_THREAD__)
#include <dlfcn.h>
#include <semaphore.h>
#include <signal.h>

static struct {
    int (*sigaction)(int, const struct sigaction *, struct sigaction *);
    int (*sigsuspend)(const sigset_t *);
    int (*sem_post)(sem_t *);
} libc;

static void look_up(void) {
    void *library = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
    *(void **)&libc.sigsuspend = dlsym(library, "sigsuspend");
    *(void **)&libc.sem_post = dlsym(library, "sem_post");
    *(void **)&libc.sigaction = dlsym(library, "sigaction");
}

int __real_sigaction(int number, const struct sigaction *new, struct sigaction *old);
int __wrap_sigaction(int number, const struct sigaction *new, struct sigaction *old);
int __wrap_sigaction(int number, const struct sigaction *new, struct sigaction *old) {
    if (number != SIGPWR && number != SIGXCPU)
        return __real_sigaction(number, new, old);
    if (libc.sigaction == NULL)                         /* by the first thread, before there are others */
        look_up();
    return libc.sigaction(number, new, old);
}

int __wrap_sigsuspend(const sigset_t *mask);
int __wrap_sigsuspend(const sigset_t *mask) { return libc.sigsuspend(mask); }
int __wrap_sem_post(sem_t *semaphore);
int __wrap_sem_post(sem_t *semaphore) { return libc.sem_post(semaphore); }

/* No races: roots are looked through while all threads stand still, which the sanitizer does not know; reports show
 * threads that go on running, at about this moment; the C library's locks are its own affair. */
const char *__tsan_default_suppressions(void);
const char *__tsan_default_suppressions(void) {
    return "race:push_roots\n"
           "race:dump_threads\n"
           "race:log_overdue\n"
           "race:tzset_internal\n";
}
const char *__tsan_default_options(void);
const char *__tsan_default_options(void) { return "die_after_fork=0"; }
#endif
