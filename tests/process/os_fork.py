# fork(), exec*(), wait*() and pseudo terminals.
import os
import signal
import sys

notes = []
for n in "1", "2":
    os.register_at_fork(before=lambda n=n: notes.append("before" + n),
                        after_in_parent=lambda n=n: notes.append("parent" + n),
                        after_in_child=lambda n=n: notes.append("child" + n))


def child(f):
    # What f() wrote to descriptor 1, and how its process ended.
    sys.stdout.flush()
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(w, 1)
        f()
        os._exit(99)
    os.close(w)
    out = b""
    while data := os.read(r, 1000):
        out += data
    os.close(r)
    status = os.waitpid(pid, 0)[1]
    print(out, status, os.waitstatus_to_exitcode(status), flush=True)


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}")


child(lambda: os.write(1, " ".join(notes).encode()))
print(notes)
t(os.register_at_fork)
t(os.register_at_fork, before=5)
t(os.register_at_fork, after_in_child=None)
t(os.register_at_fork, print)

child(lambda: os._exit(3))
child(lambda: os.kill(os.getpid(), 9))
child(os.abort)
child(lambda: signal.raise_signal(15))
child(lambda: print("flushed", flush=True) or os._exit(len(str(os.getpid())) > 8))
child(lambda: os.execv("/bin/sh", ["sh", "-c", "echo $0; exit 5"]))
child(lambda: os.execl("/bin/sh", "zero", "-c", "echo $0; exit 11"))
child(lambda: os.execlp("sh", "sh", "-c", "exit 6"))
child(lambda: os.execvp("sh", ["sh", "-c", "exit 12"]))
child(lambda: os.execle("/bin/sh", "sh", "-c", "exit $Q", {"Q": "8"}))
child(lambda: os.execvpe("sh", ["sh", "-c", "exit $Q"], {"Q": "9", "PATH": "/nonexistent:/bin"}))
child(lambda: os.execlpe("sh", "sh", "-c", "exit $Q", {b"Q": b"10", "PATH": "/bin"}))
fd = os.open("/bin/sh", os.O_RDONLY)
child(lambda: os.execve(fd, ["sh", "-c", "exit 13"], {}))
os.close(fd)
t(os.execv, "/nonexistent", ["a"])
t(os.execv, "/nonexistent", [])
t(os.execv, "/nonexistent", [""])
t(os.execv, "/nonexistent", "a")
t(os.execv, "/nonexistent", [5])
t(os.execve, "/nonexistent", ["a"], {})
t(os.execve, "/nonexistent", ["a"], 5)
t(os.execve, "/nonexistent", ["a"], {"a": 5})
t(os.execvp, "nonexistent-program", ["a"])
t(os.execvpe, "nonexistent-program", ["a"], {"PATH": "/bin:/etc"})
t(os.execl, "/nonexistent")
t(os.execle, "/nonexistent", "a", {})

print("-- the child has a copy")
items = [1]
child(lambda: items.append(2) or os._exit(len(items)))
print(items)


def collect():
    import gc
    many = [[i] for i in range(200000)]
    gc.collect()
    os._exit(len(many) % 99)


child(collect)
signal.signal(signal.SIGUSR1, lambda *args: os._exit(21))
child(lambda: os.kill(os.getpid(), signal.SIGUSR1) or signal.pause())

print("-- a child may run to the end of the program, or fork again")
sys.stdout.flush()
if os.fork() == 0:
    print("grandchild", os.waitstatus_to_exitcode(os.waitpid(os.fork() or os._exit(5), 0)[1]))
    sys.exit(6)
print(os.waitstatus_to_exitcode(os.wait()[1]))

print("-- hooks that fail")
os.register_at_fork(before=lambda: 1 / 0)
sys.unraisablehook = lambda u: print("ignored:", type(u.exc_value).__name__, flush=True)
child(lambda: os._exit(1))

print("-- waiting")
pid = os.fork() or os._exit(4)
print(os.wait() == (pid, 4 << 8))
pid = os.fork() or os._exit(4)
info = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(type(info), len(info), info.si_pid == pid, info.si_signo, info.si_status, info.si_code == os.CLD_EXITED)
print(os.waitid(os.P_PID, pid, os.WEXITED).si_status)
pid = os.fork() or signal.pause()
print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG), os.waitpid(pid, os.WNOHANG))
fd = os.pidfd_open(pid)
print(os.get_inheritable(fd), os.waitid(os.P_PIDFD, fd, os.WEXITED | os.WNOHANG))
signal.pidfd_send_signal(fd, 9)
print(os.waitid(os.P_PIDFD, fd, os.WEXITED).si_status)
pid = os.fork() or signal.pause()
os.kill(pid, signal.SIGSTOP)
status = os.waitpid(pid, os.WUNTRACED)[1]
print(os.WIFSTOPPED(status), os.WSTOPSIG(status) == signal.SIGSTOP, os.WIFEXITED(status), os.WIFSIGNALED(status))
os.kill(pid, signal.SIGCONT)
print(os.WIFCONTINUED(os.waitpid(pid, os.WCONTINUED)[1]))
os.kill(pid, 9)
print(os.waitpid(pid, 0)[1])
t(os.wait)
t(os.waitpid, -1, 0)
t(os.waitid, os.P_ALL, 0, os.WEXITED)
t(os.waitid, 77, 0, os.WEXITED)
t(os.pidfd_open, -1)
t(os.pidfd_open, os.getpid(), 77)
for status in 0, 256, 9, 0x8b, 0x137f, 0xffff, -1:
    print(status, end=" ")
    t(os.waitstatus_to_exitcode, status)
    print([f(status) for f in (os.WIFEXITED, os.WIFSIGNALED, os.WIFSTOPPED, os.WIFCONTINUED, os.WCOREDUMP,
                               os.WEXITSTATUS, os.WTERMSIG, os.WSTOPSIG)])

print("-- terminals")
pid, master = os.forkpty()
if pid == 0:
    print("tty", os.isatty(0), os.ctermid(), flush=True)
    os._exit(2)
out = b""
try:
    while data := os.read(master, 100):
        out += data
except OSError as e:
    print(e)
print(out.splitlines()[-1], os.waitpid(pid, 0)[1])
master, slave = os.openpty()
print(os.isatty(master), os.isatty(slave), os.ttyname(slave)[:9], os.get_terminal_size(slave),
      os.get_inheritable(master), os.get_inheritable(slave))
pid = os.fork()
if pid == 0:
    os.setsid()
    os.login_tty(slave)
    os._exit(os.isatty(0) + 2 * (os.tcgetpgrp(0) == os.getpgrp()))
print(os.waitpid(pid, 0)[1] >> 8)
