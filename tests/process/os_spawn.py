# posix_spawn(), spawn*(), system(), popen().
import os
import signal
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f"{f.__name__} -> {f(*args, **kwargs)}")
    except BaseException as e:
        print(f"{f.__name__}: {type(e).__name__}: {e}", repr(getattr(e, "filename", None)))


def spawned(*args, **kwargs):
    return os.waitpid(os.posix_spawn(*args, **kwargs), 0)[1]


path = tempfile.mktemp()
sh = "/bin/sh"
print(spawned(sh, ["sh", "-c", "exit $X"], {"X": "3"}))
print(spawned(sh, ["sh", "-c", f"echo $0 $X >{path}"], {b"X": b"y"}), open(path).read())
print(spawned(sh, ["sh", "-c", "echo out; echo err >&2"], {},
              file_actions=[(os.POSIX_SPAWN_OPEN, 1, path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
                            (os.POSIX_SPAWN_DUP2, 1, 2), (os.POSIX_SPAWN_CLOSE, 0)]), open(path).read())
print(os.waitpid(os.posix_spawnp("sh", ["sh", "-c", "exit 4"], os.environ), 0)[1])


def masks(**kwargs):
    print(spawned(sh, ["sh", "-c", "grep Sig[BI] /proc/$$/status >" + path], {"PATH": os.environ["PATH"]}, **kwargs))
    blocked, ignored = [int(line.split()[1], 16) for line in open(path)]
    print(blocked & 1 << signal.SIGUSR2 - 1 != 0, ignored & 1 << signal.SIGUSR1 - 1 != 0)


signal.signal(signal.SIGUSR1, signal.SIG_IGN)
masks(setsigmask=[signal.SIGUSR2])
masks(setsigdef=[signal.SIGUSR1], resetids=True)
pid = os.posix_spawnp("sleep", ["sleep", "30"], os.environ, setsid=True)
print(os.getsid(pid) == pid)
os.kill(pid, 9)
os.waitpid(pid, 0)
pid = os.posix_spawnp("sleep", ["sleep", "30"], os.environ, setpgroup=0)
print(os.getpgid(pid) == pid)
os.kill(pid, 9)
os.waitpid(pid, 0)
for args in ((sh, [], {}), (sh, 5, {}), (sh, ["a"], 5), (sh, ["a"], None), (sh, [""], {}), (sh, ["a", "b\0"], {}),
             (sh, ["a"], {"a=b": "c"}), (sh, ["a"], {"a": 5}), ("/nonexistent", ["a"], {}), (5, ["a"], {}),
             ("/etc", ["a"], {})):
    t(spawned, *args)
t(os.posix_spawnp, "nonexistent-program", ["a"], {"PATH": "/bin"})
for actions in (5, [5], [()], [(9,)], [(os.POSIX_SPAWN_CLOSE,)], [(os.POSIX_SPAWN_CLOSE, "a")],
                [(os.POSIX_SPAWN_OPEN, 1)], [(os.POSIX_SPAWN_DUP2, 1)], [("a",)], [[os.POSIX_SPAWN_CLOSE, 1]],
                [(os.POSIX_SPAWN_OPEN, 1, 5, 6, 7)],
                [(os.POSIX_SPAWN_CLOSE, -1)], None, ()):
    print(actions, end=" ")
    t(spawned, sh, ["sh", "-c", "exit 0"], {}, file_actions=actions)
for kwargs in (dict(setpgroup="a"), dict(setpgroup=2**22 + 7), dict(resetids="a"), dict(setsigmask=5),
               dict(setsigmask=[500]), dict(setsigmask=["a"]), dict(setsigdef=[0]), dict(scheduler=(0,)),
               dict(scheduler=(0, 5)),
               dict(scheduler=(os.SCHED_OTHER, os.sched_param(0))), dict(scheduler=(None, os.sched_param(0)))):
    print(kwargs, end=" ")
    t(spawned, sh, ["sh", "-c", "exit 0"], {}, **kwargs)

print("-- spawn*()")
t(os.spawnv, os.P_WAIT, sh, ["sh", "-c", "exit 4"])
t(os.spawnl, os.P_WAIT, sh, "sh", "-c", "kill -9 $$")
t(os.spawnlp, os.P_WAIT, "sh", "sh", "-c", "exit 5")
t(os.spawnvp, os.P_WAIT, "nonexistent-program", ["x"])
t(os.spawnle, os.P_WAIT, sh, "sh", "-c", "exit $X", {"X": "7"})
t(os.spawnlpe, os.P_WAIT, "sh", "sh", "-c", "exit $X", {"X": "8", "PATH": "/bin"})
t(os.spawnve, os.P_WAIT, sh, ["sh", "-c", "exit $X"], {"X": "9"})
t(os.spawnvpe, os.P_WAIT, "sh", ["sh", "-c", "exit $X"], {"X": "10", "PATH": "/bin"})
t(os.spawnv, os.P_WAIT, "/nonexistent", ["a"])
t(os.spawnv, os.P_WAIT, "/nonexistent", [])
t(os.spawnv, os.P_WAIT, "/nonexistent", "x")
t(os.spawnv, os.P_WAIT, "/nonexistent", [""])
print(os.waitstatus_to_exitcode(os.waitpid(os.spawnv(os.P_NOWAIT, sh, ["sh", "-c", "exit 6"]), 0)[1]))

print("-- system() and popen()")
t(os.system, "exit 3")
t(os.system, b"kill -9 $$")
t(os.system, 5)
t(os.system, "a\0b")
p = os.popen("echo hi; exit 3")
print(p.read(), p.close())
p = os.popen(f"cat >{path}", "w", 1)
p.write("through a pipe")
print(p.close(), open(path).read())
with os.popen("echo a; echo b") as p:
    print(list(p))
print(os.popen("kill -9 $$").close())
t(os.popen, 5)
t(os.popen, "x", "q")
t(os.popen, "x", "r", 0)
os.unlink(path)
