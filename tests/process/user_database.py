# pwd and grp.
import grp
import pwd


def t(f, *args, **kwargs):
    try:
        print(f.__name__, ascii(args), "->", f(*args, **kwargs))
    except BaseException as e:
        print(f.__name__, ascii(args), f"{type(e).__name__}: {e}")


root = pwd.getpwnam("root")
print(root.pw_name, root[2], root.pw_uid, root.pw_gid, root.pw_dir, len(root), type(root), pwd.getpwuid(0) == root)
print(grp.getgrnam("root")[:1], grp.getgrgid(0).gr_gid, type(grp.getgrgid(0)), grp.getgrgid(0).gr_mem)
for f in pwd.getpwnam, pwd.getpwuid, grp.getgrnam, grp.getgrgid:
    for arg in ("no-such-one", "a\0b", -1, -2, 2**31 - 2, 2**32 - 1, 2**32, 2**40, -2**40, 2**70, 1.5, None, b"root",
                "", "\xe9", "\udcff"):
        t(f, arg)
t(grp.getgrnam, name="no-such-one")
t(grp.getgrgid, id=2**31 - 2)
print(root in pwd.getpwall(), grp.getgrgid(0) in grp.getgrall())
print(pwd.struct_passwd.n_fields, grp.struct_group.__match_args__)
