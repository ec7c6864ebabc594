# Order of evaluation.
log = []


def e(x):
    log.append(x)
    return x


def show(*_):
    print(*log)
    log.clear()


class C:
    def __getitem__(self, k):
        log.append(f"get {k}")
        return 1

    def __setitem__(self, k, v):
        log.append(f"set {k}")

    def __setattr__(self, k, v):
        log.append(f"attr {k}")


c = C()
show(e(1) + e(2) * e(3))
show((e(1), [e(2), {e(3): e(4), e(5): e(6)}]))
e(c)[e("i")] = e("value"); log[1:2] = ["object"]; show()
c[e(1)], c[e(2)] = e(3), e(4); show()
c.a = c[e("k")] = e("v"); show()
c[e(1)] += e(2); show()
show(e(1) < e(2) < e(3) > e(0))
show(e("then") if e(1) else e("else"))
(lambda *a, **k: show())(e(1), *[e(2)], e(3), k=e(4), **{e("x"): e(5)})
show(lambda a=e("default"), *, b=e("kwdefault"): 0)


@e("d1".__class__ and (lambda f: log.append("apply 1") or f))
@(e("d2") and (lambda f: log.append("apply 2") or f))
def f(a: e("annotation") = e("default value"), *, k: e("kannotation") = e("kdefault")) -> e("returns"):
    pass


log[0:1] = ["d1"]
show()
show({e(1): e(2) for _ in e("x")})
show([e((i, j)) for i in e("ab") for j in e("cd") if e(i + j) != "ad"])
show(c[e(1):e(2):e(3)])
show(e(2) ** -e(1), -e(3) ** e(2))
show(e("%s") % e("arg"), f"{e('f1')} {e('f2'):{e(3)}}")


class K(e(object), metaclass=e(type)):
    e("body")


log[:2] = ["base", "metaclass"]
show()
try:
    e(1)[e(2)] = e(3)
except TypeError:
    show()
del c
x = [0, 1]
i = 0
x[i], i = 5, 1
print(x, i)
i, x[i] = 0, 7
print(x, i)
assert e(1), e("message")
show()
import operator as op, sys as s
print(op.add(e(1), e(2)), log)
