# time: the whole list of names, setting clocks, clocks of threads, struct_time, failures.
import threading
import time


def attempt(label, f, *args, **kwargs):
    try:
        print(label, "->", f(*args, **kwargs))
    except BaseException as e:
        print(label, "->", type(e).__name__, e)


print([n for n in dir(time) if not n.startswith("_")])
attempt("settime", time.clock_settime, time.CLOCK_MONOTONIC, 1.5)
attempt("settime", time.clock_settime, 12345, 1)
attempt("settime", time.clock_settime, time.CLOCK_REALTIME, "x")
attempt("settime", time.clock_settime, time.CLOCK_REALTIME, float("nan"))
attempt("settime", time.clock_settime, time.CLOCK_REALTIME, 1e30)
attempt("settime", time.clock_settime)
attempt("settime_ns", time.clock_settime_ns, time.CLOCK_MONOTONIC, 15)
attempt("settime_ns", time.clock_settime_ns, time.CLOCK_REALTIME, 1.5)
attempt("settime_ns", time.clock_settime_ns, time.CLOCK_REALTIME, 1 << 80)
attempt("gettime", time.clock_gettime, 12345)
attempt("gettime", time.clock_gettime, "x")
attempt("getres", time.clock_getres, 12345)
attempt("getres", time.clock_getres, time.CLOCK_REALTIME)
for name in "time", "monotonic", "perf_counter", "process_time", "thread_time":
    print(time.get_clock_info(name))
attempt("info", time.get_clock_info, "clock")
attempt("info", time.get_clock_info, 3)

clock = time.pthread_getcpuclockid(threading.get_ident())
a = time.clock_gettime(clock)
while time.clock_gettime(clock) == a:
    pass
print(time.clock_gettime(clock) > a, time.clock_gettime_ns(clock) > 0, type(clock) is int)
attempt("cpuclock", time.pthread_getcpuclockid, "x")

pairs = [(time.time, time.time_ns), (time.monotonic, time.monotonic_ns), (time.perf_counter, time.perf_counter_ns),
         (time.process_time, time.process_time_ns), (time.thread_time, time.thread_time_ns)]
for f, ns in pairs:
    x, y = f(), ns()
    print(type(x) is float, type(y) is int, x <= y / 1e9 + 1e-6)
attempt("time", time.time, 1)
attempt("sleep", time.sleep)
attempt("sleep", time.sleep, -1)
attempt("sleep", time.sleep, -0.5)
attempt("sleep", time.sleep, "x")
attempt("sleep", time.sleep, float("nan"))
attempt("sleep", time.sleep, 1e30)
attempt("sleep", time.sleep, 1 << 70)
attempt("sleep", time.sleep, 0)
attempt("sleep", time.sleep, 0.0)
attempt("sleep", time.sleep, True)

S = time.struct_time
attempt("struct", S)
attempt("struct", S, range(8))
attempt("struct", S, range(12))
attempt("struct", S, 5)
s = S(range(9))
print(s, s.tm_zone, s.tm_gmtoff, s.n_fields, s.n_sequence_fields, s.n_unnamed_fields, len(s), s[0:2], s.tm_year)
s = S(range(11))
print(s, s.tm_zone, s.tm_gmtoff, tuple(s) == tuple(range(9)), s == S(range(9)), hash(s) == hash(S(range(9))))
s = S(range(9), {"tm_zone": "Z", "tm_gmtoff": 3600})
print(s.tm_zone, s.tm_gmtoff, s.__reduce__())
print(S.__match_args__, isinstance(s, tuple))
attempt("set", setattr, s, "tm_year", 1)
g = time.gmtime(0)
print(g, g.tm_zone, g.tm_gmtoff, time.gmtime(1e9), time.gmtime(-1), time.gmtime(0.9999))
attempt("gmtime", time.gmtime, "x")
attempt("gmtime", time.gmtime, float("inf"))
attempt("gmtime", time.gmtime, float("nan"))
attempt("gmtime", time.gmtime, 1e30)
attempt("gmtime", time.gmtime, 1 << 70)
attempt("gmtime", time.gmtime, 1 << 60)
attempt("localtime", time.localtime, 1 << 60)
attempt("ctime", time.ctime, 1 << 60)
print(time.asctime(g), time.asctime((2024, 2, 29, 1, 2, 3, 3, 60, 0)), time.asctime((12345, 1, 1, 0, 0, 0, 0, 1, 0)))
attempt("asctime", time.asctime, 5)
attempt("asctime", time.asctime, (1, 2))
attempt("asctime", time.asctime, (2024, 13, 1, 0, 0, 0, 0, 1, 0))
attempt("asctime", time.asctime, (1, 1, 1, 0, 0, 0, 6, 1, 1 << 40))
attempt("strftime", time.strftime, "%Y-%m-%d %H:%M:%S %j %a %A %b %B %p %U %W %w %y %% %e %C %D %F %G %g %V %h %I %k %l", g)
attempt("strftime", time.strftime, "%n %R %T %t %u %X %x %c", g)
attempt("strftime", time.strftime, "", g)
attempt("strftime", time.strftime, "\u20ac%Y\u20ac", g)
attempt("strftime", time.strftime, 3)
attempt("strftime", time.strftime, "%Y", (2024, 1, 1, 24, 0, 0, 0, 1, 0))
attempt("strftime", time.strftime, "%Y", (2024, 1, 1, 0, 60, 0, 0, 1, 0))
attempt("strftime", time.strftime, "%Y", (2024, 1, 1, 0, 0, 62, 0, 1, 0))
attempt("strftime", time.strftime, "%Y", (2024, 1, 32, 0, 0, 0, 0, 1, 0))
attempt("strftime", time.strftime, "%Y", (2024, 1, 1, 0, 0, 0, -2, 1, 0))
attempt("strftime", time.strftime, "%Y", (2024, 1, 1, 0, 0, 0, 0, 367, 0))
attempt("strftime", time.strftime, "%Y %m %d", (5, 0, 0, 0, 0, 0, 0, 0, 0))
attempt("strftime", time.strftime, "%Y", (1 << 40, 1, 1, 0, 0, 0, 0, 1, 0))
attempt("strftime", time.strftime, "a\0b", g)
attempt("strftime", time.strftime, "%", g)
attempt("mktime", time.mktime, (1 << 40, 1, 1, 0, 0, 0, 0, 1, 0))
attempt("mktime", time.mktime, (-1 << 40, 1, 1, 0, 0, 0, 0, 1, 0))
attempt("mktime", time.mktime, (-1 << 31, 1, 1, 0, 0, 0, 0, 1, 0))
attempt("mktime", time.mktime, (1 << 70, 1, 1, 0, 0, 0, 0, 1, 0))
attempt("mktime", time.mktime, ("x", 1, 1, 0, 0, 0, 0, 1, 0))
attempt("mktime", time.mktime, 3)
attempt("mktime", time.mktime, (2 ** 31 - 1, 1, 1, 0, 0, 0, 0, 1, 0))
print(time.mktime(time.localtime(123456789)), time.mktime(time.gmtime(0)) + time.timezone * -1 == 0 or time.daylight)

import os
for zone in "UTC", "EST5EDT,M3.2.0,M11.1.0", "NZST-12NZDT,M9.5.0,M4.1.0/3", "XYZ-5:30":
    os.environ["TZ"] = zone
    time.tzset()
    print(time.timezone, time.altzone, time.daylight, time.tzname, time.localtime(1e9), time.localtime(1e9).tm_zone,
          time.localtime(1e9).tm_gmtoff, time.strftime("%z %Z", time.localtime(1e9)), time.ctime(1.1e9))
attempt("tzset", time.tzset, 1)
