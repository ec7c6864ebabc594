# tempfile.
import tempfile, os, sys, io, stat, gc, warnings
top = os.path.realpath(tempfile.mkdtemp())
tempfile.tempdir = top


def t(f, *a, **k):
    try:
        r = f(*a, **k)
    except BaseException as e:
        r = f"{type(e).__name__} {e} {getattr(e, 'filename', None)!r}"
    print(getattr(f, '__name__', f), str(a).replace(top, 'TOP'), str(k).replace(top, 'TOP'), '->',
          str(r).replace(top, 'TOP'))
    return r


fd, p = tempfile.mkstemp()
print(os.path.dirname(p) == top, os.path.basename(p)[:3], len(os.path.basename(p)), oct(os.stat(p).st_mode),
      os.get_inheritable(fd))
os.write(fd, b'x')
os.close(fd)
fd, p = tempfile.mkstemp('.suf', 'pre')
print(os.path.basename(p)[:3], p[-4:])
os.close(fd)
fd, p = tempfile.mkstemp(suffix=b'.b')
print(type(p))
os.close(fd)
t(tempfile.mkstemp, 'a', b'b')
t(tempfile.mkstemp, dir='/nonexistent') if 0 else 0
try:
    tempfile.mkstemp(dir='/nonexistent')
except OSError as e:
    print(type(e), e.errno, os.path.dirname(e.filename))
try:
    tempfile.mkdtemp(dir='/nonexistent')
except OSError as e:
    print(type(e), e.errno, os.path.dirname(e.filename))
d = tempfile.mkdtemp('x', 'y')
print(oct(os.stat(d).st_mode), os.path.basename(d)[0], d[-1])
print(type(tempfile.mkdtemp(prefix=b'q')))
print(tempfile.gettempdir() == top, tempfile.gettempdirb() == os.fsencode(top), tempfile.gettempprefix(),
      tempfile.gettempprefixb(), tempfile.template, tempfile.TMP_MAX)
m = tempfile.mktemp()
print(os.path.exists(m), os.path.dirname(m) == top)
with tempfile.TemporaryFile() as f:
    f.write(b'abc')
    f.seek(0)
    print(f.read(), type(f), type(f.name), f.mode)
with tempfile.TemporaryFile('w+', encoding='utf-8', newline='') as f:
    f.write('ä\n')
    f.seek(0)
    print(repr(f.read()), type(f).__name__, f.encoding)
with tempfile.NamedTemporaryFile(suffix='.x', prefix='p') as f:
    n = f.name
    print(os.path.exists(n), n[-2:], f.write(b'q'), f.delete, type(f))
    f.flush()
    print(open(n, 'rb').read())
print(os.path.exists(n))
f = tempfile.NamedTemporaryFile(delete=False)
f.close()
print(os.path.exists(f.name), f.closed)
os.unlink(f.name)
f = tempfile.NamedTemporaryFile('w+t')
print(f.file.__class__.__name__, f.mode, f.writable(), f.isatty(), list(f))
f.write('a\nb\n')
f.seek(0)
print(f.readline(), list(f))
f.close()
f.close()
print(os.path.exists(f.name))
f = tempfile.NamedTemporaryFile()
os.unlink(f.name)
try:
    f.close()
except OSError as e:
    print(type(e))
t(tempfile.NamedTemporaryFile, 'q')
t(tempfile.NamedTemporaryFile, 'r', errors='x', encoding='nope')
print(len(os.listdir(top)))
with tempfile.TemporaryDirectory() as d:
    print(os.path.isdir(d), oct(os.stat(d).st_mode))
    os.makedirs(d + '/a/b')
    open(d + '/a/f', 'w').close()
    os.symlink('/etc', d + '/l')
print(os.path.exists(d), os.path.exists('/etc'))
td = tempfile.TemporaryDirectory(suffix='S', prefix='P', ignore_cleanup_errors=True)
print(repr(td).replace(td.name, 'NAME'), os.path.basename(td.name)[0], td.name[-1])
td.cleanup()
td.cleanup()
print(os.path.exists(td.name))
td = tempfile.TemporaryDirectory()
os.rmdir(td.name)
t(td.cleanup)
td = tempfile.TemporaryDirectory()
os.mkdir(td.name + '/x')
os.chmod(td.name + '/x', 0)
td.cleanup()
print(os.path.exists(td.name))
s = tempfile.SpooledTemporaryFile(max_size=10)
s.write(b'12345')
print(s._rolled, s.name, s.mode)
s.write(b'6789012')
print(s._rolled, s.seek(0), s.read(), s.tell())
s.truncate(3)
s.seek(0)
print(s.read())
print(isinstance(s, io.IOBase), s.closed)
s.close()
print(s.closed)
with tempfile.SpooledTemporaryFile(mode='w+', encoding='latin-1') as s:
    s.write('aé\n')
    s.seek(0)
    print(list(s), s.encoding, s.newlines, s.errors, s._rolled, s.fileno() > 0, s._rolled)
s = tempfile.SpooledTemporaryFile()
s.writelines([b'a\n', b'b\n'])
s.seek(0)
print(s.readline(), s.readlines())
s.rollover()
s.seek(0)
print(s.read(), s.readable(), s.writable(), s.seekable())
b = bytearray(2)
s.seek(0)
print(s.readinto(b), b, s.read1())
t(lambda: tempfile.SpooledTemporaryFile(mode='w').encoding)
t(lambda: tempfile.SpooledTemporaryFile().encoding)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    td = tempfile.TemporaryDirectory()
    td._finalizer and td.__class__._cleanup(td.name, 'msg')
    print([str(x.message) for x in w if x.category is not ResourceWarning or str(x.message) == 'msg'])
tempfile.tempdir = None
os.environ['TMPDIR'] = top
print(tempfile.gettempdir() == top)
tempfile.tempdir = None
os.environ['TMPDIR'] = '/nonexistent'
print(tempfile.gettempdir())
tempfile.tempdir = 5
t(tempfile.gettempdir)
t(tempfile.mkdtemp)
tempfile.tempdir = b'/tmp'
t(tempfile.gettempdir)
print(type(tempfile.gettempdirb()))
import shutil
shutil.rmtree(top)
