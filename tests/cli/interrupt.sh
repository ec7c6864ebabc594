# Ctrl-C: KeyboardInterrupt in a loop, in a sleep, in input; status 130; caught; cleanup runs.
run() {
    "$MINIPY" -u -c "$1" >out.$$ 2>err.$$ &
    pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        grep -q ready out.$$ && break
        sleep 0.1
    done
    sleep 0.1
    kill -INT $pid
    wait $pid
    echo "[$?]"
    cat out.$$
    tail -n 1 err.$$
}
cd "${TMPDIR:-/tmp}" || exit 1
# A shell without job control lets its children ignore SIGINT, so the programs ask for the default handler first.
setup='import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
print("ready")
'
run "$setup"'while True: pass'
run "$setup"'import time; time.sleep(10)'
run "$setup"'
try:
    while True: pass
except KeyboardInterrupt:
    print("caught")
finally:
    print("cleaned up")'
run "$setup"'
def f():
    for i in range(10**9):
        for j in range(10**9): pass
f()'
rm -f out.$$ err.$$
