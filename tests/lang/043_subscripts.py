# Subscripts and slices: every form, on built-in types and through __getitem__.
l = list(range(10))
print(l[0], l[-1], l[2:5], l[:3], l[7:], l[:], l[::2], l[::-1], l[8:2:-2], l[-3:-1], l[100:], l[:-100], l[5:2], l[-100:100], l[3:3])
print("hello"[1], "hello"[-2:], "hello"[::-1], (1, 2, 3)[1:], b"abc"[1], b"abc"[1:], range(10)[2:8:3], bytearray(b"abc")[::2])
print(l[True], l[False:True], l[None:None:None], l[10**20:], l[:10**20], l[-10**20:2], l[::10**20], l[::-10**20])


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(l[Index(3)], l[Index(1):Index(4)], "abc"[Index(-1)])


class C:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


c = C()
print(c[1], c[1, 2], c[()], c[1:2], c[:], c[1:], c[:2:3], c[1:2, 3], c[..., 1], c[::], c[:, :], c[1,], c["k"], c[None])
print(c[(1, 2)], c[[1]], c[lambda: 0].__name__, c[x := 5], c[1:2:3, ::-1])
c[1] = 2
c[1:2, ...] = 3
del c[1], c[::2]
for source in ("l[10]", "l[-11]", "l['a']", "l[1.0]", "l[None]", "l[1, 2]", "'abc'[3]", "'abc'['a']", "(1,)[1]", "(1,)['a']", "b'a'[1]",
               "b'a'['x']", "range(3)[3]", "range(3)['a']", "{}[1]", "{}[[]]", "{1: 2}['x']", "{1}[0]", "5[0]", "None[0]", "(lambda: 0)[0]",
               "l[::0]", "'a'[::0]", "l['a':]", "l[1.5:2]", "l[10**20]", "l[-10**20]", "int[0]", "list[0]", "object()[1]", "l[[]]",
               "(x for x in l)[0]", "l[Index('a')]", "l[Index(1.5):]", "bytearray(b'a')[5]", "memoryview(b'ab')[2]", "type[0]", "len[0]"):
    try:
        print(source, "=", repr(eval(source)))
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
for source in ("l[10] = 1", "l['a'] = 1", "l[0:2] = 5", "l[::2] = [1]", "l[::2] = 1", "(1,)[0] = 1", "'a'[0] = 'b'", "{}[[]] = 1", "b'a'[0] = 1",
               "range(3)[0] = 1", "5[0] = 1", "None[0] = 1", "l[::0] = []", "l[1.0] = 2", "del l[100]", "del (1,)[0]", "{1}[0] = 1", "object()[0] = 1"):
    try:
        exec(source)
        print(source, "ok")
    except Exception as e:
        print(f"{source}: {type(e).__name__}: {e}")
