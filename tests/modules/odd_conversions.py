"""Conversions and messages at the edges."""
import itertools, types, os
def show(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
for o in (1, 1.5, 1j, '', [], object()): show(o.__format__, None)
for s in ('1__0', '_1', '1_', '1_.0', '1e_1', '1_0', '1_0+2_0j', '1 0'): show(complex, s)
class R:
    def __repr__(self): return 5
show(str, R()); show(repr, R()); show(format, R())
class I:
    def __iter__(self): return 5
for f in (bytes, bytearray, list, tuple, ''.join, b''.join, set, dict): show(f, I())
class Bad:
    def __index__(self): return 'x'
show(b'abc'.__contains__, Bad()); show(bytearray(b'abc').__contains__, Bad())
for sep in (b'b', bytearray(b'b'), memoryview(b'b')):
    print([type(x).__name__ for x in b'abc'.partition(sep)], [type(x).__name__ for x in bytearray(b'abc').partition(sep)])
show(b''.decode, 'nonsense'); show(str, b'', 'nonsense'); show(b'a'.decode, 'nonsense')
for spec in ('%.99999999999999999999d', '%99999999999999999999d'):
    show(lambda: spec % 1); show(lambda: spec.encode() % 1)
class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
r, w = os.pipe()
with open(Index(w), 'w') as f: f.write('through the pipe')
with open(Index(r)) as f: print(f.read())
for bad in (Index(10**30), 10**30, 1.5, None): show(open, bad)
print(itertools.count(True), next(itertools.count(True)), next(itertools.count(True, 2)))
for f in (itertools.combinations, itertools.combinations_with_replacement): show(f, None, 'x'); show(f, None, -1); show(f, 'ab', None)
print(types.MappingProxyType('abc')); show(types.MappingProxyType, [1]); show(types.MappingProxyType, None)
class S:
    __slots__ = ('z', 'a', '__dict__')
print(list(vars(S)), list(vars(type('T', (), {'q': 1}))))
show(itertools.compress, [], [], []); show(compile, 1, 2, None); show(int.to_bytes, 1, 2, None)
import io
# files
raw = io.BytesIO(b'ab\ncd\n')
print(io.BufferedReader(raw).read(), io.BufferedRandom(io.BytesIO(b'xyz')).read())
class Pieces(io.RawIOBase):
    left = [b'one', b'two', b'']
    def readable(self): return True
    readall = property()
    def read(self, n=-1): return self.left.pop(0)
print(io.BufferedReader(Pieces()).read())
f = io.TextIOWrapper(io.BytesIO(b'a\nb\nc\n'))
print(next(f)); show(f.tell); print(list(f), f.tell())
f.seek(0); print(f.readlines(2)); show(f.tell); print(f.read(), f.readline(0)); show(f.tell)
for a in (10**20, None, 1.5, 'x'): show(f.read, a); show(f.readline, a); show(io.BufferedReader(io.BytesIO()).peek, a); show(io.BufferedReader(io.BytesIO()).read1, a)
b = io.BufferedReader(io.BytesIO()); b.close(); show(b.tell); show(b.read)
