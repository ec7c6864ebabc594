# Code objects: the attributes people read, replace, comparison.
def f(a, /, b, *args, c, d=4, **kw):
    """doc"""
    x = 1
    y = [i for i in range(x)]

    def inner():
        return x, a
    return inner


c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_cellvars, c.co_freevars)
print(c.co_firstlineno, c.co_filename.split("/")[-1], c.co_consts[0], type(c.co_code).__name__, isinstance(c.co_names, tuple), c.co_stacksize > 0)
print(f(1, 2, c=3).__code__.co_freevars, bool(c.co_flags & 0x04), bool(c.co_flags & 0x08), bool(c.co_flags & 0x20))


def gen():
    yield


async def co():
    pass


async def agen():
    yield


print(bool(gen.__code__.co_flags & 0x20), bool(co.__code__.co_flags & 0x80), bool(agen.__code__.co_flags & 0x200), bool((lambda: 0).__code__.co_flags & 0x10))
print(c == c, c == gen.__code__, hash(c) == hash(c), repr(c).split(" at ")[0], type(c).__name__)
module = compile("a = 1\nb = a + len('x')\nc.d = b", "file.py", "exec")
print(module.co_name, module.co_filename, module.co_firstlineno, module.co_names, module.co_varnames, module.co_argcount)
expression = compile("1 + x", "<e>", "eval")
print(eval(expression, {"x": 2}), eval(compile("5", "", "eval")))
r = gen.__code__.replace(co_name="renamed", co_firstlineno=99)
print(r.co_name, r.co_firstlineno, gen.__code__.co_name)
lines = sorted({line for _, _, line in c.co_lines() if line is not None})
print([n - c.co_firstlineno for n in lines])
print(eval(compile("lambda: 5", "", "eval"))(), compile("x", "", "single").co_name)
try:
    c.co_name = "x"
except AttributeError as e:
    print(e)
for code in ("f.__code__.co_consts.append(1)", "exec(f.__code__)", "exec(f(1, 2, c=3).__code__)"):
    try:
        print(exec(code))
    except Exception as e:
        print(type(e).__name__, e)


class K:
    def m(self):
        return lambda: 0


print(K.m.__code__.co_qualname, K().m().__code__.co_qualname, K.m.__code__.co_varnames)
