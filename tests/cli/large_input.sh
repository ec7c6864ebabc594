# Input and output of some size through pipes.
seq 1 100000 | "$MINIPY" -c 'import sys; print(sum(int(line) for line in sys.stdin))'
seq 1 1000 | "$MINIPY" -c 'import sys; print(len(sys.stdin.read()), repr(sys.stdin.read()))'
seq 1 3 | "$MINIPY" -c 'print(input(), input(), input())
try: input()
except EOFError as e: print("EOFError", e)'
"$MINIPY" -c 'for i in range(200000): print(i)' | tail -n 1
"$MINIPY" -c 'import sys; sys.stdout.write("x" * 5000000)' | wc -c
"$MINIPY" -c 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 100)' | cksum
printf 'caf\303\251\n' | "$MINIPY" -c 'import sys; print(ascii(sys.stdin.readline()))'
printf 'a\r\nb\rc\n' | "$MINIPY" -c 'import sys; print(sys.stdin.readlines())'
printf 'raw\r\n\377' | "$MINIPY" -c 'import sys; print(sys.stdin.buffer.read())'
"$MINIPY" -c 'print("out"); import sys; print("err", file=sys.stderr); print("out2")' 2>/dev/null
(echo 'print("slow")'; sleep 0.2; echo 'print("pipe")') | "$MINIPY" -
"$MINIPY" -c 'import sys; print(sys.stdin.readline() == "", sys.stdin.read() == "")' </dev/null
"$MINIPY" -c 'import sys; print(sys.stdin.isatty(), sys.stdout.isatty())' </dev/null | cat
yes line | head -n 100000 | "$MINIPY" -c 'import sys
n = 0
while line := sys.stdin.readline(): n += len(line)
print(n)'
