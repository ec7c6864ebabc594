# glob and fnmatch.
import glob, fnmatch, os, tempfile, shutil, sys
top = os.path.realpath(tempfile.mkdtemp())
os.chdir(top)
for p in ('a/x.py', 'a/y.txt', 'a/.h', 'b/c/z.py', 'b/c/w.PY', '.hid/q.py', '[x]/k', 'e.py', 'A.py', 'd1/d2/d3/f',
      'sp ace/n\nl'):
    os.makedirs(os.path.dirname(p) or '.', exist_ok=True)
    open(p, 'w').close()
os.symlink('a', 'la')
os.symlink('nope', 'broken')


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f'{type(e).__name__} {e}'
    if not isinstance(r, (list, str, bool, type(None), bytes)):
        r = list(r)
    if isinstance(r, list):
        r = sorted(r)
    print(f.__name__, str(a).replace(top, 'TOP'), str(k).replace(top, 'TOP'), '->', str(r).replace(top, 'TOP'))


for p in ('*', '*.py', '*/*.py', '**', '**/*.py', '**/', 'a/**', '**/**', '?.py', '[a-e].py', '[!e].py',
      '[[]x]/*', 'nope', 'e.py', 'nope*', 'a', 'a/', '*/', './*', '.*', '.*/*', '*/.*', 'b/**', 'broken', 'brok*',
      '', '/', '/et[c]', '*\n*', 'sp*/*', '**/d3', 'd1/**/f', '**/d2/**', 'la/*', '**/x.py', '[a', 'a]', '*/*/*',
      '../*' if 0 else 'a/../*.py', b'*.py', b'**/*.py', '~', '[]]', '[^a]*'):
    t(glob.glob, p)
    t(glob.glob, p, recursive=True)
t(glob.glob, '**/*.py', recursive=True, include_hidden=True)
t(glob.glob, '*', include_hidden=True)
t(glob.glob, '**', recursive=True, include_hidden=True)
t(glob.glob, '**', recursive=True, root_dir='a')
t(glob.glob, '*.py', root_dir='a')
t(glob.glob, '*.py', root_dir=b'a')
fd = os.open('a', os.O_RDONLY)
print(sorted(glob.glob('*', dir_fd=fd)), sorted(glob.glob('**', recursive=True, dir_fd=fd)), sorted(glob.glob('*',
      root_dir='c', dir_fd=os.open('b', os.O_RDONLY))))
t(glob.glob, top + '/*.py')
t(glob.glob, top + '/**/*.py', recursive=True)
t(glob.glob, 5)
t(glob.glob, '*', root_dir='nope')
print(type(glob.iglob('*')), sorted(glob.iglob('*')), glob.escape('a*b?c[d]'), glob.escape(b'*x'),
      glob.escape('//?/x*'), glob.has_magic('a*'), glob.has_magic('a'), glob.has_magic(b'['))
t(glob.glob0, '.', 'e.py')
t(glob.glob1, '.', '*.py')
t(glob.iglob, 'x', 5)
for n, p in (('a', 'a'), ('a', '*'), ('', '*'), ('abc', 'a?c'), ('abc', '[a-c]bc'), ('Abc', 'abc'), ('a.b',
      '*.b'), ('.a', '*'), ('a\nb', 'a*b'), ('a\nb', 'a?b'), ('[', '[[]'), ('a', '[!a]'), ('b', '[!a]'), ('-',
      '[a-]'), (']', '[]]'), ('a', '[]a]'), ('x', '[z-a]'), ('a/b', '*'), ('a\\b', 'a\\b'), ('a', '[a'), ('[a',
      '[a'), ('^', '[^x]'), ('x', '[^x]'), ('a', '[a-cx-z]'), ('é', '?'), ('ab', 'a**b'), ('aXb', 'a**b'),
      ('a' * 30 + 'b', '*a*a*a*a*a*a*c'), ('a\\', 'a[\\]'), ('!', '[!]'), ('[!]', '[!]'), ('a||b', '*||*'),
      ('a&&b', '[a&&b]*'), ('--', '[--a]-'), ('~', '[!-~]'), ('a', '[b-a]'), ('a', '[!b-a]')):
    t(fnmatch.fnmatch, n, p)
    t(fnmatch.fnmatchcase, n, p)
    t(fnmatch.translate, p)
t(fnmatch.filter, ['a', 'b', 'A', 'ab'], 'a*')
t(fnmatch.filter, [b'a', b'b'], b'a*')
t(fnmatch.fnmatch, b'a', b'*')
t(fnmatch.fnmatch, 'a', b'*')
t(fnmatch.fnmatch, b'a', '*')
t(fnmatch.fnmatch, 5, '*')
t(fnmatch.filter, ['a', b'b'], '*')
os.chdir('/')
shutil.rmtree(top)
