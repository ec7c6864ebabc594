# resource, wait3() and wait4().
import os
import resource as r


def t(f, *args):
    try:
        print(f.__name__, args, "->", f(*args))
    except BaseException as e:
        print(f.__name__, args, f"{type(e).__name__}: {e}")


t(r.getrlimit, 99)
t(r.getrlimit, -1)
t(r.getrlimit, "a")
t(r.setrlimit, 99, (1, 1))
for limits in (5, (1,), (1, 2, 3), ("a", 1), (2**70, 1), [0, 0]):
    t(r.setrlimit, r.RLIMIT_CORE, limits)
t(r.setrlimit, r.RLIMIT_NOFILE, (100, 50))
t(r.getrlimit, r.RLIMIT_CORE)
t(r.prlimit, 0, r.RLIMIT_CORE)
t(r.prlimit, 0, r.RLIMIT_CORE, (0, 0))
t(r.prlimit, 2**22 + 5, r.RLIMIT_CORE)
t(r.prlimit, 0, 99)
t(r.prlimit, "a", 1)
t(r.prlimit, 0, r.RLIMIT_CORE, None)
soft, hard = r.getrlimit(r.RLIMIT_NOFILE)
r.setrlimit(r.RLIMIT_NOFILE, (20, hard))
print(r.getrlimit(r.RLIMIT_NOFILE) == (20, hard))
try:
    fds = [os.dup(0) for _ in range(30)]
except OSError as e:
    print(e)
r.setrlimit(r.RLIMIT_NOFILE, (soft, hard))
t(r.getrusage, 77)
t(r.getrusage, "a")
usage = r.getrusage(r.RUSAGE_SELF)
print(type(usage), len(usage), usage.ru_maxrss > 1000, usage.ru_utime >= 0, usage.ru_idrss, usage.__match_args__)
print(r.getrusage(r.RUSAGE_CHILDREN)[:2], r.getpagesize() == os.sysconf("SC_PAGESIZE"), r.error)
print([(n, getattr(r, n)) for n in dir(r) if n.isupper()])

pid = os.fork() or os._exit(3)
got, status, usage = os.wait3(0)
print(got == pid, status, type(usage), usage.ru_minflt > 0)
pid = os.fork() or os._exit(4)
got, status, usage = os.wait4(pid, 0)
print(got == pid, status, usage.ru_maxrss > 0)
r_end, w_end = os.pipe()
pid = os.fork() or os.read(r_end, 1) and os._exit(5)
print(os.wait4(pid, os.WNOHANG)[:2], os.wait3(os.WNOHANG)[2].ru_maxrss)
os.write(w_end, b"x")
print(os.wait4(pid, 0)[1])
t(os.wait3, 0)
t(os.wait4, -1, 0)
