# -X gil-seed=N: the same changes of threads each time, and races show; -X gil=cpython.
race='
import threading
n = 0
def work():
    global n
    for i in range(200):
        v = n
        for _ in range(2): pass
        n = v + 1
ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(n)
'
for seed in 1 2 77; do
    a=$("$MINIPY" -X gil-seed=$seed -c "$race")
    b=$("$MINIPY" -X gil-seed=$seed -c "$race")
    [ "$a" = "$b" ] && echo "seed $seed: the same twice" || echo "seed $seed: $a and $b"
    [ "$a" -lt 800 ] && echo "updates were lost"
done
"$MINIPY" -c 'import sys; print(sys._gil_policy())'
"$MINIPY" -X gil=cpython -c 'import sys; print(sys._gil_policy())'
"$MINIPY" -X gil=cpython threads/sync.py | cmp - threads/sync.out && echo "as by default"
"$MINIPY" -X gil=cpython threads/locks.py | cmp - threads/locks.out && echo "as by default"
