# f-strings: expressions, conversions, format specifications, =, escapes.
x, name, pi, d = 42, "World", 3.14159, {"k": "v", "n": [1, 2]}
print(f"", f"plain", f"{x}", f"a{x}b{name}c", F"{x}", fr"\n{x}", Rf"\{x}", rF'{name}')
print(f"{x!r} {name!r} {name!s} {'é€'!a} {name!r:>10}|{name!s:^9}|{name:.2}|")
print(f"{x:5}|{x:<5}|{x:^5}|{x:>5}|{x:05}|{x:+}|{x:x}|{x:#b}|{x:,}|{1234567:_}|{pi:.2f}|{pi:10.3f}|{pi:e}|{x:c}|{.25:%}")
print(f"{{}} {{{x}}} }}{{ {{{{", f"{ x }", f"{ {'a': 1}['a'] }", f"{ {1, 2} == {2, 1} }")
print(f"{x + 1} {x * 2 if x else 0} {[i for i in range(3)]} {d['k']} {d['n'][0]} {name.upper()!r} {len(name)} {(lambda a: a + 1)(1)}")
print(f"{x=} {x = } {x=!r} {name=} {name=!s} {pi=:.2f} {x + 1=} { x  =  } {d['k']=} {x=:>5}")
width, precision, fill, align = 10, 3, "*", "^"
print(f"{pi:{width}}|{pi:{width}.{precision}}|{name:{fill}{align}{width}}|{x:{'0'}{5}}|{x!r:{width}}|{x:{width:d}}")
print(f"{'nested ' + f'{x} {name!r}'}", f'{"a" + "b"}', f"{'''triple'''}", f'''{"x"
    "y"}''')
print(f"""multi {
    x
} line {
    name
    .lower()
}""")
print(f"{x!r}" "plain {x}" f"{x}" r"\{x}", "a" f"{1}" "b")
print(f"{x if x > 1 else 'no'}", f"{x == 42}", f"{x != 1}", f"{x >= 1} {x <= 1}", f"{x:=+5}", f"{(y := 5)} {y}")
print(f"{'a':>{3}}{'b':<{2 + 1}}c", f"{3:{'>'}{5}}", f"{'':-^20}")
print(f"{None} {True} {...} {()} {[]} {''}|", f"{1,} {1, 2} {*[1, 2], 3}")
print(f"\x41\u00e9\N{BULLET}\t|{x}\n{x}", f"\\{x}")
print(f"{lambda_ if (lambda_ := 3) else 0}", f"{(lambda: 1)()}", f"{ {i: i for i in 'ab'} }")
print(f"{yes if (yes := 'walrus') else 0}", f"{x!s:}", f"{x:}")


class F:
    def __format__(self, spec):
        return f"<{spec}>"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


o = F()
print(f"{o} {o:abc} {o!s} {o!r:>6} {o:{'x'}y} {o:%Y-%m-%d %H:%M} {o:!r} {o=}{o=:spec}")
print(f"{o:a{'b'}c}", f"{o: }", f"{o!r:}", f"{'a' 'b'}", f"{3.0:}")
def g():
    y = f"{(yield)}"
    yield y


gen = g()
next(gen)
print(gen.send("sent"))
print(f'{d["k"]}', f"{d['n'][-1]:03d}", f"{'{'}", f"{'}'}", f"{':'}", f"{'!'}", f"{'a:b'!r:>8}")
print([f"{i}:{j}" for i, j in {"a": 1}.items()], {f"{x}": f"{x!r}"}, f"{f'{x}'}")
