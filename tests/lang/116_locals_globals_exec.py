# locals(), globals(), vars(), exec and eval with their scopes.
x = "global"


def f(a):
    b = 2
    before = locals()
    c = 3
    return sorted(before), sorted(locals()), locals()["a"], "x" in globals()


print(f(1))


def snapshot():
    v = 1
    d = locals()
    d["v"] = 99
    d["fresh"] = 1
    return v, "fresh" in locals()


print(snapshot()[0])
print(locals() is globals(), globals()["x"], vars() is globals())
globals()["made"] = 5
print(made)
exec("y = x + '!'")
print(y)
ns = {}
exec("a = 1\nb = a + 1\ndef g(): return a + b", ns)
print(ns["b"], ns["g"](), "__builtins__" in ns)
exec("c = x", {"x": 1}, (l := {}))
print(l)
print(eval("x + z", {"x": 1, "z": 2}), eval("x", {"x": 1}, {"x": 2}), eval("  1 + 1  "), eval("\t3"), eval("1\n"), eval(b"2 + 2"), eval("(\n1)"))


def local_exec():
    q = 1
    exec("q = 2; r = 3")
    return q, eval("q + 1"), eval("r") if "r" in locals() else "no r"


print(local_exec())


class Space(dict):
    def __missing__(self, key):
        return f"missing {key}"


print(eval("anything", {}, Space()))
exec("print(a, b)", {"b": "B"}, Space(a="A", print=print))
for source in ("1 +", "x = 1", "import os", "", "   ", "1\n2", "def f(): pass", "yield 1", "return 1", "await x", "print('a'"):
    try:
        print(repr(source), eval(source))
    except SyntaxError as e:
        print(repr(source), e.msg)
for call in ("eval()", "eval(1)", "eval('1', 2)", "eval('1', {}, 3)", "exec()", "exec(1)", "exec('1', [])", "exec('1', {}, 5)", "eval(None)", "eval('a\\0b')",
             "exec('a', {'__builtins__': {}})", "eval('len([])', {'__builtins__': {}})", "eval('x', globals={})", "exec('pass', None, None)", "eval('x', None)"):
    try:
        print(call, eval(call))
    except Exception as e:
        print(f"{call}: {type(e).__name__}: {e}")
print(eval("len", {"__builtins__": {"len": "custom"}}), [eval("i") for i in range(2)])
code = compile("result = [i * k for i in range(3)]", "s", "exec")
scope = {"k": 2}
exec(code, scope)
exec(code, scope)
print(scope["result"])
exec("""
class K:
    v = 1
    def m(self): return __class__.__name__, self.v
print(K().m())
for i in range(2):
    def h(i=i): return i
    print(h())
""")
def outer():
    v = 1
    def inner():
        return eval("v") if v else 0
    return inner()
print(outer())
print(sorted(k for k in vars(type("T", (), {"p": 1})) if not k.startswith("__")))
