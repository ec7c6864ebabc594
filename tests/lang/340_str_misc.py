# str: construction, operators, interning-independent identity of meaning, attribute listing, errors.
print(str(), str(5), str("a"), str(None), str([1, "a"]), str(b"b"), str(object=5), str(1.0), str({}), str(type), str(len), repr(str), "abc".__len__(), "abc".__contains__("b"), "abc".__getitem__(1), "a".__add__("b"), "a".__mul__(3), "a".__rmul__(2), "a".__mod__(()), "%s".__mod__(5), "a".__eq__("a"), "a".__eq__(1), "a".__lt__("b"), "a".__hash__() == hash("a"), "abc".__iter__().__next__(), "a".__str__(), "a".__repr__(), "a".__format__(">3"), "abc".__getnewargs__(), "a".__sizeof__() > 0)
print(sorted(m for m in dir(str) if not m.startswith("__")))
for source in ("'a' + 1", "1 + 'a'", "'a' - 'b'", "'a' * 'b'", "'a' * 1.5", "'a' / 'b'", "-'a'", "+'a'", "~'a'", "'a' < 1", "'a'[1.5]", "'a'['b']", "'a'[5]", "'a'[0:'b']", "'a'()", "'a'.foo", "'a'.x = 1", "'abc'[0] = 'x'", "del 'abc'[0]", "len('a', 'b')", "str(1, 2, 3, 4)", "str(x=1)", "'a' in 1", "1 in 'a'", "None + 'a'", "'a' + None", "'a' + b'b'", "b'a' + 'b'", "'a' == b'a'", "'a' and 1", "[] + 'a'", "'a' + []", "int('a')", "'a'.join('b', 'c')", "'a' @ 'b'", "'a' ** 2", "'a' // 2", "'a' & 'b'", "abs('a')", "'a' if 'b' < 1 else 0", "sum(['a', 'b'])", "sum(['a'], '')", "max('')", "min('a', 1)", "round('a')", "'a'.__add__(1)", "'a'.__mul__('b')", "iter('a').foo", "next('a')", "reversed('ab')", "'a' * 10**30", "'ab' * 2**62", "hash('a', 'b')", "str.join(',', 5)", "str.__new__()", "str.foo", "'abc'.index('z')", "'a' is not 'b'", "chr(97) is None"):
    try:
        r = eval(source) if " = " not in source and not source.startswith("del") else exec(source)
        print(source, "=", repr(r) if "iterator" not in type(r).__name__ and "reversed" not in type(r).__name__ else type(r).__name__)
    except (Exception, MemoryError) as e:
        print(f"{source}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
s = t = "a"
s += "b"
print(s, t)
parts = ""
for i in range(1000):
    parts += str(i)
print(len(parts), parts[:20], parts[-6:])


class Holder:
    text = ""


h = Holder()
for i in range(200):
    h.text += "x"
copies = [h.text]
h.text += "y"
print(len(copies[0]), len(h.text), h.text[-2:], Holder.text == "")
d = {"k": ""}
l = [""]
for c in "abc":
    d["k"] += c
    l[0] += c
    old = l[0]
print(d, l, old)


def grow(n):
    s = ""
    seen = []
    for i in range(n):
        s += "é" if i % 3 else "a"
        if i % 4 == 0:
            seen.append(s)
    return s, seen


print(grow(10))
print(sorted({"b": 1, "a": 2}), sorted("hello"), "".join(sorted("hello", reverse=True)), list(zip("ab", "cd")), list(map(str.upper, "ab")), [*map(ord, "ab")], all("ab"), any(""), "a" "b" == "ab", ("a"
    "b"), "abc"[::-1], "abc"[-1:], "abc"[5:], "abc"[:0], "x" if "" else "y")
