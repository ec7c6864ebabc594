"""pickle: errors that name what cannot be pickled, hooks, buffers, subclasses."""
import copyreg, io, pickle, sys

def hide(text):
    parts = text.split(" at 0x")
    return " at 0x...".join([parts[0]] + [part.lstrip("0123456789abcdef") for part in parts[1:]])

def attempt(f, *args, **kw):
    try:
        r = f(*args, **kw)
    except Exception as e:
        text = hide(str(e))
        print(type(e).__module__, type(e).__name__, text)
    else:
        print(hide(repr(r)))

def local():
    def inner(): pass
    class Local: pass
    return inner, Local
class C: pass
def replaced(): pass
old = replaced
def replaced(): pass
class Gone: pass
gone = Gone(); GoneClass = Gone; del Gone
class BadReduce:
    def __init__(self, r): self.r = r
    def __reduce__(self): return self.r
class NoModule: pass
NoModule.__module__ = "no.such.module"
class Raises:
    def __reduce__(self): raise KeyError("mine")
class RaisesState:
    def __getstate__(self): 1 / 0
class Slots: __slots__ = "a",

print("-- what cannot be pickled")
for v in [lambda: 1, local()[0], local()[1], local()[1](), old, GoneClass, gone, NoModule, NoModule(), (x for x in []), sys, io.StringIO().write,
          open(sys.argv[0]) if 0 else None, {}.keys(), Raises(), RaisesState(), type(None), sys.stdout if 0 else 0, memoryview(b"x"), compile("1", "f", "eval"), property(),
          BadReduce(3), BadReduce(()), BadReduce((1,)), BadReduce((1, ())), BadReduce((C, 3)), BadReduce((C, (), None, 5)), BadReduce((C, (), None, None, 5)),
          BadReduce((C, (), None, None, None, 5)), BadReduce(tuple(range(7))), BadReduce("nope"), BadReduce((copyreg.__newobj__, ())), BadReduce((copyreg.__newobj__, (1,))),
          BadReduce((copyreg.__newobj__, (C,))), BadReduce((copyreg.__newobj_ex__, (C,))), BadReduce((copyreg.__newobj_ex__, (1, (), {}))), BadReduce((copyreg.__newobj_ex__, (C, 1, {}))),
          BadReduce((copyreg.__newobj_ex__, (C, (), 1))), Slots(), BadReduce((C, (), None, None, iter([1]))), BadReduce((C, (), None, None, iter([(1, 2, 3)])))]:
    attempt(pickle.dumps, v)
    attempt(pickle.dumps, [v], 2)
attempt(pickle.dumps, Slots(), 1)
print("-- arguments")
attempt(pickle.dumps, 1, 6); attempt(pickle.dumps, 1, -1); attempt(pickle.dumps, 1, "x"); attempt(pickle.dumps)
attempt(pickle.dump, 1, 2); attempt(pickle.Pickler, 3); attempt(pickle.Pickler); attempt(pickle.load, 3); attempt(pickle.Unpickler, 3); attempt(pickle.loads, 3); attempt(pickle.loads, "x")
attempt(pickle.dumps, 1, 4, buffer_callback=print)
class Sub(pickle.Pickler):
    def __init__(self): pass
attempt(Sub().dump, 1)
class SubU(pickle.Unpickler):
    def __init__(self): pass
attempt(SubU().load)
attempt(pickle.loads, b""); attempt(pickle.loads, b"\x80"); attempt(pickle.loads, b"\x80\x09."); attempt(pickle.loads, b"K"); attempt(pickle.loads, b"."); attempt(pickle.loads, b"(.")
attempt(pickle.loads, b"h\x05."); attempt(pickle.loads, b"a."); attempt(pickle.loads, b"Q."); attempt(pickle.loads, b"Px\n."); attempt(pickle.loads, b"\xff"); attempt(pickle.loads, b"'")
attempt(pickle.loads, b"I5\n."); attempt(pickle.loads, b"I01\n."); attempt(pickle.loads, b"I00\n."); attempt(pickle.loads, b"Ix\n."); attempt(pickle.loads, b"L5L\n."); attempt(pickle.loads, b"F1.5\n.")
attempt(pickle.loads, b"F1x\n."); attempt(pickle.loads, b"S'a\\x41\\n\\101'\n."); attempt(pickle.loads, b"Sabc\n."); attempt(pickle.loads, b"S'a\\'\n."); attempt(pickle.loads, b"S'\\xZ'\n.")
attempt(pickle.loads, b"U\x02\xe9a."); attempt(pickle.loads, b"U\x02\xe9a.", encoding="latin1"); attempt(pickle.loads, b"U\x02\xe9a.", encoding="bytes"); attempt(pickle.loads, b"U\x02\xe9a.", errors="replace")
attempt(pickle.loads, b"V\\u0041\\U0001f600\xe9\n."); attempt(pickle.loads, b"cbuiltins\nnope\n."); attempt(pickle.loads, b"cno_such_mod\nnope\n."); attempt(pickle.loads, b"\x8c\x08builtins\x8c\x08str.nope\x93.")
attempt(pickle.loads, b"\x80\x04\x8c\x08builtins\x8c\x09str.upper\x93."); attempt(pickle.loads, b"c__builtin__\nxrange\n(I3\ntR."); attempt(pickle.loads, b"c__builtin__\nxrange\n(I3\ntR.", fix_imports=False)
attempt(pickle.loads, b"ccopy_reg\n_reconstructor\n(c__main__\nC\nc__builtin__\nobject\nNtR."[:0] + b"(i__main__\nC\n0I1\n."); attempt(pickle.loads, b"(c__builtin__\nlist\n(I1\nI2\nlo.")
attempt(pickle.loads, b"\x82\x05."); attempt(pickle.loads, b"\x84\xff\xff\xff\xff."); attempt(pickle.loads, b"r\xff\xff\xff\xff.");
attempt(pickle.loads, b"\x8b\xff\xff\xff\xff."); attempt(pickle.loads, b"(K\x01K\x02K\x03d."); attempt(pickle.loads, b"}(K\x01u."); attempt(pickle.loads, b"}]K\x01s."); attempt(pickle.loads, b"K\x01K\x02a."); attempt(pickle.loads, b"NNR."); attempt(pickle.loads, b"N)R.")
attempt(pickle.loads, b"N)\x81."); attempt(pickle.loads, b"NNb."); attempt(pickle.loads, b"cbuiltins\nobject\n)\x81NK\x05\x86b."); attempt(pickle.loads, b"cbuiltins\nobject\n)\x81K\x05b."); attempt(pickle.loads, b"K\x01K\x02\x93.")
attempt(pickle.loads, b"\x97."); attempt(pickle.loads, b"\x97.", buffers=[]); attempt(pickle.loads, b"\x97.", buffers=[b"x"]); attempt(pickle.loads, b"\x97\x98.", buffers=[bytearray(b"x")]); attempt(pickle.loads, b"p-1\n."); attempt(pickle.loads, b"Np-1\n."); attempt(pickle.loads, b"\x95\x05\0\0\0\0\0\0\0N.")
attempt(pickle.loads, b"K\x01K\x022."); attempt(pickle.loads, b"K\x01(0."); attempt(pickle.loads, b"(K\x01K\x021K\x05."); attempt(pickle.loads, b"2."); attempt(pickle.loads, bytearray(b"N.")); attempt(pickle.loads, memoryview(b"N.junk"))

print("-- persistent ids")
class PP(pickle.Pickler):
    def persistent_id(self, o):
        return ("id", o.n) if isinstance(o, PObj) else None
class PU(pickle.Unpickler):
    def persistent_load(self, pid): print("load", pid); return PObj(pid[1])
class PObj:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"PObj({self.n})"
for proto in range(6):
    f = io.BytesIO(); PP(f, proto).dump([PObj(1), "a", {"k": PObj(2)}]); print(f.getvalue()); f.seek(0)
    attempt(PU(f).load); f.seek(0); attempt(pickle.load, f)
f = io.BytesIO(); q = pickle.Pickler(f); q.persistent_id = lambda o: None; q.dump(1); print(f.getvalue()); attempt(lambda: pickle.Pickler(io.BytesIO()).persistent_id)
u = pickle.Unpickler(io.BytesIO(b"K\x05Q.")); u.persistent_load = lambda i: i * 2; print(u.load())
def setp(): q.persistent_id = 5
attempt(setp)

print("-- reducer_override, dispatch_table, registry")
class RO(pickle.Pickler):
    def reducer_override(self, o):
        if o is C: return str, ("the class C",)
        if isinstance(o, int): return None
        return NotImplemented
f = io.BytesIO(); RO(f).dump([C, [1], len]); print(pickle.loads(f.getvalue()))
f = io.BytesIO(); q = pickle.Pickler(f); q.dispatch_table = {C: lambda o: (str, ("dispatched",))}; q.dump([C(), complex(1, 2) if 0 else 1]); print(pickle.loads(f.getvalue()))
class DT(pickle.Pickler): dispatch_table = copyreg.dispatch_table.copy()
DT.dispatch_table[C] = lambda o: (str, ("class table",))
f = io.BytesIO(); DT(f).dump(C()); print(pickle.loads(f.getvalue()))
attempt(lambda: pickle.Pickler(io.BytesIO()).dispatch_table)
copyreg.pickle(PObj, lambda o: (PObj, (o.n + 100,)))
print(pickle.loads(pickle.dumps(PObj(1)))); del copyreg.dispatch_table[PObj]
copyreg.add_extension("__main__", "C", 240); b = pickle.dumps([C, C]); print(b, pickle.loads(b)); b = pickle.dumps(C, 1); print(b); copyreg.remove_extension("__main__", "C", 240)
attempt(pickle.loads, b"\x82\xf0.")
for code in (255, 256, 65535, 65536, 0x7fffffff):
    copyreg.add_extension("__main__", "C", code); print(pickle.dumps(C, 2), pickle.loads(pickle.dumps(C, 2)) is C); copyreg.remove_extension("__main__", "C", code)

print("-- find_class")
class FU(pickle.Unpickler):
    def find_class(self, module, name):
        print("find", module, name)
        if module == "builtins": return getattr(sys.modules[module], name)
        raise pickle.UnpicklingError(f"global '{module}.{name}' is forbidden")
for proto in range(6):
    attempt(FU(io.BytesIO(pickle.dumps([int, complex(1, 2)], proto))).load); attempt(FU(io.BytesIO(pickle.dumps(C(), proto))).load)

print("-- memo")
f = io.BytesIO(); q = pickle.Pickler(f, 2); q.dump("abc"); q.dump("xyz"); x = ["abc"]; q.dump(x); q.dump(x); print(f.getvalue()); q.clear_memo(); f.seek(0); f.truncate(); q.dump(x); print(f.getvalue())
print(sorted(v for k, v in q.memo.copy().items()), type(q.memo).__name__); q.memo.clear(); print(q.memo.copy())
f.seek(0); u = pickle.Unpickler(f); u.load(); print(u.memo.copy(), type(u.memo).__name__);
f = io.BytesIO(); q = pickle.Pickler(f); q.fast = 1; q.dump([x, x, "abc"]); print(f.getvalue()); y = []; y.append(y); 
f = io.BytesIO(); q = pickle.Pickler(f); q.fast = True; attempt(q.dump, y); print(q.bin, q.fast)
f = io.BytesIO(); q = pickle.Pickler(f); z = [1]; q.dump(z); q.dump(z); f.seek(0); u = pickle.Unpickler(f); a = u.load(); print(u.load() is a)
f = io.BytesIO(b"".join(pickle.dumps(i, i % 6) for i in range(20))); print([pickle.load(f) for _ in range(20)]); attempt(pickle.load, f)

print("-- buffers")
B = pickle.PickleBuffer
data = bytearray(b"hello world")
got = []
b5 = pickle.dumps([B(data), B(b"ro"), B(data)], 5, buffer_callback=got.append); print(b5, [bytes(g) for g in got])
r = pickle.loads(b5, buffers=got); print([type(i).__name__ for i in r]); r = pickle.loads(b5, buffers=[bytearray(b"q"), b"w", bytearray(b"e")]); print(r)
print(pickle.dumps(B(data), 5), pickle.dumps(B(b"abc"), 5), pickle.loads(pickle.dumps([B(data), B(b"r")], 5)))
attempt(pickle.dumps, B(data), 4); attempt(pickle.loads, b5); attempt(pickle.loads, b5, buffers=[b"1"])
pb = B(data); print(pb.raw().tolist(), bytes(pb), memoryview(pb).readonly); attempt(lambda: data.append(1)); pb.release(); pb.release(); attempt(pb.raw); attempt(bytes, pb) if 0 else None; attempt(B, 5)
attempt(lambda: B(memoryview(data)[::2]).raw()); attempt(pickle.dumps, B(memoryview(data)[::2]), 5); print(B(memoryview(data).cast("B", [11])).raw().tolist()[:3])
got = []; print(pickle.dumps(B(data), 5, buffer_callback=lambda b: True)); attempt(pickle.dumps, B(data), 5, buffer_callback=lambda b: 1 / 0)

print("-- deep")
deep = []
for _ in range(100000): deep = [deep]
attempt(pickle.dumps, deep)
loaded = pickle.loads(b"(" * 0 + b"]" * 50000 + b"a" * 49999 + b".")
n = 0
while loaded: loaded = loaded[0]; n += 1
print(n)
print("-- files")
class W:
    def __init__(self): self.parts = []
    def write(self, b): self.parts.append(len(b)); return len(b)
w = W(); pickle.dump([b"x" * 70000, "y" * 70000, list(range(40000)), bytearray(80000)], w, 5); print(w.parts)
w = W(); pickle.dump([i for i in range(100000)], w, 3); print(w.parts)
class BadRead:
    def read(self, n): return "text"
    def readline(self): return "text"
attempt(pickle.load, BadRead())
class Short:
    def read(self, n): return b""
    def readline(self): return b""
attempt(pickle.load, Short())
print(pickle.encode_long(0), pickle.encode_long(255), pickle.encode_long(-128), pickle.encode_long(-129), pickle.decode_long(b"\xff\x00"), pickle.decode_long(b""))
print(pickle.HIGHEST_PROTOCOL, pickle.DEFAULT_PROTOCOL, pickle.format_version, pickle.PickleError.__mro__, sorted(pickle.__all__) == pickle.__all__, len(pickle.__all__))
