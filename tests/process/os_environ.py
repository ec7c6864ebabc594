# os.environ and os.environb.
import os


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f'{type(e).__name__} {e} {e.args}'
    print(getattr(f, '__name__', f), a, k, '->', ascii(r))


E = os.environ
t(E.__setitem__, 'A', 5)
t(E.__setitem__, 'A', b'x')
t(E.__setitem__, 5, 'x')
t(E.__setitem__, 'a=b', 'x')
t(E.__setitem__, '', 'x')
t(E.__setitem__, 'A\x00', 'x')
t(E.__setitem__, 'A', 'x\x00')
t(E.__getitem__, 'nope')
t(E.__getitem__, 5)
t(E.__delitem__, 'nope')
t(E.__delitem__, 5)
t(E.get, 'nope')
t(E.get, 'nope', 3)
t(os.getenv, 'nope', 4)
t(os.getenv, 5)
t(E.__contains__, 'nope')
t(E.__contains__, b'A')
E['K'] = 'v'
print(E['K'], os.environb[b'K'], os.system('test "$K" = v'))
os.environb[b'K'] = b'w\xff'
print(ascii(E['K']), os.getenvb(b'K'))
E['K'] = '\udcfe'
print(os.environb[b'K'])
del E['K']
print('K' in E, b'K' in os.environb, os.system('test -z "${K+x}"'))
t(os.environb.__setitem__, 'a', b'b')
t(os.environb.__setitem__, b'a', 'b')
t(os.environb.__getitem__, 'a')
c = E.copy()
print(type(c), c == E, c is E)
c['zz'] = b'any'
print('zz' in E)
t(lambda: E.pop('nope'))
E['P'] = '1'
print(E.pop('P'), E.pop('P', 7), os.system('test -z "${P+x}"'))
print(E.setdefault('SD', 'a'), E.setdefault('SD', 'b'), os.system('test "$SD" = a'))
print(type(E | {'a': 'b'}), (E | {'a': 'b'})['a'], ({'a': 'b'} | E)['a'], type({} | E))
E |= {'IO': '1'}
print(type(E).__name__, E['IO'])
t(lambda: E | 5)
t(lambda: 5 | E)
E.update(U='1')
print(os.system('test "$U" = 1'))
t(E.update, {'U': 5})
os.putenv('PE', '1')
print('PE' in E, os.system('test "$PE" = 1'))
os.unsetenv('PE')
print(os.system('test -z "${PE+x}"'))
t(os.putenv, 'a=b', 'c')
t(os.unsetenv, 'a=b')
t(os.unsetenv, '')
t(os.putenv, 5, 'a')
t(os.putenv, 'a', 5)
t(os.putenv, b'B', b'c')
E.clear()
print(len(E), list(E), E, os.environb, E.keys(), list(E.items()))
print(os.popen('env | grep -v "^PWD\\|^_\\|^SHLVL\\|^OLDPWD"').read())
E['X'] = 'y'
print(E, repr(os.environb), os.popen('echo $X').read())
t(os.get_exec_path)
E['PATH'] = '/a:/b:'
t(os.get_exec_path)
t(os.get_exec_path, {'PATH': '/x'})
t(os.get_exec_path, {b'PATH': b'/x'})
t(os.get_exec_path, {b'PATH': b'/x', 'PATH': '/y'})
t(os.get_exec_path, {})
print(type(E), type(E).__mro__[1:], os.supports_bytes_environ)
