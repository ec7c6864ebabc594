"""struct: every letter and byte order, errors, offsets, iteration."""
import struct
def t(*a):
    try: r = struct.pack(*a)
    except Exception as e: r = (type(e).__name__, str(e))
    print(a, '->', r)
class I:
    def __init__(s,v): s.v=v
    def __index__(s): return s.v
    def __repr__(s): return f'I({s.v})'
class F:
    def __float__(s): return 1.5
    def __repr__(s): return 'F()'
for o in ['@', '<', '>']:
    for c in 'bBhHiIlLqQnNP':
        for v in [-1, 2**7,2**8,2**15, 2**16, 2**31,2**32,2**63,2**64,-2**63-1,-2**31-1,-2**15-1,-129, 1.5,'a', I(3), I(2**70), None]:
            t(o+c, v)
    for c in 'efd':
        for v in [1, 1.5, 1e10, 1e39,1e300, 'x', F(), I(2), float('inf'), float('nan'), 65504.0,65519.9, 65520.0, 10**400]:
            t(o+c, v)
    for c in 'cspx?':
        for v in [b'a', b'', b'ab', bytearray(b'q'), 'a', 1, [], None]:
            t(o+c, v); t(o+'3'+c, v); t(o+'0'+c, v)
            t(o+'3'+c)
    t(o+'300p', b'z'*299)
for f in ['z', '3', 'i3', '@@i', '<n', '<N','<P','=n', '  i  i ', '3 i', 'i<i', '99999999999999999999i', '9223372036854775807i','9223372036854775807b9b','4611686018427387904h', 'é','\x00', 'i\x00', b'i', bytearray(b'i'), 5, None, '', '@0i','b0i','bi','bq0h','2i3b0q','bP','hbd','?e', '-1i', '<bi']:
    try: print(f, struct.calcsize(f))
    except Exception as e: print(f, type(e), e)
def c(f, *a, **k):
    try: r = f(*a, **k)
    except Exception as e: r = (type(e).__name__, str(e))
    print(r)
s = struct.Struct('<ih')
c(s.unpack, b'123'); c(s.unpack, b'123456'); c(s.unpack, 5); c(s.unpack,'abc')
c(s.unpack_from, b'123'); c(s.unpack_from, b'1234567', 1); c(s.unpack_from, b'1234567', 2); c(s.unpack_from, b'1234567', -2);c(s.unpack_from, b'1234567', -7);c(s.unpack_from, b'1234567', -8);c(s.unpack_from, b'1234567', 100)
c(s.unpack_from, buffer=b'1234567', offset=1); c(s.unpack_from)
c(struct.unpack_from, '<ih', b'1234567', offset=1);c(struct.unpack_from, '<ih', buffer=b'1234567', offset=1)
b = bytearray(8)
c(s.pack_into, b, 0, 1, 2); c(s.pack_into, b, 3, 1, 2); c(s.pack_into, b, -6, 1, 2);c(s.pack_into, b, -5, 1, 2);c(s.pack_into, b, -9, 1, 2);c(s.pack_into, b, 2, 1);c(s.pack_into, b, 2, 1,2,3);c(s.pack_into, b); c(s.pack_into); c(s.pack_into, b'12345678', 0,1,2); c(s.pack_into, b, 'a',1,2);c(s.pack_into, b, 2**70,1,2)
c(struct.pack_into); c(struct.pack_into, '<ih'); c(struct.pack_into, '<ih', b);c(struct.pack_into, '<ih', b, 0);c(struct.pack_into, '<ih', b, 0,1,2); print(b)
c(struct.pack); c(struct.unpack,'i'); c(struct.calcsize); c(s.pack); c(s.pack,1,2,3)
c(lambda: list(s.iter_unpack(b'123456'*2))); c(s.iter_unpack, b'12345'); c(struct.Struct('').iter_unpack, b''); print(list(struct.iter_unpack('i', b'1234')))
i = s.iter_unpack(b'123456'*2); print(type(i)); print(i.__length_hint__()); next(i); print(i.__length_hint__()); next(i); print(i.__length_hint__())
try: next(i)
except StopIteration as e: print('stop', e)
print(s.format, s.size, repr(s)[:20], struct.Struct(b'i').format, type(s), struct.error, struct.error.__mro__)
c(struct.Struct); print(struct.Struct(format='i').size)
class S(struct.Struct):
    def __init__(self, a): super().__init__('h')
print(S(1).size)
print(struct.unpack('<e', b'\x00\x7c'), struct.unpack('>e', b'\x3c\x01'), struct.unpack('<e', b'\x01\x00'), struct.unpack('<e', b'\x00\xfe'))
print(struct.unpack('5p', b'\x02abcd'), struct.unpack('3p', b'\x09ab'), struct.unpack('0s', b''), struct.unpack('3?', b'\x00\x01\x02'))
print(struct.pack('i', True), struct.pack('?', []), struct.pack('P', -1) if 1 else 0)
print(sorted(n for n in dir(struct) if not n.startswith('_')), struct.__all__)

# Half precision: all values there are, zeros among them.
for bits in range(0x10000):
    data = struct.pack('<H', bits)
    value, = struct.unpack('<e', data)
    if value == value and struct.pack('<e', value) != data:
        print('half', bits, value)
print(*[struct.pack('>e', x).hex() for x in (0.0, -0.0, 2.9e-8, 3e-8, -6e-8, 1.0, 65504, 65519.9)])
