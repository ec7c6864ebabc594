# Wrong arguments to methods and constructors: messages, one line a case.
cases = """'abc'.find(1)
'abc'.replace(1, 'x')
'abc'.split(1)
'abc'.join([1])
'abc'.startswith(1)
'abc'.encode('nope')
'abc'.index('z')
'abc' % 5
'%d' % 'x'
'abc'.center('x')
'abc'.format(1)[9]
'{}'.format()
'{0[x]}'.format([1])
'abc'.translate(5)
'abc'.strip(5)
'abc'.zfill(1.5)
'abc'['a':]
'a' * 2.5
[1, 2].index(3)
[1].remove(2)
[].pop()
[1].pop(5)
[3, 'a'].sort()
[1].extend(2)
[1].insert('a', 1)
[1] + 'a'
[1] * 'a'
[1][1.5]
[1]['a']
(1,)[5]
(1,) + [1]
(1,).index(2)
{}['k']
{}.pop('k')
{}.popitem()
{1: 2}[[]]
{}.update(5)
{}.update([1])
dict([1, 2])
dict([(1, 2, 3)])
{**1}
{1}.remove(2)
set().pop()
{1} | [2]
{[]}
frozenset([[]])
range('a')
range(1, 2, 0)
range(5)['a']
int('x')
int('1', 99)
int([])
float('x')
float([])
complex('x')
chr(-1)
ord('ab')
ord('')
bytes([300])
bytes('a')
bytes(-1)
b'a' + 'b'
b'a'.join(['b'])
b'\\xff'.decode()
'é'.encode('ascii')
bytearray([1])[5]
bytearray(b'a').append(300)
memoryview('a')
hash([])
hash({})
len(5)
len(None)
iter(5)
next(5)
next(iter([]))
list(5)
sum(['a'])
sum('ab')
max([])
max(1, 'a')
min()
sorted([1, 'a'])
abs('a')
round('a')
divmod(1, 0)
pow(0, -1)
pow(2, 3, 0)
isinstance(1, 1)
issubclass(1, int)
type('a', 1, 2)
super().x
object().x
object()()
getattr(1, 'x')
setattr(1, 'x', 1)
eval('1 +')
eval(5)
exec(5)
compile('1', 'f', 'x')
__import__('no_such_module')
open('/no/such/file')
open('f', 'zz')
print(1, sep=2)
input(1, 2)
zip([1], 2)
list(zip([1], [1, 2], strict=True))
list(map(1, [1]))
enumerate(1)
reversed(1)
slice(1, 2, 0).indices(5)
slice('a').indices(5)
vars(5)
dir(1, 2)
format(1, 'z')
format('a', 'd')
format([], 'x')
bin(1.5)
hex('a')
'a' < 1
[] < {}
None < None
1j < 2j
1 in 5
'a' in 5
5 in 'a'
1 + 'a'
'a' + 1
1 + None
None + 1
-'a'
~1.5
not_defined
1 / 0
1 // 0
1 % 0
1.0 / 0
0 ** -1
1 << -1
2 ** 'a'
int()()
'a'()
None()
[1](0)
(lambda: 0)(1)
(lambda x: x)()
(lambda *, k: k)(1)
(lambda x: x)(x=1, y=2)
(lambda x: x)(1, x=2)
ValueError(1)()
raise_me
iter([], 1)
(x for x in 5)
[x for x in None]
{x: 1 for x in [[]]}
dict(a=1)(2)
f'{1:q}'
f'{[]:5}'
''.join(5)
{}.fromkeys(5)
int.from_bytes('a', 'big')
(5).to_bytes(1, 'x')
(500).to_bytes(1, 'big')
float.fromhex('zz')
str(b'a', 'nope')
type(5)('x')
classmethod(5).__get__(5, int)()
staticmethod(5)()
property(5).__get__(5)
[].sort(key=5)
[1, 2].sort(key=lambda: 0)
sorted([1], key=1)
[].__getitem__(0)
{}.__getitem__(0)
'a'.__getitem__(5)
(1).__add__('a')
'a'.__add__(1)"""
for line in cases.split("\n"):
    try:
        print(f"{line} = {eval(line)!r}")
    except (Exception, MemoryError) as e:
        print(f"{line}: {type(e).__name__}: {e.msg if isinstance(e, SyntaxError) else e}")
