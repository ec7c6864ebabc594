/* posix: time used, processors, scheduling. */
#include "runtime/posix.h"
#include "vm/base/plat.h"
#include "vm/object/container.h"
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

static Value done(Thread *t, int r) { return r < 0 ? raise_os_error(t, errno) : VALUE_NONE; }

/* -- Time and processors --------------------------------------------------------------------------------- */

static Value posix_cpu_count(Thread *t, Value *a) { return from_small(plat_cpu_count()); }

static Value posix_times(Thread *t, Value *a) {
    struct tms used;
    clock_t elapsed = times(&used);
    double tick = (double)sysconf(_SC_CLK_TCK);
    Value items[] = { from_double(t, (double)used.tms_utime / tick),
                      from_double(t, (double)used.tms_stime / tick),
                      from_double(t, (double)used.tms_cutime / tick),
                      from_double(t, (double)used.tms_cstime / tick),
                      from_double(t, (double)elapsed / tick) };
    return structseq_new(t, posix_state(t)->times_result, items);
}
static Value posix_getloadavg(Thread *t, Value *a) {
    double load[3];
    if (getloadavg(load, 3) != 3) return raise_error(t, EXC_OSError, "Load averages are unobtainable");
    return tuple_pack3(t, from_double(t, load[0]), from_double(t, load[1]), from_double(t, load[2]));
}
static Value posix_nice(Thread *t, Value *a) {
    int32_t by;
    if (!as_int32(t, a[0], &by)) return VALUE_ERROR;
    errno = 0;
    int r = nice(by);
    return r == -1 && errno ? raise_os_error(t, errno) : from_small(r);
}
static Value posix_getpriority(Thread *t, Value *a) {
    int32_t which, who;
    if (!as_int32(t, a[0], &which) || !as_int32(t, a[1], &who)) return VALUE_ERROR;
    errno = 0;
    int r = getpriority((unsigned)which, (unsigned)who);
    return r == -1 && errno ? raise_os_error(t, errno) : from_small(r);
}
static Value posix_setpriority(Thread *t, Value *a) {
    int32_t which, who, priority;
    if (!as_int32(t, a[0], &which) || !as_int32(t, a[1], &who) || !as_int32(t, a[2], &priority))
        return VALUE_ERROR;
    return done(t, setpriority((unsigned)which, (unsigned)who, priority));
}

static int64_t call_yield(void *arg) { return sched_yield(); }
static Value posix_sched_yield(Thread *t, Value *a) {
    int err;
    os_call(t, SYS_YIELD, call_yield, NULL, &err);
    return err < 0 ? VALUE_ERROR : VALUE_NONE;
}
static Value posix_sched_getaffinity(Thread *t, Value *a) {
    int32_t pid;
    cpu_set_t cpus;
    if (!as_int32(t, a[0], &pid)) return VALUE_ERROR;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) < 0) return raise_os_error(t, errno);
    Set *s = set_new(t, type_by_id(t, T_SET));
    for (int i = 0; s && i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &cpus) && !set_add(t, s, from_small(i))) return VALUE_ERROR;
    return from_ptr(s);
}
typedef struct CpuSet { cpu_set_t cpus; bool beyond; } CpuSet;
static bool add_cpu(Thread *t, void *arg, Value v) {
    int32_t n;
    if (!has_index(t, v))
        return raise_type_error(t, "expected an iterator of ints, but iterator yielded %R", from_ptr(type_of(t, v))),
               false;
    if (!as_int32(t, v, &n)) return false;
    if (n < 0)
        return raise_value_error(t, "negative CPU number"), false;
    CpuSet *set = arg;
    if (n >= CPU_SETSIZE)
        set->beyond = true;
    else
        CPU_SET((size_t)n, &set->cpus);
    return true;
}
static Value posix_sched_setaffinity(Thread *t, Value *a) {
    int32_t pid;
    CpuSet set = { .beyond = false };
    if (!as_int32(t, a[0], &pid) || !each_item(t, a[1], add_cpu, &set)) return VALUE_ERROR;
    if (set.beyond && CPU_COUNT(&set.cpus) == 0)        /* only processors that no kernel has */
        return raise_os_error(t, EINVAL);
    return done(t, sched_setaffinity(pid, sizeof set.cpus, &set.cpus));
}

/* -- Scheduling ------------------------------------------------------------------------------------------ */

static Value sched_param_make(Thread *t, Value *a) {
    return structseq_new(t, (Type *)obj_of(a[0]), &a[1]);
}
static const FunctionDef sched_param_row = { "__new__", sched_param_make, "sched_priority",
                                             "How urgent a process is, for some policies.", 0 };

bool posix_sched_param(Thread *t, Value v, struct sched_param *out) {
    int64_t n;
    if (type_of(t, v) != posix_state(t)->sched_param)
        return raise_type_error(t, "must have a sched_param object"), false;
    if (!as_int64(t, as_tuple(v)->items[0], &n)) return false;
    if (n < INT_MIN || n > INT_MAX) return raise_overflow(t, "sched_priority out of range"), false;
    out->sched_priority = (int)n;
    return true;
}

static Value asked(Thread *t, int r) { return r < 0 ? raise_os_error(t, errno) : from_small(r); }
#define ASK(name, call) \
    static Value name(Thread *t, Value *a) { \
        int32_t n; \
        return as_int32(t, a[0], &n) ? asked(t, call(n)) : VALUE_ERROR; \
    }
ASK(posix_sched_get_priority_max, sched_get_priority_max)
ASK(posix_sched_get_priority_min, sched_get_priority_min)
ASK(posix_sched_getscheduler, sched_getscheduler)

static Value posix_sched_setscheduler(Thread *t, Value *a) {
    struct sched_param param;
    int32_t pid, policy;
    if (!as_int32(t, a[0], &pid) || !as_int32(t, a[1], &policy) || !posix_sched_param(t, a[2], &param))
        return VALUE_ERROR;
    return done(t, sched_setscheduler(pid, policy, &param));
}
static Value posix_sched_getparam(Thread *t, Value *a) {
    struct sched_param param;
    int32_t pid;
    if (!as_int32(t, a[0], &pid)) return VALUE_ERROR;
    if (sched_getparam(pid, &param) < 0) return raise_os_error(t, errno);
    Value priority = from_small(param.sched_priority);
    return structseq_new(t, posix_state(t)->sched_param, &priority);
}
static Value posix_sched_setparam(Thread *t, Value *a) {
    struct sched_param param;
    int32_t pid;
    if (!as_int32(t, a[0], &pid) || !posix_sched_param(t, a[1], &param)) return VALUE_ERROR;
    return done(t, sched_setparam(pid, &param));
}
static Value posix_sched_rr_get_interval(Thread *t, Value *a) {
    struct timespec ts;
    int32_t pid;
    if (!as_int32(t, a[0], &pid)) return VALUE_ERROR;
    if (sched_rr_get_interval(pid, &ts) < 0) return raise_os_error(t, errno);
    return from_double(t, (double)ts.tv_sec + 1e-9 * (double)ts.tv_nsec);
}

/* -- Making the module ----------------------------------------------------------------------------------- */

bool posix_sched_init(Thread *t, Module *m) {
    static const char *const times_fields[] = { "user", "system", "children_user", "children_system", "elapsed" };
    static const char *const param_fields[] = { "sched_priority" };
    PosixState *s = posix_state(t);
    s->times_result = posix_structseq(t, m, "posix.times_result", times_fields, 5, 5);
    s->sched_param = posix_structseq(t, m, "posix.sched_param", param_fields, 1, 1);
    if (!s->times_result || !s->sched_param) return false;
    s->sched_param->new_def = &sched_param_row;     /* takes the priority, not a sequence */
    s->sched_param->new_sig = NULL;
    return true;
}

const FunctionDef posix_sched_functions[] = {
    { "cpu_count", posix_cpu_count, "", "How many processors there are.", 0 },
    { "getloadavg", posix_getloadavg, "", "How many processes ran in the last 1, 5, 15 minutes.", 0 },
    { "getpriority", posix_getpriority, "which, who", NULL, 0 },
    { "nice", posix_nice, "increment, /", NULL, 0 },
    { "sched_getaffinity", posix_sched_getaffinity, "pid, /", "The processors that a process may use.", 0 },
    { "sched_setaffinity", posix_sched_setaffinity, "pid, mask, /", NULL, 0 },
    { "sched_yield", posix_sched_yield, "", "Let others run.", 0 },
    { "setpriority", posix_setpriority, "which, who, priority", NULL, 0 },
    { "times", posix_times, "", "Processor time used.", 0 },
    { "sched_get_priority_max", posix_sched_get_priority_max, "policy", NULL, 0 },
    { "sched_get_priority_min", posix_sched_get_priority_min, "policy", NULL, 0 },
    { "sched_getparam", posix_sched_getparam, "pid, /", NULL, 0 },
    { "sched_getscheduler", posix_sched_getscheduler, "pid, /", NULL, 0 },
    { "sched_rr_get_interval", posix_sched_rr_get_interval, "pid, /", "The time slice of the policy, in seconds.", 0 },
    { "sched_setparam", posix_sched_setparam, "pid, param, /", NULL, 0 },
    { "sched_setscheduler", posix_sched_setscheduler, "pid, policy, param, /", NULL, 0 },
    { 0 },
};
