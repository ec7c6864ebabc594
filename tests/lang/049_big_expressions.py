# Deep and long sources: nesting, many arguments, long chains, many names and constants.
print(eval("(" * 80 + "1" + ")" * 80), eval("[" * 50 + "]" * 50) != [])
print(eval("+".join(["1"] * 2000)), eval("-" * 50 + "1"), eval("not " * 40 + "1"))
print(len(eval("[" + ",".join(map(str, range(5000))) + "]")), len(eval("{" + ",".join(f"{i}:{i}" for i in range(3000)) + "}")))
print(eval("max(" + ",".join(map(str, range(1000))) + ")"))
exec("def f(" + ", ".join(f"a{i}" for i in range(400)) + "): return a0 + a399")
print(eval("f(" + ",".join(map(str, range(400))) + ")"))
names = {}
exec("\n".join(f"v{i} = {i}" for i in range(3000)), names)
print(names["v2999"], len(names))
source = "def g(x):\n" + "".join(f"    if x == {i}: return {i * 7}\n" for i in range(2000)) + "    return -1\n"
exec(source)
print(g(0), g(1999), g(5000))
source = "def h(x):\n" + "".join("    " * i + f"    if x > {i}:\n" for i in range(18)) + "    " * 19 + "return 'deep'\n    return 'shallow'\n"
exec(source)
print(h(100), h(5))
source = "def k():\n" + "".join(f"    l{i} = {i}\n" for i in range(600)) + "    return l0 + l599\n"
exec(source)
print(k())
source = "x = 0\nfor a in range(2):\n" + "".join("    " * i + f"    for a{i} in range(1):\n" for i in range(15)) + "    " * 17 + "x += 1\n"
exec(source)
print(x)
print(eval("'" + "a" * 100000 + "'").count("a"), len(eval("'x' " * 1000)), eval("a" * 1000 + " if 0 else 1"))
body = "".join(f"    x = x + {i} * 2 - 1\n" for i in range(5000))
exec(f"def loop(x):\n  while True:\n{body}    if x: return x\n")
print(loop(0))
print(eval("1" + " if 1 else 1" * 80), eval("lambda: " * 30 + "1")().__class__.__name__)
print(eval("0 < 1" + " < 2 > 1" * 100), eval("(" + "0," * 3000 + ")").__len__())
print(eval(".".join(["a"] + ["real"] * 500), {"a": 1}))
