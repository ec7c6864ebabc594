# Classes derived from str and bytes; objects with __format__, __index__ and the like in formatting.


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


class S(str):
    pass

class T(str):

    def __new__(cls, x, extra):
        self = super().__new__(cls, x)
        self.extra = extra
        return self

    def __str__(self):
        return 'T!' + str.__str__(self)

    def __repr__(self):
        return 'T(%s)' % super().__repr__()

    def __hash__(self):
        return 7

    def __eq__(self, o):
        return NotImplemented

    def __format__(self, spec):
        return 'fmt:' + spec
s = S('abc')
u = T('xyz', 5)
for x in (s, u):
    show(lambda: x)
    show(str, x)
    show(lambda: x.upper())
    show(lambda: type(x.upper()).__name__)
    show(lambda: type(x[:]).__name__)
    show(lambda: x + 'q')
    show(lambda: 'q' + x)
    show(lambda: x * 2)
    show(lambda: type(x * 1))
    show(lambda: len(x))
    show(lambda: [c for c in x])
    show(lambda: x == 'abc')
    show(lambda: 'abc' == x)
    show(lambda: hash(x) == hash('abc'))
    show(lambda: {x: 1})
    show(lambda: '%s %r' % (x, x))
    show(lambda: '{} {!r} {:>5}'.format(x, x, x))
    show(lambda: f'{x} {x!r} {x!s:>6}')
    show(lambda: ','.join([x]))
    show(lambda: type(','.join([x])))
    show(lambda: x.encode())
    show(lambda: x in 'abcxyz')
    show(lambda: 'b' in x)
    show(lambda: x.replace('b', 'c'))
    show(lambda: type(x.replace('q', '')))
    show(lambda: type(x.strip()))
    show(lambda: x.split('b'))
    show(lambda: x.partition('b'))
    show(lambda: type(x.partition('Q')[0]))
    show(lambda: type(str(x)))
print(u.extra, s.__dict__, u.__dict__)
s.foo = 3
print(s.foo)

class B(bytes):
    pass
b = B(b'abc')
b.x = 4
show(lambda: b)
show(lambda: b.x)
show(lambda: type(b.upper()))
show(lambda: b + b'd')
show(lambda: b == b'abc')
show(lambda: hash(b) == hash(b'abc'))
show(lambda: B(5))
show(lambda: B('é', 'utf8'))
show(lambda: B([1, 2]))
show(lambda: type(b[:]))
show(lambda: bytes(b))
show(lambda: type(bytes(b)))
show(lambda: B.fromhex('00ff'))
show(lambda: type(B.fromhex('00ff')))

class A(bytearray):
    pass
a = A(b'abc')
a.y = 1
show(lambda: a)
show(lambda: a.y)
show(lambda: type(a.upper()))
a += b'de'
show(lambda: a)
show(lambda: a.__reduce__())
show(lambda: type(a + b'x'))
show(lambda: A.fromhex('00'))
show(lambda: type(A.fromhex('00')))
show(lambda: a == b'abcde')

class A2(bytearray):

    def __init__(self, *a, k=0):
        super().__init__(*a)
        self.k = k
show(lambda: (A2(b'q', k=3), A2(b'q', k=3).k))

class M(dict):

    def __missing__(self, k):
        return '<' + k + '>'
show('{a} {b}'.format_map, M(a=1))
show(lambda: '%(a)s %(b)s' % M(a=1))

class F:

    def __init__(self):
        self.v = [1, {'k': 'deep'}]

    def __format__(self, spec):
        return 'F(' + spec + ')'

    def __str__(self):
        return 'strF'

    def __repr__(self):
        return 'reprF'

    def __getitem__(self, k):
        return ('item', k)
f = F()
show('{0.v[1][k]} {0} {0:abc} {0!r} {0!s:>8} {0[x y]} {0[3]}'.format, f)
show('{x.v[0]:{w}}|'.format, x=f, w=5)
show(lambda: '%s %r %10s|%-10s|' % (f, f, f, f))
show(lambda: '%(x)s' % f)

class X:

    def __index__(self):
        return 65

class Fl:

    def __float__(self):
        return 1.5

class In:

    def __int__(self):
        return 7
show(lambda: '%x %d %c %o' % (X(), X(), X(), X()))
show(lambda: '%f %.1e' % (Fl(), Fl()))
show(lambda: '%d' % In())
show(lambda: '%x' % In())
show(lambda: 'a' * X() == 'a' * 65)
show(lambda: 'abc'[X():])
show(lambda: 'abc'.find('b', X()))
show(lambda: ('a' * 70)[X()])
show(lambda: b'abc'[X():])
show(lambda: X() in b'A')
show(lambda: bytearray(X()))
show(lambda: bytes([X()]))

class E:

    def __str__(self):
        raise ValueError('boo')
    __repr__ = __str__

    def __format__(self, s):
        raise KeyError('fmt')
show(lambda: '%s' % E())
show(lambda: '{}'.format(E()))
show(lambda: '{!r}'.format(E()))
show(lambda: f'{E()}')
show(str, E())
show(repr, E())

class R:

    def __str__(self):
        return 5

    def __repr__(self):
        return 6

    def __format__(self, s):
        return 7
show(str, R())
show(repr, R())
show(format, R())
show(lambda: '%s' % R())
show(lambda: '{}'.format(R()))
x = 'abc'
show(lambda: x.__mod__(5))
show(lambda: x.__rmod__(5))
show(lambda: x.__add__(5))
show(lambda: x.__mul__('a'))
show(lambda: x.__contains__('b'))
show(lambda: x.__getitem__(1))
show(lambda: x.__len__())
show(lambda: x.__eq__(5))
show(lambda: x.__lt__('b'))
show(lambda: x.__iter__().__next__())
show(lambda: x.__hash__() == hash(x))
show(lambda: x.__format__('>5'))
show(lambda: x.__getnewargs__())
show(lambda: str.__add__('a', 'b'))
show(lambda: str.join(',', 'ab'))
show(lambda: str.upper(5))
show(lambda: str.upper())
show(lambda: 'a'.upper(1))
show(lambda: 'a'.split(foo=1))
show(lambda: 'a'.split(',', maxsplit=1, sep=3))
show(lambda: 'a b'.split(maxsplit=0))
show(lambda: 'a'.encode(encoding='ascii', errors='strict'))
show(lambda: 'a'.replace('a'))
show(lambda: 'a'.replace('a', 'b', 1, 2))
show(lambda: 'a'.zfill())
show(lambda: 'a'.expandtabs(tabsize=3))
show(lambda: 'a'.splitlines(keepends=True))
show(lambda: b'a'.decode(encoding='x'))
show(lambda: b'a'.hex(sep=':', bytes_per_sep=1))
show(lambda: bytes(source=b'a'))
show(lambda: str(object=5))
show(lambda: str(5, 6, 7, 8))
show(lambda: bytearray(1, 2, 3, 4))
show(lambda: str(b'a', 'utf8', 'strict', 4))
show(lambda: str(foo=1))
show(lambda: memoryview())
show(lambda: memoryview(object=b'a').tobytes())
it = iter('héllo')
next(it)
show(lambda: it.__length_hint__())
show(lambda: it.__reduce__()[1:])
it.__setstate__(3)
show(lambda: list(it))
show(lambda: it.__reduce__()[1:])
show(lambda: list(reversed('abc')))
show(lambda: list(reversed(b'abc')))
show(lambda: sorted('hello'))
show(lambda: max('abc'))
show(lambda: list(enumerate('ab')))
show(lambda: list(zip('ab', b'cd')))
show(lambda: [*'ab', *b'c'])
show(lambda: dict(zip('ab', [1, 2])))
show(lambda: set('aab') == {'a', 'b'})
show(lambda: 'b' in iter('abc'))
a, *b = 'xyz'
print(a, b)
s = ''
for i in range(3000):
    s += chr(97 + i % 26)
print(len(s), hash(s) == hash(''.join((chr(97 + i % 26) for i in range(3000)))), s[-5:], s[2999])
v = []
for i in range(600):
    s += 'é' if i % 100 == 50 else 'x'
    v.append(s)
print(len(s), s.count('é'), [len(q) for q in v[:3]], v[100] == v[99] + 'x', v[10] + 'y' == v[10] + 'y',
      v[0][-1], ascii(v[55][-8:]))
w = v[50]
w1 = w + 'A'
w2 = w + 'B'
w += 'C'
print(w1[-2:], w2[-2:], w[-2:], v[51][-2:])
w = v[300]
w += 'D'
x = v[300]
x += 'E'
print(w[-3:], x[-3:], v[301][-3:], len(w), w.encode('ascii', 'replace')[-4:], x.isascii())
x = 'q' * 400
y = x
y += '1'
z = y
y += '2'
z += '3'
print(y[-3:], z[-3:], x[-1], hash(y) == hash('q' * 400 + '12'), {y: 1}['q' * 400 + '12'])
y += 'ሴ'
y += 'a'
y += '😀'
print(ascii(y[-5:]), len(y))
import sys
a = 'foo_bar' + str(1)
b = 'foo_bar' + str(1)
print(sys.intern(a) is sys.intern(b))
show(sys.intern, 5)
show(sys.intern, S('q'))
