# Popen: its arguments, attributes and errors.
import os
import pathlib
import signal
import warnings
from subprocess import *


def t(*args, **kwargs):
    try:
        p = Popen(*args, **kwargs)
        p.communicate()
        print("ok", p.returncode)
    except BaseException as e:
        print(f"{type(e).__name__}: {e}", getattr(e, "errno", None), repr(getattr(e, "filename", None)))


print("-- what cannot be started")
t(["nonexistent-program"])
t([b"nonexistent-program"])
t(["nonexistent-program"], cwd="/nonexistent")
t(["true"], cwd="/nonexistent")
t(["true"], cwd=__file__)
t(["/etc/passwd"])
t(["/etc"])
t("nonexistent program")
t("exit 3", shell=True, executable="/nonexistent-shell")
t(["x"], executable="/nonexistent")
t(["true"], pass_fds=[77])
t(["true"], pass_fds=[-1])
t(["true"], pass_fds=["a"])
t(["true"], process_group=2**22 + 7)
t([])
t("")
t([""])
t({"nonexistent": 1})
t(iter(["true"]))

print("-- with a preexec_fn")
t(["true"], preexec_fn=lambda: 1 / 0)
t(["true"], preexec_fn=5)
t(["true"], preexec_fn=lambda: None)
for kwargs in dict(pass_fds=[77]), dict(process_group=2**22 + 7), dict(cwd="/nonexistent"):
    t(["true"], preexec_fn=lambda: None, **kwargs)
t(["nonexistent-program"], preexec_fn=lambda: None)
print(run(["sh", "-c", "echo $X"], preexec_fn=lambda: os.environ.__setitem__("X", "6"), capture_output=True).stdout)
print(run(["/bin/sh", "-c", "echo $X"], preexec_fn=lambda: os.putenv("X", "6"), env={"X": "7"},
          capture_output=True).stdout)

print("-- wrong arguments")
for args in (["true", 5], ["true", "a\0b"], 5, None, pathlib.Path("/bin/true"),
             [pathlib.Path("/bin/sh"), b"-c", "exit 4"],
             b"true"):
    t(args)
t(pathlib.Path("/bin/true"), shell=True)
for kwargs in (
        dict(stdin=3.5), dict(stdin="x"), dict(stdin=99), dict(stdin=-4), dict(stdout=STDOUT), dict(stdin=-2),
        dict(env={"a=b": "c"}), dict(env={"a": 5}), dict(env={"a": "x\0"}), dict(env={5: "x"}), dict(env=5),
        dict(cwd="a\0b"), dict(cwd=5), dict(bufsize="x"), dict(text=True, universal_newlines=False),
        dict(startupinfo=5), dict(creationflags=5), dict(user="nobody-of-that-name"), dict(group="no-such-group"),
        dict(extra_groups="x"), dict(extra_groups=[-1]), dict(extra_groups=5), dict(user=1.5), dict(group=1.5),
        dict(extra_groups=[1.5]), dict(user=-5), dict(group=-5), dict(user=2**40), dict(group=2**40),
        dict(extra_groups=[2**40]), dict(umask="x"), dict(umask=-1), dict(process_group="x"), dict(process_group=-5),
        dict(pipesize="x"), dict(stdout=PIPE, pipesize=-1), dict(stdout=PIPE, pipesize=5),
        dict(encoding=5, stdout=PIPE), dict(encoding="nocodec", stdout=PIPE), dict(errors=5, stdout=PIPE)):
    print(kwargs, end=" ")
    t(["true"], **kwargs)
for bad in ((), (["true"], 0, None, None, None, None, None, True, False, None, None, None, None,
                  0, True, False, (), 1)):
    t(*bad)

print("-- attributes")
p = Popen(["sh", "-c", "exit 3"])
print(p.args, p.stdin, p.stdout, p.stderr, p.pid > 0, p.universal_newlines, p.encoding, p.errors, p.pipesize)
print(p.returncode, p.wait(), p.returncode, p.poll(), repr(p))
p = Popen(["true"] + ["a" * 30] * 5)
print(repr(p))
p.wait()
p = Popen(["true"], stdin=PIPE, stdout=PIPE, encoding="ascii", errors="replace")
print(p.text_mode, p.encoding, p.errors, p.stdin.encoding, p.stdin.errors, p.stdin.write_through)
p.universal_newlines = 5
print(p.text_mode)
p.communicate()
for kwargs in dict(), dict(bufsize=0), dict(text=True), dict(text=True, bufsize=1), dict(text=True, bufsize=0):
    p = Popen(["true"], stdin=PIPE, stdout=PIPE, **kwargs)
    print([type(f).__name__ for f in (p.stdin, p.stdout)], p.stderr, getattr(p.stdin, "line_buffering", None),
          getattr(p.stdin, "write_through", None), os.get_inheritable(p.stdin.fileno()))
    p.communicate()
print(Popen[str])
with Popen(["cat"], stdin=PIPE, stdout=PIPE, pipesize=1 << 17) as p:
    print(p.pipesize)

print("-- sessions, groups, masks")
for kwargs in dict(start_new_session=True), dict(process_group=0), dict():
    p = Popen(["sleep", "30"], **kwargs)
    print(os.getsid(p.pid) == p.pid, os.getpgid(p.pid) == p.pid)
    p.kill()
    p.wait()


def masks(**kwargs):
    text = check_output(["cat", "/proc/self/status"], text=True, **kwargs)
    blocked, ignored = [line.split()[1] for line in text.splitlines() if line.startswith(("SigBlk", "SigIgn"))]
    sigpipe = bool(int(ignored, 16) & 1 << signal.SIGPIPE - 1)
    return blocked, sigpipe


print(masks(), masks(restore_signals=False), masks(preexec_fn=lambda: None))
signal.signal(signal.SIGUSR2, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda *a: None)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
print(masks(), masks(preexec_fn=lambda: None), signal.pthread_sigmask(signal.SIG_BLOCK, ()) == {signal.SIGUSR1})
print(run(["sh", "-c", "kill -USR2 $$; kill -USR1 $$; exit 5"]).returncode)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
print(run(["sh", "-c", "kill -USR1 $$; exit 5"]).returncode)

print("-- warnings")
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    Popen(["true"], stdin=PIPE, bufsize=1).communicate()
    p = Popen(["sleep", "30"])
    p.__del__()
    print(p.returncode)
    p.kill()
    p.wait()
    p.__del__()
    Popen(["true"], pass_fds=[1], close_fds=False).wait()
    for w in seen:
        print(w.category.__name__, str(w.message).replace(str(p.pid), "PID"))

print("-- standard descriptors trade places")
r, w = os.pipe()
save = os.dup(1), os.dup(2)
os.dup2(w, 2)
print(run(["sh", "-c", "echo to stdout; echo to stderr >&2"], stdout=2, stderr=1).returncode, flush=True)
os.dup2(save[1], 2)
os.close(w)
print(os.read(r, 100), os.read(r, 100))
