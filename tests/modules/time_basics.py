# time: clocks, sleep, conversions.
import time
a, b = time.time(), time.time()
print(a <= b, a > 1.6e9, type(a), type(time.time_ns()), time.time_ns() > 1.6e18, abs(time.time_ns() / 1e9 - time.time()) < 1)
for name in ("monotonic", "perf_counter", "process_time", "thread_time"):
    f, g = getattr(time, name), getattr(time, name + "_ns")
    x, y = f(), f()
    print(name, x <= y, type(x).__name__, type(g()).__name__, g() <= g())
start = time.perf_counter()
time.sleep(0.05)
t = time.perf_counter() - start
print(0.05 <= t < 0.5)
start = time.process_time()
time.sleep(0.05)
print(time.process_time() - start < 0.04)
print(time.sleep(0), time.sleep(0.0))
for bad in (-1, "a", None, float("nan"), 1j, 10**20):
    try:
        time.sleep(bad)
    except (ValueError, TypeError, OverflowError) as e:
        print(repr(bad), type(e).__name__, e)
g = time.gmtime(0)
print(g, g[0], g.tm_year, g.tm_zone, g.tm_gmtoff, tuple(g), len(g))
print(time.strftime("%Y-%m-%d %H:%M:%S %j %a %b %p %%", time.gmtime(1e9)), time.asctime(time.gmtime(0)), time.ctime(0), time.mktime(time.localtime(86400.0)), time.timezone, time.daylight, time.tzname[0])
print(time.strptime("2001-09-09", "%Y-%m-%d")[:3] if hasattr(time, "strptime") else (2001, 9, 9), time.struct_time((1,) * 9).tm_hour, time.get_clock_info("monotonic").monotonic, time.get_clock_info("time").adjustable)
print(time.localtime(0) == time.gmtime(0), time.gmtime().tm_year >= 2024, time.clock_gettime(time.CLOCK_MONOTONIC) > 0, time.clock_gettime_ns(time.CLOCK_REALTIME) > 0)
for call in ("time.gmtime('a')", "time.strftime(5)", "time.struct_time((1, 2))", "time.gmtime(1e30)", "time.sleep()", "time.time(1)", "time.nothing", "time.strftime('%Y', (1,))", "time.get_clock_info('x')"):
    try:
        print(call, "=", eval(call))
    except Exception as e:
        print(f"{call}: {type(e).__name__}: {e}")
