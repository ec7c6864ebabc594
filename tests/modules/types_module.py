# types.
import types, sys
def f(): pass
def g(): yield
async def c(): pass
async def ag(): yield
class C:
    def m(self): pass
co = c()
print([n for n, v in {"FunctionType": f, "LambdaType": lambda: 0, "GeneratorType": g(), "CoroutineType": co, "AsyncGeneratorType": ag(), "CodeType": f.__code__, "MethodType": C().m, "BuiltinFunctionType": len, "BuiltinMethodType": [].append, "WrapperDescriptorType": object.__init__, "MethodWrapperType": object().__str__, "MethodDescriptorType": str.join, "ClassMethodDescriptorType": dict.__dict__["fromkeys"], "ModuleType": sys, "TracebackType": None, "FrameType": sys._getframe(), "GetSetDescriptorType": type(f).__code__, "MappingProxyType": C.__dict__, "SimpleNamespace": types.SimpleNamespace(), "CellType": types.CellType(1), "NoneType": None, "EllipsisType": ..., "NotImplementedType": NotImplemented, "GenericAlias": list[int], "UnionType": int | str}.items() if isinstance(v, getattr(types, n))])
co.close()
n = types.SimpleNamespace(a=1, b="x")
n.c = [1]
del n.a
print(n, n.b, n == types.SimpleNamespace(b="x", c=[1]), vars(n), repr(types.SimpleNamespace()), types.SimpleNamespace(**{"k": 1}).k)
m = types.ModuleType("mod", "doc text")
m.x = 1
print(m, m.__name__, m.__doc__, m.x, sorted(vars(m)), m.__spec__, m.__loader__, m.__package__)
p = types.MappingProxyType({"a": 1})
print(p, p["a"], len(p), list(p), p.get("z"), "a" in p, p.keys(), p.copy(), p | {"b": 2}, p == {"a": 1}, {**p}, repr(p), type(p).__name__, hash(types.MappingProxyType) is not None)
for source in ("p.__setitem__('b', 1)", "exec('p[\"b\"] = 1')", "types.SimpleNamespace(1)", "n.zzz", "m.zzz", "types.ModuleType()", "types.ModuleType(5)", "types.MappingProxyType(5)", "types.MappingProxyType([])", "types.FunctionType()", "types.GeneratorType()", "types.NoneType(1)", "types.nothing", "types.MethodType(f)", "types.CodeType()", "types.TracebackType()", "types.new_class('X', (5,))", "hash(n)", "n < n", "types.CellType(1, 2)", "types.CellType().cell_contents"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e if 'arguments' not in str(e) or 'Code' not in source else 'arguments'}")
X = types.new_class("X", (C,), {}, lambda ns: ns.update(attr=5))
print(X.attr, X.__bases__, types.resolve_bases((C,)), types.prepare_class("Y")[0], types.get_original_bases(X) if hasattr(types, "get_original_bases") else "")
class D:
    @types.DynamicClassAttribute
    def v(self): return 7
print(D().v)
@types.coroutine
def old():
    yield 1
    return 2
async def use(): return await old()
u = use()
print(u.send(None))
try:
    u.send(None)
except StopIteration as e:
    print(e.value)
