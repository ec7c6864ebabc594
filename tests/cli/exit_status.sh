# Exit statuses: SystemExit codes, uncaught exceptions, signals.
t() { "$MINIPY" -c "$1" 2>&1; echo "[$?]"; }
t 'pass'
t 'import sys; sys.exit()'
t 'import sys; sys.exit(0)'
t 'import sys; sys.exit(3)'
t 'import sys; sys.exit(256 + 5)'
t 'import sys; sys.exit(-1)'
t 'import sys; sys.exit("message")'
t 'import sys; sys.exit(None)'
t 'import sys; sys.exit([1, 2])'
t 'import sys; sys.exit(True)'
t 'import sys; sys.exit(2.5)'
t 'import sys; sys.exit(10**30)'
t 'raise SystemExit'
t 'raise SystemExit(4)'
t 'raise SystemExit(1, 2)'
t 'raise SystemExit("é€")'
t 'exit(6)'
t 'quit()'
t '1 / 0' | tail -n 2
t 'x = (' | tail -n 2
t 'raise KeyboardInterrupt' | tail -n 2
t 'raise Exception' | tail -n 2
t 'class E(BaseException): pass
raise E("base")' | tail -n 2
t 'import sys
try:
    sys.exit(3)
finally:
    print("finally runs")'
t 'import sys
try:
    sys.exit(3)
except SystemExit as e:
    print("caught", e.code)'
t 'class E(SystemExit): pass
raise E(9)'
t 'import os; os._exit(5)'
t 'import sys
def f(): sys.exit(2)
[f() for _ in range(3)]'
t 'import os; os.abort()' 2>/dev/null | tail -n 1
t 'import os, signal; os.kill(os.getpid(), 15)' 2>/dev/null | tail -n 1
t 'import atexit; atexit.register(print, "at exit"); raise SystemExit(3)'
t 'import atexit; atexit.register(print, "at exit"); 1/0' 2>/dev/null | tail -n 2
t 'print("flushed at exit", end="")'
t 'import sys; sys.stdout.write("written"); sys.exit(1)'
t 'import sys; sys.stderr.write("to stderr\n")'
