# PYTHONPATH, PYTHONHASHSEED, PYTHONDONTWRITEBYTECODE, PYTHONUNBUFFERED, -E, -I, -O, -u, -B, -s, -S, -x, -W.
t() { "$MINIPY" "$@" 2>&1; echo "[$?]"; }
cd cli/helpers || exit 1
PYTHONPATH=one:two:/three t -c 'import sys; print([p.rsplit("/", 1)[-1] for p in sys.path if p.rsplit("/", 1)[-1] in ("one", "two", "three")])'
PYTHONPATH=package t -c 'import inner; print(inner.__name__)'
PYTHONPATH=package t -E -c 'import inner' | tail -n 2
PYTHONPATH=package t -I -c 'import inner' | tail -n 2
a=$(PYTHONHASHSEED=random "$MINIPY" -c 'print(hash("a"), hash("b"))'); b=$(PYTHONHASHSEED=random "$MINIPY" -c 'print(hash("a"), hash("b"))')
[ "$a" = "$b" ] && echo "hashes do not vary" || echo "hashes vary"
a=$(PYTHONHASHSEED=5 "$MINIPY" -c 'print(hash("a"), hash(b"b"))'); b=$(PYTHONHASHSEED=5 "$MINIPY" -c 'print(hash("a"), hash(b"b"))')
[ "$a" = "$b" ] && echo "seeded hashes agree"
a=$(unset PYTHONHASHSEED; "$MINIPY" -c 'print(hash("a"))'); b=$(unset PYTHONHASHSEED; "$MINIPY" -c 'print(hash("a"))')
[ "$a" = "$b" ] && echo "hashes do not vary" || echo "hashes vary by default"
PYTHONHASHSEED=nonsense t -c 'print(1)' | head -n 1 | grep -c PYTHONHASHSEED
t -O -c 'assert 0; print(__debug__)'
t -OO -c 'def f(): "doc"
print(f.__doc__, __debug__)'
t -u -c 'print("unbuffered", end="")'
t -B -c 'import sys; print(sys.dont_write_bytecode)'
t -q -c 'print("quiet")'
t -s -c 'print("s")'
t -S -c 'print("S")'
t -W ignore -c 'print("W")'
t -X utf8 -c 'print("X")'
t -bc 'print("b")'
t -Bc 'print("combined")'
t -c 'import sys; print(sys.argv)' -c -O
PYTHONUNBUFFERED=1 t -c 'print("u")'
PYTHONIOENCODING=latin-1 t -c 'print("é")' | od -c | head -n 1
PYTHONSAFEPATH=1 t -c 'import argv' x | tail -n 2
t -c 'import argv; print("imported from the working folder")' y
t -i -c 'print("then the prompt")' </dev/null | head -n 1
