# Strings of many lengths and scripts, summed up by a checksum.
import warnings
warnings.simplefilter("ignore")
def ck(s):
    h = 0
    for i, c in enumerate(s):
        h = (h * 31 + (ord(c) if isinstance(c, str) else c)) % 1000000007
    return (len(s), h)
CODECS = ['utf-8', 'utf-16', 'utf-32', 'ascii', 'latin-1', 'unicode_escape', 'raw_unicode_escape',
          'utf-8-sig', 'utf-16-be', 'utf-32-be']
base = ''.join(map(chr, [*range(32, 1536), *range(7424, 9216), *range(66560, 66640)])) + '😀\ud800'
for s in (base, base * 3, 'abc ' * 500, 'aé ' * 500, 'x' * 5000 + 'ሴ', 'x' * 119, 'x' * 120, 'x' * 121,
          'é' * 120, 'é' * 121, 'ሴ' * 60, 'ሴ' * 61, '😀' * 31):
    for m in 'upper lower title capitalize swapcase casefold __repr__'.split():
        print(m, ck(getattr(s, m)()))
    print(ck(ascii(s)), ck('%s|%r' % (s, s)), ck('{}{!r:>9000}'.format(s, s)),
          ck(s.translate({97: 'zz', 4660: None, 233: 'Q'})), ck(s.expandtabs()), ck(s.replace('a', 'bb')),
          ck(s.replace('', '-')), ck(s.center(9001, '\u2028')), len(s.split()), len(s.splitlines()),
          ck(s[::-1]), ck(s[::7]), ck(s * 3), ck('ሴ'.join(s)), ck('ab'.join(s[:50])))
    for e in CODECS:
        for x in 'ignore replace backslashreplace xmlcharrefreplace surrogatepass surrogateescape strict'.split():
            try:
                b = s.encode(e, x)
            except UnicodeError as er:
                print(e, x, type(er).__name__, er.start, er.end, er.reason, er.encoding)
                continue
            print(e, x, ck(b), ck(b.decode(e, 'surrogatepass' if 'utf' in e else 'strict')))
allb = bytes(range(256)) * 20
for e in CODECS:
    for x in 'ignore replace backslashreplace surrogatepass surrogateescape strict'.split():
        try:
            print(e, x, ck(allb.decode(e, x)))
        except UnicodeError as er:
            print(e, x, type(er).__name__, er.start, er.end, er.reason, er.encoding)
    print([sum((c.isalpha() for c in base)), sum((c.isalnum() for c in base)),
          sum((c.isdecimal() for c in base)), sum((c.isdigit() for c in base)),
          sum((c.isnumeric() for c in base)), sum((c.isspace() for c in base)),
          sum((c.isprintable() for c in base)), sum((c.isidentifier() for c in base)),
          sum((('a' + c).isidentifier() for c in base)), sum((c.islower() for c in base)),
          sum((c.isupper() for c in base)), sum((c.istitle() for c in base))])
for w in (0, 1, 50, 119, 120, 121, 500, 5000):
    for n in (0, -5, 123456789, 2 ** 61, -10 ** 30):
        print(w, n, ck(format(n, str(w) + ',')), ck(format(n, '0' + str(w) + '_x')),
              ck(format(n, 'é^+' + str(w))), ck('%*d' % (w, n)), ck('%0*x' % (w, n)),
              ck('%-*.*d' % (w, 60, n)), ck(format(n, '.%de' % w) if abs(n) < 2 ** 70 else ''),
              ck('%.*f' % (min(w, 400), n)))
    for d in (0.1, 1e+300, -1e-300, 123456.789):
        print(ck('%.*f' % (w, d)), ck('%.*e' % (w, d)), ck('%#.*g' % (w, d)),
              ck(format(d, '%d.%df' % (w, w))), ck(format(d, ',.%df' % w)), ck(format(d, '.%d%%' % w)))
    for s in ('', 'x', 'é' * 200, 'ሴ'):
        print(ck(format(s, '😀^%d' % w)), ck(format(s, '>%d.%d' % (w, w))), ck('%*.*s' % (w, w, s)),
              ck(s.zfill(w)))
b = bytearray()
import sys
for i in range(3000):
    b += bytes([i & 255]) * (i % 50)
    if i % 7 == 0:
        del b[:i % 40]
    if i % 11 == 0:
        b[5:9] = b'0123456789'
    if i % 13 == 0:
        del b[::5]
    if i % 17 == 0:
        b.insert(3, 7)
        b.pop()
print(ck(b), ck(bytes(b).replace(b'\x07', b'xyz')), ck(b.translate(None, b'\x01\x02')), ck(b.hex(':', 3)),
      ck(b'--'.join([b] * 5)), len(b.split(b'\x05')), ck(repr(b)))
print(ck(', '.join((str(i) for i in range(5000)))), ck(''.join(map(chr, range(1, 3000)))),
      ck('|'.join(['é', 'a' * 20, 'b' * 8, 'c' * 9, 'd' * 16, 'e' * 17] * 30)),
      ck('|'.join(['a' * (i % 40) for i in range(300)])), ck(''.join(['a' * (i % 40) for i in range(300)])),
      ck('--'.join(['a' * (i % 20) for i in range(300)])))
