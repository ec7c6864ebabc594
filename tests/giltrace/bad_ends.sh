# However a program ends, what was recorded is written; and what could not be is said.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
seen() {
    sed -n 's/^Timeline: [^ ]* .*/a timeline/p
        s/^! \(.*\) ([a-z ]*[0-9]*) \(did not end by itself\|was ended by a signal\).*/! \1 \2/p' "$1"
}

echo "-- an exception"
cat > "$folder/raises.py" <<'PY'
import threading
threading.Thread(target=print, args=('in a thread',)).start()
1 / 0
PY
"$MINIPY" --gil-trace "$folder/a.txt" "$folder/raises.py" 2>&1 | sed 's/line [0-9]*/line N/; s/".*"/"..."/'
seen "$folder/a.txt"

echo "-- os._exit"
"$MINIPY" --gil-trace "$folder/b.txt" -c 'import os; os._exit(7)'
echo "status $?"
seen "$folder/b.txt"

echo "-- SystemExit, with a report"
"$MINIPY" --gil-report -c 'raise SystemExit(9)' 2>&1 | grep -c '^GIL report'

echo "-- killed"
"$MINIPY" --gil-trace "$folder/c.txt" -c 'import os, signal; os.kill(os.getpid(), signal.SIGKILL)' 2>"$folder/c.err"
echo "status $?"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    [ -s "$folder/c.txt" ] && break
    sleep 0.2
done
sed "s|$folder|FOLDER|" "$folder/c.err" | grep -v Killed
seen "$folder/c.txt"

echo "-- a killed child"
cat > "$folder/child.py" <<'PY'
import os, signal
pid = os.fork()
if pid == 0:
    os.kill(os.getpid(), signal.SIGKILL)
print(os.waitpid(pid, 0)[1])
PY
"$MINIPY" --gil-trace "$folder/d.txt" "$folder/child.py"
seen "$folder/d.txt"

echo "-- a disk that is full while it records"
cat > "$folder/full.py" <<'PY'
import os, threading
def calls():
    for i in range(3000):
        os.lseek(fd, 0, 0)
fd = os.open('/dev/null', os.O_RDONLY)
calls()
threads = [threading.Thread(target=calls) for i in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print('done')
PY
# 512-byte blocks: the places' part and 40 KB for all threads
(ulimit -f 32856; "$MINIPY" --gil-report -X gil-ring=100000 --gil-trace "$folder/e.txt" "$folder/full.py" 2>"$folder/e.err")
echo "status $?"
grep -c 'the disk was full' "$folder/e.err"
seen "$folder/e.txt"

echo "-- nowhere to write to"
"$MINIPY" --gil-trace "$folder/none/x.html" -c 'print("not run")' 2>"$folder/f.err"
echo "status $?"
sed "s|$folder|FOLDER|" "$folder/f.err"
mkdir "$folder/x.html"
"$MINIPY" --gil-trace "$folder/x.html" -c 'print("not run")' 2>&1 | sed "s|$folder|FOLDER|"
"$MINIPY" --gil-trace x.png -c 'print("not run")' 2>&1
"$MINIPY" --gil-trace /dev/full -c 'print("not run")' 2>&1
ln -s /dev/full "$folder/full.txt"
"$MINIPY" --gil-trace "$folder/full.txt" -c 'print("run")' 2>&1 | sed "s|$folder|FOLDER|"
