# Pipes to and from a running program; waiting for it; signals.
import gc
import os
import signal
import sys
import time
from subprocess import *


def t(f, *args, **kwargs):
    try:
        print("->", f(*args, **kwargs))
    except BaseException as e:
        print(f"{type(e).__name__}: {e}", {k: v for k, v in e.__dict__.items() if k != "cmd"})


print("-- communicate()")
p = Popen(["cat"], stdin=PIPE, stdout=PIPE)
t(p.communicate, "abc")
p.kill()
p.wait()
p = Popen(["cat"], stdin=PIPE, stdout=PIPE)
print(p.communicate(b"abc"))
t(p.communicate)
t(p.communicate, b"x")
p = Popen(["cat"], stdin=PIPE, stdout=PIPE)
p.stdin.write(b"written before, ")
print(p.communicate(bytearray(b"abc"), timeout=20))
p = Popen(["cat"], stdin=PIPE, stdout=PIPE)
print(p.communicate(memoryview(b"abc"), timeout=20))
p = Popen(["echo", "x"], stdout=PIPE)
print(p.communicate(), p.stdout.closed)
t(p.communicate)
p = Popen(["sh", "-c", "echo x >&2"], stderr=PIPE, text=True)
print(p.communicate())
p = Popen(["sh", "-c", "cat; echo err >&2"], stdin=PIPE, stdout=PIPE, stderr=PIPE)
print(p.communicate())
p = Popen(["true"])
print(p.communicate(), p.returncode)
p = Popen(["true"])
print(p.communicate(b"ignored"), p.communicate(timeout=5))

print("-- after a timeout nothing is lost")
p = Popen(["sh", "-c", "echo a; read x; sleep 0.5; echo $x; cat"], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
t(p.communicate, "in\nput", timeout=0.2)
t(p.communicate, "more")
print(p.communicate())
big = bytes(range(256)) * 4000
p = Popen(["sleep", "30"], stdout=PIPE, stderr=PIPE)
t(p.communicate, timeout=0.1)
p.kill()
print(p.communicate(), p.returncode)

print("-- much data")
for kwargs in dict(timeout=60), dict():
    p = Popen(["cat"], stdin=PIPE, stdout=PIPE)
    out, _ = p.communicate(big * 5, **kwargs)
    print(out == big * 5)
p = Popen(["sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"], stdout=PIPE, stderr=PIPE)
print([len(x) for x in p.communicate()])
p = Popen(["true"], stdin=PIPE, stdout=PIPE)
print(p.communicate(big), p.returncode)
p = Popen(["true"], stdin=PIPE)
print(p.communicate(big), p.returncode)
p = Popen(["head", "-c", "10"], stdin=PIPE, stdout=PIPE)
print(p.communicate(big), p.returncode)

print("-- text")
p = Popen(["printf", "a\\r\\nb\\rc\\n"], stdout=PIPE, stderr=PIPE, text=True)
print(p.communicate())
p = Popen(["printf", "a\\r\\nb\\rc\\n"], stdout=PIPE, universal_newlines=True)
print(p.communicate())
p = Popen(["od", "-c"], stdin=PIPE, stdout=PIPE, text=True)
print(p.communicate("a\nb\r\n")[0])
p = Popen(["cat"], stdin=PIPE, stdout=PIPE, encoding="utf-16")
print(p.communicate("h\xe4\u20ac\U0001f600"))
p = Popen(["printf", "\\377"], stdout=PIPE, stderr=PIPE, encoding="ascii", errors="backslashreplace")
print(p.communicate())
p = Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True, bufsize=1)
p.stdin.write("line\n")
print(repr(p.stdout.readline()))
p.stdin.write("two\nthree")
p.stdin.close()
print(list(p.stdout), p.wait())

print("-- pipelines")
first = Popen(["printf", "c\\nb\\na\\n"], stdout=PIPE)
second = Popen(["sort"], stdin=first.stdout, stdout=PIPE)
first.stdout.close()
print(second.communicate()[0], first.wait())
writers = [Popen(["cat"], stdin=PIPE, stdout=PIPE) for _ in range(5)]
for i, p in enumerate(writers):
    p.stdin.write(b"%d" % i)
print([p.communicate()[0] for p in writers])        # hangs if one holds another's pipe
with Popen(["cat"], stdin=PIPE, stdout=PIPE) as p:
    p.stdin.write(b"x")
    p.stdin.close()
    print(p.stdout.read())
print(p.returncode, p.stdin.closed, p.stdout.closed)
try:
    with Popen(["sleep", "30"], stdout=PIPE) as p:
        p.kill()
        raise KeyError("leaving")
except KeyError as e:
    print(repr(e), p.returncode)

print("-- wait(), poll(), signals")
p = Popen(["sleep", "30"])
print(p.poll())
start = time.monotonic()
t(p.wait, 0.05)
t(p.wait, timeout=0)
t(p.wait, -1)
print(time.monotonic() - start < 10, p.poll())
p.terminate()
print(p.wait(), p.poll(), p.returncode)
p.kill()
p.terminate()
p.send_signal(2)
p = Popen(["sleep", "30"])
p.send_signal(signal.SIGINT)
print(p.wait(20))
p = Popen(["sleep", "30"])
t(p.send_signal, "x")
p.kill()
os.waitpid(p.pid, 0)
print(p.wait(), p.returncode)
p = Popen(["sleep", "30"])
p.kill()
os.waitpid(p.pid, 0)
print(p.poll(), p.returncode)
p = Popen(["sh", "-c", "exit 7"])
print(os.waitid(os.P_PID, p.pid, os.WEXITED | os.WNOWAIT).si_status, p.poll())
t(p.wait, "x")
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print(call(["sh", "-c", "exit 7"]))
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

print("-- an interrupt ends the waiting")


def interrupt(*args):
    raise KeyboardInterrupt


signal.signal(signal.SIGALRM, interrupt)
for wait in (lambda p: p.communicate(), lambda p: p.wait(), lambda p: p.wait(25), lambda p: p.communicate(timeout=25)):
    for kwargs in dict(), dict(stdout=PIPE, stderr=PIPE):
        p = Popen(["sleep", "30"], **kwargs)
        start = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        try:
            wait(p)
        except KeyboardInterrupt:
            print("interrupted", time.monotonic() - start < 5, p.poll())
        p.kill()
        p.communicate()
signal.setitimer(signal.ITIMER_REAL, 0.1)
try:
    run(["sleep", "30"])
except KeyboardInterrupt:
    print("run() interrupted")

print("-- nothing is left")
gc.collect()
before = len(os.listdir("/proc/self/fd"))
for _ in range(100):
    run(["true"], capture_output=True)
    try:
        Popen(["nonexistent-program"], stdin=PIPE, stdout=PIPE, stderr=PIPE)
    except FileNotFoundError:
        pass
print(len(os.listdir("/proc/self/fd")) - before)
try:
    print(os.waitpid(-1, os.WNOHANG))
except ChildProcessError as e:
    print(e)
