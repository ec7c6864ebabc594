# -c, -m, -, script, standard input; sys.argv, __name__, sys.path[0]; exit statuses.
t() { "$MINIPY" "$@" 2>&1; echo "[$?]"; }
t -c 'print("hello", 1 + 1)'
t -c 'import sys; print(sys.argv, __name__, repr(sys.path[0]))' a -b --c
t -c 'print(__file__)'
t -c 'for i in range(2):
    print(i)
print("after")'
t -c '"unused"; 5'
t -c ''
t -c 'print(1)' -c 'print(2)'
echo 'import sys; print("stdin", sys.argv, __name__, repr(sys.path[0]))' | t - x y
echo 'print("piped")' | t
printf 'print("no newline")' | t
printf 'def f():\n    return 5\n\nprint(f())\n' | t -
echo 'print(input())
data line' | t -
cd cli || exit 1
t helpers/argv.py one "two words" --three
t ./helpers/argv.py
t helpers/../helpers/argv.py -x
t helpers
PYTHONPATH=helpers t -m argv one two
cd helpers && t -m package a b
t -m package.inner z
t -m package.no_main_here
t -m nothing_such
t -m package.nothing_such
t -m argv.x
cd .. || exit 1
t nothing_such.py
t -c | grep -v "^Try"
t -m | grep -v "^Try"
t -Z | grep -v "^Try"
