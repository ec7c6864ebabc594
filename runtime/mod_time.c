/* time: clocks, sleep, calendar. */
#include "vm/base/plat.h"
#include "vm/native.h"
#include "vm/thread.h"
#include <errno.h>
#include <math.h>
#include <time.h>

typedef struct TimeState { Type *struct_time; } TimeState;
static TimeState *state(Thread *t) { return t->interp->module_state[STATE_TIME]; }

/* -- Clocks -------------------------------------------------------------------------------------------------------- */

static Value seconds(Thread *t, int64_t ns) { return from_double(t, (double)ns * 1e-9); }
static Value time_time(Thread *t, Value *a) { return seconds(t, plat_realtime_ns()); }
static Value time_time_ns(Thread *t, Value *a) { return from_int64(t, plat_realtime_ns()); }
static Value time_monotonic(Thread *t, Value *a) { return seconds(t, plat_monotonic_ns()); }
static Value time_monotonic_ns(Thread *t, Value *a) { return from_int64(t, plat_monotonic_ns()); }
static Value time_process_time(Thread *t, Value *a) { return seconds(t, plat_process_cpu_ns()); }
static Value time_process_time_ns(Thread *t, Value *a) { return from_int64(t, plat_process_cpu_ns()); }
static Value time_thread_time(Thread *t, Value *a) { return seconds(t, plat_thread_cpu_ns()); }
static Value time_thread_time_ns(Thread *t, Value *a) { return from_int64(t, plat_thread_cpu_ns()); }

static bool read_clock(Thread *t, Value id, bool resolution, int64_t *ns) {
    int32_t clock;
    struct timespec ts;
    if (!as_int32(t, id, &clock)) return false;
    if ((resolution ? clock_getres(clock, &ts) : clock_gettime(clock, &ts)) != 0) {
        raise_os_error(t, errno);
        return false;
    }
    *ns = (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
    return true;
}
static Value time_clock_gettime(Thread *t, Value *a) {
    int64_t ns;
    return read_clock(t, a[0], false, &ns) ? seconds(t, ns) : VALUE_ERROR;
}
static Value time_clock_gettime_ns(Thread *t, Value *a) {
    int64_t ns;
    return read_clock(t, a[0], false, &ns) ? from_int64(t, ns) : VALUE_ERROR;
}
static Value time_clock_getres(Thread *t, Value *a) {
    int64_t ns;
    return read_clock(t, a[0], true, &ns) ? seconds(t, ns) : VALUE_ERROR;
}

static Value set_clock(Thread *t, Value id, int64_t ns) {
    int32_t clock;
    if (!as_int32(t, id, &clock)) return VALUE_ERROR;
    int64_t s = ns / 1000000000, rest = ns % 1000000000;
    struct timespec ts = { .tv_sec = s - (rest < 0), .tv_nsec = rest + (rest < 0 ? 1000000000 : 0) };
    return clock_settime(clock, &ts) == 0 ? VALUE_NONE : raise_os_error(t, errno);
}
static Value time_clock_settime(Thread *t, Value *a) {
    int64_t ns;
    return duration_ns(t, a[1], &ns) ? set_clock(t, a[0], ns) : VALUE_ERROR;
}
static Value time_clock_settime_ns(Thread *t, Value *a) {
    int64_t ns;
    if (!is_int(a[1])) return raise_type_error(t, "expect int, got %T", a[1]);
    if (as_int64(t, a[1], &ns)) return set_clock(t, a[0], ns);
    exc_clear(t);
    return raise_overflow(t, "timestamp too large to convert to C _PyTime_t");
}

/* The C library must be asked about living threads only. */
static Value time_pthread_getcpuclockid(Thread *t, Value *a) {
    int64_t ident;
    clockid_t clock;
    if (!is_int(a[0])) return raise_type_error(t, "pthread_getcpuclockid() argument 1 must be int, not %V", a[0]);
    if (!as_int64(t, a[0], &ident)) return VALUE_ERROR;
    int err = thread_by_ident(t->interp, (uint64_t)ident) ? pthread_getcpuclockid((pthread_t)ident, &clock) : ESRCH;
    return err ? raise_os_error(t, err) : from_small(clock);
}

static Value time_get_clock_info(Thread *t, Value *a) {
    static const struct { const char *name, *call; int id; bool monotonic, adjustable; } clocks[] = {
        { "time", "clock_gettime(CLOCK_REALTIME)", CLOCK_REALTIME, false, true },
        { "monotonic", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false },
        { "perf_counter", "clock_gettime(CLOCK_MONOTONIC)", CLOCK_MONOTONIC, true, false },
        { "process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", CLOCK_PROCESS_CPUTIME_ID, true, false },
        { "thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", CLOCK_THREAD_CPUTIME_ID, true, false } };
    if (!is_str(a[0])) return raise_type_error(t, "get_clock_info() argument 1 must be str, not %V", a[0]);
    for (size_t i = 0; i < ARRAY_LEN(clocks); i++) {
        if (!str_equals_cstr(as_str(a[0]), clocks[i].name)) continue;
        struct timespec res;
        clock_getres(clocks[i].id, &res);
        Value ns = object_alloc(t, type_by_id(t, T_SIMPLE_NAMESPACE));
        bool ok = ns && set_attr(t, ns, str_intern_cstr(t, "implementation"), str_from_cstr(t, clocks[i].call)) &&
                  set_attr(t, ns, str_intern_cstr(t, "monotonic"), from_bool(clocks[i].monotonic)) &&
                  set_attr(t, ns, str_intern_cstr(t, "adjustable"), from_bool(clocks[i].adjustable)) &&
                  set_attr(t, ns, str_intern_cstr(t, "resolution"),
                           from_double(t, (double)res.tv_sec + (double)res.tv_nsec * 1e-9));
        return ok ? ns : VALUE_ERROR;
    }
    return raise_value_error(t, "unknown clock");
}

bool duration_ns(Thread *t, Value v, int64_t *ns) {
    double d;
    if (is_int(v)) {
        int64_t s;
        if (!as_int64(t, v, &s)) {
            exc_clear(t);
            s = int_sign(v) < 0 ? -1 : INT64_MAX;
        }
        if (__builtin_mul_overflow(s, INT64_C(1000000000), ns)) {
            raise_overflow(t, "timestamp too large to convert to C _PyTime_t");
            return false;
        }
        return true;
    }
    if (!is_float(v)) {
        Value i = number_index(t, v);
        if (!i) {
            if (exc_matches(t, EXC_TypeError)) {
                exc_clear(t);
                raise_type_error(t, "'%T' object cannot be interpreted as an integer", v);
            }
            return false;
        }
        return duration_ns(t, i, ns);
    }
    d = float_of(v);
    if (isnan(d)) {
        raise_value_error(t, "Invalid value NaN (not a number)");
        return false;
    }
    d = ceil(d * 1e9);
    if (!(d >= -0x1p63 && d < 0x1p63)) {
        raise_overflow(t, "timestamp out of range for platform time_t");
        return false;
    }
    *ns = (int64_t)d;
    return true;
}
bool patience_ns(Thread *t, Value v, int64_t *ns) {
    double d;
    if (!as_double(t, v, &d))
        return false;
    if (fabs(d) < 9e9 || isnan(d))
        return duration_ns(t, v, ns);
    *ns = d < 0 ? -1 : INT64_MAX;
    return true;
}

static Value time_sleep(Thread *t, Value *a) {
    int64_t ns, now = plat_monotonic_ns(), deadline;
    if (!duration_ns(t, a[0], &ns)) return VALUE_ERROR;
    if (ns < 0) return raise_value_error(t, "sleep length must be non-negative");
    if (__builtin_add_overflow(now, ns, &deadline))
        return raise_overflow(t, "timestamp too large to convert to C _PyTime_t");
    return os_sleep_until(t, deadline) ? VALUE_NONE : VALUE_ERROR;
}

/* -- Calendar ------------------------------------------------------------------------------------------------------ */

static const char *const tm_fields[] = {
    "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone",
    "tm_gmtoff"
};

static Value from_tm(Thread *t, const struct tm *tm) {
    Value items[] = { from_small((int64_t)tm->tm_year + 1900), from_small(tm->tm_mon + 1), from_small(tm->tm_mday),
        from_small(tm->tm_hour), from_small(tm->tm_min), from_small(tm->tm_sec), from_small((tm->tm_wday + 6) % 7),
        from_small(tm->tm_yday + 1), from_small(tm->tm_isdst), str_from_cstr(t, tm->tm_zone ? tm->tm_zone : ""),
        from_small(tm->tm_gmtoff) };
    return structseq_new(t, state(t)->struct_time, items);
}

static bool to_time_t(Thread *t, Value v, time_t *out) {
    if (!v || v == VALUE_NONE) {
        *out = (time_t)(plat_realtime_ns() / 1000000000);
        return true;
    }
    if (is_float(v)) {
        double d = floor(float_of(v));
        if (isnan(d)) {
            raise_value_error(t, "Invalid value NaN (not a number)");
            return false;
        }
        if (!(d >= -9.2e18 && d <= 9.2e18)) {
            raise_overflow(t, "timestamp out of range for platform time_t");
            return false;
        }
        *out = (time_t)d;
        return true;
    }
    int64_t s;
    if (!as_int64(t, v, &s)) {
        if (exc_matches(t, EXC_OverflowError)) {
            exc_clear(t);
            raise_overflow(t, "timestamp out of range for platform time_t");
        }
        return false;
    }
    *out = (time_t)s;
    return true;
}

static Value time_gmtime(Thread *t, Value *a) {
    time_t when;
    struct tm tm;
    if (!to_time_t(t, a[0], &when)) return VALUE_ERROR;
    return gmtime_r(&when, &tm) ? from_tm(t, &tm) : raise_os_error(t, errno);
}
static Value time_localtime(Thread *t, Value *a) {
    time_t when;
    struct tm tm;
    if (!to_time_t(t, a[0], &when)) return VALUE_ERROR;
    return localtime_r(&when, &tm) ? from_tm(t, &tm) : raise_os_error(t, errno);
}

static bool to_tm(Thread *t, Value v, struct tm *tm, const char *func) {
    memset(tm, 0, sizeof *tm);
    if (!is_tuple(v)) {
        raise_type_error(t, "Tuple or struct_time argument required");
        return false;
    }
    Tuple *u = as_tuple(v);
    if (u->len < 9 || (u->len != 9 && type_of(t, v) != state(t)->struct_time)) {
        raise_type_error(t, "%s(): illegal time tuple argument", func);
        return false;
    }
    int64_t f[9];
    for (int i = 0; i < 9; i++) {
        if (!as_int64(t, u->items[i], &f[i])) return false;
        if (f[i] < INT32_MIN || f[i] > INT32_MAX) {
            raise_overflow(t, "signed integer is %s", f[i] < 0 ? "less than minimum" : "greater than maximum");
            return false;
        }
    }
    if (f[0] < INT32_MIN + 1900) {
        raise_overflow(t, "year out of range");
        return false;
    }
    tm->tm_year = (int)(f[0] - 1900);
    tm->tm_mon = (int)(f[1] - 1);
    tm->tm_mday = (int)f[2];
    tm->tm_hour = (int)f[3];
    tm->tm_min = (int)f[4];
    tm->tm_sec = (int)f[5];
    tm->tm_wday = (int)((f[6] + 1) % 7);
    tm->tm_yday = (int)(f[7] - 1);
    tm->tm_isdst = (int)f[8];
    if (type_of(t, v) == state(t)->struct_time && u->len >= 9) {
        Value zone = get_attr_cstr(t, v, "tm_zone"), off = zone ? get_attr_cstr(t, v, "tm_gmtoff") : VALUE_ERROR;
        if (zone && is_str(zone)) tm->tm_zone = str_utf8(t, as_str(zone), NULL);
        if (off && is_small(off)) tm->tm_gmtoff = (long)small_of(off);
        exc_clear(t);
    }
    return true;
}

/* Zero stands for the first where a tuple counts from one; what is out of range is an error. */
static bool check_tm(Thread *t, struct tm *tm) {
    const char *bad = NULL;
    if (tm->tm_mon == -1) tm->tm_mon = 0;
    else if (tm->tm_mon < 0 || tm->tm_mon > 11) bad = "month out of range";
    if (tm->tm_mday == 0) tm->tm_mday = 1;
    else if (tm->tm_mday < 0 || tm->tm_mday > 31) bad = "day of month out of range";
    if (tm->tm_hour < 0 || tm->tm_hour > 23) bad = "hour out of range";
    if (tm->tm_min < 0 || tm->tm_min > 59) bad = "minute out of range";
    if (tm->tm_sec < 0 || tm->tm_sec > 61) bad = "seconds out of range";
    if (tm->tm_wday < 0) bad = "day of week out of range";
    if (tm->tm_yday == -1) tm->tm_yday = 0;
    else if (tm->tm_yday < 0 || tm->tm_yday > 365) bad = "day of year out of range";
    if (bad) raise_value_error(t, "%s", bad);
    return !bad;
}

static bool tm_or_now(Thread *t, Value v, struct tm *tm, const char *func) {
    if (!v) {
        time_t now = (time_t)(plat_realtime_ns() / 1000000000);
        localtime_r(&now, tm);
        return true;
    }
    return to_tm(t, v, tm, func) && check_tm(t, tm);
}

static Value time_strftime(Thread *t, Value *a) {
    struct tm tm;
    if (!is_str(a[0])) return raise_type_error(t, "strftime() argument 1 must be str, not %V", a[0]);
    if (!tm_or_now(t, a[1], &tm, "strftime")) return VALUE_ERROR;
    size_t len;
    const char *format = str_utf8(t, as_str(a[0]), &len);
    if (!format) return VALUE_ERROR;
    if (strlen(format) != len) return raise_value_error(t, "embedded null character");
    if (!*format) return from_ptr(t->interp->empty_str);
    for (size_t room = 256; room < (1u << 20); room *= 4) {
        char *buf = alloc_leaf(t, room);
        if (!buf) return VALUE_ERROR;
        size_t n = strftime(buf, room, format, &tm);
        if (n > 0 || room > 256 * strlen(format)) return str_from_utf8_lossy(t, buf, n, "surrogateescape");
    }
    return raise_memory(t), VALUE_ERROR;
}

static Value time_text(Thread *t, const struct tm *tm) {
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return str_format(t, "%.3s %.3s %s%d %s%d:%s%d:%s%d %d", days + 3 * tm->tm_wday, months + 3 * tm->tm_mon,
                      tm->tm_mday < 10 ? " " : "", tm->tm_mday, tm->tm_hour < 10 ? "0" : "", tm->tm_hour,
                      tm->tm_min < 10 ? "0" : "", tm->tm_min, tm->tm_sec < 10 ? "0" : "", tm->tm_sec,
                      tm->tm_year + 1900);
}
static Value time_asctime(Thread *t, Value *a) {
    struct tm tm;
    return tm_or_now(t, a[0], &tm, "asctime") ? time_text(t, &tm) : VALUE_ERROR;
}
static Value time_ctime(Thread *t, Value *a) {
    time_t when;
    struct tm tm;
    if (!to_time_t(t, a[0], &when)) return VALUE_ERROR;
    return localtime_r(&when, &tm) ? time_text(t, &tm) : raise_os_error(t, errno);
}
static Value time_mktime(Thread *t, Value *a) {
    struct tm tm;
    if (!to_tm(t, a[0], &tm, "mktime")) return VALUE_ERROR;
    tm.tm_wday = -1;
    time_t when = mktime(&tm);
    if (when == (time_t)-1 && tm.tm_wday == -1) return raise_overflow(t, "mktime argument out of range");
    return from_double(t, (double)when);
}
static Value time_strptime(Thread *t, Value *a) {
    Value m = import_module(t, "_strptime"), f = m ? get_attr_cstr(t, m, "_strptime_time") : VALUE_ERROR;
    return f ? call2(t, f, a[0], a[1]) : VALUE_ERROR;
}

static bool set_zone(Thread *t, Module *m) {
    tzset();
    return module_set(t, m, "timezone", from_small(timezone)) && module_set(t, m, "daylight", from_small(daylight)) &&
           module_set(t, m, "altzone", from_small(daylight ? timezone - 3600 : timezone)) &&
           module_set(t, m, "tzname", tuple_pack2(t, str_from_cstr(t, tzname[0]), str_from_cstr(t, tzname[1])));
}
static Value time_tzset(Thread *t, Value *a) {
    Value m = import_module(t, "time");
    return m && set_zone(t, as_module(m)) ? VALUE_NONE : VALUE_ERROR;
}

static const FunctionDef functions[] = {
    { "asctime", time_asctime, "t=NULL, /", "A time tuple as 'Sat Jun 06 16:26:11 1998'.", 0 },
    { "clock_getres", time_clock_getres, "clk_id, /", "The resolution of a clock.", 0 },
    { "clock_gettime", time_clock_gettime, "clk_id, /", "The time of a clock.", 0 },
    { "clock_gettime_ns", time_clock_gettime_ns, "clk_id, /", "The time of a clock in nanoseconds.", 0 },
    { "clock_settime", time_clock_settime, "clk_id, time, /", "Set a clock.", FN_FORMAT },
    { "clock_settime_ns", time_clock_settime_ns, "clk_id, time, /", "Set a clock, in nanoseconds.", FN_FORMAT },
    { "ctime", time_ctime, "seconds=None, /", "Seconds since the epoch as text.", 0 },
    { "get_clock_info", time_get_clock_info, "name, /", "What is known of a clock.", 0 },
    { "gmtime", time_gmtime, "seconds=None, /", "Seconds since the epoch as UTC.", 0 },
    { "localtime", time_localtime, "seconds=None, /", "Seconds since the epoch as local time.", 0 },
    { "mktime", time_mktime, "t, /", "Local time as seconds since the epoch.", 0 },
    { "monotonic", time_monotonic, "", "A clock that cannot go backward.", 0 },
    { "monotonic_ns", time_monotonic_ns, "", "The same in nanoseconds.", 0 },
    { "perf_counter", time_monotonic, "", "The clock for measuring durations.", 0 },
    { "perf_counter_ns", time_monotonic_ns, "", "The same in nanoseconds.", 0 },
    { "process_time", time_process_time, "", "Processor time of the process.", 0 },
    { "process_time_ns", time_process_time_ns, "", "The same in nanoseconds.", 0 },
    { "pthread_getcpuclockid", time_pthread_getcpuclockid, "thread_id, /",
      "The clock of a thread's processor time.", FN_FORMAT },
    { "sleep", time_sleep, "seconds, /", "Let other threads run for a number of seconds.", 0 },
    { "strftime", time_strftime, "format, t=NULL, /", "A time tuple as text.", 0 },
    { "strptime", time_strptime, "string, format='%a %b %d %H:%M:%S %Y', /", "Text as a time tuple.", 0 },
    { "thread_time", time_thread_time, "", "Processor time of the thread.", 0 },
    { "thread_time_ns", time_thread_time_ns, "", "The same in nanoseconds.", 0 },
    { "time", time_time, "", "Seconds since the epoch.", 0 },
    { "time_ns", time_time_ns, "", "Nanoseconds since the epoch.", 0 },
    { "tzset", time_tzset, "", "Read the time zone anew.", 0 },
    { 0 }
};

static bool init(Thread *t, Module *m) {
    TimeState *s = heap_alloc_uncollectable(sizeof *s);
    if (!s) return false;
    t->interp->module_state[STATE_TIME] = s;
    if (!(s->struct_time = structseq_type(t, "time.struct_time", tm_fields, 11, 9))) return false;
    return module_set(t, m, "struct_time", from_ptr(s->struct_time)) && set_zone(t, m) &&
           module_set(t, m, "CLOCK_REALTIME", from_small(CLOCK_REALTIME)) &&
           module_set(t, m, "CLOCK_MONOTONIC", from_small(CLOCK_MONOTONIC)) &&
           module_set(t, m, "CLOCK_MONOTONIC_RAW", from_small(CLOCK_MONOTONIC_RAW)) &&
           module_set(t, m, "CLOCK_BOOTTIME", from_small(CLOCK_BOOTTIME)) &&
           module_set(t, m, "CLOCK_TAI", from_small(CLOCK_TAI)) &&
           module_set(t, m, "CLOCK_PROCESS_CPUTIME_ID", from_small(CLOCK_PROCESS_CPUTIME_ID)) &&
           module_set(t, m, "CLOCK_THREAD_CPUTIME_ID", from_small(CLOCK_THREAD_CPUTIME_ID));
}

const ModuleDef mod_time = {
    .name = "time", .doc = "Clocks, sleeping and calendar time.", .functions = functions, .init = init
};
