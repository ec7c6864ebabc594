# os.path.realpath().
import os, tempfile
top = os.path.realpath(tempfile.mkdtemp())
os.chdir(top)


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f"{type(e).__name__} {e} {getattr(e, 'filename', None)!r} {getattr(e, 'filename2', None)!r}"
    print(getattr(f, '__name__', f), str(a).replace(top, 'TOP'), str(k).replace(top, 'TOP'), '->',
          repr(r).replace(top, 'TOP'))


os.mkdir('d')
os.symlink('d', 'l')
os.symlink('loop', 'loop')
os.symlink('b', 'a')
os.symlink('a', 'b')
os.symlink('../d/x', 'd/up')
os.symlink('/nope/y', 'abs')
open('f', 'w').close()
os.symlink('l/../f', 'lf')
for p in ('', '.', 'nope', 'd/..', 'l/..', 'l/x', 'loop', 'loop/x', 'a', 'd/up', 'abs', 'abs/z', 'f/x', 'f/..',
      'lf', '//x', '/..', '../..', 'nope/../f', 'nope/..', b'l', top + '/l', 'l//./.'):
    t(os.path.realpath, p)
    t(os.path.realpath, p, strict=True)
t(os.path.realpath, 5)
t(os.path.realpath, 'a\x00b')
t(os.path.realpath, 'a\x00b', strict=True)
import shutil
os.chdir('/')
shutil.rmtree(top)
