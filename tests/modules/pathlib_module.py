# pathlib.
import pathlib, os, tempfile, shutil, sys
from pathlib import *
top = os.path.realpath(tempfile.mkdtemp())
os.chdir(top)
os.umask(0o022)


def t(f, *a, **k):
    try:
        r = f(*a, **k)
        if hasattr(r, '__next__'):
            r = sorted(r)
    except BaseException as e:
        r = f"{type(e).__name__} {e} {getattr(e, 'filename', None)!r} {getattr(e, 'filename2', None)!r}"
    print(getattr(f, '__name__', f), str(a).replace(top, 'TOP'), str(k).replace(top, 'TOP'), '->',
          repr(r).replace(top, 'TOP'))


P = PurePosixPath
for s in ('', '.', '/', '//', '///', 'a', 'a/', 'a//b', './a', 'a/./b', 'a/../b', '/a/b.c.d', '/a/.b', 'b.',
      '.b.c', '..', 'a/..', '//a/b', '~', 'a\\b', 'a b', '/a/b/', 'x.tar.gz'):
    p = P(s)
    print(repr(p), str(p), p.parts, p.drive, repr(p.root), repr(p.anchor), repr(p.name), repr(p.stem),
          repr(p.suffix), p.suffixes, p.parent, list(p.parents), p.is_absolute(), p.as_posix(), bytes(p),
          hash(p) == hash(P(s)), p == P(s), os.fspath(p))
    t(p.as_uri)
    t(p.with_name, 'q')
    t(p.with_suffix, '.q')
    t(p.with_stem, 'q')
    t(p.joinpath, '/x', 'y')
    t(p.with_suffix, '')
    t(p.match, '*')
    t(p.is_reserved)
a = P('/a/b/c')
t(a.relative_to, '/a')
t(a.relative_to, '/x')
t(a.relative_to, 'a')
t(a.relative_to)
t(a.relative_to, '/a', 'b')
t(a.is_relative_to, '/a')
t(a.is_relative_to, '/x')
t(a.with_name, '')
t(a.with_name, 'x/y')
t(a.with_suffix, 'x')
t(a.with_suffix, '.')
t(a.with_suffix, '.x/y')
t(a.with_stem, '')
print(a / 'd', 'z' / P('y'), a / '/q', a / P('r'), a < P('/a/b/d'), sorted([P('b'), P('a/c'), P('a')]),
      a.parents[0], a.parents[-1], a.parents[0:2], len(a.parents))
t(lambda: a.parents[5])
t(lambda: a / 5)
t(lambda: 5 / a)
t(lambda: a < 5)
t(lambda: a == '/a/b/c')
t(P, 5)
t(P, b'a')
t(P, 'a', P('b'), 'c')
t(P)
t(P, None)
t(lambda: a.parents)
print(P('a', 'b') == P('a/b'), P('a') != P('A'), {P('a'): 1}[P('a')])
t(lambda: setattr(a, 'name', 'x'))
t(lambda: setattr(a, 'zz', 'x'))
for s, m in (('a/b.py', '*.py'), ('a/b.py', 'b.py'), ('/a/b.py', '/a/*.py'), ('/a/b.py', '/b.py'), ('/a/b.py',
      'a/*.py'), ('a/b/c.py', 'a/*.py'), ('a/b/c.py', '**/*.py'), ('a', 'A'), ('a', ''), ('.x', '*')):
    t(P(s).match, m)
W = PureWindowsPath
for s in ('c:', 'c:/', 'c:\\a\\b', 'c:a', '\\\\srv\\share\\x', '//srv/share', '/a', 'a/b', 'C:/A.b', 'con',
      'nul.txt', 'a:b:c', '\\\\?\\c:\\x', 'c:/a/../b', 'COM1', 'x/con', ' a ', '.'):
    p = W(s)
    print(repr(p), str(p), p.parts, repr(p.drive), repr(p.root), repr(p.anchor), p.name, p.stem, p.suffix,
          p.parent, p.is_absolute(), p.as_posix(), p.is_reserved())
    t(p.as_uri)
    t(p.joinpath, '\\x')
    t(p.joinpath, 'd:y')
print(W('C:/A') == W('c:/a'), hash(W('C:/A')) == hash(W('c:/a')), W('a') < W('B'), W('c:/a').relative_to('C:/'),
      W('c:/A/b').match('*/B'), W('c:/a') / 'c:b', W('c:/a') / '/b')
t(W('c:/a').relative_to, 'd:/')
t(lambda: W('a') < P('a'))
print(W('a') == P('a'))
t(WindowsPath, 'a')
t(W('a').with_name, 'b:c')
t(W, '\\\\srv')
t(PosixPath, 'a')
print(type(Path('a')), Path('a') == PosixPath('a'), isinstance(Path('x'), PurePath), PurePath('x').__class__)
d = Path('d')
t(d.mkdir)
t(d.mkdir)
t(d.mkdir, exist_ok=True)
t((d / 'x/y').mkdir)
t((d / 'x/y').mkdir, parents=True)
t((d / 'x/y').mkdir, parents=True, exist_ok=True)
f = d / 'f'
t(f.write_text, 'hä\n')
t(f.read_text)
t(f.read_bytes)
t(f.write_bytes, b'a\r\nb')
t(f.read_text)
t(f.write_text, 5)
t(f.write_bytes, 'x')
t(f.write_text, 'a\n', newline='\r\n', encoding='ascii')
t(f.read_bytes)
t(f.mkdir, exist_ok=True)
t((f / 'g').mkdir, parents=True)
t((d / 'nope').read_text)
t(f.exists)
t(f.is_file)
t(d.is_dir)
t(f.is_symlink)
t(f.is_mount)
t(Path('/').is_mount)
t(f.is_fifo)
t(f.is_socket)
t(f.is_block_device)
t(f.is_char_device)
t(Path('a\x00b').exists)
t(Path('x' * 300).exists)
t((f / 'x').exists)
t(Path('/dev/null').is_char_device)
t((d / 't').touch)
t((d / 't').touch, exist_ok=False)
t((d / 't').touch, 384)
t((d / 'nope/t').touch)
l = d / 'l'
t(l.symlink_to, 'f')
t(l.symlink_to, 'f')
t(l.readlink)
t(f.readlink)
t(l.is_symlink)
t(l.lstat().__class__)
print(l.stat().st_size, l.lstat().st_size, l.stat(follow_symlinks=False).st_size)
t(l.resolve)
t(l.absolute)
t((d / 'h').hardlink_to, f)
t((d / 'h').samefile, f)
t((d / 'h').samefile, 'nope')
t(f.samefile, 'd/l')
t((d / 'h').link_to, 'd/k')
t(f.chmod, 384)
t(l.lchmod, 384)
print(oct(f.stat().st_mode))
t(f.owner)
t(f.group)
t(f.rename, 'd/g')
t(Path('d/g').replace, f)
t(f.rename, 'nope/x')
t(Path('nope').rename, 'x')
t(Path('nope').unlink)
t(Path('nope').unlink, missing_ok=True)
t(Path('nope').unlink, True)
t(d.rmdir)
t(d.unlink)
t(Path('nope').rmdir)
t(d.iterdir)
t(Path('nope').iterdir)
t(Path('d/f').iterdir)
with f.open('w') as o:
    print(type(o).__name__, o.name, o.write('z'))
t(f.open, 'q')
t(Path('nope').open)
print(f.open('rb', buffering=0).__class__.__name__)
t(Path('nope/x').resolve)
t(Path('nope/x').resolve, strict=True)
t(Path('d/f/x').resolve, strict=True)
t(Path('..').resolve)
os.symlink('loop', 'loop')
t(Path('loop').resolve)
t(Path('loop').resolve, True)
t(Path('loop').exists)
t(Path('loop/x').exists)
t(Path.cwd)
t(Path().absolute)
t(Path('/a/../b').resolve)
t(Path('d/../d/./x/..').resolve)
os.environ['HOME'] = '/h'
t(Path.home)
t(Path('~/x').expanduser)
t(Path('~root/x').expanduser)
t(Path('~nobody-nope/x').expanduser)
t(Path('a/~').expanduser)
t(P('~').as_posix)
for g in ('*', '**', '**/*', '*/*', 'x/*', '**/y', '?', '.', '', '/abs', '*/', '**/', 'a/../*', '..', '**/..',
      '[fl]', 'd*/f', '**/d*', '***', 'a**'):
    g != '.' and t(d.glob, g)
    g != '.' and t(Path('.').glob, g)
    g != '.' and t(Path('.').rglob, g)
t(Path('nope').glob, '*')
t(d.glob, 'F')
t(Path('d/f').glob, '*')
t(d.glob, 5)
print([type(x) for x in d.glob('f')], repr(next(iter(d.glob('f')))))
t(Path('d').is_relative_to, 'd')
print(repr(Path('a')), str(Path('a/')), Path('a').__fspath__(), f"{Path('a')}", f"{Path('a'):>5}" if 0 else '',
      Path('a').__reduce__())
with Path('d') as q:
    print(q)


class My(PosixPath):
    pass


m = My('a/b')
print(repr(m / 'c'), repr(m.parent), type(m.parent), repr(m.with_name('x')), list(m.parents), type(My.cwd()))
import copy
print(copy.copy(m), copy.deepcopy(P('a')))
os.chdir('/')
shutil.rmtree(top)
