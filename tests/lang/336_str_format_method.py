# str.format and format_map: fields, attributes, items, conversions, nesting, errors.
class P:
    x = 1
    d = {"k": [10, 20]}
    def __repr__(self): return "P!"
    def __format__(self, spec): return f"P<{spec}>"


p = P()
print("{} {} {}".format(1, "a", None), "{0} {1} {0}".format("x", "y"), "{a} {b}".format(a=1, b=2), "{0} {name}".format(1, name="n"), "{}{{}}{{{}}}".format(1, 2), "{:>5}|{:<5}|{:^5}".format(1, "a", "b"), "{!r} {!s} {!a}".format("é", "é", "é"))
print("{0.x} {0.d[k]} {0.d[k][1]} {0:abc} {0!r:>5} {0:}".format(p), "{[0]} {[b]}".format([1], {"b": 2}), "{0[-1]}".format({"-1": "text key"}), "{0[a b]} {0[1]}".format({"a b": 1, 1: "int key"}))
print("{:{}}".format("a", 5) + "|", "{:{w}.{p}f}".format(3.14159, w=8, p=2), "{:{}{}}".format(1, ">", 4), "{0:{1}}".format(5, "03d"), "{:{fill}^{n}}".format("x", fill="*", n=5), "{:%}".format(0.5))
print("{:,} {:_} {:+} {:x} {:#b} {:08.3f} {:e} {!r:10}|".format(1234567, 1234567, 5, 255, 5, 3.14159, 12345.678, "a"), "{:d} {:c} {:n}".format(5, 97, 1234), "{}".format(p), "{:spec:with:colons}".format(p), "{0:}{0!s}".format("x"))
print("{a}".format_map({"a": 1}), "{a.real} {b[0]}".format_map({"a": 5, "b": "xy"}))


class Default(dict):
    def __missing__(self, k): return f"<{k}>"


print("{a} {b}".format_map(Default(a=1)), "{x[y].z}".format(x={"y": type("Z", (), {"z": 9})}))
for template in ("{", "}", "{}{0}", "{0}{}", "{a", "{0!}", "{0!x}", "{0!rr}", "{0.}", "{0[}", "{0[]}", "{0[a}", "{0[a]b}", "{1}", "{x}", "{0.nothing}", "{0[9]}", "{0[x]}", "{!}", "{:{:{}}}", "{0:{}}", "}{", "{{}", "{}}", "{0:d}", "{ 0}", "{0 }", "{-1}", "{99999999999999999999}", "{0[0].a}", "{a!r:}", "{.}", "{[]}", "{0..x}", "{!r", "{:", "{0!r x}", "{0:5", "{,}", "{a b}", "{'a'}"):
    try:
        print(repr(template), template.format("s", [1]))
    except Exception as e:
        print(repr(template), type(e).__name__, e)
for source in ("'{}'.format()", "'{} {}'.format(1)", "'{a}'.format(b=1)", "'{:d}'.format('a')", "'{:s}'.format(1)", "'{:.2d}'.format(1)", "'{:>{}}'.format(1)", "'{a}'.format_map(5)", "'{0}'.format_map([1])", "'{}'.format_map({'': 1})", "'{}'.format_map(['x'])", "'{a}'.format_map()", "'{:x}'.format(1.5)", "'{:5}'.format(None)", "'{:5}'.format([1])", "'{:%Y}'.format(1)", "'{0.__class__.__name__}'.format(5)", "'{:10}{:<10}'.format(True, 'a')", "'{:c}'.format('a')", "''.format(1, 2, a=3)", "'{}'.format(*[1])", "str.format('{}', 5)", "str.format(5)", "'{!s:^5.1}'.format('abc')"):
    try:
        print(source, "=", repr(eval(source)))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
for spec in ("", "s", "5", "<5", ">5", "^5", "*^7", ".2", "5.1", ".0", "05", "0>5", "é<4", "<<4", ">>4", "=5", "d", "+5", " 5", ",", "#", "x", ".2f", "q", "5s5", "-", "10.20.30", "{", "z", "_", "n"):
    try:
        print(repr(spec), repr(format("abc", spec)))
    except ValueError as e:
        print(repr(spec), e)
