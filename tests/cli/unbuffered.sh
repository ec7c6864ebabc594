# -u and PYTHONUNBUFFERED=1: whatever is written goes out at once, also if it ends no line.
program='import os, sys
sys.stdout.write("a")
os.write(1, b"b")
print("c", end="")
os.write(1, b"d")
sys.stderr.write("e")
os.write(2, b"f")
sys.stdout.write("g" * 100000 + "\n")
sys.stdout.buffer.write(b"h")
print(type(sys.stdout.buffer).__name__, sys.stdout.line_buffering, sys.stdout.write_through, sys.stdout.name, sys.stdout)
print(type(sys.stderr.buffer).__name__, sys.stderr.line_buffering, sys.stderr.write_through, type(sys.stdin.buffer).__name__)'
"$MINIPY" -u -c "$program" 2>&1 | tr -s g
PYTHONUNBUFFERED=1 "$MINIPY" -c "$program" 2>&1 | tr -s g
env -u PYTHONUNBUFFERED "$MINIPY" -c "$program" 2>&1 | tr -s g
echo 'input()' | "$MINIPY" -u -
