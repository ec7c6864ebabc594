# Uncaught errors in -c and on standard input: no source lines to show, the right file names.
t() { "$MINIPY" "$@" 2>&1; echo "[$?]"; }
t -c 'def f(x):
    return 1 / x

f(0)'
t -c 'x = 1 +'
t -c 'if 1:
print(2)'
t -c 'x = "abc'
t -c 'foo(a b)'
t -c '  indented = 1'
printf 'def f(x):\n    return 1 / x\n\nf(0)\n' | t
printf 'x = = 1\n' | t -
printf 'print("first")\nprint(undefined)\n' | t
printf 'x = (1,\n' | t
t -c 'import sys; sys.excepthook = lambda *a: print("hook", a[1]); 1/0'
t -c 'raise ValueError("two\nlines")'
t -c 'exec("1/0")'
t -c 'eval("1 +")'
t -c 'compile("x y", "somewhere.py", "exec")'
