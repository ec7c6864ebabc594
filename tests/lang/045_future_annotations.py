# from __future__ import annotations: they stay text, spelled anew from the tree.
from __future__ import annotations

x: int = 1
y: list[ int ,str ]
z: undefined.name[  'q' ]


def f(a: 1+2*3, b: "str" = 1, *c: (1, 2), d: lambda x: x+1, e: [i for i in range(3) if i], **k: {'a':1, **b}) -> x if y else z: ...


print(__annotations__)
for name, text in f.__annotations__.items():
    print(name, text)


class C:
    a: C
    b: dict[str, C] = {}
    c: -1
    d: not x
    e: a.b(c, d=1, *e, **f)
    g: x[1:2, ::3, ...]
    h: f'{x!r:>{y}} {z}'
    j: a < b <= c is not d not in e
    k: b'bytes'
    l: (a + b) * c ** -d
    m: {1, 2} | {*x}
    n: {k: v for k, v in x}
    o: (x for x in y)
    p: a and b or not c
    q: lambda: 0
    r: 1.5e300
    s: 1j
    t: ()
    u: (1,)
    w: "it's"
    x_: a @ b // c % d << e >> f & g ^ h | i
    y_: ~x
    z_: a if b else c if d else e
    aa: lambda a, /, b=1, *c, d, e=2, **f: (a, b)
    ab: x.y.z[0](1)
    ac: [*a, b]
    ad: await_(x)
    ae: None
    af: True
    ag: [a, *b][0]
    ah: (a, b)[c]
    ai: a[b, c]
    aj: a[(b, c), d]
    ak: -(-x)
    al: (-1) ** 2
    am: 1e1000


for name, text in C.__annotations__.items():
    print(name, text)
