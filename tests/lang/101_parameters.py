# Every parameter kind, bound from every kind of argument.
def f(a, b=2, /, c=3, *args, d, e=5, **kwargs):
    return a, b, c, args, d, e, kwargs


print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, e=7, g=8))
print(f(1, c=9, d=4, a=10, b=11))
print(f(*range(6), d=0), f(*[1], **{"d": 2, "z": 3}), f(1, *(2, 3), 4, d=5, **{}))


def posonly(a, b, /): return a, b
def kwonly(*, a, b=2): return a, b
def varargs(*a): return a
def varkw(**k): return k
def both(*a, **k): return a, k
def defaults(a, b=[]):
    b.append(a)
    return b


print(posonly(1, 2), kwonly(a=1), varargs(), varargs(1), varkw(), varkw(a=1, b=2), both(1, x=2))
print(defaults(1), defaults(2), defaults(3, []), defaults.__defaults__)
print(f.__defaults__, f.__kwdefaults__, kwonly.__defaults__, kwonly.__kwdefaults__)


def order(**k): return list(k)


print(order(z=1, a=2, m=3, **{"k": 4, "b": 5}))


def self_named(self, *, args=1, kwargs=2): return self, args, kwargs


print(self_named(self=0, kwargs=9), both(self=1, args=2, kwargs=3))
f.__defaults__ = (20, 30)
f.__kwdefaults__ = {"d": 40}
try:
    f(1)
except TypeError as e:
    print(e)
f.__defaults__ = None
try:
    f(1, d=1, e=2)
except TypeError as e:
    print(e)
print((lambda x=1, *y, z: (x, y, z))(5, 6, z=7))


def late(x, y=print):
    y(x)


late("default is evaluated once")
def many(a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p): return a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p
print(many(*range(16)), many(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,p=16), many(**dict(zip("abcdefghijklmnop", range(16)))))
def shadow(list, print=None, len=3): return list, print, len
print(shadow(1))
a = 5
def default_from_scope(x=a, y=lambda: a): return x, y()
a = 6
print(default_from_scope())
