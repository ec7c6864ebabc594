# os: files and folders, environment, errors; os.path.
import os, os.path, sys, tempfile
base = os.path.join(tempfile.gettempdir(), f"minipy_os_{os.getpid()}")
os.mkdir(base)
try:
    here = os.getcwd(); os.chdir(base); print(os.path.realpath(os.getcwd()) == os.path.realpath(base))
    os.makedirs("a/b/c"); os.makedirs("a/b/c", exist_ok=True)
    for n in ("f1", "f2.txt", "a/g"):
        with open(n, "w") as f: f.write(n * 3)
    print(sorted(os.listdir()), sorted(os.listdir("a")), os.path.exists("f1"), os.path.isfile("f1"), os.path.isdir("a"), os.path.islink("f1"), os.path.getsize("f1"), os.stat("f1").st_size, os.access("f1", os.R_OK), os.path.getmtime("f1") > 1e9)
    os.rename("f1", "moved"); os.replace("moved", "f3"); os.symlink("f3", "link"); os.link("f3", "hard")
    print(sorted(os.listdir()), os.readlink("link"), os.path.islink("link"), os.path.samefile("f3", "hard"), os.lstat("link").st_size, os.stat("f3").st_nlink)
    print([(r, sorted(d), sorted(f)) for r, d, f in sorted(os.walk("."))], sorted((e.name, e.is_dir(), e.is_file()) for e in os.scandir(".")))
    os.chmod("f3", 0o600); print(oct(os.stat("f3").st_mode & 0o777)); os.utime("f3", (1e9, 1e9)); print(os.path.getmtime("f3"), os.stat("f3").st_mtime_ns)
    os.remove("link"); os.unlink("hard"); os.truncate("f3", 1); print(os.path.getsize("f3")); os.rmdir("a/b/c")
    for source in ("os.remove('zz')", "os.rmdir('a')", "os.mkdir('a')", "os.listdir('zz')", "os.listdir('f3')", "os.rename('zz', 'y')", "os.stat('zz')", "os.chdir('zz')", "os.rmdir('f3')", "os.remove('a')", "os.makedirs('f3/x')", "os.makedirs('a')", "os.open('zz', os.O_RDONLY)", "os.readlink('f3')", "os.stat(5.5)", "os.mkdir(None)", "os.listdir(b'.') == [n.encode() for n in os.listdir('.')]", "os.stat('a\\0b')", "os.close(999)", "os.read('a', 1)", "os.fspath(5)", "os.nothing", "os.getenv('MINIPY_NOT_SET')", "os.environ['MINIPY_NOT_SET']", "os.path.getsize('zz')", "os.symlink('f3', 'a')", "os.strerror(2)", "os.path.join('a', 5)", "os.path.join()", "os.path.basename(5)", "os.path.commonpath([])", "os.path.commonpath(['/a', 'b'])", "os.kill(os.getpid(), 0)", "os.environ.get('HOME') is not None or True", "os.urandom(4).__len__()", "os.cpu_count() >= 1", "os.getpid() > 0", "os.getppid() > 0", "os.uname().sysname", "os.name", "os.sep + os.pathsep + os.linesep + os.curdir + os.pardir + str(os.altsep) + os.extsep + os.devnull", "os.get_terminal_size.__name__", "os.isatty(99)", "os.getuid() >= 0", "os.times()[4] > 0", "os.getloadavg()[0] >= 0", "os.umask(0o22) >= 0", "os.fsencode('é')", "os.fsdecode(b'\\xc3\\xa9')", "os.PathLike.__name__", "os.error is OSError"):
        try: print(source, "=", repr(eval(source)))
        except Exception as e: print(f"{source}: {type(e).__name__}: {e}")
    os.environ["MINIPY_X"] = "1"; print(os.environ["MINIPY_X"], os.getenv("MINIPY_X"), "MINIPY_X" in os.environ, os.environ.pop("MINIPY_X"), os.getenv("MINIPY_X", "gone"), os.environ.copy().__class__.__name__, os.putenv("MINIPY_Y", "2"), os.environ.setdefault("MINIPY_Z", "3"))
    for bad in ("os.environ[5] = 'a'", "os.environ['a'] = 5", "del os.environ['MINIPY_NOT_SET']", "os.environ['a=b'] = 'x'"):
        try: exec(bad)
        except Exception as e: print(f"{bad}: {type(e).__name__}: {e}")
    os.chdir(here)
finally:
    import shutil
    shutil.rmtree(base)
print(os.path.exists(base))
P = os.path
for p in ("", "/", "a", "a/b", "/a/b.c", "a/b/", "/a//b", "../x", "a.tar.gz", ".bashrc", "//a", "a/./b/../c", "~", "/..", "a..b", "a/.b", "..", "a."):
    print(repr(p), P.basename(p), P.dirname(p), P.split(p), P.splitext(p), P.normpath(p), P.isabs(p), P.abspath(p) == P.normpath(P.join(os.getcwd(), p)))
print(P.join("a", "b"), P.join("a", "/b"), P.join("a/", "b"), P.join("a", ""), P.join("", "a"), P.join("a", "b", "../c"), P.join(b"a", b"b"), P.commonpath(["/a/b", "/a/c"]), P.commonprefix(["abc", "abd"]), P.relpath("/a/b", "/a/c"), P.relpath("/a", "/a"), P.expanduser("~") != "~", P.expandvars("$MINIPY_Z/${MINIPY_Z}x$NOPE"), P.splitdrive("/a"), P.ismount("/"), P.lexists("/"), P.realpath("/.."), P.isfile("/nonexistent"), P.normcase("A"))
class FsPath:
    def __fspath__(self): return "/from/fspath"
print(os.fspath(FsPath()), P.basename(FsPath()), P.join(FsPath(), "x"), os.fspath("s"), os.fspath(b"b"))
