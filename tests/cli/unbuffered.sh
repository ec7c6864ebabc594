# With -u or PYTHONUNBUFFERED what is printed is written at once, also without the end of a line.
t() {
    echo "[$*]"
    "$@" 2>&1
    echo "[$?]"
}
now='import os, sys
print("printed", end="")
sys.stdout.buffer.write(b" raw")
os.write(1, b" written")
sys.stdout.write(" a\nb")
sys.stderr.write(" error")
os._exit(3)'
t "$MINIPY" -u -c "$now"
PYTHONUNBUFFERED=1 t "$MINIPY" -c "$now"
PYTHONUNBUFFERED= t "$MINIPY" -c "$now"
t "$MINIPY" -u -c 'import sys
for f in sys.stdin, sys.stdout, sys.stderr:
    print(type(f.buffer).__name__, f.buffer.name, f.line_buffering, f.write_through)'
t "$MINIPY" -u -c 'import os
for i in range(2):
    if (pid := os.fork()) == 0:
        print(i, end=" ")
        os._exit(0)
    os.waitpid(pid, 0)
print("x" * 100000 == "", end="")'
