# Standard output closed, full, or a broken pipe.
cd "${TMPDIR:-/tmp}" || exit 1
"$MINIPY" -c 'print("x")' >/dev/full 2>err.$$; echo "[$?]"; sed 's/<.*>/STDOUT/' err.$$ | tail -n 2
"$MINIPY" -c 'print("x", flush=True)' >/dev/full 2>err.$$; echo "[$?]"; tail -n 1 err.$$
"$MINIPY" -c 'print("x")' >&-; echo "[$?]"
"$MINIPY" -c 'import sys; print(sys.stdout, file=sys.stderr)' >&- 2>err.$$; cat err.$$
"$MINIPY" -c 'import sys; print(sys.stdin)' <&-
"$MINIPY" -c 'import sys; print(sys.stderr)' 2>&-
"$MINIPY" -c 'raise ValueError' 2>&-; echo "[$?]"
# the reader has gone before anything is written
{ "$MINIPY" -c '
import select
gone = select.poll()
gone.register(1, 0)
gone.poll(10000)
for i in range(100000): print(i)' 2>err.$$; echo "[$?]" >status.$$; } | :
cat status.$$; tail -n 1 err.$$ | sed 's/^Exception ignored.*$/IGNORED/'
"$MINIPY" -c '
f = open("/dev/full", "w")
try:
    f.write("x"); f.flush()
except OSError as e:
    print(e)
try:
    f.close()
except OSError as e:
    print("close:", e, f.closed)'
"$MINIPY" -c 'print("\ud800")' 2>&1 | tail -n 1
"$MINIPY" -c 'import sys; sys.stdout = None; print("nothing"); sys.stdout = 5; print("y")' 2>&1 | tail -n 1
"$MINIPY" -c 'import sys; sys.stdout.close(); print("x")' 2>&1 | tail -n 1
"$MINIPY" -c 'import sys; del sys.stdout; print("x")' 2>&1 | tail -n 1
rm -f err.$$ status.$$
