# run(), call(), check_output() and their relatives; what results and errors look like.
import os
import subprocess
from subprocess import *
from subprocess import list2cmdline


def t(f, *args, **kwargs):
    try:
        print(f"{f.__name__} ->", f(*args, **kwargs))
    except BaseException as e:
        print(f"{f.__name__}: {type(e).__name__}: {e} {e.__dict__}")


print(sorted(subprocess.__all__), PIPE, STDOUT, DEVNULL)
t(run, ["true"])
t(run, ["false"])
t(run, ["cat"], input="x")
t(run, ["cat"], input="x", stdin=PIPE)
t(run, ["cat"], capture_output=True, stdout=PIPE)
t(run, ["cat"], input=b"x", capture_output=True)
t(run, ["cat"], input="x", text=True, capture_output=True)
t(run, ["cat"], input="\xe4\n", encoding="latin-1", capture_output=True)
t(run, ["cat"], input=b"\xff", capture_output=True)
t(run, ["printf", "\\377"], stdout=PIPE, encoding="utf-8", errors="replace")
t(run, ["printf", "\\377"], stdout=PIPE, text=True, encoding="utf-8")
t(run, ["sh", "-c", "echo a; echo b >&2; exit 3"], check=True, capture_output=True)
t(run, ["sh", "-c", "echo a; echo b >&2; exit 3"], stdout=PIPE, stderr=STDOUT)
t(run, ["sh", "-c", "kill -TERM $$"])
t(run, ["sh", "-c", "kill -TERM $$"], check=True)
t(run, ["sh", "-c", "echo a; exec sleep 30"], timeout=0.3, capture_output=True)
t(run, ["sh", "-c", "echo a; exec sleep 30"], timeout=0.3, capture_output=True, text=True)
t(run, ["true"], bogus=1)
t(run)
t(call, ["true"])
t(call, ["false"])
t(call, ["sleep", "30"], timeout=0.05)
t(run, ["sh", "-c", "exec sleep 30"], timeout=0.2, stdout=PIPE)
t(check_call, ["true"])
t(check_call, ["false"])
t(check_call, args=["false"])
t(check_output, ["cat"], input=None)
t(check_output, ["cat"], input=None, text=True)
t(check_output, ["cat"], input=b"input")
t(check_output, ["cat"], input="input", encoding="ascii")
t(check_output, ["cat"], input=None, stdout=PIPE)
t(check_output, ["true"], check=True)
t(check_output, ["sh", "-c", "echo a; exit 3"])
t(check_output, ["sh", "-c", "echo a; echo b >&2; exit 3"], stderr=STDOUT, text=True)
t(getoutput, "echo hi; echo ho >&2; exit 2")
t(getoutput, "printf 'a\\n\\n'")
t(getstatusoutput, "echo hi; exit 2")
t(getstatusoutput, "kill -9 $$")
t(getstatusoutput, "printf '\\377'", encoding="utf-8", errors="replace")
t(list2cmdline, ["a b", 'c"d', "e\\", "f g\\", 'h\\"i', "", "\tx", 'j\\\\"k l\\\\', b"bytes"])

print("-- results and errors")
print(CompletedProcess("x", 0), CompletedProcess("x", -1, b"", "x"), CompletedProcess[int])
t(CompletedProcess("x", 3, b"1", b"2").check_returncode)
t(CompletedProcess("x", 0).check_returncode)
for e in (CalledProcessError(1, "c", b"o", b"e"), CalledProcessError(-15, ["x"]), CalledProcessError(-99, "x"),
          TimeoutExpired("c", 1.5, b"o", b"e")):
    print(repr(e), str(e), e.stdout, e.output, e.stderr, e.cmd, type(e).__mro__[1:3])
    e.stdout = 5
    print(e.output)
t(TimeoutExpired)
t(CalledProcessError, 1)

print("-- where things go")
print(run('echo $0 "$@"', shell=True, capture_output=True, text=True).stdout,
      run(['echo $0 "$@"', "a", "b"], shell=True, capture_output=True, text=True).stdout)
print(run(["x", "-c", "echo $0"], executable="/bin/sh", capture_output=True).stdout)
print(run("echo $0", shell=True, executable="sh", capture_output=True).stdout)
print(run(["pwd"], cwd="/usr", capture_output=True).stdout, run(["pwd"], cwd=b"/", capture_output=True).stdout)
print(run(["./sh", "-c", "exit 4"], cwd="/bin"))
print(run(["env"], env={"A": b"b", b"C": "d", "": "e"}, capture_output=True).stdout)
print(run(["/bin/sh", "-c", 'echo "${X-none}"'], env={}, capture_output=True).stdout)
os.environ["X"] = "here"
print(run(["sh", "-c", 'echo "${X-none}"'], capture_output=True).stdout)
print(run(["sh", "-c", "echo o; echo e >&2"], stdout=DEVNULL, stderr=PIPE))
print(run(["cat"], stdin=DEVNULL, capture_output=True))
r, w = os.pipe()
print(run(["echo", "z"], stdout=w), os.read(r, 9))
print(run(["sh", "-c", f"echo q >&{w}"], pass_fds=[w]), os.read(r, 9), os.get_inheritable(w))
print(run(["sh", "-c", f"echo q >/dev/fd/{w}"], stderr=DEVNULL).returncode != 0)
os.set_inheritable(w, True)
print(run(["sh", "-c", f"echo q >/dev/fd/{w}"], stderr=DEVNULL).returncode != 0)
print(run(["sh", "-c", f"echo q >/dev/fd/{w}"], stderr=DEVNULL, close_fds=False).returncode, os.read(r, 9))
os.close(r)
os.close(w)
with open(__file__, "rb") as f:
    print(run(["head", "-n", "1"], stdin=f, stdout=PIPE).stdout)
print(run(["sh", "-c", "umask"], umask=0o27, capture_output=True).stdout)
